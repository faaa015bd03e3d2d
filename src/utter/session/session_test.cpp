#include "utter/session/session.hpp"

#include <gtest/gtest.h>

#include "utter/core/log.hpp"
#include "utter/session/session_fields.hpp"

namespace utter::session {
namespace {

json::object object(const char* text) {
    return parse_json(text).value().as_object();
}

// What is left of a carrier once it has been read.
json::object read(const json::object& carrier) {
    const auto session = Session::from_object(carrier);
    return session.object();
}

// SES1-002 SES1-003 SES1-004 SES1-011 SES1-012
TEST(Session, LeavesOutNullAndWrongTypedFieldsAndKeepsUnknownKeys) {
    const log::Capture logs;
    const auto session = Session::from_object(object(R"({"session_id":"s1","lang":null,
        "pipeline":"adapt","blacklisted_skills":["a",1],"site_id":7,"x":{"k":[1,2]}})"));
    EXPECT_EQ(session.object(), object(R"({"session_id":"s1","x":{"k":[1,2]}})"));
    EXPECT_NE(logs.text().find("session.field_ignored field=pipeline got=\"a string\""),
              std::string::npos);
}

// SES1-001 SES1-002 SES1-003 SES1-006 SES1-021 SES1-050
TEST(Session, ABadValueOfAnyFieldIsLeftOutAndCostsNoOtherField) {
    const log::Capture logs;
    for (const auto& rule : fields()) {
        for (const auto* bad : {"null", "7", "true", "[7]", "[null]", R"([{"skill_id":7}])"}) {
            json::object carrier{{"x", "kept"}};
            carrier[rule.name] = parse_json(bad).value();
            EXPECT_EQ(read(carrier), object(R"({"x":"kept"})")) << rule.name << " " << bad;
        }
        if (rule.type == WireType::text) {
            EXPECT_TRUE(read({{rule.name, ""}}).empty()) << rule.name;
        }
    }
    EXPECT_EQ(read({{"persona_id", ""}}), object(R"({"persona_id":""})"));
}

// SES1-001
TEST(Session, NullEntriesOfTheIntentContextAreLeftOut) {
    const auto session = Session::from_object(object(R"({"intent_context":{"a":null,"b":{}}})"));
    EXPECT_EQ(session.object(), object(R"({"intent_context":{"b":{}}})"));
}

// SES1-043
TEST(Session, AMalformedKeyOfALocationCostsOnlyThatKey) {
    const log::Capture logs;
    const auto location = [](const char* text) {
        return read({{"location", object(text)}}).at("location").as_object();
    };
    EXPECT_EQ(location(R"({"lat":"38","lon":-9.1,"tz":"Europe/Lisbon","city":"x"})"),
              object(R"({"lon":-9.1,"tz":"Europe/Lisbon","city":"x"})"));
    EXPECT_EQ(location(R"({"lat":90.1,"lon":-181,"tz":7})"), json::object{});
    EXPECT_EQ(location(R"({"lat":-90,"lon":180})"), object(R"({"lat":-90,"lon":180})"));
    EXPECT_NE(logs.text().find("session.field_ignored field=location.lat got=\"a string\""),
              std::string::npos);
}

// SES1-008 SES1-024 SES1-025
TEST(Session, AbsentEmptyAndNamedDefaultAreTheSameSession) {
    const log::Capture logs;
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
TEST(Session, AdditionalLanguagesAreNamedOnceAndNeverTheMainOne) {
    EXPECT_EQ(read(object(R"({"lang":"en","secondary_langs":["pt","en","pt","de"]})")),
              object(R"({"lang":"en","secondary_langs":["pt","de"]})"));
    EXPECT_EQ(read(object(R"({"lang":"en","secondary_langs":["en"]})")),
              object(R"({"lang":"en"})"));
    Session store;
    store.merge_intake(object(R"({"secondary_langs":["de","es"]})"));
    store.merge_intake(object(R"({"lang":"de"})"));
    EXPECT_EQ(store.list("secondary_langs"), (std::vector<std::string>{"es"}));
}

// SES1-028
TEST(Session, IntakeTakesTheLanguageOutOfTheSecondaryOnes) {
    Session store;
    store.merge_intake(object(R"({"lang":"de-DE","secondary_langs":["de-DE","es-ES"]})"));
    EXPECT_EQ(store.list("secondary_langs"), (std::vector<std::string>{"es-ES"}));
}

// SES2-006 SES2-008
TEST(Session, IntakeTakesNoValueThatMeansNothing) {
    Session store;
    store.merge_intake(object(R"({"site_id":"kitchen","pipeline":["a"],"location":{"tz":"UTC"},
        "response_mode":{"skill_id":"a"},"persona_id":"p"})"));
    const auto before = store;
    const log::Capture logs;
    store.merge_intake(object(R"({"session_id":"default","site_id":9,"pipeline":[],"location":{},
        "response_mode":{"expires_at":1},"lang":""})"));
    EXPECT_EQ(store, before);
    store.merge_intake(object(R"({"persona_id":""})"));
    EXPECT_EQ(store.text("persona_id"), "");
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
// CONV-003
TEST(Session, AHandlerIsPushedToTheHeadOnce) {
    Session session;
    const std::chrono::system_clock::time_point at{std::chrono::milliseconds(1500)};
    session.push_handler("active_handlers", "a", at);
    session.push_handler("active_handlers", "b", at);
    session.push_handler("active_handlers", "a", at);
    EXPECT_EQ(session.object(), object(R"({"active_handlers":[{"skill_id":"a","activated_at":1.5},
                                            {"skill_id":"b","activated_at":1.5}]})"));
}

// CONV-004 CONV-005 CONV-006
TEST(Session, AListThatIsFullLosesItsTailButNotWhoWaits) {
    Session session;
    session.set("response_mode", json::object{{"skill_id", "waits"}, {"expires_at", 100}});
    const auto at = [](int seconds) {
        return std::chrono::system_clock::time_point(std::chrono::seconds(seconds));
    };
    for (const auto* id : {"waits", "oldest"}) session.push_handler("converse_handlers", id, at(1));
    const auto push = [&](const std::string& id, int now) {
        session.push_handler("converse_handlers", id, at(now));
    };
    for (std::size_t i = 2; i < Session::handlers_max; ++i) push("skill" + std::to_string(i), 2);
    EXPECT_TRUE(session.has_handler("converse_handlers", "oldest"));
    push("one-more", 3);
    EXPECT_FALSE(session.has_handler("converse_handlers", "oldest"));
    EXPECT_TRUE(session.has_handler("converse_handlers", "waits"));
    push("after-that-expired", 100);
    EXPECT_FALSE(session.has_handler("converse_handlers", "waits"));
    EXPECT_EQ(session.object().at("converse_handlers").as_array().size(), Session::handlers_max);
    // What a client brings is its own affair.
    json::array many;
    for (int i = 0; i < 100; ++i) {
        many.push_back(json::object{{"skill_id", "s" + std::to_string(i)}, {"activated_at", 1}});
    }
    const auto brought = Session::from_object({{"converse_handlers", many}});
    EXPECT_TRUE(brought.has_handler("converse_handlers", "s99"));
}

// SES1-020
TEST(SessionFields, EveryFieldIsRegisteredOnceInSnakeCaseWithAnOwner) {
    for (const auto& rule : fields()) {
        EXPECT_EQ(find_field(rule.name), &rule) << rule.name;
        EXPECT_EQ(rule.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), std::string::npos);
        EXPECT_TRUE(rule.owner.starts_with("OVOS-")) << rule.name;
    }
    EXPECT_EQ(find_field("nobody_claimed_this"), nullptr);
}

}  // namespace
}  // namespace utter::session
