#include "utter/session/session.hpp"

#include <gtest/gtest.h>

#include "utter/core/log.hpp"
#include "utter/session/session_fields.hpp"

namespace utter::session {
namespace {

json::object object(const char* text) {
    return parse_json(text).value().as_object();
}

// SES1-002 SES1-003 SES1-004 SES1-011
TEST(Session, LeavesOutNullAndWrongTypedFieldsAndKeepsUnknownKeys) {
    const log::Capture logs;
    const auto session = Session::from_object(object(R"({"session_id":"s1","lang":null,
        "pipeline":"adapt","blacklisted_skills":["a",1],"site_id":7,"x":{"k":[1,2]}})"));
    EXPECT_EQ(session.object(), object(R"({"session_id":"s1","x":{"k":[1,2]}})"));
    EXPECT_NE(logs.text().find("session.field_ignored field=pipeline got=\"a string\""),
              std::string::npos);
}

// SES1-008 SES1-025
TEST(Session, AbsentEmptyAndNamedDefaultAreTheSameSession) {
    EXPECT_TRUE(Session::read({}).is_default());
    EXPECT_TRUE(Session::read(object(R"({"session":null})")).is_default());
    EXPECT_TRUE(Session::read(object(R"({"session":{}})")).is_default());
    EXPECT_TRUE(Session::read(object(R"({"session":{"session_id":""}})")).is_default());
    EXPECT_TRUE(Session::read(object(R"({"session":{"session_id":"default"}})")).is_default());
    EXPECT_EQ(session_id_of(object(R"({"session":{"session_id":"a:b/c"}})")), "a:b/c");
    EXPECT_EQ(session_id_of({}), default_session_id);
}

// SES1-013 SES1-019
TEST(Session, OnlyAnObjectNullOrNothingIsASoundCarrier) {
    EXPECT_TRUE(carrier_is_sound({}));
    EXPECT_TRUE(carrier_is_sound(object(R"({"session":null})")));
    EXPECT_TRUE(carrier_is_sound(object(R"({"session":{}})")));
    for (const auto* bad : {R"({"session":"x"})", R"({"session":[1]})", R"({"session":1})"}) {
        EXPECT_FALSE(carrier_is_sound(object(bad))) << bad;
    }
}

// SES2-006 SES2-007 SES2-008 SES2-012
TEST(Session, IntakeReplacesCarriedFieldsAndKeepsTheRest) {
    Session store;
    store.merge_intake(object(R"({"site_id":"kitchen","vendor":1,"pipeline":["a"]})"));
    store.merge_intake(
        object(R"({"session_id":"default","site_id":null,"pipeline":[],"lang":"de-DE"})"));
    EXPECT_EQ(store.object(),
              object(R"({"site_id":"kitchen","vendor":1,"pipeline":["a"],"lang":"de-DE"})"));
}

// SES2-009
TEST(Session, IntakeMergesIntentContextByEntry) {
    Session store;
    store.merge_intake(object(R"({"intent_context":{"a":1}})"));
    store.merge_intake(object(R"({"intent_context":{"b":2}})"));
    EXPECT_EQ(store.object(), object(R"({"intent_context":{"a":1,"b":2}})"));
    store.merge_intake(object(R"({"intent_context":{"a":null,"b":null}})"));
    EXPECT_TRUE(store.object().empty());
}

// SES1-028
TEST(Session, IntakeTakesTheLanguageOutOfTheSecondaryOnes) {
    Session store;
    store.merge_intake(object(R"({"lang":"de-DE","secondary_langs":["de-DE","es-ES"]})"));
    EXPECT_EQ(store.list("secondary_langs"), (std::vector<std::string>{"es-ES"}));
}

// SES2-022 SES2-024
TEST(Session, CompletionTakesOnlyWhatAHandlerOwns) {
    const auto baseline = Session::from_object(object(R"({"session_id":"s","lang":"en-US",
        "intent_context":{"old":1,"echoed":1},
        "active_handlers":[{"skill_id":"a","activated_at":1},{"skill_id":"b","activated_at":0}]})"));
    const auto returned =
        Session::from_object(object(R"({"session_id":"s","lang":"xx","pipeline":["evil"],
        "intent_context":{"new":2,"echoed":1},"response_mode":{"skill_id":"a"},
        "active_handlers":[{"skill_id":"b","activated_at":0},{"skill_id":"c","activated_at":9}]})"));
    auto working = baseline;
    working.merge_completion(baseline, returned);
    EXPECT_EQ(working.object(), object(R"({"session_id":"s","lang":"en-US",
        "intent_context":{"echoed":1,"new":2},"response_mode":{"skill_id":"a"},
        "active_handlers":[{"skill_id":"b","activated_at":0}]})"));
}

// PIPE-038
TEST(Session, OverridesAreReimposedOverAPluginsSnapshot) {
    const auto before = Session::from_object(object(R"({"blacklisted_skills":["bank.skill"]})"));
    auto snapshot = Session::from_object(object(R"({"pipeline":["evil"],"persona_id":"p"})"));
    snapshot.reimpose_overrides(before);
    EXPECT_EQ(snapshot.object(),
              object(R"({"persona_id":"p","blacklisted_skills":["bank.skill"]})"));
}

// PIPE-056
TEST(Session, AHandlerIsPushedToTheHeadOnce) {
    Session session;
    const std::chrono::system_clock::time_point at{std::chrono::milliseconds(1500)};
    session.push_handler("active_handlers", "a", at);
    session.push_handler("active_handlers", "b", at);
    session.push_handler("active_handlers", "a", at);
    EXPECT_EQ(session.object(), object(R"({"active_handlers":[{"skill_id":"a","activated_at":1.5},
                                            {"skill_id":"b","activated_at":1.5}]})"));
}

TEST(SessionFields, EveryFieldIsRegisteredOnce) {
    for (const auto& rule : fields()) EXPECT_EQ(find_field(rule.name), &rule) << rule.name;
    EXPECT_EQ(find_field("nobody_claimed_this"), nullptr);
}

}  // namespace
}  // namespace utter::session
