#include "utter/speech/word_graph.hpp"

#include <algorithm>
#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "utter/speech/template_parser.hpp"

namespace utter::speech {
namespace {

using Kind = TemplateNode::Kind;

// Removes what holds a word the decoder cannot hear. @return false when nothing of the node is
// left.
class Pruner {
  public:
    Pruner(const WordFilter& known, const std::map<std::string, bool>& rule_alive)
        : known_(known), rule_alive_(rule_alive) {}

    // NOLINTNEXTLINE(misc-no-recursion): the parser bounds the depth
    bool prune(TemplateNode& node) {
        switch (node.kind) {
            case Kind::word:
                if (!known_ || known_(node.text)) return true;
                unknown.insert(node.text);
                return false;
            case Kind::rule:
                return rule_alive_.at(node.text);
            case Kind::sequence: {
                // Every child is visited, so that all unknown words are reported at once.
                bool alive = true;
                for (auto& child : node.children) alive = prune(child) && alive;
                return alive;
            }
            case Kind::alternatives:
                std::erase_if(node.children, [this](TemplateNode& child) { return !prune(child); });
                return !node.children.empty();
        }
        return false;
    }

    std::set<std::string> unknown;

  private:
    const WordFilter& known_;
    const std::map<std::string, bool>& rule_alive_;
};

// The straight translation, with empty moves; thrown away once it has been made deterministic.
struct LooseGraph {
    struct Move {
        std::int64_t word;  // -1: empty
        std::uint32_t to;
    };
    std::vector<std::vector<Move>> states;

    std::uint32_t add() {
        states.emplace_back();
        return static_cast<std::uint32_t>(states.size() - 1);
    }
};

class Compiler {
  public:
    Compiler(const SpeechGrammar& grammar, const WordFilter& known)
        : grammar_(grammar), known_(known) {}

    Result<WordGraph> compile() {
        for (const auto& [name, unused] : grammar_.rules) {
            if (auto done = load_rule(name); !done) return std::unexpected(done.error());
        }
        TemplateNode all{Kind::alternatives, {}, {}, {}};
        std::vector<std::string> dropped;
        for (const auto& sentence : grammar_.sentences) {
            auto node = load(sentence);
            if (!node) return std::unexpected(node.error());
            if (auto& kept = *node; kept.has_value()) {
                all.children.push_back(*std::move(kept));
            } else {
                dropped.push_back(sentence);
            }
        }
        WordGraph graph;
        if (!all.children.empty()) {
            const auto start = loose_.add();
            const auto end = loose_.add();
            emit(all, start, end);
            if (too_large()) {
                return fail(ErrorCode::limit,
                            "the speech grammar has more than " +
                                std::to_string(grammar_states_max) + " states before minimising");
            }
            graph = determinise(start, end);
        }
        graph.unknown.assign(unknown_.begin(), unknown_.end());
        graph.dropped_sentences = std::move(dropped);
        return graph;
    }

  private:
    [[nodiscard]] bool too_large() const { return loose_.states.size() > grammar_states_max; }

    // Parses and prunes one template; nothing when no part of it is left.
    Result<std::optional<TemplateNode>> load(const std::string& text) {
        auto node = parse_template(text);
        if (!node) return std::unexpected(node.error());
        if (auto done = load_rules_of(*node, text); !done) return std::unexpected(done.error());
        Pruner pruner(known_, rule_alive_);
        const bool alive = pruner.prune(*node);
        unknown_.merge(pruner.unknown);
        if (!alive) return std::nullopt;
        return std::move(*node);
    }

    // NOLINTNEXTLINE(misc-no-recursion): rules in progress are refused, the parser bounds the rest
    Result<void> load_rules_of(const TemplateNode& node, const std::string& text) {
        if (node.kind == Kind::rule) {
            if (!grammar_.rules.contains(node.text)) {
                return fail(ErrorCode::malformed,
                            "grammar template '" + text + "' names the rule '" + node.text +
                                "', which does not exist");
            }
            return load_rule(node.text);
        }
        for (const auto& child : node.children) {
            if (auto done = load_rules_of(child, text); !done) return done;
        }
        return {};
    }

    // NOLINTNEXTLINE(misc-no-recursion): see load_rules_of
    Result<void> load_rule(const std::string& name) {
        if (rules_.contains(name)) return {};
        if (!in_progress_.insert(name).second) {
            return fail(ErrorCode::malformed, "grammar rule '" + name + "' refers to itself");
        }
        if (in_progress_.size() > grammar_depth_max) {
            return fail(ErrorCode::limit, "grammar rule '" + name + "' is nested too deep");
        }
        TemplateNode alternatives{Kind::alternatives, {}, {}, {}};
        for (const auto& text : grammar_.rules.at(name)) {
            auto node = load(text);
            if (!node) return std::unexpected(node.error());
            if (auto& kept = *node; kept.has_value()) {
                alternatives.children.push_back(*std::move(kept));
            }
        }
        in_progress_.erase(name);
        rule_alive_[name] = !alternatives.children.empty();
        rules_[name] = std::move(alternatives);
        return {};
    }

    std::int64_t word_id(const std::string& word) {
        return words_.try_emplace(word, static_cast<std::int64_t>(words_.size())).first->second;
    }

    // NOLINTNEXTLINE(misc-no-recursion): depth bounded by load_rule and the parser
    void emit(const TemplateNode& node, std::uint32_t from, std::uint32_t to) {
        if (too_large()) return;
        switch (node.kind) {
            case Kind::word:
                loose_.states[from].push_back({word_id(node.text), to});
                return;
            case Kind::rule:
                emit(rules_.at(node.text), from, to);
                return;
            case Kind::alternatives:
                for (const auto& child : node.children) emit(child, from, to);
                return;
            case Kind::sequence: {
                auto here = from;
                for (const auto& child : node.children) {
                    const auto next = loose_.add();
                    emit(child, here, next);
                    here = next;
                }
                loose_.states[here].push_back({-1, to});
                return;
            }
        }
    }

    using StateSet = std::vector<std::uint32_t>;  // sorted

    StateSet close(StateSet states) const {
        std::set<std::uint32_t> seen(states.begin(), states.end());
        while (!states.empty()) {
            const auto state = states.back();
            states.pop_back();
            for (const auto& move : loose_.states[state]) {
                if (move.word < 0 && seen.insert(move.to).second) states.push_back(move.to);
            }
        }
        return {seen.begin(), seen.end()};
    }

    // Subset construction, minimised on the way: as the graph has no cycle, a state is known by
    // its finished successors, so equal ones are found by looking them up.
    WordGraph determinise(std::uint32_t start, std::uint32_t end) {
        // Word ids in alphabetical order make the outcome independent of the order of sentences.
        std::vector<std::uint32_t> order(words_.size());
        WordGraph graph;
        for (const auto& [word, id] : words_) {
            order[static_cast<std::size_t>(id)] = static_cast<std::uint32_t>(graph.words.size());
            graph.words.push_back(word);
        }
        std::map<StateSet, std::uint32_t> done;
        std::map<std::pair<bool, std::vector<WordGraph::Arc>>, std::uint32_t> unique;

        struct Visit {
            StateSet set;
            std::map<std::uint32_t, StateSet> targets;
            std::map<std::uint32_t, StateSet>::iterator next;
            std::vector<WordGraph::Arc> arcs;
        };
        std::deque<Visit> stack;  // references and iterators survive growth
        const auto enter = [&](StateSet set) {
            std::map<std::uint32_t, StateSet> targets;
            for (const auto state : set) {
                for (const auto& move : loose_.states[state]) {
                    if (move.word < 0) continue;
                    targets[order[static_cast<std::size_t>(move.word)]].push_back(move.to);
                }
            }
            for (auto& [word, target] : targets) target = close(std::move(target));
            stack.push_back({std::move(set), std::move(targets), {}, {}});
            stack.back().next = stack.back().targets.begin();
        };
        enter(close({start}));
        while (true) {
            auto& visit = stack.back();
            if (visit.next != visit.targets.end()) {
                const auto found = done.find(visit.next->second);
                if (found == done.end()) {
                    enter(visit.next->second);
                    continue;
                }
                visit.arcs.push_back({visit.next->first, found->second});
                ++visit.next;
                continue;
            }
            const bool final = std::ranges::binary_search(visit.set, end);
            const auto fresh = static_cast<std::uint32_t>(graph.states.size());
            const auto [where, added] = unique.try_emplace({final, visit.arcs}, fresh);
            if (added) graph.states.push_back({std::move(visit.arcs), final});
            done.emplace(std::move(visit.set), where->second);
            stack.pop_back();
            if (stack.empty()) return start_first(std::move(graph), where->second);
        }
    }

    // Successors were numbered first, so the start came last.
    static WordGraph start_first(WordGraph graph, std::uint32_t start) {
        const auto swap = [start](std::uint32_t state) {
            if (state == start) return std::uint32_t{0};
            return state == 0 ? start : state;
        };
        std::swap(graph.states[0], graph.states[start]);
        for (auto& state : graph.states) {
            for (auto& arc : state.arcs) arc.to = swap(arc.to);
        }
        return graph;
    }

    const SpeechGrammar& grammar_;
    const WordFilter& known_;
    std::map<std::string, TemplateNode> rules_;
    std::map<std::string, bool> rule_alive_;
    std::set<std::string> in_progress_;
    std::set<std::string> unknown_;
    std::map<std::string, std::int64_t> words_;
    LooseGraph loose_;
};

}  // namespace

bool WordGraph::accepts(std::string_view sentence) const {
    if (states.empty()) return false;
    std::uint32_t state = 0;
    while (!sentence.empty()) {
        const auto end = std::min(sentence.find(' '), sentence.size());
        const auto word = std::ranges::lower_bound(words, sentence.substr(0, end));
        if (word == words.end() || *word != sentence.substr(0, end)) return false;
        const auto id = static_cast<std::uint32_t>(word - words.begin());
        const auto& arcs = states[state].arcs;
        const auto arc = std::ranges::lower_bound(arcs, id, {}, &Arc::word);
        if (arc == arcs.end() || arc->word != id) return false;
        state = arc->to;
        sentence.remove_prefix(std::min(end + 1, sentence.size()));
    }
    return states[state].final;
}

Result<WordGraph> compile_word_graph(const SpeechGrammar& grammar, const WordFilter& known) {
    return Compiler(grammar, known).compile();
}

}  // namespace utter::speech
