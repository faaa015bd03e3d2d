#include "utter/orchestrator/candidate_poll.hpp"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <map>
#include <memory>
#include <utility>

#include "utter/runtime/async.hpp"
#include "utter/session/session.hpp"

namespace utter::orchestrator {
namespace {

// What has been answered so far; the first valid answer of each candidate counts.
class Contest {
  public:
    Contest(const Message& ping, std::vector<std::string> candidates)
        : utterance_id_(ping.context_string("utterance_id")),
          session_id_(session::session_id_of(ping.context())),
          candidates_(std::move(candidates)) {}

    void take(const Message& pong) {
        if (pong.context_string("utterance_id") != utterance_id_) return;
        if (!session::carrier_is_sound(pong.context()) ||
            session::session_id_of(pong.context()) != session_id_) {
            return;
        }
        const std::string skill_id(pong.data_string("skill_id"));
        if (std::ranges::find(candidates_, skill_id) == candidates_.end()) return;
        const auto* claim = pong.data().if_contains("can_handle");
        answers_.emplace(skill_id, claim != nullptr && claim->is_bool() && claim->get_bool());
    }

    // Decided once every candidate ranked above the best claim has declined.
    [[nodiscard]] bool decided() const {
        for (const auto& candidate : candidates_) {
            const auto it = answers_.find(candidate);
            if (it == answers_.end()) return false;
            if (it->second) return true;
        }
        return true;
    }

    [[nodiscard]] std::optional<std::string> winner() const {
        for (const auto& candidate : candidates_) {
            const auto it = answers_.find(candidate);
            if (it != answers_.end() && it->second) return candidate;
        }
        return std::nullopt;
    }

  private:
    std::string utterance_id_;
    std::string session_id_;
    std::vector<std::string> candidates_;
    std::map<std::string, bool> answers_;
};

}  // namespace

boost::asio::awaitable<std::optional<std::string>> poll_candidates(bus::Bus& bus,
                                                                   runtime::EventLoop& loop,
                                                                   CandidatePoll poll) {
    if (poll.candidates.empty()) co_return std::nullopt;
    Contest contest(poll.ping, std::move(poll.candidates));
    runtime::AsyncEvent decided(loop.context().get_executor());
    const auto pongs = bus.subscribe(poll.pong_topic, loop, [&](const Message& pong) {
        contest.take(pong);
        if (contest.decided()) decided.set();
    });
    bus.publish(std::move(poll.ping));
    co_await decided.wait_for(poll.window);
    co_return contest.winner();
}

}  // namespace utter::orchestrator
