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

constexpr std::uint32_t bytes_of(std::uint32_t sample_rate_hz, std::chrono::milliseconds time) {
    return static_cast<std::uint32_t>(sample_rate_hz * sizeof(float) *
                                      static_cast<std::size_t>(time.count()) / 1000);
}

// How far ahead of the loudspeaker the server is fed. It bounds how soon a stop is heard, and how
// long this process may be held up.
constexpr std::chrono::milliseconds playback_buffer{30};
constexpr std::chrono::milliseconds playback_request{10};
constexpr std::chrono::milliseconds capture_fragment{10};

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
                .user = this}) {}

    static void move_sound(pa_stream* stream, std::size_t bytes, void* self) {
        auto& producer = static_cast<Impl*>(self)->producer;
        pa_usec_t latency = 0;
        int negative = 0;
        if (pa_stream_get_latency(stream, &latency, &negative) == 0 && negative == 0) {
            producer.set_latency(std::chrono::microseconds(latency));
        }
        while (bytes >= sizeof(float)) {
            void* to = nullptr;
            std::size_t count = bytes;  // libpulse may give less, or more
            if (pa_stream_begin_write(stream, &to, &count) < 0 || to == nullptr) return;
            count = std::min(count, bytes) / sizeof(float) * sizeof(float);
            {
                const RtSection rt;
                producer.fill(std::span(static_cast<float*>(to), count / sizeof(float)));
            }
            if (pa_stream_write(stream, to, count, nullptr, 0, PA_SEEK_RELATIVE) < 0) return;
            bytes -= count;
        }
    }

    std::uint32_t sample_rate_hz;
    AudioProducer producer;
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
