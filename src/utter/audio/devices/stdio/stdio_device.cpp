#include "utter/audio/devices/stdio/stdio_device.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>

namespace utter::audio {
namespace {

constexpr float scale = 32767.0F;
constexpr int patience_ms = 10;  // so that stop() never waits for whoever is at the other end

bool ready(int descriptor, short events) {
    pollfd waiting{descriptor, events, 0};
    return ::poll(&waiting, 1, patience_ms) > 0;
}

}  // namespace

bool StdoutPlayback::put(std::span<const float> block) {
    // What the reader has not taken by now is late; as with a loudspeaker, it is gone.
    if (!ready(descriptor_, POLLOUT)) return true;
    pending_.resize(block.size());
    std::ranges::transform(block, pending_.begin(), [](float sample) {
        return static_cast<std::int16_t>(std::lround(std::clamp(sample, -1.0F, 1.0F) * scale));
    });
    const auto* bytes = reinterpret_cast<const char*>(pending_.data());
    auto left = pending_.size() * sizeof(std::int16_t);
    while (left > 0) {
        const auto count = ::write(descriptor_, bytes, left);
        if (count < 0 && errno != EINTR && errno != EAGAIN) return false;
        if (count <= 0) continue;
        bytes += count;
        left -= static_cast<std::size_t>(count);
    }
    return true;
}

std::optional<std::size_t> StdinCapture::get(std::span<float> block) {
    const auto wanted = block.size() * sizeof(std::int16_t);
    bool ended = false;
    if (ready(descriptor_, POLLIN)) {
        const auto had = bytes_.size();
        bytes_.resize(wanted);
        const auto count = ::read(descriptor_, bytes_.data() + had, wanted - had);
        ended = count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN);
        bytes_.resize(had + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    }
    const auto samples = bytes_.size() / sizeof(std::int16_t);
    if (samples == 0) return ended ? std::nullopt : std::optional<std::size_t>(0);
    for (std::size_t i = 0; i < samples; ++i) {
        std::int16_t sample = 0;
        std::memcpy(&sample, bytes_.data() + i * sizeof(sample), sizeof(sample));
        block[i] = static_cast<float>(sample) / scale;
    }
    bytes_.erase(bytes_.begin(),
                 bytes_.begin() + static_cast<std::ptrdiff_t>(samples * sizeof(std::int16_t)));
    return samples;
}

}  // namespace utter::audio
