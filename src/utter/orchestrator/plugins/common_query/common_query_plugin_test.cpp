#include "utter/orchestrator/plugins/common_query/common_query_plugin.hpp"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "utter/orchestrator/orchestrator_fixture.hpp"
#include "utter/runtime/task_scope.hpp"

namespace utter::orchestrator {
namespace {

using namespace std::chrono_literals;

// CQ-005 CQ-006
TEST(CommandWords, AnOrderIsNoQuestionAndWhatIsInDoubtIsOne) {
    const CommandWords words;
    EXPECT_TRUE(words.is_command("Set a timer for five minutes", "en-US"));
    EXPECT_TRUE(words.is_command("please turn off the light", "en-GB"));
    EXPECT_TRUE(words.is_command("Bitte schließe die Tür", "de-DE"));
    EXPECT_TRUE(words.is_command("por favor, apaga la luz", "es-ES"));
    for (const auto* text : {"what is the capital of france",
                             "who set the first record",
                             "tell me about stars",
                             "calculate five plus five",
                             "please",
                             ""}) {
        EXPECT_FALSE(words.is_command(text, "en-US")) << text;
    }
    EXPECT_FALSE(words.is_command("ouvre la porte", "fr-FR"));
}

constexpr const char* question = "what is the capital of france";

class CommonQuery : public testing::Test {
  protected:
    CommonQuery() {
        tap_ = bus_.subscribe("*", here_, [this](const Message& m) { seen_.push_back(m); });
        bus_.set_uplink({.send = [](const Message&) {}});  // anybody may hear
    }

    void on(const std::string& topic, bus::Bus::Handler handler) {
        skills_.push_back(bus_.subscribe(topic, loop_, std::move(handler)));
    }

    // A skill that claims at once.
    void claim(const std::string& id, json::object extra = {}) {
        on("ovos.common_query.ping", [this, id, extra](const Message& ping) {
            json::object pong{{"utterance", ping.data_string("utterance")},
                              {"skill_id", id},
                              {"can_answer", true}};
            for (const auto& [key, value] : extra) pong[key] = value;
            bus_.publish(ping.reply("ovos.common_query.pong", std::move(pong)));
        });
    }

    // It says so when it is asked.
    void respond(const std::string& id, json::object extra) {
        on("ovos.common_query.request", [this, id, extra](const Message& request) {
            if (request.data_string("skill_id") != id) return;
            json::object response{{"utterance", request.data_string("utterance")},
                                  {"skill_id", id}};
            for (const auto& [key, value] : extra) response[key] = value;
            bus_.publish(request.reply("ovos.common_query.response", std::move(response)));
        });
    }

    void skill(const std::string& id, json::object answer, json::object claim_extra = {}) {
        claim(id, std::move(claim_extra));
        respond(id, std::move(answer));
    }

    static boost::asio::awaitable<void> ask(CommonQueryPlugin& plugin,
                                            MatchRequest request,
                                            std::optional<Match>& result) {
        result = co_await plugin.match(std::move(request));
    }

    std::optional<Match> match(const char* session = R"({"session_id":"s1"})",
                               std::vector<std::string> said = {question, "what is a capital"}) {
        std::optional<Match> result;
        const Message entry(
            "ovos.utterance.handle", {}, {{"utterance_id", "u1"}, {"session", object(session)}});
        MatchRequest request{
            entry, std::move(said), "en-US", session::Session::from_object(object(session))};
        runtime::TaskScope scope(loop_.context().get_executor());
        const auto start = std::chrono::steady_clock::now();
        scope.spawn("match", ask(plugin_, std::move(request), result));
        EXPECT_TRUE(loop_.run_until([&] { return scope.running() == 0; }, patience));
        took_ = std::chrono::steady_clock::now() - start;
        return result;
    }

    [[nodiscard]] std::string answer_to(const char* session = R"({"session_id":"s1"})") {
        const auto found = match(session);
        return found ? found->slots.at("answer") : "nothing";
    }

    [[nodiscard]] std::vector<json::object> sent(std::string_view topic) const {
        std::vector<json::object> out;
        for (const auto& message : seen_) {
            if (message.type() == topic) out.push_back(message.data());
        }
        return out;
    }

    runtime::EventLoop loop_;
    InlineExecutor here_;
    bus::LocalBus bus_;
    std::vector<Message> seen_;
    bus::Subscription tap_;
    std::vector<bus::Subscription> skills_;
    TimerHandle late_;
    std::chrono::steady_clock::duration took_{};
    // Windows far apart, so that which of them ended a match can be told on a busy machine.
    CommonQueryPlugin plugin_{
        bus_, loop_, {.poll_window = 800ms, .answer_window = 1'500ms, .answer_max = 3'000ms}};
};

// CQ-010 CQ-011 CQ-018 CQ-024 CQ-032 CQ-033 CQ-034
TEST_F(CommonQuery, TheMostConfidentAnswerIsItsOwnMatch) {
    skill("wiki", {{"answer", "Paris is the capital of France."}, {"conf", 0.85}});
    skill("geo", {{"answer", "Paris"}, {"conf", 0.7}});
    const auto found = match().value();
    EXPECT_EQ(found.skill_id, "common_query");
    EXPECT_EQ(found.intent_name, "common_query");
    EXPECT_EQ(found.lang, "en-US");
    EXPECT_EQ(found.utterance, question);
    EXPECT_EQ(found.slots,
              (std::map<std::string, std::string>{{"answer", "Paris is the capital of France."}}));
    EXPECT_FALSE(found.updated_session);
    const auto pings = sent("ovos.common_query.ping");
    ASSERT_EQ(pings.size(), 1U);
    EXPECT_EQ(pings[0].at("utterance"), question);
    EXPECT_EQ(pings[0].at("lang"), "en-US");
    const auto requests = sent("ovos.common_query.request");
    ASSERT_EQ(requests.size(), 2U);
    EXPECT_EQ(requests[0].at("skill_id"), "geo");
    EXPECT_EQ(requests[1].at("skill_id"), "wiki");
    for (const auto& message : seen_) EXPECT_EQ(message.context_string("utterance_id"), "u1");
    EXPECT_LT(took_, 1'500ms) << "everybody has answered";
}

// CQ-004 CQ-023
TEST_F(CommonQuery, SkillsAreAskedOnPlainTopicsWithoutALifecycle) {
    skill("geo", {{"answer", "Paris"}, {"conf", 0.7}});
    EXPECT_EQ(answer_to(), "Paris");
    for (const auto& message : seen_) {
        EXPECT_TRUE(message.type().starts_with("ovos.common_query.")) << message.type();
        EXPECT_EQ(message.type().find(':'), std::string::npos);
    }
}

// CQ-001 CQ-014 CQ-026
TEST_F(CommonQuery, WhereNobodyClaimsNobodyIsAskedForAnAnswer) {
    respond("geo", {{"answer", "Paris"}, {"conf", 0.7}});
    on("ovos.common_query.ping", [this](const Message& ping) {
        bus_.publish(
            ping.reply("ovos.common_query.pong", {{"skill_id", "geo"}, {"can_answer", false}}));
        bus_.publish(ping.reply("ovos.common_query.pong", {{"skill_id", "old"}}));
        bus_.publish(
            ping.reply("ovos.common_query.pong", {{"skill_id", "odd"}, {"can_answer", "yes"}}));
    });
    EXPECT_FALSE(match());
    EXPECT_TRUE(sent("ovos.common_query.request").empty());
    EXPECT_LT(took_, 1'500ms);
}

// CQ-016 CQ-022
TEST_F(CommonQuery, OnlyThisContestsClaimantsAreHeard) {
    skill("geo", {{"answer", "Paris"}, {"conf", 0.6}});
    on("ovos.common_query.ping", [this](const Message& ping) {
        const json::object claim{{"skill_id", "evil"}, {"can_answer", true}};
        const auto pong = ping.reply("ovos.common_query.pong", claim);
        bus_.publish(pong.with_context_value("utterance_id", "u0"));
        bus_.publish(pong.with_context_value("session", {{"session_id", "s2"}}));
        bus_.publish(pong.with_context_value("session", 1));
    });
    on("ovos.common_query.request", [this](const Message& request) {
        const json::object better{{"skill_id", "geo"}, {"answer", "Rome"}, {"conf", 1}};
        const auto forged = request.reply("ovos.common_query.response", better);
        bus_.publish(forged.with_context_value("utterance_id", "u0"));
        bus_.publish(request.reply("ovos.common_query.response",
                                   {{"skill_id", "evil"}, {"answer", "Rome"}, {"conf", 1}}));
    });
    EXPECT_EQ(answer_to(), "Paris");
    EXPECT_EQ(sent("ovos.common_query.request").size(), 1U);
}

// CQ-021 CQ-030
TEST_F(CommonQuery, AWeakOrUnsureAnswerIsNone) {
    skill("weak", {{"answer", "Lyon"}, {"conf", 0.49}});
    skill("silent", {{"answer", "Nice"}});
    skill("text", {{"answer", "Metz"}, {"conf", "1"}});
    skill("beyond", {{"answer", "Brest"}, {"conf", 1.5}});
    skill("empty", {{"answer", ""}, {"conf", 1}});
    skill("declines", {{"conf", 1}});
    EXPECT_FALSE(match());
    EXPECT_LT(took_, 1'500ms) << "everybody has answered";
    skill("just", {{"answer", "Paris"}, {"conf", 0.5}});
    EXPECT_EQ(answer_to(), "Paris");
}

TEST_F(CommonQuery, OfEqualsTheSameOneAlwaysWinsAndTheFirstWordCounts) {
    skill("b", {{"answer", "from b"}, {"conf", 0.8}});
    skill("a", {{"answer", "from a"}, {"conf", 0.8}});
    respond("b", {{"answer", "b again"}, {"conf", 1}});
    EXPECT_EQ(answer_to(), "from a");
}

// CQ-028 CQ-029
TEST_F(CommonQuery, ADeniedSkillIsNeitherAskedNorHeard) {
    skill("wiki", {{"answer", "Rome"}, {"conf", 1}});
    skill("geo", {{"answer", "Paris"}, {"conf", 0.7}});
    EXPECT_EQ(answer_to(R"({"session_id":"s1","blacklisted_skills":["wiki"]})"), "Paris");
    EXPECT_EQ(sent("ovos.common_query.request").size(), 1U);
}

// CQ-025 CQ-027
TEST_F(CommonQuery, WhoeverClaimsAndStaysSilentIsNotWaitedForWhenThereIsAnAnswer) {
    claim("slow", {{"latency_ms", 60'000}});
    skill("geo", {{"answer", "Paris"}, {"conf", 0.7}}, {{"latency_ms", 1}});
    EXPECT_EQ(answer_to(), "Paris");
    EXPECT_GE(took_, 1'500ms) << "an estimate nobody can believe stands for the usual time";
    EXPECT_LT(took_, 3'000ms);
}

// CQ-025
TEST_F(CommonQuery, AnAnswerIsWaitedForToTheCeilingAndNoLonger) {
    claim("slow", {{"latency_ms", 100}});
    EXPECT_FALSE(match());
    EXPECT_GE(took_, 3'000ms);
}

// CQ-031
TEST_F(CommonQuery, ASureAnswerDoesNotCutABetterOneOff) {
    skill("fast", {{"answer", "Lyon"}, {"conf", 0.95}});
    claim("slow");
    on("ovos.common_query.request", [this](const Message& request) {
        if (request.data_string("skill_id") != "slow") return;
        loop_.post([this, request] {
            bus_.publish(
                request.reply("ovos.common_query.response",
                              {{"skill_id", "slow"}, {"answer", "Paris"}, {"conf", 0.99}}));
        });
    });
    EXPECT_EQ(answer_to(), "Paris");
}

// CQ-005
TEST_F(CommonQuery, APlainOrderIsPutToNobody) {
    skill("geo", {{"answer", "Paris"}, {"conf", 1}});
    EXPECT_FALSE(match("{}", {"set a timer for five minutes"}));
    EXPECT_TRUE(seen_.empty());
}

// CQ-015
TEST_F(CommonQuery, AClaimThatComesLateEndsThePoll) {
    on("ovos.common_query.ping", [this](const Message& ping) {
        late_ = loop_.after(110ms, loop_, [this, ping] {
            bus_.publish(
                ping.reply("ovos.common_query.pong", {{"skill_id", "geo"}, {"can_handle", true}}));
        });
    });
    respond("geo", {{"answer", "Paris"}, {"conf", 0.7}});
    EXPECT_EQ(answer_to(), "Paris");
    EXPECT_LT(took_, 800ms);
}

TEST_F(CommonQuery, AmongOurselvesThePollEndsWhenEverySkillHasSaidYesOrNo) {
    bus_.set_uplink(
        {.send = [](const Message&) {},
         .hears = [](std::string_view topic) { return topic != "ovos.common_query.ping"; }});
    EXPECT_FALSE(match());
    EXPECT_LT(took_, CommonQueryPlugin::claim_time) << "there is nobody to wait for";
    EXPECT_EQ(sent("ovos.common_query.ping").size(), 1U) << "whoever watches sees it";

    const auto announce = [this](const char* skill_id, json::array capabilities) {
        bus_.publish(Message("ovos.skill.loaded",
                             {{"skill_id", skill_id}, {"capabilities", std::move(capabilities)}}));
    };
    announce("sums", {"common_query"});
    announce("lamp", {"converse"});
    on("ovos.common_query.ping", [this](const Message& ping) {
        bus_.publish(
            ping.reply(std::string(CommonQueryPlugin::declined_topic), {{"skill_id", "sums"}}));
    });
    EXPECT_FALSE(match());
    EXPECT_LT(took_, 800ms);

    // One that has not made up its mind is waited for, unless the session denies it.
    announce("busy", {"common_query"});
    EXPECT_FALSE(match());
    EXPECT_GE(took_, 800ms);
    EXPECT_FALSE(match(R"({"session_id":"s1","blacklisted_skills":["busy"]})"));
    EXPECT_LT(took_, 800ms);
    bus_.publish(Message("ovos.skill.deregister", {{"skill_id", "busy"}}));

    skill("geo", {{"answer", "Paris"}, {"conf", 0.7}});
    announce("geo", {"common_query"});
    EXPECT_EQ(answer_to(), "Paris");
}

class CommonQueryRound : public OrchestratorTest {};

// CQ-003 CQ-023 CQ-035 CQ-036
TEST_F(CommonQueryRound, TheAnswerIsSpokenOnceWithinOneLifecycle) {
    OrchestratorSettings settings;
    settings.pipeline = {"common_query"};
    std::vector<std::unique_ptr<Plugin>> plugins;
    plugins.push_back(std::make_unique<CommonQueryPlugin>(bus_, loop_, CommonQuerySettings{}));
    build(settings, std::move(plugins));
    bus_.set_uplink({.send = [](const Message&) {}});  // the skill is another program's
    const auto claims = bus_.subscribe("ovos.common_query.ping", loop_, [&](const Message& ping) {
        bus_.publish(
            ping.reply("ovos.common_query.pong", {{"skill_id", "geo"}, {"can_answer", true}}));
    });
    const auto answers =
        bus_.subscribe("ovos.common_query.request", loop_, [&](const Message& request) {
            bus_.publish(request.reply("ovos.common_query.response",
                                       {{"skill_id", "geo"}, {"answer", "Paris"}, {"conf", 0.7}}));
        });
    seen_.clear();
    say(R"({"utterances":["what is the capital of france"]})",
        R"({"source":"me","destination":"skills","session":{"session_id":"s1"}})");
    ASSERT_TRUE(wait_for_handled());
    EXPECT_EQ(topics(),
              (std::vector<std::string>{"ovos.utterance.handle",
                                        "ovos.common_query.ping",
                                        "ovos.common_query.pong",
                                        "ovos.common_query.request",
                                        "ovos.common_query.response",
                                        "ovos.intent.matched",
                                        "ovos.intent.handler.start",
                                        "common_query:common_query",
                                        "ovos.utterance.speak",
                                        "ovos.intent.handler.complete",
                                        "ovos.utterance.handled"}));
    EXPECT_EQ(first("common_query:common_query").data(),
              object(R"({"lang":"en-US","utterance":"what is the capital of france",
                         "slots":{"answer":"Paris"}})"));
    const auto& speak = first("ovos.utterance.speak");
    EXPECT_EQ(speak.data(), object(R"({"utterance":"Paris","lang":"en-US"})"));
    EXPECT_EQ(speak.context_string("destination"), "me");
    const auto& session = first("ovos.utterance.handled").context().at("session").as_object();
    EXPECT_FALSE(session.contains("active_handlers"));
}

TEST_F(CommonQueryRound, TakesNoPartInConversationsAndSaysSo) {
    const CommonQueryPlugin plugin(bus_, loop_, {});
    tap_ = bus_.subscribe("*", here_, [this](const Message& m) { seen_.push_back(m); });
    bus_.publish(Message("ovos.converse.ping", {}, object(R"({"session":{"converse_handlers":[
                                    {"skill_id":"common_query","activated_at":1}]}})")));
    ASSERT_TRUE(loop_.run_until([&] { return count("ovos.converse.pong") == 1; }, patience));
    EXPECT_EQ(first("ovos.converse.pong").data().at("can_handle"), false);
}

}  // namespace
}  // namespace utter::orchestrator
