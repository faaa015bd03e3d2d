#pragma once

#include <string_view>

namespace utter::intent {

/// What is said when something that was understood could not be done: one sentence in the language,
/// or in English where it has none here. Any thread.
[[nodiscard]] std::string_view apology(std::string_view lang);

}  // namespace utter::intent
