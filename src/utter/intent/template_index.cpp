#include "utter/intent/template_index.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "utter/core/log.hpp"
#include "utter/intent/language.hpp"
#include "utter/intent/slot_type.hpp"
#include "utter/intent/template_alignment.hpp"
#include "utter/intent/template_search.hpp"

namespace utter::intent::detail {
namespace {

// Worse than any number of known values, so that another reading is taken if there is.
constexpr int excluded_worth = -10'000;

// What a match needs room for, kept by each thread so that matching does not allocate.
struct Room {
    NormalText words;
    TemplateSearch search;
    Aligner aligner;
    boost::unordered_flat_map<TemplateIndex::RowId, bool> usable;
    std::vector<SlotSpan> best_spans;
};

Room& room() {
    thread_local Room of_this_thread;
    return of_this_thread;
}

}  // namespace

// One utterance against the rows that fit it.
class TemplateIndex::Evaluation final : public SlotWorth {
  public:
    Evaluation(const TemplateIndex& index,
               const std::string& utterance,
               const MatchOptions& options,
               Room& room)
        : index_(index), utterance_(utterance), options_(options), room_(room) {}

    std::optional<TemplateMatch> best(const Usable& usable) {
        room_.usable.clear();
        for (const auto& fit : room_.search.fits()) {
            // They come in this order, so that what cannot win is not looked at.
            if (best_row_ != nullptr && fit.literals < best_literals_) break;
            const TemplateRow& row = index_.rows_[fit.row].facts;
            const auto [entry, added] = room_.usable.try_emplace(fit.row, false);
            if (added) entry->second = !row.blacklist.occurs_in(room_.words) && usable(row);
            if (entry->second) consider(row, fit);
        }
        if (best_row_ == nullptr) return std::nullopt;
        return made();
    }

    int of(Label slot, std::size_t first, std::size_t last) const override {
        const std::string_view name = index_.graph_.text(slot);
        const std::string_view value = room_.words.run(first, last);
        if (const auto excluded = row_->slot_blacklist.find(name);
            excluded != row_->slot_blacklist.end() && excluded->second.contains(value)) {
            return excluded_worth;
        }
        const PhraseSet* known =
            index_.entity(options_.session_id, row_->definition.skill_id, name);
        if (known != nullptr && known->contains(value)) return 1;
        return is_of_type(name, first, last) ? 1 : 0;
    }

  private:
    // Every term must be "less is better" for the names to be compared in their own order.
    static auto rank(const TemplateRow& row,
                     std::size_t literals,
                     int worth,
                     std::size_t slot_count) {
        return std::tuple(-static_cast<std::ptrdiff_t>(literals),
                          -worth,
                          -static_cast<std::ptrdiff_t>(slot_count),
                          row.session_id == default_session_id,
                          std::string_view(row.qualified_name));
    }

    // Whether the words are a value of the type that the slot was declared with.
    [[nodiscard]] bool is_of_type(std::string_view name,
                                  std::size_t first,
                                  std::size_t last) const {
        if (row_->slot_types.empty()) return false;
        const auto type = row_->slot_types.find(name);
        if (type == row_->slot_types.end()) return false;
        const std::string_view surface = room_.words.surface(utterance_, first, last);
        const auto begin = static_cast<std::size_t>(surface.data() - utterance_.data());
        for (const TypedSpan& entry : options_.typed_spans) {
            if (entry.type != type->second) continue;
            const ByteRange range = find_typed_span(entry, utterance_);
            if (range.begin < range.end && range.begin == begin &&
                range.end == begin + surface.size()) {
                return true;
            }
        }
        return reads_as(type->second, surface, index_.lang_);
    }

    void consider(const TemplateRow& row, const TemplateSearch::Fit& fit) {
        row_ = &row;
        const auto spans =
            room_.aligner.align(room_.search.pattern(fit), room_.search.labels(), *this);
        const int worth = room_.aligner.worth();
        if (best_row_ != nullptr) {
            const auto mine = rank(row, fit.literals, worth, spans.size());
            const auto best =
                rank(*best_row_, best_literals_, best_worth_, room_.best_spans.size());
            // Only samples of one definition can be equal so far.
            if (best < mine || (best == mine && !comes_before_best(fit.sample, spans))) return;
        }
        if (!is_complete(spans)) return;
        best_row_ = &row;
        best_literals_ = fit.literals;
        best_sample_ = fit.sample;
        best_worth_ = worth;
        room_.best_spans.assign(spans.begin(), spans.end());
    }

    // Whether the sample stands before the best in the definition; of one template's, whether its
    // slots do in the alphabet.
    [[nodiscard]] bool comes_before_best(std::uint32_t sample,
                                         std::span<const SlotSpan> spans) const {
        if (sample != best_sample_) return sample < best_sample_;
        const auto place = [&](const SlotSpan& span) {
            return std::tuple(index_.graph_.text(span.slot), span.first, span.last);
        };
        return std::ranges::lexicographical_compare(spans, room_.best_spans, {}, place, place);
    }

    // Whether every required slot has a value, said or from the context.
    [[nodiscard]] bool is_complete(std::span<const SlotSpan> spans) const {
        return std::ranges::all_of(row_->definition.required_slots, [&](const std::string& slot) {
            const auto said = std::ranges::find_if(
                spans, [&](const SlotSpan& span) { return index_.graph_.text(span.slot) == slot; });
            if (said != spans.end() && of(said->slot, said->first, said->last) >= 0) return true;
            return context_value(slot).has_value();
        });
    }

    // An exclusion belongs to the slot, whoever fills it (OVOS-INTENT-2 section 4.3).
    [[nodiscard]] std::optional<std::string> context_value(std::string_view slot) const {
        if (!options_.context_value || !row_->slots.contains(slot)) return std::nullopt;
        auto value =
            options_.context_value(row_->definition.skill_id, row_->definition.intent_name, slot);
        const auto excluded = row_->slot_blacklist.find(slot);
        if (!value || excluded == row_->slot_blacklist.end()) return value;
        const auto normal = index_.normalizer_.text(*value);
        if (normal && excluded->second.contains(*normal)) return std::nullopt;
        return value;
    }

    [[nodiscard]] TemplateMatch made() {
        row_ = best_row_;
        TemplateMatch match{row_->definition.skill_id,
                            row_->definition.intent_name,
                            row_->definition.lang,
                            utterance_,
                            {},
                            0};
        auto certain = static_cast<double>(best_literals_);
        for (const auto& [slot, first, last] : room_.best_spans) {
            const int value = of(slot, first, last);
            certain += static_cast<double>(last - first) * (value > 0 ? 0.9 : 0.5);
            if (value >= 0) {
                match.slots.emplace(index_.graph_.text(slot),
                                    room_.words.surface(utterance_, first, last));
            }
        }
        match.score = certain / static_cast<double>(room_.words.size());
        if (!options_.context_value) return match;
        for (const std::string& slot : row_->slots) {
            if (match.slots.contains(slot)) continue;
            if (auto value = context_value(slot)) match.slots.emplace(slot, *std::move(value));
        }
        return match;
    }

    const TemplateIndex& index_;
    const std::string& utterance_;
    const MatchOptions& options_;
    Room& room_;
    const TemplateRow* row_ = nullptr;  // whose slots are looked at
    const TemplateRow* best_row_ = nullptr;
    std::size_t best_literals_ = 0;
    std::uint32_t best_sample_ = 0;
    int best_worth_ = 0;
};

TemplateIndex::TemplateIndex(const std::string& lang)
    : lang_(lang), primary_(primary_subtag(lang)), normalizer_(lang) {}

Result<TemplateIndex::RowId> TemplateIndex::insert(CompiledTemplate compiled) {
    auto id = static_cast<RowId>(rows_.size());
    if (free_.empty()) {
        rows_.emplace_back();
    } else {
        id = free_.back();
        free_.pop_back();
    }
    rows_[id] = {std::move(compiled.row), {}};
    ++row_count_;
    for (const TemplateFragment& fragment : compiled.fragments) {
        const auto sample = static_cast<std::uint32_t>(rows_[id].fragments.size());
        const auto placed = graph_.insert(fragment, id, sample);
        if (!placed) {
            erase(id);
            return fail(ErrorCode::limit, "The intents of this language are too many to index.");
        }
        rows_[id].fragments.push_back(*placed);
    }
    return id;
}

void TemplateIndex::erase(RowId id) {
    for (const auto fragment : rows_[id].fragments) graph_.erase(fragment);
    rows_[id] = {};
    free_.push_back(id);
    --row_count_;
}

void TemplateIndex::set_entity(std::string_view session_id,
                               std::string_view skill_id,
                               std::string_view name,
                               PhraseSet values) {
    entities_[{std::string(session_id), std::string(skill_id), std::string(name)}] =
        std::move(values);
}

void TemplateIndex::erase_entities(std::string_view session_id,
                                   std::string_view skill_id,
                                   std::optional<std::string_view> name) {
    auto entry = entities_.lower_bound(std::tuple(session_id, skill_id, name.value_or("")));
    while (entry != entities_.end() && std::get<0>(entry->first) == session_id &&
           std::get<1>(entry->first) == skill_id && (!name || std::get<2>(entry->first) == *name)) {
        entry = entities_.erase(entry);
    }
}

const PhraseSet* TemplateIndex::entity(std::string_view session_id,
                                       std::string_view skill_id,
                                       std::string_view name) const {
    if (entities_.empty()) return nullptr;
    auto found = entities_.find(std::tuple(session_id, skill_id, name));
    if (found == entities_.end() && session_id != default_session_id) {
        found = entities_.find(std::tuple(default_session_id, skill_id, name));
    }
    return found != entities_.end() ? &found->second : nullptr;
}

std::optional<TemplateMatch> TemplateIndex::match(const std::string& utterance,
                                                  const MatchOptions& options,
                                                  const Usable& usable) const {
    Room& here = room();
    if (!normalizer_.read(utterance, here.words) || here.words.empty()) return std::nullopt;
    // What is asked of a row is fetched while its template is walked.
    const auto fetch = [&](RowId id) {
        const TemplateRow& row = rows_[id].facts;
        __builtin_prefetch(&row.definition);
        __builtin_prefetch(&row.definition.lang);
        __builtin_prefetch(&row.definition.required_slots);
        __builtin_prefetch(&row.session_id);
        __builtin_prefetch(&row.slot_types);
        __builtin_prefetch(&row.blacklist);
    };
    if (!graph_.find(here.words, here.search, fetch)) {
        log::warning("intent.match_too_long", {{"words", here.words.size()}});
        return std::nullopt;
    }
    return Evaluation(*this, utterance, options, here).best(usable);
}

}  // namespace utter::intent::detail
