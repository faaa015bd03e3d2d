// A transcript that an engine makes up out of nothing must never reach the assistant.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <memory>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include "utter/audio/processing/voice_processor.hpp"
#include "utter/bus/local_bus.hpp"
#include "utter/core/manual_executor.hpp"
#include "utter/listener/ear.hpp"
#include "utter/listener/listener.hpp"
#include "utter/listener/speech_gate.hpp"

namespace utter::listener {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t second_samples = Ear::sample_rate_hz;
constexpr std::size_t clip_samples = 3 * second_samples;

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
    std::array<double, 3> slow{};
    add("pink noise", [&](std::size_t) {
        const double now = white(random);
        slow[0] = 0.99765 * slow[0] + now * 0.0990460;
        slow[1] = 0.96300 * slow[1] + now * 0.2965164;
        slow[2] = 0.57000 * slow[2] + now * 1.0526913;
        return (slow[0] + slow[1] + slow[2] + now * 0.1848) / 3;
    });
    for (const double hz : {50.0, 440.0, 3'000.0}) {
        add("a tone of " + std::to_string(hz),
            [&, hz](std::size_t i) { return tone(hz, seconds(i)); });
    }
    add("hum with harmonics", [&](std::size_t i) {
        double sum = 0;
        for (int k = 1; k < 20; k += 2) sum += tone(50.0 * k, seconds(i)) / k;
        return sum;
    });
    // Notes of an instrument: overtones, and a fall after the stroke.
    const auto note = [&](double hz, double since) {
        double sum = 0;
        for (int k = 1; k < 8; ++k) sum += tone(hz * k, since) / (k * k);
        return sum * std::exp(-since * 2);
    };
    add("a chord", [&](std::size_t i) {
        const double since = std::fmod(seconds(i), 1.5);
        return note(220, since) + note(277.2, since) + note(329.6, since);
    });
    add("a melody", [&](std::size_t i) {
        constexpr std::array<double, 8> hz{262, 294, 330, 349, 392, 330, 294, 262};
        const auto at = static_cast<std::size_t>(seconds(i) / 0.35) % hz.size();
        return 1.5 * note(hz[at], std::fmod(seconds(i), 0.35));
    });
    add("an organ", [&](std::size_t i) {
        const double t = seconds(i) + 0.0008 * std::sin(2 * std::numbers::pi * 5 * seconds(i));
        return (tone(196, t) + 0.6 * tone(392, t) + 0.4 * tone(588, t)) / 2;
    });
    for (const double every : {0.1, 0.25, 0.7}) {
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

// Makes words of whatever it is given, as speech models do.
class AlwaysHears final : public speech::SttEngine {
  public:
    [[nodiscard]] std::string_view name() const override { return "always"; }
    [[nodiscard]] Result<void> check(std::string_view /*lang*/) const override { return {}; }
    [[nodiscard]] Result<void> set_grammar(const speech::SpeechGrammar& /*grammar*/) override {
        return {};
    }
    void set_phrases(const speech::SpeechGrammar& /*phrases*/) override {}
    [[nodiscard]] Result<speech::Transcript> transcribe(const audio::AudioBuffer& /*sound*/,
                                                        std::string_view lang) override {
        ++asked;
        return speech::Transcript{
            .text = "thank you for watching", .lang = std::string(lang), .confidence = 1};
    }
    int asked = 0;
};

// The test feeds the ear.
class NoMicrophone final : public Microphone {
  public:
    void listen() override {}
    void follow_up(std::chrono::milliseconds /*window*/) override {}
    void cancel() override {}
    void set_answering(bool /*answering*/) override {}
    void set_asleep(bool /*asleep*/) override {}
};

class Listening : public testing::Test {
  protected:
    Listening() {
        EXPECT_TRUE(listener_.open());
        everything_ = bus_.subscribe(TopicFilter("*"), inline_, [this](const Message& message) {
            ++published_[message.type()];
        });
    }

    // All the way from the microphone's samples, as `utter run` in continuous mode goes it.
    void hear(std::vector<float> sound) {
        auto processor = audio::VoiceProcessor::create({.noise = false, .gain = false}).value();
        Ear ear({.mode = ListenMode::continuous}, {}, events_);
        sound.resize(sound.size() + 2 * second_samples);
        const std::vector<float> nothing(Ear::block_samples);
        for (std::size_t at = 0; at < sound.size(); at += Ear::block_samples) {
            const auto block = std::span(sound).subspan(at, Ear::block_samples);
            processor->played(nothing);
            const bool voice = processor->clean(block, 100ms);
            ear.hear(block, voice);
            while (executor_.run_one() || worker_.run_one()) continue;
        }
    }

    bus::LocalBus bus_;
    InlineExecutor inline_;
    ManualExecutor executor_;
    ManualExecutor worker_;
    std::shared_ptr<AlwaysHears> engine_ = std::make_shared<AlwaysHears>();
    EarEvents events_;
    std::map<std::string, int> published_;
    bus::Subscription everything_;
    Listener listener_{{.bus = bus_,
                        .executor = executor_,
                        .worker = worker_,
                        .open_engine = [this] { return engine_; },
                        .is_speech = &sounds_like_speech,
                        .open_microphone =
                            [this](EarEvents events) {
                                events_ = std::move(events);
                                return std::make_unique<NoMicrophone>();
                            }},
                       {}};
};

TEST_F(Listening, NothingIsHeardInSoundThatIsNobody) {
    const auto all = clips();
    ASSERT_EQ(all.size(), 100U);
    for (const auto& clip : all) {
        const auto before = published_["ovos.utterance.handle"];
        hear(clip.samples);
        EXPECT_EQ(published_["ovos.utterance.handle"], before) << clip.name;
    }
    // What was taken for speech at first has ended all the same.
    EXPECT_GT(published_["ovos.listener.record.started"], 20);
    EXPECT_EQ(published_["ovos.listener.record.started"], published_["ovos.stt.failed"]);
    EXPECT_EQ(engine_->asked, 0);
    RecordProperty("recordings", published_["ovos.listener.record.started"]);
}

// The engine of the test above hears: a buzz whose pitch moves, in syllables, is let through.
TEST_F(Listening, AVoiceIsHeard) {
    std::vector<float> voice(2 * second_samples);
    double phase = 0;
    for (std::size_t i = second_samples / 4; i < voice.size(); ++i) {
        const double t = seconds(i);
        phase += 2 * std::numbers::pi * 120 * (1 + 0.15 * std::sin(2 * t)) / Ear::sample_rate_hz;
        double sample = 0;
        for (int k = 1; k < 30; ++k) {
            sample += std::sin(k * phase) / (1 + std::pow((k * 120 - 500) / 250.0, 2));
        }
        voice[i] = static_cast<float>(0.08 * std::abs(std::sin(10 * t)) * sample);
    }
    hear(voice);
    EXPECT_EQ(published_["ovos.utterance.handle"], 1);
}

}  // namespace
}  // namespace utter::listener
