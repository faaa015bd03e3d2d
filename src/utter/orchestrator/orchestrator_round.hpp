#pragma once

#include <chrono>
#include <string>

#include "utter/orchestrator/orchestrator.hpp"

namespace utter::orchestrator {

/// The message with this session as its carrier; unchanged when both have none.
[[nodiscard]] inline Message with_session(const Message& message, const session::Session& session) {
    if (session.object().empty() && !message.context().contains("session")) return message;
    return message.with_context_value("session", session.object());
}

[[nodiscard]] inline json::object slots_object(const std::map<std::string, std::string>& slots) {
    json::object out;
    for (const auto& [name, value] : slots) out[name] = value;
    return out;
}

/// Measures stretches of time.
class Lap {
  public:
    /// Since it was made, or last asked.
    std::chrono::nanoseconds operator()() {
        const auto now = std::chrono::steady_clock::now();
        return now - std::exchange(since_, now);
    }

  private:
    std::chrono::steady_clock::time_point since_ = std::chrono::steady_clock::now();
};

/// One utterance on its way.
struct Orchestrator::Round {
    Message entry;
    session::RoundSession session;
    Trace trace;
    // Frozen when the utterance begins, from the session as it is then (OVOS-TRANSFORM-1 5.3).
    transform::Chain<transform::Utterances>::Selection utterance_transformers;
    transform::Chain<transform::Metadata>::Selection metadata_transformers;
    transform::Chain<Match>::Selection intent_transformers;
    std::string pipeline_id;  ///< whose match it was
    bool is_trial = false;    ///< decided, but not carried out

    /// The entry message's context as transformers get it, and take it back.
    [[nodiscard]] json::object context() const {
        return with_session(entry, session.current()).context();
    }
    void take_context(json::object context) {
        session.adopt(context);
        entry = with_session(entry.with_context(std::move(context)), session.current());
    }
};

}  // namespace utter::orchestrator
