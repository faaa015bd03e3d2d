#include "utter/legacy/conversations.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace utter::legacy {
namespace {

using namespace std::chrono_literals;

class SteppedClock final : public Clock {
  public:
    [[nodiscard]] std::chrono::system_clock::time_point now() const override { return time; }
    std::chrono::system_clock::time_point time{1000s};
};

json::object context(std::string_view session, std::string_view skill, std::string_view id = "u1") {
    return {{"utterance_id", id},
            {"skill_id", skill},
            {"session", json::object{{"session_id", session}}}};
}

class ConversationsTest : public testing::Test {
  protected:
    void send(const std::string& topic, json::object data, json::object ctx) {
        conversations.handle(Message(topic, std::move(data), std::move(ctx)));
    }
    void ask(std::string_view session = "s") {
        send(
            "skill.converse.get_response.enable", {{"skill_id", "q.me"}}, context(session, "q.me"));
    }
    json::object entry(std::string_view session = "s") {
        return conversations.with_edits({{"session_id", session}});
    }

    SteppedClock clock;
    std::vector<Message> published;
    Conversations conversations{clock, [this](const Message& m) { published.push_back(m); }};
};

// LEG-19 LEG-20
TEST_F(ConversationsTest, AQuestionStandsUntilItIsTakenBack) {
    ask();
    for (int i = 0; i < 3; ++i) {
        const auto session = entry();
        EXPECT_EQ(session.at("response_mode").at("skill_id"), "q.me");
        EXPECT_EQ(session.at("response_mode").at("expires_at"), 1120.0);
        EXPECT_EQ(session.at("converse_handlers").at(0).at("skill_id"), "q.me");
    }
    EXPECT_FALSE(entry("other").contains("response_mode"));
    send("skill.converse.get_response.disable", {{"skill_id", "q.me"}}, context("s", "q.me"));
    EXPECT_FALSE(entry().contains("response_mode"));
}

TEST_F(ConversationsTest, AQuestionEndsWithItsRoundAndWithItsTime) {
    ask();
    conversations.round_ended("another");
    EXPECT_TRUE(entry().contains("response_mode"));
    conversations.round_ended("u1");
    EXPECT_FALSE(entry().contains("response_mode"));
    ask();
    clock.time += 121s;
    EXPECT_FALSE(entry().contains("response_mode"));
}

TEST_F(ConversationsTest, PuttingItAgainGivesItMoreTime) {
    ask();
    clock.time += 100s;
    send("ovos.utterance.speak", {}, context("s", "q.me"));
    clock.time += 100s;
    EXPECT_TRUE(entry().contains("response_mode"));
}

// LEG-21 LEG-22
TEST_F(ConversationsTest, AStopAbortsTheQuestionOfItsSessionOnce) {
    ask("s");
    ask("t");
    const Message stop("ovos.stop", {}, context("s", "", "u9"));
    conversations.abort_question(stop, "someone.else");
    EXPECT_TRUE(published.empty());
    conversations.abort_question(stop, {});
    conversations.abort_question(stop, {});
    ASSERT_EQ(published.size(), 1U);
    EXPECT_EQ(published[0].type(), "mycroft.skills.abort_question");
    EXPECT_EQ(published[0].data(), (json::object{{"skill_id", "q.me"}}));
    EXPECT_EQ(published[0].context_string("utterance_id"), "u1") << "of the round that waits";
    EXPECT_FALSE(entry("s").contains("response_mode"));
    EXPECT_TRUE(entry("t").contains("response_mode"));
}

TEST_F(ConversationsTest, ASkillActivatesAndDeactivatesItself) {
    conversations.remember_default(
        {{"converse_handlers",
          json::array{json::object{{"skill_id", "old"}, {"activated_at", 1}}}}});
    send("intent.service.skills.activate", {{"skill_id", "a"}}, context("default", "a"));
    EXPECT_EQ(published.at(0).type(), "intent.service.skills.activated");
    auto session = entry("default");
    EXPECT_EQ(session.at("converse_handlers").as_array().size(), 2U);
    EXPECT_EQ(session.at("converse_handlers").at(0).at("skill_id"), "a");
    EXPECT_FALSE(entry("default").contains("converse_handlers")) << "said once";
    send("intent.service.skills.deactivate", {{"skill_id", "old"}}, context("default", "evil"));
    EXPECT_FALSE(entry("default").contains("converse_handlers"));
    send("intent.service.skills.deactivate", {{"skill_id", "old"}}, context("default", "old"));
    EXPECT_TRUE(entry("default").at("converse_handlers").as_array().empty());
}

TEST_F(ConversationsTest, ContextIsWrittenUnderTheSkillsOwnName) {
    send("add_context", {{"context", "a_meThing"}, {"word", "x"}}, context("s", "a.me"));
    EXPECT_EQ(entry().at("intent_context"),
              (json::value{{"a.me:Thing", json::object{{"value", "x"}}}}));
    send("remove_context", {{"context", "a_meThing"}}, context("s", "a.me"));
    EXPECT_TRUE(entry().at("intent_context").at("a.me:Thing").is_null());
}

TEST_F(ConversationsTest, TellsWhoTakesPart) {
    conversations.remember_default(
        {{"converse_handlers", json::array{json::object{{"skill_id", "a"}, {"activated_at", 1}}}}});
    send("intent.service.active_skills.get", {}, {});
    EXPECT_EQ(published.at(0).data(), (json::object{{"skills", json::array{"a"}}}));
}

TEST_F(ConversationsTest, ForgetsTheSessionUntouchedLongest) {
    ask("first");
    clock.time += 1s;
    for (std::size_t i = 0; i < Conversations::sessions_max; ++i) ask(std::to_string(i));
    EXPECT_FALSE(entry("first").contains("response_mode"));
    EXPECT_TRUE(entry("7").contains("response_mode"));
}

}  // namespace
}  // namespace utter::legacy
