#include "utter/orchestrator/plugins/keyword/keyword_plugin.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "utter/bus/local_bus.hpp"
#include "utter/core/log.hpp"
#include "utter/runtime/task_scope.hpp"

namespace utter::orchestrator {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

json::object object(const std::string& text) {
    return parse_json(text).value().as_object();
}

class Keyword : public testing::Test {
  protected:
    // Sends a registration with these roles.
    void add(const std::string& name,
             const std::string& roles,
             const std::string& lang = "en-US",
             const std::string& context = "{}") {
        auto data = object(roles);
        data["skill_id"] = "blinds.skill";
        data["intent_name"] = name;
        data["lang"] = lang;
        send("ovos.intent.register.keyword", std::move(data), context);
    }

    void send(const std::string& topic, json::object data, const std::string& context = "{}") {
        bus_.publish(Message(topic, std::move(data), object(context)));
        bool settled = false;
        loop_.post([&] { settled = true; });
        ASSERT_TRUE(loop_.run_until([&] { return settled; }, 10s));
    }

    static boost::asio::awaitable<void> ask(KeywordPlugin& plugin,
                                            MatchRequest request,
                                            std::optional<Match>& result) {
        result = co_await plugin.match(std::move(request));
    }

    std::optional<Match> match(std::vector<std::string> utterances,
                               const std::string& lang = "en-US",
                               const std::string& session = "{}") {
        std::optional<Match> result;
        runtime::TaskScope scope(loop_.context().get_executor());
        MatchRequest request{Message("ovos.utterance.handle"),
                             std::move(utterances),
                             lang,
                             session::Session::from_object(object(session))};
        scope.spawn("match", ask(plugin_, std::move(request), result));
        EXPECT_TRUE(loop_.run_until([&] { return scope.running() == 0; }, 10s));
        return result;
    }

    runtime::EventLoop loop_;
    bus::LocalBus bus_;
    KeywordPlugin plugin_{bus_, loop_};
};

constexpr const char* move_roles = R"json({
    "required": [{"name": "verb", "samples": ["(open|close)", "shut"]},
                 {"name": "thing", "samples": ["blind[s]", "the roller blinds"]}],
    "optional": [{"name": "place", "samples": ["kitchen", "living room"]}],
    "excluded": [{"name": "not", "samples": ["do not", "don't"]}]})json";

// I3-020 I3-021 I3-022 I3-028 I3-029
TEST_F(Keyword, EveryVocabularyThatOccursIsASlot) {
    add("move", move_roles);
    const auto found = match({"Shut the roller blinds in the Living Room"}).value();
    EXPECT_EQ(found.skill_id, "blinds.skill");
    EXPECT_EQ(found.intent_name, "move");
    EXPECT_THAT(found.slots,
                ElementsAre(Pair("place", "Living Room"),
                            Pair("thing", "the roller blinds"),
                            Pair("verb", "Shut")));
    const auto turned = match({"kitchen blind, open"}).value();
    EXPECT_EQ(turned.slots.at("verb"), "open");
}

// I3-021 I3-023 I3-025
TEST_F(Keyword, NothingMatchesWithoutARequiredOrWithAnExcludedVocabulary) {
    add("move", move_roles);
    EXPECT_FALSE(match({"open the door"}));
    EXPECT_FALSE(match({"reopen the blindspot"}));
    EXPECT_FALSE(match({"don't open the blinds"}));
}

// I3-024
TEST_F(Keyword, EachGroupNeedsOneOfItsMembers) {
    add("ask", R"({"one_of": [[{"name": "rain", "samples": ["rain"]},
                               {"name": "snow", "samples": ["snow"]}],
                              [{"name": "day", "samples": ["today", "tomorrow"]}]]})");
    EXPECT_FALSE(match({"will it rain"}));
    const auto found = match({"rain or snow tomorrow"}).value();
    EXPECT_THAT(found.slots,
                ElementsAre(Pair("day", "tomorrow"), Pair("rain", "rain"), Pair("snow", "snow")));
}

// I3-026 I3-027 I4-021 I4-022 I4-024 I4-027
TEST_F(Keyword, AMalformedRegistrationIsLoggedAndNeverMatches) {
    const log::Capture lines;
    add("none", R"({"optional": [{"name": "a", "samples": ["alpha"]}]})");
    add("twice", R"({"required": [{"name": "a", "samples": ["alpha"]}],
                     "excluded": [{"name": "a", "samples": ["beta"]}]})");
    add("empty", R"({"required": [{"name": "a", "samples": []}]})");
    add("slots", R"({"required": [{"name": "a", "samples": ["{slot}"]}]})");
    add("shape", R"({"required": {"name": "a"}})");
    add("stop", R"({"required": [{"name": "a", "samples": ["alpha"]}]})");
    EXPECT_FALSE(match({"alpha beta"}));
    const auto text = lines.text();
    for (const auto* name : {"none", "twice", "empty", "slots", "shape", "stop"}) {
        EXPECT_THAT(text, HasSubstr(std::string("intent_name=") + name)) << text;
    }
    EXPECT_THAT(text, HasSubstr("lang=en-US"));
    EXPECT_THAT(text, HasSubstr("topic=ovos.intent.register.keyword"));
}

// I4-020 I4-023 I4-025 I4-026
TEST_F(Keyword, OneBadSampleHarmsNoOtherAndUnknownFieldsAreIgnored) {
    const log::Capture lines;
    add("a", R"({"required": [{"name": "a", "samples": ["(alpha", "beta"]},
                              {"name": "a", "samples": ["gamma"]}], "x_foo": 1})");
    EXPECT_TRUE(match({"beta"}));
    EXPECT_TRUE(match({"gamma"}));
    EXPECT_FALSE(match({"alpha"}));
    EXPECT_THAT(lines.text(), HasSubstr("intent.sample_skipped"));
}

// I3-009 I4-010 I4-011
TEST_F(Keyword, ARegistrationReplacesTheOneOfItsKey) {
    add("a", R"({"required": [{"name": "a", "samples": ["alpha"]}]})");
    add("a", R"({"required": [{"name": "a", "samples": ["beta"]}]})", "en-us");
    EXPECT_FALSE(match({"alpha"}));
    EXPECT_TRUE(match({"beta"}));
    EXPECT_EQ(plugin_.intents().size(), 1U);
}

TEST_F(Keyword, TheIntentThatCoversMostWordsWins) {
    add("short", R"({"required": [{"name": "a", "samples": ["light"]}]})");
    add("long", R"({"required": [{"name": "a", "samples": ["light show"]}]})");
    EXPECT_EQ(match({"start the light show"}).value().intent_name, "long");
    EXPECT_EQ(match({"the light please"}).value().intent_name, "short");
}

TEST_F(Keyword, TheFirstCandidateThatMatchesAtAllCounts) {
    add("a", R"({"required": [{"name": "a", "samples": ["alpha"]}]})");
    EXPECT_EQ(match({"nothing", "alpha one", "alpha two"}).value().utterance, "alpha one");
}

// I3-006
TEST_F(Keyword, ALanguageServesItsOtherRegionsAndNoOtherLanguage) {
    add("a", R"({"required": [{"name": "a", "samples": ["alpha"]}]})");
    EXPECT_EQ(match({"alpha"}, "en-GB").value().lang, "en-US");
    EXPECT_FALSE(match({"alpha"}, "de-DE"));
}

TEST_F(Keyword, RemovedAndSwitchedOffIntentsDoNotMatch) {
    const json::object who{{"skill_id", "blinds.skill"}, {"intent_name", "a"}};
    const auto* roles = R"({"required": [{"name": "a", "samples": ["alpha"]}]})";
    add("a", roles);
    send("ovos.intent.disable", who);
    EXPECT_FALSE(match({"alpha"}));
    send("ovos.intent.enable", who);
    EXPECT_TRUE(match({"alpha"}));
    send("ovos.intent.disable", who, R"({"session":{"session_id":"s1"}})");
    EXPECT_TRUE(match({"alpha"}));
    EXPECT_FALSE(match({"alpha"}, "en-US", R"({"session_id":"s1"})"));
    send("ovos.intent.deregister", who);
    EXPECT_FALSE(match({"alpha"}));
    add("a", roles);
    send("ovos.skill.deregister", {{"skill_id", "blinds.skill"}});
    EXPECT_FALSE(match({"alpha"}));
}

TEST_F(Keyword, ASessionsOwnIntentIsNobodyElses) {
    add("a",
        R"({"required": [{"name": "a", "samples": ["alpha"]}]})",
        "en-US",
        R"({"session":{"session_id":"s1"}})");
    EXPECT_FALSE(match({"alpha"}));
    EXPECT_TRUE(match({"alpha"}, "en-US", R"({"session_id":"s1"})"));
}

TEST_F(Keyword, DeniedSkillsAndIntentsDoNotMatch) {
    add("a", R"({"required": [{"name": "a", "samples": ["alpha"]}]})");
    EXPECT_FALSE(match({"alpha"}, "en-US", R"({"blacklisted_skills":["blinds.skill"]})"));
    EXPECT_FALSE(match({"alpha"}, "en-US", R"({"blacklisted_intents":["blinds.skill:a"]})"));
}

// I3-031 I4-028
TEST_F(Keyword, NeitherEntitiesNorABlacklistHaveToDoWithKeywords) {
    send("ovos.entity.register",
         object(R"({"skill_id":"blinds.skill","entity_name":"colour","lang":"en-US",
                    "samples":["blue"]})"));
    add("paint",
        R"({"required":[{"name":"paint","samples":["paint"]},
                        {"name":"colour","samples":["red"]}],"blacklist":["now"]})");
    EXPECT_FALSE(match({"paint it blue"}));
    EXPECT_TRUE(match({"paint it red now"}));
}

}  // namespace
}  // namespace utter::orchestrator
