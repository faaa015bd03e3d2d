#include "personas.hpp"

#include <map>
#include <memory>
#include <stdexcept>
#include <utility>

#include "http_module.hpp"
#include "module_loader.hpp"
#include "utter/core/log.hpp"
#include "utter/http/client.hpp"
#include "utter/http/key_file.hpp"
#include "utter/llm/providers/ollama/ollama_provider.hpp"
#include "utter/llm/providers/openai/openai_provider.hpp"

namespace utter::app {
namespace {

llm::ChatLimits limits_of(const config::LlmSettings& settings) {
    llm::ChatLimits limits;
    limits.connect_timeout = settings.connect_timeout;
    limits.first_timeout = settings.first_timeout;
    limits.stall_timeout = settings.stall_timeout;
    limits.total_timeout = settings.total_timeout;
    limits.retries = settings.retries;
    limits.response_bytes_max = settings.response_max_bytes;
    return limits;
}

Result<std::shared_ptr<http::Client>> make_http(runtime::EventLoop& loop) {
    const auto found = load_module("http", "utter_http");
    if (!found) return std::unexpected(found.error());
    try {
        return http::make_client(loop, static_cast<const HttpModule*>(*found)->make_transport());
    } catch (const std::runtime_error& error) {
        return fail(ErrorCode::unsupported, error.what());
    }
}

Result<std::shared_ptr<llm::LlmProvider>> make_provider(runtime::EventLoop& loop,
                                                        const std::shared_ptr<http::Client>& http,
                                                        const config::LlmSettings& settings) {
    auto key = http::read_key_file(settings.key_file);
    if (!key) return std::unexpected(key.error());
    if (settings.type == "ollama") {
        return llm::make_ollama_provider(
            loop, http, {settings.url, std::move(*key), limits_of(settings)});
    }
    return llm::make_openai_provider(
        loop, http, {settings.url, std::move(*key), limits_of(settings)});
}

orchestrator::Persona make_persona(const std::string& id,
                                   const config::PersonaEntry& entry,
                                   std::shared_ptr<llm::LlmProvider> provider) {
    orchestrator::Persona persona;
    persona.id = id;
    persona.name = entry.name.empty() ? id : entry.name;
    persona.system_prompt = entry.system_prompt;
    persona.provider = std::move(provider);
    persona.model = entry.model;
    persona.voice = entry.voice;
    persona.memory = entry.memory;
    persona.tools = entry.tools;
    if (entry.max_tokens > 0) persona.max_tokens = entry.max_tokens;
    if (entry.temperature >= 0) persona.temperature = entry.temperature;
    return persona;
}

}  // namespace

std::string provider_of(const config::PersonaEntry& persona, const config::Settings& settings) {
    if (!persona.provider.empty() || settings.llm.empty()) return persona.provider;
    return settings.llm.begin()->first;
}

orchestrator::PersonaSettings persona_settings(runtime::EventLoop& loop, const Program& program) {
    orchestrator::PersonaSettings made;
    made.default_persona = program.settings.persona.default_persona;
    made.languages = languages(program.settings.locale);
    made.locale.skill = program.data_dir / "persona" / "locale";
    const auto own = config::skill_locale_dir(program.settings.skills, program.environment);
    if (!own.empty()) made.locale.user = own / "persona" / "locale";
    if (program.settings.llm.empty()) return made;

    const auto http = make_http(loop);
    if (!http) {
        log::error("persona.none", {{"reason", http.error().detail}});
        return made;
    }
    std::map<std::string, std::shared_ptr<llm::LlmProvider>> providers;
    for (const auto& [name, settings] : program.settings.llm) {
        auto provider = make_provider(loop, *http, settings);
        if (provider) {
            providers.emplace(name, std::move(*provider));
        } else {
            log::error("llm.unusable", {{"llm", name}, {"reason", provider.error().detail}});
        }
    }
    made.providers.insert(providers.begin(), providers.end());
    for (const auto& [id, entry] : program.settings.persona.entries) {
        const auto it = providers.find(provider_of(entry, program.settings));
        if (it == providers.end()) {
            log::error("persona.left_out",
                       {{"persona", id}, {"reason", "its language model is not usable"}});
            continue;
        }
        made.personas.push_back(make_persona(id, entry, it->second));
    }
    return made;
}

}  // namespace utter::app
