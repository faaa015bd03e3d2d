#pragma once

#include <memory>
#include <string>
#include <vector>

#include "utter/config/settings.hpp"
#include "utter/core/result.hpp"
#include "utter/speech/stt_engine.hpp"
#include "utter/speech/tts_engine.hpp"
#include "utter/speech/wake_word.hpp"

/// The one place that knows which speech engines there are; each is a module (engine_module.hpp),
/// and what is not installed is not there.
namespace utter::app {

[[nodiscard]] Result<std::unique_ptr<speech::SttEngine>> make_stt_engine(
    const config::SttSettings& settings);
[[nodiscard]] Result<std::unique_ptr<speech::TtsEngine>> make_tts_engine(
    const config::TtsSettings& settings);

/// With its model loaded, which takes some 10 ms.
[[nodiscard]] Result<std::unique_ptr<speech::WakeWord>> make_wake_word(
    const config::Settings& settings);

[[nodiscard]] std::vector<std::string> stt_engine_names();
[[nodiscard]] std::vector<std::string> tts_engine_names();

}  // namespace utter::app
