#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/result.hpp"

namespace utter {

namespace json = boost::json;

/// Nesting allowed in any JSON that comes from outside. Deep enough for every OVOS message seen,
/// shallow enough that no recursive reader can run out of stack.
inline constexpr std::size_t json_depth_max = 64;

/// Parses one JSON text (RFC 8259, UTF-8, finite numbers). Refuses anything after it, nesting
/// beyond json_depth_max, invalid UTF-8 and lone surrogates; of duplicate keys the last one wins.
/// @return malformed with the byte offset of the fault.
[[nodiscard]] Result<json::value> parse_json(std::string_view text);

/// The word a person would use for a value's JSON type: "a number", "an array", "null".
[[nodiscard]] std::string_view describe_type(const json::value& value) noexcept;

/// The string under `key`, or an empty view when the key is absent or holds something else.
[[nodiscard]] std::string_view string_or_empty(const json::object& object,
                                               std::string_view key) noexcept;

/// The strings of the array under `key`; empty when the key is absent or holds something else.
/// Members that are no strings are left out.
[[nodiscard]] std::vector<std::string> strings_under(const json::object& object,
                                                     std::string_view key);

}  // namespace utter
