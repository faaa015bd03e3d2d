#include "utter/config/schema.hpp"

#include <algorithm>
#include <array>

#include "utter/config/near_miss.hpp"
#include "utter/config/text_rules.hpp"

namespace utter::config {
namespace {

constexpr double kib = 1024;
constexpr double mib = 1024 * kib;
constexpr double gib = 1024 * mib;
constexpr double second = 1000;
constexpr double minute = 60 * second;
constexpr double hour = 60 * minute;
constexpr Range any{};

#define UTTER_SLOT(member) [](Settings& settings) -> Slot { return &settings.member; }

constexpr std::array rows{
    Row{"log.level",
        UTTER_SLOT(log.level),
        any,
        nullptr,
        "The least important log lines that are printed."},
    Row{"log.pii",
        UTTER_SLOT(log.pii),
        any,
        nullptr,
        "Print what users say and what is said to them. For debugging on your own machine."},
    Row{"locale.lang",
        UTTER_SLOT(locale.lang),
        any,
        &language_tag,
        "Language that is spoken when nothing says otherwise."},
    Row{"locale.secondary_langs",
        UTTER_SLOT(locale.secondary_langs),
        {0, 16},
        &language_tag,
        "Further languages whose intents are loaded."},
    Row{"locale.timezone",
        UTTER_SLOT(locale.timezone),
        any,
        &timezone_name,
        "Time zone of dates and times that are spoken. Empty: the system's."},
    Row{"bus.host",
        UTTER_SLOT(bus.host),
        any,
        &host_name,
        "Address the bus listens on. Only this machine may reach it unless "
        "`bus.insecure_bind_allowed` is true."},
    Row{"bus.port",
        UTTER_SLOT(bus.port),
        {0, 65535},
        nullptr,
        "TCP port the bus listens on. 0: any free port."},
    Row{"bus.insecure_bind_allowed",
        UTTER_SLOT(bus.insecure_bind_allowed),
        any,
        nullptr,
        "Accept a `bus.host` that other machines can reach, although the bus has no "
        "authentication yet and whoever reaches it controls everything."},
    Row{"bus.frame_max",
        UTTER_SLOT(bus.frame_max_bytes),
        {kib, 256 * mib},
        nullptr,
        "Largest message a client may send; a larger one closes its connection."},
    Row{"bus.client_queue_max",
        UTTER_SLOT(bus.client_queue_max_bytes),
        {64 * kib, gib},
        nullptr,
        "Messages waiting for one slow client; beyond this it is disconnected."},
    Row{"bus.clients_max",
        UTTER_SLOT(bus.clients_max),
        {1, 65536},
        nullptr,
        "Connections at the same time; further ones are refused."},
    Row{"bus.url",
        UTTER_SLOT(bus.url),
        any,
        &websocket_url,
        "Bus that the other parts connect to. Empty: `ws://host:port/core` of this section."},
    Row{"orchestrator.pipeline",
        UTTER_SLOT(orchestrator.pipeline),
        {0, 64},
        &plugin_name,
        "Pipeline plugins, in the order they are asked."},
    Row{"orchestrator.match_timeout",
        UTTER_SLOT(orchestrator.match_timeout),
        {10, 10 * minute},
        nullptr,
        "Time for the whole pipeline to match one utterance."},
    Row{"orchestrator.handler_timeout",
        UTTER_SLOT(orchestrator.handler_timeout),
        {0, 24 * hour},
        nullptr,
        "Time for a handler to finish before the utterance counts as failed. 0s: no limit."},
    Row{"orchestrator.fallback_window",
        UTTER_SLOT(orchestrator.fallback_window),
        {1, minute},
        nullptr,
        "Time that fallback skills have to say whether they can answer."},
    Row{"skills.enabled", UTTER_SLOT(skills.enabled), {0, 256}, &skill_id, "Skills to load."},
    Row{"skills.locale_dir",
        UTTER_SLOT(skills.locale_dir),
        any,
        &any_text,
        "Directory of your own locale files, which replace those of a skill. "
        "Empty: `$XDG_DATA_HOME/utter/skills`."},
    Row{"skills.state_dir",
        UTTER_SLOT(skills.state_dir),
        any,
        &any_text,
        "Directory where skills keep what they remember. Empty: `$XDG_STATE_HOME/utter`."},
    Row{"stt.engine",
        UTTER_SLOT(stt.engine),
        any,
        &plugin_name,
        "Engine that turns speech to text."},
    Row{"stt.pocketsphinx.model_dir",
        UTTER_SLOT(stt.pocketsphinx.model_dir),
        any,
        &any_text,
        "Directory of the acoustic model. Empty: the installed one."},
    Row{"stt.pocketsphinx.open_model",
        UTTER_SLOT(stt.pocketsphinx.open_model),
        any,
        nullptr,
        "Ask the general language model when the grammar of the loaded intents refuses."},
    Row{"tts.engine",
        UTTER_SLOT(tts.engine),
        any,
        &plugin_name,
        "Engine that turns text to speech."},
    Row{"tts.voice",
        UTTER_SLOT(tts.voice),
        any,
        &any_text,
        "Voice by the engine's own name. Empty: the engine's choice for the language."},
    Row{"tts.rate",
        UTTER_SLOT(tts.rate),
        {0.5, 3.0},
        nullptr,
        "Speed of speech, as a multiple of the voice's normal speed."},
};
#undef UTTER_SLOT

constexpr std::array reserved{
    ReservedVariable{"UTTER_CONFIG",
                     "A configuration file to read instead of the system's and the user's."},
    ReservedVariable{"UTTER_DATA_DIR",
                     "Where the installed data (locale files, models) is, when it is not found "
                     "beside the program."},
};

}  // namespace

std::span<const Row> schema() {
    return rows;
}

std::span<const ReservedVariable> reserved_variables() {
    return reserved;
}

const Row* find_row(std::string_view key) {
    const auto* const found = std::ranges::find(rows, key, &Row::key);
    return found == rows.end() ? nullptr : found;
}

bool is_section(std::string_view key) {
    if (key == skill_settings_key) return true;
    return std::ranges::any_of(rows, [key](const Row& row) {
        return row.key.size() > key.size() && row.key.starts_with(key) &&
               row.key[key.size()] == '.';
    });
}

std::string suggestion(std::string_view key) {
    std::vector<std::string_view> candidates;
    std::vector<std::string_view> same_last_part;
    for (const auto& row : rows) {
        candidates.push_back(row.key);
        for (auto dot = row.key.find('.'); dot != std::string_view::npos;
             dot = row.key.find('.', dot + 1)) {
            candidates.push_back(row.key.substr(0, dot));
        }
        if (row.key.substr(row.key.rfind('.') + 1) == key) same_last_part.push_back(row.key);
    }
    candidates.push_back(skill_settings_key);
    // "port" on top of the file is bus.port without its section, not a misspelt "bus".
    const auto meant =
        same_last_part.size() == 1 ? same_last_part.front() : near_miss(key, candidates);
    return meant.empty() ? std::string() : "; did you mean '" + std::string(meant) + "'?";
}

std::string environment_name(const Row& row) {
    std::string name = "UTTER_";
    for (const char c : row.key) {
        name += c == '.' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    }
    return name;
}

}  // namespace utter::config
