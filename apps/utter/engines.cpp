#include "engines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>

#include "engine_module.hpp"
#include "module_loader.hpp"
#include "utter/core/log.hpp"
#include "utter/speech/stt_chain.hpp"
#include "utter/speech/tts_chain.hpp"
#include "utter/speech/wake_chain.hpp"

namespace utter::app {
namespace {

constexpr std::string_view auto_engine = "auto";
// In the order "auto" asks them: a service that somebody set up is meant to be used. Flite's
// English is clearer, eSpeak speaks everything.
constexpr std::array<std::string_view, 5> stt_modules{
    "grpc", "wyoming", "openai", "sherpa", "pocketsphinx"};
constexpr std::array<std::string_view, 6> tts_modules{
    "grpc", "wyoming", "openai", "sherpa", "flite", "espeak"};
constexpr std::array<std::string_view, 2> wake_modules{"wyoming", "pocketsphinx"};

// What has to be set before an engine can be used that brings nothing to work with.
struct NeededSetting {
    std::string_view engine;
    std::string_view key;
    std::string_view looks_like;
};
constexpr std::array<NeededSetting, 4> needed_settings{
    {{"grpc", "url", "the service's address: \"tcp://host:port\" or \"unix:///path\""},
     {"wyoming", "url", "the service's address: \"tcp://host:port\" or \"unix:///path\""},
     {"openai", "url", "the service's address: \"http://host:port/v1\""},
     {"sherpa", "model", "the folder of a model that sherpa-onnx offers"}}};

// What it is set to; nothing for an engine that needs none.
template <class Settings>
const std::string* needed_setting(const Settings& settings, std::string_view engine) {
    if (engine == "wyoming") return &settings.wyoming.url;
    if constexpr (requires { settings.openai; }) {
        if (engine == "openai") return &settings.openai.url;
    }
    if constexpr (requires { settings.grpc; }) {
        if (engine == "grpc") return &settings.grpc.url;
    }
    if constexpr (requires { settings.sherpa; }) {
        if (engine == "sherpa") return &settings.sherpa.model;
    }
    return nullptr;
}

const config::Names& engine_names(const config::ListenerSettings& settings) {
    return settings.wake_engine;
}
template <class Settings>
const config::Names& engine_names(const Settings& settings) {
    return settings.engine;
}

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

template <class Settings>
std::vector<std::string> expanded(const Settings& settings,
                                  const std::vector<std::string>& available) {
    std::vector<std::string> chosen;
    const auto add = [&chosen](const std::string& name) {
        if (std::ranges::find(chosen, name) == chosen.end()) chosen.push_back(name);
    };
    for (const auto& name : engine_names(settings).list) {
        if (name != auto_engine) {
            add(name);
            continue;
        }
        for (const auto& one : available) {
            const auto* needed = needed_setting(settings, one);
            if (needed == nullptr || !needed->empty()) add(one);
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

// The modules of the engines that `section`.`key` names, in their order.
template <class Settings>
Result<std::vector<const EngineModule*>> load_engines(const std::string& section,
                                                      const std::string& key,
                                                      const std::vector<std::string>& choices,
                                                      const Settings& settings) {
    const auto setting = section + "." + key;
    const auto names = chosen_engines(settings);
    if (names.empty()) {
        return fail(ErrorCode::unsupported,
                    setting + " = \"auto\" finds no engine in this installation");
    }
    std::vector<const EngineModule*> modules;
    for (const auto& name : names) {
        if (const auto* set = needed_setting(settings, name); set != nullptr && set->empty()) {
            const auto* const needed =
                std::ranges::find(needed_settings, name, &NeededSetting::engine);
            return fail(ErrorCode::unavailable,
                        fmt::format("{} = \"{}\" needs {}.{}.{}, {}",
                                    setting,
                                    name,
                                    section,
                                    name,
                                    needed->key,
                                    needed->looks_like));
        }
        const auto module = load_engine(setting, name, choices);
        if (!module) return std::unexpected(module.error());
        modules.push_back(*module);
    }
    return modules;
}

// The engines of one port, made by `make`; of several a chain.
template <class Engine, class Chain, class Settings, class Make>
Result<std::unique_ptr<Engine>> make_engines(const std::string& section,
                                             const std::vector<std::string>& choices,
                                             const Settings& settings,
                                             Make make) {
    const auto modules = load_engines(section, "engine", choices, settings);
    if (!modules) return std::unexpected(modules.error());
    std::vector<std::unique_ptr<Engine>> engines;
    for (const auto* const module : *modules) engines.push_back(make(*module));
    if (engines.size() == 1) return std::move(engines.front());
    return std::make_unique<Chain>(std::move(engines));
}

// The wake words of the modules as one.
Result<std::unique_ptr<speech::WakeWord>> open_wake_words(
    const std::vector<const EngineModule*>& modules, const config::Settings& settings) {
    std::vector<std::unique_ptr<speech::WakeWord>> opened;
    std::optional<Error> failure;
    for (const auto* const module : modules) {
        auto made = module->make_wake_word(settings);
        if (made) {
            opened.push_back(*std::move(made));
        } else {
            failure = made.error();
        }
    }
    if (opened.empty()) {
        return std::unexpected(
            failure.value_or(Error{ErrorCode::unavailable, "no engine hears wake words"}));
    }
    if (failure) log::warning("wake.engine_left_out", {{"reason", failure->detail}});
    if (opened.size() == 1) return std::move(opened.front());
    return std::make_unique<speech::WakeChain>(std::move(opened));
}

}  // namespace

std::vector<std::string> stt_engine_names() {
    return installed(stt_modules);
}

std::vector<std::string> tts_engine_names() {
    return installed(tts_modules);
}

std::vector<std::string> wake_engine_names() {
    return installed(wake_modules);
}

std::vector<std::string> known_stt_engines() {
    return {stt_modules.begin(), stt_modules.end()};
}

std::vector<std::string> known_tts_engines() {
    return {tts_modules.begin(), tts_modules.end()};
}

std::vector<std::string> known_wake_engines() {
    return {wake_modules.begin(), wake_modules.end()};
}

std::vector<std::string> chosen_engines(const config::SttSettings& settings) {
    return expanded(settings, stt_engine_names());
}

std::vector<std::string> chosen_engines(const config::TtsSettings& settings) {
    return expanded(settings, tts_engine_names());
}

std::vector<std::string> chosen_engines(const config::ListenerSettings& settings) {
    return expanded(settings, wake_engine_names());
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

std::string_view voice_trainer_name(const config::Settings& settings) noexcept {
    return settings.trainer.grpc.url.empty() ? "espeak" : "grpc";
}

Result<std::unique_ptr<speech::VoiceTrainer>> make_voice_trainer(const config::Settings& settings) {
    const std::string name(voice_trainer_name(settings));
    const auto module = load_engine("trainer", name, {"espeak", "grpc"});
    if (!module) return std::unexpected(module.error());
    return (*module)->make_trainer(settings);
}

Result<WakeWordOpener> wake_word_opener(const config::Settings& settings) {
    auto modules = load_engines("listener", "wake_engine", wake_engine_names(), settings.listener);
    if (!modules) return std::unexpected(modules.error());
    return
        [modules = *std::move(modules), &settings] { return open_wake_words(modules, settings); };
}

Result<void> check_wake_word(const config::Settings& settings, const std::string& engine) {
    auto alone = settings.listener;
    alone.wake_engine.list = {engine};
    const auto modules = load_engines("listener", "wake_engine", wake_engine_names(), alone);
    if (!modules) return std::unexpected(modules.error());
    return modules->front()->check_wake_word(settings);
}

Result<WakeWordOpener> stop_word_opener(const config::Settings& settings) {
    auto own = std::make_shared<config::Settings>(settings);
    own->listener.wake_engine.list = {"pocketsphinx"};
    own->listener.wake_words = settings.listener.stop_words;
    own->listener.wake_threshold = settings.listener.stop_threshold;
    auto open = wake_word_opener(*own);
    if (!open) return std::unexpected(open.error());
    return [own, open = *std::move(open)] { return open(); };
}

}  // namespace utter::app
