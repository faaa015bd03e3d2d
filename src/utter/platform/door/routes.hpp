#pragma once

#include <optional>
#include <string_view>

#include "utter/platform/door/services.hpp"
#include "utter/web/router.hpp"

/// The platform's routes, a file each. Spec: seed "nobody" section 8; the document that
/// share/platform/openapi.json is.
namespace utter::platform {

void add_voice_routes(web::Router& router, Services& services);
void add_persona_routes(web::Router& router, Services& services);
void add_training_routes(web::Router& router, Services& services);
void add_session_routes(web::Router& router, Services& services);
void add_skill_routes(web::Router& router, Services& services);
void add_device_routes(web::Router& router, Services& services);
void add_status_routes(web::Router& router, Services& services);
void add_openai_routes(web::Router& router, Services& services);

/// All of them.
void add_platform_routes(web::Router& router, Services& services);

}  // namespace utter::platform
