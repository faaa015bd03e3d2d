#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "utter/core/result.hpp"

namespace utter::audio {

/// A sink or source of the sound server.
struct PulseDevice {
    std::string name;  ///< as `audio.input_device` and `audio.output_device` take it
    std::string description;
    bool records = false;
    bool is_default = false;
};

/// What the sound server has now, monitors of sinks left out, but for the default. Blocks, any
/// thread.
/// @return unavailable when no server answers, timeout when it does not say in time
[[nodiscard]] Result<std::vector<PulseDevice>> list_pulse_devices(
    std::chrono::milliseconds patience);

}  // namespace utter::audio
