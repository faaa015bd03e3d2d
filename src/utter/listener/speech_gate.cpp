#include "utter/listener/speech_gate.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "utter/audio/pitch.hpp"

namespace utter::listener {
namespace {

constexpr std::size_t run_min = 3;     // steps for which a pitch has to go on
constexpr std::size_t voiced_min = 5;  // steps of such runs, altogether
constexpr double glide_max = 0.12;     // from one step to the next; more is another sound
constexpr double movement_min = 0.03;  // of the pitch, over all of them

}  // namespace

bool sounds_like_speech(const audio::AudioBuffer& sound) {
    const auto track = audio::track_pitch(sound);
    std::vector<double> voiced;
    for (std::size_t begin = 0; begin < track.size();) {
        std::size_t end = begin + 1;
        while (track[begin] > 0 && end < track.size() && track[end] > 0 &&
               std::abs(track[end] - track[end - 1]) <= glide_max * track[end - 1]) {
            ++end;
        }
        if (track[begin] > 0 && end - begin >= run_min) {
            voiced.insert(voiced.end(),
                          track.begin() + static_cast<std::ptrdiff_t>(begin),
                          track.begin() + static_cast<std::ptrdiff_t>(end));
        }
        begin = end;
    }
    if (voiced.size() < voiced_min) return false;
    const auto [lowest, highest] = std::ranges::minmax(voiced);
    return highest >= (1 + movement_min) * lowest;
}

}  // namespace utter::listener
