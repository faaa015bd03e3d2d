#include <algorithm>
#include <utility>

#include "utter/platform/door/persona_news.hpp"
#include "utter/platform/door/routes.hpp"
#include "utter/platform/door/routing.hpp"

namespace utter::platform {
namespace {

using web::problem;
using web::Request;
using web::Response;

json::object to_json(const Persona& persona) {
    const auto& fields = persona.fields;
    return {{"id", persona.id},
            {"name", fields.name},
            {"description", fields.description},
            {"system_prompt", fields.system_prompt},
            {"llm", fields.provider},
            {"model", fields.model},
            {"voice_id", or_null(fields.voice_id)},
            {"memory", fields.memory},
            {"temperature", fields.temperature ? json::value(*fields.temperature) : json::value()},
            {"max_tokens", fields.max_tokens ? json::value(*fields.max_tokens) : json::value()},
            {"tools", json::array(fields.tools.begin(), fields.tools.end())},
            {"created_at", text_of(persona.created_at)},
            {"updated_at", text_of(persona.updated_at)},
            {"revision", persona.revision}};
}

Response persona_response(const Persona& persona, unsigned status = 200) {
    auto response = web::json_response(to_json(persona), status);
    response.headers.emplace_back("ETag", etag_of(persona.revision));
    return response;
}

Result<PersonaFields> fields_of(const Services& services,
                                const Request& request,
                                PersonaFields fields) {
    const auto body = request.json_body();
    if (!body) return std::unexpected(body.error());
    BodyReader reader(*body);
    reader.text("name", fields.name);
    reader.text("description", fields.description);
    reader.text("system_prompt", fields.system_prompt);
    reader.text("llm", fields.provider);
    reader.text("model", fields.model);
    reader.text_or_null("voice_id", fields.voice_id);
    reader.whole("memory", fields.memory);
    reader.number_or_null("temperature", fields.temperature);
    reader.whole_or_null("max_tokens", fields.max_tokens);
    reader.texts("tools", fields.tools);
    if (auto read = reader.finish(); !read) return std::unexpected(read.error());
    if (!fields.provider.empty() &&
        std::ranges::find(services.providers, fields.provider) == services.providers.end()) {
        return fail(ErrorCode::invalid_argument,
                    "'llm' names no language model of the configuration; there is no [llm." +
                        fields.provider + "]");
    }
    return fields;
}

Response list_personas(Services& services, const Request& request) {
    const auto page = page_of(request);
    if (!page) return problem(page.error());
    const auto personas = services.personas.list(*page);
    if (!personas) return problem(personas.error());
    return page_response(*personas, [](const Persona& persona) { return to_json(persona); });
}

Response create_persona(Services& services, const Request& request) {
    const auto fields = fields_of(services, request, {});
    if (!fields) return problem(fields.error());
    const auto persona = services.personas.create(*fields);
    if (!persona) return problem(persona.error());
    services.bus.publish(define_message(*persona));
    auto response = persona_response(*persona, 201);
    response.headers.emplace_back("Location", "/personas/" + persona->id);
    return response;
}

Response get_persona(Services& services, const Request& request) {
    const auto persona = services.personas.get(request.param("id"));
    if (!persona) return problem(persona.error());
    return persona_response(*persona);
}

Response change_persona(Services& services, const Request& request) {
    const auto revision = revision_of(request);
    if (!revision) return problem(revision.error());
    const auto persona = services.personas.get(request.param("id"));
    if (!persona) return problem(persona.error());
    const auto fields = fields_of(services, request, persona->fields);
    if (!fields) return problem(fields.error());
    const auto changed = services.personas.update(persona->id, *fields, *revision);
    if (!changed) return change_problem(changed.error(), request);
    services.bus.publish(define_message(*changed));
    return persona_response(*changed);
}

Response remove_persona(Services& services, const Request& request) {
    const auto revision = revision_of(request);
    if (!revision) return problem(revision.error());
    const auto& id = request.param("id");
    const auto removed = services.personas.remove(id, *revision);
    if (!removed) return change_problem(removed.error(), request);
    services.bus.publish(Message("ovos.persona.deregister", {{"persona_id", id}}));
    return web::no_content();
}

}  // namespace

void add_persona_routes(web::Router& router, Services& services) {
    const auto add = [&](const char* method, const char* pattern, StoreHandler handler) {
        add_store_route(router, services, method, pattern, "personas", handler);
    };
    add("GET", "/personas", &list_personas);
    add("POST", "/personas", &create_persona);
    add("GET", "/personas/{id}", &get_persona);
    add("PATCH", "/personas/{id}", &change_persona);
    add("DELETE", "/personas/{id}", &remove_persona);
}

}  // namespace utter::platform
