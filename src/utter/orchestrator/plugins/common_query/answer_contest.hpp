#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "utter/core/message.hpp"

namespace utter::orchestrator {

struct CommonQuerySettings {
    std::chrono::milliseconds poll_window{500};  ///< for skills to say whether they can answer
    std::chrono::milliseconds answer_window{
        3'000};                                   ///< for the answer of one that gave no estimate
    std::chrono::milliseconds answer_max{5'000};  ///< for all answers, whatever was estimated
    double confidence_min = 0.5;                  ///< 0 .. 1; weaker answers are dropped
};

/// One question's claims and answers, as they come in, and who wins. Pure.
/// Spec: OVOS-COMMON-QUERY-1 sections 6.4, 7 and 8.
class AnswerContest {
  public:
    explicit AnswerContest(const CommonQuerySettings& settings) : settings_(settings) {}

    /// A pong. Only a skill's first counts, and only one that says `can_answer` or, by the general
    /// name of the field, `can_handle`.
    void take_claim(const std::string& skill_id, const Message& pong);
    /// The skills that claimed, in a fixed order.
    [[nodiscard]] std::vector<std::string> claimants() const;

    /// How long to wait for answers before taking what there is: the longest that a claimant
    /// estimated, or answer_window for one without a usable estimate; at most answer_max.
    [[nodiscard]] std::chrono::milliseconds patience() const;

    /// A response. Only the first of each claimant counts.
    void take_answer(const std::string& skill_id, const Message& response);
    /// Whether every claimant has responded.
    [[nodiscard]] bool complete() const;
    struct Answer {
        std::string skill_id;
        std::string answer;
        double confidence = 0;
    };
    /// The answers that count, the most confident first; equals by their skill_id.
    [[nodiscard]] std::vector<Answer> ranking() const;

  private:
    struct Entry {
        bool claimed = false;
        std::optional<std::chrono::milliseconds> estimate;
        bool responded = false;
        std::string answer;  ///< empty: declined, or too weak
        double confidence = 0;
    };

    CommonQuerySettings settings_;
    std::map<std::string, Entry> entries_;
};

}  // namespace utter::orchestrator
