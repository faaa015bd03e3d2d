#include "utter/speech/engines/espeak/treble.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "utter/audio/speech_meter.hpp"

namespace utter::speech::espeak {

void shelve_treble(audio::AudioBuffer& sound, double gain_db) {
    if (gain_db == 0) return;
    // The high shelf of R. Bristow-Johnson's "Cookbook formulae for audio EQ", slope 1.
    const double a = std::pow(10, gain_db / 40);
    const double w = 2 * std::numbers::pi * audio::tilt_corner_hz / sound.sample_rate_hz;
    const double cosine = std::cos(w);
    const double slope = 2 * std::sqrt(a) * std::sin(w) / std::numbers::sqrt2;
    const double a0 = (a + 1) - (a - 1) * cosine + slope;
    const double b0 = a * ((a + 1) + (a - 1) * cosine + slope) / a0;
    const double b1 = -2 * a * ((a - 1) + (a + 1) * cosine) / a0;
    const double b2 = a * ((a + 1) + (a - 1) * cosine - slope) / a0;
    const double a1 = 2 * ((a - 1) - (a + 1) * cosine) / a0;
    const double a2 = ((a + 1) - (a - 1) * cosine - slope) / a0;
    double z1 = 0;
    double z2 = 0;
    double before = 0;
    double after = 0;
    float peak = 0;
    for (float& sample : sound.samples) {
        const double x = sample;
        const double y = b0 * x + z1;
        z1 = b1 * x - a1 * y + z2;
        z2 = b2 * x - a2 * y;
        sample = static_cast<float>(y);
        before += x * x;
        after += y * y;
        peak = std::max(peak, std::abs(sample));
    }
    if (after <= 0) return;
    const double level = std::min(std::sqrt(before / after), 1.0 / peak);
    for (float& sample : sound.samples) sample = static_cast<float>(sample * level);
}

}  // namespace utter::speech::espeak
