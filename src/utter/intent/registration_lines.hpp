#pragma once

#include <istream>
#include <string_view>
#include <vector>

#include "utter/core/message.hpp"
#include "utter/core/result.hpp"

namespace utter::intent {

/// Reads registrations of intents and entities as `utter bus watch --json` prints them, a message a
/// line; lines of other topics are passed over. What a registration says is not judged.
/// @param name of the file, for errors. @return `malformed` naming file and line
[[nodiscard]] Result<std::vector<Message>> read_registration_lines(std::istream& in,
                                                                   std::string_view name);

}  // namespace utter::intent
