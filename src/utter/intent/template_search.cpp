#include "utter/intent/template_search.hpp"

#include <algorithm>
#include <functional>

namespace utter::intent::detail {
namespace {

using Way = CompactTemplate::Way;

constexpr std::uint32_t none = UINT32_MAX;
constexpr std::size_t kept_steps_max = 65'536;

std::uint64_t extend(std::uint64_t path, Label label, bool by_slot) {
    return (path ^ (std::uint64_t{label} * 2 + (by_slot ? 1 : 0) + 1)) * 0x100000001B3ULL;
}

}  // namespace

void TemplateSearch::begin() {
    labels_.clear();
    visits_.clear();
    candidates_.clear();
    step_count_ = 0;
    items_.clear();
    fits_.clear();
    if (steps_.capacity() > kept_steps_max) steps_ = {};
}

bool TemplateSearch::run(const CompactTemplate& compact,
                         CompactTemplate::StateId start,
                         RowId row,
                         std::uint32_t sample) {
    steps_.clear();
    open_.clear();
    seen_.clear();
    found_.clear();
    push(compact, {start, 0, none, label_unknown, false, 0});
    while (!open_.empty()) {
        const auto at = open_.back();
        open_.pop_back();
        if (++step_count_ > steps_max) return false;
        if (steps_[at].state == 0 && steps_[at].position == labels_.size()) note(at, row, sample);
        expand(compact, at);
    }
    return true;
}

void TemplateSearch::push(const CompactTemplate& compact, const Step& step) {
    const auto state = compact.state(step.state);
    const std::size_t rest = labels_.size() - step.position;
    if (rest < state.rest_min || (step.state == 0 && rest > 0)) return;
    if (const auto* only = state.only_word(); only && only->label != labels_[step.position]) return;
    // Slots can be stretched in many ways to the same place; each is walked on from once.
    const auto key =
        (step.path * 0x9E3779B97F4A7C15ULL) ^ (std::uint64_t{step.state} << 32U) ^ step.position;
    if (!seen_.insert(key)) return;
    open_.push_back(static_cast<std::uint32_t>(steps_.size()));
    steps_.push_back(step);
}

void TemplateSearch::expand(const CompactTemplate& compact, std::uint32_t at) {
    const Step step = steps_[at];
    const std::size_t rest = labels_.size() - step.position;
    for (const auto& edge : compact.state(step.state).edges) {
        if (edge.way == Way::nothing) {
            push(compact, {edge.to, step.position, at, label_unknown, false, step.path});
        } else if (rest == 0) {
            continue;
        } else if (edge.way == Way::word) {
            if (edge.label != labels_[step.position]) continue;
            push(compact,
                 {edge.to,
                  step.position + 1,
                  at,
                  edge.label,
                  false,
                  extend(step.path, edge.label, false)});
        } else {
            const auto longest = std::min(rest, slot_words_max);
            step_count_ += longest;
            const auto path = extend(step.path, edge.label, true);
            for (std::uint32_t taken = 1; taken <= longest; ++taken) {
                push(compact, {edge.to, step.position + taken, at, edge.label, true, path});
            }
        }
    }
}

void TemplateSearch::note(std::uint32_t at, RowId row, std::uint32_t sample) {
    if (!found_.insert(steps_[at].path)) return;
    Fit fit{row, sample, 0, static_cast<std::uint32_t>(items_.size()), 0};
    for (; at != none; at = steps_[at].parent) {
        const Step& step = steps_[at];
        if (step.label == label_unknown) continue;
        items_.push_back({step.by_slot, step.label});
        if (!step.by_slot) ++fit.literals;
    }
    fit.last = static_cast<std::uint32_t>(items_.size());
    const auto items = std::span(items_).subspan(fit.first);
    const auto meet = [](const PatternItem& a, const PatternItem& b) {
        return a.is_slot && b.is_slot;
    };
    if (fit.literals == 0 || std::ranges::adjacent_find(items, meet) != items.end()) {
        items_.resize(fit.first);
        return;
    }
    std::ranges::reverse(items);
    fits_.push_back(fit);
}

void TemplateSearch::put_in_order() {
    std::ranges::stable_sort(fits_, std::greater(), &Fit::literals);
}

}  // namespace utter::intent::detail
