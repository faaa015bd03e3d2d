#include "utter/speech/engines/espeak/espeak_tts.hpp"

#include <espeak-ng/speak_lib.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "utter/speech/engines/espeak/library.hpp"
#include "utter/speech/engines/espeak/treble.hpp"
#include "utter/speech/engines/espeak/voice_choice.hpp"
#include "utter/speech/engines/espeak/voice_profile.hpp"

namespace utter::speech {
namespace {

// Faster than its own limit, which `rate` has always been able to pass.
constexpr int words_per_minute_max = 1'350;

std::unexpected<Error> out_of_range(std::string_view field, std::string_view range) {
    return fail(ErrorCode::invalid_argument,
                "the eSpeak setting '" + std::string(field) + "' must be " + std::string(range));
}

}  // namespace

Result<void> EspeakSettings::validate() const {
    if (words_per_minute < espeakRATE_MINIMUM || words_per_minute > espeakRATE_MAXIMUM) {
        return out_of_range("words_per_minute", "80 to 450");
    }
    if (pitch < 0 || pitch > 99) return out_of_range("pitch", "0 to 99");
    if (volume < 0 || volume > 200) return out_of_range("volume", "0 to 200");
    if (text_bytes_max == 0) return out_of_range("text_bytes_max", "at least 1");
    return {};
}

EspeakTts::EspeakTts(EspeakSettings settings) : settings_(std::move(settings)) {}

Result<void> EspeakTts::stream(const SynthesisRequest& request, const SoundSink& sink) {
    if (auto valid = settings_.validate(); !valid) return std::unexpected(valid.error());
    if (auto within = check_limits(request, settings_.text_bytes_max); !within)
        return std::unexpected(within.error());
    espeak::Utterance utterance{.text = espeak::speakable(request.text),
                                .lang = request.lang,
                                .voice = request.voice.empty() ? settings_.voice : request.voice,
                                .words_per_minute = settings_.words_per_minute,
                                .pitch = settings_.pitch,
                                .volume = settings_.volume};
    if (utterance.text.find_first_not_of(' ') == std::string::npos) {
        return fail(ErrorCode::invalid_argument, "there is no text to speak");
    }
    const auto loaded = espeak::load_profile(settings_.trained_dir, utterance.voice);
    if (!loaded) return std::unexpected(loaded.error());
    const auto& trained = *loaded;
    if (trained) {
        // A trained voice speaks every language, as eSpeak's variants do.
        utterance.voice.clear();
        utterance.variant = trained->variant;
        utterance.words_per_minute = trained->words_per_minute;
        utterance.pitch = trained->pitch;
        utterance.pitch_range = trained->pitch_range;
    }
    utterance.words_per_minute =
        std::clamp(static_cast<int>(utterance.words_per_minute * request.rate),
                   espeakRATE_MINIMUM,
                   words_per_minute_max);
    if (!trained) return espeak::stream(settings_.data_dir, utterance, sink);
    // The control of the treble keeps the loudness of the whole.
    auto sound = espeak::speak(settings_.data_dir, utterance);
    if (!sound) return std::unexpected(sound.error());
    espeak::shelve_treble(*sound, trained->treble_db);
    sink(std::move(*sound));
    return {};
}

}  // namespace utter::speech
