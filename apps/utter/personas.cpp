#include "personas.hpp"

#include <fstream>
#include <map>
#include <memory>
#include <stdexcept>
#include <utility>

#include "http_module.hpp"
#include "module_loader.hpp"
#include "utter/core/log.hpp"
#include "utter/llm/http_client.hpp"
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

Result<std::shared_ptr<llm::HttpClient>> make_http(runtime::EventLoop& loop) {
    const auto found = load_module("http", "utter_http");
    if (!found) return std::unexpected(found.error());
    try {
        return llm::make_http_client(loop,
                                     static_cast<const HttpModule*>(*found)->make_transport());
    } catch (const std::runtime_error& error) {
        return fail(ErrorCode::unsupported, error.what());
    }
}

Result<std::shared_ptr<llm::LlmProvider>> make_provider(
    runtime::EventLoop& loop,
    const std::shared_ptr<llm::HttpClient>& http,
    const config::LlmSettings& settings) {
    auto key = read_llm_key(settings);
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

Result<std::string> read_llm_key(const config::LlmSettings& settings) {
    if (settings.key_file.empty()) return std::string();
    std::string key;
    std::ifstream in(settings.key_file);
    if (!in) return fail(ErrorCode::io, "the key file " + settings.key_file + " cannot be read");
    if (!(in >> key)) {
        return fail(ErrorCode::malformed, "the key file " + settings.key_file + " is empty");
    }
    return key;
}

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
    if (program.settings.persona.entries.empty()) return made;

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
