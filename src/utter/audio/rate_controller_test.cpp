#include "utter/audio/rate_controller.hpp"

#include <gtest/gtest.h>

namespace utter::audio {
namespace {

using namespace std::chrono_literals;

class RateControllerTest : public testing::Test {
  protected:
    RateController::Time now{};  // the wall clock, moved by the test
    static constexpr std::uint32_t rate = 16'000;
    static constexpr std::size_t block = 160;  // 10 ms
    RateController pace{rate, 40ms, [this] { return now; }};

    // Writes blocks for as long as they are due. @return how many.
    int write_due() {
        int blocks = 0;
        for (; pace.delay() == 0ns; ++blocks) pace.wrote(block);
        return blocks;
    }
};

TEST_F(RateControllerTest, LetsTheLeadGoAtOnceAndNoMore) {
    EXPECT_EQ(write_due(), 5);  // four blocks are 40 ms, and at exactly that the fifth is due
    EXPECT_EQ(pace.delay(), 10ms);
}

TEST_F(RateControllerTest, SleepsWhenAheadOfTheClock) {
    write_due();
    now += 3ms;
    EXPECT_EQ(pace.delay(), 7ms);
    now += 7ms;
    EXPECT_EQ(write_due(), 1);
    EXPECT_EQ(pace.delay(), 10ms);
}

TEST_F(RateControllerTest, WritesOneSecondOfSoundInOneSecond) {
    int blocks = write_due();
    const auto end = now + 1s;
    while (now < end) {
        now += pace.delay();
        blocks += write_due();
    }
    EXPECT_EQ(blocks, 105);
    EXPECT_EQ(pace.slips(), 0U);
}

TEST_F(RateControllerTest, MakesUpForASmallDelay) {
    write_due();
    now += 200ms;
    EXPECT_EQ(write_due(), 20);
    EXPECT_EQ(pace.slips(), 0U);
}

TEST_F(RateControllerTest, SlipsForwardPastTheLimitInsteadOfCatchingUp) {
    write_due();
    now += 50ms + RateController::drift_max + 1ms;
    EXPECT_EQ(write_due(), 5);  // the lead, not what was missed
    EXPECT_EQ(pace.slips(), 1U);
    now += 1h;
    EXPECT_EQ(write_due(), 5);
    EXPECT_EQ(pace.slips(), 2U);
}

TEST_F(RateControllerTest, StaysExactForDays) {
    for (int day = 0; day < 3; ++day) {
        now += 24h;
        pace.wrote(std::size_t{rate} * 24 * 3600);
    }
    EXPECT_EQ(write_due(), 5);
    EXPECT_EQ(pace.slips(), 0U);
}

TEST_F(RateControllerTest, BeginsAnew) {
    write_due();
    now += 10min;
    pace.restart();
    EXPECT_EQ(write_due(), 5);
    EXPECT_EQ(pace.slips(), 0U);
}

}  // namespace
}  // namespace utter::audio
