#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/instant.hpp"
#include "utter/platform/domain/field_fault.hpp"

/// What was said in a session. Pure; any thread. Spec: seed "nobody" section 4
/// (`ConversationHistory`).
namespace utter::platform {

enum class TurnRole : std::uint8_t { user, assistant };

/// "user", "assistant".
[[nodiscard]] std::string_view to_string(TurnRole role) noexcept;
[[nodiscard]] std::optional<TurnRole> turn_role_from(std::string_view text) noexcept;

/// One side's words.
struct ConversationTurn {
    std::string session_id;  ///< 1 .. 200 characters on one line
    std::string persona_id;  ///< who was asked; empty: nobody, the skills answered
    TurnRole role = TurnRole::user;
    std::string text;  ///< up to 16,000 characters
    Time at{};
    std::int64_t number = 0;  ///< place in the session, from 1; given when it is stored
    /// Name of the principal whose session it was, up to 200 characters; empty: it was not kept
    std::string owner{};

    friend bool operator==(const ConversationTurn&, const ConversationTurn&) = default;
};

/// Everything that is wrong with the turn; empty when nothing is.
[[nodiscard]] std::vector<FieldFault> check(const ConversationTurn& turn);

/// Turns of one session, oldest first.
using ConversationHistory = std::vector<ConversationTurn>;

}  // namespace utter::platform
