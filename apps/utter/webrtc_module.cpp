#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>

#include "utter/audio/player.hpp"
#include "utter/audio/processing/linear_canceller.hpp"
#include "utter/audio/processing/voice_processor.hpp"
#include "voice_module.hpp"

namespace utter::app {
namespace {

constexpr std::uint32_t sample_rate_hz = 16'000;
// From our handing a block to the loudspeaker until a microphone has its echo: what the player runs
// ahead, and a usual sound server's own delay. WebRTC finds the rest.
constexpr auto echo_delay = audio::Player::lead + std::chrono::milliseconds(40);

Result<CleanSound> make_cleaner(const VoiceCleaning& cleaning) {
    auto made = audio::VoiceProcessor::create({.sample_rate_hz = sample_rate_hz,
                                               .echo = cleaning.echo,
                                               .noise = cleaning.noise,
                                               .gain = cleaning.gain});
    if (!made) return std::unexpected(made.error());
    const std::shared_ptr<audio::VoiceProcessor> processor = *std::move(made);
    std::shared_ptr<audio::LinearCanceller> canceller;
    if (cleaning.echo) {
        auto linear = audio::LinearCanceller::create(sample_rate_hz);
        if (!linear) return std::unexpected(linear.error());
        canceller = *std::move(linear);
    }
    return [processor, canceller](
               std::span<float> heard, std::span<const float> played, std::span<float> linear) {
        if (canceller && !linear.empty()) {
            canceller->process(heard, played, linear);
        } else if (!linear.empty()) {
            std::ranges::copy(heard, linear.begin());
        }
        processor->played(played);
        return processor->clean(heard, echo_delay);
    };
}

}  // namespace
}  // namespace utter::app

const utter::app::VoiceModule utter_voice{.configure_log = &utter::log::configure,
                                          .make_cleaner = &utter::app::make_cleaner};
