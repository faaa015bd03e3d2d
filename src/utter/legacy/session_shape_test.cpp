#include "utter/legacy/session_shape.hpp"

#include <gtest/gtest.h>

#include <string>

namespace utter::legacy {
namespace {

const std::chrono::system_clock::time_point now{std::chrono::seconds(50)};

json::object object(const std::string& text) {
    return parse_json(text).value().as_object();
}

// LEG-16
TEST(SessionShape, ASkillFindsItselfFirstALanguageAndBothPlaces) {
    const auto session =
        project_session(object(R"({"active_handlers":[{"skill_id":"b","activated_at":9},
                                      {"skill_id":"a","activated_at":8}],
                   "response_mode":{"skill_id":"b","expires_at":99},
                   "location":{"lat":1.5,"lon":2.5,"tz":"Europe/Paris"},"intent_context":{"k":1}})"),
                        "a",
                        "fr-FR",
                        now);
    EXPECT_EQ(session.at("active_skills"), parse_json(R"([["a",50.0],["b",9]])").value());
    EXPECT_EQ(session.at("utterance_states"),
              parse_json(R"({"b":"response","a":"intent"})").value());
    EXPECT_EQ(session.at("lang"), "fr-FR");
    EXPECT_EQ(session.at("session_id"), "default");
    EXPECT_EQ(session.at("location").at("timezone").at("code"), "Europe/Paris");
    EXPECT_EQ(session.at("location").at("coordinate").at("latitude"), 1.5);
    EXPECT_EQ(session.at("location").at("tz"), "Europe/Paris");
    EXPECT_TRUE(session.contains("intent_context"));
    EXPECT_EQ(project_session(object(R"({"lang":"de-DE"})"), "a", "en-US", now).at("lang"),
              "de-DE");
}

TEST(SessionShape, ACarrierOfTheSpecificationsIsLeftAlone) {
    const auto session = object(R"({"session_id":"s","pipeline":["mine"],"x":1})");
    EXPECT_EQ(heal_entry_session(session), session);
}

// LEG-18
TEST(SessionShape, OfAClassicDefaultSessionOnlyItsStateIsTaken) {
    EXPECT_EQ(heal_entry_session(object(
                  R"({"session_id":"default","active_skills":[],"utterance_states":{},
                      "pipeline":["adapt_high"],"lang":"en-US","blacklisted_skills":["x"],
                      "site_id":"unknown","intent_context":{"k":{"value":"v"}}})")),
              object(R"({"session_id":"default","intent_context":{"k":{"value":"v"}}})"));
}

TEST(SessionShape, AClassicNamedSessionSpeaksOfOurStages) {
    const auto session = heal_entry_session(object(
        R"({"session_id":"s","active_skills":[["a",5],["bad"]],"utterance_states":{},
            "context":{"frame_stack":[]},"system_unit":"metric","is_speaking":false,
            "pipeline":["ovos-stop-pipeline-plugin-high","padatious_high","adapt_high",
                        "ovos-stop-pipeline-plugin-medium","common_qa","ovos-m2v-pipeline-high",
                        "mine","ovos-fallback-pipeline-plugin-low"],
            "blacklisted_intents":["a:x.intent"],
            "location":{"coordinate":{"latitude":1,"longitude":2},
                        "timezone":{"code":"Europe/Paris"},"city":{}}})"));
    EXPECT_EQ(
        session.at("pipeline"),
        parse_json(R"(["stop","template","keyword","common_query","mine","fallback"])").value());
    EXPECT_EQ(session.at("converse_handlers"),
              parse_json(R"([{"skill_id":"a","activated_at":5}])").value());
    EXPECT_EQ(session.at("blacklisted_intents").at(0), "a:x");
    EXPECT_EQ(session.at("location").at("lat"), 1);
    EXPECT_EQ(session.at("location").at("tz"), "Europe/Paris");
    EXPECT_FALSE(session.contains("active_skills"));
    EXPECT_FALSE(session.contains("system_unit"));
}

// LEG-17
TEST(SessionShape, WhatASkillLostIsGivenBack) {
    const auto given =
        object(R"({"session_id":"s","active_handlers":[],"intent_context":{"k":1}})");
    const auto lost = object(R"({"session_id":"s","active_skills":[],"pipeline":["adapt_high"]})");
    EXPECT_EQ(heal_returned_session(given, lost), given);
    const auto kept = object(R"({"session_id":"s","active_handlers":[],"intent_context":{"k":2}})");
    EXPECT_EQ(heal_returned_session(given, kept), kept);
}

}  // namespace
}  // namespace utter::legacy
