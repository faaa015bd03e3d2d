#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "utter/core/result.hpp"
#include "utter/intent/definitions.hpp"
#include "utter/intent/template_matcher.hpp"

namespace utter::intent {

/// An utterance in which a keyword intent found what it needs (OVOS-INTENT-3 section 7).
struct KeywordMatch {
    std::string skill_id;
    std::string intent_name;
    std::string lang;                          ///< of the definition that matched, as registered
    std::string utterance;                     ///< the candidate that matched, verbatim
    std::map<std::string, std::string> slots;  ///< vocabulary name to the words that were said
    double score = 0;  ///< 0..1: the share of the utterance's words that vocabularies cover

    friend bool operator==(const KeywordMatch&, const KeywordMatch&) = default;
};

/// Matches utterances against keyword intents: which vocabularies must, may and must not occur,
/// each as whole words in any place.
///
/// Of several that fit, the one that covers most words wins, then the one with more vocabularies,
/// then the lower `skill_id:intent_name`. Of one intent only the definition nearest to the language
/// is seen, the session's own before the inherited. The order of registration plays no part. A
/// value that the context has for a vocabulary counts as said, but some vocabulary must be said
/// indeed (OVOS-CONTEXT-1 section 7).
///
/// Rows are keyed (session, skill, intent, language). Mutations need exclusive access; const
/// functions may run on several threads at once. Implements the library's part of OVOS-INTENT-3
/// section 4 and OVOS-INTENT-4 sections 5, 8 and 11.
class KeywordMatcher {
  public:
    static constexpr std::size_t intents_max = 20'000;

    KeywordMatcher();
    ~KeywordMatcher();
    KeywordMatcher(KeywordMatcher&&) noexcept;
    KeywordMatcher& operator=(KeywordMatcher&&) noexcept;
    KeywordMatcher(const KeywordMatcher&) = delete;
    KeywordMatcher& operator=(const KeywordMatcher&) = delete;

    /// Adds the definition or replaces the one of the same key, keeping its enabled state. Single
    /// bad samples are skipped and logged as `intent.sample_skipped`.
    /// @return `malformed` for a missing or reserved name, roles that hold nothing or the same
    /// name, or a vocabulary without a usable sample; `limit` for too many phrases or intents. What
    /// was registered before stays.
    [[nodiscard]] Result<void> add(const KeywordDefinition& definition,
                                   std::string_view session_id = default_session_id);

    /// Each removes what matches, in one session's scope alone; without `lang` every language.
    void remove_intent(std::string_view skill_id,
                       std::string_view intent_name,
                       std::optional<std::string_view> lang = std::nullopt,
                       std::string_view session_id = default_session_id);
    void remove_skill(std::string_view skill_id, std::string_view session_id = default_session_id);

    /// Switches what is registered now; in a session other than the default for its view only.
    void set_enabled(std::string_view skill_id,
                     std::string_view intent_name,
                     std::optional<std::string_view> lang,
                     bool enabled,
                     std::string_view session_id = default_session_id);

    /// The best match of the first candidate that matches at all.
    /// @param context_names the vocabularies that `options.context_value` may have a value for
    [[nodiscard]] std::optional<KeywordMatch> match(
        std::span<const std::string> utterances,
        std::string_view lang,
        const MatchOptions& options = {},
        std::span<const std::string> context_names = {}) const;

    /// Definitions registered, in all sessions and languages.
    [[nodiscard]] std::size_t size() const noexcept;

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace utter::intent
