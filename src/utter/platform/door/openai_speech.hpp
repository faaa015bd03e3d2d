#pragma once

#include "utter/platform/door/services.hpp"
#include "utter/web/router.hpp"

namespace utter::platform {

/// `/v1/audio/speech` and `/v1/audio/transcriptions`.
void add_openai_speech_routes(web::Router& router, Services& services);

/// The voice a request names: an id of ours, or nothing for the engine's own, whose names are
/// "default" and those of OpenAI's voices. On the store's executor.
/// @return invalid_argument naming 'voice'
[[nodiscard]] Result<SessionVoice> find_openai_voice(Services& services, const std::string& name);

}  // namespace utter::platform
