#include "utter/orchestrator/plugins/template/template_plugin.hpp"

#include <gmock/gmock.h>

#include <boost/asio/io_context.hpp>

#include "utter/bus/local_bus.hpp"
#include "utter/core/log.hpp"
#include "utter/orchestrator/plugins/keyword/keyword_plugin.hpp"
#include "utter/runtime/task_scope.hpp"

namespace utter::orchestrator {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

using Slots = std::map<std::string, std::string>;

json::object object(const std::string& text) {
    return parse_json(text).value().as_object();
}

// Both engines, as registrations reach them.
class Engines : public testing::Test {
  protected:
    void send(const std::string& topic, json::object data) {
        bus_.publish(Message(topic, std::move(data), {}));
        bool settled = false;
        loop_.post([&] { settled = true; });
        ASSERT_TRUE(loop_.run_until([&] { return settled; }, 60s));
    }

    void add_template(const std::string& name, json::array samples) {
        send("ovos.intent.register.template",
             {{"skill_id", "a.skill"},
              {"intent_name", name},
              {"lang", "en-US"},
              {"samples", std::move(samples)}});
    }

    void add_keyword(const std::string& name, json::array samples) {
        send("ovos.intent.register.keyword",
             {{"skill_id", "a.skill"},
              {"intent_name", name},
              {"lang", "en-US"},
              {"required", json::array{{{"name", "word"}, {"samples", std::move(samples)}}}}});
    }

    static boost::asio::awaitable<void> ask(Plugin& plugin,
                                            MatchRequest request,
                                            std::optional<Match>& result) {
        result = co_await plugin.match(std::move(request));
    }

    std::optional<Match> match(Plugin& plugin, std::string utterance, json::object entry = {}) {
        std::optional<Match> result;
        runtime::TaskScope scope(loop_.context().get_executor());
        MatchRequest request{Message("ovos.utterance.handle", std::move(entry), {}),
                             {std::move(utterance)},
                             "en-US",
                             session::Session::from_object({})};
        scope.spawn("match", ask(plugin, std::move(request), result));
        EXPECT_TRUE(loop_.run_until([&] { return scope.running() == 0; }, 60s));
        return result;
    }

    runtime::EventLoop loop_;
    bus::LocalBus bus_;
    TemplatePlugin templates_{bus_, loop_};
    KeywordPlugin keywords_{bus_, loop_};
};

// I4-027
TEST_F(Engines, ABadRegistrationIsRefusedByNameAndHarmsNobody) {
    add_template("play", {"play {what}"});
    add_keyword("music", {"music"});
    std::string billions = "x";
    for (int i = 0; i < 64; ++i) billions += " (a|b|c)";
    json::array million;
    million.reserve(1'000'000);
    for (int i = 0; i < 1'000'000; ++i) million.emplace_back("value " + std::to_string(i));

    const std::vector<std::pair<std::string, json::array>> bad{
        {"deep", {std::string(30'000, '[') + "a" + std::string(30'000, ']')}},
        {"billions", {billions}},
        {"bytes", {"play \xff"}},
        {"long", {std::string(1'000'000, 'a')}},
        {"million", million},
    };
    for (const auto& [name, samples] : bad) {
        const log::Capture lines;
        add_template(name, samples);
        add_keyword(name, samples);
        for (const auto& part : {std::string("intent.registration_refused"),
                                 std::string("skill_id=a.skill"),
                                 "intent_name=" + name,
                                 std::string("lang=en-US"),
                                 std::string("topic=ovos.intent.register.template"),
                                 std::string("topic=ovos.intent.register.keyword"),
                                 std::string("reason=")}) {
            EXPECT_THAT(lines.text(), HasSubstr(part)) << name;
        }
    }
    const log::Capture lines;
    send("ovos.entity.register",
         {{"skill_id", "a.skill"},
          {"entity_name", "what"},
          {"lang", "en-US"},
          {"samples", std::move(million)}});
    EXPECT_THAT(lines.text(), HasSubstr("entity_name=what"));
    EXPECT_THAT(lines.text(), HasSubstr("more than 65536 phrases"));

    EXPECT_EQ(templates_.intents().size(), 1U);
    EXPECT_EQ(keywords_.intents().size(), 1U);
    EXPECT_EQ(match(templates_, "play jazz").value().slots, (Slots{{"what", "jazz"}}));
    EXPECT_TRUE(match(keywords_, "some music"));
}

TEST_F(Engines, AnUtteranceOfAMegabyteIsDeclined) {
    add_template("play", {"play {what}"});
    add_keyword("music", {"music"});
    std::string words;
    while (words.size() < 1'000'000) words += "play music ";
    EXPECT_FALSE(match(templates_, words));
    EXPECT_FALSE(match(keywords_, words));
    EXPECT_TRUE(match(templates_, "play music"));
}

// I1-057 I1-059 I1-060
TEST_F(Engines, TypedSlotsAreAHintAndJunkInThemIsNothing) {
    send("ovos.intent.register.template", object(R"({"skill_id": "a.skill", "intent_name": "paint",
        "lang": "en-US", "samples": ["paint {what} in {shade}"], "slot_types": {"shade": "color"}})"));
    const std::string text = "paint it in red in in blue";
    const Slots open{{"what", "it"}, {"shade", "red in in blue"}};
    EXPECT_EQ(match(templates_, text).value().slots, open);
    EXPECT_EQ(match(templates_, text, object(R"({"typed_slots": {"color": [
                  {"span": [22, 26], "surface": "blue", "value": {"hex": "#0000ff", "name": "blue"}}]}})"))
                  .value()
                  .slots,
              (Slots{{"what", "it in red in"}, {"shade", "blue"}}));
    for (const char* junk :
         {R"({"typed_slots": 5})",
          R"({"typed_slots": {"color": []}})",
          R"({"typed_slots": {"colour": [{"span": [22, 26], "surface": "blue"}]}})",
          R"({"typed_slots": {"color": [{"span": [-1, 26], "surface": "blue"},
                                 {"span": "all"}, 7, {"surface": "blue"}, {"span": [22]},
                                 {"span": [22, 26], "surface": "BLUE"}]}})"}) {
        EXPECT_EQ(match(templates_, text, object(junk)).value().slots, open) << junk;
    }
}

}  // namespace
}  // namespace utter::orchestrator
