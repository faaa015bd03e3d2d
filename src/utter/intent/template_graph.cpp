#include "utter/intent/template_graph.hpp"

#include <algorithm>
#include <utility>

namespace utter::intent::detail {
namespace {

using Way = CompactTemplate::Way;

struct LaidOut {
    CompactTemplate compact;
    CompactTemplate::StateId start = 0;
};

LaidOut lay_out(const TemplateFragment& fragment, WordTable& words) {
    std::size_t cells = 0;
    for (const FragmentState& from : fragment.states) {
        cells += 1 + from.words.size() + from.slots.size() + from.branches.size();
    }
    LaidOut out{CompactTemplate(cells), 0};
    std::vector<CompactTemplate::StateId> places;  // by number; every way leads to a lower one
    places.reserve(fragment.states.size());
    for (const FragmentState& from : fragment.states) {
        const auto at = places.emplace_back(out.compact.add_state(from.rest_min));
        for (const auto& [word, to] : from.words) {
            out.compact.add_edge(at, words.acquire(word), places[to], Way::word);
        }
        for (const auto& [name, to] : from.slots) {
            out.compact.add_edge(at, words.acquire(name), places[to], Way::slot);
        }
        for (const auto to : from.branches) out.compact.add_edge(at, 0, places[to], Way::nothing);
    }
    out.start = places[fragment.start];
    return out;
}

// Ways on from a state by a word or a slot, each once.
struct WaysOn {
    std::vector<std::pair<Label, std::uint32_t>> words;
    std::vector<std::uint32_t> slots;
    bool ends = false;
};

template <class T>
void keep_each_once(std::vector<T>& list) {
    std::ranges::sort(list);
    const auto repeats = std::ranges::unique(list);
    list.erase(repeats.begin(), repeats.end());
}

WaysOn ways_on(const CompactTemplate& compact, std::uint32_t from) {
    WaysOn ways;
    std::vector<bool> seen(compact.size());
    seen[from] = true;
    std::vector<std::uint32_t> open{from};
    while (!open.empty()) {
        const auto at = open.back();
        open.pop_back();
        ways.ends = ways.ends || at == 0;
        for (const auto& edge : compact.state(at).edges) {
            if (edge.way == Way::word) {
                ways.words.emplace_back(edge.label, edge.to);
            } else if (edge.way == Way::slot) {
                ways.slots.emplace_back(edge.to);
            } else if (!seen[edge.to]) {
                seen[edge.to] = true;
                open.emplace_back(edge.to);
            }
        }
    }
    keep_each_once(ways.words);
    keep_each_once(ways.slots);
    return ways;
}

}  // namespace

std::optional<TemplateGraph::FragmentId> TemplateGraph::insert(const TemplateFragment& fragment,
                                                               RowId row,
                                                               std::uint32_t sample) {
    if (state_count_ + fragment.states.size() > states_max) return std::nullopt;
    state_count_ += fragment.states.size();
    auto id = static_cast<FragmentId>(fragments_.size());
    if (free_fragments_.empty()) {
        fragments_.emplace_back();
    } else {
        id = free_fragments_.back();
        free_fragments_.pop_back();
    }
    auto [compact, start] = lay_out(fragment, words_);
    const auto spread_left =
        static_cast<std::uint32_t>(spread_max + (std::size_t{2} * fragment.states.size()));
    fragments_[id] = {std::move(compact), {}, start, row, sample, spread_left};
    place({{0, id, start}});
    return id;
}

void TemplateGraph::erase(FragmentId id) {
    auto [compact, places, start, row, sample, spread_left] = std::exchange(fragments_[id], {});
    keep_each_once(places);
    for (const NodeId node : places) {
        auto& entries = nodes_[node].entries;
        const auto gone =
            std::ranges::remove_if(entries, [&](const Entry& e) { return e.fragment == id; });
        entries.erase(gone.begin(), gone.end());
        auto& ends = nodes_[node].ends;
        const auto ended = std::ranges::remove(ends, id);
        ends.erase(ended.begin(), ended.end());
    }
    for (const NodeId node : places) prune(node);
    for (std::size_t at = 0; at < compact.size();) {
        const auto state = compact.state(static_cast<CompactTemplate::StateId>(at));
        for (const auto& edge : state.edges) {
            if (edge.way != Way::nothing) words_.release(edge.label);
        }
        at += 1 + state.edges.size();
        --state_count_;
    }
    free_fragments_.push_back(id);
}

// Gives back a node that nothing needs, and those above it that only led to it.
void TemplateGraph::prune(NodeId node) {
    while (node != 0) {
        Node& empty = nodes_[node];
        // A parent of none is a node given back already.
        if (empty.parent == none || empty.children > 0 || !empty.entries.empty() ||
            !empty.ends.empty()) {
            return;
        }
        const NodeId parent = empty.parent;
        if (empty.label == by_slot) {
            nodes_[parent].slot_child = none;
        } else {
            ways_.erase(way(parent, empty.label));
        }
        --nodes_[parent].children;
        empty = Node();
        free_.push_back(node);
        node = parent;
    }
}

TemplateGraph::NodeId TemplateGraph::child(NodeId node, Label label) {
    if (label == by_slot) {
        if (nodes_[node].slot_child != none) return nodes_[node].slot_child;
    } else if (const auto known = ways_.find(way(node, label)); known != ways_.end()) {
        return known->second;
    }
    auto made = static_cast<NodeId>(nodes_.size());
    if (free_.empty()) {
        nodes_.emplace_back();
    } else {
        made = free_.back();
        free_.pop_back();
    }
    nodes_[made].parent = node;
    nodes_[made].label = label;
    ++nodes_[node].children;
    if (label == by_slot) {
        nodes_[node].slot_child = made;
    } else {
        ways_.emplace(way(node, label), made);
    }
    return made;
}

TemplateGraph::Entry TemplateGraph::entry_of(const Arrival& at) const {
    const auto state = fragments_[at.fragment].compact.state(at.state);
    const auto* only = state.only_word();
    const Label next = only != nullptr ? only->label : label_unknown;
    return {at.fragment,
            at.state,
            next,
            static_cast<std::uint16_t>(state.rest_min),
            fragments_[at.fragment].compact.place()};
}

bool TemplateGraph::is_crowd(std::span<const Entry> entries) {
    std::size_t cost = 0;
    for (const Entry& entry : entries) cost += entry.next == label_unknown ? walk_cost : 1;
    return cost > crowd_max;
}

void TemplateGraph::place(std::vector<Arrival> arrivals) {
    while (!arrivals.empty()) {
        const Arrival at = arrivals.back();
        arrivals.pop_back();
        if (nodes_[at.node].spreads != 0 && spread(at, arrivals)) continue;
        Node& node = nodes_[at.node];
        const auto same = [&](const Entry& entry) {
            return entry.fragment == at.fragment && entry.state == at.state;
        };
        if (std::ranges::any_of(node.entries, same)) continue;
        node.entries.push_back(entry_of(at));
        fragments_[at.fragment].places.push_back(at.node);
        if (node.spreads == 0 && is_crowd(node.entries)) crowd_out(at.node, arrivals);
    }
}

void TemplateGraph::crowd_out(NodeId node, std::vector<Arrival>& onward) {
    nodes_[node].spreads = 1;
    for (const Entry& entry : std::exchange(nodes_[node].entries, {})) {
        auto& places = fragments_[entry.fragment].places;
        const auto place = std::ranges::find(places, node);
        *place = places.back();
        places.pop_back();
        onward.push_back({node, entry.fragment, entry.state});
    }
}

// Sends a template on by its next words; false when it has too many places already.
bool TemplateGraph::spread(const Arrival& at, std::vector<Arrival>& onward) {
    Placed& placed = fragments_[at.fragment];
    const WaysOn ways = ways_on(placed.compact, at.state);
    const std::size_t places = ways.words.size() + ways.slots.size() + 1;
    if (places > placed.spread_left) {
        placed.spread_left = 0;
        return false;
    }
    placed.spread_left -= places;
    for (const auto& [word, to] : ways.words) {
        onward.push_back({child(at.node, word), at.fragment, to});
    }
    for (const auto to : ways.slots) onward.push_back({child(at.node, by_slot), at.fragment, to});
    if (ways.ends) {
        auto& ends = nodes_[at.node].ends;
        if (std::ranges::find(placed.places, at.node) == placed.places.end() ||
            std::ranges::find(ends, at.fragment) == ends.end()) {
            ends.push_back(at.fragment);
            placed.places.push_back(at.node);
        }
    }
    return true;
}

// Notes which templates may fit, and has them fetched for the walk that follows.
bool TemplateGraph::collect(const NormalText& words, TemplateSearch& search) const {
    search.begin();
    for (std::size_t i = 0; i < words.size(); ++i) {
        search.labels_.push_back(words_.find(words.word(i)));
    }
    const auto size = static_cast<std::uint32_t>(search.labels_.size());
    search.visits_.push_back({0, 0, 0});
    search.seen_.clear();
    while (!search.visits_.empty()) {
        const auto at = search.visits_.back();
        search.visits_.pop_back();
        if (++search.step_count_ > TemplateSearch::steps_max) return false;
        const Node& node = nodes_[at.node];
        const std::uint32_t rest = size - at.position;
        const Label word = rest > 0 ? search.labels_[at.position] : label_unknown;
        for (const Entry& entry : node.entries) {
            // One jump, since which of them fit cannot be foreseen.
            const bool goes_on = (entry.next == word) | (entry.next == label_unknown);
            if (!(goes_on & (entry.rest_min <= rest))) continue;
            __builtin_prefetch(&fragments_[entry.fragment]);
            CompactTemplate::fetch(entry.template_place);
            search.candidates_.push_back(entry.fragment);
        }
        if (rest == 0) {
            search.candidates_.insert(search.candidates_.end(), node.ends.begin(), node.ends.end());
            continue;
        }
        if (node.children == 0) continue;
        if (word != label_unknown) {
            if (const auto next = ways_.find(way(at.node, word)); next != ways_.end()) {
                fetch(next->second);
                search.visits_.push_back({next->second, at.position + 1, at.slots});
            }
        }
        if (node.slot_child == none) continue;
        const auto longest = std::min<std::uint32_t>(rest, slot_words_max);
        for (std::uint32_t taken = 1; taken <= longest; ++taken) {
            const std::uint32_t position = at.position + taken;
            // Behind two slots one place can be reached in many ways.
            if (at.slots > 0 && !search.seen_.insert(way(node.slot_child, position))) continue;
            search.visits_.push_back({node.slot_child, position, at.slots + 1});
        }
    }
    keep_each_once(search.candidates_);
    return true;
}

}  // namespace utter::intent::detail
