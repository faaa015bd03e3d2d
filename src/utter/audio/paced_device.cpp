#include "utter/audio/paced_device.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <utility>

#include "utter/audio/rate_controller.hpp"

namespace utter::audio {
namespace {

std::size_t block_samples(std::uint32_t sample_rate_hz) {
    return sample_rate_hz / 100;
}

}  // namespace

void PacedThread::start(std::uint32_t sample_rate_hz, std::function<bool()> tick) {
    thread_ =
        std::jthread([sample_rate_hz, tick = std::move(tick)](const std::stop_token& stopping) {
            std::mutex mutex;
            std::condition_variable_any stopped;  // nobody signals it but the stop token
            RateController pace(sample_rate_hz, std::chrono::milliseconds(0), [] {
                return std::chrono::steady_clock::now();
            });
            while (true) {
                std::unique_lock lock(mutex);
                stopped.wait_for(lock, stopping, pace.delay(), [] { return false; });
                if (stopping.stop_requested() || !tick()) return;
                pace.wrote(block_samples(sample_rate_hz));
            }
        });
}

void PacedThread::stop() {
    if (!thread_.joinable()) return;
    thread_.request_stop();
    thread_.join();
}

PacedPlayback::PacedPlayback(std::uint32_t sample_rate_hz)
    : sample_rate_hz_(sample_rate_hz),
      producer_(ring_samples(sample_rate_hz)),
      block_(block_samples(sample_rate_hz)) {}

Result<AudioProducer*> PacedPlayback::start() {
    if (thread_.running()) return &producer_;
    if (auto opened = open(); !opened) return std::unexpected(opened.error());
    thread_.start(sample_rate_hz_, [this] {
        {
            const RtSection rt;
            producer_.fill(block_);
        }
        return put(block_);
    });
    return &producer_;
}

void PacedPlayback::stop() {
    if (!thread_.running()) return;
    thread_.stop();
    producer_.flush();
    producer_.fill({});
    close();
}

PacedCapture::PacedCapture(std::uint32_t sample_rate_hz)
    : sample_rate_hz_(sample_rate_hz),
      consumer_(ring_samples(sample_rate_hz)),
      block_(block_samples(sample_rate_hz)) {}

Result<AudioConsumer*> PacedCapture::start() {
    if (thread_.running()) return &consumer_;
    if (auto opened = open(); !opened) return std::unexpected(opened.error());
    thread_.start(sample_rate_hz_, [this] {
        const auto count = get(block_);
        const RtSection rt;
        if (!count) {
            consumer_.end();
            return false;
        }
        consumer_.take(std::span(block_).first(*count));
        return true;
    });
    return &consumer_;
}

void PacedCapture::stop() {
    if (!thread_.running()) return;
    thread_.stop();
    close();
}

}  // namespace utter::audio
