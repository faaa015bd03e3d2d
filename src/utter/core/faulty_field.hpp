#pragma once

#include <string_view>

#include "utter/core/result.hpp"

namespace utter {

/// The field that an error blames: details that begin with a name in quotes, as in "'name' must not
/// be empty", name it. @return part of error.detail; empty when it blames none
[[nodiscard]] std::string_view faulty_field(const Error& error) noexcept;

}  // namespace utter
