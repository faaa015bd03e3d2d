#include "utter/speech/engines/flite/flite_tts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include "utter/speech/engines/flite/ascii_text.hpp"

namespace utter::speech {
namespace {

using testing::HasSubstr;

double loudest(const audio::AudioBuffer& sound) {
    float peak = 0;
    for (const float x : sound.samples) peak = std::max(peak, std::abs(x));
    return peak;
}

Result<audio::AudioBuffer> say(std::string text,
                               std::string voice = "",
                               double rate = 1.0,
                               std::string lang = "en-US") {
    FliteTts engine;
    return engine.synthesize({std::move(text), std::move(lang), std::move(voice), rate});
}

TEST(FliteTts, EveryVoiceSpeaks) {
    for (const auto& voice : FliteTts::voices()) {
        const auto sound = say("what time is it", voice);
        ASSERT_TRUE(sound) << voice << ": " << sound.error().detail;
        EXPECT_GE(sound->sample_rate_hz, 8000U) << voice;
        EXPECT_GT(sound->duration(), std::chrono::milliseconds(500)) << voice;
        EXPECT_LT(sound->duration(), std::chrono::milliseconds(3000)) << voice;
        EXPECT_GT(loudest(*sound), 0.05) << voice;
    }
}

TEST(FliteTts, SpeaksAllSentences) {
    const auto one = say("The timer is set.");
    const auto three = say("The timer is set. The timer is set. The timer is set.");
    ASSERT_TRUE(one && three);
    EXPECT_GT(three->duration(), one->duration() * 5 / 2);
}

// Flite's noise differs from one call to the next, so sounds are compared by duration.
TEST(FliteTts, RequestsDoNotInfluenceEachOther) {
    const auto first = say("hello there");
    ASSERT_TRUE(say("in between", "slt", 2.0));
    ASSERT_TRUE(say("in between", "", 2.0));
    const auto second = say("hello there");
    ASSERT_TRUE(first && second);
    EXPECT_EQ(first->duration(), second->duration());
}

TEST(FliteTts, RateChangesDurationForEveryVoice) {
    for (const auto& voice : FliteTts::voices()) {
        const auto slow = say("a rather long sentence to say", voice, 0.5);
        const auto fast = say("a rather long sentence to say", voice, 3.0);
        ASSERT_TRUE(slow && fast) << voice;
        EXPECT_GT(slow->duration(), fast->duration() * 2) << voice;
    }
}

TEST(FliteTts, RefusesUnknownVoiceNamingTheOthers) {
    const auto sound = say("hello", "en-us");
    ASSERT_FALSE(sound);
    EXPECT_EQ(sound.error().code, ErrorCode::not_found);
    EXPECT_THAT(sound.error().detail, HasSubstr("rms, slt"));
    EXPECT_EQ(say("hello", "../slt").error().code, ErrorCode::not_found);
}

TEST(FliteTts, SpeaksEnglishOnly) {
    for (const char* lang : {"en", "en-GB", "EN_us"}) EXPECT_TRUE(say("hi", "", 1.0, lang)) << lang;
    for (const char* lang : {"de-DE", "enm", "", "e"}) {
        EXPECT_EQ(say("hi", "", 1.0, lang).error().code, ErrorCode::unsupported) << lang;
    }
}

TEST(FliteTts, RefusesEmptyTextAndOddRates) {
    for (const char* text : {"", "   ", "\n\t", "\x01"}) {
        EXPECT_EQ(say(text).error().code, ErrorCode::invalid_argument);
    }
    for (const double rate : {0.0, -1.0, 3.1, std::nan("")}) {
        EXPECT_EQ(say("hello", "", rate).error().code, ErrorCode::invalid_argument);
    }
}

TEST(FliteTts, RefusesTextTooLongToSay) {
    std::string text;
    while (text.size() < 30'000) text += "one more sentence that nobody waits for. ";
    EXPECT_EQ(say(text, "kal").error().code, ErrorCode::limit);
    EXPECT_EQ(say(std::string(100'001, 'a')).error().code, ErrorCode::limit);
    EXPECT_TRUE(say("still works", "kal"));
}

TEST(FliteTts, SurvivesOddInput) {
    for (const std::string& text : {std::string("\xff\xfe\x80 hello \xc3"),
                                    std::string("a\0b", 3),
                                    std::string("...!?"),
                                    std::string("<speak><audio src='x'/></speak>"),
                                    std::string(200, 'x'),
                                    std::string(300, '<'),
                                    std::string("\xf0\x9f\x8e\xb5 \xe2\x80\xae hi"),
                                    std::string(100, '9'),
                                    std::string("$1,000,000.50 99:99 1/2 -- 3rd e.g. A.M. #@%")}) {
        const auto sound = say(text);
        EXPECT_TRUE(sound) << sound.error().detail;
    }
}

TEST(FliteTts, PrintsNothing) {
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    EXPECT_TRUE(say("hello"));
    std::ignore = say("hello", "nobody");
    EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(FliteTts, TakesTurnsBetweenThreads) {
    const auto expected = say("one two three");
    ASSERT_TRUE(expected);
    std::vector<std::thread> threads;
    std::vector<std::chrono::milliseconds> heard(4);
    threads.reserve(heard.size());
    for (auto& duration : heard) {
        threads.emplace_back([&duration] { duration = say("one two three")->duration(); });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_THAT(heard, testing::Each(expected->duration()));
}

TEST(AsciiText, WritesOtherLettersInLatinOnes) {
    EXPECT_EQ(flite::ascii_text("Zürich, São Paulo"), "Zurich, Sao Paulo");
    EXPECT_EQ(flite::ascii_text("Straße"), "Strasse");
    EXPECT_EQ(flite::ascii_text("Москва"), "Moskva");
    EXPECT_EQ(flite::ascii_text("it’s"), "it's");
    EXPECT_EQ(flite::ascii_text("a\tb\x7f"), "a b ");
}

TEST(AsciiText, SpellsThePointsOfVersions) {
    EXPECT_EQ(flite::ascii_text("Version 0.1.0."), "Version 0 point 1 point 0.");
    EXPECT_EQ(flite::ascii_text("3.14 of 1. May at 10.30, ..5. 1..2"),
              "3.14 of 1. May at 10.30, ..5. 1..2");
}

}  // namespace
}  // namespace utter::speech
