#pragma once

#include <memory>
#include <string>
#include <vector>

#include "utter/audio/audio_capture.hpp"
#include "utter/audio/audio_playback.hpp"
#include "utter/audio/devices/pulse/pulse_list.hpp"
#include "utter/core/log.hpp"

/// A sound server's client library as a module of its own, loaded with the first sound: it brings
/// more libraries than most runs of the program need.
namespace utter::app {

/// What a module offers under the name `utter_audio`. A device's name may be empty: the default.
struct AudioModule {
    /// To be called first: a module has a log of its own.
    void (*configure_log)(const log::Options& options);
    std::unique_ptr<audio::AudioPlayback> (*make_playback)(const std::string& device);
    std::unique_ptr<audio::AudioCapture> (*make_capture)(const std::string& device);
    Result<std::vector<audio::PulseDevice>> (*list_devices)();
};

}  // namespace utter::app

extern "C" const utter::app::AudioModule utter_audio;
