#pragma once

#include "utter/core/result.hpp"
#include "voice_module.hpp"

namespace utter::app {

/// Loads WebRTC's module and makes a cleaner. @return unsupported when it is not installed.
[[nodiscard]] Result<CleanSound> make_voice_cleaner(const VoiceCleaning& cleaning);

}  // namespace utter::app
