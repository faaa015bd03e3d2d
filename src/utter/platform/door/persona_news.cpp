#include "utter/platform/door/persona_news.hpp"

#include <utility>

#include "utter/core/log.hpp"

namespace utter::platform {

Message define_message(const Persona& persona) {
    const auto& fields = persona.fields;
    json::object data{{"persona_id", persona.id},
                      {"name", fields.name},
                      {"system_prompt", fields.system_prompt},
                      {"provider", fields.provider},
                      {"model", fields.model},
                      {"memory", fields.memory},
                      {"tools", json::array(fields.tools.begin(), fields.tools.end())}};
    if (fields.temperature) data["temperature"] = *fields.temperature;
    if (fields.max_tokens) data["max_tokens"] = *fields.max_tokens;
    return Message(std::string(define_topic), std::move(data));
}

void tell_of_personas(Services& services) {
    PageRequest request{.limit = page_limit_max};
    do {
        const auto page = services.personas.list(request);
        if (!page) {
            log::error("platform.no_personas", {{"reason", page.error().detail}});
            return;
        }
        for (const auto& persona : page->items) services.bus.publish(define_message(persona));
        request.after = page->next;
    } while (!request.after.empty());
}

}  // namespace utter::platform
