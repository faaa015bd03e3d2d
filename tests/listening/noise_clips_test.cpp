// A transcript that an engine makes up out of nothing must never reach the assistant.

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include "utter/audio/processing/voice_processor.hpp"
#include "utter/listener/ear.hpp"
#include "utter/listener/speech_gate.hpp"

namespace utter::listener {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t second_samples = Ear::sample_rate_hz;
constexpr std::size_t clip_samples = 3 * second_samples;
constexpr auto voice_min = 150ms;  // as ListenerSettings::voice_min

struct Clip {
    std::string name;
    std::vector<float> samples = std::vector<float>(clip_samples);
};

double seconds(std::size_t sample) {
    return static_cast<double>(sample) / Ear::sample_rate_hz;
}

// Twenty sounds that are nobody, at five levels.
std::vector<Clip> clips() {
    std::vector<Clip> made;
    std::mt19937 random(11);
    std::normal_distribution<double> white(0, 1);
    const auto add = [&made](const std::string& name, auto sample) {
        for (const double level : {0.001, 0.004, 0.016, 0.06, 0.2}) {
            Clip clip{name + " at " + std::to_string(level)};
            for (std::size_t i = 0; i < clip_samples; ++i) {
                clip.samples[i] = static_cast<float>(std::clamp(level * sample(i), -1.0, 1.0));
            }
            made.push_back(std::move(clip));
        }
    };
    const auto tone = [](double hz, double t) { return std::sin(2 * std::numbers::pi * hz * t); };
    add("silence", [](std::size_t) { return 0.0; });
    add("white noise", [&](std::size_t) { return white(random); });
    double red = 0;
    add("red noise", [&](std::size_t) { return 4 * (red = 0.98 * red + 0.02 * white(random)); });
    double fan = 0;
    add("a fan", [&](std::size_t i) {
        fan = 0.9 * fan + 0.1 * white(random);
        return 3 * fan + 0.3 * tone(120, seconds(i));
    });
    for (const double hz : {50.0, 60.0, 440.0, 1'000.0, 3'000.0}) {
        add("a tone of " + std::to_string(hz),
            [&, hz](std::size_t i) { return tone(hz, seconds(i)); });
    }
    add("hum with harmonics", [&](std::size_t i) {
        double sum = 0;
        for (int k = 1; k < 20; k += 2) sum += tone(50.0 * k, seconds(i)) / k;
        return sum;
    });
    for (const double every : {0.1, 0.25, 0.7, 1.3}) {
        add("clicks every " + std::to_string(every) + " s", [&, every](std::size_t i) {
            const double since = std::fmod(seconds(i), every);
            return since < 0.004 ? 4 * white(random) * (1 - since / 0.004) : 0.0;
        });
    }
    add("knocks", [&](std::size_t i) {
        const double since = std::fmod(seconds(i), 0.9);
        return 3 * std::exp(-since * 40) * tone(180, since);
    });
    add("beeps", [&](std::size_t i) {
        return std::fmod(seconds(i), 1.0) < 0.15 ? tone(2'000, seconds(i)) : 0.0;
    });
    add("a kettle", [&](std::size_t i) { return white(random) * (0.2 + 0.3 * seconds(i)); });
    add("rain", [&](std::size_t) { return white(random) * (random() % 7 == 0 ? 2.0 : 0.3); });
    add("a door", [&](std::size_t i) {
        const double since = seconds(i) - 1;
        return since > 0 && since < 0.12 ? 5 * white(random) * (1 - since / 0.12) : 0.0;
    });
    return made;
}

TEST(Listening, NothingIsHeardInSoundThatIsNobody) {
    std::size_t heard = 0;
    const auto all = clips();
    ASSERT_GE(all.size(), 95U);
    for (const auto& clip : all) {
        auto processor = audio::VoiceProcessor::create({.noise = false, .gain = false}).value();
        Ear ear({.mode = ListenMode::continuous},
                {},
                {.woke = {}, .began = {}, .ended = [&](const Capture& capture) {
                     if (capture.end != Endpointer::State::no_voice && capture.voice >= voice_min &&
                         sounds_like_speech(capture.sound)) {
                         ++heard;
                         ADD_FAILURE()
                             << clip.name << ": " << capture.voice.count() << " ms of voice";
                     }
                 }});
        auto sound = clip.samples;
        sound.resize(sound.size() + 2 * second_samples);
        const std::vector<float> nothing(Ear::block_samples);
        for (std::size_t at = 0; at < sound.size(); at += Ear::block_samples) {
            const auto block = std::span(sound).subspan(at, Ear::block_samples);
            processor->played(nothing);
            const bool voice = processor->clean(block, 100ms);
            ear.hear(block, voice);
        }
    }
    EXPECT_EQ(heard, 0U) << "of " << all.size();
}

}  // namespace
}  // namespace utter::listener
