#include "utter/intent/template_matcher.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "utter/core/log.hpp"
#include "utter/intent/intent_names.hpp"
#include "utter/intent/language.hpp"
#include "utter/intent/normalizer.hpp"
#include "utter/intent/template_alignment.hpp"
#include "utter/intent/template_graph.hpp"
#include "utter/intent/template_row.hpp"

namespace utter::intent {
namespace {

using detail::TemplateRow;
using RowId = detail::TemplateGraph::RowId;

/// (session, skill, intent or entity, folded language)
using Key = std::tuple<std::string, std::string, std::string, std::string>;

Key key_of(std::string_view session_id,
           std::string_view skill_id,
           std::string_view name,
           std::string_view lang) {
    return {std::string(session_id), std::string(skill_id), std::string(name), fold_tag(lang)};
}

/// Everything registered in one language.
struct Index {
    explicit Index(const std::string& lang) : normalizer(lang) {}

    Normalizer normalizer;
    detail::TemplateGraph graph;
    std::vector<std::unique_ptr<const TemplateRow>> rows;  // by RowId; null when removed
    std::size_t live_states = 0;
    std::size_t dead_states = 0;  // still in the graph, of removed rows
};

/// A sample that fits, and what decides between it and others.
struct Candidate {
    const TemplateRow* row = nullptr;
    std::size_t literals = 0;
    std::size_t slot_count = 0;
    detail::Alignment alignment;
    std::map<std::string, std::string> slots;
    double score = 0;

    [[nodiscard]] auto rank() const {
        // Every term must be "less is better" for the names to be compared in their own order.
        return std::tuple(-static_cast<std::ptrdiff_t>(literals),
                          -alignment.worth,
                          -static_cast<std::ptrdiff_t>(slot_count),
                          row->session_id == default_session_id,
                          std::string_view(row->qualified_name));
    }
};

}  // namespace

class TemplateMatcher::Impl {
  public:
    Result<void> add(TemplateDefinition definition, std::string_view session_id) {
        const std::string lang = fold_tag(definition.lang);
        auto compiled = detail::compile(
            std::move(definition), session_id, Normalizer(lang), detail::Skips::logged);
        if (!compiled) return std::unexpected(std::move(compiled.error()));
        const TemplateDefinition& stored = compiled->row.definition;
        const Key key = key_of(session_id, stored.skill_id, stored.intent_name, lang);
        retire(key);
        return insert(key, *std::move(compiled));
    }

    Result<void> add(const EntityDefinition& definition, std::string_view session_id) {
        auto values = detail::compile(definition, Normalizer(definition.lang));
        if (!values) return std::unexpected(std::move(values.error()));
        entities_[key_of(
            session_id, definition.skill_id, definition.entity_name, definition.lang)] =
            *std::move(values);
        return {};
    }

    void remove_intent(std::string_view skill_id,
                       std::string_view intent_name,
                       std::optional<std::string_view> lang,
                       std::string_view session_id) {
        for (const Key& key : intent_keys(skill_id, intent_name, lang, session_id)) remove(key);
    }

    void remove_entity(std::string_view skill_id,
                       std::string_view entity_name,
                       std::optional<std::string_view> lang,
                       std::string_view session_id) {
        std::erase_if(entities_, [&](const auto& entry) {
            const auto& [session, skill, name, entity_lang] = entry.first;
            return session == session_id && skill == skill_id && name == entity_name &&
                   (!lang || entity_lang == fold_tag(*lang));
        });
    }

    void remove_skill(std::string_view skill_id, std::string_view session_id) {
        std::vector<Key> keys;
        for (const auto& [key, row] : rows_) {
            if (std::get<0>(key) == session_id && std::get<1>(key) == skill_id) keys.push_back(key);
        }
        for (const Key& key : keys) remove(key);
        std::erase_if(entities_, [&](const auto& entry) {
            return std::get<0>(entry.first) == session_id && std::get<1>(entry.first) == skill_id;
        });
    }

    void set_enabled(std::string_view skill_id,
                     std::string_view intent_name,
                     std::optional<std::string_view> lang,
                     bool enabled,
                     std::string_view session_id) {
        std::vector<Key> seen = intent_keys(skill_id, intent_name, lang, session_id);
        if (session_id != default_session_id) {
            std::ranges::move(intent_keys(skill_id, intent_name, lang, default_session_id),
                              std::back_inserter(seen));
        }
        for (Key& key : seen) {
            std::get<0>(key) = session_id;
            if (enabled) {
                disabled_.erase(key);
            } else {
                disabled_.insert(std::move(key));
            }
        }
    }

    [[nodiscard]] std::optional<TemplateMatch> match(std::span<const std::string> utterances,
                                                     std::string_view lang,
                                                     const MatchOptions& options) const {
        const auto indexes = indexes_for(lang, options.nearest_region);
        for (std::size_t depth = 0; depth < indexes.size(); ++depth) {
            const auto nearer = std::span(indexes).first(depth);
            for (const std::string& utterance :
                 utterances.first(std::min(utterances.size(), utterance_candidates_max))) {
                if (auto found = match_one(utterance, *indexes[depth], nearer, options)) {
                    return found;
                }
            }
        }
        return std::nullopt;
    }

    [[nodiscard]] std::size_t size() const noexcept { return rows_.size(); }

  private:
    Result<void> insert(const Key& key, detail::CompiledTemplate compiled) {
        const std::string& lang = std::get<3>(key);
        Index& index = indexes_.try_emplace(lang, lang).first->second;
        rebuild_if_worth_it(index);
        const auto id = static_cast<RowId>(index.rows.size());
        index.rows.push_back(std::make_unique<const TemplateRow>(std::move(compiled.row)));
        index.live_states += index.rows.back()->state_count;
        rows_[key] = id;
        for (const auto& fragment : compiled.fragments) {
            if (index.graph.insert(fragment, id)) continue;
            remove(key);
            return fail(ErrorCode::limit, "The intents of this language are too many to index.");
        }
        return {};
    }

    // Takes a row out of candidacy; what it left in the graph goes with the next rebuild.
    void retire(const Key& key) {
        const auto found = rows_.find(key);
        if (found == rows_.end()) return;
        Index& index = indexes_.find(std::get<3>(key))->second;
        const std::size_t states = index.rows[found->second]->state_count;
        index.live_states -= states;
        index.dead_states += states;
        index.rows[found->second].reset();
        rows_.erase(found);
        if (index.live_states == 0) indexes_.erase(std::get<3>(key));
    }

    // Retires and forgets whether it was enabled, in every view in which nothing else is left.
    void remove(const Key& key) {
        retire(key);
        const auto& [session_id, skill_id, intent_name, lang] = key;
        const bool inherited =
            rows_.contains({std::string(default_session_id), skill_id, intent_name, lang});
        if (session_id != default_session_id) {
            if (!inherited) disabled_.erase(key);
            return;
        }
        std::erase_if(disabled_, [&](const Key& other) {
            const auto& [session, skill, intent, other_lang] = other;
            return skill == skill_id && intent == intent_name && other_lang == lang &&
                   (session == default_session_id || !rows_.contains(other));
        });
    }

    void rebuild_if_worth_it(Index& index) {
        constexpr std::size_t dead_states_min = 4'096;
        if (index.dead_states < dead_states_min || index.dead_states < index.live_states) return;
        auto rows = std::exchange(index.rows, {});
        index.graph = detail::TemplateGraph();
        index.dead_states = 0;
        for (auto& row : rows) {
            if (!row) continue;
            auto compiled = detail::compile(
                row->definition, row->session_id, index.normalizer, detail::Skips::silent);
            const auto id = static_cast<RowId>(index.rows.size());
            const TemplateDefinition& definition = row->definition;
            rows_[key_of(
                row->session_id, definition.skill_id, definition.intent_name, definition.lang)] =
                id;
            for (const auto& fragment : compiled->fragments) {
                // What fitted beside the dead states fits without them.
                std::ignore = index.graph.insert(fragment, id);
            }
            index.rows.push_back(std::move(row));
        }
    }

    [[nodiscard]] std::vector<Key> intent_keys(std::string_view skill_id,
                                               std::string_view intent_name,
                                               std::optional<std::string_view> lang,
                                               std::string_view session_id) const {
        std::vector<Key> keys;
        const Key begin = key_of(session_id, skill_id, intent_name, "");
        for (auto row = rows_.lower_bound(begin); row != rows_.end(); ++row) {
            const auto& [session, skill, intent, row_lang] = row->first;
            if (session != session_id || skill != skill_id || intent != intent_name) break;
            if (!lang || row_lang == fold_tag(*lang)) keys.push_back(row->first);
        }
        return keys;
    }

    // The exact language first, then other regions of it, the nearest first.
    [[nodiscard]] std::vector<const Index*> indexes_for(std::string_view lang,
                                                        bool nearest_region) const {
        const std::string folded = fold_tag(lang);
        std::vector<std::tuple<int, std::string_view, const Index*>> found;
        for (const auto& [tag, index] : indexes_) {
            if (tag == folded) {
                found.emplace_back(-1, tag, &index);
            } else if (nearest_region) {
                const int distance = tag_distance(folded, tag);
                if (distance < language_distance_max) found.emplace_back(distance, tag, &index);
            }
        }
        std::ranges::sort(found);
        std::vector<const Index*> indexes;
        indexes.reserve(found.size());
        for (const auto& entry : found) indexes.push_back(std::get<2>(entry));
        return indexes;
    }

    [[nodiscard]] bool is_disabled(const TemplateRow& row, std::string_view session_id) const {
        return !disabled_.empty() && disabled_.contains(key_of(session_id,
                                                               row.definition.skill_id,
                                                               row.definition.intent_name,
                                                               row.definition.lang));
    }

    // The effective pool of a session (OVOS-INTENT-4 section 11.2).
    [[nodiscard]] bool in_pool(const TemplateRow& row, const MatchOptions& options) const {
        if (row.session_id != default_session_id && row.session_id != options.session_id) {
            return false;
        }
        const auto denies = [](std::span<const std::string> list, std::string_view name) {
            return std::ranges::find(list, name) != list.end();
        };
        return !denies(options.blacklisted_skills, row.definition.skill_id) &&
               !denies(options.blacklisted_intents, row.qualified_name) &&
               !is_disabled(row, row.session_id) && !is_disabled(row, options.session_id) &&
               (!options.admits ||
                options.admits(row.definition.skill_id, row.definition.intent_name));
    }

    // Whether a nearer language defines the intent itself for this session.
    [[nodiscard]] bool is_shadowed(const TemplateRow& row,
                                   std::span<const Index* const> nearer,
                                   const MatchOptions& options) const {
        return std::ranges::any_of(nearer, [&](const Index* index) {
            return std::ranges::any_of(index->rows, [&](const auto& other) {
                return other && other->qualified_name == row.qualified_name &&
                       (other->session_id == default_session_id ||
                        other->session_id == options.session_id);
            });
        });
    }

    [[nodiscard]] const PhraseSet* entity_values(const TemplateRow& row,
                                                 std::string_view slot,
                                                 std::string_view session_id) const {
        const auto& definition = row.definition;
        auto found = entities_.find(key_of(session_id, definition.skill_id, slot, definition.lang));
        if (found == entities_.end() && session_id != default_session_id) {
            found = entities_.find(
                key_of(default_session_id, definition.skill_id, slot, definition.lang));
        }
        return found != entities_.end() ? &found->second : nullptr;
    }

    [[nodiscard]] std::optional<TemplateMatch> match_one(const std::string& utterance,
                                                         const Index& index,
                                                         std::span<const Index* const> nearer,
                                                         const MatchOptions& options) const {
        const auto words = index.normalizer.words(utterance);
        if (!words || words->empty()) return std::nullopt;
        const auto fits = index.graph.find(*words);
        if (!fits) {
            log::warning("intent.match_too_long", {{"words", words->size()}});
            return std::nullopt;
        }
        std::optional<Candidate> best;
        std::map<RowId, bool> usable;  // checked once per row, and only for rows that fit
        for (const auto& fit : *fits) {
            if (best && fit.literals < best->literals) continue;
            const TemplateRow* row = index.rows[fit.row].get();
            if (row == nullptr) continue;
            const auto [entry, added] = usable.try_emplace(fit.row, false);
            if (added) {
                entry->second = in_pool(*row, options) && !row->blacklist.occurs_in(*words) &&
                                !is_shadowed(*row, nearer, options);
            }
            if (!entry->second) continue;
            auto candidate = evaluate(*row, fit.pattern, utterance, *words, options);
            if (candidate && (!best || candidate->rank() < best->rank())) {
                best = std::move(candidate);
            }
        }
        if (!best) return std::nullopt;
        return TemplateMatch{best->row->definition.skill_id,
                             best->row->definition.intent_name,
                             best->row->definition.lang,
                             utterance,
                             std::move(best->slots),
                             best->score};
    }

    // Binds the slots; nothing when a required one stays unresolved.
    [[nodiscard]] std::optional<Candidate> evaluate(
        const TemplateRow& row,
        const std::vector<std::pair<bool, std::string_view>>& pattern,
        const std::string& utterance,
        const std::vector<Word>& words,
        const MatchOptions& options) const {
        const auto worth = [&](std::string_view slot, const std::string& value) {
            const auto excluded = row.slot_blacklist.find(slot);
            // Worse than any number of known values, so that another reading is taken if there is.
            if (excluded != row.slot_blacklist.end() && excluded->second.contains(value)) {
                return -10'000;
            }
            const PhraseSet* known = entity_values(row, slot, options.session_id);
            return known != nullptr && known->contains(value) ? 1 : 0;
        };
        Candidate candidate;
        candidate.row = &row;
        candidate.alignment = detail::align(pattern, words, worth);
        candidate.slot_count = candidate.alignment.spans.size();
        candidate.literals = pattern.size() - candidate.slot_count;
        double certain = static_cast<double>(candidate.literals);
        for (const auto& [slot, first, last] : candidate.alignment.spans) {
            const int value = worth(slot, join_words(words, first, last));
            certain += static_cast<double>(last - first) * (value > 0 ? 0.9 : 0.5);
            if (value >= 0) {
                candidate.slots.emplace(slot, surface(utterance, words, first, last));
            }
        }
        candidate.score = certain / static_cast<double>(words.size());
        fill_from_context(row, options, candidate.slots);
        const bool complete = std::ranges::all_of(
            row.definition.required_slots,
            [&](const std::string& slot) { return candidate.slots.contains(slot); });
        if (!complete) return std::nullopt;
        return candidate;
    }

    static void fill_from_context(const TemplateRow& row,
                                  const MatchOptions& options,
                                  std::map<std::string, std::string>& slots) {
        if (!options.context_value) return;
        for (const std::string& slot : row.slots) {
            if (slots.contains(slot)) continue;
            auto value =
                options.context_value(row.definition.skill_id, row.definition.intent_name, slot);
            if (value) slots.emplace(slot, *std::move(value));
        }
    }

    std::map<std::string, Index, std::less<>> indexes_;  // by folded language
    std::map<Key, RowId> rows_;
    std::map<Key, PhraseSet> entities_;
    std::set<Key> disabled_;  // in the view of the session of the key
};

TemplateMatcher::TemplateMatcher() : impl_(std::make_unique<Impl>()) {}
TemplateMatcher::~TemplateMatcher() = default;
TemplateMatcher::TemplateMatcher(TemplateMatcher&&) noexcept = default;
TemplateMatcher& TemplateMatcher::operator=(TemplateMatcher&&) noexcept = default;

Result<void> TemplateMatcher::add(TemplateDefinition definition, std::string_view session_id) {
    return impl_->add(std::move(definition), session_id);
}

Result<void> TemplateMatcher::add(const EntityDefinition& definition, std::string_view session_id) {
    return impl_->add(definition, session_id);
}

void TemplateMatcher::remove_intent(std::string_view skill_id,
                                    std::string_view intent_name,
                                    std::optional<std::string_view> lang,
                                    std::string_view session_id) {
    impl_->remove_intent(skill_id, intent_name, lang, session_id);
}

void TemplateMatcher::remove_entity(std::string_view skill_id,
                                    std::string_view entity_name,
                                    std::optional<std::string_view> lang,
                                    std::string_view session_id) {
    impl_->remove_entity(skill_id, entity_name, lang, session_id);
}

void TemplateMatcher::remove_skill(std::string_view skill_id, std::string_view session_id) {
    impl_->remove_skill(skill_id, session_id);
}

void TemplateMatcher::set_enabled(std::string_view skill_id,
                                  std::string_view intent_name,
                                  std::optional<std::string_view> lang,
                                  bool enabled,
                                  std::string_view session_id) {
    impl_->set_enabled(skill_id, intent_name, lang, enabled, session_id);
}

std::optional<TemplateMatch> TemplateMatcher::match(std::span<const std::string> utterances,
                                                    std::string_view lang,
                                                    const MatchOptions& options) const {
    return impl_->match(utterances, lang, options);
}

std::size_t TemplateMatcher::size() const noexcept {
    return impl_->size();
}

}  // namespace utter::intent
