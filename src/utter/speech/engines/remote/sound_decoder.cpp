#include "utter/speech/engines/remote/sound_decoder.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace utter::speech::remote {
namespace {

constexpr std::size_t riff_bytes = 12;
constexpr std::size_t chunk_header_bytes = 8;
constexpr std::size_t format_bytes_min = 16;
constexpr std::size_t format_bytes_max = 1024;
constexpr std::uint32_t integer_samples = 1;
constexpr std::uint32_t extensible = 0xFFFE;
// Where the extensible format tells what it is.
constexpr std::size_t subformat_at = 24;
// Whoever does not know a length yet writes the largest there is, or none.
constexpr std::uint32_t length_known_max = 0x7FFF'0000;

std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t width) {
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < width; ++i) {
        number |= std::uint32_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
    }
    return number;
}

// What the first bytes of other things are, for the error.
std::string_view known_as(std::string_view bytes) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kinds{
        {{"ID3", "an MP3"},
         {"\xFF\xFB", "an MP3"},
         {"\xFF\xF3", "an MP3"},
         {"\xFF\xF1", "AAC"},
         {"OggS", "an Ogg file"},
         {"fLaC", "a FLAC file"},
         {"{", "JSON"},
         {"<", "a web page"}}};
    for (const auto& [start, name] : kinds) {
        if (bytes.starts_with(start)) return name;
    }
    return "something unknown";
}

}  // namespace

SoundDecoder::SoundDecoder(std::optional<PcmFormat> bare, Sink sink)
    : format_(bare.value_or(PcmFormat{})),
      bare_allowed_(bare.has_value()),
      sink_(std::move(sink)) {}

Result<void> SoundDecoder::feed(std::string_view bytes) {
    buffer_ += bytes;
    while (true) {
        const auto went_on = step();
        if (!went_on) return std::unexpected(went_on.error());
        if (!*went_on) return {};
    }
}

Result<bool> SoundDecoder::step() {
    switch (state_) {
        case State::first_bytes:
            return read_first_bytes();
        case State::chunk_header:
            return read_chunk_header();
        case State::format_chunk:
            return read_format();
        case State::samples:
            return read_samples();
        case State::skipped:
            break;
    }
    const auto skipped = std::min<std::uint64_t>(left_bytes_, buffer_.size());
    buffer_.erase(0, skipped);
    left_bytes_ -= skipped;
    if (left_bytes_ > 0) return false;
    state_ = State::chunk_header;
    return true;
}

Result<bool> SoundDecoder::read_first_bytes() {
    if (buffer_.size() < riff_bytes) return false;
    if (buffer_.starts_with("RIFF") && buffer_.compare(8, 4, "WAVE") == 0) {
        buffer_.erase(0, riff_bytes);
        state_ = State::chunk_header;
        return true;
    }
    if (!bare_allowed_) {
        return fail(ErrorCode::malformed,
                    "sent " + std::string(known_as(buffer_)) + " instead of a WAV");
    }
    state_ = State::samples;
    return true;
}

Result<bool> SoundDecoder::read_chunk_header() {
    if (buffer_.size() < chunk_header_bytes) return false;
    const auto name = buffer_.substr(0, 4);
    const auto length = number_at(buffer_, 4, 4);
    buffer_.erase(0, chunk_header_bytes);
    left_bytes_ = length;
    if (name == "fmt ") {
        if (format_read_ || length < format_bytes_min || length > format_bytes_max) {
            return fail(ErrorCode::malformed, "sent a WAV whose format cannot be read");
        }
        state_ = State::format_chunk;
    } else if (name == "data") {
        if (!format_read_) {
            return fail(ErrorCode::malformed, "sent a WAV without a format before its samples");
        }
        endless_ = length == 0 || length > length_known_max;
        state_ = State::samples;
    } else {
        left_bytes_ += length % 2;  // chunks begin at even places
        state_ = State::skipped;
    }
    return true;
}

Result<bool> SoundDecoder::read_format() {
    if (buffer_.size() < left_bytes_) return false;
    auto kind = number_at(buffer_, 0, 2);
    if (kind == extensible && left_bytes_ >= subformat_at + 2) {
        kind = number_at(buffer_, subformat_at, 2);
    }
    const auto bits = number_at(buffer_, 14, 2);
    const PcmFormat format{.rate_hz = number_at(buffer_, 4, 4),
                           .width_bytes = bits / 8,
                           .channels = number_at(buffer_, 2, 2)};
    if (kind != integer_samples || (bits != 16 && bits != 24 && bits != 32) ||
        format.rate_hz < pcm_rate_hz_min || format.rate_hz > pcm_rate_hz_max ||
        format.channels < 1 || format.channels > pcm_channels_max) {
        return fail(ErrorCode::unsupported,
                    "sent a WAV of kind " + std::to_string(kind) + " with " + std::to_string(bits) +
                        " bits, " + std::to_string(format.channels) + " channels and " +
                        std::to_string(format.rate_hz) +
                        " Hz; it must be whole numbers of 16, 24 or 32 bits");
    }
    format_ = format;
    format_read_ = true;
    left_bytes_ += left_bytes_ % 2;
    state_ = State::skipped;
    return true;
}

Result<bool> SoundDecoder::read_samples() {
    auto bytes = static_cast<std::uint64_t>(buffer_.size());
    if (!endless_) bytes = std::min(bytes, left_bytes_);
    bytes -= bytes % format_.frame_bytes();
    if (bytes == 0) {
        // What follows the sound of a known length is no sound.
        if (!endless_ && left_bytes_ < format_.frame_bytes()) buffer_.clear();
        return false;
    }
    if (auto taken = sink_(std::string_view(buffer_).substr(0, bytes), format_); !taken) {
        return std::unexpected(taken.error());
    }
    buffer_.erase(0, bytes);
    if (!endless_) left_bytes_ -= bytes;
    return true;
}

Result<void> SoundDecoder::finish() {
    if (state_ == State::first_bytes) {
        if (buffer_.empty()) return {};
        if (!bare_allowed_) return fail(ErrorCode::malformed, "sent too little for a sound");
        // Few samples without a header are samples too.
        state_ = State::samples;
        if (auto rest = feed({}); !rest) return rest;
    }
    if (state_ != State::samples) {
        return fail(ErrorCode::malformed, "ended in the middle of a WAV's header");
    }
    if (!endless_ && left_bytes_ >= format_.frame_bytes()) {
        return fail(ErrorCode::malformed,
                    "ended " + std::to_string(left_bytes_) + " bytes before its WAV did");
    }
    if (endless_ && !buffer_.empty()) {
        return fail(ErrorCode::malformed, "ended in the middle of a sample");
    }
    return {};
}

}  // namespace utter::speech::remote
