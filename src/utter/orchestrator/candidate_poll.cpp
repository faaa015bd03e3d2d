#include "utter/orchestrator/candidate_poll.hpp"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <map>
#include <utility>

namespace utter::orchestrator {
namespace {

constexpr std::string_view denylist = "blacklisted_skills";

// What has been answered so far; the first answer of each candidate counts.
class Contest {
  public:
    explicit Contest(std::vector<std::string> candidates) : candidates_(std::move(candidates)) {}

    void take(const std::string& skill_id, const Message& pong) {
        if (std::ranges::find(candidates_, skill_id) == candidates_.end()) return;
        const auto* claim = pong.data().if_contains("can_handle");
        // The name of the field in earlier revisions of OVOS-CONVERSE-1.
        if (claim == nullptr) claim = pong.data().if_contains("result");
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

    // "alarm.utter claimed; timer.utter declined; a.skill said nothing"
    void tell(MatchNotes& notes) const {
        std::size_t claims = 0;
        for (const auto& candidate : candidates_) {
            const auto it = answers_.find(candidate);
            const auto* did = it == answers_.end() ? " said nothing"
                              : it->second         ? " claimed"
                                                   : " declined";
            notes.reason += (notes.reason.empty() ? "" : "; ") + candidate + did;
            if (it != answers_.end() && it->second && ++claims == 2) notes.runner_up = candidate;
        }
    }

  private:
    std::vector<std::string> candidates_;
    std::map<std::string, bool> answers_;
};

}  // namespace

AnswerEar::AnswerEar(bus::Bus& bus,
                     runtime::EventLoop& loop,
                     const Message& question,
                     std::string answer_topic,
                     Take take)
    : utterance_id_(question.context_string("utterance_id")),
      session_(session::Session::read(question.context())),
      take_(std::move(take)),
      settled_(loop.context().get_executor()),
      subscription_(bus.subscribe(
          std::move(answer_topic), loop, [this](const Message& answer) { hear(answer); })) {}

void AnswerEar::hear(const Message& answer) {
    if (answer.context_string("utterance_id") != utterance_id_) return;
    if (!session::carrier_is_sound(answer.context()) ||
        session::session_id_of(answer.context()) != session_.id()) {
        return;
    }
    const std::string skill_id(answer.data_string("skill_id"));
    if (skill_id.empty() || session_.list_contains(denylist, skill_id)) return;
    if (take_(skill_id, answer)) settled_.set();
}

boost::asio::awaitable<std::optional<std::string>> poll_candidates(bus::Bus& bus,
                                                                   runtime::EventLoop& loop,
                                                                   CandidatePoll poll) {
    const auto session = session::Session::read(poll.ping.context());
    std::erase_if(poll.candidates, [&](const std::string& skill_id) {
        return session.list_contains(denylist, skill_id);
    });
    if (poll.candidates.empty()) co_return std::nullopt;
    Contest contest(std::move(poll.candidates));
    AnswerEar ear(bus,
                  loop,
                  poll.ping,
                  std::move(poll.pong_topic),
                  [&contest](const std::string& skill_id, const Message& pong) {
                      contest.take(skill_id, pong);
                      return contest.decided();
                  });
    bus.publish(std::move(poll.ping));
    co_await ear.settled_within(poll.window);
    if (poll.notes) contest.tell(*poll.notes);
    co_return contest.winner();
}

}  // namespace utter::orchestrator
