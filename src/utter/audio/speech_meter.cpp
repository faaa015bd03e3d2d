#include "utter/audio/speech_meter.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "utter/audio/pitch.hpp"
#include "utter/audio/resampler.hpp"

namespace utter::audio {
namespace {

constexpr auto rate_hz = SpeechMeter::sample_rate_hz;  // what all recordings have in common
constexpr std::size_t step = rate_hz * pitch_step.count() / 1'000;
constexpr double silence_dbfs = -60;
constexpr double below_loudest_db = 25;  // what is softer than that is a pause
constexpr std::size_t gap_steps = 8;     // 160 ms: a shorter silence belongs to a word
constexpr double dip_db = 2;             // between two syllables; de Jong and Wempe, 2009

struct Step {
    double power = 0;
    double low = 0;
    double high = 0;
    double level_db = -120;      // smoothed
    double low_level_db = -120;  // the same of `low`, where vowels are and hissing is not
    bool speech = false;
};

double to_db(double power) {
    return 10 * std::log10(power + 1e-12);
}

// A Butterworth filter of the second order, from the bilinear transform.
class Biquad {
  public:
    Biquad(double corner_hz, bool high) {
        const double k = std::tan(std::numbers::pi * corner_hz / rate_hz);
        const double norm = 1 / (1 + std::numbers::sqrt2 * k + k * k);
        b0_ = high ? norm : k * k * norm;
        b1_ = high ? -2 * b0_ : 2 * b0_;
        a1_ = 2 * (k * k - 1) * norm;
        a2_ = (1 - std::numbers::sqrt2 * k + k * k) * norm;
    }

    double operator()(double x) {
        const double y = b0_ * x + z1_;
        z1_ = b1_ * x - a1_ * y + z2_;
        z2_ = b0_ * x - a2_ * y;
        return y;
    }

  private:
    double b0_;
    double b1_;
    double a1_;
    double a2_;
    double z1_ = 0;
    double z2_ = 0;
};

std::vector<Step> steps_of(const std::vector<float>& samples) {
    Biquad low(tilt_corner_hz, false);
    Biquad high(tilt_corner_hz, true);
    std::vector<Step> steps(samples.size() / step);
    for (std::size_t i = 0; i < steps.size() * step; ++i) {
        const double x = samples[i];
        const double below = low(x);
        const double above = high(x);
        auto& now = steps[i / step];
        now.power += x * x / step;
        now.low += below * below / step;
        now.high += above * above / step;
    }
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const auto& before = steps[i > 0 ? i - 1 : i];
        const auto& after = steps[i + 1 < steps.size() ? i + 1 : i];
        steps[i].level_db = to_db((before.power + 2 * steps[i].power + after.power) / 4);
        steps[i].low_level_db = to_db((before.low + 2 * steps[i].low + after.low) / 4);
    }
    return steps;
}

// Marks what is not a pause.
void mark_speech(std::vector<Step>& steps) {
    std::vector<double> levels;
    levels.reserve(steps.size());
    for (const auto& each : steps) levels.push_back(each.level_db);
    // Not the very loudest, which may be a click.
    const auto loud = levels.begin() + static_cast<std::ptrdiff_t>(levels.size() * 95 / 100);
    std::ranges::nth_element(levels, loud);
    const double floor_db = std::max(silence_dbfs, *loud - below_loudest_db);
    std::size_t last = steps.size();  // the last step of speech so far
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (steps[i].level_db < floor_db) continue;
        if (last < i && i - last <= gap_steps) {
            for (std::size_t gap = last + 1; gap < i; ++gap) steps[gap].speech = true;
        }
        steps[i].speech = true;
        last = i;
    }
}

// Peaks of the vowels' level with a dip between them.
std::size_t count_syllables(const std::vector<Step>& steps) {
    std::size_t count = 0;
    double turn_db = -120;  // the lowest since the last peak, or the highest since the last dip
    bool rising = true;
    for (const auto& each : steps) {
        const double level = each.speech ? each.low_level_db : -120;
        if (rising == (level > turn_db)) {
            turn_db = level;
        } else if (std::abs(level - turn_db) >= dip_db) {
            if (rising) ++count;
            rising = !rising;
            turn_db = level;
        }
    }
    return count;
}

double percentile(std::vector<double> values, double share) {
    const auto at = values.begin() +
                    static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::ranges::nth_element(values, at);
    return *at;
}

}  // namespace

void SpeechMeter::add(const AudioBuffer& sound) {
    if (sound.sample_rate_hz != rate_hz) {
        if (const auto slow = resample(sound, rate_hz)) add(*slow);
        return;
    }
    if (sound.samples.size() < step) return;
    auto steps = steps_of(sound.samples);
    mark_speech(steps);
    const auto track = track_pitch(sound);
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (!steps[i].speech) continue;
        ++speech_steps_;
        speech_power_ += steps[i].power;
        if (i >= track.size() || track[i] <= 0) continue;
        pitches_hz_.push_back(track[i]);
        low_power_ += steps[i].low;
        high_power_ += steps[i].high;
    }
    syllables_ += count_syllables(steps);
}

std::optional<SpeechMeasures> SpeechMeter::measures() const {
    constexpr std::chrono::milliseconds speech_min{2'000};
    constexpr std::size_t voiced_min = 25;  // half a second
    const auto speech = speech_steps_ * pitch_step;
    if (speech < speech_min || pitches_hz_.size() < voiced_min) return std::nullopt;
    SpeechMeasures out;
    out.speech = speech;
    out.pitch_hz = percentile(pitches_hz_, 0.5);
    // A track that takes half or twice the pitch somewhere would widen the range by an octave.
    std::vector<double> near;
    for (const double hz : pitches_hz_) {
        const double octaves = std::log2(hz / out.pitch_hz);
        if (std::abs(octaves) < 0.8) near.push_back(12 * octaves);
    }
    out.pitch_range_semitones = percentile(near, 0.9) - percentile(near, 0.1);
    out.voiced_share = static_cast<double>(pitches_hz_.size()) / static_cast<double>(speech_steps_);
    const auto seconds = std::chrono::duration<double>(speech).count();
    out.syllables_per_second = static_cast<double>(syllables_) / seconds;
    out.tilt_db = to_db(high_power_) - to_db(low_power_);
    out.loudness_dbfs = to_db(speech_power_ / static_cast<double>(speech_steps_));
    return out;
}

}  // namespace utter::audio
