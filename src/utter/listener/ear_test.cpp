#include "utter/listener/ear.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

namespace utter::listener {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;

// Hears its phrase in the block whose first sample says so, `ago` after it ended.
class MarkedWakeWord final : public speech::WakeWord {
  public:
    static constexpr float mark = 9;

    explicit MarkedWakeWord(float marked = mark) : mark_(marked) {}

    [[nodiscard]] std::string_view name() const override { return "marked"; }
    [[nodiscard]] std::uint32_t sample_rate_hz() const override { return Ear::sample_rate_hz; }
    [[nodiscard]] std::optional<speech::WakeWordHit> hear(std::span<const float> block) override {
        ++blocks;
        if (block.front() != mark_) return std::nullopt;
        return speech::WakeWordHit{"hey computer", ago};
    }
    void reset() override { ++resets; }

    milliseconds ago{0};
    int blocks = 0;
    int resets = 0;

  private:
    float mark_;
};

class EarTest : public testing::Test {
  protected:
    Ear make(ListenMode mode) {
        return Ear({.mode = mode,
                    .pre_roll = 300ms,
                    .endpoint = {.wait = 3s, .pause = 500ms, .longest = 5s}},
                   {.cleaned = &wake_word_,
                    .linear = &linear_,
                    .stop = &stop_word_,
                    .own = &own_,
                    .own_stop = &own_stop_},
                   {.woke = [this](const std::string& phrase) { log_.push_back("woke " + phrase); },
                    .stopped = [this](const std::string&) { log_.emplace_back("stopped"); },
                    .began =
                        [this](Trigger trigger) {
                            log_.push_back(trigger == Trigger::wake_word ? "began by wake word"
                                           : trigger == Trigger::voice   ? "began by voice"
                                                                         : "began by request");
                        },
                    .ended =
                        [this](Capture capture) {
                            log_.emplace_back(capture.cancelled ? "cancelled" : "ended");
                            captures_.push_back(std::move(capture));
                        }});
    }

    // Sound whose samples are all `level`; louder than 0 is a voice.
    static void play(Ear& ear, float level, milliseconds time) {
        const std::vector<float> block(Ear::block_samples, level);
        for (auto passed = 0ms; passed < time; passed += 10ms) ear.hear(block, level > 0);
    }
    static void say_wake_word(Ear& ear) {
        play(ear, 0.1F, 600ms);
        std::vector<float> block(Ear::block_samples, 0.1F);
        block.front() = MarkedWakeWord::mark;
        ear.hear(block, true);
    }
    [[nodiscard]] milliseconds length_of(float level) const {
        const auto count = std::ranges::count(captures_.back().sound.samples, level);
        return milliseconds(count * 1000 / Ear::sample_rate_hz);
    }

    MarkedWakeWord wake_word_;
    MarkedWakeWord linear_;
    MarkedWakeWord own_;
    MarkedWakeWord stop_word_{2 * MarkedWakeWord::mark};
    MarkedWakeWord own_stop_{2 * MarkedWakeWord::mark};
    std::vector<std::string> log_;
    std::vector<Capture> captures_;
};

TEST_F(EarTest, TheWakeWordOpensACommandAndAPauseClosesIt) {
    auto ear = make(ListenMode::wake_word);
    play(ear, 0.5F, 2s);
    EXPECT_THAT(log_, IsEmpty());
    say_wake_word(ear);
    EXPECT_THAT(log_, ElementsAre("woke hey computer", "began by wake word"));
    play(ear, 0, 1s);
    play(ear, 0.7F, 1s);
    play(ear, 0, 500ms);
    EXPECT_THAT(log_, ElementsAre("woke hey computer", "began by wake word", "ended"));
    EXPECT_EQ(captures_.back().end, Endpointer::State::finished);
    EXPECT_EQ(length_of(0.7F), 1s);
    EXPECT_EQ(length_of(0.1F), 0ms) << "the wake word is no part of the command";
    EXPECT_EQ(captures_.back().voice, 1s);
}

TEST_F(EarTest, WhatIsSaidBeforeTheWakeWordIsNoticedIsKept) {
    auto ear = make(ListenMode::wake_word);
    wake_word_.ago = 600ms;
    play(ear, 0.1F, 600ms);
    play(ear, 0.7F, 590ms);  // spoken on without a pause
    std::vector<float> block(Ear::block_samples, 0.7F);
    block.front() = MarkedWakeWord::mark;
    ear.hear(block, true);
    play(ear, 0.7F, 400ms);
    play(ear, 0, 500ms);
    ASSERT_EQ(captures_.size(), 1U);
    EXPECT_NEAR(static_cast<double>(length_of(0.7F).count()), 1000, 10);
    EXPECT_EQ(length_of(0.1F), 0ms);
}

TEST_F(EarTest, AShortWordSaidBeforeTheWakeWordIsNoticedIsHeard) {
    auto ear = make(ListenMode::wake_word);
    wake_word_.ago = 1300ms;
    play(ear, 0, 300ms);
    play(ear, 0.7F, 300ms);
    play(ear, 0, 690ms);
    std::vector<float> block(Ear::block_samples, 0);
    block.front() = MarkedWakeWord::mark;
    ear.hear(block, false);
    ASSERT_EQ(captures_.size(), 1U);
    EXPECT_EQ(captures_.back().end, Endpointer::State::finished);
    EXPECT_EQ(length_of(0.7F), 300ms);
}

TEST_F(EarTest, TheEndOfTheWakeWordIsNoCommand) {
    auto ear = make(ListenMode::wake_word);
    say_wake_word(ear);
    play(ear, 0.1F, 200ms);
    play(ear, 0, 2s);
    EXPECT_TRUE(ear.listening()) << "it still waits for the command";
    play(ear, 0, 1s);
    EXPECT_EQ(captures_.back().end, Endpointer::State::no_voice);
}

TEST_F(EarTest, SilenceBeforeTheFirstWordIsCutToThePreRoll) {
    auto ear = make(ListenMode::push_to_talk);
    ear.listen();
    play(ear, 0, 2500ms);
    play(ear, 0.7F, 1s);
    play(ear, 0, 500ms);
    ASSERT_EQ(captures_.size(), 1U);
    EXPECT_EQ(length_of(0.7F), 1s);
    EXPECT_LT(captures_.back().sound.duration(), 2s);
    EXPECT_GE(captures_.back().sound.duration(), 1s + 500ms + 250ms);
}

TEST_F(EarTest, ContinuouslyAnyVoiceIsACommandWithItsFirstSyllables) {
    auto ear = make(ListenMode::continuous);
    play(ear, 0, 2s);
    play(ear, 0.7F, 1s);
    play(ear, 0, 500ms);
    EXPECT_THAT(log_, ElementsAre("began by voice", "ended"));
    EXPECT_EQ(length_of(0.7F), 1s);
    EXPECT_EQ(captures_.back().voice, 1s);
    EXPECT_EQ(wake_word_.blocks, 0) << "no wake word is looked for";
}

TEST_F(EarTest, AfterAnAnswerAnyVoiceIsACommandForAWhile) {
    auto ear = make(ListenMode::wake_word);
    play(ear, 0.7F, 1s);
    EXPECT_THAT(log_, IsEmpty());
    play(ear, 0, 1s);
    ear.follow_up(2s);
    play(ear, 0, 1s);
    play(ear, 0.7F, 1s);
    play(ear, 0, 500ms);
    EXPECT_THAT(log_, ElementsAre("began by voice", "ended"));
    ear.follow_up(2s);
    play(ear, 0, 2s);
    play(ear, 0.7F, 1s);
    EXPECT_EQ(log_.size(), 2U) << "the window is over";
}

TEST_F(EarTest, ARequestOpensACommandOnce) {
    auto ear = make(ListenMode::wake_word);
    ear.listen();
    ear.listen();
    EXPECT_THAT(log_, ElementsAre("began by request"));
    say_wake_word(ear);
    EXPECT_THAT(log_, ElementsAre("began by request"));
}

TEST_F(EarTest, AsleepItHearsNothing) {
    auto ear = make(ListenMode::wake_word);
    say_wake_word(ear);
    ear.set_asleep(true);
    EXPECT_THAT(log_, ElementsAre("woke hey computer", "began by wake word", "cancelled"));
    say_wake_word(ear);
    ear.listen();
    EXPECT_EQ(log_.size(), 3U);
    ear.set_asleep(false);
    say_wake_word(ear);
    EXPECT_EQ(log_.size(), 5U);
}

TEST_F(EarTest, AStopWordIsHeardOverAnAnswerAndOnlyOfAVoice) {
    auto ear = make(ListenMode::wake_word);
    std::vector<float> block(Ear::block_samples, 0.1F);
    block.front() = 2 * MarkedWakeWord::mark;
    ear.hear(block, true);
    EXPECT_THAT(log_, IsEmpty()) << "nobody is answering";
    play(ear, 0, 700ms);
    ear.set_answering(true);
    ear.hear(block, false);
    EXPECT_THAT(log_, IsEmpty()) << "nobody speaks but us";
    play(ear, 0.1F, 200ms);
    play(ear, 0, 300ms);
    ear.hear(block, false);
    EXPECT_THAT(log_, ElementsAre("stopped")) << "it is noticed after its end";
    play(ear, 0, 700ms);
    ear.hear(block, false);
    ear.set_answering(false);
    ear.hear(block, true);
    EXPECT_EQ(log_.size(), 1U);
    ear.set_answering(true);
    ear.listen();
    ear.hear(block, true);
    EXPECT_THAT(log_, ElementsAre("stopped", "began by request")) << "it is part of a command";
}

TEST_F(EarTest, AWakeWordThatCleaningTookAwayIsHeard) {
    auto ear = make(ListenMode::wake_word);
    const std::vector<float> cleaned(Ear::block_samples);
    std::vector<float> linear(Ear::block_samples, 0.1F);
    linear.front() = MarkedWakeWord::mark;
    ear.hear({.cleaned = cleaned, .linear = linear});
    EXPECT_THAT(log_, ElementsAre("woke hey computer", "began by wake word"));
}

TEST_F(EarTest, WhatWeSayOurselvesNeitherWakesNorStops) {
    auto ear = make(ListenMode::wake_word);
    ear.set_answering(true);
    std::vector<float> quiet(Ear::block_samples, 0.1F);
    const auto said = [&](float mark) {
        auto block = quiet;
        block.front() = mark;
        return block;
    };
    for (const float mark : {MarkedWakeWord::mark, 2 * MarkedWakeWord::mark}) {
        ear.hear({.cleaned = quiet, .linear = quiet, .played = said(mark), .voice = true});
        for (int i = 0; i < 8; ++i) {
            ear.hear({.cleaned = quiet, .linear = quiet, .played = quiet, .voice = true});
        }
        ear.hear({.cleaned = said(mark), .linear = said(mark), .played = quiet, .voice = true});
        EXPECT_THAT(log_, IsEmpty()) << "it is the echo of what we have just said";
    }
    for (int i = 0; i < 110; ++i) {
        ear.hear({.cleaned = quiet, .linear = quiet, .played = quiet, .voice = true});
    }
    const auto stop = said(2 * MarkedWakeWord::mark);
    ear.hear({.cleaned = quiet, .linear = stop, .played = quiet, .voice = true});
    const auto wake = said(MarkedWakeWord::mark);
    ear.hear({.cleaned = wake, .linear = quiet, .played = quiet, .voice = true});
    EXPECT_THAT(log_, ElementsAre("stopped", "woke hey computer", "began by wake word"));
}

TEST_F(EarTest, DoesNotLookForItselfWhileNothingIsPlayed) {
    auto ear = make(ListenMode::wake_word);
    const std::vector<float> nothing(Ear::block_samples);
    for (int i = 0; i < 1'000; ++i) {
        ear.hear({.cleaned = nothing, .linear = nothing, .played = nothing});
    }
    EXPECT_EQ(own_.blocks + own_stop_.blocks, 0);
}

TEST_F(EarTest, HoursOfSoundCostNoMemory) {
    auto ear = make(ListenMode::wake_word);
    play(ear, 0.5F, 10min);
    wake_word_.ago = 1h;
    say_wake_word(ear);
    ear.cancel();
    EXPECT_LT(captures_.back().sound.duration(), 3s);
}

}  // namespace
}  // namespace utter::listener
