#include "audio_module.hpp"
#include "utter/audio/devices/pulse/pulse_device.hpp"

namespace utter::app {
namespace {

std::unique_ptr<audio::AudioPlayback> make_playback(const std::string& device) {
    return std::make_unique<audio::PulsePlayback>(audio::PulseSettings{.device = device});
}

std::unique_ptr<audio::AudioCapture> make_capture(const std::string& device) {
    return std::make_unique<audio::PulseCapture>(
        audio::PulseSettings{.device = device, .sample_rate_hz = 16'000});
}

Result<std::vector<audio::PulseDevice>> list_devices() {
    return audio::list_pulse_devices(std::chrono::seconds(2));
}

}  // namespace
}  // namespace utter::app

const utter::app::AudioModule utter_audio{.configure_log = &utter::log::configure,
                                          .make_playback = &utter::app::make_playback,
                                          .make_capture = &utter::app::make_capture,
                                          .list_devices = &utter::app::list_devices};
