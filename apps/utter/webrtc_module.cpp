#include <memory>
#include <utility>

#include "utter/audio/player.hpp"
#include "utter/audio/processing/voice_processor.hpp"
#include "voice_module.hpp"

namespace utter::app {
namespace {

// From our handing a block to the loudspeaker until a microphone has its echo: what the player runs
// ahead, and a usual sound server's own delay. WebRTC finds the rest.
constexpr auto echo_delay = audio::Player::lead + std::chrono::milliseconds(40);

Result<CleanSound> make_cleaner(const VoiceCleaning& cleaning) {
    auto made = audio::VoiceProcessor::create({.sample_rate_hz = 16'000,
                                               .echo = cleaning.echo,
                                               .noise = cleaning.noise,
                                               .gain = cleaning.gain});
    if (!made) return std::unexpected(made.error());
    const std::shared_ptr<audio::VoiceProcessor> processor = *std::move(made);
    return [processor](std::span<float> heard, std::span<const float> played) {
        processor->played(played);
        return processor->clean(heard, echo_delay);
    };
}

}  // namespace
}  // namespace utter::app

const utter::app::VoiceModule utter_voice{.configure_log = &utter::log::configure,
                                          .make_cleaner = &utter::app::make_cleaner};
