#include "utter/legacy/rounds.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace utter::legacy {
namespace {

json::object context(std::string_view id, std::string_view skill, std::string_view session = "s") {
    return {{"utterance_id", id},
            {"skill_id", skill},
            {"session", json::object{{"session_id", session}, {"active_handlers", json::array{}}}}};
}

class RoundsTest : public testing::Test {
  protected:
    void report(const std::string& topic, json::object data, json::object ctx) {
        rounds.handle(Message(topic, std::move(data), std::move(ctx)));
    }

    std::vector<Message> done;
    Rounds rounds{[this](const Message& m) { done.push_back(m); }};
};

TEST_F(RoundsTest, TheHandlersReportIsTheEndOfItsRound) {
    rounds.open(Message("a.b:play", {}, context("u1", "a.b")));
    report("mycroft.skill.handler.complete", {{"name", "A.play"}}, context("u1", "a.b"));
    ASSERT_EQ(done.size(), 1U);
    EXPECT_EQ(done[0].type(), "utter.handler.done");
    EXPECT_EQ(done[0].data(),
              (json::object{{"skill_id", "a.b"}, {"intent_name", "play"}, {"ok", true}}));
    EXPECT_EQ(done[0].context_string("utterance_id"), "u1");
}

// LEG-15
TEST_F(RoundsTest, AnErrorIsTheEndThoughCompletionFollows) {
    rounds.open(Message("a.b:play", {}, context("u1", "a.b")));
    report("mycroft.skill.handler.error", {{"exception", "ValueError()"}}, context("u1", "a.b"));
    report("mycroft.skill.handler.complete", {}, context("u1", "a.b"));
    ASSERT_EQ(done.size(), 1U);
    EXPECT_EQ(done[0].data().at("ok"), false);
    EXPECT_EQ(done[0].data().at("exception"), "ValueError()");
}

TEST_F(RoundsTest, AnotherSkillsReportEndsNothing) {
    rounds.open(Message("a.b:play", {}, context("u1", "a.b")));
    report("mycroft.skill.handler.complete", {}, context("u1", "evil"));
    report("mycroft.skill.handler.complete", {}, context("u2", "a.b"));
    EXPECT_TRUE(done.empty());
}

TEST_F(RoundsTest, AReportWithoutAnIdEndsTheNewestRoundOfItsSession) {
    rounds.open(Message("a.b:one", {}, context("u1", "a.b")));
    rounds.open(Message("a.b:two", {}, context("u2", "a.b")));
    rounds.open(Message("a.b:three", {}, context("u3", "a.b", "other")));
    auto without = context("", "a.b");
    without.erase("utterance_id");
    report("mycroft.skill.handler.complete", {}, without);
    ASSERT_EQ(done.size(), 1U);
    EXPECT_EQ(done[0].data().at("intent_name"), "two");
    EXPECT_EQ(done[0].context_string("utterance_id"), "u2");
}

// LEG-24
TEST_F(RoundsTest, ConversationsStopsAndFallbacksEndOnTheirAnswers) {
    rounds.open(Message("a.b:converse", {}, context("u1", "a.b")));
    rounds.open(Message("a.b:stop", {}, context("u2", "a.b")));
    rounds.open(Message("a.b:fallback", {}, context("u3", "a.b")));
    report("a.b.stop.response", {}, context("u1", "a.b"));
    EXPECT_TRUE(done.empty()) << "no stop was asked for in this round";
    report(
        "skill.converse.response", {{"skill_id", "a.b"}, {"result", false}}, context("u1", "a.b"));
    report("a.b.stop.response", {{"error", "it broke"}}, context("u2", "a.b"));
    report("ovos.skills.fallback.a.b.response", {{"result", true}}, context("u3", "a.b"));
    ASSERT_EQ(done.size(), 3U);
    EXPECT_EQ(done[0].data().at("ok"), true);
    EXPECT_EQ(done[1].data().at("exception"), "it broke");
    EXPECT_EQ(done[2].data().at("intent_name"), "fallback");
}

TEST_F(RoundsTest, ARoundThatTheOrchestratorEndedIsForgotten) {
    rounds.open(Message("a.b:play", {}, context("u1", "a.b")));
    rounds.forget("u1");
    report("mycroft.skill.handler.complete", {}, context("u1", "a.b"));
    EXPECT_TRUE(done.empty());
}

// LEG-17
TEST_F(RoundsTest, TheSessionIsTheOneItWasGivenWhenTheSkillLostIt) {
    const auto given = context("u1", "a.b");
    rounds.open(Message("a.b:play", {}, given));
    auto returned = given;
    returned["session"] = json::object{{"session_id", "s"}, {"pipeline", json::array{"adapt"}}};
    report("mycroft.skill.handler.complete", {}, returned);
    EXPECT_EQ(done.at(0).context().at("session"), given.at("session"));
}

}  // namespace
}  // namespace utter::legacy
