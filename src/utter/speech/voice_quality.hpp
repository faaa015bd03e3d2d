#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace utter::speech {

/// How good a voice made from so much sound can be. The seed leaves gaps between its ranges; here
/// each reaches to the next.
enum class VoiceQuality : std::uint8_t {
    quick,         ///< 10 s up to a minute
    standard,      ///< 1 minute up to 10
    professional,  ///< 10 minutes and more
};

/// The least sound a voice can be trained from.
inline constexpr std::chrono::milliseconds trainable_min{10'000};

/// @return nothing below trainable_min: no voice comes of that.
[[nodiscard]] constexpr std::optional<VoiceQuality> quality_of(
    std::chrono::milliseconds sound) noexcept {
    if (sound < trainable_min) return std::nullopt;
    if (sound < std::chrono::minutes(1)) return VoiceQuality::quick;
    if (sound < std::chrono::minutes(10)) return VoiceQuality::standard;
    return VoiceQuality::professional;
}

/// "quick", "standard", "professional".
[[nodiscard]] constexpr std::string_view to_string(VoiceQuality quality) noexcept {
    switch (quality) {
        case VoiceQuality::standard:
            return "standard";
        case VoiceQuality::professional:
            return "professional";
        case VoiceQuality::quick:
            break;
    }
    return "quick";
}

}  // namespace utter::speech
