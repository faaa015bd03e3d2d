#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "utter/core/json.hpp"

namespace utter::session {

/// The JSON type a registered session field has on the wire.
enum class WireType : std::uint8_t {
    text,          ///< a string that is not empty
    string,        ///< a string; the empty one means something
    string_list,   ///< an array of strings
    object,        ///< an object
    handler_list,  ///< an array of {skill_id, activated_at}
};

/// What leaving a field out means: its default. Spec: OVOS-SESSION-1 section 2.1.
enum class FieldClass : std::uint8_t {
    identity,     ///< omitted: the default session
    override,     ///< omitted: the deployment's configuration applies
    state,        ///< omitted: a fixed empty value, never configuration
    declaration,  ///< what the client says of itself; omitted: the deployment's own
};

/// How a value that a message brings merges into the default session's store.
/// Spec: OVOS-SESSION-2 section 5.1.
enum class Intake : std::uint8_t {
    replaces,   ///< it replaces the stored one
    by_entry,   ///< each of its entries replaces the stored entry, a null one deletes it
    has_no_say  ///< the stored one stands
};

/// What a handler that has ended may have changed. Spec: OVOS-SESSION-2 section 2.6.
enum class Completion : std::uint8_t {
    ignored,   ///< nothing
    by_entry,  ///< entries it wrote, changed or removed
    replaces,  ///< the value, its removal included
    removals   ///< members it took out, never ones it put in
};

/// One row of the field registry.
struct FieldRule {
    std::string_view name;
    WireType type;
    FieldClass field_class;
    Intake intake;
    Completion completion;
    /// Set by the deployment or a layer-2 policy: no plugin may change it (OVOS-PIPELINE-1 5.5).
    bool reimposed;
    std::string_view owner;  ///< the specification that owns the field
};

/// Every field a specification has claimed, in the order of OVOS-SESSION-1 section 2.2.
[[nodiscard]] std::span<const FieldRule> fields() noexcept;

/// The row for `name`, or nullptr for a key nobody has claimed.
[[nodiscard]] const FieldRule* find_field(std::string_view name) noexcept;

/// Whether `value` has the wire type of `rule`, elements included. Null never has.
[[nodiscard]] bool has_wire_type(const FieldRule& rule, const json::value& value) noexcept;

}  // namespace utter::session
