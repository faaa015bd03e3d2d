#include "utter/audio/sink_monitor.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "utter/core/log.hpp"

namespace utter::audio {
namespace {

constexpr float silence = 1e-4F;
constexpr std::size_t retry_seconds = 2;

bool sounds(std::span<const float> block) {
    return std::ranges::any_of(block, [](float x) { return std::abs(x) > silence; });
}

}  // namespace

SinkMonitor::SinkMonitor(std::unique_ptr<AudioCapture> monitor, std::shared_ptr<EchoReference> own)
    : monitor_(std::move(monitor)), own_(std::move(own)) {}

SinkMonitor::~SinkMonitor() {
    if (consumer_ != nullptr) monitor_->stop();
}

AudioConsumer* SinkMonitor::consumer() {
    if (consumer_ != nullptr || retry_samples_ > 0) return consumer_;
    if (const auto started = monitor_->start()) {
        consumer_ = *started;
        consumer_->discard();
        since_look_ = 0;
    } else {
        log::warning("listener.no_sink_monitor", {{"reason", started.error().detail}});
        retry_samples_ = retry_seconds * monitor_->sample_rate_hz();
    }
    return consumer_;
}

// What waits here all the time, the microphone has lost.
void SinkMonitor::keep_up(AudioConsumer& from, std::size_t samples) {
    least_waiting_ = since_look_ == 0 ? from.readable() : std::min(least_waiting_, from.readable());
    since_look_ += samples;
    if (since_look_ < monitor_->sample_rate_hz() / 8) return;
    since_look_ = 0;
    if (least_waiting_ <= monitor_->sample_rate_hz() / 500) return;
    thrown_.resize(least_waiting_);
    from.read(thrown_);
}

bool SinkMonitor::ready(std::size_t samples) {
    auto* const from = consumer();
    return from == nullptr || from->readable() >= samples;
}

void SinkMonitor::read(std::span<float> block) {
    retry_samples_ -= std::min(retry_samples_, block.size());
    std::size_t count = 0;
    if (auto* const from = consumer()) {
        count = from->read(block);
        keep_up(*from, block.size());
    }
    std::fill(block.begin() + static_cast<std::ptrdiff_t>(count), block.end(), 0.0F);
    own_block_.resize(block.size());
    if (own_) own_->read(own_block_);
    look_for_ourselves(block);
    if (consumer_ == nullptr || unheard_ > monitor_->sample_rate_hz() / 2) {
        std::ranges::copy(own_block_, block.begin());
    }
}

// The default loudspeaker may have become another one.
void SinkMonitor::look_for_ourselves(std::span<const float> heard) {
    if (sounds(heard)) {
        unheard_ = 0;
    } else if (sounds(own_block_)) {
        unheard_ += heard.size();
    }
    if (consumer_ == nullptr || unheard_ < 2 * std::size_t{monitor_->sample_rate_hz()}) return;
    log::info("listener.sink_monitor_silent", {{"device", monitor_->name()}});
    monitor_->stop();
    consumer_ = nullptr;
    unheard_ = 0;
    retry_samples_ = retry_seconds * monitor_->sample_rate_hz();
}

}  // namespace utter::audio
