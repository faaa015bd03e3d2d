#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "utter/audio/resampler.hpp"
#include "utter/audio/wav_file.hpp"

/// For tests.
namespace utter::speech {

/// Says a sentence with the program flite, whose voices the model understands, at 16 kHz. No
/// samples: the program is not there.
inline audio::AudioBuffer spoken_sentence(const std::string& voice, const std::string& text) {
    const auto path = std::filesystem::temp_directory_path() /
                      ("utter-stt-test-" + std::to_string(getpid()) + ".wav");
    const auto command =
        "flite -voice " + voice + " -t \"" + text + "\" -o " + path.string() + " >/dev/null 2>&1";
    if (std::system(command.c_str()) != 0) return {};
    auto sound = audio::read_wav(path);
    std::filesystem::remove(path);
    return sound ? audio::resample(*sound, 16'000).value_or(audio::AudioBuffer{})
                 : audio::AudioBuffer{};
}

}  // namespace utter::speech
