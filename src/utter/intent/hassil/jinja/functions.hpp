#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "utter/intent/hassil/jinja/value.hpp"

/// Filters, tests and methods. All throw JinjaFailure on values they cannot take and on names they
/// do not know.
namespace utter::intent::hassil::jinja {

/// A list or text may grow to so many items or bytes.
inline constexpr std::size_t value_size_max = 65'536;

struct Call {
    Args args;
    std::vector<std::pair<std::string, Value>> keywords;

    /// The argument at `index`, or of this keyword; undefined when neither was given.
    [[nodiscard]] Value get(std::size_t index, std::string_view keyword) const;
};

[[nodiscard]] Value apply_filter(std::string_view name, const Value& value, const Call& call);
[[nodiscard]] bool apply_test(std::string_view name, const Value& value, const Args& args);
/// @return nothing when the value has no such method
[[nodiscard]] std::optional<Value> call_method(const Value& value,
                                               std::string_view name,
                                               const Call& call);

}  // namespace utter::intent::hassil::jinja
