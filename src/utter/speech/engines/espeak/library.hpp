#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "utter/audio/audio_buffer.hpp"
#include "utter/core/result.hpp"
#include "utter/speech/tts_engine.hpp"

/// The one eSpeak of a process. Its state is global to it, so all calls take turns behind one lock;
/// from any thread.
namespace utter::speech::espeak {

/// A text, and everything that decides how it sounds.
struct Utterance {
    std::string text;            ///< as speakable() makes it
    std::string lang;            ///< BCP-47; decides when `voice` is empty
    std::string voice;           ///< as EspeakTts takes it
    std::string variant;         ///< put behind the voice; empty: none, or the voice's own
    int words_per_minute = 175;  ///< 80 .. 450
    int pitch = 50;              ///< 0 .. 99
    int pitch_range = 50;        ///< 0 .. 100
    int volume = 100;            ///< 0 .. 200
};

/// Speaks, once the library is initialised with `data_dir`, piece by piece as it is made.
/// @return as EspeakTts::stream()
[[nodiscard]] Result<void> stream(const std::filesystem::path& data_dir,
                                  const Utterance& utterance,
                                  const SoundSink& sink);

/// The same, all at once.
[[nodiscard]] Result<audio::AudioBuffer> speak(const std::filesystem::path& data_dir,
                                               const Utterance& utterance);

/// The names of its variants: "f3".
[[nodiscard]] Result<std::vector<std::string>> list_variants(const std::filesystem::path& data_dir);

}  // namespace utter::speech::espeak
