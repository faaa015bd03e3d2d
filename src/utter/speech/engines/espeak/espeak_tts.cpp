#include "utter/speech/engines/espeak/espeak_tts.hpp"

#include <espeak-ng/espeak_ng.h>
#include <espeak-ng/speak_lib.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "utter/speech/engines/espeak/voice_choice.hpp"

namespace utter::speech {
namespace {

constexpr std::chrono::minutes spoken_max{10};

// What eSpeak hands over while it speaks one request.
struct Recording {
    std::vector<float> samples;
    std::size_t samples_max = 0;
    bool overflowed = false;
};

int receive(short* samples, int count, espeak_EVENT* events) {
    if (samples == nullptr || events == nullptr) return 0;
    auto* recording = static_cast<Recording*>(events->user_data);
    if (recording == nullptr) return 0;
    constexpr float scale = 1.0F / 32768.0F;
    for (int i = 0; i < count; ++i) {
        recording->samples.push_back(static_cast<float>(samples[i]) * scale);
    }
    recording->overflowed = recording->samples.size() > recording->samples_max;
    return recording->overflowed ? 1 : 0;  // 1 stops the synthesis
}

std::unexpected<Error> missing_data(const std::filesystem::path& where) {
    return fail(ErrorCode::unavailable,
                "eSpeak's data was not found" +
                    (where.empty() ? std::string() : " in '" + where.string() + "'") +
                    "; install the package espeak-ng-data");
}

// The one eSpeak of this process; every member is guarded by the mutex.
struct Library {
    std::mutex mutex;
    std::optional<std::filesystem::path> data_dir;  // set while initialised
    int sample_rate_hz = 0;
    std::vector<espeak::VoiceLanguage> voices;
    std::vector<std::string> variants;

    // The plain espeak_Initialize would print to standard error when its data is missing.
    Result<void> initialise(const std::filesystem::path& wanted) {
        if (data_dir == wanted) return {};
        // The library cannot be shut down and started again: it waits for its own thread for ever.
        if (data_dir) {
            return fail(ErrorCode::unavailable,
                        "eSpeak already runs in this process with other data than '" +
                            wanted.string() + "'");
        }
        // Given a folder without data the library silently takes the one it was built for.
        if (!wanted.empty() && !std::filesystem::exists(wanted / "espeak-ng-data" / "phontab") &&
            !std::filesystem::exists(wanted / "phontab")) {
            return missing_data(wanted);
        }
        espeak_ng_InitializePath(wanted.empty() ? nullptr : wanted.c_str());
        espeak_ng_ERROR_CONTEXT context = nullptr;
        const auto status = espeak_ng_Initialize(&context);
        espeak_ng_ClearErrorContext(&context);
        if (status != ENS_OK) return missing_data(wanted);
        constexpr int buffer_ms = 200;
        if (espeak_ng_InitializeOutput(ENOUTPUT_MODE_SYNCHRONOUS, buffer_ms, nullptr) != ENS_OK) {
            return fail(ErrorCode::internal, "eSpeak refused to hand over samples");
        }
        espeak_SetSynthCallback(receive);
        sample_rate_hz = espeak_ng_GetSampleRate();
        list_voices();
        data_dir = wanted;
        return {};
    }

    void list_voices() {
        voices.clear();
        variants.clear();
        for (const auto** list = const_cast<const espeak_VOICE**>(espeak_ListVoices(nullptr));
             list != nullptr && *list != nullptr;
             ++list) {
            const espeak_VOICE& voice = **list;
            const std::string_view identifier = voice.identifier;
            // MBROLA voices need another program and its own data.
            if (identifier.starts_with("mb/")) continue;
            // A list of (priority byte, tag, zero byte), ended by a zero byte.
            for (const char* at = voice.languages; at != nullptr && *at != 0;) {
                const int priority = static_cast<unsigned char>(*at);
                const std::string tag(at + 1);
                voices.push_back({tag, voice.name, std::string(identifier), priority});
                at += tag.size() + 2;
            }
        }
        espeak_VOICE wanted{};
        wanted.languages = "variant";
        for (const auto** list = const_cast<const espeak_VOICE**>(espeak_ListVoices(&wanted));
             list != nullptr && *list != nullptr;
             ++list) {
            const std::string_view identifier = (*list)->identifier;  // "!v/f3"
            variants.emplace_back(identifier.substr(identifier.rfind('/') + 1));
        }
    }
};

Library& library() {
    static Library instance;
    return instance;
}

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

Result<audio::AudioBuffer> EspeakTts::synthesize(const SynthesisRequest& request) {
    if (auto valid = settings_.validate(); !valid) return std::unexpected(valid.error());
    if (auto within = check_limits(request, settings_.text_bytes_max); !within)
        return std::unexpected(within.error());
    const auto text = espeak::speakable(request.text);
    if (text.find_first_not_of(' ') == std::string::npos) {
        return fail(ErrorCode::invalid_argument, "there is no text to speak");
    }

    auto& espeak = library();
    const std::lock_guard lock(espeak.mutex);
    if (auto ready = espeak.initialise(settings_.data_dir); !ready) {
        return std::unexpected(ready.error());
    }
    const auto& name = request.voice.empty() ? settings_.voice : request.voice;
    const auto voice = name.empty() ? espeak::voice_for_language(espeak.voices, request.lang)
                                    : espeak::voice_for_name(espeak.voices, espeak.variants, name);
    if (!voice) return std::unexpected(voice.error());
    if (espeak_SetVoiceByName(voice->c_str()) != EE_OK) {
        return fail(ErrorCode::unavailable, "eSpeak cannot load its voice '" + *voice + "'");
    }
    // Choosing a voice resets these.
    const auto speed = static_cast<int>(settings_.words_per_minute * request.rate);
    espeak_SetParameter(espeakRATE, std::max(speed, espeakRATE_MINIMUM), 0);
    espeak_SetParameter(espeakPITCH, settings_.pitch, 0);
    espeak_SetParameter(espeakVOLUME, settings_.volume, 0);

    Recording recording;
    recording.samples_max = static_cast<std::size_t>(espeak.sample_rate_hz) *
                            static_cast<std::size_t>(std::chrono::seconds(spoken_max).count());
    // Without espeakSSML and espeakPHONEMES neither markup nor [[phonemes]] mean anything.
    const auto status = espeak_Synth(
        text.c_str(), text.size() + 1, 0, POS_CHARACTER, 0, espeakCHARS_UTF8, nullptr, &recording);
    if (recording.overflowed) {
        return fail(ErrorCode::limit, "the text takes more than 10 minutes to say");
    }
    if (status != EE_OK) return fail(ErrorCode::internal, "eSpeak failed to speak the text");
    audio::AudioBuffer made;
    made.samples = std::move(recording.samples);
    made.sample_rate_hz = static_cast<std::uint32_t>(espeak.sample_rate_hz);
    // Text of nothing but punctuation makes no sound; players and files want a little silence.
    if (made.samples.empty()) made.samples.resize(made.sample_rate_hz / 20);
    return made;
}

}  // namespace utter::speech
