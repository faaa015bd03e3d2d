#include "utter/audio/speech_meter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace utter::audio {
namespace {

struct Speaker {
    double pitch_hz = 120;
    double range_semitones = 0;  // up and down once a second
    double syllables_per_second = 4;
    double overtone = 0.5;  // each harmonic of the one before
    double peak = 0.2;
    std::uint32_t rate_hz = 16'000;
};

// Syllables one after the other, with a second of pause after each five seconds.
AudioBuffer babble(const Speaker& who, double seconds = 12) {
    AudioBuffer sound{{}, who.rate_hz};
    double phase = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(who.rate_hz * seconds); ++i) {
        const double t = static_cast<double>(i) / who.rate_hz;
        const double tune = who.range_semitones / 2 * std::sin(2 * std::numbers::pi * t);
        phase += 2 * std::numbers::pi * who.pitch_hz * std::exp2(tune / 12) / who.rate_hz;
        double x = 0;
        double strength = 1;
        for (int k = 1; k <= 12; ++k, strength *= who.overtone) x += strength * std::sin(k * phase);
        const bool pause = std::fmod(t, 6) >= 5;
        const double loud =
            0.5 - 0.45 * std::cos(2 * std::numbers::pi * who.syllables_per_second * t);
        sound.samples.push_back(static_cast<float>(pause ? 0 : who.peak * loud * x));
    }
    return sound;
}

SpeechMeasures measure(const Speaker& who) {
    SpeechMeter meter;
    meter.add(babble(who));
    return meter.measures().value();
}

TEST(SpeechMeter, FindsPitchAndItsRange) {
    for (const double hz : {90.0, 130.0, 220.0}) {
        EXPECT_NEAR(measure({.pitch_hz = hz}).pitch_hz, hz, hz / 50);
        EXPECT_NEAR(measure({.pitch_hz = hz}).pitch_range_semitones, 0, 0.3);
    }
    // Of a sine, the tenth and ninetieth percentile are at 95 % of the way.
    EXPECT_NEAR(measure({.range_semitones = 6}).pitch_range_semitones, 5.7, 0.7);
}

TEST(SpeechMeter, CountsSyllablesOfSpeechAlone) {
    for (const double rate : {2.5, 4.0, 6.0}) {
        EXPECT_NEAR(measure({.syllables_per_second = rate}).syllables_per_second, rate, rate / 8);
    }
    EXPECT_NEAR(static_cast<double>(measure({}).speech.count()), 10'000, 500);
}

TEST(SpeechMeter, HearsADarkAndABrightVoice) {
    const auto dark = measure({.overtone = 0.5});
    const auto bright = measure({.overtone = 0.9});
    EXPECT_GT(bright.tilt_db, dark.tilt_db + 5);
}

TEST(SpeechMeter, LevelAndRateOfTheRecordingChangeNothingElse) {
    const auto usual = measure({.range_semitones = 4});
    for (const auto& other : {measure({.range_semitones = 4, .peak = 0.05}),
                              measure({.range_semitones = 4, .rate_hz = 44'100})}) {
        EXPECT_NEAR(other.pitch_hz, usual.pitch_hz, 2);
        EXPECT_NEAR(other.pitch_range_semitones, usual.pitch_range_semitones, 0.5);
        EXPECT_NEAR(other.syllables_per_second, usual.syllables_per_second, 0.3);
        EXPECT_NEAR(other.tilt_db, usual.tilt_db, 1);
    }
    EXPECT_NEAR(measure({.peak = 0.05}).loudness_dbfs, measure({}).loudness_dbfs - 12, 0.5);
}

TEST(SpeechMeter, TakesRecordingsTogether) {
    SpeechMeter meter;
    meter.add(babble({.pitch_hz = 100}, 4));
    meter.add(babble({.pitch_hz = 100, .rate_hz = 48'000}, 4));
    EXPECT_NEAR(static_cast<double>(meter.measures()->speech.count()), 8'000, 500);
}

TEST(SpeechMeter, SaysNothingOfSilenceNoiseOrAWord) {
    SpeechMeter meter;
    EXPECT_FALSE(meter.measures());
    meter.add({});
    meter.add({std::vector<float>(10), 16'000});
    meter.add({std::vector<float>(160'000), 16'000});
    meter.add({std::vector<float>(100, 0.5F), 7});
    EXPECT_FALSE(meter.measures());
    meter.add(babble({}, 1));
    EXPECT_FALSE(meter.measures());
    std::uint32_t state = 1;
    std::vector<float> noise(160'000);
    for (float& x : noise) {
        state = state * 1'664'525 + 1'013'904'223;
        x = static_cast<float>(state >> 8U) / (1U << 24U) - 0.5F;
    }
    SpeechMeter noisy;
    noisy.add({noise, 16'000});
    EXPECT_FALSE(noisy.measures());
}

}  // namespace
}  // namespace utter::audio
