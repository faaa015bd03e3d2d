// What the port SttEngine promises, on every engine behind it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "utter/audio/resampler.hpp"
#include "utter/speech/engines/conformance_engines.hpp"

namespace utter::speech {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr const char* lang = "en-US";

SpeechGrammar commands() {
    return {lang,
            {"what time is it", "set a timer for {length}", "cancel all timers"},
            {{"length", {"five minutes", "ten minutes"}}}};
}

class SttEngineConformance : public testing::TestWithParam<SttCase> {
  protected:
    void SetUp() override {
        auto made = GetParam().make();
        if (!made) GTEST_SKIP() << made.error().detail;
        subject_ = *std::move(made);
        if (const auto ready = engine().check(lang); !ready) GTEST_SKIP() << ready.error().detail;
        ASSERT_TRUE(engine().set_grammar(commands()));
    }
    SttEngine& engine() { return *subject_.engine; }

    static audio::AudioBuffer spoken(const std::string& text) {
        auto sound = speech_for_tests(text);
        EXPECT_TRUE(sound) << sound.error().detail;
        return sound.value_or(audio::AudioBuffer{});
    }

  private:
    SttSubject subject_;
};

TEST_P(SttEngineConformance, HasAName) {
    EXPECT_EQ(engine().name(), GetParam().engine);
}

TEST_P(SttEngineConformance, HearsWhatWasSaidAtAnySampleRate) {
    const auto sound = spoken("set a timer for ten minutes");
    for (const std::uint32_t hz : {8'000U, 16'000U, 22'050U, 48'000U}) {
        const auto heard = engine().transcribe(audio::resample(sound, hz).value(), lang);
        ASSERT_TRUE(heard) << heard.error().detail;
        // Half the sounds of words are above 4 kHz; there only the shape is asked for.
        if (hz > 8'000U) {
            EXPECT_EQ(heard->text, "set a timer for ten minutes") << hz;
        }
        EXPECT_TRUE(heard->lang.starts_with("en")) << heard->lang;
        EXPECT_GE(heard->confidence, 0);
        EXPECT_LE(heard->confidence, 1);
    }
}

TEST_P(SttEngineConformance, TellsTheModelThatHeard) {
    const auto heard = engine().transcribe(spoken("what time is it"), lang);
    ASSERT_TRUE(heard) << heard.error().detail;
    EXPECT_EQ(heard->text, "what time is it");
    EXPECT_TRUE(heard->source == "grammar" || heard->source == "open") << heard->source;
    EXPECT_GT(heard->confidence, 0);
}

TEST_P(SttEngineConformance, AnswersTheSameTwice) {
    const auto sound = spoken("cancel all timers");
    const auto once = engine().transcribe(sound, lang);
    const auto again = engine().transcribe(sound, lang);
    ASSERT_TRUE(once && again);
    EXPECT_EQ(once->text, again->text);
}

TEST_P(SttEngineConformance, SilenceIsAnEmptyText) {
    for (const double seconds : {0.01, 1.0}) {
        const audio::AudioBuffer silence{
            std::vector<float>(static_cast<std::size_t>(16'000 * seconds)), 16'000};
        const auto heard = engine().transcribe(silence, lang);
        ASSERT_TRUE(heard) << heard.error().detail;
        EXPECT_EQ(heard->text, "");
        EXPECT_EQ(heard->source, "");
        EXPECT_EQ(heard->confidence, 0);
    }
}

TEST_P(SttEngineConformance, RefusesASoundWithoutSamples) {
    EXPECT_EQ(engine().transcribe({{}, 16'000}, lang).error().code, ErrorCode::malformed);
}

TEST_P(SttEngineConformance, SaysWhichLanguagesItHas) {
    EXPECT_TRUE(engine().check("en-GB"));
    for (const auto& refused :
         {engine().check("zz-ZZ"),
          Result<void>(
              std::unexpected(engine().transcribe(spoken("what time is it"), "zz-ZZ").error()))}) {
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, ErrorCode::unsupported);
        EXPECT_THAT(refused.error().detail, HasSubstr("zz-ZZ"));
    }
}

TEST_P(SttEngineConformance, RefusesABrokenGrammarAndGoesOn) {
    const auto set = engine().set_grammar({lang, {"(what time"}, {}});
    ASSERT_FALSE(set);
    EXPECT_EQ(set.error().code, ErrorCode::malformed);
    EXPECT_THAT(set.error().detail, HasSubstr("(what time"));
    EXPECT_EQ(engine().transcribe(spoken("what time is it"), lang)->text, "what time is it");
}

TEST_P(SttEngineConformance, PhrasesBindNothing) {
    engine().set_phrases({lang, {"the weather in {city}"}, {{"city", {"london"}}}});
    EXPECT_EQ(engine().transcribe(spoken("what time is it"), lang)->text, "what time is it");
}

TEST_P(SttEngineConformance, SurvivesSamplesThatAreNoSound) {
    auto sound = spoken("what time is it");
    ASSERT_THAT(sound.samples, Not(IsEmpty()));
    for (const float odd :
         {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(), 1e30F}) {
        auto broken = sound;
        broken.samples[broken.samples.size() / 2] = odd;
        const auto heard = engine().transcribe(broken, lang);
        EXPECT_TRUE(heard || !heard.error().detail.empty());
    }
    EXPECT_EQ(engine().transcribe(sound, lang)->text, "what time is it");
}

INSTANTIATE_TEST_SUITE_P(Engines,
                         SttEngineConformance,
                         testing::ValuesIn(stt_cases()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace utter::speech
