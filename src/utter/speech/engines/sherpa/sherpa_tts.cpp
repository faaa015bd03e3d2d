#include "utter/speech/engines/sherpa/sherpa_tts.hpp"

#include <sherpa-onnx/c-api/c-api.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

#include "utter/speech/engines/remote/spoken_sound.hpp"
#include "utter/speech/engines/remote/words.hpp"
#include "utter/speech/engines/sherpa/languages.hpp"
#include "utter/speech/engines/sherpa/model_files.hpp"

namespace utter::speech {
namespace {

constexpr std::chrono::minutes spoken_max{10};
constexpr std::size_t pieces_per_second = 5;
constexpr float pause_scale = 0.2F;  // of the silence between sentences, as the library has it

// Where what is made of one text goes, as the library hands it over.
struct Stream {
    const SoundSink& sink;
    std::uint32_t rate_hz;
    std::size_t samples = 0;
    bool overflowed = false;
    bool refused = false;

    // @return whether to go on
    bool add(std::span<const float> sound) {
        samples += sound.size();
        overflowed =
            samples > rate_hz * static_cast<std::size_t>(std::chrono::seconds(spoken_max).count());
        const auto piece_samples = rate_hz / pieces_per_second;
        for (std::size_t at = 0; at < sound.size() && !overflowed && !refused;
             at += piece_samples) {
            const auto piece =
                sound.subspan(at, std::min<std::size_t>(piece_samples, sound.size() - at));
            audio::AudioBuffer out{{}, rate_hz};
            out.samples.reserve(piece.size());
            for (const float sample : piece) {
                out.samples.push_back(std::isfinite(sample) ? std::clamp(sample, -1.0F, 1.0F) : 0);
            }
            refused = !sink(std::move(out));
        }
        return !overflowed && !refused;
    }
};

std::int32_t receive(const float* samples, std::int32_t count, float /*progress*/, void* to) {
    return static_cast<Stream*>(to)->add({samples, static_cast<std::size_t>(count)}) ? 1 : 0;
}

std::optional<int> speaker_of(const std::string& voice, int speakers) {
    int number = 0;
    if (voice.empty()) return number;
    const auto* const end = voice.data() + voice.size();
    const auto [rest, error] = std::from_chars(voice.data(), end, number);
    if (error != std::errc{} || rest != end || number < 0 || number >= speakers) {
        return std::nullopt;
    }
    return number;
}

}  // namespace

struct SherpaTts::Model {
    struct Destroy {
        void operator()(const SherpaOnnxOfflineTts* tts) const { SherpaOnnxDestroyOfflineTts(tts); }
    };
    std::unique_ptr<const SherpaOnnxOfflineTts, Destroy> tts;

    static std::unique_ptr<Model> open(const sherpa::TtsFiles& files,
                                       const SherpaTtsSettings& settings) {
        SherpaOnnxOfflineTtsConfig config{};
        if (files.voices.empty()) {
            auto& vits = config.model.vits;
            vits.model = files.model.c_str();
            vits.tokens = files.tokens.c_str();
            vits.lexicon = files.lexicon.c_str();
            vits.data_dir = files.espeak_data.c_str();
            vits.noise_scale = settings.sound_variation;
            vits.noise_scale_w = settings.length_variation;
            vits.length_scale = 1;
        } else {
            auto& kokoro = config.model.kokoro;
            kokoro.model = files.model.c_str();
            kokoro.voices = files.voices.c_str();
            kokoro.tokens = files.tokens.c_str();
            kokoro.lexicon = files.lexicon.c_str();
            kokoro.data_dir = files.espeak_data.c_str();
            kokoro.length_scale = 1;
        }
        config.model.num_threads = static_cast<std::int32_t>(settings.threads);
        config.model.provider = "cpu";
        config.max_num_sentences = 1;
        config.silence_scale = pause_scale;
        auto made = std::make_unique<Model>();
        made->tts.reset(SherpaOnnxCreateOfflineTts(&config));
        return made->tts ? std::move(made) : nullptr;
    }
};

SherpaTts::SherpaTts(SherpaTtsSettings settings) : settings_(std::move(settings)) {}
SherpaTts::~SherpaTts() = default;

Result<void> SherpaTts::check(std::string_view lang) {
    if (auto known = sherpa::check_language("tts", settings_.languages, lang); !known) return known;
    if (auto found = sherpa::find_tts_files(settings_.model); !found) {
        return std::unexpected(found.error());
    }
    return {};
}

Result<void> SherpaTts::load() {
    if (model_) return {};
    const auto files = sherpa::find_tts_files(settings_.model);
    if (!files) return std::unexpected(files.error());
    model_ = Model::open(*files, settings_);
    if (model_) return {};
    return fail(ErrorCode::unavailable,
                "sherpa-onnx cannot load the voice in " + settings_.model +
                    "; what it has against it is on standard error");
}

Result<void> SherpaTts::stream(const SynthesisRequest& request, const SoundSink& sink) {
    if (auto within = check_limits(request, remote::text_bytes_max); !within) return within;
    const auto text = remote::speakable_text(request.text);
    if (text.empty()) return fail(ErrorCode::invalid_argument, "there is no text to speak");
    if (auto known = sherpa::check_language("tts", settings_.languages, request.lang); !known) {
        return known;
    }
    const std::lock_guard lock(mutex_);
    if (auto loaded = load(); !loaded) return loaded;
    const auto* const tts = model_->tts.get();
    const int speakers = SherpaOnnxOfflineTtsNumSpeakers(tts);
    const auto speaker = speaker_of(request.voice, std::max(speakers, 1));
    if (!speaker) {
        return fail(ErrorCode::not_found,
                    "the model in " + settings_.model + " has no voice '" + request.voice +
                        "'; its voices are the numbers 0 to " +
                        std::to_string(std::max(speakers, 1) - 1));
    }
    Stream stream{.sink = sink,
                  .rate_hz = static_cast<std::uint32_t>(SherpaOnnxOfflineTtsSampleRate(tts))};
    const bool has_sound = remote::is_pronounceable(text);
    if (has_sound) {
        SherpaOnnxGenerationConfig how{};
        how.silence_scale = pause_scale;
        how.speed = static_cast<float>(request.rate);
        how.sid = *speaker;
        SherpaOnnxDestroyOfflineTtsGeneratedAudio(
            SherpaOnnxOfflineTtsGenerateWithConfig(tts, text.c_str(), &how, &receive, &stream));
    }
    if (stream.overflowed) {
        return fail(ErrorCode::limit, "the text takes more than 10 minutes to say");
    }
    // Punctuation alone makes no sound; players and files want a little silence.
    if (stream.samples == 0) sink({std::vector<float>(stream.rate_hz / 20), stream.rate_hz});
    return {};
}

}  // namespace utter::speech
