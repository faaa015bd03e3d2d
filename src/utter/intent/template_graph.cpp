#include "utter/intent/template_graph.hpp"

#include <algorithm>
#include <set>
#include <unordered_set>

namespace utter::intent::detail {

TemplateGraph::LabelId TemplateGraph::intern(const std::string& text) {
    const auto [entry, added] =
        labels_.try_emplace(text, static_cast<LabelId>(label_texts_.size()));
    if (added) label_texts_.push_back(&entry->first);
    return entry->second;
}

bool TemplateGraph::insert(const TemplateFragment& fragment, RowId row) {
    if (states_.size() + fragment.states.size() > states_max) return false;
    const auto base = static_cast<StateId>(states_.size());
    for (const FragmentState& from : fragment.states) {
        State& made = states_.emplace_back();
        for (const auto& [word, to] : from.words) made.words.emplace_back(intern(word), base + to);
        for (const auto& [name, to] : from.slots) made.slots.emplace_back(intern(name), base + to);
        for (const auto to : from.branches) made.branches.push_back(base + to);
        made.rest_min = from.rest_min;
    }
    states_[base].is_end = true;
    index_start({base + fragment.start, row});
    return true;
}

// Notes under which first words a template can begin.
void TemplateGraph::index_start(Start start) {
    std::set<LabelId> words;
    bool by_slot = false;
    std::unordered_set<StateId> seen{start.state};
    std::vector<StateId> open{start.state};
    while (!open.empty()) {
        const State& state = states_[open.back()];
        open.pop_back();
        for (const auto& [word, to] : state.words) words.insert(word);
        by_slot = by_slot || !state.slots.empty();
        for (const auto to : state.branches) {
            if (seen.insert(to).second) open.push_back(to);
        }
    }
    // A template that may begin with a slot is tried for every utterance, and only once.
    if (by_slot) {
        starts_by_slot_.push_back(start);
        return;
    }
    for (const auto word : words) starts_by_word_[word].push_back(start);
}

// Walks the templates with one utterance. What has been walked is kept as a tree of steps, so that
// a path costs one step however long it is, and no recursion can run out of stack.
class TemplateGraph::Search {
  public:
    Search(const TemplateGraph& graph, const std::vector<Word>& words) : graph_(graph) {
        labels_.reserve(words.size());
        for (const Word& word : words) {
            const auto label = graph.labels_.find(word.text);
            labels_.push_back(label != graph.labels_.end() ? label->second : unknown);
        }
    }

    // @return false when it took too many steps.
    bool run(Start start) {
        steps_.clear();
        seen_.clear();
        found_.clear();
        push({start.state, 0, none, unknown, false, 0});
        while (!open_.empty()) {
            const auto at = open_.back();
            open_.pop_back();
            if (++step_count_ > steps_max) return false;
            expand(at, start.row);
        }
        return true;
    }

    [[nodiscard]] LabelId first() const { return labels_.front(); }
    [[nodiscard]] std::vector<Fit> take() { return std::move(fits_); }

  private:
    static constexpr LabelId unknown = UINT32_MAX;
    static constexpr std::uint32_t none = UINT32_MAX;

    struct Step {
        StateId state;
        std::uint32_t position;
        std::uint32_t parent;
        LabelId label;
        bool by_slot;
        std::uint64_t path;  // hash of the items walked so far
    };

    void push(const Step& step) {
        if (labels_.size() - step.position < graph_.states_[step.state].rest_min) return;
        // Slots can be stretched in many ways to the same place; each is walked on from once.
        const auto key = (step.path * 0x9E3779B97F4A7C15ULL) ^ (std::uint64_t{step.state} << 32U) ^
                         step.position;
        if (!seen_.insert(key).second) return;
        open_.push_back(static_cast<std::uint32_t>(steps_.size()));
        steps_.push_back(step);
    }

    static std::uint64_t extend(std::uint64_t path, LabelId label, bool by_slot) {
        return (path ^ (std::uint64_t{label} * 2 + (by_slot ? 1 : 0) + 1)) * 0x100000001B3ULL;
    }

    void expand(std::uint32_t at, RowId row) {
        const Step step = steps_[at];
        const State& state = graph_.states_[step.state];
        if (state.is_end && step.position == labels_.size()) note(at, row);
        for (const auto to : state.branches) {
            push({to, step.position, at, unknown, false, step.path});
        }
        if (step.position == labels_.size()) return;
        for (const auto& [word, to] : state.words) {
            if (word != labels_[step.position]) continue;
            push({to, step.position + 1, at, word, false, extend(step.path, word, false)});
        }
        for (const auto& [name, to] : state.slots) {
            const auto longest = std::min(labels_.size() - step.position, slot_words_max);
            step_count_ += longest;
            const auto path = extend(step.path, name, true);
            for (std::uint32_t taken = 1; taken <= longest; ++taken) {
                push({to, step.position + taken, at, name, true, path});
            }
        }
    }

    void note(std::uint32_t at, RowId row) {
        if (!found_.insert(steps_[at].path).second) return;
        Fit fit;
        fit.row = row;
        for (; at != none; at = steps_[at].parent) {
            const Step& step = steps_[at];
            if (step.label == unknown) continue;
            fit.pattern.emplace_back(step.by_slot, *graph_.label_texts_[step.label]);
            if (!step.by_slot) ++fit.literals;
        }
        if (fit.literals == 0) return;
        std::ranges::reverse(fit.pattern);
        const auto meet = [](const auto& a, const auto& b) { return a.first && b.first; };
        if (std::ranges::adjacent_find(fit.pattern, meet) != fit.pattern.end()) return;
        fits_.push_back(std::move(fit));
    }

    const TemplateGraph& graph_;
    std::vector<LabelId> labels_;
    std::vector<Step> steps_;
    std::vector<std::uint32_t> open_;
    std::unordered_set<std::uint64_t> seen_;
    std::unordered_set<std::uint64_t> found_;
    std::size_t step_count_ = 0;
    std::vector<Fit> fits_;
};

std::optional<std::vector<TemplateGraph::Fit>> TemplateGraph::find(
    const std::vector<Word>& words) const {
    Search search(*this, words);
    if (const auto starts = starts_by_word_.find(search.first()); starts != starts_by_word_.end()) {
        for (const Start start : starts->second) {
            if (!search.run(start)) return std::nullopt;
        }
    }
    for (const Start start : starts_by_slot_) {
        if (!search.run(start)) return std::nullopt;
    }
    return search.take();
}

}  // namespace utter::intent::detail
