#include "utter/audio/devices/pulse/pulse_device.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "utter/audio/devices/pulse/pulse_link.hpp"
#include "utter/audio/paced_device.hpp"

namespace utter::audio {
namespace {

constexpr std::uint32_t unset = static_cast<std::uint32_t>(-1);  // as libpulse says it

pa_sample_spec mono(std::uint32_t sample_rate_hz) {
    return {.format = PA_SAMPLE_FLOAT32NE, .rate = sample_rate_hz, .channels = 1};
}

constexpr std::size_t samples_of(std::uint32_t sample_rate_hz, std::chrono::milliseconds time) {
    return sample_rate_hz * static_cast<std::size_t>(time.count()) / 1000;
}

constexpr std::uint32_t bytes_of(std::uint32_t sample_rate_hz, std::chrono::milliseconds time) {
    return static_cast<std::uint32_t>(samples_of(sample_rate_hz, time) * sizeof(float));
}

// How far ahead of the loudspeaker the server is fed with sound, which bounds how long this process
// may be held up. A stop does not wait for it: what the server has is taken back.
constexpr std::chrono::milliseconds playback_buffer{150};
// The same with silence, so that a sound after it is soon heard.
constexpr std::chrono::milliseconds silence_buffer{30};
constexpr std::chrono::milliseconds playback_request{10};
constexpr std::chrono::milliseconds fade_time{5};
constexpr std::chrono::milliseconds capture_fragment{10};

// The last samples of a stream. One thread at a time.
class RecentSamples {
  public:
    explicit RecentSamples(std::size_t count) : samples_(count) {}

    void append(std::span<const float> block) noexcept UTTER_RT {
        for (const float sample : block) {
            samples_[at_] = sample;
            at_ = (at_ + 1) % samples_.size();
        }
    }
    /// @param age 1: the last one, at most as many as are kept
    [[nodiscard]] float operator[](std::size_t age) const noexcept {
        return samples_[(at_ + samples_.size() - age) % samples_.size()];
    }

  private:
    std::vector<float> samples_;
    std::size_t at_ = 0;
};

}  // namespace

struct PulsePlayback::Impl {
    explicit Impl(PulseSettings settings)
        : sample_rate_hz(settings.sample_rate_hz),
          producer(ring_samples(settings.sample_rate_hz)),
          link({.stream_name = "Speech",
                .device = std::move(settings.device),
                .format = mono(sample_rate_hz),
                .buffering = {.maxlength = unset,
                              .tlength = bytes_of(sample_rate_hz, playback_buffer),
                              // After an underrun it waits for this much; with 0 it would go on
                              // by itself and drop as much of what comes late.
                              .prebuf = bytes_of(sample_rate_hz, playback_request),
                              .minreq = bytes_of(sample_rate_hz, playback_request),
                              .fragsize = unset},
                .records = false,
                .move_sound = &Impl::move_sound,
                .underflow = [](pa_stream*,
                                void* self) { static_cast<Impl*>(self)->producer.ran_dry(); },
                .user = this}) {}

    // What the server has and has not played, in samples; `room` is what it asked for since.
    static std::size_t waiting(pa_stream* stream, std::size_t room) {
        const auto* const attributes = pa_stream_get_buffer_attr(stream);
        const std::size_t whole = attributes == nullptr ? 0 : attributes->tlength;
        return (whole - std::min(whole, room)) / sizeof(float);
    }

    static void move_sound(pa_stream* stream, std::size_t bytes, void* self) {
        auto& impl = *static_cast<Impl*>(self);
        const auto there = waiting(stream, bytes);
        const auto silence = impl.silence_samples - std::min(impl.silence_samples, there);
        auto left = std::min(bytes / sizeof(float), std::max(impl.producer.readable(), silence));
        while (left > 0) {
            void* to = nullptr;
            std::size_t count = left * sizeof(float);  // libpulse may give less, or more
            if (pa_stream_begin_write(stream, &to, &count) < 0 || to == nullptr) return;
            count = std::min(count / sizeof(float), left);
            const std::span block(static_cast<float*>(to), count);
            {
                const RtSection rt;
                impl.producer.fill(block);
                impl.written.append(block);
            }
            if (pa_stream_write(stream, to, block.size_bytes(), nullptr, 0, PA_SEEK_RELATIVE) < 0) {
                return;
            }
            left -= count;
        }
        pa_usec_t latency = 0;
        int negative = 0;
        if (pa_stream_get_latency(stream, &latency, &negative) < 0 || negative != 0) {
            // Not known yet: at least what has just been written.
            latency =
                pa_bytes_to_usec(waiting(stream, pa_stream_writable_size(stream)) * sizeof(float),
                                 pa_stream_get_sample_spec(stream));
        }
        impl.producer.set_latency(std::chrono::microseconds(latency));
    }

    // In libpulse's thread's stead. The server drops what it has; a little of that is given to it
    // again, falling to nothing.
    std::size_t take_back(pa_stream* stream) {
        const auto unplayed = producer.flush();
        producer.fill({});
        if (stream == nullptr) return unplayed;
        const auto there = std::min(waiting(stream, pa_stream_writable_size(stream)), written_max);
        if (auto* const asked = pa_stream_flush(stream, nullptr, nullptr))
            pa_operation_unref(asked);
        std::vector<float> fade(silence_samples);
        const auto length = std::min(fade_samples, there);
        for (std::size_t i = 0; i < length; ++i) {
            fade[i] = written[there - i] *
                      (1.0F - static_cast<float>(i + 1) / static_cast<float>(length));
        }
        pa_stream_write(
            stream, fade.data(), fade.size() * sizeof(float), nullptr, 0, PA_SEEK_RELATIVE);
        written.append(fade);
        return unplayed + there;
    }

    std::uint32_t sample_rate_hz;
    std::size_t silence_samples = samples_of(sample_rate_hz, silence_buffer);
    std::size_t fade_samples = samples_of(sample_rate_hz, fade_time);
    std::size_t written_max = samples_of(sample_rate_hz, 2 * playback_buffer);
    AudioProducer producer;
    RecentSamples written{written_max};  // to the server
    PulseLink link;
};

PulsePlayback::PulsePlayback(PulseSettings settings)
    : impl_(std::make_unique<Impl>(std::move(settings))) {}
PulsePlayback::~PulsePlayback() = default;

std::uint32_t PulsePlayback::sample_rate_hz() const {
    return impl_->sample_rate_hz;
}

Result<AudioProducer*> PulsePlayback::start() {
    if (auto started = impl_->link.start(); !started) return std::unexpected(started.error());
    return &impl_->producer;
}

void PulsePlayback::stop() {
    if (!impl_->link.running()) return;
    impl_->link.stop();
    impl_->producer.flush();
    impl_->producer.fill({});
}

std::size_t PulsePlayback::take_back() {
    std::size_t unheard = 0;
    impl_->link.with_stream([&](pa_stream* stream) { unheard = impl_->take_back(stream); });
    return unheard;
}

struct PulseCapture::Impl {
    explicit Impl(PulseSettings settings)
        : sample_rate_hz(settings.sample_rate_hz),
          consumer(ring_samples(settings.sample_rate_hz)),
          silence(settings.sample_rate_hz / 100),
          link({.stream_name = "Listening",
                .device = std::move(settings.device),
                .format = mono(sample_rate_hz),
                .buffering = {.maxlength = unset,
                              .tlength = unset,
                              .prebuf = unset,
                              .minreq = unset,
                              .fragsize = bytes_of(sample_rate_hz, capture_fragment)},
                .records = true,
                .move_sound = &Impl::move_sound,
                .underflow = nullptr,
                .user = this}) {}

    static void move_sound(pa_stream* stream, std::size_t /*bytes*/, void* self) {
        auto& impl = *static_cast<Impl*>(self);
        const void* from = nullptr;
        std::size_t count = 0;
        while (pa_stream_readable_size(stream) > 0) {
            if (pa_stream_peek(stream, &from, &count) < 0 || count == 0) return;
            {
                const RtSection rt;
                impl.take(static_cast<const float*>(from), count / sizeof(float));
            }
            pa_stream_drop(stream);
        }
    }

    // No samples: the server has a hole here, as long as `count`.
    void take(const float* samples, std::size_t count) noexcept UTTER_RT {
        if (samples != nullptr) return consumer.take(std::span(samples, count));
        for (; count > 0; count -= std::min(count, silence.size())) {
            consumer.take(std::span(silence).first(std::min(count, silence.size())));
        }
    }

    std::uint32_t sample_rate_hz;
    AudioConsumer consumer;
    std::vector<float> silence;
    PulseLink link;
};

PulseCapture::PulseCapture(PulseSettings settings)
    : impl_(std::make_unique<Impl>(std::move(settings))) {}
PulseCapture::~PulseCapture() = default;

std::uint32_t PulseCapture::sample_rate_hz() const {
    return impl_->sample_rate_hz;
}

Result<AudioConsumer*> PulseCapture::start() {
    if (auto started = impl_->link.start(); !started) return std::unexpected(started.error());
    return &impl_->consumer;
}

void PulseCapture::stop() {
    impl_->link.stop();
}

}  // namespace utter::audio
