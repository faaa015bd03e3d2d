#include "utter/legacy/registrations.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "utter/core/log.hpp"

namespace utter::legacy {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

const json::object of_skill{{"skill_id", "w.me"}};

class RegistrationsTest : public testing::Test {
  protected:
    void send(const std::string& topic, const std::string& data) {
        registrations.handle(Message(topic, parse_json(data).value().as_object(), of_skill));
    }
    void word(const std::string& type, const std::string& text, const std::string& more = "") {
        send("register_vocab",
             R"({"entity_type":")" + type + R"(","entity_value":")" + text + R"(","lang":"en-US")" +
                 more + "}");
    }
    void ask_intent() {
        send("register_intent",
             R"({"name":"w.me:Ask","requires":[["w_meWeather","w_meWeather"]],
                 "at_least_one":[],"optional":[],"excludes":[]})");
    }

    SkillsSeen skills;
    std::vector<Message> delivered;
    Registrations registrations{
        skills, "en-US", [this](const Message& m) { delivered.push_back(m); }};
};

// LEG-08
TEST_F(RegistrationsTest, WordsAndIntentJoinWhicheverComesFirst) {
    ask_intent();
    registrations.flush();
    EXPECT_THAT(delivered, IsEmpty());
    word("w_meweather", "weather");
    registrations.flush();
    ASSERT_EQ(delivered.size(), 1U);
    EXPECT_EQ(delivered[0].type(), "ovos.intent.register.keyword");
    EXPECT_EQ(delivered[0].data(),
              parse_json(R"({"skill_id":"w.me","intent_name":"Ask","lang":"en-US",
                  "required":[{"name":"Weather","samples":["weather"]}],
                  "optional":[],"one_of":[],"excluded":[]})")
                  .value()
                  .as_object());
    EXPECT_TRUE(skills.is_python("w.me"));
    registrations.flush();
    EXPECT_EQ(delivered.size(), 1U) << "nothing has changed";
    word("w_meWeather", "forecast");
    registrations.flush();
    EXPECT_EQ(delivered.size(), 2U);
}

TEST_F(RegistrationsTest, GroupsOptionsAndExclusionsAreCarriedOver) {
    for (const auto* type : {"w_meA", "w_meB", "w_meC", "w_meD"})
        word(type, std::string(type) + "x");
    send(
        "register_intent",
        R"({"name":"w.me:I","requires":[],"at_least_one":[["w_meA","w_meB"],["w_meMissing","w_meA"]],
             "optional":[["w_meC","w_meC"]],"excludes":["D"]})");
    registrations.flush();
    ASSERT_EQ(delivered.size(), 1U);
    const auto& data = delivered[0].data();
    EXPECT_EQ(data.at("one_of").as_array().size(), 2U);
    EXPECT_EQ(data.at("optional").at(0).at("name"), "C");
    EXPECT_EQ(data.at("excluded").at(0).at("name"), "D");
    EXPECT_EQ(data.at("excluded").at(0).at("samples").at(0), "w_meDx");
}

TEST_F(RegistrationsTest, AWordThatStandsForAnotherIsThatOneToTheSkill) {
    ask_intent();
    word("w_meWeather", "umbrella");
    word("w_meWeather", "brolly", R"(,"alias_of":"umbrella")");
    EXPECT_EQ(registrations.skill_slots("w.me", "Ask", "en-US", {{"Weather", "Brolly"}}),
              (json::object{{"Weather", "umbrella"}}));
    EXPECT_EQ(registrations.skill_slots("w.me", "Ask", "en-US", {{"Weather", "umbrella"}}),
              (json::object{{"Weather", "umbrella"}}));
    EXPECT_EQ(registrations.skill_slots("other", "Ask", "en-US", {{"Weather", "brolly"}}),
              (json::object{{"Weather", "brolly"}}));
}

// LEG-09 LEG-11
TEST_F(RegistrationsTest, AFileIntentLosesItsEndingAndTheSpecificationsFormWins) {
    send("padatious:register_intent",
         R"({"name":"a.b:x.intent","samples":["go"],"lang":"en-US","blacklisted_words":null})");
    ASSERT_EQ(delivered.size(), 1U);
    EXPECT_EQ(delivered[0].data().at("intent_name"), "x");
    EXPECT_TRUE(skills.is_file_intent("a.b", "x"));
    send("ovos.intent.register.template",
         R"({"skill_id":"a.b","intent_name":"y","lang":"en-US","samples":["go"]})");
    send("padatious:register_intent", R"({"name":"a.b:y","samples":["go"],"lang":"en-us"})");
    EXPECT_EQ(delivered.size(), 1U);
    EXPECT_FALSE(skills.is_file_intent("a.b", "y"));
}

TEST_F(RegistrationsTest, AnEntityLosesItsDigest) {
    send(
        "padatious:register_entity",
        R"({"name":"a.b:place_0123456789abcdef0123456789abcdef","samples":["paris"],"lang":"fr-FR"})");
    send("padatious:register_entity", R"({"name":"a.b:place_name","samples":["paris"]})");
    ASSERT_EQ(delivered.size(), 2U);
    EXPECT_EQ(delivered[0].data().at("entity_name"), "place");
    EXPECT_EQ(delivered[0].data().at("lang"), "fr-FR");
    EXPECT_EQ(delivered[1].data().at("entity_name"), "place_name");
    EXPECT_EQ(delivered[1].data().at("lang"), "en-US");
}

// LEG-27
TEST_F(RegistrationsTest, ASkillThatLeavesTakesItsWordsAlong) {
    ask_intent();
    word("w_meWeather", "weather");
    send("detach_skill", R"({"skill_id":"w.me"})");
    EXPECT_FALSE(skills.is_python("w.me"));
    ask_intent();
    registrations.flush();
    EXPECT_THAT(delivered, IsEmpty());
}

// LEG-10
TEST_F(RegistrationsTest, AnIntentThatWasDetachedComesBackWhenItIsRegisteredAgain) {
    const log::Capture lines;
    send("detach_intent", R"({"intent_name":"w.me:Ask"})");
    EXPECT_EQ(lines.text(), "");
    ask_intent();
    word("w_meWeather", "weather");
    registrations.flush();
    send("detach_intent", R"({"intent_name":"w.me:Ask"})");
    registrations.flush();
    EXPECT_EQ(delivered.size(), 1U);
    ask_intent();
    registrations.flush();
    EXPECT_EQ(delivered.size(), 2U);
}

// I3-030
TEST_F(RegistrationsTest, WhatIsRefusedIsLogged) {
    const log::Capture lines;
    send("register_vocab", R"({"regex":"[a-z]+","lang":"en-US"
})");
    send("register_vocab", R"({"entity_type":"w_meA"})");
    send("register_intent", R"({"name":"no colon"})");
    send("register_intent", R"({"name":"w.me:I","requires":[]})");
    send("padatious:register_intent", R"({"name":"a.b:x.intent","file_name":"x.intent"})");
    send("padatious:register_intent", R"({"name":7})");
    send("padatious:register_entity", R"({"name":"a.b:e"})");
    EXPECT_THAT(delivered, IsEmpty());
    const auto text = lines.text();
    for (const auto* part : {"regular expressions",
                             "entity_value",
                             "'<skill_id>:<intent>'",
                             "both empty",
                             "'samples'",
                             "skill_id=w.me"}) {
        EXPECT_THAT(text, HasSubstr(part));
    }
}

}  // namespace
}  // namespace utter::legacy
