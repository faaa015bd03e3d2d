#include "utter/config/near_miss.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace utter::config {
namespace {

TEST(NearMiss, CountsEachKindOfSlipOnce) {
    EXPECT_EQ(edit_distance("port", "port"), 0U);
    EXPECT_EQ(edit_distance("prot", "port"), 1U);
    EXPECT_EQ(edit_distance("por", "port"), 1U);
    EXPECT_EQ(edit_distance("portt", "port"), 1U);
    EXPECT_EQ(edit_distance("pert", "port"), 1U);
    EXPECT_EQ(edit_distance("", "port"), 4U);
    EXPECT_EQ(edit_distance("port", ""), 4U);
}

TEST(NearMiss, FindsTheNearestCandidate) {
    constexpr std::array<std::string_view, 3> candidates{"bus.host", "bus.port", "bus.url"};
    EXPECT_EQ(near_miss("bus.prot", candidates), "bus.port");
    EXPECT_EQ(near_miss("bus.hots", candidates), "bus.host");
}

TEST(NearMiss, GuessesNothingForADifferentWord) {
    constexpr std::array<std::string_view, 2> candidates{"bus.port", "log.level"};
    EXPECT_EQ(near_miss("personality", candidates), "");
    EXPECT_EQ(near_miss("x", candidates), "");
    EXPECT_EQ(near_miss("", candidates), "");
}

TEST(NearMiss, DoesNotCompareLongTexts) {
    const std::string typed(100'000, 'a');
    const std::array<std::string_view, 1> candidates{typed};
    EXPECT_EQ(near_miss(typed, candidates), "");
}

}  // namespace
}  // namespace utter::config
