#include "utter/orchestrator/candidate_poll.hpp"

#include "utter/orchestrator/orchestrator_fixture.hpp"
#include "utter/runtime/task_scope.hpp"

namespace utter::orchestrator {
namespace {

using namespace std::chrono_literals;

class CandidatePollTest : public testing::Test {
  protected:
    static boost::asio::awaitable<void> run(bus::Bus& bus,
                                            runtime::EventLoop& loop,
                                            CandidatePoll poll,
                                            std::optional<std::string>& winner) {
        winner = co_await poll_candidates(bus, loop, std::move(poll));
    }

    std::optional<std::string> winner(std::vector<std::string> candidates, const char* session) {
        std::optional<std::string> out;
        const Message ping(
            "ovos.x.ping", {}, {{"utterance_id", "u1"}, {"session", object(session)}});
        CandidatePoll poll{ping, "ovos.x.pong", std::move(candidates), 20ms, notes_};
        runtime::TaskScope scope(loop_.context().get_executor());
        scope.spawn("poll", run(bus_, loop_, std::move(poll), out));
        EXPECT_TRUE(loop_.run_until([&] { return scope.running() == 0; }, patience));
        return out;
    }

    runtime::EventLoop loop_;
    bus::LocalBus bus_;
    std::shared_ptr<MatchNotes> notes_ = std::make_shared<MatchNotes>();
};

// PIPE-027
TEST_F(CandidatePollTest, ADeniedCandidateIsNeitherHeardNorWaitedFor) {
    int pings = 0;
    const auto skills = bus_.subscribe("ovos.x.ping", loop_, [&](const Message& ping) {
        ++pings;
        for (const auto* id : {"denied", "other"}) {
            bus_.publish(ping.reply("ovos.x.pong", {{"skill_id", id}, {"can_handle", true}}));
        }
    });
    constexpr const char* session = R"({"session_id":"s1","blacklisted_skills":["denied"]})";
    EXPECT_EQ(winner({"denied", "other"}, session), "other");
    EXPECT_EQ(winner({"denied"}, session), std::nullopt);
    EXPECT_EQ(pings, 1);
}

// PIPE-023 PIPE-028
TEST_F(CandidatePollTest, OneQuestionForAllAndTheirOrderBeatsTheAnswersOrder) {
    std::vector<Message> pings;
    const auto skills = bus_.subscribe("ovos.x.ping", loop_, [&](const Message& ping) {
        pings.push_back(ping);
        for (const auto* id : {"third", "second", "first"}) {
            bus_.publish(ping.reply("ovos.x.pong", {{"skill_id", id}, {"can_handle", true}}));
        }
    });
    EXPECT_EQ(winner({"silent", "first", "second", "third"}, R"({"session_id":"s1"})"), "first");
    EXPECT_EQ(pings.size(), 1U);
    EXPECT_EQ(notes_->reason, "silent said nothing; first claimed; second claimed; third claimed");
    EXPECT_EQ(notes_->runner_up, "second");
}

}  // namespace
}  // namespace utter::orchestrator
