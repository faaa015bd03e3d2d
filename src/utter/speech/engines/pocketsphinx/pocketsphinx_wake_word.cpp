#include "utter/speech/engines/pocketsphinx/pocketsphinx_wake_word.hpp"

#include <fmt/format.h>
#include <pocketsphinx/pocketsphinx.h>
#include <sphinxbase/err.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <set>
#include <sstream>
#include <utility>

#include "utter/speech/engines/pocketsphinx/model_files.hpp"
#include "utter/speech/engines/pocketsphinx/pronunciations.hpp"

namespace utter::speech {
namespace {

struct FreeDecoder {
    void operator()(ps_decoder_t* decoder) const { ps_free(decoder); }
};
struct FreeConfig {
    void operator()(cmd_ln_t* config) const { cmd_ln_free_r(config); }
};

constexpr const char* search = "wake word";
// The library tells a phrase ten frames after its end, and a frame looks ahead by two.
constexpr std::chrono::milliseconds notice_time{120};

std::vector<std::string> words_of(const std::string& phrase) {
    std::istringstream in(phrase);
    std::vector<std::string> words;
    for (std::string word; in >> word;) words.push_back(word);
    return words;
}

// The library lists all it has heard, each followed by a space.
std::string first_of(const std::vector<std::string>& phrases, std::string_view heard) {
    for (const auto& phrase : phrases) {
        if (heard.starts_with(phrase + " ")) return phrase;
    }
    return std::string(heard);
}

}  // namespace

struct PocketsphinxWakeWord::Impl {
    std::vector<std::string> phrases;
    // The library keeps pointers into its configuration.
    std::unique_ptr<cmd_ln_t, FreeConfig> config;
    std::unique_ptr<ps_decoder_t, FreeDecoder> decoder;
    std::vector<std::int16_t> samples;

    [[nodiscard]] Result<void> add_words(const std::vector<std::string>& phrases,
                                         const std::filesystem::path& dictionary) const {
        std::set<std::string> words;
        for (const auto& phrase : phrases) {
            for (auto& word : words_of(phrase)) words.insert(std::move(word));
        }
        const auto pronunciations = pocketsphinx::Pronunciations::read(dictionary, words);
        if (!pronunciations) return std::unexpected(pronunciations.error());
        for (const auto& word : words) {
            const auto& ways = pronunciations->of(word);
            if (ways.empty()) {
                return fail(ErrorCode::invalid_argument,
                            "the wake word has '" + word +
                                "', which is not in the English dictionary; choose words that are");
            }
            for (std::size_t i = 0; i < ways.size(); ++i) {
                const auto label = i == 0 ? word : word + "(" + std::to_string(i + 1) + ")";
                if (ps_add_word(decoder.get(), label.c_str(), ways[i].c_str(), 0) < 0) {
                    return fail(ErrorCode::internal,
                                "the decoder refused a pronunciation of '" + word + "'");
                }
            }
        }
        return {};
    }

    // The library reads several phrases from a file only; this one never touches a disk.
    [[nodiscard]] Result<void> add_phrases(const std::vector<std::string>& phrases,
                                           double threshold) const {
        std::string list;
        for (const auto& phrase : phrases) list += fmt::format("{} /{:e}/\n", phrase, threshold);
        const int file = memfd_create("phrases", MFD_CLOEXEC);
        if (file < 0) return fail(ErrorCode::io, "no memory file for the wake words can be made");
        const bool written =
            write(file, list.data(), list.size()) == static_cast<ssize_t>(list.size());
        const auto path = "/proc/self/fd/" + std::to_string(file);
        const bool set = written && ps_set_kws(decoder.get(), search, path.c_str()) == 0 &&
                         ps_set_search(decoder.get(), search) == 0;
        close(file);
        if (!set) return fail(ErrorCode::internal, "the decoder refused the wake words");
        return {};
    }
};

PocketsphinxWakeWord::PocketsphinxWakeWord(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

PocketsphinxWakeWord::~PocketsphinxWakeWord() {
    ps_end_utt(impl_->decoder.get());
}

Result<std::unique_ptr<PocketsphinxWakeWord>> PocketsphinxWakeWord::create(
    const PocketsphinxWakeWordSettings& settings) {
    for (const auto& phrase : settings.phrases) {
        if (words_of(phrase).empty()) {
            return fail(ErrorCode::invalid_argument, "a wake word is empty");
        }
    }
    if (settings.phrases.empty()) return fail(ErrorCode::invalid_argument, "there is no wake word");
    const auto files = pocketsphinx::find_models(settings.model_dir);
    if (!files) return std::unexpected(files.error());
    err_set_logfp(nullptr);  // pages of progress otherwise
    auto impl = std::make_unique<Impl>();
    impl->phrases = settings.phrases;
    // The microphone's sound is clean already, and what is left of it all counts.
    std::array arguments{"",
                         "-hmm",
                         files->acoustic_model.c_str(),
                         "-remove_silence",
                         "no",
                         "-remove_noise",
                         "no",
                         "-lw",
                         "1"};
    impl->config.reset(cmd_ln_parse_r(nullptr,
                                      ps_args(),
                                      static_cast<int>(arguments.size()),
                                      const_cast<char**>(arguments.data()),
                                      TRUE));
    if (!impl->config) return fail(ErrorCode::internal, "the decoder refused its settings");
    impl->decoder.reset(ps_init(impl->config.get()));
    if (!impl->decoder) {
        return fail(ErrorCode::unavailable,
                    "the acoustic model '" + files->acoustic_model.string() +
                        "' cannot be loaded; reinstall the model's package");
    }
    if (auto added = impl->add_words(settings.phrases, files->dictionary); !added) {
        return std::unexpected(added.error());
    }
    if (auto added = impl->add_phrases(settings.phrases, settings.threshold); !added) {
        return std::unexpected(added.error());
    }
    if (ps_start_utt(impl->decoder.get()) < 0) {
        return fail(ErrorCode::internal, "the search for the wake words does not begin");
    }
    return std::unique_ptr<PocketsphinxWakeWord>(new PocketsphinxWakeWord(std::move(impl)));
}

std::optional<WakeWordHit> PocketsphinxWakeWord::hear(std::span<const float> block) {
    constexpr float full_scale = 32'767;
    auto& samples = impl_->samples;
    samples.clear();
    for (const float x : block) {
        samples.push_back(
            static_cast<std::int16_t>(std::lround(std::clamp(x, -1.0F, 1.0F) * full_scale)));
    }
    auto* const decoder = impl_->decoder.get();
    if (ps_process_raw(decoder, samples.data(), samples.size(), FALSE, FALSE) < 0) return {};
    int score = 0;
    const char* const phrase = ps_get_hyp(decoder, &score);
    if (phrase == nullptr) return {};
    WakeWordHit hit{.phrase = first_of(impl_->phrases, phrase), .ago = notice_time};
    reset();
    return hit;
}

void PocketsphinxWakeWord::reset() {
    ps_end_utt(impl_->decoder.get());
    ps_start_utt(impl_->decoder.get());
}

}  // namespace utter::speech
