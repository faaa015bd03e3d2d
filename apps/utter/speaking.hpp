#pragma once

#include <string>

#include "environment.hpp"
#include "utter/audio/audio_buffer.hpp"
#include "utter/core/result.hpp"

/// From an answer's text to its sound, by the configured dialog transformers and engine.
namespace utter::app {

/// @return unsupported, or what the engine says, when it cannot be spoken.
[[nodiscard]] Result<audio::AudioBuffer> speak(const Program& program,
                                               const std::string& text,
                                               const std::string& lang);

}  // namespace utter::app
