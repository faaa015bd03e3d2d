#include "utter/speech/engines/espeak/espeak_trainer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <cmath>
#include <fstream>

#include "utter/audio/speech_meter.hpp"
#include "utter/audio/wav_file.hpp"
#include "utter/speech/engines/espeak/espeak_tts.hpp"
#include "utter/speech/engines/espeak/library.hpp"
#include "utter/speech/engines/espeak/treble.hpp"
#include "utter/speech/engines/espeak/voice_profile.hpp"

namespace utter::speech {
namespace {

using testing::HasSubstr;

constexpr auto told =
    "When the sunlight strikes raindrops in the air, they act as a prism and form a rainbow. "
    "The rainbow is a division of white light into many beautiful colours. Is that so? These take "
    "the shape of a long round arch, with its path high above, and its two ends apparently beyond "
    "the horizon.";
constexpr auto asked =
    "There is, according to legend, a boiling pot of gold at one end. People look, but no one ever "
    "finds it! Throughout the centuries people have explained the rainbow in various ways.";

class Trained : public testing::Test {
  protected:
    Trained() {
        std::string pattern = testing::TempDir() + "/utter-trainer-XXXXXX";
        folder = ::mkdtemp(pattern.data());
        trainer.emplace(EspeakTrainerSettings{.data_dir = {}, .trained_dir = folder / "voices"});
    }
    ~Trained() override { std::filesystem::remove_all(folder); }

    // Somebody's recording.
    std::filesystem::path record(const espeak::Utterance& manner, const std::string& name) {
        auto words = manner;
        words.text = told;
        const auto path = folder / (name + ".wav");
        const auto sound = espeak::speak({}, words);
        EXPECT_TRUE(sound) << sound.error().detail;
        EXPECT_TRUE(audio::write_wav(path, *sound));
        return path;
    }

    audio::AudioBuffer say(const std::string& voice) {
        EspeakSettings settings;
        settings.trained_dir = folder / "voices";
        return EspeakTts(settings).synthesize({asked, "en-US", voice, 1.0}).value();
    }

    std::filesystem::path folder;
    std::optional<EspeakTrainer> trainer;
};

audio::SpeechMeasures measure(const audio::AudioBuffer& sound) {
    audio::SpeechMeter meter;
    meter.add(sound);
    return meter.measures().value();
}

// How far two ways to speak are apart: each part in steps that people just hear well.
struct Distance {
    double pitch = 0;
    double speed = 0;
    double tilt = 0;

    [[nodiscard]] double whole() const { return pitch + speed + tilt; }
};

Distance between(const audio::SpeechMeasures& a, const audio::SpeechMeasures& b) {
    return {std::abs(12 * std::log2(a.pitch_hz / b.pitch_hz)),
            std::abs(std::log2(a.syllables_per_second / b.syllables_per_second)) * 6,
            std::abs(a.tilt_db - b.tilt_db) / 3};
}

const espeak::Utterance slow_man{.text = "",
                                 .lang = "en-US",
                                 .voice = "",
                                 .variant = "m3",
                                 .words_per_minute = 120,
                                 .pitch = 35,
                                 .pitch_range = 30};
const espeak::Utterance quick_woman{.text = "",
                                    .lang = "en-US",
                                    .voice = "",
                                    .variant = "f2",
                                    .words_per_minute = 260,
                                    .pitch = 75,
                                    .pitch_range = 80};

TEST_F(Trained, TwoSpeakersBecomeTwoVoicesNearerToThemThanTheUsualOne) {
    const auto man = trainer->train({"man", "en-US", {record(slow_man, "a")}}, nullptr, {});
    const auto woman = trainer->train({"woman", "en-US", {record(quick_woman, "b")}}, nullptr, {});
    ASSERT_TRUE(man && *man) << man.error().detail;
    ASSERT_TRUE(woman && *woman) << woman.error().detail;
    const auto man_profile = espeak::load_profile(folder / "voices", "man").value().value();
    const auto woman_profile = espeak::load_profile(folder / "voices", "woman").value().value();
    EXPECT_NE(man_profile, woman_profile);
    EXPECT_GT((*woman)->measures.at("pitch_hz"), (*man)->measures.at("pitch_hz") * 1.5);
    EXPECT_GT(woman_profile.words_per_minute, man_profile.words_per_minute * 4 / 3);

    const auto usual = measure(say(""));
    for (const auto& [manner, voice] :
         {std::pair(slow_man, "man"), std::pair(quick_woman, "woman")}) {
        auto words = manner;
        words.text = asked;  // other words than those it was trained from
        const auto speaker = measure(espeak::speak({}, words).value());
        const auto trained = between(speaker, measure(say(voice)));
        const auto untrained = between(speaker, usual);
        const auto figures =
            std::string(voice) + ": pitch " + std::to_string(trained.pitch) + " for " +
            std::to_string(untrained.pitch) + ", speed " + std::to_string(trained.speed) + " for " +
            std::to_string(untrained.speed) + ", tilt " + std::to_string(trained.tilt) + " for " +
            std::to_string(untrained.tilt);
        RecordProperty(voice, figures);
        EXPECT_LT(trained.pitch, untrained.pitch / 2) << figures;
        EXPECT_LT(trained.speed, untrained.speed / 2) << figures;
        EXPECT_LT(trained.whole(), untrained.whole() / 2) << figures;
    }
}

TEST_F(Trained, TellsItsProgress) {
    std::vector<double> fractions;
    const auto sample = record(slow_man, "a");
    const auto voice = trainer->train({"v", "en", {sample, sample}},
                                      [&](const TrainingProgress& progress) {
                                          EXPECT_FALSE(progress.stage.empty());
                                          fractions.push_back(progress.fraction);
                                      },
                                      {});
    ASSERT_TRUE(voice && *voice);
    EXPECT_EQ((*voice)->voice_id, "v");
    EXPECT_EQ((*voice)->quality, VoiceQuality::quick);
    EXPECT_GT((*voice)->speech, std::chrono::seconds(20));
    EXPECT_GE(fractions.size(), 6U);
    EXPECT_EQ(fractions.front(), 0);
    EXPECT_EQ(fractions.back(), 1);
    EXPECT_TRUE(std::ranges::is_sorted(fractions));
}

TEST_F(Trained, StoppedAnywhereItLeavesNoVoice) {
    const auto sample = record(slow_man, "a");
    for (const double at : {0.0, 0.5, 0.7, 0.84}) {
        std::stop_source source;
        const auto voice = trainer->train(
            {"v", "en", {sample}},
            [&](const TrainingProgress& progress) {
                if (progress.fraction >= at - 0.001) source.request_stop();
            },
            source.get_token());
        ASSERT_TRUE(voice) << voice.error().detail;
        EXPECT_FALSE(*voice) << at;
        EXPECT_EQ(espeak::load_profile(folder / "voices", "v"), std::nullopt);
    }
}

TEST_F(Trained, SaysWhatIsWrong) {
    const auto sample = record(slow_man, "a");
    const auto code = [&](const TrainingRequest& request) {
        const auto voice = trainer->train(request, nullptr, {});
        return voice ? std::string("trained") : std::string(to_string(voice.error().code));
    };
    EXPECT_EQ(code({"../v", "en", {sample}}), "invalid_argument");
    EXPECT_EQ(code({"v", "en", {}}), "invalid_argument");
    EXPECT_EQ(code({"v", "en", std::vector(101, sample)}), "limit");
    EXPECT_EQ(code({"v", "qqq", {sample}}), "unsupported");
    EXPECT_EQ(code({"v", "en", {folder / "nothing.wav"}}), "not_found");
    const auto silent = folder / "silent.wav";
    ASSERT_TRUE(audio::write_wav(silent, {std::vector<float>(160'000), 16'000}));
    const auto voice = trainer->train({"v", "en", {silent}}, nullptr, {});
    ASSERT_FALSE(voice);
    EXPECT_EQ(voice.error().code, ErrorCode::invalid_argument);
    EXPECT_THAT(voice.error().detail, HasSubstr("'samples'"));
    EXPECT_TRUE(trainer->check());
    EXPECT_FALSE(EspeakTrainer({}).check());
    EXPECT_FALSE(EspeakTrainer({.data_dir = "/nonexistent", .trained_dir = folder}).check());
}

TEST_F(Trained, AVoiceSpeaksOtherLanguagesAndTakesTheRate) {
    ASSERT_TRUE(espeak::save_profile(folder / "voices", "v", {"f2", 80, 20, 300, 6}));
    EspeakSettings settings;
    settings.trained_dir = folder / "voices";
    EspeakTts engine(settings);
    const auto normal = engine.synthesize({"eins zwei drei vier", "de-DE", "v", 1.0});
    const auto slow = engine.synthesize({"eins zwei drei vier", "de-DE", "v", 0.5});
    ASSERT_TRUE(normal && slow);
    EXPECT_GT(slow->duration(), normal->duration() * 3 / 2);
    EXPECT_EQ(engine.synthesize({"hello", "en", "w", 1.0}).error().code, ErrorCode::not_found);
}

TEST_F(Trained, AVoiceIsForgotten) {
    ASSERT_TRUE(espeak::save_profile(folder / "voices", "v", {}));
    EXPECT_TRUE(trainer->forget("v"));
    EXPECT_EQ(espeak::load_profile(folder / "voices", "v"), std::nullopt);
    EXPECT_TRUE(trainer->forget("v"));
    EXPECT_TRUE(trainer->forget("../v"));
}

TEST_F(Trained, ABrokenVoiceIsSaidByName) {
    std::filesystem::create_directories(folder / "voices");
    EspeakSettings settings;
    settings.trained_dir = folder / "voices";
    for (const char* text :
         {"",
          "[]",
          "{}",
          R"({"variant":7})",
          R"({"variant":"","pitch":100,"pitch_range":1,"words_per_minute":99,"treble_db":0})",
          R"({"variant":"","pitch":1,"pitch_range":1,"words_per_minute":99})"}) {
        std::ofstream(folder / "voices" / "v.json") << text;
        const auto sound = EspeakTts(settings).synthesize({"hello", "en", "v", 1.0});
        ASSERT_FALSE(sound) << text;
        EXPECT_EQ(sound.error().code, ErrorCode::malformed);
        EXPECT_THAT(sound.error().detail, HasSubstr("v.json"));
    }
}

TEST(VoiceProfile, IsReadAsItIsWritten) {
    const espeak::VoiceProfile profile{"f3", 99, 0, 450, -3.25};
    EXPECT_EQ(espeak::parse_profile(to_text(profile)), profile);
    EXPECT_TRUE(espeak::is_profile_name("123e4567-e89b-42d3-a456-426614174000"));
    for (const char* name : {"", "a/b", "..", "a b"}) EXPECT_FALSE(espeak::is_profile_name(name));
}

TEST(ShelveTreble, ChangesTheTiltAndNotTheLevel) {
    auto sound =
        espeak::speak({}, {.text = told, .lang = "en", .voice = "", .variant = ""}).value();
    const auto before = measure(sound);
    for (const double gain_db : {-6.0, 12.0}) {
        auto changed = sound;
        espeak::shelve_treble(changed, gain_db);
        const auto after = measure(changed);
        EXPECT_GT((after.tilt_db - before.tilt_db) / gain_db, 0.4);
        EXPECT_LT((after.tilt_db - before.tilt_db) / gain_db, 1.1);
        EXPECT_NEAR(after.loudness_dbfs, before.loudness_dbfs, 1.5);
        EXPECT_LE(*std::ranges::max_element(changed.samples), 1.0F);
    }
}

}  // namespace
}  // namespace utter::speech
