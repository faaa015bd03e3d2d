#include "engines.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <span>
#include <utility>

#include "engine_module.hpp"
#include "module_loader.hpp"
#include "utter/core/log.hpp"
#include "utter/speech/tts_chain.hpp"

namespace utter::app {
namespace {

constexpr std::string_view auto_engine = "auto";
constexpr std::array<std::string_view, 1> stt_modules{"pocketsphinx"};
// In the order "auto" asks them: Flite's English is clearer, eSpeak speaks everything.
constexpr std::array<std::string_view, 2> tts_modules{"flite", "espeak"};

std::vector<std::string> installed(std::span<const std::string_view> modules) {
    std::vector<std::string> names;
    for (const auto name : modules) {
        std::error_code error;
        if (std::filesystem::exists(module_path(name), error)) names.emplace_back(name);
    }
    return names;
}

std::string listed(const std::vector<std::string>& names) {
    if (names.empty()) return "none";
    std::string out;
    for (const auto& name : names) out += (out.empty() ? "" : ", ") + name;
    return out;
}

// The module of the engine that `key` names, out of those installed.
Result<const EngineModule*> load_engine(std::string_view key,
                                        const std::string& name,
                                        const std::vector<std::string>& choices) {
    if (std::ranges::find(choices, name) == choices.end()) {
        return fail(ErrorCode::unsupported,
                    std::string(key) + " = \"" + name +
                        "\" is not part of this installation; it has: " + listed(choices));
    }
    const auto found = load_module(name, "utter_engine");
    if (!found) {
        return fail(
            ErrorCode::unsupported,
            std::string(key) + " = \"" + name + "\" cannot be loaded: " + found.error().detail);
    }
    const auto* const module = static_cast<const EngineModule*>(*found);
    module->configure_log(log::options());
    return module;
}

}  // namespace

std::vector<std::string> stt_engine_names() {
    return installed(stt_modules);
}

std::vector<std::string> tts_engine_names() {
    return installed(tts_modules);
}

Result<std::unique_ptr<speech::SttEngine>> make_stt_engine(const config::SttSettings& settings) {
    const auto module = load_engine("stt.engine", settings.engine, stt_engine_names());
    if (!module) return std::unexpected(module.error());
    return (*module)->make_stt(settings);
}

Result<std::unique_ptr<speech::TtsEngine>> make_tts_engine(const config::TtsSettings& settings) {
    auto choices = tts_engine_names();
    if (settings.engine == auto_engine && !choices.empty()) {
        std::vector<std::unique_ptr<speech::TtsEngine>> engines;
        for (const auto& name : choices) {
            const auto module = load_engine("tts.engine", name, choices);
            if (!module) return std::unexpected(module.error());
            engines.push_back((*module)->make_tts());
        }
        return std::make_unique<speech::TtsChain>(std::move(engines));
    }
    if (!choices.empty()) choices.emplace_back(auto_engine);  // for the list in the error
    const auto module = load_engine("tts.engine", settings.engine, choices);
    if (!module) return std::unexpected(module.error());
    return (*module)->make_tts();
}

Result<std::unique_ptr<speech::WakeWord>> make_wake_word(const config::Settings& settings) {
    const auto module = load_engine("the wake word's engine", "pocketsphinx", stt_engine_names());
    if (!module) return std::unexpected(module.error());
    return (*module)->make_wake_word(settings);
}

}  // namespace utter::app
