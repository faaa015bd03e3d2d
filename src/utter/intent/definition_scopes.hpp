#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "utter/intent/intent_names.hpp"
#include "utter/intent/language.hpp"
#include "utter/intent/template_matcher.hpp"

namespace utter::intent {

/// Whose definition of what, in which language.
struct DefinitionKey {
    std::string session_id;
    std::string skill_id;
    std::string name;  ///< of the intent or entity
    std::string lang;  ///< folded

    friend auto operator<=>(const DefinitionKey&, const DefinitionKey&) = default;
};

[[nodiscard]] inline DefinitionKey definition_key(std::string_view session_id,
                                                  std::string_view skill_id,
                                                  std::string_view name,
                                                  std::string_view lang) {
    return {std::string(session_id), std::string(skill_id), std::string(name), fold_tag(lang)};
}

/// Rows that sessions register over those they inherit, and which of them take part in a match
/// (OVOS-INTENT-4 sections 8 and 11). Mutations need exclusive access.
template <class Row>
class DefinitionScopes {
  public:
    using Rows = std::map<DefinitionKey, Row>;

    [[nodiscard]] const Rows& rows() const noexcept { return rows_; }
    [[nodiscard]] Rows& rows() noexcept { return rows_; }

    void remove_intent(std::string_view skill_id,
                       std::string_view intent_name,
                       std::optional<std::string_view> lang,
                       std::string_view session_id) {
        for (const auto& key : keys(skill_id, intent_name, lang, session_id)) remove(key);
    }

    void remove_skill(std::string_view skill_id, std::string_view session_id) {
        std::vector<DefinitionKey> found;
        for (const auto& [key, row] : rows_) {
            if (key.session_id == session_id && key.skill_id == skill_id) found.push_back(key);
        }
        for (const auto& key : found) remove(key);
    }

    void set_enabled(std::string_view skill_id,
                     std::string_view intent_name,
                     std::optional<std::string_view> lang,
                     bool enabled,
                     std::string_view session_id) {
        auto seen = keys(skill_id, intent_name, lang, session_id);
        if (session_id != default_session_id) {
            std::ranges::move(keys(skill_id, intent_name, lang, default_session_id),
                              std::back_inserter(seen));
        }
        for (auto& key : seen) {
            key.session_id = session_id;
            if (enabled) {
                disabled_.erase(key);
            } else {
                disabled_.insert(std::move(key));
            }
        }
    }

    /// Whether a row is in the effective pool of the session that asks.
    [[nodiscard]] bool in_pool(const DefinitionKey& key, const MatchOptions& options) const {
        if (key.session_id != default_session_id && key.session_id != options.session_id) {
            return false;
        }
        const auto denies = [](std::span<const std::string> list, std::string_view name) {
            return std::ranges::find(list, name) != list.end();
        };
        if (denies(options.blacklisted_skills, key.skill_id)) return false;
        if (!options.blacklisted_intents.empty() &&
            denies(options.blacklisted_intents, qualified_name(key.skill_id, key.name))) {
            return false;
        }
        if (disabled_.contains(key)) return false;
        if (!disabled_.empty() &&
            disabled_.contains(
                {std::string(options.session_id), key.skill_id, key.name, key.lang})) {
            return false;
        }
        return !options.admits || options.admits(key.skill_id, key.name);
    }

    /// Whether the session sees the intent defined in one of `nearer` languages too.
    [[nodiscard]] bool is_shadowed(const DefinitionKey& key,
                                   std::span<const std::string> nearer,
                                   const MatchOptions& options) const {
        return std::ranges::any_of(nearer, [&](const std::string& lang) {
            return rows_.contains(
                       {std::string(default_session_id), key.skill_id, key.name, lang}) ||
                   rows_.contains({std::string(options.session_id), key.skill_id, key.name, lang});
        });
    }

  private:
    [[nodiscard]] std::vector<DefinitionKey> keys(std::string_view skill_id,
                                                  std::string_view intent_name,
                                                  std::optional<std::string_view> lang,
                                                  std::string_view session_id) const {
        std::vector<DefinitionKey> found;
        auto row = rows_.lower_bound(definition_key(session_id, skill_id, intent_name, ""));
        for (; row != rows_.end(); ++row) {
            const auto& key = row->first;
            if (key.session_id != session_id || key.skill_id != skill_id ||
                key.name != intent_name) {
                break;
            }
            if (!lang || key.lang == fold_tag(*lang)) found.push_back(key);
        }
        return found;
    }

    // Forgets whether it was enabled too, in every view in which nothing else is left.
    void remove(const DefinitionKey& key) {
        rows_.erase(key);
        if (key.session_id != default_session_id) {
            auto inherited = key;
            inherited.session_id = default_session_id;
            if (!rows_.contains(inherited)) disabled_.erase(key);
            return;
        }
        std::erase_if(disabled_, [&](const DefinitionKey& other) {
            return other.skill_id == key.skill_id && other.name == key.name &&
                   other.lang == key.lang &&
                   (other.session_id == default_session_id || !rows_.contains(other));
        });
    }

    Rows rows_;
    std::set<DefinitionKey> disabled_;  // in the view of the session of the key
};

}  // namespace utter::intent
