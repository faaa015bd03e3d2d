#include "engine_states.hpp"

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <filesystem>
#include <iostream>
#include <span>
#include <utility>

#include "engines.hpp"
#include "exit_code.hpp"
#include "personas.hpp"
#include "sound_devices.hpp"
#include "utter/core/json.hpp"
#include "utter/http/key_file.hpp"

namespace utter::app {
namespace {

constexpr std::array<std::string_view, 4> audio_inputs{"pulse", "file", "stdin", "null"};
constexpr std::array<std::string_view, 4> audio_outputs{"pulse", "file", "stdout", "null"};
constexpr std::array<std::string_view, 2> llm_types{"openai", "ollama"};

// Chosen first, in their order; then the others as Utter knows them.
std::vector<std::string> all_names(const std::vector<std::string>& chosen,
                                   const std::vector<std::string>& known) {
    auto names = chosen;
    for (const auto& name : known) {
        if (std::ranges::find(chosen, name) == chosen.end()) names.push_back(name);
    }
    return names;
}

std::optional<std::size_t> place_of(const std::string& name,
                                    const std::vector<std::string>& chosen) {
    const auto found = std::ranges::find(chosen, name);
    if (found == chosen.end()) return std::nullopt;
    return static_cast<std::size_t>(found - chosen.begin()) + 1;
}

EngineState judged(EngineState state, const Result<void>& checked) {
    state.healthy = state.installed && checked.has_value();
    if (state.healthy) return state;
    state.advice = checked ? "" : checked.error().detail;
    return state;
}

// `check` makes the engine of this name and asks it.
template <class Check>
void add_speech(const std::string& port,
                const std::vector<std::string>& chosen,
                const std::vector<std::string>& known,
                const std::vector<std::string>& installed,
                Check check,
                std::vector<EngineState>& out) {
    for (const auto& name : all_names(chosen, known)) {
        EngineState state{port, name, false, place_of(name, chosen), false, {}};
        state.installed = std::ranges::find(installed, name) != installed.end();
        if (!state.installed) {
            state.advice =
                "not part of this installation: there is no " + engine_file(name).string();
            if (state.place) {
                state.advice.append("; install it, or take it out of ") +=
                    port == "wake" ? "listener.wake_engine" : port + ".engine";
            }
            out.push_back(std::move(state));
            continue;
        }
        out.push_back(judged(std::move(state), check(name)));
    }
}

Result<void> check_stt(config::SttSettings settings,
                       const std::string& name,
                       const Program& program) {
    settings.engine.list = {name};
    const auto engine = make_stt_engine(settings);
    if (!engine) return std::unexpected(engine.error());
    return (*engine)->check(program.settings.locale.lang);
}

Result<void> check_tts(config::TtsSettings settings,
                       const std::string& name,
                       const Program& program) {
    settings.engine.list = {name};
    const auto engine = make_tts_engine(settings);
    if (!engine) return std::unexpected(engine.error());
    return (*engine)->check(program.settings.locale.lang);
}

// `setting` is the one of a copy that chooses the device, `describe` looks whether it can be used.
template <class Describe>
void add_devices(const std::string& port,
                 std::span<const std::string_view> devices,
                 std::string config::AudioSettings::* setting,
                 const Program& program,
                 Describe describe,
                 std::vector<EngineState>& out) {
    const auto& wanted = program.settings.audio.*setting;
    for (const auto device : devices) {
        Program other = program;
        other.settings.audio.*setting = device;
        const Result<std::string> described = describe(other);
        EngineState state{port, std::string(device), true, std::nullopt, false, {}};
        if (wanted == device || (wanted == "auto" && device == devices.front())) state.place = 1;
        state.installed = described || described.error().code != ErrorCode::unsupported;
        out.push_back(
            judged(std::move(state),
                   described ? Result<void>() : Result<void>(std::unexpected(described.error()))));
    }
}

// What cleans a microphone's sound: one so far.
void add_voice(const Program& program, std::vector<EngineState>& out) {
    EngineState state{"voice", "webrtc", false, std::nullopt, false, {}};
    std::error_code error;
    state.installed = std::filesystem::exists(engine_file(state.name), error);
    if (program.settings.listener.enabled) state.place = 1;
    out.push_back(judged(std::move(state), {}));
    if (!out.back().installed) {
        out.back().advice =
            "not part of this installation: there is no " + engine_file("webrtc").string();
    }
}

// Whether a provider answers is seen when somebody asks a persona; here only what is free.
void add_llm(const Program& program, std::vector<EngineState>& out) {
    for (const auto type : llm_types) {
        EngineState state{"llm", std::string(type), true, std::nullopt, true, {}};
        for (const auto& [name, settings] : program.settings.llm) {
            if (settings.type != type) continue;
            state.place = 1;
            if (const auto key = http::read_key_file(settings.key_file); !key) {
                state.healthy = false;
                state.advice = "llm." + name + ".key_file: " + key.error().detail;
            }
        }
        if (!state.place) {
            state.healthy = false;
            state.advice = "not configured; docs/personas.md shows how";
        }
        out.push_back(std::move(state));
    }
}

json::object to_json(const EngineState& state) {
    json::object row{{"port", state.port},
                     {"name", state.name},
                     {"installed", state.installed},
                     {"chosen", state.place.has_value()},
                     {"place", nullptr},
                     {"healthy", state.healthy},
                     {"advice", state.advice}};
    if (state.place) row["place"] = *state.place;
    return row;
}

std::string line(const EngineState& state) {
    const auto padded = [](std::string text, std::size_t width) {
        text.resize(std::max(text.size(), width), ' ');
        return text;
    };
    std::string health = "ok";
    if (!state.healthy) health = state.installed ? "not ready" : "missing";
    auto text = padded(state.port, 7) + padded(state.name, 14) +
                padded(state.place ? std::to_string(*state.place) : "-", 4) +
                (state.advice.empty() ? health : padded(health, 11) + state.advice);
    return text;
}

}  // namespace

std::vector<EngineState> engine_states(const Program& program) {
    std::vector<EngineState> states;
    const auto& settings = program.settings;
    add_speech(
        "stt",
        chosen_engines(settings.stt),
        known_stt_engines(),
        stt_engine_names(),
        [&](const std::string& name) { return check_stt(settings.stt, name, program); },
        states);
    add_speech(
        "tts",
        chosen_engines(settings.tts),
        known_tts_engines(),
        tts_engine_names(),
        [&](const std::string& name) { return check_tts(settings.tts, name, program); },
        states);
    const auto& listener = settings.listener;
    const bool wakes =
        listener.enabled && (listener.mode == "wake_word" || listener.mode == "hybrid");
    add_speech(
        "wake",
        wakes ? chosen_engines(listener) : std::vector<std::string>(),
        known_wake_engines(),
        wake_engine_names(),
        [&](const std::string& name) { return check_wake_word(settings, name); },
        states);
    add_voice(program, states);
    add_devices(
        "input", audio_inputs, &config::AudioSettings::input, program, describe_microphone, states);
    add_devices("output",
                audio_outputs,
                &config::AudioSettings::output,
                program,
                describe_loudspeaker,
                states);
    add_llm(program, states);
    return states;
}

int list_engines(const Program& program) {
    const auto states = engine_states(program);
    bool working = true;
    for (const std::string_view port : {"stt", "tts"}) {
        working = working && std::ranges::any_of(states, [port](const EngineState& state) {
                      return state.port == port && state.place && state.healthy;
                  });
    }
    if (program.json) {
        json::array rows;
        for (const auto& state : states) rows.push_back(to_json(state));
        std::cout << json::serialize(json::object{{"ok", working}, {"engines", std::move(rows)}})
                  << '\n';
    } else {
        std::cout << "PORT   ENGINE        USE STATE\n";
        for (const auto& state : states) std::cout << line(state) << '\n';
    }
    return working ? exit_ok : exit_failed;
}

}  // namespace utter::app
