#include "utter/intent/template_trie.hpp"

#include <algorithm>
#include <unordered_set>

namespace utter::intent::detail {
namespace {

std::uint64_t key(std::uint32_t high, std::uint32_t low) {
    return (std::uint64_t{high} << 32U) | low;
}

}  // namespace

TemplateTrie::TemplateTrie() : nodes_(1) {
    nodes_.front().rest_min = UINT16_MAX;
}

TemplateTrie::LabelId TemplateTrie::intern(const std::string& text) {
    const auto [entry, added] =
        labels_.try_emplace(text, static_cast<LabelId>(label_texts_.size()));
    if (added) label_texts_.push_back(&entry->first);
    return entry->second;
}

std::optional<TemplateTrie::NodeId> TemplateTrie::child(NodeId parent, const PatternItem& item) {
    const LabelId label = intern(item.text);
    if (item.is_slot) {
        for (const auto& [name, node] : nodes_[parent].slot_edges) {
            if (name == label) return node;
        }
    } else if (const auto edge = word_edges_.find(key(parent, label)); edge != word_edges_.end()) {
        return edge->second;
    }
    if (nodes_.size() >= nodes_max) return std::nullopt;
    const auto node = static_cast<NodeId>(nodes_.size());
    Node& added = nodes_.emplace_back();
    added.parent = parent;
    added.label = label;
    added.by_slot = item.is_slot;
    added.literals = static_cast<std::uint16_t>(nodes_[parent].literals + (item.is_slot ? 0 : 1));
    added.slots = static_cast<std::uint16_t>(nodes_[parent].slots + (item.is_slot ? 1 : 0));
    added.rest_min = UINT16_MAX;
    if (item.is_slot) {
        nodes_[parent].slot_edges.emplace_back(label, node);
    } else {
        word_edges_.emplace(key(parent, label), node);
    }
    return node;
}

bool TemplateTrie::insert(const Pattern& pattern, RowId row) {
    NodeId node = 0;
    auto rest = static_cast<std::uint16_t>(pattern.size());
    nodes_[node].rest_min = std::min(nodes_[node].rest_min, rest);
    for (const PatternItem& item : pattern) {
        const auto next = child(node, item);
        if (!next) return false;
        node = *next;
        --rest;
        nodes_[node].rest_min = std::min(nodes_[node].rest_min, rest);
    }
    std::vector<RowId>& rows = nodes_[node].rows;
    // A row's samples come one after the other, so a repeat can only be the last one.
    if (rows.empty() || rows.back() != row) rows.push_back(row);
    return true;
}

std::optional<std::vector<TemplateTrie::NodeId>> TemplateTrie::find(
    const std::vector<Word>& words) const {
    constexpr LabelId unknown = UINT32_MAX;
    std::vector<LabelId> labels;
    labels.reserve(words.size());
    for (const Word& word : words) {
        const auto label = labels_.find(word.text);
        labels.push_back(label != labels_.end() ? label->second : unknown);
    }

    // Each state, a node and how many words it took, is looked at once, however many ways slots
    // can be stretched to reach it.
    const auto size = static_cast<std::uint32_t>(words.size());
    std::vector<NodeId> ends;
    std::vector<std::pair<NodeId, std::uint32_t>> open{{0, 0}};
    std::unordered_set<std::uint64_t> seen;
    std::size_t steps = 0;
    while (!open.empty()) {
        const auto [id, position] = open.back();
        open.pop_back();
        const Node& node = nodes_[id];
        if (size - position < node.rest_min) continue;
        if (position == size) {
            if (!node.rows.empty()) ends.push_back(id);
            continue;
        }
        if (++steps > steps_max) return std::nullopt;
        if (labels[position] != unknown) {
            const auto edge = word_edges_.find(key(id, labels[position]));
            if (edge != word_edges_.end() && seen.insert(key(edge->second, position + 1)).second) {
                open.emplace_back(edge->second, position + 1);
            }
        }
        for (const auto& [name, next] : node.slot_edges) {
            const std::uint32_t rest = nodes_[next].rest_min;
            for (std::uint32_t taken = 1;
                 taken <= slot_words_max && position + taken + rest <= size;
                 ++taken) {
                if (++steps > steps_max) return std::nullopt;
                if (seen.insert(key(next, position + taken)).second) {
                    open.emplace_back(next, position + taken);
                }
            }
        }
    }
    return ends;
}

std::vector<std::pair<bool, std::string_view>> TemplateTrie::pattern(NodeId node) const {
    std::vector<std::pair<bool, std::string_view>> items;
    for (; node != 0; node = nodes_[node].parent) {
        items.emplace_back(nodes_[node].by_slot, *label_texts_[nodes_[node].label]);
    }
    std::ranges::reverse(items);
    return items;
}

}  // namespace utter::intent::detail
