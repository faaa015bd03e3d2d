#include "utter/session/round_session.hpp"

#include <gtest/gtest.h>

#include "utter/core/log.hpp"

namespace utter::session {
namespace {

json::object object(const char* text) {
    return parse_json(text).value().as_object();
}

class RoundSessionTest : public testing::Test {
  protected:
    RoundSession take(const char* session) {
        return {store_, {{"session", parse_json(session).value()}}};
    }
    static void complete(RoundSession& round, const char* returned) {
        round.complete(Session(round.current()), {{"session", parse_json(returned).value()}});
    }

    const std::chrono::system_clock::time_point now_{std::chrono::seconds(5)};
    DefaultStore store_;
};

// SES2-005 SES2-010
TEST_F(RoundSessionTest, TheDefaultSessionIsTheStoreItself) {
    take(R"({"site_id":"kitchen"})");
    const RoundSession bare(store_, {});
    EXPECT_EQ(bare.current().object(), object(R"({"site_id":"kitchen"})"));
    EXPECT_EQ(&bare.current(), &store_.current());
}

// SES1-010 SES2-002 SES2-004 SES2-032
TEST_F(RoundSessionTest, ANamedSessionIsWhatItsClientSent) {
    take(R"({"site_id":"kitchen","intent_context":{"k":{"value":"1"}}})");
    const auto first = take(R"({"session_id":"s1","lang":"de-DE"})");
    const auto second = take(R"({"session_id":"s1"})");
    EXPECT_EQ(first.current().object(), object(R"({"session_id":"s1","lang":"de-DE"})"));
    EXPECT_EQ(second.current().object(), object(R"({"session_id":"s1"})"));
}

// SES2-019
TEST_F(RoundSessionTest, WhatAPluginMadeOfTheSessionReplacesItAndTheHandlersAreOnTop) {
    auto round = take(R"({"session_id":"s1","lang":"de-DE","intent_context":{"old":{}}})");
    EXPECT_TRUE(round.commit(object(R"({"session_id":"s1","intent_context":{"new":{}}})")));
    round.push_handler("music.skill", true, now_);
    EXPECT_EQ(round.current().object(), object(R"({"session_id":"s1","intent_context":{"new":{}},
        "active_handlers":[{"skill_id":"music.skill","activated_at":5.0}],
        "converse_handlers":[{"skill_id":"music.skill","activated_at":5.0}]})"));
}

TEST_F(RoundSessionTest, ADispatchThatDoesNotActivateLeavesActiveHandlersAlone) {
    auto round = take(R"({"session_id":"s1"})");
    round.push_handler("music.skill", false, now_);
    EXPECT_FALSE(round.current().object().contains("active_handlers"));
    EXPECT_TRUE(round.current().object().contains("converse_handlers"));
}

// SES2-020
TEST_F(RoundSessionTest, APluginsUpdateOfAnotherSessionIsIgnored) {
    for (const auto* foreign : {R"({"session_id":"s2","persona_id":"p"})", R"({})"}) {
        auto round = take(R"({"session_id":"s1","lang":"de-DE"})");
        EXPECT_FALSE(round.commit(object(foreign))) << foreign;
        EXPECT_EQ(round.current().text("lang"), "de-DE");
        EXPECT_EQ(round.current().text("persona_id"), "");
    }
}

// SES2-023
TEST_F(RoundSessionTest, WhatAHandlerWroteOnTheDefaultSessionIsInTheStore) {
    auto round = take("{}");
    complete(round, R"({"intent_context":{"who":{"value":"ada"}}})");
    EXPECT_EQ(store_.current().object(), object(R"({"intent_context":{"who":{"value":"ada"}}})"));
}

// SES2-025
TEST_F(RoundSessionTest, AReportWithAnotherOrABrokenSessionIsLoggedAndIgnored) {
    for (const auto* session : {R"({"session_id":"s2","intent_context":{"who":{}}})", "[]", "7"}) {
        const log::Capture logs;
        auto round = take(R"({"session_id":"s1","intent_context":{"k":{}}})");
        complete(round, session);
        EXPECT_EQ(round.current().object(),
                  object(R"({"session_id":"s1","intent_context":{"k":{}}})"));
        EXPECT_NE(logs.text().find("session.completion_ignored"), std::string::npos) << session;
    }
}

TEST_F(RoundSessionTest, AReportWithoutASessionClearsNothing) {
    auto round = take(R"({"intent_context":{"k":{}}})");
    round.complete(Session(round.current()), {});
    complete(round, "null");
    EXPECT_EQ(store_.current().object(), object(R"({"intent_context":{"k":{}}})"));
}

// The rounds of the default session overlap: what one wrote must survive the other's end.
TEST_F(RoundSessionTest, ALateReportTakesBackNothingThatAnotherRoundWrote) {
    auto slow = take("{}");
    const Session baseline = slow.current();
    auto quick = take("{}");
    complete(quick, R"({"intent_context":{"quick":{}}})");
    slow.complete(baseline, {{"session", object(R"({"intent_context":{"slow":{}}})")}});
    EXPECT_EQ(store_.current().object(), object(R"({"intent_context":{"quick":{},"slow":{}}})"));
}

}  // namespace
}  // namespace utter::session
