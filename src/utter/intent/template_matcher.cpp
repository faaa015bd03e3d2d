#include "utter/intent/template_matcher.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "utter/intent/language.hpp"
#include "utter/intent/normalizer.hpp"
#include "utter/intent/template_index.hpp"
#include "utter/intent/template_row.hpp"

namespace utter::intent {
namespace {

using detail::TemplateRow;
using RowId = detail::TemplateIndex::RowId;

/// (session, skill, intent or entity, folded language)
using Key = std::tuple<std::string, std::string, std::string, std::string>;

Key key_of(std::string_view session_id,
           std::string_view skill_id,
           std::string_view name,
           std::string_view lang) {
    return {std::string(session_id), std::string(skill_id), std::string(name), fold_tag(lang)};
}

using KeyView = std::tuple<std::string_view, std::string_view, std::string_view, std::string_view>;

}  // namespace

class TemplateMatcher::Impl {
  public:
    Result<void> add(TemplateDefinition definition, std::string_view session_id) {
        const std::string lang = fold_tag(definition.lang);
        auto compiled = detail::compile(std::move(definition), session_id, Normalizer(lang));
        if (!compiled) return std::unexpected(std::move(compiled.error()));
        const TemplateDefinition& stored = compiled->row.definition;
        const Key key = key_of(session_id, stored.skill_id, stored.intent_name, lang);
        const auto index = indexes_.try_emplace(lang, lang).first;
        auto inserted = index->second.insert(*std::move(compiled));
        if (!inserted) {
            drop_if_empty(index);
            return std::unexpected(std::move(inserted.error()));
        }
        const auto [row, added] = rows_.try_emplace(key, *inserted);
        if (!added) index->second.erase(std::exchange(row->second, *inserted));
        return {};
    }

    Result<void> add(const EntityDefinition& definition, std::string_view session_id) {
        auto values = detail::compile(definition, Normalizer(definition.lang));
        if (!values) return std::unexpected(std::move(values.error()));
        const std::string lang = fold_tag(definition.lang);
        indexes_.try_emplace(lang, lang)
            .first->second.set_entity(
                session_id, definition.skill_id, definition.entity_name, *std::move(values));
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
        remove_entities(skill_id, entity_name, lang, session_id);
    }

    void remove_skill(std::string_view skill_id, std::string_view session_id) {
        std::vector<Key> keys;
        for (auto row = rows_.lower_bound(KeyView(session_id, skill_id, "", ""));
             row != rows_.end() && std::get<0>(row->first) == session_id &&
             std::get<1>(row->first) == skill_id;
             ++row) {
            keys.push_back(row->first);
        }
        for (const Key& key : keys) remove(key);
        remove_entities(skill_id, std::nullopt, std::nullopt, session_id);
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
            const auto usable = [&](const TemplateRow& row) {
                return in_pool(row, options) && !is_shadowed(row, nearer, options);
            };
            for (const std::string& utterance :
                 utterances.first(std::min(utterances.size(), utterance_candidates_max))) {
                if (auto found =
                        indexes[depth]->second.match(utterance, options, std::cref(usable))) {
                    return found;
                }
            }
        }
        return std::nullopt;
    }

    [[nodiscard]] std::size_t size() const noexcept { return rows_.size(); }

  private:
    using Indexes = std::map<std::string, detail::TemplateIndex, std::less<>>;

    void drop_if_empty(Indexes::iterator index) {
        if (index->second.empty()) indexes_.erase(index);
    }

    void remove_entities(std::string_view skill_id,
                         std::optional<std::string_view> name,
                         std::optional<std::string_view> lang,
                         std::string_view session_id) {
        const auto folded = lang ? std::optional(fold_tag(*lang)) : std::nullopt;
        for (auto it = indexes_.begin(); it != indexes_.end();) {
            const auto index = it++;
            if (folded && index->first != *folded) continue;
            index->second.erase_entities(session_id, skill_id, name);
            drop_if_empty(index);
        }
    }

    // Also forgets whether it was enabled, in every view in which nothing else is left.
    void remove(const Key& key) {
        if (const auto row = rows_.find(key); row != rows_.end()) {
            const auto index = indexes_.find(std::get<3>(key));
            index->second.erase(row->second);
            rows_.erase(row);
            drop_if_empty(index);
        }
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

    using Found = std::vector<const Indexes::value_type*>;

    // The exact language first, then other regions of it, the nearest first.
    [[nodiscard]] Found indexes_for(std::string_view lang, bool nearest_region) const {
        const std::string folded = fold_tag(lang);
        const std::string primary = folded.substr(0, folded.find('-'));
        Found found;
        // Tags of one language stand together: "en", "en-gb", "en-us".
        for (auto it = indexes_.lower_bound(primary);
             it != indexes_.end() && it->first.starts_with(primary);
             ++it) {
            const bool wanted =
                nearest_region ? it->second.primary() == primary : it->first == folded;
            if (wanted) found.push_back(&*it);
        }
        if (found.size() < 2) return found;
        std::ranges::stable_sort(found, {}, [&](const Indexes::value_type* entry) {
            return entry->first == folded ? -1 : tag_distance(folded, entry->first);
        });
        return found;
    }

    [[nodiscard]] bool is_disabled(const TemplateRow& row, std::string_view session_id) const {
        return !disabled_.empty() &&
               disabled_.contains(KeyView(
                   session_id, row.definition.skill_id, row.definition.intent_name, row.lang));
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
                                   std::span<const Indexes::value_type* const> nearer,
                                   const MatchOptions& options) const {
        const auto defines = [&](std::string_view session_id, std::string_view lang) {
            return rows_.contains(
                KeyView(session_id, row.definition.skill_id, row.definition.intent_name, lang));
        };
        return std::ranges::any_of(nearer, [&](const auto* index) {
            return defines(default_session_id, index->first) ||
                   defines(options.session_id, index->first);
        });
    }

    Indexes indexes_;  // by folded language
    std::map<Key, RowId, std::less<>> rows_;
    std::set<Key, std::less<>> disabled_;  // in the view of the session of the key
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
