// What a speech service sends for a sound: cut anywhere it is the same sound, or the same refusal;
// frames come whole and in the format that was told.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "utter/speech/engines/remote/sound_decoder.hpp"

namespace {

using namespace utter::speech::remote;

void require(bool condition) {
    if (!condition) std::abort();
}

struct Heard {
    std::string frames;
    std::string failure;

    friend bool operator==(const Heard&, const Heard&) = default;
};

Heard decode(std::string_view bytes, std::size_t piece, std::optional<PcmFormat> bare) {
    Heard heard;
    SoundDecoder decoder(bare, [&heard](std::string_view frames, const PcmFormat& format) {
        require(!frames.empty() && frames.size() % format.frame_bytes() == 0);
        require(format.rate_hz >= pcm_rate_hz_min && format.rate_hz <= pcm_rate_hz_max);
        heard.frames += frames;
        return utter::Result<void>();
    });
    utter::Result<void> result;
    for (std::size_t at = 0; at < bytes.size() && result; at += piece) {
        result = decoder.feed(bytes.substr(at, piece));
    }
    if (result) result = decoder.finish();
    if (!result) heard.failure = result.error().detail;
    require(heard.frames.size() <= bytes.size());
    return heard;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    std::optional<PcmFormat> bare;
    if (data[0] % 2 == 1) bare = PcmFormat{.rate_hz = 24'000, .width_bytes = 2, .channels = 1};
    const std::string_view bytes(reinterpret_cast<const char*>(data + 2), size - 2);
    const auto whole = decode(bytes, std::max<std::size_t>(bytes.size(), 1), bare);
    require(decode(bytes, 1 + data[1] % 64, bare) == whole);
    return 0;
}
