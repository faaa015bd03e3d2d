#include <boost/json/serialize.hpp>

#include "utter/core/faulty_field.hpp"
#include "utter/platform/door/openai_chat.hpp"
#include "utter/platform/door/openai_error.hpp"
#include "utter/platform/door/openai_realtime.hpp"
#include "utter/platform/door/openai_speech.hpp"
#include "utter/platform/door/routes.hpp"
#include "utter/platform/door/routing.hpp"

namespace utter::platform {

using web::Request;
using web::Response;

Response openai_error(unsigned status,
                      std::string_view message,
                      std::string_view param,
                      std::string_view code) {
    return web::json_response(
        {{"error",
          json::object{{"message", message},
                       {"type", status >= 500 ? "server_error" : "invalid_request_error"},
                       {"param", or_null(param)},
                       {"code", or_null(code)}}}},
        status);
}

Response openai_error(const Error& error, std::string_view param) {
    auto status = web::status_of(error.code);
    if (status == 422 || status == 415) status = 400;  // as that API has it
    if (param.empty()) param = faulty_field(error);
    return openai_error(status, error.detail, param, to_string(error.code));
}

namespace {

json::object model(std::string_view id, Time created) {
    return {
        {"id", id},
        {"object", "model"},
        {"created", std::chrono::floor<std::chrono::seconds>(created).time_since_epoch().count()},
        {"owned_by", "utter"}};
}

json::array models(Services& services) {
    json::array all;
    for (const auto* own : {assistant_model, "utter-stt", "utter-tts"}) {
        all.push_back(model(own, Time{}));
    }
    PageRequest page{.limit = page_limit_max};
    do {
        const auto personas = services.personas.list(page);
        if (!personas) break;
        for (const auto& persona : personas->items) {
            all.push_back(model(persona.id, persona.created_at));
        }
        page.after = personas->next;
    } while (!page.after.empty());
    return all;
}

Response list_models(Services& services, const Request& /*request*/) {
    return web::json_response({{"object", "list"}, {"data", models(services)}});
}

Response get_model(Services& services, const Request& request) {
    for (const auto& each : models(services)) {
        if (string_or_empty(each.as_object(), "id") == request.param("id"))
            return web::json_response(each);
    }
    return openai_error(
        404, "there is no model " + request.param("id"), "model", "model_not_found");
}

}  // namespace

void add_openai_routes(web::Router& router, Services& services) {
    add_store_route(router, services, "GET", "/v1/models", "personas", &list_models);
    add_store_route(router, services, "GET", "/v1/models/{id}", "personas", &get_model);
    add_openai_speech_routes(router, services);
    add_openai_chat_routes(router, services);
    add_openai_realtime_routes(router, services);
}

void add_platform_routes(web::Router& router, Services& services) {
    add_voice_routes(router, services);
    add_persona_routes(router, services);
    add_training_routes(router, services);
    add_session_routes(router, services);
    add_skill_routes(router, services);
    add_device_routes(router, services);
    add_status_routes(router, services);
    add_openai_routes(router, services);
}

}  // namespace utter::platform
