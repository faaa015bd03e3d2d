#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "utter/core/instant.hpp"
#include "utter/core/result.hpp"
#include "utter/platform/domain/conversation.hpp"
#include "utter/platform/storage/page.hpp"

namespace utter::platform {

/// Port: what was said. Sessions of two owners may have the same id: each has its own turns, and
/// only who asks without an owner gets everybody's. Threads, durability and io errors as at
/// VoiceRepository.
class ConversationRepository {
  public:
    ConversationRepository() = default;
    virtual ~ConversationRepository() = default;
    ConversationRepository(const ConversationRepository&) = delete;
    ConversationRepository& operator=(const ConversationRepository&) = delete;
    ConversationRepository(ConversationRepository&&) = delete;
    ConversationRepository& operator=(ConversationRepository&&) = delete;

    /// Adds a turn at the end of its owner's session; of one that has too many the oldest goes.
    /// `number` is given here, and `at` when it is the epoch.
    /// @return the turn as stored; invalid_argument naming the fields
    [[nodiscard]] virtual Result<ConversationTurn> append(const ConversationTurn& turn) = 0;

    /// Oldest first; empty for a session nobody knows.
    /// @param owner absent: everybody's
    /// @return invalid_argument naming 'limit' or 'after'
    [[nodiscard]] virtual Result<Page<ConversationTurn>> list(
        const std::string& session_id,
        const std::optional<std::string>& owner,
        const PageRequest& page) = 0;

    /// The last turns that a session had with one persona, oldest first: what a prompt needs.
    /// @param count 1 .. page_limit_max turns; a question and its answer are two
    [[nodiscard]] virtual Result<ConversationHistory> recent(const std::string& session_id,
                                                             const std::string& owner,
                                                             const std::string& persona_id,
                                                             int count) = 0;

    /// Forgets a session. @param owner absent: everybody's. @return how many turns that were
    [[nodiscard]] virtual Result<std::int64_t> remove(const std::string& session_id,
                                                      const std::optional<std::string>& owner) = 0;

    /// Forgets every turn said before `time`. @return how many
    [[nodiscard]] virtual Result<std::int64_t> remove_before(Time time) = 0;
};

}  // namespace utter::platform
