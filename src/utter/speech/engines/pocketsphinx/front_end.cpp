#include "utter/speech/engines/pocketsphinx/front_end.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <random>
#include <span>

#include "utter/audio/pitch.hpp"
#include "utter/audio/resampler.hpp"

namespace utter::speech::pocketsphinx {

std::chrono::milliseconds speech_duration(const audio::AudioBuffer& sound) {
    constexpr double background_margin_db = 15;
    constexpr double loud_min_db = -50;
    // Cleaner background than this tells nothing about speech.
    constexpr double background_min_db = -75;
    const std::size_t frame = sound.sample_rate_hz / 100;
    if (frame == 0) return {};
    std::vector<double> levels_db;
    for (std::size_t at = 0; at + frame <= sound.samples.size(); at += frame) {
        double sum = 0;
        for (const float x : std::span(sound.samples).subspan(at, frame)) {
            if (std::isfinite(x)) sum += static_cast<double>(x) * x;
        }
        levels_db.push_back(10 * std::log10(sum / static_cast<double>(frame) + 1e-12));
    }
    if (levels_db.empty()) return {};
    auto sorted = levels_db;
    const auto tenth = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 10);
    std::ranges::nth_element(sorted, tenth);
    const double threshold =
        std::max(std::max(*tenth, background_min_db) + background_margin_db, loud_min_db);
    const auto loud = std::ranges::count_if(levels_db, [&](double db) { return db > threshold; });
    return std::chrono::milliseconds(loud * 10);
}

double median_pitch_hz(const audio::AudioBuffer& sound) {
    auto pitches_hz = audio::track_pitch(sound);
    std::erase(pitches_hz, 0.0);
    if (pitches_hz.empty()) return 0;
    const auto middle = pitches_hz.begin() + static_cast<std::ptrdiff_t>(pitches_hz.size() / 2);
    std::ranges::nth_element(pitches_hz, middle);
    return *middle;
}

Result<std::vector<std::int16_t>> decoder_samples(const audio::AudioBuffer& sound, double stretch) {
    constexpr double peak = 0.5;
    constexpr double noise = 0.0015;
    constexpr double full_scale = 32767;
    auto clean = sound;
    for (float& x : clean.samples) {
        if (!std::isfinite(x)) x = 0;
    }
    auto resampled = audio::resample(clean, decoder_rate_hz);
    if (resampled && stretch != 1.0) {
        // Slower by a tenth is the same as having been recorded at a rate lower by a tenth.
        resampled->sample_rate_hz =
            static_cast<std::uint32_t>(std::lround(decoder_rate_hz / stretch));
        resampled = audio::resample(*resampled, decoder_rate_hz);
    }
    if (!resampled) return std::unexpected(resampled.error());
    float loudest = 0;
    for (const float x : resampled->samples) loudest = std::max(loudest, std::abs(x));
    const double gain = peak / std::max(static_cast<double>(loudest), 1e-3);

    // A fixed seed, and no std distribution, whose results differ between standard libraries.
    std::minstd_rand random(1);
    const auto uniform = [&random] {
        return static_cast<double>(random() - std::minstd_rand::min()) /
                   static_cast<double>(std::minstd_rand::max() - std::minstd_rand::min()) -
               0.5;
    };
    std::vector<std::int16_t> samples;
    samples.reserve(resampled->samples.size());
    for (const float x : resampled->samples) {
        // Four uniform numbers make a fair bell of variance 1/3.
        const double bell = (uniform() + uniform() + uniform() + uniform()) * std::sqrt(3.0);
        const double value = (static_cast<double>(x) * gain + bell * noise) * full_scale;
        samples.push_back(
            static_cast<std::int16_t>(std::lround(std::clamp(value, -full_scale, full_scale))));
    }
    return samples;
}

}  // namespace utter::speech::pocketsphinx
