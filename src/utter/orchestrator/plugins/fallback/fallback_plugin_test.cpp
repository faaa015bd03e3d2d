#include "utter/orchestrator/plugins/fallback/fallback_plugin.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "utter/bus/local_bus.hpp"
#include "utter/core/log.hpp"
#include "utter/runtime/task_scope.hpp"

namespace utter::orchestrator {
namespace {

using namespace std::chrono_literals;

constexpr auto patience = 10s;

json::object object(const char* text) {
    return parse_json(text).value().as_object();
}
session::Session session_of(const char* text) {
    return session::Session::from_object(object(text));
}

class Fallback : public testing::Test {
  protected:
    void register_skill(const char* id, int priority, const char* context = "{}") {
        bus_.publish(Message(
            "ovos.fallback.register", {{"skill_id", id}, {"priority", priority}}, object(context)));
    }

    // A skill that answers every poll with `claim`.
    void answer(const char* id, const json::value& claim, const std::string& utterance_id = {}) {
        skills_.push_back(
            bus_.subscribe("ovos.fallback.ping", loop_, [=, this](const Message& ping) {
                ++pings_;
                auto pong =
                    ping.reply("ovos.fallback.pong", {{"skill_id", id}, {"can_handle", claim}});
                if (!utterance_id.empty())
                    pong = pong.with_context_value("utterance_id", json::string(utterance_id));
                bus_.publish(pong);
            }));
    }

    static boost::asio::awaitable<void> ask(FallbackPlugin& plugin,
                                            MatchRequest request,
                                            std::optional<Match>& result,
                                            bool& done) {
        result = co_await plugin.match(std::move(request));
        done = true;
    }

    std::optional<Match> match(const char* session = "{}") {
        std::optional<Match> result;
        bool done = false;
        const Message entry(
            "ovos.utterance.handle",
            {},
            {{"utterance_id", "u1"}, {"source", "cli"}, {"session", object(session)}});
        runtime::TaskScope scope(loop_.context().get_executor());
        scope.spawn(
            "match",
            ask(plugin_, {entry, {"who was ada"}, "en-US", session_of(session)}, result, done));
        EXPECT_TRUE(loop_.run_until([&] { return done; }, patience));
        return result;
    }

    void settle() {
        bool settled = false;
        loop_.post([&] { settled = true; });
        ASSERT_TRUE(loop_.run_until([&] { return settled; }, patience));
    }

    runtime::EventLoop loop_;
    bus::LocalBus bus_;
    int pings_ = 0;
    std::vector<bus::Subscription> skills_;
    FallbackPlugin plugin_{bus_, loop_, 50ms};
};

// FALL-001 FALL-010 FALL-015 FALL-020 FALL-022
TEST_F(Fallback, TheFirstWillingSkillByPriorityWins) {
    register_skill("idk", 100);
    register_skill("wiki", 30);
    register_skill("web", 60);
    answer("idk", true);
    answer("web", true);
    answer("wiki", false);
    settle();
    const auto found = match();
    if (!found) FAIL() << "nobody took it";
    EXPECT_EQ(found->skill_id, "web");
    EXPECT_EQ(found->intent_name, "fallback");
    EXPECT_EQ(found->utterance, "who was ada");
    EXPECT_EQ(pings_, 3);  // one ping, heard by three skills
}

// FALL-014
TEST_F(Fallback, AnEmptyPoolIsNotAsked) {
    answer("stranger", true);
    EXPECT_FALSE(match().has_value());
    EXPECT_EQ(pings_, 0);
}

// FALL-016 FALL-017 FALL-018 PIPE-024 PIPE-025 PIPE-026
TEST_F(Fallback, SilenceStrangersAndAnswersThatAreNoBooleanDecline) {
    register_skill("text", 1);
    register_skill("number", 2);
    register_skill("replayed", 3);
    register_skill("silent", 4);
    answer("text", "true");
    answer("number", 1);
    answer("replayed", true, "u0");
    answer("stranger", true);
    settle();
    EXPECT_FALSE(match().has_value());
}

// FALL-002 FALL-004 FALL-006 FALL-007 FALL-008 FALL-009 FALL-013
TEST_F(Fallback, ThePoolFollowsScopePreferenceAndDenylist) {
    const log::Capture logs;
    register_skill("a", 50);
    register_skill("b", 50);
    register_skill("c", 10);
    register_skill("c", 90);
    register_skill("mine", 5, R"({"session":{"session_id":"s1"}})");
    bus_.publish(Message("ovos.fallback.register", {{"skill_id", "no-priority"}}));
    settle();
    using Pool = std::vector<std::string>;
    EXPECT_EQ(plugin_.pool({}), (Pool{"a", "b", "c"}));
    EXPECT_EQ(plugin_.pool(session_of(R"({"session_id":"s1"})")), (Pool{"mine", "a", "b", "c"}));
    EXPECT_EQ(plugin_.pool(
                  session_of(R"({"fallback_handlers":["c","ghost"],"blacklisted_skills":["a"]})")),
              (Pool{"c", "b"}));
    EXPECT_NE(logs.text().find("fallback.registration_ignored skill_id=no-priority"),
              std::string::npos);
    bus_.publish(Message("ovos.fallback.deregister", {{"skill_id", "mine"}}));
    bus_.publish(Message("ovos.fallback.deregister", {{"skill_id", "b"}}));
    bus_.publish(Message("ovos.fallback.deregister", {{"skill_id", "unknown"}}));
    settle();
    EXPECT_EQ(plugin_.pool(session_of(R"({"session_id":"s1"})")), (Pool{"mine", "a", "c"}));
}

}  // namespace
}  // namespace utter::orchestrator
