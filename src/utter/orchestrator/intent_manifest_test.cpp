#include "utter/orchestrator/intent_manifest.hpp"

#include <gtest/gtest.h>

#include "utter/core/log.hpp"

namespace utter::orchestrator {
namespace {

json::object object(const char* text) {
    return parse_json(text).value().as_object();
}

class Manifest : public testing::Test {
  protected:
    void send(const char* topic, const char* data, const char* context = "{}") {
        EXPECT_FALSE(manifest_.handle(Message(topic, object(data), object(context))).has_value());
    }
    json::object ask(const char* topic, const char* data = "{}") {
        const auto answer = manifest_.handle(Message(topic, object(data)));
        if (!answer) {
            ADD_FAILURE() << topic << " was not answered";
            return {};
        }
        EXPECT_EQ(answer->type(), std::string(topic) + ".response");
        return answer->data();
    }
    std::size_t listed(const char* filters = "{}") {
        return ask("ovos.intent.list", filters).at("intents").as_array().size();
    }
    IntentManifest manifest_;
};

constexpr const char* move_en = R"({"skill_id":"blinds.skill","intent_name":"move","lang":"en-US",
    "samples":["move"],"requires_context":["in_room"]})";

// I4-026 I4-070 I4-073 I4-075
TEST_F(Manifest, KeepsRegistrationsVerbatimAndDescribesThem) {
    send("ovos.intent.register.template", move_en, R"({"skill_id":"someone.else"})");
    send("ovos.intent.register.keyword",
         R"({"skill_id":"blinds.skill","intent_name":"odd","lang":"en-US"})");
    send("ovos.entity.register",
         R"({"skill_id":"blinds.skill","entity_name":"room","lang":"en-US","samples":["hall"]})");
    EXPECT_EQ(listed(), 2U);
    const auto described =
        ask("ovos.intent.describe", R"({"skill_id":"blinds.skill","method":"template"})");
    EXPECT_EQ(described.at("ok"), true);
    EXPECT_EQ(described.at("definitions").at(0).at("definition"), json::value(object(move_en)));
    EXPECT_EQ(described.at("entities").at(0).at("entity_name"), "room");
    EXPECT_EQ(ask("ovos.intent.describe", R"({"skill_id":"x"})").at("ok"), false);
    EXPECT_EQ(ask("ovos.intent.describe").at("error"), "skill_id is required");
    EXPECT_EQ(ask("ovos.intent.list", R"({"lang":5})").at("error"),
              "lang must be a string, got a number");
}

TEST_F(Manifest, ADescriptionLeavesOutWhatWouldNotFitOnTheBus) {
    send("ovos.intent.register.template", move_en);
    json::object large{{"skill_id", "blinds.skill"}, {"entity_name", "room"}, {"lang", "en-US"}};
    large["samples"] = json::array(500'000, json::value("conservatory"));
    EXPECT_FALSE(manifest_.handle(Message("ovos.entity.register", large)).has_value());
    const auto described = ask("ovos.intent.describe", R"({"skill_id":"blinds.skill"})");
    EXPECT_EQ(described.at("definitions").as_array().size(), 1U);
    EXPECT_TRUE(described.at("entities").as_array().empty());
    EXPECT_EQ(described.at("entities_left_out"), 1);
    large["intent_name"] = "large";
    EXPECT_FALSE(manifest_.handle(Message("ovos.intent.register.template", large)).has_value());
    const auto refused = ask("ovos.intent.describe", R"({"skill_id":"blinds.skill"})");
    EXPECT_EQ(refused.at("ok"), false);
    EXPECT_TRUE(refused.at("error").as_string().starts_with("the definitions are larger than"));
}

// I4-007 I4-009 PIPE-063 STOP-001 CONV-041 FALL-032
TEST_F(Manifest, LeavesOutWhatHasNoIdentityOrAReservedName) {
    const log::Capture logs;
    send("ovos.intent.register.template", R"({"skill_id":"a","intent_name":"x"})");
    for (const std::string name : {"stop", "converse", "response", "fallback", "common_query"}) {
        const auto data = R"({"skill_id":"a","intent_name":")" + name + R"(","lang":"en-US"})";
        send("ovos.intent.register.template", data.c_str());
        send("ovos.intent.register.keyword", data.c_str());
        EXPECT_NE(logs.text().find("WARNING intent.registration_ignored"), std::string::npos);
        EXPECT_NE(logs.text().find("intent_name=" + name), std::string::npos);
    }
    send("ovos.intent.register.template",
         R"({"skill_id":"a","intent_name":"global_stop","lang":"en-US"})");
    EXPECT_EQ(listed(), 1U);
    EXPECT_NE(logs.text().find("field 'lang' must be a non-empty string"), std::string::npos);
    EXPECT_NE(logs.text().find("this intent name is reserved"), std::string::npos);
}

// I4-010 I4-011 I4-050 I4-053 I4-055 I4-057
TEST_F(Manifest, ReplacesSwitchesAndRemoves) {
    send("ovos.intent.register.template", move_en);
    send("ovos.intent.disable", R"({"skill_id":"blinds.skill","intent_name":"move"})");
    send("ovos.intent.register.template",
         R"({"skill_id":"blinds.skill","intent_name":"move","lang":"en-us","samples":["go"]})");
    ASSERT_EQ(listed(), 1U);
    EXPECT_EQ(ask("ovos.intent.list").at("intents").at(0).at("enabled"), false);
    send("ovos.intent.deregister", R"({"skill_id":"blinds.skill","intent_name":"move"})");
    send("ovos.intent.deregister", R"({"skill_id":"blinds.skill","intent_name":"move"})");
    EXPECT_EQ(listed(), 0U);
    send("ovos.intent.register.template", move_en);
    EXPECT_EQ(ask("ovos.intent.list").at("intents").at(0).at("enabled"), true);
}

// I4-006
TEST_F(Manifest, WhatTheDataNamesIsMeantWhoeverSaysIt) {
    send("ovos.intent.register.template", move_en, R"({"skill_id":"admin.tool"})");
    send("ovos.intent.register.template",
         R"({"skill_id":"a","intent_name":"x","lang":"en-US","samples":["x"]})");
    EXPECT_EQ(listed(R"({"skill_id":"blinds.skill"})"), 1U);
    EXPECT_EQ(listed(R"({"skill_id":"admin.tool"})"), 0U);
    EXPECT_EQ(listed(R"({"skill_id":"a"})"), 1U);
    send("ovos.intent.disable",
         R"({"skill_id":"blinds.skill","intent_name":"move"})",
         R"({"skill_id":"a"})");
    EXPECT_EQ(
        ask("ovos.intent.list", R"({"skill_id":"blinds.skill"})").at("intents").at(0).at("enabled"),
        false);
}

// I3-007
TEST_F(Manifest, AnIntentMayHaveOneDefinitionAMethod) {
    send("ovos.intent.register.template", move_en);
    send("ovos.intent.register.keyword", move_en);
    send("ovos.intent.register.keyword", move_en);
    EXPECT_EQ(listed(), 2U);
    EXPECT_EQ(ask("ovos.intent.describe", R"({"skill_id":"blinds.skill","method":"keyword"})")
                  .at("definitions")
                  .as_array()
                  .size(),
              1U);
}

// I4-074 I4-081
TEST_F(Manifest, ADescriptionIsOfTheRowsOfOneScope) {
    send("ovos.intent.register.template", move_en);
    send("ovos.intent.register.template", move_en, R"({"session":{"session_id":"sat-1"}})");
    send("ovos.intent.register.keyword", move_en, R"({"session":{}})");
    const auto described = [&](const char* query) {
        const auto answer = ask("ovos.intent.describe", query);
        return answer.at("ok") == true ? answer.at("definitions").as_array().size() : 0U;
    };
    EXPECT_EQ(described(R"({"skill_id":"blinds.skill"})"), 3U);
    EXPECT_EQ(described(R"({"skill_id":"blinds.skill","session_id":"default"})"), 2U);
    EXPECT_EQ(described(R"({"skill_id":"blinds.skill","session_id":"sat-1"})"), 1U);
    EXPECT_EQ(described(R"({"skill_id":"blinds.skill","session_id":"sat-2"})"), 0U);
    EXPECT_EQ(described(R"({"intent_name":"move"})"), 0U);
}

// I4-052 I4-073 I4-080 I4-083 I4-084
TEST_F(Manifest, KeepsSessionsApart) {
    const auto* mine = R"({"session":{"session_id":"sat-1"}})";
    send("ovos.intent.register.template", move_en);
    send("ovos.intent.register.template", move_en, mine);
    EXPECT_EQ(listed(R"({"session_id":"sat-1"})"), 2U);
    EXPECT_EQ(listed(R"({"session_id":"sat-2"})"), 1U);
    send("ovos.skill.deregister", R"({"skill_id":"blinds.skill","session_id":"sat-1"})");
    EXPECT_EQ(listed(R"({"session_id":"sat-1"})"), 1U);
    send("ovos.skill.deregister", R"({"skill_id":"blinds.skill"})", mine);
    EXPECT_EQ(listed(), 0U);
}

// I4-060 I4-077
TEST_F(Manifest, ListsLoadedSkillsWithWhatTheyCan) {
    send("ovos.skill.loaded",
         R"({"skill_id":"quiz.skill","capabilities":["converse","telepathy"]})");
    EXPECT_EQ(ask("ovos.skills.list"), object(R"({"ok":true,"skills":[{"skill_id":"quiz.skill",
        "session_id":"default","capabilities":["converse"],"intents":0}]})"));
    send("ovos.skill.deregister", R"({"skill_id":"quiz.skill"})");
    EXPECT_EQ(ask("ovos.skills.list"), object(R"({"ok":true,"skills":[]})"));
}

}  // namespace
}  // namespace utter::orchestrator
