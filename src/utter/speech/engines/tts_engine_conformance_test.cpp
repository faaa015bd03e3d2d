// What the port TtsEngine promises, on every engine behind it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "utter/speech/engines/conformance_engines.hpp"

namespace utter::speech {
namespace {

using testing::Each;
using testing::HasSubstr;
using namespace std::chrono_literals;

class TtsEngineConformance : public testing::TestWithParam<TtsCase> {
  protected:
    void SetUp() override {
        auto made = GetParam().make();
        if (!made) GTEST_SKIP() << made.error().detail;
        subject_ = *std::move(made);
        if (const auto ready = engine().check("en-US"); !ready) {
            GTEST_SKIP() << ready.error().detail;
        }
    }
    TtsEngine& engine() { return *subject_.engine; }
    Result<audio::AudioBuffer> say(std::string text,
                                   std::string voice = "",
                                   std::string lang = "en-US",
                                   double rate = 1.0) {
        return engine().synthesize({std::move(text), std::move(lang), std::move(voice), rate});
    }

  private:
    TtsSubject subject_;
};

TEST_P(TtsEngineConformance, HasAName) {
    EXPECT_EQ(engine().name(), GetParam().engine);
}

TEST_P(TtsEngineConformance, Speaks) {
    const auto sound = say("what time is it");
    ASSERT_TRUE(sound) << sound.error().detail;
    EXPECT_GE(sound->sample_rate_hz, 8'000U);
    EXPECT_LE(sound->sample_rate_hz, 192'000U);
    EXPECT_GT(sound->duration(), 500ms);
    EXPECT_LT(sound->duration(), 3s);
    float peak = 0;
    for (const float sample : sound->samples) {
        ASSERT_TRUE(std::isfinite(sample));
        peak = std::max(peak, std::abs(sample));
    }
    EXPECT_GT(peak, 0.05F);
    EXPECT_LE(peak, 1.0F);
}

TEST_P(TtsEngineConformance, SpeaksTheWholeText) {
    const auto one = say("The timer is set.");
    const auto three = say("The timer is set. The timer is set. The timer is set.");
    ASSERT_TRUE(one && three);
    EXPECT_GT(three->duration(), one->duration() * 2);
}

TEST_P(TtsEngineConformance, HandsOnPiecesThatMakeUpTheWhole) {
    const SynthesisRequest request{
        "the first words are heard while the last are made", "en-US", "", 1};
    std::vector<audio::AudioBuffer> pieces;
    const auto spoken = engine().stream(request, [&](audio::AudioBuffer piece) {
        pieces.push_back(std::move(piece));
        return true;
    });
    ASSERT_TRUE(spoken) << spoken.error().detail;
    ASSERT_GT(pieces.size(), 3U);
    std::size_t samples = 0;
    for (const auto& piece : pieces) {
        EXPECT_FALSE(piece.samples.empty());
        EXPECT_EQ(piece.sample_rate_hz, pieces.front().sample_rate_hz);
        samples += piece.samples.size();
    }
    EXPECT_LE(pieces.front().duration(), 300ms);
    const auto whole = engine().synthesize(request);
    ASSERT_TRUE(whole);
    EXPECT_NEAR(static_cast<double>(samples),
                static_cast<double>(whole->samples.size()),
                0.1 * whole->sample_rate_hz);
}

TEST_P(TtsEngineConformance, StopsWhenNothingMoreIsWanted) {
    int pieces = 0;
    EXPECT_TRUE(engine().stream({"a sentence that somebody interrupts", "en-US", "", 1},
                                [&](const audio::AudioBuffer&) { return ++pieces < 2; }));
    EXPECT_EQ(pieces, 2);
    EXPECT_TRUE(say("and the next"));
}

TEST_P(TtsEngineConformance, RefusesEmptyTextAndOddRates) {
    for (const char* text : {"", "   ", "\n\t"}) {
        EXPECT_EQ(say(text).error().code, ErrorCode::invalid_argument);
    }
    for (const double rate : {0.0, 0.4, 3.1, -1.0, std::numeric_limits<double>::quiet_NaN()}) {
        EXPECT_EQ(say("hello", "", "en-US", rate).error().code, ErrorCode::invalid_argument);
    }
    EXPECT_TRUE(say("hello", "", "en-US", 0.5));
    EXPECT_TRUE(say("hello", "", "en-US", 3.0));
}

TEST_P(TtsEngineConformance, RefusesATextTooLong) {
    EXPECT_EQ(say(std::string(100'001, 'a')).error().code, ErrorCode::limit);
}

TEST_P(TtsEngineConformance, RefusesAVoiceItDoesNotHave) {
    const auto sound = say("hello", "no-such-voice");
    ASSERT_FALSE(sound);
    EXPECT_EQ(sound.error().code, ErrorCode::not_found);
    EXPECT_THAT(sound.error().detail, HasSubstr("no-such-voice"));
}

TEST_P(TtsEngineConformance, RefusesALanguageItDoesNotHave) {
    const auto sound = say("hello", "", "zz-ZZ");
    ASSERT_FALSE(sound);
    EXPECT_EQ(sound.error().code, ErrorCode::unsupported);
    EXPECT_THAT(sound.error().detail, HasSubstr("zz-ZZ"));
    EXPECT_EQ(engine().check("zz-ZZ").error().code, ErrorCode::unsupported);
}

TEST_P(TtsEngineConformance, SpeaksANamedVoice) {
    EXPECT_TRUE(say("hello", GetParam().voice));
}

TEST_P(TtsEngineConformance, SpeaksAsFastAsItIsTold) {
    if (!GetParam().has_speeds) GTEST_SKIP() << "the engine's protocol has no speed";
    const auto slow = say("a rather long sentence to say", "", "en-US", 0.5);
    const auto fast = say("a rather long sentence to say", "", "en-US", 3.0);
    ASSERT_TRUE(slow && fast);
    EXPECT_GT(slow->duration(), fast->duration() * 2);
}

TEST_P(TtsEngineConformance, ReadsAnythingOut) {
    for (const std::string& text : {std::string("..."),
                                    std::string("\xff\xfe hello \xc3"),
                                    std::string("a\0b", 3),
                                    std::string("<speak><audio src='x'/></speak>"),
                                    std::string("Zürich \xf0\x9f\x8e\xb5 hi")}) {
        const auto sound = say(text);
        ASSERT_TRUE(sound) << sound.error().detail;
        EXPECT_FALSE(sound->samples.empty());
    }
}

TEST_P(TtsEngineConformance, SpeaksToSeveralThreads) {
    const auto expected = say("one two three");
    ASSERT_TRUE(expected);
    std::vector<std::thread> threads;
    std::vector<std::chrono::milliseconds> heard(4);
    threads.reserve(heard.size());
    for (auto& duration : heard) {
        threads.emplace_back([this, &duration] {
            const auto sound = say("one two three");
            if (sound) duration = sound->duration();
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_THAT(heard, Each(expected->duration()));
}

INSTANTIATE_TEST_SUITE_P(Engines,
                         TtsEngineConformance,
                         testing::ValuesIn(tts_cases()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace utter::speech
