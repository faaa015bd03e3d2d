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

// How far ahead of the loudspeaker the server is fed, which bounds how long this process may be
// held up. A stop does not wait for it: what the server has is taken back.
constexpr std::chrono::milliseconds playback_buffer{150};
// PipeWire's period becomes the power of two of samples below it, 512: with 10 ms it would be
// 256, so often that a busy machine misses one now and then.
constexpr std::chrono::milliseconds playback_request{11};
// Silence behind a sound. A server plays no less than its own period, PipeWire's usually up to
// 43 ms, so that without it the end of a sound would wait for the next one.
constexpr std::chrono::milliseconds silence_after{60};
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
    /// Forgets the last ones.
    void drop(std::size_t count) noexcept {
        at_ = (at_ + samples_.size() - count % samples_.size()) % samples_.size();
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
                              // With nothing to play it waits for this much; with 0 it would go on
                              // by itself and drop as much of what comes then.
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

    // On request, and often enough that a sound does not wait for one: a server that has nothing
    // to play asks for nothing.
    static void move_sound(pa_stream* stream, std::size_t bytes, void* self) {
        auto& impl = *static_cast<Impl*>(self);
        const auto room = bytes / sizeof(float);
        if (const auto ready = impl.producer.readable(); ready > 0) {
            impl.write(stream, std::min(room, ready));
            impl.silence_left = impl.silence_samples;
        } else if (!impl.producer.flowing()) {
            impl.silence_left -= impl.write(stream, std::min(room, impl.silence_left));
        }
        impl.note_latency(stream);
    }

    // What the producer has, and silence after it. @return how many samples were written
    std::size_t write(pa_stream* stream, std::size_t samples) {
        std::size_t left = samples;
        while (left > 0) {
            void* to = nullptr;
            std::size_t bytes = left * sizeof(float);  // libpulse may give less, or more
            if (pa_stream_begin_write(stream, &to, &bytes) < 0 || to == nullptr) break;
            const std::span block(static_cast<float*>(to), std::min(bytes / sizeof(float), left));
            {
                const RtSection rt;
                producer.fill(block);
                written.append(block);
            }
            if (pa_stream_write(stream, to, block.size_bytes(), nullptr, 0, PA_SEEK_RELATIVE) < 0) {
                break;
            }
            left -= block.size();
        }
        return samples - left;
    }

    // How much of the last of `there` samples is silence after a sound.
    [[nodiscard]] std::size_t silence_in(std::size_t there) const {
        return std::min(there, silence_samples - silence_left);
    }

    // Of the last sample of sound, not of the silence after it.
    void note_latency(pa_stream* stream) {
        const auto there = waiting(stream, pa_stream_writable_size(stream));
        const auto* const format = pa_stream_get_sample_spec(stream);
        pa_usec_t latency = 0;
        int negative = 0;
        if (pa_stream_get_latency(stream, &latency, &negative) < 0 || negative != 0) {
            latency = pa_bytes_to_usec(there * sizeof(float), format);  // at least
        }
        latency -= std::min(latency, pa_bytes_to_usec(silence_in(there) * sizeof(float), format));
        producer.set_latency(std::chrono::microseconds(latency));
        producer.set_waiting(there - silence_in(there));
    }

    // In libpulse's thread's stead.
    std::size_t take_back(pa_stream* stream, std::size_t from) {
        const auto given = static_cast<std::ptrdiff_t>(producer.consumed() - from);
        const bool server_has_some = stream != nullptr && given > 0;
        const auto unplayed = server_has_some ? producer.flush() : producer.drop();
        producer.fill({});
        if (!server_has_some) return unplayed;
        const auto there = std::min(waiting(stream, pa_stream_writable_size(stream)), written_max);
        const auto sound = there - silence_in(there);
        const auto unwanted = std::min(sound, static_cast<std::size_t>(given));
        if (unwanted == sound) {
            drop_all(stream, there);
            return unplayed + sound;
        }
        const auto dropped = std::min(unwanted, sound - std::min(sound, safe_samples(stream)));
        if (dropped > 0) drop_last(stream, there - sound + dropped, dropped < unwanted);
        return unplayed + dropped;
    }

    // The server drops what it has; a little of that is given to it again, falling to nothing.
    void drop_all(pa_stream* stream, std::size_t there) {
        if (auto* const asked = pa_stream_flush(stream, nullptr, nullptr)) {
            pa_operation_unref(asked);
        }
        auto fade = fading(there, std::min(fade_samples, there));
        fade.resize(silence_samples);
        pa_stream_write(
            stream, fade.data(), fade.size() * sizeof(float), nullptr, 0, PA_SEEK_RELATIVE);
        written.append(fade);
        silence_left = 0;
        producer.set_waiting(0);
    }

    // The server goes on with what comes before the last of what it has; at least a sample is
    // written over that, and silence or the next sound comes behind it.
    void drop_last(pa_stream* stream, std::size_t count, bool heard) {
        const auto fade = fading(count, heard ? std::min(fade_samples, count) : 1);
        const auto back = static_cast<std::int64_t>(count * sizeof(float));
        pa_stream_write(
            stream, fade.data(), fade.size() * sizeof(float), nullptr, -back, PA_SEEK_RELATIVE);
        written.drop(count);
        written.append(fade);
        silence_left = silence_samples;
        note_latency(stream);
    }

    // The first of the last `count` samples, falling to nothing.
    [[nodiscard]] std::vector<float> fading(std::size_t count, std::size_t length) const {
        std::vector<float> fade(length);
        for (std::size_t i = 0; i < length; ++i) {
            fade[i] = written[count - i] *
                      (1.0F - static_cast<float>(i + 1) / static_cast<float>(length));
        }
        return fade;
    }

    // The first of what a server has it may be playing before it hears of a change.
    static std::size_t safe_samples(pa_stream* stream) {
        const auto* const attributes = pa_stream_get_buffer_attr(stream);
        return attributes == nullptr ? 0 : attributes->minreq / sizeof(float) * 2;
    }

    std::uint32_t sample_rate_hz;
    std::size_t silence_samples = samples_of(sample_rate_hz, silence_after);
    std::size_t silence_left = 0;  // of it, after the sound that was written last
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
    impl_->producer.set_waiting(0);
    impl_->producer.set_latency({});
}

std::size_t PulsePlayback::take_back(std::size_t from) {
    std::size_t unheard = 0;
    impl_->link.with_stream([&](pa_stream* stream) { unheard = impl_->take_back(stream, from); });
    return unheard;
}

std::uint64_t PulsePlayback::underruns() const {
    return impl_->producer.underruns();
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
