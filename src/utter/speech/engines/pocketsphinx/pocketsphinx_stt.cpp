#include "utter/speech/engines/pocketsphinx/pocketsphinx_stt.hpp"

#include <array>
#include <chrono>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "utter/core/log.hpp"
#include "utter/speech/engines/pocketsphinx/decoder.hpp"
#include "utter/speech/engines/pocketsphinx/front_end.hpp"
#include "utter/speech/engines/pocketsphinx/model_files.hpp"
#include "utter/speech/engines/pocketsphinx/phrase_model.hpp"
#include "utter/speech/engines/pocketsphinx/pronunciations.hpp"
#include "utter/speech/engines/pocketsphinx/verifier.hpp"
#include "utter/speech/word_graph.hpp"

namespace utter::speech {
namespace {

using namespace pocketsphinx;

constexpr const char* grammar_search = "grammar";
constexpr const char* phone_search = "phones";

// Shorter than any word; a click, a cough or a door.
constexpr std::chrono::milliseconds speech_min{100};
// Longer than any sentence of a grammar; the grammar would only cost time.
constexpr std::chrono::seconds grammar_duration_max{20};
// Bounds the time of a call to some seconds.
constexpr std::chrono::seconds duration_max{120};

// Above this a second hearing would change nothing.
constexpr double surely = 0.95;
constexpr double high_voice_min_hz = 165;
constexpr double high_voice_stretch = 1.136;

// The library gives no confidence for the open model.
constexpr double open_confidence = 0.5;

std::unexpected<Error> unsupported_language(std::string_view lang) {
    return fail(ErrorCode::unsupported,
                "PocketSphinx has a model for English only, not for '" + std::string(lang) + "'");
}

std::set<std::string> words_of(const WordGraph& graph) {
    return {graph.words.begin(), graph.words.end()};
}

}  // namespace

struct PocketsphinxStt::Impl {
    PocketsphinxSettings settings;
    ModelFiles files;
    bool files_found = false;
    std::unique_ptr<Decoder> closed;  // grammar and phone loop
    std::unique_ptr<Decoder> open;
    SpeechGrammar grammar;
    bool grammar_changed = false;
    SpeechGrammar phrases;
    bool phrases_changed = false;
    bool grammar_usable = false;
    std::set<std::string> logged_words;

    Result<void> find_files() {
        if (files_found) return {};
        auto found = find_models(settings.model_dir);
        if (!found) return std::unexpected(found.error());
        files = *std::move(found);
        files_found = true;
        return {};
    }

    Result<void> load_closed() {
        if (closed) return {};
        auto made = Decoder::create({files.acoustic_model, {}, {}});
        if (!made) return std::unexpected(made.error());
        if (auto done = (*made)->set_phone_loop(phone_search, files.phone_model); !done)
            return done;
        closed = *std::move(made);
        return {};
    }

    Result<void> load_open() {
        if (open) return {};
        std::error_code error;
        if (!std::filesystem::exists(files.open_language_model, error)) {
            return fail(ErrorCode::unavailable,
                        "the open language model '" + files.open_language_model.string() +
                            "' does not exist; install the package pocketsphinx-en-us or turn "
                            "open_model off");
        }
        auto made =
            Decoder::create({files.acoustic_model, files.dictionary, files.open_language_model});
        if (!made) return std::unexpected(made.error());
        open = *std::move(made);
        return {};
    }

    // Gives the decoder the grammar last set, without what it has no pronunciation for.
    Result<void> use_grammar() {
        if (!grammar_changed) return {};
        grammar_usable = false;
        const auto all = compile_word_graph(grammar);
        if (!all) return std::unexpected(all.error());
        if (!all->states.empty()) {
            const auto pronunciations = Pronunciations::read(files.dictionary, words_of(*all));
            if (!pronunciations) return std::unexpected(pronunciations.error());
            const auto graph = compile_word_graph(
                grammar, [&](std::string_view word) { return pronunciations->contains(word); });
            if (!graph) return std::unexpected(graph.error());
            log_unknown(*graph);
            if (!graph->states.empty()) {
                if (auto done = closed->set_graph(grammar_search, *graph, *pronunciations); !done) {
                    return done;
                }
                grammar_usable = true;
            }
        }
        grammar_changed = false;
        return {};
    }

    Result<void> use_phrases() {
        if (!phrases_changed) return {};
        std::string arpa;
        if (is_supported(phrases.lang)) {
            auto made = make_phrase_model(
                phrases, [this](const std::string& word) { return open->knows(word); });
            if (!made) return std::unexpected(made.error());
            arpa = *std::move(made);
        }
        if (auto done = open->set_phrase_model(arpa); !done) return done;
        phrases_changed = false;
        return {};
    }

    void log_unknown(const WordGraph& graph) {
        for (const auto& word : graph.unknown) {
            if (logged_words.insert(word).second) {
                log::debug("stt.word_unknown", {{"engine", "pocketsphinx"}, {"word", word}});
            }
        }
        for (const auto& sentence : graph.dropped_sentences) {
            log::debug("stt.sentence_dropped",
                       {{"engine", "pocketsphinx"}, {"template", sentence}});
        }
    }

    struct Heard {
        std::string text;
        double probability = 0;
    };

    Result<Heard> try_grammar(const audio::AudioBuffer& speech, double stretch) {
        const auto samples = decoder_samples(speech, stretch);
        if (!samples) return std::unexpected(samples.error());
        const auto said = closed->decode(grammar_search, *samples);
        if (!said) return std::unexpected(said.error());
        // Without a path there is nothing to verify; half of all unrelated sentences end here.
        if (said->segments.empty()) return Heard{};
        const auto free = closed->decode(phone_search, *samples);
        if (!free) return std::unexpected(free.error());
        const auto evidence = compare(*said, *free);
        return evidence ? Heard{said->text(), acceptance(*evidence)} : Heard{};
    }

    // A high voice comes from a small speaker, whose resonances the model, made from adults, places
    // badly. Such a voice gets a second hearing, played slower, and the surer one counts.
    Result<Heard> hear_with_grammar(const audio::AudioBuffer& speech) {
        auto heard = try_grammar(speech, 1.0);
        if (!heard || heard->probability >= surely) return heard;
        if (median_pitch_hz(speech) < high_voice_min_hz) return heard;
        auto again = try_grammar(speech, high_voice_stretch);
        if (!again || again->probability > heard->probability) return again;
        return heard;
    }

    Result<std::string> hear_openly(const audio::AudioBuffer& speech) {
        if (auto done = load_open(); !done) return std::unexpected(done.error());
        if (auto done = use_phrases(); !done) return std::unexpected(done.error());
        const auto samples = decoder_samples(speech);
        if (!samples) return std::unexpected(samples.error());
        const auto heard = open->decode(std::string(Decoder::open_search), *samples);
        if (!heard) return std::unexpected(heard.error());
        return heard->text();
    }
};

PocketsphinxStt::PocketsphinxStt(PocketsphinxSettings settings) : impl_(std::make_unique<Impl>()) {
    impl_->settings = std::move(settings);
}

PocketsphinxStt::~PocketsphinxStt() = default;

Result<void> PocketsphinxStt::check(std::string_view lang) const {
    if (!is_supported(lang)) return unsupported_language(lang);
    if (auto found = find_models(impl_->settings.model_dir); !found) {
        return std::unexpected(found.error());
    }
    return {};
}

Result<void> PocketsphinxStt::set_grammar(const SpeechGrammar& grammar) {
    // Compiled here only to report what is malformed; which words are known is seen on first use.
    if (auto graph = compile_word_graph(grammar); !graph) return std::unexpected(graph.error());
    if (grammar == impl_->grammar) return {};
    impl_->grammar = grammar;
    impl_->grammar_changed = true;
    return {};
}

void PocketsphinxStt::set_phrases(const SpeechGrammar& phrases) {
    if (phrases == impl_->phrases) return;
    impl_->phrases = phrases;
    impl_->phrases_changed = true;
}

Result<Transcript> PocketsphinxStt::transcribe(const audio::AudioBuffer& speech,
                                               std::string_view lang) {
    if (!is_supported(lang)) return unsupported_language(lang);
    if (speech.samples.empty()) return fail(ErrorCode::malformed, "the sound has no samples");
    if (speech.duration() > duration_max) {
        return fail(ErrorCode::limit, "the sound is longer than two minutes");
    }
    if (auto found = impl_->find_files(); !found) return std::unexpected(found.error());
    Transcript transcript;
    transcript.lang = "en-US";
    if (speech_duration(speech) < speech_min) return transcript;

    if (is_supported(impl_->grammar.lang) && speech.duration() <= grammar_duration_max) {
        if (auto ready = impl_->load_closed(); !ready) return std::unexpected(ready.error());
        if (auto ready = impl_->use_grammar(); !ready) return std::unexpected(ready.error());
        if (impl_->grammar_usable) {
            auto heard = impl_->hear_with_grammar(speech);
            if (!heard) return std::unexpected(heard.error());
            transcript.source = grammar_search;
            if (heard->probability >= impl_->settings.acceptance_min && !heard->text.empty()) {
                transcript.text = std::move(heard->text);
                transcript.confidence = heard->probability;
                return transcript;
            }
            log::debug("stt.grammar_refused",
                       {{"engine", "pocketsphinx"},
                        {"probability", heard->probability},
                        {"pii.text", heard->text}});
        }
    }
    if (!impl_->settings.open_model) {
        if (!transcript.source.empty()) return transcript;
        return fail(ErrorCode::unavailable,
                    "no grammar can hear this, and the open model is turned off (open_model)");
    }
    auto text = impl_->hear_openly(speech);
    if (!text) return std::unexpected(text.error());
    transcript.source = "open";
    transcript.text = *std::move(text);
    transcript.confidence = transcript.text.empty() ? 0 : open_confidence;
    return transcript;
}

}  // namespace utter::speech
