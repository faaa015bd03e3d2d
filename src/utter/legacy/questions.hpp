#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/message.hpp"

namespace utter::legacy {

/// Common query with Python skills: they hear a question as `question:query`, answer on
/// `question:query.response`, and are told by `question:action` that theirs was the best answer,
/// which they then speak themselves. Lives on one executor.
class Questions {
  public:
    using Deliver = std::function<void(const Message&)>;

    static constexpr std::size_t askable_max = 1024;
    static constexpr std::size_t contests_max = 256;  ///< the oldest is forgotten

    /// @param deliver hands a message to our own parts
    explicit Questions(Deliver deliver) : deliver_(std::move(deliver)) {}

    [[nodiscard]] static const std::vector<std::string>& topics();
    void handle(const Message& message);

    /// What goes out behind an `ovos.common_query.request`: the question, once a contest, when the
    /// skill asked is one of these.
    [[nodiscard]] std::optional<Message> question_for(const Message& request);

    struct Winner {
        std::string skill_id;
        Message action;  ///< `question:action`, a forward of the dispatch
    };
    /// Whose answer the dispatch of the bundled handler carries, when it is one of these skills'.
    /// From then on speaks_for() holds for this round.
    [[nodiscard]] std::optional<Winner> winner(const Message& dispatch);
    /// Whether the skill speaks in the stead of the bundled handler.
    [[nodiscard]] bool speaks_for(std::string_view utterance_id) const;

    /// The round has ended.
    void forget(std::string_view utterance_id);

  private:
    struct Contest {
        std::string utterance_id;
        std::map<std::string, json::object> answers;  ///< data of each response, by skill
        bool skill_speaks = false;
    };

    void hear_pong(const Message& pong);
    void hear_response(const Message& response);
    [[nodiscard]] std::deque<Contest>::iterator find(std::string_view utterance_id);

    Deliver deliver_;
    /// The skills that take part; true: of the old class that hears `question:action` alone.
    std::map<std::string, bool, std::less<>> askable_;
    std::deque<Contest> contests_;
};

}  // namespace utter::legacy
