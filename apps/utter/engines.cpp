#include "engines.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "engine_module.hpp"
#include "module_loader.hpp"
#include "utter/core/log.hpp"
#include "utter/speech/stt_chain.hpp"
#include "utter/speech/tts_chain.hpp"

namespace utter::app {
namespace {

constexpr std::string_view auto_engine = "auto";
constexpr std::string_view wyoming_engine = "wyoming";
// In the order "auto" asks them: a service that somebody set up is meant to be used. Flite's
// English is clearer, eSpeak speaks everything.
constexpr std::array<std::string_view, 2> stt_modules{wyoming_engine, "pocketsphinx"};
constexpr std::array<std::string_view, 3> tts_modules{wyoming_engine, "flite", "espeak"};

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

std::vector<std::string> expanded(const config::Names& names,
                                  const std::vector<std::string>& available,
                                  const config::WyomingService& service) {
    std::vector<std::string> chosen;
    const auto add = [&chosen](const std::string& name) {
        if (std::ranges::find(chosen, name) == chosen.end()) chosen.push_back(name);
    };
    for (const auto& name : names.list) {
        if (name != auto_engine) {
            add(name);
            continue;
        }
        for (const auto& one : available) {
            if (one != wyoming_engine || !service.url.empty()) add(one);
        }
    }
    return chosen;
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

// The engines of one port, made by `make`; of several a chain.
template <class Engine, class Chain, class Settings, class Make>
Result<std::unique_ptr<Engine>> make_engines(const std::string& section,
                                             const std::vector<std::string>& choices,
                                             const Settings& settings,
                                             Make make) {
    const auto names = chosen_engines(settings);
    if (names.empty()) {
        return fail(ErrorCode::unsupported,
                    section + ".engine = \"auto\" finds no engine in this installation");
    }
    std::vector<std::unique_ptr<Engine>> engines;
    for (const auto& name : names) {
        if (name == wyoming_engine && settings.wyoming.url.empty()) {
            auto reason = section + ".engine = \"wyoming\" needs ";
            reason.append(section).append(".wyoming.url, the service's address: ");
            return fail(ErrorCode::unavailable, reason + "\"tcp://host:port\" or \"unix:///path\"");
        }
        const auto module = load_engine(section + ".engine", name, choices);
        if (!module) return std::unexpected(module.error());
        engines.push_back(make(**module));
    }
    if (engines.size() == 1) return std::move(engines.front());
    return std::make_unique<Chain>(std::move(engines));
}

}  // namespace

std::vector<std::string> stt_engine_names() {
    return installed(stt_modules);
}

std::vector<std::string> tts_engine_names() {
    return installed(tts_modules);
}

std::vector<std::string> known_stt_engines() {
    return {stt_modules.begin(), stt_modules.end()};
}

std::vector<std::string> known_tts_engines() {
    return {tts_modules.begin(), tts_modules.end()};
}

std::vector<std::string> chosen_engines(const config::SttSettings& settings) {
    return expanded(settings.engine, stt_engine_names(), settings.wyoming);
}

std::vector<std::string> chosen_engines(const config::TtsSettings& settings) {
    return expanded(settings.engine, tts_engine_names(), settings.wyoming);
}

std::filesystem::path engine_file(const std::string& name) {
    return module_path(name);
}

Result<std::unique_ptr<speech::SttEngine>> make_stt_engine(const config::SttSettings& settings) {
    return make_engines<speech::SttEngine, speech::SttChain>(
        "stt", stt_engine_names(), settings, [&settings](const EngineModule& module) {
            return module.make_stt(settings);
        });
}

Result<std::unique_ptr<speech::TtsEngine>> make_tts_engine(const config::TtsSettings& settings) {
    return make_engines<speech::TtsEngine, speech::TtsChain>(
        "tts", tts_engine_names(), settings, [&settings](const EngineModule& module) {
            return module.make_tts(settings);
        });
}

Result<std::function<Result<std::unique_ptr<speech::WakeWord>>()>> wake_word_opener(
    const config::Settings& settings) {
    const auto module = load_engine("the wake word's engine", "pocketsphinx", stt_engine_names());
    if (!module) return std::unexpected(module.error());
    return [module = *module, &settings] { return module->make_wake_word(settings); };
}

Result<std::function<Result<std::unique_ptr<speech::WakeWord>>()>> stop_word_opener(
    const config::Settings& settings) {
    auto own = std::make_shared<config::Settings>(settings);
    own->listener.wake_words = settings.listener.stop_words;
    own->listener.wake_threshold = settings.listener.stop_threshold;
    auto open = wake_word_opener(*own);
    if (!open) return std::unexpected(open.error());
    return [own, open = *std::move(open)] { return open(); };
}

}  // namespace utter::app
