#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "utter/core/result.hpp"

namespace utter::speech::espeak {

/// One language or regional accent of a voice file, as eSpeak lists it.
struct VoiceLanguage {
    std::string tag;         ///< lowercase, "en-gb"
    std::string name;        ///< "English (Great Britain)"
    std::string identifier;  ///< the voice file, "gmw/en"
    int priority = 5;        ///< lower is preferred
};

/// The voice file for a BCP-47 tag: the same tag, else the longest shared prefix of whole subtags,
/// else any of the same primary language; the preferred one among equals.
/// @return unsupported when no voice speaks the language
[[nodiscard]] Result<std::string> voice_for_language(const std::vector<VoiceLanguage>& voices,
                                                     std::string_view lang);

/// The voice file for a voice named by tag, name or identifier, with its variant if it has one.
/// @return not_found naming near ones
[[nodiscard]] Result<std::string> voice_for_name(const std::vector<VoiceLanguage>& voices,
                                                 const std::vector<std::string>& variants,
                                                 std::string_view name);

/// Text fit for eSpeak: valid UTF-8 without control characters, some of which are commands to it.
[[nodiscard]] std::string speakable(std::string_view text);

}  // namespace utter::speech::espeak
