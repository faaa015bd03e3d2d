#include "utter/config/named_tables.hpp"

#include <algorithm>
#include <array>

#include "utter/config/text_rules.hpp"

namespace utter::config {
namespace {

constexpr double kib = 1024;
constexpr double mib = 1024 * kib;
constexpr double second = 1000;
constexpr double minute = 60 * second;
constexpr Range any{};
const std::string name_of_any{any_name};

#define UTTER_LLM(member) \
    [](Settings& settings) -> Slot { return &settings.llm[name_of_any].member; }
#define UTTER_PERSONA(member) \
    [](Settings& settings) -> Slot { return &settings.persona.entries[name_of_any].member; }

constexpr std::array llm_rows{
    Row{"llm.NAME.type",
        UTTER_LLM(type),
        any,
        &llm_type,
        "What it speaks: `openai` for chat completions (OpenAI, llama.cpp, vLLM, LM Studio, "
        "RedPill "
        "...), `ollama` for Ollama's own API."},
    Row{"llm.NAME.url",
        UTTER_LLM(url),
        any,
        &http_url,
        "Where it is, up to and without `/chat/completions` or `/api/chat`. Required."},
    Row{"llm.NAME.key_file",
        UTTER_LLM(key_file),
        any,
        &any_text,
        "File whose first word is the key to show to it. Empty: none."},
    Row{"llm.NAME.connect_timeout",
        UTTER_LLM(connect_timeout),
        {10, minute},
        nullptr,
        "Time for a connection to be made."},
    Row{"llm.NAME.first_timeout",
        UTTER_LLM(first_timeout),
        {10, 10 * minute},
        nullptr,
        "Time until the answer begins; a model that has to be loaded first takes a while."},
    Row{"llm.NAME.stall_timeout",
        UTTER_LLM(stall_timeout),
        {10, 10 * minute},
        nullptr,
        "Longest silence in the middle of an answer."},
    Row{"llm.NAME.total_timeout",
        UTTER_LLM(total_timeout),
        {10, 60 * minute},
        nullptr,
        "Time for a whole answer, repeated tries included."},
    Row{"llm.NAME.retries",
        UTTER_LLM(retries),
        {0, 10},
        nullptr,
        "Further tries when it is busy, broken or not there, before any of the answer has come."},
    Row{"llm.NAME.response_max",
        UTTER_LLM(response_max_bytes),
        {4 * kib, 64 * mib},
        nullptr,
        "Largest response that is read."},
};

constexpr std::array persona_rows{
    Row{"persona.NAME.name",
        UTTER_PERSONA(name),
        any,
        &any_text,
        "What people call it. Empty: the name of the table."},
    Row{"persona.NAME.system_prompt",
        UTTER_PERSONA(system_prompt),
        any,
        &prose,
        "Who it is, told to the model before every question."},
    Row{"persona.NAME.provider",
        UTTER_PERSONA(provider),
        any,
        &any_text,
        "The `[llm.NAME]` that answers for it. Empty: the only one."},
    Row{"persona.NAME.model",
        UTTER_PERSONA(model),
        any,
        &any_text,
        "The provider's name of the model. Required."},
    Row{"persona.NAME.voice",
        UTTER_PERSONA(voice),
        any,
        &any_text,
        "Voice that is asked for with what it says. Empty: the usual one."},
    Row{"persona.NAME.memory",
        UTTER_PERSONA(memory),
        {0, 100},
        nullptr,
        "Questions it remembers of a conversation, each with its answer."},
    Row{"persona.NAME.tools",
        UTTER_PERSONA(tools),
        {0, 256},
        &tool_name,
        "Tools it may call: `toolbox`, `toolbox/tool` or `*` for all. A skill's toolbox is its id "
        "with `_` for `.`."},
    Row{"persona.NAME.max_tokens",
        UTTER_PERSONA(max_tokens),
        {0, 65'536},
        nullptr,
        "Longest answer, in the model's tokens. 0: as long as the provider lets it be."},
    Row{"persona.NAME.temperature",
        UTTER_PERSONA(temperature),
        {-1.0, 2.0},
        nullptr,
        "How freely it chooses its words. -1: the provider's own."},
};
#undef UTTER_LLM
#undef UTTER_PERSONA

// Gives the entry the name that rows know, in settings that hold nothing else.
Settings as_any(std::string_view table, const std::string& name, const Settings& settings) {
    Settings one;
    if (table == llm_key) {
        const auto it = settings.llm.find(name);
        one.llm[name_of_any] = it == settings.llm.end() ? LlmSettings{} : it->second;
    } else {
        const auto it = settings.persona.entries.find(name);
        one.persona.entries[name_of_any] =
            it == settings.persona.entries.end() ? PersonaEntry{} : it->second;
    }
    return one;
}

}  // namespace

std::span<const Row> named_rows(std::string_view table) {
    if (table == llm_key) return llm_rows;
    if (table == persona_key) return persona_rows;
    return {};
}

bool is_entry_name(std::string_view name) {
    constexpr std::size_t name_bytes_max = 64;
    return !name.empty() && name.size() <= name_bytes_max && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '-';
    });
}

std::vector<std::string> entry_names(std::string_view table, const Settings& settings) {
    std::vector<std::string> out;
    if (table == llm_key) {
        for (const auto& [name, entry] : settings.llm) out.push_back(name);
    } else if (table == persona_key) {
        for (const auto& [name, entry] : settings.persona.entries) out.push_back(name);
    }
    return out;
}

bool assign_entry(std::string_view table,
                  const std::string& name,
                  const Row& row,
                  Settings& settings,
                  const FileValue& value) {
    auto one = as_any(table, name, settings);
    if (!assign(row, one, value)) return false;
    if (table == llm_key) {
        settings.llm[name] = std::move(one.llm[name_of_any]);
    } else {
        settings.persona.entries[name] = std::move(one.persona.entries[name_of_any]);
    }
    return true;
}

boost::json::value entry_json(std::string_view table,
                              const std::string& name,
                              const Row& row,
                              const Settings& settings) {
    return json_value(row, as_any(table, name, settings));
}

std::string_view setting_of(const Row& row) {
    return row.key.substr(row.key.rfind('.') + 1);
}

}  // namespace utter::config
