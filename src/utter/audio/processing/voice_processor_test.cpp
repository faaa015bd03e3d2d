#include "utter/audio/processing/voice_processor.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>
#include <vector>

namespace utter::audio {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t rate = 16'000;
constexpr std::size_t block_samples = rate / 100;

// Something like speech: a buzz with formants, in syllables, with pauses between words.
std::vector<float> speech_like(std::chrono::seconds length, double pitch_hz, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<double> breath(0, 0.02);
    std::vector<float> out(rate * static_cast<std::size_t>(length.count()));
    double phase = 0;
    for (std::size_t i = 0; i < out.size(); ++i) {
        const double t = static_cast<double>(i) / rate;
        const double pitch = pitch_hz * (1 + 0.15 * std::sin(2 * std::numbers::pi * 0.7 * t));
        phase += 2 * std::numbers::pi * pitch / rate;
        double sample = 0;
        for (int harmonic = 1; harmonic * pitch < 3'800; ++harmonic) {
            const double hz = harmonic * pitch;
            const double formant = 500 + 250 * std::sin(2 * std::numbers::pi * 2.1 * t);
            const double weight = 1 / (1 + std::pow((hz - formant) / 200, 2)) +
                                  0.5 / (1 + std::pow((hz - 1'500) / 300, 2)) + 0.02;
            sample += weight * std::sin(harmonic * phase);
        }
        const double syllable = std::max(0.0, std::sin(2 * std::numbers::pi * 3.3 * t));
        const double word = std::fmod(t, 1.7) < 1.2 ? 1 : 0;
        out[i] = static_cast<float>(0.08 * word * syllable * (sample + breath(random)));
    }
    return out;
}

// A room: the straight way from loudspeaker to microphone and a tail of 50 ms.
std::vector<float> in_a_room(const std::vector<float>& dry, std::chrono::milliseconds delay) {
    std::mt19937 random(7);
    std::normal_distribution<double> reflection(0, 1);
    std::vector<float> response(rate / 20);
    for (std::size_t i = 0; i < response.size(); ++i) {
        const double fall = std::exp(-6.9 * static_cast<double>(i) / response.size());
        response[i] = static_cast<float>(0.03 * fall * reflection(random));
    }
    response[0] = 0.4F;
    const auto shift = static_cast<std::size_t>(delay.count()) * rate / 1000;
    std::vector<float> wet(dry.size());
    for (std::size_t i = 0; i < dry.size(); ++i) {
        if (dry[i] == 0) continue;
        for (std::size_t j = 0; j < response.size() && i + j + shift < wet.size(); ++j) {
            wet[i + j + shift] += dry[i] * response[j];
        }
    }
    // A microphone hisses; without that, "nothing left" would be infinitely many decibels.
    std::normal_distribution<float> hiss(0, 0.0005F);
    for (float& x : wet) x += hiss(random);
    return wet;
}

double power_db(std::span<const float> samples) {
    double sum = 1e-12;
    for (const float x : samples) sum += static_cast<double>(x) * x;
    return 10 * std::log10(sum / static_cast<double>(samples.size()));
}

struct Cleaned {
    std::vector<float> sound;
    std::size_t voiced_blocks = 0;  // in the second half, once it has learnt the room
};

Cleaned clean(const std::vector<float>& played,
              const std::vector<float>& recorded,
              VoiceProcessorSettings settings = {}) {
    const auto processor = VoiceProcessor::create(settings).value();
    Cleaned out{recorded};
    for (std::size_t at = 0; at + block_samples <= recorded.size(); at += block_samples) {
        processor->played(std::span(played).subspan(at, block_samples));
        const bool voice = processor->clean(std::span(out.sound).subspan(at, block_samples), 40ms);
        if (voice && at >= recorded.size() / 2) ++out.voiced_blocks;
    }
    return out;
}

TEST(VoiceProcessor, TakesOurOwnSpeechOutOfTheRoom) {
    const auto played = speech_like(12s, 110, 1);
    const auto recorded = in_a_room(played, 40ms);
    // Gain would bring back up what is left, and noise suppression take the hiss out as well.
    const auto cleaned = clean(played, recorded, {.noise = false, .gain = false});
    const auto half = recorded.size() / 2;  // it has learnt the room by then
    const auto before = power_db(std::span(recorded).subspan(half));
    const auto after = power_db(std::span(cleaned.sound).subspan(half));
    RecordProperty("echo_return_loss_db", static_cast<int>(before - after));
    EXPECT_GT(before - after, 25) << "echo return loss enhancement in dB";
}

TEST(VoiceProcessor, WhatIsLeftOfOurOwnVoiceIsNobodysAndAVoiceOverItIsSomebodys) {
    const auto played = speech_like(12s, 110, 1);
    auto recorded = in_a_room(played, 40ms);
    // A sound server's delay jumps, and until the canceller has learnt it anew much is left.
    const auto later = in_a_room(played, 60ms);
    for (std::size_t i = 0; i < recorded.size(); ++i) {
        if (i / rate % 2 == 1) recorded[i] = later[i];
    }
    EXPECT_LT(clean(played, recorded, {.noise = false, .gain = false}).voiced_blocks, 10U);
    const auto voice = speech_like(12s, 190, 2);
    for (std::size_t i = 0; i < recorded.size(); ++i) recorded[i] += voice[i];
    EXPECT_GT(clean(played, recorded, {.noise = false, .gain = false}).voiced_blocks,
              voice.size() / block_samples / 2 / 4);
}

TEST(VoiceProcessor, KeepsTheVoiceOfWhoSpeaksInTheRoom) {
    const auto voice = speech_like(12s, 190, 2);
    const std::vector<float> silence(voice.size());
    const auto cleaned = clean(silence, voice, {.gain = false});
    const auto half = voice.size() / 2;
    EXPECT_GT(power_db(std::span(cleaned.sound).subspan(half)),
              power_db(std::span(voice).subspan(half)) - 6);
    EXPECT_GT(cleaned.voiced_blocks, voice.size() / block_samples / 2 / 4);
}

TEST(VoiceProcessor, HearsNobodyInSilenceAndNoise) {
    std::vector<float> noise(rate * 10);
    EXPECT_EQ(clean(noise, noise).voiced_blocks, 0U);
    std::mt19937 random(3);
    std::normal_distribution<float> hiss(0, 0.003F);
    for (float& x : noise) x = hiss(random);
    const std::vector<float> silence(noise.size());
    const auto cleaned = clean(silence, noise, {.gain = false});
    EXPECT_LT(cleaned.voiced_blocks, 25U);  // of 500
    EXPECT_LT(power_db(std::span(cleaned.sound).subspan(noise.size() / 2)), power_db(noise) - 6);
}

TEST(VoiceProcessor, TakesTheRatesItIsMadeFor) {
    for (const std::uint32_t good : {8'000, 16'000, 32'000, 48'000}) {
        const auto processor = VoiceProcessor::create({.sample_rate_hz = good});
        ASSERT_TRUE(processor) << good;
        std::vector<float> block(good / 100);
        EXPECT_FALSE((*processor)->hears_voice(block));
    }
    EXPECT_FALSE(VoiceProcessor::create({.sample_rate_hz = 44'100}));
}

}  // namespace
}  // namespace utter::audio
