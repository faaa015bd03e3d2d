#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "utter/core/json.hpp"

namespace utter::session {

/// The JSON type a registered session field has on the wire.
enum class WireType : std::uint8_t { string, string_list, object, handler_list };

/// What leaving a field out means. Spec: OVOS-SESSION-1 section 2.1.
enum class FieldClass : std::uint8_t {
    identity,     ///< session_id
    override,     ///< omitted: the deployment's configuration applies
    state,        ///< omitted: a fixed empty value, never configuration
    declaration,  ///< what the client says of itself (location)
};

/// One row of the field registry.
struct FieldRule {
    std::string_view name;
    WireType type;
    FieldClass field_class;
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
