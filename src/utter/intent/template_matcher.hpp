#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "utter/core/result.hpp"
#include "utter/intent/definitions.hpp"
#include "utter/intent/slot_type.hpp"

namespace utter::intent {

/// The scope every session inherits (OVOS-INTENT-4 section 11).
inline constexpr std::string_view default_session_id = "default";

/// Utterance candidates looked at in one match; the rest is ignored.
inline constexpr std::size_t utterance_candidates_max = 16;

/// An utterance understood (OVOS-INTENT-3 section 7).
struct TemplateMatch {
    std::string skill_id;
    std::string intent_name;
    std::string lang;       ///< of the definition that matched, as registered
    std::string utterance;  ///< the candidate that matched, verbatim
    /// Bare slot name to the words the user said for it, as they stand in `utterance`, or to the
    /// value context_value gave. Slots the matched sample lacks are absent.
    std::map<std::string, std::string> slots;
    /// 0..1: the share of words the sample spells out, a known entity value counting almost fully
    /// and an open slot value half.
    double score = 0;

    friend bool operator==(const TemplateMatch&, const TemplateMatch&) = default;
};

/// Who asks, and what that narrows.
struct MatchOptions {
    std::string_view session_id = default_session_id;
    std::span<const std::string> blacklisted_skills = {};
    std::span<const std::string> blacklisted_intents = {};  ///< qualified names
    /// Look at another region of the language for intents without a definition in `lang` itself.
    bool nearest_region = true;
    /// When set, an intent it answers false for is no candidate (context gates).
    std::function<bool(std::string_view skill_id, std::string_view intent_name)> admits = nullptr;
    /// When set, asked for every declared slot that the utterance left unresolved, before required
    /// slots are checked (OVOS-CONTEXT-1 section 3.7).
    std::function<std::optional<std::string>(
        std::string_view skill_id, std::string_view intent_name, std::string_view slot)>
        context_value = nullptr;
    /// What was read in the utterance upstream: a hint, never needed.
    std::span<const TypedSpan> typed_spans = {};
};

/// Matches utterances against the samples of template intents, word for word: the whole utterance
/// must be one sample, each slot standing for one to 32 words.
///
/// Of several samples that fit, the one that spells out most words wins; then the one whose slot
/// values are known entity values; then the one with most slots; then the session's own definition
/// before the inherited one; then the lower `skill_id:intent_name`; of one definition the sample
/// that stands first in it. The order of registration plays no part.
///
/// Where words can fall to slots in several ways, known entity values win, then the
/// shortest value for the first slot. In a slot of a registered type (`{number:count}`), words that
/// read as that type, or that MatchOptions::typed_spans names, count as a known value; other words
/// fit too.
///
/// What a match costs depends on the utterance and on the samples that begin as it does, not on how
/// many intents there are: see TemplateGraph. Adding and removing cost what the definition itself
/// is big.
///
/// Rows are keyed (session, skill, intent, language). Mutations need exclusive access; const
/// functions may run on several threads at once. Implements the library's part of OVOS-INTENT-3
/// sections 5-8 and OVOS-INTENT-4 sections 6-8 and 11.
class TemplateMatcher {
  public:
    TemplateMatcher();
    ~TemplateMatcher();
    TemplateMatcher(TemplateMatcher&&) noexcept;
    TemplateMatcher& operator=(TemplateMatcher&&) noexcept;
    TemplateMatcher(const TemplateMatcher&) = delete;
    TemplateMatcher& operator=(const TemplateMatcher&) = delete;

    /// Adds the definition or replaces the one of the same key, keeping its enabled state. Single
    /// bad samples and phrases are skipped and logged as `intent.sample_skipped`.
    /// @return `malformed` for a missing or reserved name, nothing usable, or a required slot that
    /// no usable sample declares; `limit` when the language is full. The caller logs a refusal;
    /// what was registered before stays.
    [[nodiscard]] Result<void> add(TemplateDefinition definition,
                                   std::string_view session_id = default_session_id);

    /// Adds or replaces the example values of a slot. Errors as above.
    [[nodiscard]] Result<void> add(const EntityDefinition& definition,
                                   std::string_view session_id = default_session_id);

    /// Each removes what matches, in one session's scope alone; without `lang` every language.
    /// Unknown targets are no error. A definition added again after removal starts enabled.
    void remove_intent(std::string_view skill_id,
                       std::string_view intent_name,
                       std::optional<std::string_view> lang = std::nullopt,
                       std::string_view session_id = default_session_id);
    void remove_entity(std::string_view skill_id,
                       std::string_view entity_name,
                       std::optional<std::string_view> lang = std::nullopt,
                       std::string_view session_id = default_session_id);
    void remove_skill(std::string_view skill_id, std::string_view session_id = default_session_id);

    /// Switches what is registered now. In the default scope for everybody who inherits it, in
    /// another session for that session's view only. Unknown targets are no error.
    void set_enabled(std::string_view skill_id,
                     std::string_view intent_name,
                     std::optional<std::string_view> lang,
                     bool enabled,
                     std::string_view session_id = default_session_id);

    /// The best match of the first candidate that matches at all; candidates come best first.
    /// A candidate that is no valid UTF-8 or too long is passed over.
    [[nodiscard]] std::optional<TemplateMatch> match(std::span<const std::string> utterances,
                                                     std::string_view lang,
                                                     const MatchOptions& options = {}) const;

    /// Definitions registered, in all sessions and languages.
    [[nodiscard]] std::size_t size() const noexcept;

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace utter::intent
