#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "utter/core/result.hpp"
#include "utter/intent/definitions.hpp"
#include "utter/intent/phrasing/belief.hpp"
#include "utter/intent/template_matcher.hpp"

namespace utter::intent::phrasing {

/// When to believe what was found.
struct PhrasingSettings {
    /// 0 .. 1: an intent of less confidence is declined.
    double confidence_min = 0.6;
    /// By so much the best intent must be surer than the next; else neither is believed.
    double lead_min = 0.04;
};

/// Words in one utterance; a longer one is no request and declined.
inline constexpr std::size_t phrasing_words_max = 48;

/// What became of an utterance.
struct PhrasingVerdict {
    std::optional<TemplateMatch> match;  ///< its score is the confidence
    std::string closest;                 ///< `skill_id:intent_name`, believed or not; may be empty
    double confidence = 0;               ///< of the closest
    std::string runner_up;               ///< may be empty
    TraitValues traits{};                ///< what the confidence was told by
    std::string reason;                  ///< why it was believed or declined, for people
};

/// Understands what the samples of template intents mean though nobody foresaw the words: "could
/// you maybe put five minutes on the clock". Each sample is reduced to what it says (its words
/// without endings, function words and courtesy, synonyms counting as nearly the same) and to its
/// slots; an utterance is weighed against those. What an intent does not explain counts against it,
/// and so does an intent as likely as the best, so it declines rather than guess.
///
/// It learns nothing but the definitions, in milliseconds, when it is first asked in a language
/// after they have changed. The order of registration plays no part. Rows are keyed and visible as
/// TemplateMatcher's are. Needs exclusive access, for matching too.
class PhrasingMatcher {
  public:
    explicit PhrasingMatcher(PhrasingSettings settings = {});
    ~PhrasingMatcher();
    PhrasingMatcher(PhrasingMatcher&&) noexcept;
    PhrasingMatcher& operator=(PhrasingMatcher&&) noexcept;
    PhrasingMatcher(const PhrasingMatcher&) = delete;
    PhrasingMatcher& operator=(const PhrasingMatcher&) = delete;

    /// As TemplateMatcher's functions of the same names. What a definition has wrong beside its
    /// names shows when it is learnt: it is left out then, silently.
    [[nodiscard]] Result<void> add(TemplateDefinition definition,
                                   std::string_view session_id = default_session_id);
    [[nodiscard]] Result<void> add(const EntityDefinition& definition,
                                   std::string_view session_id = default_session_id);
    void remove_intent(std::string_view skill_id,
                       std::string_view intent_name,
                       std::optional<std::string_view> lang = std::nullopt,
                       std::string_view session_id = default_session_id);
    void remove_entity(std::string_view skill_id,
                       std::string_view entity_name,
                       std::optional<std::string_view> lang = std::nullopt,
                       std::string_view session_id = default_session_id);
    void remove_skill(std::string_view skill_id, std::string_view session_id = default_session_id);
    void set_enabled(std::string_view skill_id,
                     std::string_view intent_name,
                     std::optional<std::string_view> lang,
                     bool enabled,
                     std::string_view session_id = default_session_id);

    /// Learns what was added since, then weighs the first utterance_candidates_max candidates, best
    /// first; the first that is believed wins.
    [[nodiscard]] PhrasingVerdict match(std::span<const std::string> utterances,
                                        std::string_view lang,
                                        const MatchOptions& options = {});

    /// Definitions registered, in all sessions and languages.
    [[nodiscard]] std::size_t size() const noexcept;

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace utter::intent::phrasing
