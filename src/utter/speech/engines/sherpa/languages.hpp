#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "utter/core/result.hpp"

namespace utter::speech::sherpa {

/// @param port "stt" or "tts". @param languages what the model can; empty: any.
/// @return unsupported, naming the language and the setting, for one that is not among them
[[nodiscard]] Result<void> check_language(std::string_view port,
                                          const std::vector<std::string>& languages,
                                          std::string_view lang);

}  // namespace utter::speech::sherpa
