#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <string>
#include <utility>
#include <vector>

#include "utter/llm/llm_provider.hpp"

namespace utter::orchestrator {

/// What was said between each session and each persona. Of more conversations than it may hold the
/// ones that have been silent longest are forgotten. Belongs to one thread.
class ChatMemory {
  public:
    static constexpr std::size_t conversations_max = 256;
    static constexpr std::size_t text_bytes_max = std::size_t{16} * 1024;  ///< of one message

    /// The last turns, oldest first.
    [[nodiscard]] std::vector<llm::ChatMessage> recall(const std::string& session_id,
                                                       const std::string& persona_id);

    /// Adds a turn and forgets those beyond the last `turns_max`.
    void remember(const std::string& session_id,
                  const std::string& persona_id,
                  std::uint32_t turns_max,
                  std::string question,
                  std::string answer);

  private:
    struct Conversation {
        std::string session_id;
        std::string persona_id;
        std::list<std::pair<std::string, std::string>> turns;
    };
    [[nodiscard]] Conversation& find(const std::string& session_id, const std::string& persona_id);

    std::list<Conversation> conversations_;  // the one used last is first
};

}  // namespace utter::orchestrator
