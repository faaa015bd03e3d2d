#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "utter/audio/audio_buffer.hpp"
#include "utter/core/result.hpp"

namespace utter::bench {

/// A voice of the programs `flite` or `espeak-ng`, written "flite:slt" or "espeak:en-us+f3".
struct Voice {
    std::string program;
    std::string name;

    [[nodiscard]] std::string label() const { return program + " " + name; }
};

/// Has a voice say a sentence of plain words and `sox` write it at `rate_hz` with 16 bits; kept in
/// `folder`, so that a second run needs neither program.
[[nodiscard]] Result<audio::AudioBuffer> speak(const Voice& voice,
                                               const std::string& sentence,
                                               std::uint32_t rate_hz,
                                               const std::filesystem::path& folder);

}  // namespace utter::bench
