#include <gmock/gmock.h>

#include "utter/orchestrator/orchestrator_fixture.hpp"
#include "utter/orchestrator/plugins/keyword/keyword_plugin.hpp"
#include "utter/orchestrator/plugins/template/template_plugin.hpp"

// The intent context around a round: OVOS-CONTEXT-1.
namespace utter::orchestrator {
namespace {

class IntentContextRounds : public OrchestratorTest {
  protected:
    // Real engines, with what the test registers.
    void build_engines() {
        OrchestratorSettings settings;
        settings.pipeline = {"template", "keyword"};
        std::vector<std::unique_ptr<Plugin>> plugins;
        plugins.push_back(std::make_unique<TemplatePlugin>(bus_, loop_));
        plugins.push_back(std::make_unique<KeywordPlugin>(bus_, loop_));
        build(settings, std::move(plugins));
    }

    void add_template(const char* name, const char* sample, const char* gates = "{}") {
        auto data = object(gates);
        data["skill_id"] = "music.skill";
        data["intent_name"] = name;
        data["lang"] = "en-US";
        data["samples"] = json::array{sample};
        bus_.publish(Message("ovos.intent.register.template", std::move(data)));
    }

    // One utterance of session "s" that has this intent context. @return the last message.
    Message round(const std::string& utterance, const std::string& map = "{}") {
        seen_.clear();
        bus_.publish(
            Message("ovos.utterance.handle",
                    {{"utterances", json::array{utterance}}},
                    {{"session", {{"session_id", "s"}, {"intent_context", object(map.c_str())}}}}));
        EXPECT_TRUE(wait_for_handled());
        return seen_.back();
    }

    // The next utterance of a client that keeps its session, as the last message brought it.
    Message next_round(const std::string& utterance, const Message& last) {
        seen_.clear();
        bus_.publish(Message("ovos.utterance.handle",
                             {{"utterances", json::array{utterance}}},
                             {{"session", last.context().at("session")}}));
        EXPECT_TRUE(wait_for_handled());
        return seen_.back();
    }

    [[nodiscard]] bool dispatched(const char* intent) const {
        return count(std::string("music.skill:") + intent) == 1;
    }

    static json::object map_of(const Message& message) {
        const auto session = session::Session::read(message.context());
        return session.context();
    }
};

// CTX-011 CTX-012 CTX-013 CTX-015 CTX-024
TEST_F(IntentContextRounds, WhatAHandlerWroteIsThereForItsTurnsOnly) {
    build_engines();
    add_template("make", "make tea");
    add_template("yes", "yes", R"({"requires_context":["confirming"]})");
    handle_dispatches({{"ok", true}}, [](json::object session) {
        if (!session.contains("intent_context")) session["intent_context"] = json::object{};
        session.at("intent_context").as_object()["music.skill:confirming"] =
            json::object{{"value", nullptr}, {"turns_remaining", 1}};
        return session;
    });
    auto last = round("make tea");
    const auto fresh = object(R"({"music.skill:confirming":{"value":null,"turns_remaining":1}})");
    EXPECT_EQ(map_of(last), fresh);
    EXPECT_EQ(map_of(first("ovos.intent.handler.complete")), fresh);

    handle_dispatches({{"ok", true}});
    last = next_round("yes", last);
    ASSERT_TRUE(dispatched("yes"));
    EXPECT_EQ(map_of(first("music.skill:yes")),
              object(R"({"music.skill:confirming":{"value":null,"turns_remaining":0}})"));
    last = next_round("yes", last);
    EXPECT_FALSE(dispatched("yes"));
    EXPECT_EQ(count("ovos.intent.unmatched"), 1U);
    EXPECT_EQ(map_of(last), json::object{});
}

// CTX-012
TEST_F(IntentContextRounds, ARoundThatMatchesNothingSpendsATurnToo) {
    build_engines();
    const auto last = round("blah", R"({"k":{"value":"x","turns_remaining":1}})");
    EXPECT_EQ(map_of(last), object(R"({"k":{"value":"x","turns_remaining":0}})"));
    EXPECT_EQ(map_of(next_round("blah", last)), json::object{});
}

// CTX-001 CTX-007 CTX-008 CTX-009 CTX-030 CTX-031 CTX-032 CTX-033 CTX-034 CTX-036
TEST_F(IntentContextRounds, GatesOpenAndCloseForTemplatesAndKeywordsAlike) {
    build_engines();
    handle_dispatches({{"ok", true}});
    const auto* gates = R"({"requires_context":["mine",{"key":"all","scope":"shared"}],
                            "excludes_context":[{"key":"done","scope":"private"}]})";
    add_template("gated", "go ahead", gates);
    auto keyword = object(gates);
    keyword["skill_id"] = "music.skill";
    keyword["intent_name"] = "keyword_gated";
    keyword["lang"] = "en-US";
    keyword["required"] = parse_json(R"([{"name":"word","samples":["proceed"]}])").value();
    bus_.publish(Message("ovos.intent.register.keyword", std::move(keyword)));
    const struct {
        const char* map;
        bool opens;
    } cases[] = {
        {"{}", false},
        {R"({"music.skill:mine":{"value":null},"all":{"value":"x"}})", true},
        {R"({"music.skill:mine":{"value":null,"turns_remaining":0},"all":{"value":"x"}})", false},
        {R"({"music.skill:mine":{"value":null,"expires_at":1},"all":{"value":"x"}})", false},
        {R"({"mine":{"value":null},"all":{"value":"x"}})", false},
        {R"({"other.skill:mine":{"value":null},"all":{"value":"x"}})", false},
        {R"({"music.skill:mine":{"value":null},"music.skill:all":{"value":"x"}})", false},
        {R"({"music.skill:mine":{"value":null},"all":{"value":"x"},"done":{"value":null}})", true},
        {R"({"music.skill:mine":{"value":null},"all":{"value":"x"},
             "music.skill:done":{"value":null}})",
         false},
    };
    for (const auto& one : cases) {
        round("go ahead", one.map);
        EXPECT_EQ(dispatched("gated"), one.opens) << one.map;
        round("please proceed", one.map);
        EXPECT_EQ(dispatched("keyword_gated"), one.opens) << one.map;
    }
}

// CTX-035
TEST_F(IntentContextRounds, AGateThatContradictsItselfIsLoggedAndABrokenOneRefused) {
    build_engines();
    const log::Capture log;
    add_template("never", "never ever", R"({"requires_context":["k"],"excludes_context":["k"]})");
    add_template("broken", "broken gate", R"({"requires_context":[7]})");
    round("broken gate", R"({"music.skill:k":{"value":null}})");
    EXPECT_FALSE(dispatched("broken"));
    EXPECT_THAT(log.text(), testing::HasSubstr("intent.context_contradiction"));
    EXPECT_THAT(log.text(), testing::HasSubstr("requires_context"));
}

// CTX-037 CTX-038 CTX-039 CTX-041
TEST_F(IntentContextRounds, AValueFillsTheSlotThatWasNotSaid) {
    build_engines();
    handle_dispatches({{"ok", true}});
    add_template("tall", "how tall is ({person}|he)");
    const auto slots = [this] { return first("music.skill:tall").data().at("slots"); };
    const auto* shared = R"({"person":{"value":"Bob"}})";
    round("how tall is he", shared);
    EXPECT_EQ(slots(), object(R"({"person":"Bob"})"));
    EXPECT_EQ(first("ovos.intent.matched").data().at("slots"), slots());
    round("how tall is Alice", shared);
    EXPECT_EQ(slots(), object(R"({"person":"Alice"})"));
    round("how tall is he", R"({"person":{"value":"Bob"},"music.skill:person":{"value":"Eve"}})");
    EXPECT_EQ(slots(), object(R"({"person":"Eve"})"));
    round("how tall is he", R"({"person":{"value":null}})");
    EXPECT_EQ(slots(), json::object{});
}

// CTX-037 CTX-040
TEST_F(IntentContextRounds, AValueCountsAsAKeywordThatWasSaid) {
    build_engines();
    handle_dispatches({{"ok", true}});
    bus_.publish(Message("ovos.intent.register.keyword", object(R"({
        "skill_id":"music.skill","intent_name":"age","lang":"en-US",
        "required":[{"name":"ask","samples":["how old"]},{"name":"person","samples":["bob"]}]})")));
    round("how old", R"({"person":{"value":"Ada"}})");
    ASSERT_TRUE(dispatched("age"));
    EXPECT_EQ(first("music.skill:age").data().at("slots").at("person"), "Ada");
    round("how old", R"({"person":{"value":null}})");
    EXPECT_FALSE(dispatched("age"));
    round("something else", R"({"person":{"value":"Ada"},"ask":{"value":"how old"}})");
    EXPECT_FALSE(dispatched("age")) << "nothing of it was said";
}

// CTX-016 CTX-017 CTX-021 CTX-042 PIPE-017 PIPE-018
TEST_F(IntentContextRounds, EveryPluginSeesTheSameMapAndWhatTheWinnerWroteIsFresh) {
    OrchestratorSettings settings;
    settings.pipeline = {"one", "two"};
    std::vector<json::object> shown;
    std::vector<std::unique_ptr<Plugin>> plugins;
    plugins.push_back(std::make_unique<ScriptedPlugin>(
        "one", [&](const MatchRequest& request) -> std::optional<Match> {
            shown.push_back(request.session.context());
            auto own = request.session;
            own.set("intent_context", json::object{});  // a copy of its own
            return std::nullopt;
        }));
    plugins.push_back(std::make_unique<ScriptedPlugin>("two", [&](const MatchRequest& request) {
        shown.push_back(request.session.context());
        auto match = claim(request);
        match->updated_session = request.session.object();
        match->updated_session->at("intent_context").as_object()["music.skill:genre"] =
            json::object{{"value", "jazz"}, {"turns_remaining", 1}};
        return match;
    }));
    build(settings, std::move(plugins));
    handle_dispatches({{"ok", true}});
    round("play jazz", R"({"dead":{"value":"x","turns_remaining":0},
                           "old":{"value":"x","turns_remaining":3}})");
    ASSERT_EQ(shown.size(), 2U);
    EXPECT_EQ(shown[0], object(R"({"old":{"value":"x","turns_remaining":3}})"));
    EXPECT_EQ(shown[1], shown[0]);
    EXPECT_EQ(map_of(first("music.skill:play")), object(R"({"old":{"value":"x","turns_remaining":2},
                         "music.skill:genre":{"value":"jazz","turns_remaining":1}})"));
}

// CTX-018 CTX-020 CTX-026 CTX-043
TEST_F(IntentContextRounds, TheDefaultSessionsMapIsMergedByEntryAndByNothingElse) {
    build_engines();
    const auto say_with = [&](const char* map) {
        seen_.clear();
        bus_.publish(Message("ovos.utterance.handle",
                             {{"utterances", json::array{"x"}}},
                             {{"session", {{"intent_context", object(map)}}}}));
        EXPECT_TRUE(wait_for_handled());
        return map_of(seen_.back());
    };
    say_with(R"({"a":{"value":"1","turns_remaining":9},"b":{"value":"2"}})");
    bus_.publish(Message("ovos.utterance.speak",
                         {{"utterance", "x"}},
                         {{"session", {{"intent_context", {{"a", nullptr}}}}}}));
    bus_.publish(Message("add_context", {{"context", "d"}, {"word", "x"}}));
    EXPECT_EQ(say_with(R"({"b":null,"c":{"value":"3"},"a":{"value":"4"}})"),
              object(R"({"a":{"value":"4"},"c":{"value":"3"}})"));
}

}  // namespace
}  // namespace utter::orchestrator
