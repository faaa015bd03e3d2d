#include "utter/speech/engines/pocketsphinx/pocketsphinx_stt.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <optional>
#include <random>

#include "utter/audio/resampler.hpp"
#include "utter/audio/wav_file.hpp"
#include "utter/core/log.hpp"
#include "utter/speech/engines/pocketsphinx/front_end.hpp"
#include "utter/speech/engines/pocketsphinx/model_files.hpp"
#include "utter/speech/engines/pocketsphinx/phrase_model.hpp"
#include "utter/speech/engines/pocketsphinx/pronunciations.hpp"
#include "utter/speech/engines/pocketsphinx/spoken_sentence.hpp"
#include "utter/speech/engines/pocketsphinx/verifier.hpp"

namespace utter::speech {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

SpeechGrammar commands() {
    return {"en-US",
            {"what time is it [in {city}]",
             "set a timer for {length}",
             "cancel [all] timer[s]",
             "what can you do",
             "frobnicate the xyzzyx"},
            {{"city", {"london", "paris", "tokyo", "xyzzyx"}},
             {"length", {"(five|ten|twenty) minutes", "an hour"}}}};
}

audio::AudioBuffer noise(double amplitude, double seconds) {
    std::minstd_rand random(7);
    audio::AudioBuffer sound;
    for (int i = 0; i < static_cast<int>(16000 * seconds); ++i) {
        const auto unit = static_cast<double>(random()) / std::minstd_rand::max();
        sound.samples.push_back(static_cast<float>(amplitude * (2 * unit - 1)));
    }
    return sound;
}

class PocketsphinxHears : public testing::Test {
  protected:
    void SetUp() override {
        if (const auto models = pocketsphinx::find_models({}); !models) {
            GTEST_SKIP() << models.error().detail;
        }
        if (spoken_sentence("slt", "hello").samples.empty())
            GTEST_SKIP() << "the program flite is not installed";
    }
};

TEST_F(PocketsphinxHears, CommandsOfTheGrammar) {
    PocketsphinxStt engine;
    ASSERT_TRUE(engine.set_grammar(commands()));
    for (const char* voice : {"slt", "rms"}) {
        for (const char* text : {"what time is it",
                                 "what time is it in tokyo",
                                 "set a timer for twenty minutes",
                                 "cancel all timers"}) {
            const auto heard = engine.transcribe(spoken_sentence(voice, text), "en-US");
            ASSERT_TRUE(heard) << heard.error().detail;
            EXPECT_EQ(heard->text, text) << voice;
            EXPECT_EQ(heard->source, "grammar");
            EXPECT_GE(heard->confidence, 0.5);
            EXPECT_EQ(heard->lang, "en-US");
        }
    }
}

TEST_F(PocketsphinxHears, TheSameAtAnySampleRate) {
    PocketsphinxStt engine;
    ASSERT_TRUE(engine.set_grammar(commands()));
    const auto sound = spoken_sentence("slt", "set a timer for ten minutes");
    for (const std::uint32_t hz : {22050U, 44100U, 48000U}) {
        const auto heard = engine.transcribe(audio::resample(sound, hz).value(), "en-GB");
        ASSERT_TRUE(heard);
        EXPECT_EQ(heard->text, "set a timer for ten minutes") << hz;
    }
}

TEST_F(PocketsphinxHears, NoCommandInUnrelatedSpeech) {
    PocketsphinxSettings settings;
    settings.open_model = false;
    PocketsphinxStt engine(settings);
    ASSERT_TRUE(engine.set_grammar(commands()));
    for (const char* text : {"we drove to the coast and had fish for lunch",
                             "the museum is closed for repairs until march"}) {
        const auto heard = engine.transcribe(spoken_sentence("rms", text), "en-US");
        ASSERT_TRUE(heard) << heard.error().detail;
        EXPECT_EQ(heard->text, "") << text;
        EXPECT_EQ(heard->confidence, 0);
    }
}

TEST_F(PocketsphinxHears, RefusedSpeechWithTheOpenModel) {
    PocketsphinxStt engine;
    ASSERT_TRUE(engine.set_grammar(commands()));
    const auto heard = engine.transcribe(
        spoken_sentence("slt", "the museum is closed for repairs until march"), "en-US");
    ASSERT_TRUE(heard) << heard.error().detail;
    EXPECT_EQ(heard->source, "open");
    EXPECT_NE(heard->text, "");
}

// "four" and "for" sound the same; only what is likely to be said tells them apart.
TEST_F(PocketsphinxHears, WhatIsLikelyToBeSaid) {
    PocketsphinxStt engine;
    const auto speech = spoken_sentence("rms", "it is four thirty three pm");
    const auto alone = engine.transcribe(speech, "en-US");
    ASSERT_TRUE(alone) << alone.error().detail;
    engine.set_phrases({"en-US",
                        {"it is {hour} thirty [three] pm"},
                        {{"hour", {"(one|two|three|four|five|six|seven)"}}}});
    const auto helped = engine.transcribe(speech, "en-US");
    ASSERT_TRUE(helped) << helped.error().detail;
    EXPECT_EQ(helped->text, "it is four thirty three pm");
    EXPECT_EQ(helped->source, "open");

    const auto other =
        engine.transcribe(spoken_sentence("rms", "my sister bought a new car"), "en-US");
    ASSERT_TRUE(other) << other.error().detail;
    EXPECT_THAT(other->text, HasSubstr("new car"));

    engine.set_phrases({});
    EXPECT_EQ(engine.transcribe(speech, "en-US")->text, alone->text);
}

TEST_F(PocketsphinxHears, NothingWithoutGrammarAndOpenModel) {
    PocketsphinxSettings settings;
    settings.open_model = false;
    PocketsphinxStt engine(settings);
    const auto heard = engine.transcribe(spoken_sentence("rms", "hello there"), "en-US");
    ASSERT_FALSE(heard);
    EXPECT_THAT(heard.error().detail, HasSubstr("open_model"));
}

TEST_F(PocketsphinxHears, BrokenPhrasesByName) {
    PocketsphinxStt engine;
    engine.set_phrases({"en-US", {"it is {hour}"}, {}});
    const auto heard = engine.transcribe(spoken_sentence("rms", "hello there"), "en-US");
    ASSERT_FALSE(heard);
    EXPECT_EQ(heard.error().code, ErrorCode::malformed);
    EXPECT_THAT(heard.error().detail, HasSubstr("'hour'"));
}

TEST_F(PocketsphinxHears, ANewGrammarFromTheNextCallOn) {
    PocketsphinxSettings settings;
    settings.open_model = false;
    PocketsphinxStt engine(settings);
    const auto sound = spoken_sentence("slt", "what can you do");
    ASSERT_TRUE(engine.set_grammar({"en-US", {"cancel the timer"}, {}}));
    EXPECT_EQ(engine.transcribe(sound, "en-US")->text, "");
    ASSERT_TRUE(engine.set_grammar(commands()));
    EXPECT_EQ(engine.transcribe(sound, "en-US")->text, "what can you do");
    ASSERT_TRUE(engine.set_grammar({"en-US", {}, {}}));
    EXPECT_EQ(engine.transcribe(sound, "en-US").error().code, ErrorCode::unavailable);
}

TEST_F(PocketsphinxHears, NothingInSilenceAndNoise) {
    PocketsphinxStt engine;
    ASSERT_TRUE(engine.set_grammar(commands()));
    audio::AudioBuffer click = noise(0, 1);
    for (std::size_t i = 8000; i < 8400; ++i) click.samples[i] = 0.8F;
    for (const auto& sound :
         {noise(0, 1), noise(0.001, 2), noise(0.3, 2), click, audio::AudioBuffer{{0.5F}, 48000}}) {
        const auto heard = engine.transcribe(sound, "en-US");
        ASSERT_TRUE(heard) << heard.error().detail;
        EXPECT_EQ(heard->text, "");
        EXPECT_EQ(heard->source, "");
    }
}

TEST_F(PocketsphinxHears, GarbageWithoutHarm) {
    PocketsphinxSettings settings;
    settings.open_model = false;
    PocketsphinxStt engine(settings);
    ASSERT_TRUE(engine.set_grammar(commands()));
    auto sound = noise(1, 1);
    for (std::size_t i = 0; i < sound.samples.size(); ++i) {
        if (i % 7 == 0) sound.samples[i] = std::numeric_limits<float>::quiet_NaN();
        if (i % 11 == 0) sound.samples[i] = std::numeric_limits<float>::infinity();
        if (i / 1600 % 2 == 0) sound.samples[i] = 0;
        if (i % 1000 == 3) sound.samples[i] = 1e30F;
    }
    EXPECT_TRUE(engine.transcribe(sound, "en-US"));
    sound.sample_rate_hz = 8000;
    EXPECT_TRUE(engine.transcribe(sound, "en-US"));
}

TEST_F(PocketsphinxHears, LogsUnknownWordsOnce) {
    PocketsphinxStt engine;
    log::configure({log::Level::debug, false});
    const log::Capture capture;
    const auto sound = spoken_sentence("slt", "what can you do");
    for (int i = 0; i < 2; ++i) {
        auto grammar = commands();
        grammar.sentences.push_back(i == 0 ? "help" : "help me");
        ASSERT_TRUE(engine.set_grammar(grammar));
        ASSERT_TRUE(engine.transcribe(sound, "en-US"));
    }
    log::configure({});
    const auto text = capture.text();
    const auto first = text.find("word=xyzzyx");
    ASSERT_NE(first, std::string::npos) << text;
    EXPECT_EQ(text.find("word=xyzzyx", first + 1), std::string::npos);
    EXPECT_THAT(text, HasSubstr("stt.sentence_dropped"));
}

TEST(PocketsphinxStt, RefusesOtherLanguagesAndEmptySounds) {
    PocketsphinxStt engine;
    EXPECT_EQ(engine.transcribe(noise(0.1, 1), "de-DE").error().code, ErrorCode::unsupported);
    EXPECT_EQ(engine.transcribe(noise(0.1, 1), "").error().code, ErrorCode::unsupported);
    EXPECT_EQ(engine.transcribe({}, "en-US").error().code, ErrorCode::malformed);
    EXPECT_EQ(engine.transcribe(noise(0.1, 130), "en-US").error().code, ErrorCode::limit);
}

TEST(PocketsphinxStt, NamesThePackageOfMissingModels) {
    PocketsphinxSettings settings;
    settings.model_dir = "/nonexistent/models";
    PocketsphinxStt engine(settings);
    ASSERT_TRUE(engine.set_grammar(commands()));
    const auto heard = engine.transcribe(noise(0.1, 1), "en-US");
    ASSERT_FALSE(heard);
    EXPECT_EQ(heard.error().code, ErrorCode::unavailable);
    EXPECT_THAT(heard.error().detail, HasSubstr("/nonexistent/models"));
    EXPECT_THAT(heard.error().detail, HasSubstr("pocketsphinx-en-us"));
}

TEST(PocketsphinxStt, RefusesBrokenGrammarByName) {
    PocketsphinxStt engine;
    const auto done = engine.set_grammar({"en-US", {"what (time"}, {}});
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, ErrorCode::malformed);
    EXPECT_THAT(done.error().detail, HasSubstr("what (time"));
}

TEST(Pronunciations, ReadsVariantsAndDerivesPlainEndings) {
    const auto path = std::filesystem::temp_directory_path() /
                      ("utter-dict-" + std::to_string(getpid()) + ".dict");
    std::ofstream(path) << "the DH AH\nthe(2) DH IY\ntimer T AY M ER\ncat K AE T\nbox B AA K S\n";
    const auto read =
        pocketsphinx::Pronunciations::read(path, {"the", "timer's", "cats", "boxs", "unknown"});
    std::filesystem::remove(path);
    ASSERT_TRUE(read);
    EXPECT_THAT(read->of("the"), ElementsAre("DH AH", "DH IY"));
    EXPECT_THAT(read->of("timer's"), ElementsAre("T AY M ER Z"));
    EXPECT_THAT(read->of("cats"), ElementsAre("K AE T S"));
    EXPECT_THAT(read->of("boxs"), ElementsAre("B AA K S IH Z"));
    EXPECT_THAT(read->of("unknown"), IsEmpty());
    EXPECT_EQ(pocketsphinx::Pronunciations::read("/nonexistent", {}).error().code,
              ErrorCode::unavailable);
}

// The probability of a gram in an ARPA text; nothing when it has none.
std::optional<double> probability(const std::string& arpa, const std::string& gram) {
    const auto at = arpa.find('\t' + gram + '\t');
    if (at == std::string::npos) return std::nullopt;
    return std::pow(10, std::stod(arpa.substr(arpa.rfind('\n', at) + 1)));
}

TEST(PhraseModel, KnowsWhatFollowsWhat) {
    const SpeechGrammar grammar{"en-US", {"tea for {n}"}, {{"n", {"one", "two"}}}};
    const auto arpa =
        pocketsphinx::make_phrase_model(grammar, [](const std::string&) { return true; });
    ASSERT_TRUE(arpa) << arpa.error().detail;
    EXPECT_THAT(*arpa, HasSubstr("ngram 1=6\n"));
    const double one = probability(*arpa, "for one").value_or(0);
    const double two = probability(*arpa, "for two").value_or(0);
    EXPECT_GT(one, 0.3);
    EXPECT_GT(two, 0.3);
    EXPECT_LT(one + two, 1.0);
    EXPECT_GT(probability(*arpa, "tea for").value_or(0), 0.9);
    EXPECT_FALSE(probability(*arpa, "one two"));
    EXPECT_EQ(*pocketsphinx::make_phrase_model(grammar, [](const std::string&) { return true; }),
              *arpa);
}

TEST(PhraseModel, LeavesOutUnknownWordsWithoutJoiningTheirNeighbours) {
    const SpeechGrammar grammar{"en-US", {"in kathmandu now"}, {}};
    const auto arpa = pocketsphinx::make_phrase_model(
        grammar, [](const std::string& word) { return word != "kathmandu"; });
    ASSERT_TRUE(arpa);
    EXPECT_TRUE(probability(*arpa, "in"));
    EXPECT_TRUE(probability(*arpa, "<s> in"));
    EXPECT_FALSE(probability(*arpa, "in now"));
    EXPECT_THAT(*arpa, testing::Not(HasSubstr("kathmandu")));
    EXPECT_EQ(*pocketsphinx::make_phrase_model(grammar, [](const std::string&) { return false; }),
              "");
    EXPECT_EQ(*pocketsphinx::make_phrase_model({}, [](const std::string&) { return true; }), "");
}

TEST(PhraseModel, RefusesRulesThatDoNotEndByName) {
    const auto all = [](const std::string&) { return true; };
    for (const SpeechGrammar& grammar :
         {SpeechGrammar{"en-US", {"a {loop}"}, {{"loop", {"b {loop}"}}}},
          SpeechGrammar{"en-US", {"a {loop}"}, {}}}) {
        const auto arpa = pocketsphinx::make_phrase_model(grammar, all);
        ASSERT_FALSE(arpa);
        EXPECT_EQ(arpa.error().code, ErrorCode::malformed);
        EXPECT_THAT(arpa.error().detail, HasSubstr("'loop'"));
    }
    EXPECT_EQ(pocketsphinx::make_phrase_model({"en-US", {"(a"}, {}}, all).error().code,
              ErrorCode::malformed);
}

TEST(Verifier, PunishesOneBadStretchMoreThanAnEvenLoss) {
    using namespace pocketsphinx;
    const Decoding phones{{{"AH", 0, 99, -1000}}, 100};
    const Decoding close{{{"<sil>", 0, 9, -100}, {"yes", 10, 99, -990}}, 100};
    const Decoding broken{{{"<sil>", 0, 9, -100}, {"yes", 10, 69, -600}, {"no", 70, 99, -1800}},
                          100};
    const auto good = compare(close, phones).value_or(Evidence{});
    const auto bad = compare(broken, phones).value_or(Evidence{});
    EXPECT_NEAR(good.mean, -1, 1e-9);
    EXPECT_NEAR(bad.worst_window, -50, 1e-9);
    EXPECT_GT(acceptance(good), 0.9);
    EXPECT_LT(acceptance(bad), acceptance(good));
    EXPECT_FALSE(compare({}, phones));
    EXPECT_FALSE(compare({{{"<sil>", 0, 99, -1}}, 100}, phones));
}

TEST(FrontEnd, MeasuresSpeechAboutTheBackground) {
    auto sound = noise(0.001, 2);
    const auto loud = noise(0.2, 0.5);
    std::ranges::copy(loud.samples, sound.samples.begin() + 8000);
    EXPECT_NEAR(static_cast<double>(pocketsphinx::speech_duration(sound).count()), 500, 20);
    EXPECT_EQ(pocketsphinx::speech_duration(noise(0.5, 1)).count(), 0);
    EXPECT_EQ(pocketsphinx::speech_duration({}).count(), 0);
}

TEST(FrontEnd, MeasuresPitch) {
    for (const double hz : {90.0, 120.0, 220.0, 300.0}) {
        audio::AudioBuffer sound;
        sound.sample_rate_hz = 22050;
        for (int i = 0; i < 22050; ++i) {
            const double phase = 2 * 3.14159265358979 * hz * i / 22050;
            sound.samples.push_back(
                static_cast<float>(0.2 * std::sin(phase) + 0.2 * std::sin(2 * phase + 1)));
        }
        EXPECT_NEAR(pocketsphinx::median_pitch_hz(sound), hz, hz * 0.05);
    }
    EXPECT_EQ(pocketsphinx::median_pitch_hz(noise(0.3, 1)), 0);
    EXPECT_EQ(pocketsphinx::median_pitch_hz({}), 0);
}

TEST(FrontEnd, MakesTheSameSamplesEveryTime) {
    const auto sound = noise(0.2, 0.5);
    EXPECT_EQ(pocketsphinx::decoder_samples(sound).value(),
              pocketsphinx::decoder_samples(sound).value());
}

}  // namespace
}  // namespace utter::speech
