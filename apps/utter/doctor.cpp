#include "doctor.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <filesystem>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "assistant.hpp"
#include "assistant_link.hpp"
#include "engine_states.hpp"
#include "engines.hpp"
#include "exit_code.hpp"
#include "media_part.hpp"
#include "personas.hpp"
#include "sound_devices.hpp"
#include "utter/config/load.hpp"
#include "utter/http/key_file.hpp"

namespace utter::app {
namespace {

namespace fs = std::filesystem;

enum class Health : std::uint8_t { good, note, bad };

struct Finding {
    Health health;
    std::string about;
    std::string text;  // what is so, and what to do about it
};

constexpr std::string_view word(Health health) {
    switch (health) {
        case Health::good:
            return "ok";
        case Health::note:
            return "note";
        case Health::bad:
            return "bad";
    }
    return "";
}

void check_skills(const Program& program, std::vector<Finding>& out) {
    const auto folder = program.data_dir / "skills";
    std::error_code error;
    if (!fs::is_directory(folder, error)) {
        out.push_back({Health::bad,
                       "data",
                       "there is no " + folder.string() +
                           "; reinstall, or set UTTER_DATA_DIR to the folder that holds 'skills'"});
        return;
    }
    const auto catalogue = skill_catalogue(program);
    for (const auto& id : program.settings.skills.enabled) {
        if (std::ranges::find(catalogue, id, &skill::SkillEntry::skill_id) == catalogue.end()) {
            out.push_back({Health::bad,
                           "skills",
                           "'" + id +
                               "' is in skills.enabled, but not in this program; "
                               "see 'utter skills list'"});
        }
    }
    out.push_back({Health::good,
                   "skills",
                   std::to_string(program.settings.skills.enabled.size()) + " configured, from " +
                       folder.string()});
}

void check_timezone(const Program& program, std::vector<Finding>& out) {
    const auto zone = find_timezone(program.settings.locale, program.environment);
    std::error_code error;
    if (zone == "UTC" || fs::exists(fs::path("/usr/share/zoneinfo") / zone, error) ||
        fs::exists(fs::path("/etc/zoneinfo") / zone, error)) {
        out.push_back({Health::good, "time zone", zone});
    } else {
        out.push_back({Health::bad,
                       "time zone",
                       "'" + zone +
                           "' is not in the system's zone database; install tzdata, or "
                           "correct locale.timezone"});
    }
}

void check_hearing(const Program& program, std::vector<Finding>& out) {
    auto engine = make_stt_engine(program.settings.stt);
    if (!engine) {
        out.push_back({Health::bad, "hearing", engine.error().detail});
        return;
    }
    const auto ready = (*engine)->check(program.settings.locale.lang);
    if (ready) {
        out.push_back({Health::good, "hearing", std::string((*engine)->name())});
    } else {
        out.push_back({Health::bad, "hearing", ready.error().detail});
    }
}

void check_speaking(const Program& program, std::vector<Finding>& out) {
    auto engine = make_tts_engine(program.settings.tts);
    if (!engine) {
        out.push_back({Health::bad, "speaking", engine.error().detail});
        return;
    }
    for (const auto& lang : languages(program.settings.locale)) {
        const auto sound = (*engine)->synthesize({.text = "1",
                                                  .lang = lang,
                                                  .voice = program.settings.tts.voice,
                                                  .rate = program.settings.tts.rate});
        if (sound) continue;
        out.push_back({Health::bad, "speaking", lang + ": " + sound.error().detail});
        return;
    }
    out.push_back({Health::good, "speaking", std::string((*engine)->name())});
}

// Engines of a chain that others stand in for now.
void check_engines(const Program& program, std::vector<Finding>& out) {
    for (const auto& state : engine_states(program)) {
        const auto chosen = state.port == "stt"   ? chosen_engines(program.settings.stt)
                            : state.port == "tts" ? chosen_engines(program.settings.tts)
                                                  : std::vector<std::string>();
        if (chosen.size() < 2 || !state.place || state.healthy) continue;
        auto about = state.port;
        about.append(" engine ").append(state.name);
        out.push_back({Health::note, std::move(about), state.advice});
    }
}

void check_loudspeaker(const Program& program, std::vector<Finding>& out) {
    const auto found = describe_loudspeaker(program);
    if (found) {
        out.push_back({Health::good, "loudspeaker", *found});
        return;
    }
    const bool wanted =
        program.settings.audio.output != "auto" && found.error().code != ErrorCode::unavailable;
    out.push_back({wanted ? Health::bad : Health::note,
                   "loudspeaker",
                   found.error().detail + "; answers are not spoken here"});
}

void check_media(const Program& program, std::vector<Finding>& out) {
    if (!program.settings.media.enabled) return;
    const auto found = describe_media_player(program);
    out.push_back({found ? Health::good : Health::note,
                   "media",
                   found ? *found : found.error().detail + "; nothing is played here"});
}

void check_microphone(const Program& program, std::vector<Finding>& out) {
    if (!program.settings.listener.enabled) return;
    const auto found = describe_microphone(program);
    if (found) {
        out.push_back({Health::good, "microphone", *found});
        return;
    }
    const bool wanted =
        program.settings.audio.input != "auto" && found.error().code != ErrorCode::unavailable;
    out.push_back({wanted ? Health::bad : Health::note,
                   "microphone",
                   found.error().detail + "; nothing is heard here"});
}

void check_personas(const Program& program, std::vector<Finding>& out) {
    const auto& personas = program.settings.persona.entries;
    if (personas.empty()) {
        out.push_back(
            {Health::note,
             "personas",
             "none: questions that no skill knows stay unanswered; docs/personas.md shows "
             "how to set up Ollama or OpenAI"});
        return;
    }
    bool sound = true;
    std::string text;
    for (const auto& [id, persona] : personas) {
        const auto name = provider_of(persona, program.settings);
        text.append(text.empty() ? "" : ", ").append(id).append(" by ").append(name);
        text.append(" (").append(persona.model).append(")");
        const auto it = program.settings.llm.find(name);
        if (it == program.settings.llm.end()) continue;  // the configuration says so already
        if (const auto key = http::read_key_file(it->second.key_file); !key) {
            out.push_back({Health::bad, "personas", id + ": " + key.error().detail});
            sound = false;
        }
    }
    if (sound) out.push_back({Health::good, "personas", text});
}

void check_bus(const Program& program, std::vector<Finding>& out) {
    const auto url = program.settings.bus.effective_url();
    auto link = AssistantLink::open(program, false);
    if (link) {
        out.push_back({Health::good, "assistant", "one is running on " + url});
    } else {
        out.push_back({Health::note, "assistant", link.error().detail});
    }
}

}  // namespace

int doctor(const config::ConfigLoad& load, const Program& program) {
    std::vector<Finding> findings;
    findings.reserve(load.problems.size());
    for (const auto& problem : load.problems) {
        findings.push_back({Health::bad, "configuration", config::to_string(problem)});
    }
    if (load.ok()) {
        std::string files;
        for (const auto& file : load.files_read) files += " " + file.string();
        findings.push_back({Health::good,
                            "configuration",
                            files.empty() ? "built-in defaults, no file" : "read" + files});
    }
    check_skills(program, findings);
    check_timezone(program, findings);
    check_hearing(program, findings);
    check_speaking(program, findings);
    check_engines(program, findings);
    check_loudspeaker(program, findings);
    check_media(program, findings);
    check_microphone(program, findings);
    check_personas(program, findings);
    check_bus(program, findings);

    const bool healthy = std::ranges::none_of(
        findings, [](const Finding& finding) { return finding.health == Health::bad; });
    if (program.json) {
        json::array rows;
        for (const auto& finding : findings) {
            rows.push_back(json::object{{"health", word(finding.health)},
                                        {"about", finding.about},
                                        {"text", finding.text}});
        }
        std::cout << json::serialize(json::object{{"ok", healthy}, {"findings", std::move(rows)}})
                  << '\n';
    } else {
        for (const auto& finding : findings) {
            std::cout << word(finding.health) << std::string(6 - word(finding.health).size(), ' ')
                      << finding.about << ": " << finding.text << '\n';
        }
    }
    return healthy ? exit_ok : exit_failed;
}

}  // namespace utter::app
