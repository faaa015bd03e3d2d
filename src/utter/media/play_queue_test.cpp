#include "utter/media/play_queue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace utter::media {
namespace {

using testing::ElementsAre;

std::vector<MediaEntry> entries(const std::string& uris) {
    std::vector<MediaEntry> out;
    for (const char c : uris) out.emplace_back(json::object{{"uri", std::string(1, c)}});
    return out;
}

class Queue : public testing::Test {
  protected:
    std::string_view on() const { return queue_.current()->uri(); }
    PlayQueue queue_{[](std::size_t) { return std::size_t{0}; }};
};

// OCP-036
TEST_F(Queue, GoesForthAndBackToItsEnds) {
    queue_.assign(entries("abc"), 1);
    EXPECT_EQ(on(), "b");
    EXPECT_TRUE(queue_.advance(false));
    EXPECT_EQ(on(), "c");
    EXPECT_FALSE(queue_.advance(false));
    EXPECT_EQ(queue_.upcoming(false), nullptr);
    EXPECT_EQ(queue_.upcoming(true)->uri(), "a");
    EXPECT_TRUE(queue_.advance(true));
    EXPECT_EQ(on(), "a");
    EXPECT_FALSE(queue_.retreat(false));
    EXPECT_TRUE(queue_.retreat(true));
    EXPECT_EQ(on(), "c");
}

TEST_F(Queue, AnEmptyOneHasNothing) {
    EXPECT_EQ(queue_.current(), nullptr);
    EXPECT_EQ(queue_.upcoming(true), nullptr);
    EXPECT_FALSE(queue_.advance(true));
    EXPECT_FALSE(queue_.retreat(true));
    queue_.shuffle(true);
    EXPECT_TRUE(queue_.shuffled());
}

// OCP-028 OCP-035
TEST_F(Queue, ShuffledEverythingIsHeardOnceAndTheOldOrderComesBack) {
    queue_.assign(entries("abcd"), 2);
    queue_.shuffle(true);
    std::string heard(on());
    EXPECT_EQ(queue_.position(), 0U);
    while (queue_.advance(false)) heard += on();
    EXPECT_EQ(heard.front(), 'c');
    EXPECT_NE(heard, "cdab");
    std::ranges::sort(heard);
    EXPECT_EQ(heard, "abcd");
    EXPECT_TRUE(queue_.draws_next(true));  // the next round's first is drawn when it comes
    EXPECT_EQ(queue_.upcoming(true), nullptr);
    EXPECT_TRUE(queue_.advance(true));
    queue_.shuffle(false);
    const std::string was(on());
    EXPECT_EQ(queue_.position(), std::string_view("abcd").find(was));
}

}  // namespace
}  // namespace utter::media
