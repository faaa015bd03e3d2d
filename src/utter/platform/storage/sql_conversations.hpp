#pragma once

#include "utter/platform/storage/conversation_repository.hpp"
#include "utter/platform/storage/sql_context.hpp"

namespace utter::platform {

class SqlConversations final : public ConversationRepository {
  public:
    explicit SqlConversations(const SqlContext& context) : context_(context) {}

    [[nodiscard]] Result<ConversationTurn> append(const ConversationTurn& turn) override;
    [[nodiscard]] Result<Page<ConversationTurn>> list(const std::string& session_id,
                                                      const std::optional<std::string>& owner,
                                                      const PageRequest& page) override;
    [[nodiscard]] Result<ConversationHistory> recent(const std::string& session_id,
                                                     const std::string& owner,
                                                     const std::string& persona_id,
                                                     int count) override;
    [[nodiscard]] Result<std::int64_t> remove(const std::string& session_id,
                                              const std::optional<std::string>& owner) override;
    [[nodiscard]] Result<std::int64_t> remove_before(Time time) override;

  private:
    SqlContext context_;
};

}  // namespace utter::platform
