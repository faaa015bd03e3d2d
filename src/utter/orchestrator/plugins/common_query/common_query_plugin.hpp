#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "utter/bus/bus.hpp"
#include "utter/orchestrator/plugin.hpp"
#include "utter/orchestrator/plugins/common_query/answer_contest.hpp"
#include "utter/orchestrator/plugins/common_query/command_words.hpp"
#include "utter/runtime/event_loop.hpp"

namespace utter::orchestrator {

/// Puts a question to all skills, asks those that say they can answer for their answers, and speaks
/// the best itself. Plain orders are let through unasked. Keeps nothing between utterances.
/// Spec: OVOS-COMMON-QUERY-1, without early start, fast win and reranker, which are optional.
///
/// Any program may claim, so silence ends a poll only at its ceiling (sections 6.2 and 6.3), but
/// for a poll that nobody outside this process hears: it ends once every skill that announced the
/// capability `common_query` has claimed, or has told us privately that it does not.
class CommonQueryPlugin final : public Plugin {
  public:
    /// Skills decide whether they can answer within this time, so the poll ends then when one has
    /// claimed (OVOS-COMMON-QUERY-1 section 6.2).
    static constexpr std::chrono::milliseconds claim_time{100};

    /// A skill's private word that it does not claim: a reply of the ping with its `skill_id`. Its
    /// silence on the pong's topic is what the specification asks for (section 6.2).
    static constexpr std::string_view declined_topic = "utter.question.declined";

    /// Announced skills that are waited for; of more, the later ones are not.
    static constexpr std::size_t participants_max = 1'024;

    CommonQueryPlugin(bus::Bus& bus, runtime::EventLoop& loop, CommonQuerySettings settings);

    [[nodiscard]] std::string_view pipeline_id() const override { return "common_query"; }
    [[nodiscard]] boost::asio::awaitable<std::optional<Match>> match(MatchRequest request) override;
    [[nodiscard]] std::vector<PluginIntent> intents() const override;

  private:
    [[nodiscard]] boost::asio::awaitable<void> collect_claims(const MatchRequest& request,
                                                              AnswerContest& contest);
    [[nodiscard]] boost::asio::awaitable<void> collect_answers(const MatchRequest& request,
                                                               AnswerContest& contest);
    void speak_answer(const Message& dispatch);
    void on_loaded(const Message& loaded);

    bus::Bus& bus_;
    runtime::EventLoop& loop_;
    CommonQuerySettings settings_;
    CommandWords commands_;
    std::set<std::string> participants_;  // skills that announced the capability
    std::vector<bus::Subscription> subscriptions_;
};

}  // namespace utter::orchestrator
