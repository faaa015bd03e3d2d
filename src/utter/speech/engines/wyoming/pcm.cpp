#include "utter/speech/engines/wyoming/pcm.hpp"

namespace utter::speech::wyoming {
namespace {

Result<std::uint32_t> number_in(const json::object& data,
                                std::string_view field,
                                std::int64_t min,
                                std::int64_t max) {
    const auto* value = data.if_contains(field);
    const auto* number = value == nullptr ? nullptr : value->if_int64();
    if (number == nullptr || *number < min || *number > max) {
        return fail(ErrorCode::malformed,
                    "the sound's '" + std::string(field) + "' must be a whole number from " +
                        std::to_string(min) + " to " + std::to_string(max));
    }
    return static_cast<std::uint32_t>(*number);
}

}  // namespace

json::object to_json(const PcmFormat& format) {
    return {{"rate", format.rate_hz}, {"width", format.width_bytes}, {"channels", format.channels}};
}

Result<PcmFormat> read_format(const json::object& data) {
    const auto rate = number_in(data, "rate", remote::pcm_rate_hz_min, remote::pcm_rate_hz_max);
    if (!rate) return std::unexpected(rate.error());
    const auto width = number_in(data, "width", 1, 4);
    if (!width) return std::unexpected(width.error());
    const auto channels = number_in(data, "channels", 1, remote::pcm_channels_max);
    if (!channels) return std::unexpected(channels.error());
    return PcmFormat{*rate, *width, *channels};
}

}  // namespace utter::speech::wyoming
