#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/json.hpp"

/// What became of an utterance, and why: the account that `utter explain` and GET /traces give.
/// Plain values, one thread.
namespace utter::orchestrator {

/// One pipeline stage that was asked.
struct StageTrace {
    std::string pipeline_id;
    /// claimed, declined, failed, timed_out, malformed, denied or lacks_slot
    std::string outcome = "declined";
    std::string reason;           ///< for people; empty where there is nothing to add
    std::optional<double> score;  ///< 0 .. 1, of stages that weigh
    std::string runner_up;        ///< intent or skill that would have won otherwise
    std::chrono::nanoseconds took{};
};

/// One utterance.
struct Trace {
    std::string utterance_id;
    std::string session_id;
    std::chrono::system_clock::time_point began;
    std::vector<std::string> heard;           ///< as the producer sent it
    std::vector<std::string> utterances;      ///< as the transformers left it
    std::string entry_lang;                   ///< `data.lang` of the entry message
    std::string lang;                         ///< the round's one language
    std::string lang_source;                  ///< which signal decided it
    json::object session;                     ///< as it was when the utterance began
    json::object transformers;                ///< ids that ran, by chain
    std::vector<std::string> pipeline;        ///< the effective one, by the names it is listed with
    std::vector<StageTrace> stages;           ///< in the order they were asked
    std::vector<std::string> session_fields;  ///< of `session`, those that bore on the decision
    std::string skill_id;                     ///< of the match, with what follows; empty: none
    std::string intent_name;
    std::string matched_lang;  ///< of the definition that matched
    std::string matched_utterance;
    json::object slots;
    /// open, matched (a trial only), completed, failed, unmatched or cancelled
    std::string ending = "open";
    std::string detail;  ///< exception of the handler, or reason of the cancellation
    std::chrono::nanoseconds transforming{};
    std::chrono::nanoseconds matching{};
    std::chrono::nanoseconds handling{};
};

/// Times are milliseconds, `began` is in seconds since the epoch.
[[nodiscard]] json::object to_json(const Trace& trace);

/// Longest trace that is kept as it is, as JSON text; of a longer one only the decision.
inline constexpr std::size_t trace_bytes_max = std::size_t{64} * 1024;

/// The newest traces.
class TraceLog {
  public:
    /// @param capacity 0: keeps none
    explicit TraceLog(std::size_t capacity) : capacity_(capacity) {}

    void add(const Trace& trace);
    /// The newest first. @param session_id empty: of every session
    [[nodiscard]] json::array list(std::string_view session_id, std::size_t limit) const;

  private:
    std::size_t capacity_;
    std::deque<json::object> traces_;  // the oldest first
};

}  // namespace utter::orchestrator
