#pragma once

#include <string>
#include <string_view>

namespace utter::intent::hassil {

/// A name as Home Assistant compares names: trimmed, with full case folding.
[[nodiscard]] std::string fold_name(std::string_view name);

}  // namespace utter::intent::hassil
