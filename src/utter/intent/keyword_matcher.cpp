#include "utter/intent/keyword_matcher.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <tuple>
#include <utility>
#include <vector>

#include "utter/intent/keyword_index.hpp"
#include "utter/intent/language.hpp"

namespace utter::intent {
namespace {

using detail::KeywordIndex;

/// (session, skill, intent, folded language)
using Key = std::tuple<std::string, std::string, std::string, std::string>;
using KeyView = std::tuple<std::string_view, std::string_view, std::string_view, std::string_view>;

bool is_of(const Key& key,
           std::string_view skill_id,
           std::string_view intent_name,
           const std::optional<std::string>& lang) {
    return std::get<1>(key) == skill_id && std::get<2>(key) == intent_name &&
           (!lang || std::get<3>(key) == *lang);
}

std::optional<std::string> folded(std::optional<std::string_view> lang) {
    return lang ? std::optional(fold_tag(*lang)) : std::nullopt;
}

}  // namespace

class KeywordMatcher::Impl {
  public:
    Result<void> add(const KeywordDefinition& definition, std::string_view session_id) {
        const std::string lang = fold_tag(definition.lang);
        auto compiled = detail::compile(definition, session_id, Normalizer(lang));
        if (!compiled) return std::unexpected(std::move(compiled.error()));
        Key key{session_id, definition.skill_id, definition.intent_name, lang};
        const auto known = rows_.find(key);
        if (known == rows_.end() && rows_.size() >= intents_max) {
            return fail(ErrorCode::limit, "too many keyword intents");
        }
        KeywordIndex& index = indexes_.try_emplace(lang, lang).first->second;
        const auto row = index.insert(*std::move(compiled));
        if (known == rows_.end()) {
            rows_.emplace(std::move(key), Place{row, true});
        } else {
            index.erase(std::exchange(known->second.row, row));
        }
        return {};
    }

    void remove_intent(std::string_view skill_id,
                       std::string_view intent_name,
                       std::optional<std::string_view> lang,
                       std::string_view session_id) {
        const auto tag = folded(lang);
        remove_if([&](const Key& key) {
            return std::get<0>(key) == session_id && is_of(key, skill_id, intent_name, tag);
        });
    }

    void remove_skill(std::string_view skill_id, std::string_view session_id) {
        remove_if([&](const Key& key) {
            return std::get<0>(key) == session_id && std::get<1>(key) == skill_id;
        });
    }

    void set_enabled(std::string_view skill_id,
                     std::string_view intent_name,
                     std::optional<std::string_view> lang,
                     bool enabled,
                     std::string_view session_id) {
        const auto tag = folded(lang);
        for (auto& [key, place] : rows_) {
            if (!is_of(key, skill_id, intent_name, tag)) continue;
            if (std::get<0>(key) == session_id) {
                place.enabled = enabled;
            } else if (std::get<0>(key) == default_session_id && switched_.size() < intents_max) {
                Key view = key;
                std::get<0>(view) = session_id;
                switched_[std::move(view)] = enabled;
            }
        }
    }

    [[nodiscard]] std::optional<KeywordMatch> match(
        std::span<const std::string> utterances,
        std::string_view lang,
        const MatchOptions& options,
        std::span<const std::string> context_names) const {
        const auto near = near_indexes(lang, options.nearest_region);
        const auto usable = [&](const KeywordIndex::Row& row) {
            return is_seen(row, lang, options);
        };
        for (const std::string& utterance :
             utterances.first(std::min(utterances.size(), utterance_candidates_max))) {
            KeywordIndex::Best best;
            for (const KeywordIndex* index : near) {
                index->match(utterance, options, context_names, std::cref(usable), best);
            }
            if (best.row == nullptr) continue;
            const auto& facts = best.row->facts;
            const auto covered = static_cast<double>(std::get<0>(best.rank));
            return KeywordMatch{facts.skill_id,
                                facts.intent_name,
                                facts.lang,
                                utterance,
                                std::move(best.slots),
                                covered / static_cast<double>(best.words)};
        }
        return std::nullopt;
    }

    [[nodiscard]] std::size_t size() const noexcept { return rows_.size(); }

  private:
    struct Place {
        KeywordIndex::RowId row;
        bool enabled;
    };
    using Rows = std::map<Key, Place, std::less<>>;

    template <class F>
    void remove_if(F&& is_meant) {
        for (auto it = rows_.begin(); it != rows_.end();) {
            const auto row = it++;
            if (!is_meant(row->first)) continue;
            const auto index = indexes_.find(std::get<3>(row->first));
            index->second.erase(row->second.row);
            if (index->second.empty()) indexes_.erase(index);
            rows_.erase(row);
        }
        std::erase_if(switched_, [&](const auto& entry) { return is_meant(entry.first); });
    }

    [[nodiscard]] std::vector<const KeywordIndex*> near_indexes(std::string_view lang,
                                                                bool nearest_region) const {
        std::vector<const KeywordIndex*> near;
        const std::string tag = fold_tag(lang);
        const std::string primary = tag.substr(0, tag.find('-'));
        // Tags of one language stand together: "en", "en-gb", "en-us".
        for (auto it = indexes_.lower_bound(primary);
             it != indexes_.end() && it->first.starts_with(primary);
             ++it) {
            const bool wanted = nearest_region
                                    ? tag_distance(tag, it->first) < language_distance_max
                                    : tag == it->first;
            if (wanted) near.push_back(&it->second);
        }
        return near;
    }

    // Whether nothing denies the row to the session.
    [[nodiscard]] bool in_pool(const Rows::value_type& entry, const MatchOptions& options) const {
        const auto& [session_id, skill_id, intent_name, lang] = entry.first;
        bool enabled = entry.second.enabled;
        if (session_id != options.session_id && !switched_.empty()) {
            const auto own =
                switched_.find(KeyView(options.session_id, skill_id, intent_name, lang));
            if (own != switched_.end()) enabled = own->second;
        }
        if (!enabled) return false;
        const auto denies = [](std::span<const std::string> list, std::string_view name) {
            return std::ranges::find(list, name) != list.end();
        };
        const auto& row = indexes_.find(lang)->second.row(entry.second.row);
        return !denies(options.blacklisted_skills, skill_id) &&
               !denies(options.blacklisted_intents, row.facts.qualified_name) &&
               (!options.admits || options.admits(skill_id, intent_name));
    }

    // Whether the row is the one of its intent that the session sees: of those nothing denies, the
    // nearest to the language, the session's own before the inherited.
    [[nodiscard]] bool is_seen(const KeywordIndex::Row& row,
                               std::string_view lang,
                               const MatchOptions& options) const {
        const auto& facts = row.facts;
        std::optional<std::tuple<int, bool, std::string_view>> nearest;
        const KeywordIndex::Row* seen = nullptr;
        const std::array scopes{options.session_id, default_session_id};
        const bool is_default = options.session_id == default_session_id;
        for (const auto scope : std::span(scopes).subspan(is_default ? 1 : 0)) {
            auto it = rows_.lower_bound(KeyView(scope, facts.skill_id, facts.intent_name, ""));
            for (; it != rows_.end() && std::get<0>(it->first) == scope &&
                   is_of(it->first, facts.skill_id, facts.intent_name, std::nullopt);
                 ++it) {
                const auto& tag = std::get<3>(it->first);
                const int distance = tag_distance(lang, tag);
                if (distance >= language_distance_max || !in_pool(*it, options)) continue;
                const std::tuple place{
                    distance, scope != options.session_id, std::string_view(tag)};
                if (nearest && *nearest <= place) continue;
                nearest = place;
                seen = &indexes_.find(tag)->second.row(it->second.row);
            }
        }
        return seen == &row;
    }

    std::map<std::string, KeywordIndex> indexes_;  // by folded language
    Rows rows_;
    /// What a session has switched for its own view.
    std::map<Key, bool, std::less<>> switched_;
};

KeywordMatcher::KeywordMatcher() : impl_(std::make_unique<Impl>()) {}
KeywordMatcher::~KeywordMatcher() = default;
KeywordMatcher::KeywordMatcher(KeywordMatcher&&) noexcept = default;
KeywordMatcher& KeywordMatcher::operator=(KeywordMatcher&&) noexcept = default;

Result<void> KeywordMatcher::add(const KeywordDefinition& definition, std::string_view session_id) {
    return impl_->add(definition, session_id);
}

void KeywordMatcher::remove_intent(std::string_view skill_id,
                                   std::string_view intent_name,
                                   std::optional<std::string_view> lang,
                                   std::string_view session_id) {
    impl_->remove_intent(skill_id, intent_name, lang, session_id);
}

void KeywordMatcher::remove_skill(std::string_view skill_id, std::string_view session_id) {
    impl_->remove_skill(skill_id, session_id);
}

void KeywordMatcher::set_enabled(std::string_view skill_id,
                                 std::string_view intent_name,
                                 std::optional<std::string_view> lang,
                                 bool enabled,
                                 std::string_view session_id) {
    impl_->set_enabled(skill_id, intent_name, lang, enabled, session_id);
}

std::optional<KeywordMatch> KeywordMatcher::match(
    std::span<const std::string> utterances,
    std::string_view lang,
    const MatchOptions& options,
    std::span<const std::string> context_names) const {
    return impl_->match(utterances, lang, options, context_names);
}

std::size_t KeywordMatcher::size() const noexcept {
    return impl_->size();
}

}  // namespace utter::intent
