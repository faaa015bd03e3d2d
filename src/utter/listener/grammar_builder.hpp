#pragma once

#include <span>
#include <string_view>

#include "utter/intent/definitions.hpp"
#include "utter/speech/speech_grammar.hpp"

namespace utter::listener {

/// Makes the grammar of everything the registered intents understand in one language.
///
/// Definitions of the same primary language count ("en" and "en-GB" for "en-US"). A slot becomes a
/// rule: of type `number` or `duration` (from `slot_types` or written `{type:slot}`) a generated
/// one, else the values its skill registered for it, as rule `<skill>.<slot>`. A slot with neither
/// could be anything, which a grammar cannot hold; it takes the smallest alternative around it with
/// it, so `play [{title}]` keeps `play` and `play {title}` is dropped, which is logged at DEBUG.
/// Samples that are malformed are skipped the same way; refusing them is the intent engine's job.
///
/// The outcome is sorted and depends on the set of definitions only, not on their order. Safe from
/// any thread; takes some milliseconds, most of it for spelling numbers.
[[nodiscard]] speech::SpeechGrammar build_speech_grammar(
    std::string_view lang,
    std::span<const intent::TemplateDefinition> templates,
    std::span<const intent::EntityDefinition> entities);

/// Makes phrases of what the registered intents understand and of what the skills say, to help an
/// engine that can hear anything (SttEngine::set_phrases).
///
/// As build_speech_grammar(), but a slot that could be anything stays. A usual name says what it
/// holds (`time`, `clock`, `date`, `weekday`, `count`, `length`, ...); any other stands for every
/// value that is known for any slot, and for numbers, durations, times and dates.
/// @param templates intents, and dialogs whose samples went through spoken_text()
[[nodiscard]] speech::SpeechGrammar build_speech_phrases(
    std::string_view lang,
    std::span<const intent::TemplateDefinition> templates,
    std::span<const intent::EntityDefinition> entities);

}  // namespace utter::listener
