#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "utter/core/json.hpp"

/// The rules of the session field `intent_context`: a map of entries `{value, expires_at?,
/// turns_remaining?}` that fade. A bare key is shared, `<owner>:<key>` is private to that owner.
/// Pure functions over the map. Spec: OVOS-CONTEXT-1.
namespace utter::session {

/// Entries a map keeps; those that would fade first go first. Spec: OVOS-CONTEXT-1 section 2.
inline constexpr std::size_t context_entries_max = 1024;

/// Whether an entry still counts: it has turns left and its time (seconds since the epoch) has not
/// come. A decay field of the wrong type does not limit.
[[nodiscard]] bool is_live(const json::object& entry, std::chrono::system_clock::time_point now);

/// Before a match round: takes out what is dead, what is no entry (logged), and what is too much.
void prune_context(json::object& map, std::chrono::system_clock::time_point now);

/// After a match round: an entry that is as it was in `before` has one turn less.
void spend_turn(json::object& map, const json::object& before);

/// The key of a private entry. @return nothing without an owner, or for an owner or key that would
/// not make exactly one colon: then nothing may be written.
[[nodiscard]] std::optional<std::string> private_context_key(std::string_view owner,
                                                             std::string_view key);

/// Whether the map has an entry under the bare key, or under the owner's private one.
/// @pre the map has been pruned
[[nodiscard]] bool has_shared_context(const json::object& map, std::string_view key);
[[nodiscard]] bool has_private_context(const json::object& map,
                                       std::string_view owner,
                                       std::string_view key);

/// The value offered for the slot `name` of an intent of `owner`: of the private entry, else of the
/// shared one; an entry without a text value offers none. @pre the map has been pruned
[[nodiscard]] std::optional<std::string> context_value(const json::object& map,
                                                       std::string_view owner,
                                                       std::string_view name);

}  // namespace utter::session
