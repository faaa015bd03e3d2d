#include "utter/speech/engines/espeak/espeak_tts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <thread>

#include "utter/speech/engines/espeak/voice_choice.hpp"

namespace utter::speech {
namespace {

using testing::HasSubstr;

double loudest(const audio::AudioBuffer& sound) {
    float peak = 0;
    for (const float x : sound.samples) peak = std::max(peak, std::abs(x));
    return peak;
}

Result<audio::AudioBuffer> say(std::string text,
                               std::string lang = "en-US",
                               std::string voice = "",
                               double rate = 1.0) {
    EspeakTts engine;
    return engine.synthesize({std::move(text), std::move(lang), std::move(voice), rate});
}

TEST(EspeakTts, SpeaksAtItsOwnRate) {
    const auto sound = say("what time is it");
    ASSERT_TRUE(sound) << sound.error().detail;
    EXPECT_EQ(sound->sample_rate_hz, 22050U);
    EXPECT_GT(sound->duration(), std::chrono::milliseconds(500));
    EXPECT_LT(sound->duration(), std::chrono::milliseconds(3000));
    EXPECT_GT(loudest(*sound), 0.05);
}

TEST(EspeakTts, SpeaksManyLanguages) {
    for (const char* lang : {"en-US",
                             "en-GB",
                             "en",
                             "en-AU",
                             "es-ES",
                             "es-MX",
                             "de-DE",
                             "fr-FR",
                             "it-IT",
                             "pt-BR",
                             "pt-PT",
                             "nl-NL",
                             "ru-RU",
                             "pl-PL",
                             "sv-SE",
                             "en_us"}) {
        const auto sound = say("1 2 3", lang);
        ASSERT_TRUE(sound) << lang << ": " << sound.error().detail;
        EXPECT_GT(loudest(*sound), 0.05) << lang;
    }
}

TEST(EspeakTts, AccentsSoundDifferent) {
    EXPECT_NE(say("bath water", "en-US")->samples, say("bath water", "en-GB")->samples);
    EXPECT_NE(say("bath water", "en-US")->samples, say("bath water", "en-US", "en-us+f3")->samples);
}

// eSpeak's noise differs from one call to the next, so sounds are compared by duration.
TEST(EspeakTts, RequestsDoNotInfluenceEachOther) {
    const auto first = say("hello there", "en-GB");
    ASSERT_TRUE(say("guten tag", "de-DE", "", 2.0));
    const auto second = say("hello there", "en-GB");
    ASSERT_TRUE(first && second);
    EXPECT_NEAR(static_cast<double>(first->duration().count()),
                static_cast<double>(second->duration().count()),
                100);
}

TEST(EspeakTts, RateChangesDuration) {
    const auto slow = say("a rather long sentence to say", "en", "", 0.5);
    const auto fast = say("a rather long sentence to say", "en", "", 3.0);
    EXPECT_GT(slow->duration(), fast->duration() * 2);
}

TEST(EspeakTts, RefusesUnknownVoiceNamingNearOnes) {
    const auto sound = say("hello", "en-US", "en-uss");
    ASSERT_FALSE(sound);
    EXPECT_EQ(sound.error().code, ErrorCode::not_found);
    EXPECT_THAT(sound.error().detail, HasSubstr("en-us"));
    EXPECT_EQ(say("hello", "en-US", "en-us+nobody").error().code, ErrorCode::not_found);
}

TEST(EspeakTts, RefusesLanguageWithoutVoice) {
    EXPECT_EQ(say("hello", "qqq").error().code, ErrorCode::unsupported);
    EXPECT_EQ(say("hello", "").error().code, ErrorCode::unsupported);
}

TEST(EspeakTts, RefusesEmptyTextAndOddRates) {
    for (const char* text : {"", "   ", "\n\t", "\x01"}) {
        EXPECT_EQ(say(text).error().code, ErrorCode::invalid_argument);
    }
    for (const double rate : {0.0, -1.0, 3.1, std::nan("")}) {
        EXPECT_EQ(say("hello", "en", "", rate).error().code, ErrorCode::invalid_argument);
    }
}

TEST(EspeakTts, RefusesTextTooLongToSay) {
    std::string text;
    while (text.size() < 99'000) text += "one more sentence that nobody waits for. ";
    EXPECT_EQ(say(text).error().code, ErrorCode::limit);
    EXPECT_EQ(say(std::string(100'001, 'a')).error().code, ErrorCode::limit);
    EXPECT_TRUE(say("still works"));
}

TEST(EspeakTts, SurvivesOddInput) {
    for (const std::string& text : {std::string("\xff\xfe\x80 hello \xc3"),
                                    std::string("a\0b", 3),
                                    std::string("...!?"),
                                    std::string("<speak><audio src='x'/></speak>"),
                                    std::string("[[h@loU]]"),
                                    std::string("\x01"
                                                "100s hello"),
                                    std::string(2000, 'x'),
                                    std::string(300, '<'),
                                    std::string("\xf0\x9f\x8e\xb5 \xe2\x80\xae"),
                                    std::string(500, '9')}) {
        const auto sound = say(text);
        EXPECT_TRUE(sound) << sound.error().detail;
    }
}

TEST(EspeakTts, ReadsMarkupOut) {
    EXPECT_GT(say("<break time='1ms'/>hi")->duration(), say("hi")->duration());
}

TEST(EspeakTts, PrintsNothing) {
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    // First, as this is where the library itself would complain.
    EspeakSettings elsewhere;
    elsewhere.data_dir = "/nonexistent";
    EspeakTts lost(elsewhere);
    EXPECT_EQ(lost.synthesize({"hello", "en", "", 1.0}).error().code, ErrorCode::unavailable);
    EXPECT_TRUE(say("hello"));
    std::ignore = say("hello", "en-US", "nobody");
    std::ignore = say("hello");
    EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(EspeakTts, TakesTurnsBetweenThreads) {
    const auto expected = say("one two three")->duration().count();
    std::vector<std::thread> threads;
    std::vector<std::int64_t> heard_ms(4);
    threads.reserve(heard_ms.size());
    for (auto& ms : heard_ms) {
        threads.emplace_back([&ms] { ms = say("one two three")->duration().count(); });
    }
    for (auto& thread : threads) thread.join();
    for (const auto ms : heard_ms)
        EXPECT_NEAR(static_cast<double>(ms), static_cast<double>(expected), 100);
}

TEST(EspeakSettings, NamesTheFieldOutOfRange) {
    EXPECT_TRUE(EspeakSettings{}.validate());
    EspeakSettings settings;
    settings.pitch = 100;
    EXPECT_THAT(settings.validate().error().detail, HasSubstr("'pitch'"));
    EXPECT_EQ(EspeakTts(settings).synthesize({"hello", "en", "", 1.0}).error().code,
              ErrorCode::invalid_argument);
    settings = {};
    settings.words_per_minute = 10;
    EXPECT_THAT(settings.validate().error().detail, HasSubstr("'words_per_minute'"));
}

TEST(VoiceChoice, PrefersTheExactTagThenTheLanguage) {
    const std::vector<espeak::VoiceLanguage> voices{{"en-gb", "British", "gmw/en", 2},
                                                    {"en", "British", "gmw/en", 2},
                                                    {"en-us", "American", "gmw/en-US", 2},
                                                    {"en", "American", "gmw/en-US", 3},
                                                    {"de", "German", "gmw/de", 5}};
    EXPECT_EQ(espeak::voice_for_language(voices, "en-US"), "gmw/en-US");
    EXPECT_EQ(espeak::voice_for_language(voices, "en-GB"), "gmw/en");
    EXPECT_EQ(espeak::voice_for_language(voices, "en-NZ"), "gmw/en");
    EXPECT_EQ(espeak::voice_for_language(voices, "de-AT"), "gmw/de");
    EXPECT_FALSE(espeak::voice_for_language(voices, "e"));
    EXPECT_EQ(espeak::voice_for_name(voices, {"f3"}, "american+f3"), "gmw/en-US+f3");
}

TEST(Speakable, DropsControlsAndBrokenBytes) {
    EXPECT_EQ(espeak::speakable("a\x01"
                                "b\xff"
                                "c\x7f"),
              "a b c ");
    EXPECT_EQ(espeak::speakable("gr\xc3\xbc\xc3\x9f"), "gr\xc3\xbc\xc3\x9f");
    EXPECT_EQ(espeak::speakable("\xed\xa0\x80\xc0\x80\xc2\x85"), "      ");
}

}  // namespace
}  // namespace utter::speech
