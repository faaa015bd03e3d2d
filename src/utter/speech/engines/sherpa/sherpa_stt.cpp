#include "utter/speech/engines/sherpa/sherpa_stt.hpp"

#include <sherpa-onnx/c-api/c-api.h>

#include <cmath>
#include <cstdint>
#include <utility>

#include "utter/speech/engines/remote/heard_sound.hpp"
#include "utter/speech/engines/remote/words.hpp"
#include "utter/speech/engines/sherpa/languages.hpp"
#include "utter/speech/engines/sherpa/model_files.hpp"
#include "utter/speech/word_graph.hpp"

namespace utter::speech {
namespace {

constexpr double unknown_confidence = 0.5;
constexpr int feature_count = 80;
// A streaming model has to see what follows a word.
constexpr std::size_t tail_samples = remote::sent_rate_hz * 2 / 3;

template <class T, void (*destroy)(const T*)>
struct Destroy {
    void operator()(const T* object) const { destroy(object); }
};
template <class T, void (*destroy)(const T*)>
using Owned = std::unique_ptr<const T, Destroy<T, destroy>>;

SherpaOnnxOfflineModelConfig offline_model(const sherpa::SttFiles& files, std::int32_t threads) {
    SherpaOnnxOfflineModelConfig model{};
    const auto* const encoder = files.encoder.c_str();
    const auto* const decoder = files.decoder.c_str();
    if (files.type == "transducer") {
        model.transducer = {.encoder = encoder, .decoder = decoder, .joiner = files.joiner.c_str()};
    } else if (files.type == "whisper") {
        model.whisper.encoder = encoder;
        model.whisper.decoder = decoder;
        model.whisper.task = "transcribe";
        model.whisper.tail_paddings = -1;
    } else if (files.type == "moonshine") {
        model.moonshine.encoder = encoder;
        model.moonshine.merged_decoder = decoder;
    } else if (files.type == "sense_voice") {
        model.sense_voice.model = files.model.c_str();
        model.sense_voice.language = "auto";
    } else {
        model.paraformer.model = files.model.c_str();
    }
    model.tokens = files.tokens.c_str();
    model.num_threads = threads;
    model.provider = "cpu";
    return model;
}

}  // namespace

// One of the two.
struct SherpaStt::Recognizer {
    Owned<SherpaOnnxOfflineRecognizer, &SherpaOnnxDestroyOfflineRecognizer> whole;
    Owned<SherpaOnnxOnlineRecognizer, &SherpaOnnxDestroyOnlineRecognizer> streaming;

    static std::unique_ptr<Recognizer> open(const sherpa::SttFiles& files, std::int32_t threads) {
        auto made = std::make_unique<Recognizer>();
        if (files.type == "streaming_transducer") {
            SherpaOnnxOnlineRecognizerConfig config{};
            config.feat_config = {.sample_rate = remote::sent_rate_hz,
                                  .feature_dim = feature_count};
            config.model_config.transducer = {.encoder = files.encoder.c_str(),
                                              .decoder = files.decoder.c_str(),
                                              .joiner = files.joiner.c_str()};
            config.model_config.tokens = files.tokens.c_str();
            config.model_config.num_threads = threads;
            config.model_config.provider = "cpu";
            config.decoding_method = "greedy_search";
            made->streaming.reset(SherpaOnnxCreateOnlineRecognizer(&config));
        } else {
            SherpaOnnxOfflineRecognizerConfig config{};
            config.feat_config = {.sample_rate = remote::sent_rate_hz,
                                  .feature_dim = feature_count};
            config.model_config = offline_model(files, threads);
            config.decoding_method = "greedy_search";
            made->whole.reset(SherpaOnnxCreateOfflineRecognizer(&config));
        }
        return made->whole || made->streaming ? std::move(made) : nullptr;
    }

    [[nodiscard]] std::string hear(const std::vector<float>& samples) const {
        return whole ? hear_whole(samples) : hear_streaming(samples);
    }

    [[nodiscard]] std::string hear_whole(const std::vector<float>& samples) const {
        const Owned<SherpaOnnxOfflineStream, &SherpaOnnxDestroyOfflineStream> stream(
            SherpaOnnxCreateOfflineStream(whole.get()));
        if (!stream) return {};
        SherpaOnnxAcceptWaveformOffline(stream.get(),
                                        remote::sent_rate_hz,
                                        samples.data(),
                                        static_cast<std::int32_t>(samples.size()));
        SherpaOnnxDecodeOfflineStream(whole.get(), stream.get());
        const Owned<SherpaOnnxOfflineRecognizerResult, &SherpaOnnxDestroyOfflineRecognizerResult>
            result(SherpaOnnxGetOfflineStreamResult(stream.get()));
        return result && result->text != nullptr ? result->text : "";
    }

    [[nodiscard]] std::string hear_streaming(const std::vector<float>& samples) const {
        const Owned<SherpaOnnxOnlineStream, &SherpaOnnxDestroyOnlineStream> stream(
            SherpaOnnxCreateOnlineStream(streaming.get()));
        if (!stream) return {};
        const std::vector<float> tail(tail_samples);
        for (const auto* const part : {&samples, &tail}) {
            SherpaOnnxOnlineStreamAcceptWaveform(stream.get(),
                                                 remote::sent_rate_hz,
                                                 part->data(),
                                                 static_cast<std::int32_t>(part->size()));
        }
        SherpaOnnxOnlineStreamInputFinished(stream.get());
        while (SherpaOnnxIsOnlineStreamReady(streaming.get(), stream.get()) != 0) {
            SherpaOnnxDecodeOnlineStream(streaming.get(), stream.get());
        }
        const Owned<SherpaOnnxOnlineRecognizerResult, &SherpaOnnxDestroyOnlineRecognizerResult>
            result(SherpaOnnxGetOnlineStreamResult(streaming.get(), stream.get()));
        return result && result->text != nullptr ? result->text : "";
    }
};

SherpaStt::SherpaStt(SherpaSttSettings settings) : settings_(std::move(settings)) {}
SherpaStt::~SherpaStt() = default;

Result<void> SherpaStt::check(std::string_view lang) const {
    if (auto known = sherpa::check_language("stt", settings_.languages, lang); !known) return known;
    if (auto found = sherpa::find_stt_files(settings_.model, settings_.type); !found) {
        return std::unexpected(found.error());
    }
    return {};
}

Result<void> SherpaStt::set_grammar(const SpeechGrammar& grammar) {
    if (auto graph = compile_word_graph(grammar); !graph) return std::unexpected(graph.error());
    return {};
}

void SherpaStt::set_phrases(const SpeechGrammar& /*phrases*/) {}

Result<void> SherpaStt::load() {
    if (recognizer_) return {};
    const auto files = sherpa::find_stt_files(settings_.model, settings_.type);
    if (!files) return std::unexpected(files.error());
    recognizer_ = Recognizer::open(*files, static_cast<std::int32_t>(settings_.threads));
    if (recognizer_) return {};
    return fail(ErrorCode::unavailable,
                "sherpa-onnx cannot load the model in " + settings_.model + " as " + files->type +
                    "; what it has against it is on standard error");
}

Result<Transcript> SherpaStt::transcribe(const audio::AudioBuffer& speech, std::string_view lang) {
    auto prepared = remote::sound_to_send(speech);
    if (!prepared) return std::unexpected(prepared.error());
    if (auto known = sherpa::check_language("stt", settings_.languages, lang); !known) {
        return std::unexpected(known.error());
    }
    Transcript heard{.text = {}, .lang = std::string(lang), .source = {}, .confidence = 0};
    auto& sound = *prepared;
    if (!sound) return heard;
    if (auto loaded = load(); !loaded) return std::unexpected(loaded.error());
    // One sample that is no number would make none of all.
    for (float& sample : sound->samples) sample = std::isfinite(sample) ? sample : 0;
    heard.text = remote::transcript_words(recognizer_->hear(sound->samples), lang);
    heard.source = "open";
    heard.confidence = heard.text.empty() ? 0 : unknown_confidence;
    return heard;
}

}  // namespace utter::speech
