#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "utter/bus/bus.hpp"
#include "utter/orchestrator/plugin.hpp"
#include "utter/runtime/async.hpp"
#include "utter/runtime/event_loop.hpp"
#include "utter/session/session.hpp"

/// What every stage that asks skills before it claims shares. Spec: OVOS-PIPELINE-1 section 4.5.
namespace utter::orchestrator {

/// Hears the answers of one round to one question. Passed over: answers of another utterance or
/// session, and those of skills that the session denies. Belongs to one event loop.
class AnswerEar {
  public:
    /// One answer. @return whether the outcome is settled, so that nobody need be waited for.
    using Take = std::function<bool(const std::string& skill_id, const Message& answer)>;

    /// Listens from now on. @param question carries the utterance's id and the session
    AnswerEar(bus::Bus& bus,
              runtime::EventLoop& loop,
              const Message& question,
              std::string answer_topic,
              Take take);
    ~AnswerEar() = default;
    AnswerEar(const AnswerEar&) = delete;
    AnswerEar& operator=(const AnswerEar&) = delete;
    AnswerEar(AnswerEar&&) = delete;
    AnswerEar& operator=(AnswerEar&&) = delete;

    /// Waits until the outcome is settled, for at most `limit`; may be called again.
    /// @return whether it is. Cancelling it (terminal) ends it at once.
    [[nodiscard]] boost::asio::awaitable<bool> settled_within(std::chrono::milliseconds limit) {
        return settled_.wait_for(limit);
    }
    /// The outcome is settled by something else.
    void settle() { settled_.set(); }

  private:
    void hear(const Message& answer);

    const std::string utterance_id_;
    const session::Session session_;
    const Take take_;
    runtime::AsyncEvent settled_;
    bus::Subscription subscription_;
};

/// One ping/pong contest.
struct CandidatePoll {
    Message ping;  ///< a reply of the round's utterance message, on a static topic
    std::string pong_topic;
    std::vector<std::string> candidates;  ///< skill ids, the one to prefer first
    std::chrono::milliseconds window;
    std::shared_ptr<MatchNotes> notes{};  ///< told who answered what; may be null
};

/// Asks all candidates at once and picks the first in their order that says `can_handle: true`.
/// Ends early once nobody who has not answered could outrank the best claim; silence, answers of
/// strangers and of anything but a JSON boolean count as "no". Candidates that the session of the
/// ping denies are not waited for.
/// @param loop the event loop it runs on. Cancelling it (terminal) ends it at once.
[[nodiscard]] boost::asio::awaitable<std::optional<std::string>> poll_candidates(
    bus::Bus& bus, runtime::EventLoop& loop, CandidatePoll poll);

}  // namespace utter::orchestrator
