#include "utter/speech/endpointer.hpp"

#include <gtest/gtest.h>

namespace utter::speech {
namespace {

using namespace std::chrono_literals;
using State = Endpointer::State;

State run(Endpointer& endpointer, bool voice, std::chrono::milliseconds time) {
    for (auto passed = 0ms; passed < time; passed += Endpointer::block) endpointer.next(voice);
    return endpointer.state();
}

TEST(Endpointer, EndsACommandAfterAPause) {
    Endpointer endpointer({.wait = 5s, .pause = 700ms, .longest = 15s});
    EXPECT_EQ(run(endpointer, false, 2s), State::waiting);
    EXPECT_EQ(run(endpointer, true, 1s), State::speaking);
    EXPECT_EQ(run(endpointer, false, 690ms), State::speaking);
    EXPECT_EQ(run(endpointer, false, 10ms), State::finished);
    EXPECT_EQ(endpointer.voice(), 1s);
    EXPECT_EQ(run(endpointer, true, 1s), State::finished) << "what is over stays so";
}

TEST(Endpointer, APauseBetweenWordsEndsNothing) {
    Endpointer endpointer({.wait = 5s, .pause = 700ms, .longest = 15s});
    for (int word = 0; word < 5; ++word) {
        EXPECT_EQ(run(endpointer, true, 300ms), State::speaking);
        EXPECT_EQ(run(endpointer, false, 500ms), State::speaking);
    }
}

TEST(Endpointer, WaitsNoLongerThanItShould) {
    Endpointer endpointer({.wait = 3s, .pause = 700ms, .longest = 15s});
    EXPECT_EQ(run(endpointer, false, 2990ms), State::waiting);
    EXPECT_EQ(run(endpointer, false, 10ms), State::no_voice);
}

TEST(Endpointer, AClickIsNoCommand) {
    Endpointer endpointer({.wait = 3s, .pause = 700ms, .longest = 15s});
    for (int click = 0; click < 6; ++click) {
        EXPECT_EQ(run(endpointer, true, 60ms), State::waiting);
        run(endpointer, false, 440ms);
    }
    EXPECT_EQ(endpointer.state(), State::no_voice);
}

TEST(Endpointer, LetsNobodySpeakForEver) {
    Endpointer endpointer({.wait = 3s, .pause = 700ms, .longest = 5s});
    EXPECT_EQ(run(endpointer, true, 4990ms), State::speaking);
    EXPECT_EQ(run(endpointer, true, 10ms), State::too_long);
}

TEST(Endpointer, AVoiceThatBeginsWithTheLastMomentIsHeardOut) {
    Endpointer endpointer({.wait = 1s, .pause = 700ms, .longest = 5s});
    run(endpointer, false, 950ms);
    EXPECT_EQ(run(endpointer, true, 500ms), State::speaking);
}

}  // namespace
}  // namespace utter::speech
