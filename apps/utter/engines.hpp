#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "utter/config/settings.hpp"
#include "utter/core/result.hpp"
#include "utter/speech/stt_engine.hpp"
#include "utter/speech/tts_engine.hpp"
#include "utter/speech/voice_trainer.hpp"
#include "utter/speech/wake_word.hpp"

/// The one place that knows which speech engines there are; each is a module (engine_module.hpp),
/// and what is not installed is not there.
namespace utter::app {

/// The engines that `stt.engine` names, as one: a chain when there are several. Services are not
/// asked yet. @return unsupported, naming the key, for one that is not installed; unavailable for
/// a service without a URL.
[[nodiscard]] Result<std::unique_ptr<speech::SttEngine>> make_stt_engine(
    const config::SttSettings& settings);
[[nodiscard]] Result<std::unique_ptr<speech::TtsEngine>> make_tts_engine(
    const config::TtsSettings& settings);

/// What makes voices of recordings: the worker of `trainer.grpc.url` when that is set, else the
/// built-in trainer. @return unsupported when it is not installed
[[nodiscard]] Result<std::unique_ptr<speech::VoiceTrainer>> make_voice_trainer(
    const config::Settings& settings);

/// The name of that trainer, which is that of the engine that speaks with its voices.
[[nodiscard]] std::string_view voice_trainer_name(const config::Settings& settings) noexcept;

/// What makes the wake words that `listener.wake_engine` names as one, a chain when there are
/// several; any thread may call it. It loads models and leaves out, with a word in the log, what
/// cannot be loaded while another can. Settings outlive it. @return as make_stt_engine()
using WakeWordOpener = std::function<Result<std::unique_ptr<speech::WakeWord>>()>;
[[nodiscard]] Result<WakeWordOpener> wake_word_opener(const config::Settings& settings);
/// The same for the stop words, which the embedded engine hears.
[[nodiscard]] Result<WakeWordOpener> stop_word_opener(const config::Settings& settings);

/// Whether the engine of this name could hear the wake words now.
[[nodiscard]] Result<void> check_wake_word(const config::Settings& settings,
                                           const std::string& engine);

/// The names of those that are installed.
[[nodiscard]] std::vector<std::string> stt_engine_names();
[[nodiscard]] std::vector<std::string> tts_engine_names();
[[nodiscard]] std::vector<std::string> wake_engine_names();

/// The names of all that Utter has, installed or not.
[[nodiscard]] std::vector<std::string> known_stt_engines();
[[nodiscard]] std::vector<std::string> known_tts_engines();
[[nodiscard]] std::vector<std::string> known_wake_engines();

/// The names that the settings come to, in the order they are asked: "auto" replaced by those it
/// stands for, each once.
[[nodiscard]] std::vector<std::string> chosen_engines(const config::SttSettings& settings);
[[nodiscard]] std::vector<std::string> chosen_engines(const config::TtsSettings& settings);
[[nodiscard]] std::vector<std::string> chosen_engines(const config::ListenerSettings& settings);

/// Where the engine's module is when it is installed.
[[nodiscard]] std::filesystem::path engine_file(const std::string& name);

}  // namespace utter::app
