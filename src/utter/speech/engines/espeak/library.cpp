#include "utter/speech/engines/espeak/library.hpp"

#include <espeak-ng/espeak_ng.h>
#include <espeak-ng/speak_lib.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string_view>
#include <utility>

#include "utter/speech/engines/espeak/voice_choice.hpp"

namespace utter::speech::espeak {
namespace {

constexpr std::chrono::minutes spoken_max{10};

// Where what eSpeak hands over while it speaks one request goes.
struct Stream {
    const SoundSink& sink;
    std::uint32_t sample_rate_hz;
    std::size_t samples_max;
    std::size_t samples = 0;
    bool refused = false;

    [[nodiscard]] bool overflowed() const { return samples > samples_max; }
};

int receive(short* samples, int count, espeak_EVENT* events) {
    if (samples == nullptr || events == nullptr) return 0;
    auto* stream = static_cast<Stream*>(events->user_data);
    if (stream == nullptr || count <= 0) return 0;
    constexpr int stop = 1;
    stream->samples += static_cast<std::size_t>(count);
    if (stream->overflowed()) return stop;
    constexpr float scale = 1.0F / 32768.0F;
    audio::AudioBuffer piece{{}, stream->sample_rate_hz};
    piece.samples.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) piece.samples.push_back(static_cast<float>(samples[i]) * scale);
    stream->refused = !stream->sink(std::move(piece));
    return stream->refused ? stop : 0;
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
    std::vector<VoiceLanguage> voices;
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

}  // namespace

Result<std::vector<std::string>> list_variants(const std::filesystem::path& data_dir) {
    auto& espeak = library();
    const std::lock_guard lock(espeak.mutex);
    if (auto ready = espeak.initialise(data_dir); !ready) return std::unexpected(ready.error());
    return espeak.variants;
}

Result<audio::AudioBuffer> speak(const std::filesystem::path& data_dir,
                                 const Utterance& utterance) {
    return whole_sound([&](const SoundSink& sink) { return stream(data_dir, utterance, sink); });
}

Result<void> stream(const std::filesystem::path& data_dir,
                    const Utterance& utterance,
                    const SoundSink& sink) {
    auto& espeak = library();
    const std::lock_guard lock(espeak.mutex);
    if (auto ready = espeak.initialise(data_dir); !ready) return std::unexpected(ready.error());
    auto voice = utterance.voice.empty()
                     ? voice_for_language(espeak.voices, utterance.lang)
                     : voice_for_name(espeak.voices, espeak.variants, utterance.voice);
    if (!voice) return std::unexpected(voice.error());
    if (!utterance.variant.empty()) *voice += "+" + utterance.variant;
    if (espeak_SetVoiceByName(voice->c_str()) != EE_OK) {
        return fail(ErrorCode::unavailable, "eSpeak cannot load its voice '" + *voice + "'");
    }
    // Choosing a voice resets these.
    espeak_SetParameter(espeakRATE, utterance.words_per_minute, 0);
    espeak_SetParameter(espeakPITCH, utterance.pitch, 0);
    espeak_SetParameter(espeakRANGE, utterance.pitch_range, 0);
    espeak_SetParameter(espeakVOLUME, utterance.volume, 0);

    const auto rate_hz = static_cast<std::uint32_t>(espeak.sample_rate_hz);
    Stream streaming{.sink = sink,
                     .sample_rate_hz = rate_hz,
                     .samples_max = rate_hz * static_cast<std::size_t>(
                                                  std::chrono::seconds(spoken_max).count())};
    // Without espeakSSML and espeakPHONEMES neither markup nor [[phonemes]] mean anything.
    const auto status = espeak_Synth(utterance.text.c_str(),
                                     utterance.text.size() + 1,
                                     0,
                                     POS_CHARACTER,
                                     0,
                                     espeakCHARS_UTF8,
                                     nullptr,
                                     &streaming);
    if (streaming.overflowed()) {
        return fail(ErrorCode::limit, "the text takes more than 10 minutes to say");
    }
    if (streaming.refused) return {};
    if (status != EE_OK) return fail(ErrorCode::internal, "eSpeak failed to speak the text");
    // Text of nothing but punctuation makes no sound; players and files want a little silence.
    if (streaming.samples == 0) sink({std::vector<float>(rate_hz / 20), rate_hz});
    return {};
}

}  // namespace utter::speech::espeak
