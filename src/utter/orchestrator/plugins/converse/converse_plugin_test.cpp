#include "utter/orchestrator/plugins/converse/converse_plugin.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/json/serialize.hpp>

#include "utter/bus/local_bus.hpp"
#include "utter/core/log.hpp"
#include "utter/runtime/task_scope.hpp"

namespace utter::orchestrator {
namespace {

using namespace std::chrono_literals;

class FixedClock final : public Clock {
  public:
    [[nodiscard]] std::chrono::system_clock::time_point now() const override {
        return std::chrono::system_clock::time_point(1000s);
    }
};

json::object object(const std::string& text) {
    return parse_json(text).value().as_object();
}

class Converse : public testing::Test {
  protected:
    // A skill that answers every poll with this payload besides its id.
    void answer(const std::string& id, json::object data) {
        data["skill_id"] = id;
        skills_.push_back(
            bus_.subscribe("ovos.converse.ping", loop_, [this, data](const Message& ping) {
                pings_.push_back(ping);
                bus_.publish(ping.reply("ovos.converse.pong", data));
            }));
    }

    static boost::asio::awaitable<void> ask(ConversePlugin& plugin,
                                            MatchRequest request,
                                            std::optional<Match>& result) {
        result = co_await plugin.match(std::move(request));
    }

    std::optional<Match> match(const std::string& session) {
        std::optional<Match> result;
        const Message entry(
            "ovos.utterance.handle", {}, {{"utterance_id", "u1"}, {"session", object(session)}});
        MatchRequest request{
            entry, {"blue", "blew"}, "en-US", session::Session::from_object(object(session))};
        runtime::TaskScope scope(loop_.context().get_executor());
        scope.spawn("match", ask(plugin_, std::move(request), result));
        EXPECT_TRUE(loop_.run_until([&] { return scope.running() == 0; }, 10s));
        return result;
    }

    runtime::EventLoop loop_;
    bus::LocalBus bus_;
    FixedClock clock_;
    std::vector<bus::Subscription> skills_;
    std::vector<Message> pings_;
    ConversePlugin plugin_{bus_, loop_, clock_, {.window = 50ms, .time_max = 600s}};
};

constexpr const char* quiz_and_chat = R"({"session_id":"s1","converse_handlers":[
    {"skill_id":"quiz","activated_at":900},{"skill_id":"chat","activated_at":800}]})";

// CONV-016 CONV-021 CONV-028
TEST_F(Converse, TheMostRecentSkillThatWantsItGetsIt) {
    answer("chat", {{"can_handle", true}});
    answer("quiz", {{"can_handle", true}});
    const auto found = match(quiz_and_chat).value();
    EXPECT_EQ(found.skill_id, "quiz");
    EXPECT_EQ(found.intent_name, "converse");
    EXPECT_EQ(found.utterance, "blue");
    EXPECT_TRUE(found.slots.empty());
    ASSERT_FALSE(pings_.empty());
    EXPECT_EQ(pings_[0].data(), object(R"({"utterances":["blue","blew"],"lang":"en-US"})"));
}

TEST_F(Converse, TheTimeOfActivationDecidesAndThenThePlaceInTheList) {
    answer("a", {{"can_handle", true}});
    answer("b", {{"can_handle", true}});
    EXPECT_EQ(match(R"({"converse_handlers":[{"skill_id":"a","activated_at":800},
                                             {"skill_id":"b","activated_at":900}]})")
                  .value()
                  .skill_id,
              "b");
    EXPECT_EQ(match(R"({"converse_handlers":[{"skill_id":"a","activated_at":900},
                                             {"skill_id":"b","activated_at":900}]})")
                  .value()
                  .skill_id,
              "a");
}

// CONV-013 CONV-022 CONV-023 CONV-026
TEST_F(Converse, NobodyWhoIsListedAndWillingMeansNoMatch) {
    answer("quiz", {{"can_handle", false}, {"error_code", "what is this"}});
    answer("chat", {{"can_handle", 1}});
    answer("stranger", {{"can_handle", true}});
    EXPECT_FALSE(match(quiz_and_chat));
}

TEST_F(Converse, AnEmptyListIsNotPolled) {
    answer("quiz", {{"can_handle", true}});
    EXPECT_FALSE(match("{}"));
    EXPECT_TRUE(pings_.empty());
}

TEST_F(Converse, TheOlderNameOfTheAnswerIsUnderstood) {
    answer("quiz", {{"result", true}});
    answer("chat", {{"can_handle", false}});
    EXPECT_EQ(match(quiz_and_chat).value().skill_id, "quiz");
}

// CONV-027
TEST_F(Converse, ADeniedSkillIsPassedOver) {
    answer("quiz", {{"can_handle", true}});
    answer("chat", {{"can_handle", true}});
    auto session = object(quiz_and_chat);
    session["blacklisted_skills"] = json::array{"quiz"};
    EXPECT_EQ(match(json::serialize(session)).value().skill_id, "chat");
}

// CONV-007 CONV-017 CONV-019 CONV-020
TEST_F(Converse, TheSkillThatAskedGetsTheAnswerUnasked) {
    answer("quiz", {{"can_handle", true}});
    auto session = object(quiz_and_chat);
    session["response_mode"] = json::object{{"skill_id", "chat"}, {"expires_at", 1000.5}};
    const auto found = match(json::serialize(session)).value();
    EXPECT_EQ(found.skill_id, "chat");
    EXPECT_EQ(found.intent_name, "response");
    EXPECT_TRUE(pings_.empty());
    EXPECT_FALSE(found.updated_session.value().contains("response_mode"));
    EXPECT_TRUE(found.updated_session.value().contains("converse_handlers"));
}

// CONV-018
TEST_F(Converse, AQuestionThatExpiredGetsNoAnswer) {
    answer("quiz", {{"can_handle", true}});
    auto session = object(quiz_and_chat);
    session["response_mode"] = json::object{{"skill_id", "chat"}, {"expires_at", 1000}};
    const auto found = match(json::serialize(session)).value();
    EXPECT_EQ(found.intent_name, "converse");
    EXPECT_FALSE(found.updated_session.value().contains("response_mode"));
}

// CONV-009
TEST_F(Converse, AnAskerThatTakesNoPartGetsNothing) {
    answer("quiz", {{"can_handle", true}});
    const log::Capture lines;
    auto session = object(quiz_and_chat);
    session["response_mode"] = json::object{{"skill_id", "evil"}, {"expires_at", 2000}};
    EXPECT_EQ(match(json::serialize(session)).value().skill_id, "quiz");
    EXPECT_NE(lines.text().find("skill_id=evil"), std::string::npos);
}

// CONV-005 CONV-014
TEST_F(Converse, WhoWasActivatedTooLongAgoIsNotAskedUnlessItWaits) {
    answer("old", {{"can_handle", true}});
    EXPECT_FALSE(match(R"({"converse_handlers":[{"skill_id":"old","activated_at":399}]})"));
    EXPECT_TRUE(pings_.empty());
    EXPECT_EQ(match(R"({"converse_handlers":[{"skill_id":"old","activated_at":399}],
                        "response_mode":{"skill_id":"old","expires_at":2000}})")
                  .value()
                  .intent_name,
              "response");
}

}  // namespace
}  // namespace utter::orchestrator
