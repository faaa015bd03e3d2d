#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "utter/config/schema.hpp"

namespace utter::config {

/// A value as a file holds it; monostate stands for a kind that no setting has, such as a date.
using FileValue =
    std::variant<std::monostate, bool, std::int64_t, double, std::string, std::vector<std::string>>;

/// Stores a file's value in the row's setting. @return false, changing nothing, when the kind is
/// wrong or the value out of range; `expectation(row)` says what would have been right.
[[nodiscard]] bool assign(const Row& row, Settings& settings, const FileValue& value);

/// The same for the text of a variable or flag. A list is written with commas, none is "".
[[nodiscard]] bool assign_text(const Row& row, Settings& settings, std::string_view text);

}  // namespace utter::config
