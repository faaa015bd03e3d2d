#include "utter/speech/engines/wyoming/wake_session.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace utter::speech::wyoming {
namespace {

constexpr std::size_t blocks_per_second = 100;

}  // namespace

std::string wake_model_name(const std::string& phrase) {
    auto name = phrase;
    std::ranges::replace(name, ' ', '_');
    return name;
}

Result<void> WakeSession::detect(const Event& event) {
    if (offer_.phrases.empty()) {
        return fail(ErrorCode::unsupported, "this service has no wake word");
    }
    wanted_ = strings_under(event.data, "names");
    const bool known = std::ranges::any_of(offer_.phrases, [this](const auto& phrase) {
        return std::ranges::find(wanted_, wake_model_name(phrase)) != wanted_.end();
    });
    if (!wanted_.empty() && !known) {
        return fail(ErrorCode::not_found, "'names' of a detect has no model of this service");
    }
    if (!wake_word_) {
        auto opened = offer_.open();
        if (!opened) return std::unexpected(opened.error());
        wake_word_ = *std::move(opened);
    }
    begin();
    return {};
}

void WakeSession::begin() {
    wake_word_->reset();
    resampler_.reset();
    format_ = {};
    waiting_.clear();
    detected_ = false;
}

Result<void> WakeSession::take_sound(const Event& event, const Send& send) {
    if (event.type == "audio-start") begin();
    if (event.type == "audio-chunk") return hear(event, send);
    if (event.type == "audio-stop" && !std::exchange(detected_, false)) {
        return send({"not-detected", {}, {}});
    }
    return {};
}

Result<void> WakeSession::hear(const Event& chunk, const Send& send) {
    const auto format = read_format(chunk.data);
    if (!format) return std::unexpected(format.error());
    if (!resampler_) {
        auto made = audio::StreamResampler::create(format->rate_hz, wake_word_->sample_rate_hz());
        if (!made) return std::unexpected(made.error());
        resampler_ = *std::move(made);
        format_ = *format;
    }
    if (format_ != *format) {
        return fail(ErrorCode::malformed, "the sound changed its format midway");
    }
    received_.clear();
    if (auto read = append_pcm(chunk.payload, format_, received_); !read) return read;
    resampler_->process(received_, waiting_);
    const auto block = wake_word_->sample_rate_hz() / blocks_per_second;
    std::size_t at = 0;
    for (; at + block <= waiting_.size(); at += block) {
        const auto hit = wake_word_->hear(std::span(waiting_).subspan(at, block));
        if (!hit) continue;
        auto name = wake_model_name(hit->phrase);
        if (!wanted_.empty() && std::ranges::find(wanted_, name) == wanted_.end()) continue;
        detected_ = true;
        Event detection{"detection", {{"name", std::move(name)}, {"timestamp", nullptr}}, {}};
        if (const auto* time = chunk.data.if_contains("timestamp")) {
            detection.data["timestamp"] = *time;
        }
        if (auto sent = send(detection); !sent) return sent;
    }
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(at));
    return {};
}

}  // namespace utter::speech::wyoming
