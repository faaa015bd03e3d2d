#include "utter/platform/live/voice_turns.hpp"

#include <utility>

#include "utter/platform/live/pcm.hpp"

namespace utter::platform {

using State = speech::Endpointer::State;

Result<std::unique_ptr<VoiceTurns>> VoiceTurns::create(std::uint32_t stream_hz,
                                                       HearsVoice hears_voice,
                                                       speech::EndpointSettings settings) {
    std::unique_ptr<audio::StreamResampler> resampler;
    if (stream_hz != rate_hz) {
        auto made = audio::StreamResampler::create(stream_hz, rate_hz);
        if (!made) return std::unexpected(made.error());
        resampler = std::move(*made);
    }
    return std::unique_ptr<VoiceTurns>(
        new VoiceTurns(std::move(resampler), std::move(hears_voice), settings));
}

VoiceTurns::VoiceTurns(std::unique_ptr<audio::StreamResampler> resampler,
                       HearsVoice hears_voice,
                       speech::EndpointSettings settings)
    : resampler_(std::move(resampler)),
      hears_voice_(std::move(hears_voice)),
      settings_(settings),
      endpointer_(settings) {}

VoiceTurns::News VoiceTurns::feed(std::span<const std::int16_t> samples) {
    const auto sound = to_float(samples);
    if (resampler_) {
        resampler_->process(sound, pending_);
    } else {
        pending_.insert(pending_.end(), sound.begin(), sound.end());
    }
    constexpr std::size_t block = rate_hz / 1000 * speech::Endpointer::block.count();
    auto news = News::none;
    std::size_t done = 0;
    for (; done + block <= pending_.size(); done += block) {
        const auto before = endpointer_.state();
        const auto state = endpointer_.next(hears_voice_(std::span(pending_).subspan(done, block)));
        if (before == State::waiting && state == State::speaking) news = News::began;
        if (endpointer_.over()) {
            if (before == State::speaking) news = News::ended;
            restart();
        }
    }
    pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(done));
    return news;
}

void VoiceTurns::restart() {
    endpointer_ = speech::Endpointer(settings_);
}

bool VoiceTurns::speaking() const noexcept {
    return endpointer_.state() == State::speaking;
}

}  // namespace utter::platform
