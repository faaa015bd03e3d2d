#include "utter/core/topic.hpp"

#include <gtest/gtest.h>

namespace utter {
namespace {

// MSG-008 MSG-009
TEST(Topic, FollowsTheSyntaxOfTheMessageSpec) {
    for (const auto* good :
         {"a", "ovos.utterance.handle", "music.skill:play", "A-b_0.x", "a:b:c"}) {
        EXPECT_TRUE(is_topic(good)) << good;
    }
    for (const auto* bad :
         {"", ".", ".a", "a.", "a..b", "a::b", "a b", "a.:b", "caf\xc3\xa9", "a\n"}) {
        EXPECT_FALSE(is_topic(bad)) << bad;
    }
}

// MSG-010 MSG-013
TEST(Topic, DispatchHasExactlyOneColon) {
    EXPECT_TRUE(is_dispatch_topic("music.skill:play"));
    EXPECT_FALSE(is_dispatch_topic("ovos.stop"));
    EXPECT_FALSE(is_dispatch_topic("a:b:c"));
    EXPECT_TRUE(is_identifier("music.skill"));
    EXPECT_FALSE(is_identifier("music:skill"));
}

TEST(TopicFilter, MatchesExactTopicsAndGlobs) {
    EXPECT_TRUE(TopicFilter("ovos.stop").matches("ovos.stop"));
    EXPECT_FALSE(TopicFilter("ovos.stop").matches("ovos.stop.ping"));
    EXPECT_TRUE(TopicFilter("*").matches("anything:at.all"));
    EXPECT_TRUE(TopicFilter("ovos.*").matches("ovos.intent.matched"));
    EXPECT_FALSE(TopicFilter("ovos.*").matches("mycroft.stop"));
    EXPECT_TRUE(TopicFilter("*.response").matches("ovos.skills.list.response"));
    EXPECT_TRUE(TopicFilter("ovos.*.list*").matches("ovos.intent.list.response"));
    EXPECT_TRUE(TopicFilter("a*b*c").matches("aXbYbZc"));
    EXPECT_FALSE(TopicFilter("a*b*c").matches("aXbYbZ"));
}

}  // namespace
}  // namespace utter
