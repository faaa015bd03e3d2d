#pragma once

#include <cstdint>
#include <string_view>

namespace utter {

/// What whoever speaks or listens asks of the media player meanwhile. Spec: OVOS-OCP-1 section 4.3.
enum class MusicPolicy : std::uint8_t { keep, duck, pause };

/// The policy of that name; keep when it is none.
[[nodiscard]] constexpr MusicPolicy music_policy(std::string_view name) noexcept {
    return name == "duck"    ? MusicPolicy::duck
           : name == "pause" ? MusicPolicy::pause
                             : MusicPolicy::keep;
}

/// The topic of the request, at the beginning or at the end; empty: there is none.
[[nodiscard]] constexpr std::string_view music_topic(MusicPolicy policy, bool begins) noexcept {
    switch (policy) {
        case MusicPolicy::keep:
            return {};
        case MusicPolicy::duck:
            return begins ? "ovos.common_play.duck" : "ovos.common_play.unduck";
        case MusicPolicy::pause:
            return begins ? "ovos.common_play.cork" : "ovos.common_play.uncork";
    }
    return {};
}

}  // namespace utter
