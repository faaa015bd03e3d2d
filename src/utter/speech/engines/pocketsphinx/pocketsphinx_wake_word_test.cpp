#include "utter/speech/engines/pocketsphinx/pocketsphinx_wake_word.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "utter/audio/audio_buffer.hpp"
#include "utter/speech/engines/pocketsphinx/model_files.hpp"
#include "utter/speech/engines/pocketsphinx/spoken_sentence.hpp"

namespace utter::speech {
namespace {

using testing::HasSubstr;

constexpr std::size_t block_samples = 160;

class PocketsphinxWakes : public testing::Test {
  protected:
    void SetUp() override {
        if (const auto models = pocketsphinx::find_models({}); !models) {
            GTEST_SKIP() << models.error().detail;
        }
        if (spoken_sentence("slt", "hello").samples.empty()) {
            GTEST_SKIP() << "the program flite is not installed";
        }
    }

    struct Heard {
        std::string phrase;
        std::chrono::milliseconds at;     // since the sound began, when it was told
        std::chrono::milliseconds ended;  // the phrase
    };

    // A room's quiet noise, the sound, and more noise.
    static std::vector<Heard> hear(WakeWord& wake_word, const audio::AudioBuffer& sound) {
        std::minstd_rand random(3);
        const auto noise = [&random] {
            return 0.002F *
                   (2 * static_cast<float>(random()) / static_cast<float>(std::minstd_rand::max()) -
                    1);
        };
        std::vector<float> room(16'000);
        room.insert(room.end(), sound.samples.begin(), sound.samples.end());
        room.resize(room.size() + 16'000);
        for (auto& sample : room) sample += noise();
        std::vector<Heard> heard;
        for (std::size_t at = 0; at + block_samples <= room.size(); at += block_samples) {
            if (const auto hit = wake_word.hear(std::span(room).subspan(at, block_samples))) {
                const std::chrono::milliseconds now((at + block_samples) / 16);
                heard.push_back({hit->phrase, now, now - hit->ago});
            }
        }
        return heard;
    }
};

TEST_F(PocketsphinxWakes, ToItsPhraseInEveryVoice) {
    auto made = PocketsphinxWakeWord::create({});
    ASSERT_TRUE(made) << made.error().detail;
    for (const auto* voice : {"awb", "kal16", "rms", "slt"}) {
        const auto sound = spoken_sentence(voice, "hey computer");
        const auto heard = hear(**made, sound);
        ASSERT_EQ(heard.size(), 1U) << voice;
        EXPECT_EQ(heard[0].phrase, "hey computer");
        // The synthesisers leave some silence after the last word.
        const auto end = std::chrono::milliseconds(1'000) + sound.duration();
        EXPECT_LE(heard[0].ended, end + std::chrono::milliseconds(50)) << voice;
        EXPECT_GE(heard[0].ended, end - std::chrono::milliseconds(500)) << voice;
        EXPECT_LE(heard[0].at - heard[0].ended, std::chrono::milliseconds(400)) << voice;
    }
}

TEST_F(PocketsphinxWakes, NotToOtherSentences) {
    auto made = PocketsphinxWakeWord::create({});
    ASSERT_TRUE(made) << made.error().detail;
    for (const auto* voice : {"awb", "rms", "slt"}) {
        for (const auto* text : {"what time is it",
                                 "the commuter took a train to work today",
                                 "they put her on the plane",
                                 "set a timer for ten minutes"}) {
            EXPECT_EQ(hear(**made, spoken_sentence(voice, text)).size(), 0U) << voice << text;
        }
    }
}

TEST_F(PocketsphinxWakes, ToEachOfSeveralPhrases) {
    auto made = PocketsphinxWakeWord::create({.phrases = {"hey computer", "alexandra"}});
    ASSERT_TRUE(made) << made.error().detail;
    const auto heard = hear(**made, spoken_sentence("slt", "alexandra"));
    ASSERT_EQ(heard.size(), 1U);
    EXPECT_EQ(heard[0].phrase, "alexandra");
}

TEST_F(PocketsphinxWakes, NamesAWordThatNobodyCanSay) {
    const auto made = PocketsphinxWakeWord::create({.phrases = {"hey xyzzyx"}});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, ErrorCode::invalid_argument);
    EXPECT_THAT(made.error().detail, HasSubstr("xyzzyx"));
    EXPECT_FALSE(PocketsphinxWakeWord::create({.phrases = {}}));
    EXPECT_FALSE(PocketsphinxWakeWord::create({.phrases = {" "}}));
}

}  // namespace
}  // namespace utter::speech
