#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/clock.hpp"
#include "utter/core/json.hpp"
#include "utter/core/message.hpp"

namespace utter::legacy {

/// What Python skills ask of a conversation in frames of their own instead of in the session they
/// return: response mode (get_response), activation, context. Kept per session and written into the
/// next utterance of that session, where the orchestrator finds it.
class Conversations {
  public:
    using Publish = std::function<void(const Message&)>;

    static constexpr std::size_t sessions_max = 1000;  ///< the one untouched longest is forgotten
    static constexpr std::chrono::seconds response_time_max{120};

    Conversations(const Clock& clock, Publish publish)
        : clock_(clock), publish_(std::move(publish)) {}

    [[nodiscard]] static const std::vector<std::string>& topics();
    void handle(const Message& message);

    /// The carrier of an utterance with what was asked for since the last one.
    [[nodiscard]] json::object with_edits(json::object session);

    /// The default session as the orchestrator last published it.
    void remember_default(const json::object& session) { default_ = session; }
    [[nodiscard]] const json::object& default_session() const noexcept { return default_; }

    /// A stop of one skill, or of everything: a get_response that waits in that session is ended.
    /// @param skill_id empty for everybody
    void abort_question(const Message& stop, std::string_view skill_id);

    /// The round in which a skill asked has ended; so has its question.
    void round_ended(std::string_view utterance_id);

  private:
    struct Question {
        std::string skill_id;
        std::chrono::system_clock::time_point expires_at;
        Message asked;  ///< of the round that waits
    };
    struct Activation {
        std::string skill_id;
        bool active = false;
        std::chrono::system_clock::time_point at;
    };
    struct Book {
        std::optional<Question> question;
        std::vector<Activation> activations;
        json::object context;  ///< entries of intent_context to merge; null deletes
        bool context_cleared = false;
        std::chrono::system_clock::time_point touched;
    };

    [[nodiscard]] Book& book_of(const Message& message);
    void enable(const Message& message);
    void disable(const Message& message);
    void extend(const Message& message);
    void activate(const Message& message, bool active);
    void edit_context(const Message& message);
    void answer_active_skills(const Message& query);

    const Clock& clock_;
    Publish publish_;
    std::map<std::string, Book, std::less<>> books_;
    json::object default_;
};

}  // namespace utter::legacy
