#include "utter/speech/engines/flite/flite_tts.hpp"

#include <dlfcn.h>
#include <flite/flite.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <csetjmp>
#include <cstdint>
#include <map>
#include <mutex>
#include <utility>

#include "utter/speech/engines/flite/ascii_text.hpp"

namespace utter::speech {
namespace {

constexpr std::chrono::minutes spoken_max{10};
constexpr int piece_samples = 1'600;  // 100 ms of most voices

constexpr const char* stretch_feature = "duration_stretch";
constexpr const char* stream_feature = "streaming_info";

struct Voice {
    cst_voice* voice = nullptr;
    float stretch = 1;  // of its own speed
};

// Where what Flite hands over while it speaks one request goes.
struct Stream {
    const SoundSink& sink;
    std::size_t samples = 0;
    bool overflowed = false;
    bool refused = false;
};

int receive(const cst_wave* wave, int start, int size, int /*last*/, cst_audio_streaming_info* to) {
    auto& stream = *static_cast<Stream*>(to->userdata);
    if (size <= 0) return CST_AUDIO_STREAM_CONT;
    constexpr float scale = 1.0F / 32768.0F;
    const auto rate_hz = static_cast<std::uint32_t>(wave->sample_rate);
    stream.samples += static_cast<std::size_t>(size);
    stream.overflowed = stream.samples > rate_hz * static_cast<std::size_t>(
                                                       std::chrono::seconds(spoken_max).count());
    if (stream.overflowed) return CST_AUDIO_STREAM_STOP;
    audio::AudioBuffer piece{{}, rate_hz};
    piece.samples.reserve(static_cast<std::size_t>(size));
    for (int i = start; i < start + size; ++i) {
        piece.samples.push_back(static_cast<float>(wave->samples[i]) * scale);
    }
    stream.refused = !stream.sink(std::move(piece));
    return stream.refused ? CST_AUDIO_STREAM_STOP : CST_AUDIO_STREAM_CONT;
}

// Sentence by sentence into the voice's stream. Left to itself Flite ends the process on an error;
// only its own C frames are skipped by the jump.
bool speak(const char* text, cst_voice* voice) {
    auto* const tokens = ts_open_string(text,
                                        cst_ts_default_whitespacesymbols,
                                        cst_ts_default_singlecharsymbols,
                                        cst_ts_default_prepunctuationsymbols,
                                        cst_ts_default_postpunctuationsymbols);
    std::jmp_buf here;
    cst_errjmp = &here;
    const bool failed = setjmp(here) != 0;
    if (!failed) flite_ts_to_speech(tokens, voice, "none");  // closes the tokens
    cst_errjmp = nullptr;
    return !failed;
}

// The one Flite of this process; every member is guarded by the mutex.
struct Library {
    std::mutex mutex;
    std::map<std::string, Voice, std::less<>> loaded;

    // Voices are libraries of several megabytes that need relocating, so a program that only may
    // have to speak is not linked with any.
    Result<Voice> load(const std::string& name) {
        if (const auto found = loaded.find(name); found != loaded.end()) return found->second;
        if (loaded.empty()) flite_init();
        const auto file = "libflite_cmu_us_" + name + ".so.1";
        void* const library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
        const auto symbol = "register_cmu_us_" + name;
        auto* const make =
            library == nullptr
                ? nullptr
                : reinterpret_cast<cst_voice* (*)(const char*)>(dlsym(library, symbol.c_str()));
        cst_voice* const voice = make == nullptr ? nullptr : make(nullptr);
        if (voice == nullptr) {
            return fail(ErrorCode::unavailable,
                        "Flite's voice '" + name + "' cannot be loaded from " + file +
                            "; install the package libflite1");
        }
        Voice made{voice, flite_get_param_float(voice->features, stretch_feature, 1.0F)};
        loaded.emplace(name, made);
        return made;
    }
};

Library& library() {
    static Library instance;
    return instance;
}

bool is_english(std::string_view lang) {
    const auto primary = lang.substr(0, lang.find_first_of("-_"));
    return primary.size() == 2 && std::tolower(static_cast<unsigned char>(primary[0])) == 'e' &&
           std::tolower(static_cast<unsigned char>(primary[1])) == 'n';
}

Result<void> check_voice(const std::string& name) {
    const auto& names = FliteTts::voices();
    if (std::ranges::find(names, name) != names.end()) return {};
    std::string listed;
    for (const auto& known : names) listed += (listed.empty() ? "" : ", ") + known;
    return fail(ErrorCode::not_found,
                "Flite has no voice '" + name + "'; its voices are " + listed);
}

}  // namespace

FliteTts::FliteTts(FliteSettings settings) : settings_(std::move(settings)) {}

const std::vector<std::string>& FliteTts::voices() {
    static const std::vector<std::string> names{"awb", "kal", "kal16", "rms", "slt"};
    return names;
}

Result<void> FliteTts::stream(const SynthesisRequest& request, const SoundSink& sink) {
    const auto& name = request.voice.empty() ? settings_.voice : request.voice;
    if (auto known = check_voice(name); !known) return std::unexpected(known.error());
    if (!is_english(request.lang)) {
        return fail(ErrorCode::unsupported,
                    "Flite speaks English only, not '" + request.lang + "'");
    }
    if (auto within = check_limits(request, settings_.text_bytes_max); !within)
        return std::unexpected(within.error());
    const auto text = flite::ascii_text(request.text);
    if (text.find_first_not_of(' ') == std::string::npos) {
        return fail(ErrorCode::invalid_argument, "there is no text to speak");
    }

    auto& flite = library();
    const std::lock_guard lock(flite.mutex);
    const auto voice = flite.load(name);
    if (!voice) return std::unexpected(voice.error());
    auto* const features = voice->voice->features;
    flite_feat_set_float(
        features, stretch_feature, voice->stretch / static_cast<float>(request.rate));
    Stream stream{.sink = sink};
    auto* const streaming = new_audio_streaming_info();
    streaming->min_buffsize = piece_samples;
    streaming->asc = receive;
    streaming->userdata = &stream;
    flite_feat_set(features, stream_feature, audio_streaming_info_val(streaming));  // owns it now
    const bool spoken = speak(text.c_str(), voice->voice);
    flite_feat_remove(features, stream_feature);
    if (stream.overflowed) {
        return fail(ErrorCode::limit, "the text takes more than 10 minutes to say");
    }
    if (stream.refused) return {};
    if (!spoken) return fail(ErrorCode::internal, "Flite failed to speak the text");
    // Text of nothing but punctuation makes no sound; players and files want a little silence.
    constexpr std::uint32_t silence_rate_hz = 16000;
    if (stream.samples == 0) sink({std::vector<float>(silence_rate_hz / 20), silence_rate_hz});
    return {};
}

}  // namespace utter::speech
