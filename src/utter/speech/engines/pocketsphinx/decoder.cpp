#include "utter/speech/engines/pocketsphinx/decoder.hpp"

#include <pocketsphinx/pocketsphinx.h>
#include <sphinxbase/ckd_alloc.h>
#include <sphinxbase/ngram_model.h>

#include <algorithm>
#include <array>
#include <limits>
#include <set>
#include <utility>

#include "utter/speech/engines/pocketsphinx/library.hpp"

namespace utter::speech::pocketsphinx {
namespace {

struct FreeFsg {
    void operator()(fsg_model_t* fsg) const { fsg_model_free(fsg); }
};

struct FreeModel {
    void operator()(ngram_model_t* model) const { ngram_model_free(model); }
};

using ModelHandle = std::unique_ptr<ngram_model_t, FreeModel>;
using FsgHandle = std::unique_ptr<fsg_model_t, FreeFsg>;

constexpr float silence_probability = 0.005F;  // the library's own
constexpr int every_state = -1;

}  // namespace

bool is_filler(std::string_view label) {
    return label.empty() || label.front() == '<' || label.front() == '[' || label.front() == '+' ||
           label == "SIL";
}

std::string_view base_word(std::string_view label) {
    return label.substr(0, label.find('('));
}

std::string Decoding::text() const {
    std::string text;
    for (const auto& segment : segments) {
        if (is_filler(segment.label)) continue;
        if (!text.empty()) text += ' ';
        text += base_word(segment.label);
    }
    return text;
}

struct Decoder::Impl {
    LibraryDecoder library;
    ModelHandle general;  // the language model it was created with
    std::set<std::string> added;

    [[nodiscard]] ps_decoder_t* decoder() const { return library.decoder.get(); }

    Result<void> add_word(const std::string& word, const Pronunciations& pronunciations) {
        if (!added.insert(word).second) return {};
        return pocketsphinx::add_word(decoder(), word, pronunciations);
    }
};

namespace {

Result<ModelHandle> read_model(const std::string& arpa, cmd_ln_t* config, logmath_t* logmath) {
    const auto file = MemoryFile::create(arpa);
    if (!file) return std::unexpected(file.error());
    ModelHandle model(
        ngram_model_read(config, file->path().c_str(), NGRAM_ARPA, logmath_retain(logmath)));
    if (!model) return fail(ErrorCode::internal, "the model of the phrases cannot be read");
    return model;
}

}  // namespace

Decoder::Decoder(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Decoder::~Decoder() = default;

Result<std::unique_ptr<Decoder>> Decoder::create(const Options& options) {
    // Phones out of context make the phone loop a hundred times faster and lose the verifier
    // nothing.
    std::vector<const char*> arguments{"-allphone_ci", "yes"};
    if (options.language_model.empty()) {
        // A grammar has no probabilities for a weight to scale, and its best path is exact already.
        arguments.insert(arguments.end(), {"-lw", "1.0", "-bestpath", "no"});
    } else {
        arguments.insert(
            arguments.end(),
            {"-dict", options.dictionary.c_str(), "-lm", options.language_model.c_str()});
    }
    auto library = open_decoder(options.acoustic_model, arguments);
    if (!library) return std::unexpected(library.error());
    auto impl = std::make_unique<Impl>();
    impl->library = *std::move(library);
    if (!options.language_model.empty()) {
        const std::string search(open_search);
        impl->general.reset(ngram_model_retain(ps_get_lm(impl->decoder(), search.c_str())));
    }
    return std::unique_ptr<Decoder>(new Decoder(std::move(impl)));
}

Result<void> Decoder::set_phrase_model(const std::string& arpa) {
    auto* decoder = impl_->decoder();
    const std::string search(open_search);
    ModelHandle both(ngram_model_retain(impl_->general.get()));
    if (!arpa.empty()) {
        auto phrases = read_model(arpa, impl_->library.config.get(), ps_get_logmath(decoder));
        if (!phrases) return std::unexpected(phrases.error());
        std::array<ngram_model_t*, 2> models{impl_->general.get(), phrases->get()};
        std::array<std::string, 2> names{"general", "phrases"};
        std::array<char*, 2> name_pointers{names[0].data(), names[1].data()};
        constexpr std::array<float, 2> weights{0.5F, 0.5F};
        both.reset(ngram_model_set_init(impl_->library.config.get(),
                                        models.data(),
                                        name_pointers.data(),
                                        weights.data(),
                                        static_cast<int>(models.size())));
    }
    if (!both || ps_set_lm(decoder, search.c_str(), both.get()) < 0) {
        return fail(ErrorCode::internal, "the decoder refused the phrases");
    }
    return {};
}

bool Decoder::knows(const std::string& word) const {
    char* const phones = ps_lookup_word(impl_->decoder(), word.c_str());
    if (phones == nullptr) return false;
    ckd_free(phones);
    return true;
}

Result<void> Decoder::set_graph(const std::string& name,
                                const WordGraph& graph,
                                const Pronunciations& pronunciations) {
    for (const auto& word : graph.words) {
        if (auto done = impl_->add_word(word, pronunciations); !done) return done;
    }
    auto* logmath = ps_get_logmath(impl_->decoder());
    // One extra state, because the library wants a single final one.
    const auto end = static_cast<int>(graph.states.size());
    FsgHandle fsg(fsg_model_init(name.c_str(), logmath, 1.0F, end + 1));
    fsg->start_state = 0;
    fsg->final_state = end;
    for (int from = 0; from < end; ++from) {
        const auto& state = graph.states[static_cast<std::size_t>(from)];
        for (const auto& arc : state.arcs) {
            const int id = fsg_model_word_add(fsg.get(), graph.words[arc.word].c_str());
            fsg_model_trans_add(fsg.get(), from, static_cast<int>(arc.to), 0, id);
        }
        if (state.final) fsg_model_null_trans_add(fsg.get(), from, end, 0);
    }
    // Left to itself the library would also allow a noise between any two words, and its noise
    // model swallows whole words. It does add further pronunciations beside our arcs.
    fsg_model_add_silence(fsg.get(), "<sil>", every_state, silence_probability);
    if (ps_set_fsg(impl_->decoder(), name.c_str(), fsg.get()) < 0) {
        return fail(ErrorCode::internal, "the decoder refused the search '" + name + "'");
    }
    return {};
}

Result<void> Decoder::set_phone_loop(const std::string& name, const std::filesystem::path& model) {
    if (ps_set_allphone_file(impl_->decoder(), name.c_str(), model.c_str()) < 0) {
        return fail(ErrorCode::unavailable,
                    "the phone model '" + model.string() + "' cannot be loaded");
    }
    return {};
}

Result<Decoding> Decoder::decode(const std::string& name, std::span<const std::int16_t> samples) {
    auto* decoder = impl_->decoder();
    const auto failed = [&name] {
        return fail(ErrorCode::internal, "the search '" + name + "' failed");
    };
    if (ps_set_search(decoder, name.c_str()) < 0 || ps_start_utt(decoder) < 0) return failed();
    const int processed =
        ps_process_raw(decoder, samples.data(), samples.size(), FALSE, TRUE /* one utterance */);
    if (ps_end_utt(decoder) < 0 || processed < 0) return failed();
    Decoding made;
    made.frames = ps_get_n_frames(decoder);
    int score = 0;
    if (ps_get_hyp(decoder, &score) == nullptr) return made;
    for (auto* seg = ps_seg_iter(decoder); seg != nullptr; seg = ps_seg_next(seg)) {
        Segment segment;
        segment.label = ps_seg_word(seg);
        int acoustic = 0;
        int language = 0;
        int back = 0;
        ps_seg_prob(seg, &acoustic, &language, &back);
        ps_seg_frames(seg, &segment.first_frame, &segment.last_frame);
        segment.acoustic = acoustic;
        // Null moves of a grammar show up as empty segments.
        if (segment.label == "(NULL)" || segment.frames() <= 0) continue;
        made.segments.push_back(std::move(segment));
    }
    return made;
}

}  // namespace utter::speech::pocketsphinx
