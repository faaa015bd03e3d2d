#include "engines.hpp"

#include <utility>

#ifdef UTTER_WITH_ESPEAK
#include "utter/speech/engines/espeak/espeak_tts.hpp"
#endif
#ifdef UTTER_WITH_POCKETSPHINX
#include "utter/speech/engines/pocketsphinx/pocketsphinx_stt.hpp"
#endif

namespace utter::app {
namespace {

std::string listed(const std::vector<std::string>& names) {
    if (names.empty()) return "none";
    std::string out;
    for (const auto& name : names) out += (out.empty() ? "" : ", ") + name;
    return out;
}

std::unexpected<Error> unknown(std::string_view key,
                               const std::string& name,
                               const std::vector<std::string>& built_in) {
    return fail(ErrorCode::unsupported,
                std::string(key) + " = \"" + name +
                    "\" is not built into this program; it has: " + listed(built_in));
}

}  // namespace

std::vector<std::string> stt_engine_names() {
    std::vector<std::string> names;
#ifdef UTTER_WITH_POCKETSPHINX
    names.emplace_back("pocketsphinx");
#endif
    return names;
}

std::vector<std::string> tts_engine_names() {
    std::vector<std::string> names;
#ifdef UTTER_WITH_ESPEAK
    names.emplace_back("espeak");
#endif
    return names;
}

Result<std::unique_ptr<speech::SttEngine>> make_stt_engine(const config::SttSettings& settings) {
#ifdef UTTER_WITH_POCKETSPHINX
    if (settings.engine == "pocketsphinx") {
        speech::PocketsphinxSettings made;
        made.model_dir = settings.pocketsphinx.model_dir;
        made.open_model = settings.pocketsphinx.open_model;
        return std::make_unique<speech::PocketsphinxStt>(std::move(made));
    }
#endif
    return unknown("stt.engine", settings.engine, stt_engine_names());
}

Result<std::unique_ptr<speech::TtsEngine>> make_tts_engine(const config::TtsSettings& settings) {
#ifdef UTTER_WITH_ESPEAK
    if (settings.engine == "espeak") return std::make_unique<speech::EspeakTts>();
#endif
    return unknown("tts.engine", settings.engine, tts_engine_names());
}

}  // namespace utter::app
