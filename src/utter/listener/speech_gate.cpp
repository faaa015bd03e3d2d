#include "utter/listener/speech_gate.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>

#include "utter/audio/pitch.hpp"

namespace utter::listener {
namespace {

constexpr std::size_t run_min = 3;     // steps for which a pitch has to go on
constexpr std::size_t voiced_min = 5;  // steps of such runs, altogether
constexpr double glide_max = 0.12;     // from one step to the next; more is another sound
constexpr double movement_min = 0.03;  // of the pitch in one run; a tone keeps its own
// So long a run, in steps, is a note that is held, unless it moves further than a vibrato does.
constexpr std::size_t held_min = 21;
constexpr double held_movement_min = 0.1;
// A melody stands on its notes and moves in between; a voice is hardly ever still.
constexpr double still_max = 0.003;

// Whether a pitch moves as that of a voice does, in a run without a break.
bool moves(std::span<const double> run) {
    const auto [lowest, highest] = std::ranges::minmax(run);
    if (highest < (1 + (run.size() < held_min ? movement_min : held_movement_min)) * lowest) {
        return false;
    }
    std::size_t still = 0;
    for (std::size_t i = 1; i < run.size(); ++i) {
        if (std::abs(run[i] - run[i - 1]) < still_max * run[i - 1]) ++still;
    }
    return 2 * still <= run.size() - 1;
}

}  // namespace

bool sounds_like_speech(const audio::AudioBuffer& sound) {
    const auto track = audio::track_pitch(sound);
    std::size_t voiced = 0;
    bool moved = false;
    for (std::size_t begin = 0; begin < track.size();) {
        std::size_t end = begin + 1;
        while (track[begin] > 0 && end < track.size() && track[end] > 0 &&
               std::abs(track[end] - track[end - 1]) <= glide_max * track[end - 1]) {
            ++end;
        }
        if (track[begin] > 0 && end - begin >= run_min) {
            voiced += end - begin;
            moved = moved || moves(std::span(track).subspan(begin, end - begin));
        }
        begin = end;
    }
    return moved && voiced >= voiced_min;
}

}  // namespace utter::listener
