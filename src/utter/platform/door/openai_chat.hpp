#pragma once

#include "utter/platform/door/services.hpp"
#include "utter/web/router.hpp"

namespace utter::platform {

/// The model that is the assistant itself: skills first, then whoever answers.
inline constexpr const char* assistant_model = "utter";

/// `/v1/chat/completions`: personas as models.
void add_openai_chat_routes(web::Router& router, Services& services);

}  // namespace utter::platform
