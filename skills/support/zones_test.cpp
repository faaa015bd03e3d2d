#include "support/zones.hpp"

#include <gtest/gtest.h>

namespace utter::skills {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

TEST(Zones, FindsTheMomentThatClocksShow) {
    const auto winter = moment_of("Europe/Lisbon", local_days(2031y / 3 / 29) + 7h);
    EXPECT_EQ(winter.value(), sys_days(2031y / 3 / 29) + 7h);
    const auto summer = moment_of("Europe/Lisbon", local_days(2031y / 3 / 31) + 7h);
    EXPECT_EQ(summer.value(), sys_days(2031y / 3 / 31) + 6h);
    EXPECT_EQ(local_time("Europe/Lisbon", *summer).value(), local_days(2031y / 3 / 31) + 7h);
}

TEST(Zones, ChoosesWhereClocksSkipOrRepeatATime) {
    EXPECT_EQ(moment_of("Europe/Lisbon", local_days(2031y / 3 / 30) + 1h + 30min).value(),
              sys_days(2031y / 3 / 30) + 1h);
    EXPECT_EQ(moment_of("Europe/Lisbon", local_days(2031y / 10 / 26) + 1h + 30min).value(),
              sys_days(2031y / 10 / 26) + 30min);
}

TEST(Zones, NamesAZoneThatIsNone) {
    EXPECT_EQ(moment_of("Mars/X", local_days(2031y / 3 / 29)).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace utter::skills
