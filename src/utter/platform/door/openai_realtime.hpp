#pragma once

#include "utter/platform/door/services.hpp"
#include "utter/web/router.hpp"

namespace utter::platform {

/// `/v1/realtime`: a live session in the words of OpenAI's Realtime API. `model` of the query is
/// `utter`, a persona's id, or a name of OpenAI's, which means the assistant.
void add_openai_realtime_routes(web::Router& router, Services& services);

}  // namespace utter::platform
