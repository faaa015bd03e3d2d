#include "utter/speech/engines/pocketsphinx/pocketsphinx_wake_word.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <set>
#include <sstream>
#include <utility>

#include "utter/speech/engines/pocketsphinx/library.hpp"
#include "utter/speech/engines/pocketsphinx/model_files.hpp"
#include "utter/speech/engines/pocketsphinx/pronunciations.hpp"

namespace utter::speech {
namespace {

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
    pocketsphinx::LibraryDecoder library;
    std::vector<std::int16_t> samples;

    [[nodiscard]] ps_decoder_t* decoder() const { return library.decoder.get(); }

    [[nodiscard]] Result<void> add_words(const std::vector<std::string>& phrases,
                                         const std::filesystem::path& dictionary) const {
        std::set<std::string> words;
        for (const auto& phrase : phrases) {
            for (auto& word : words_of(phrase)) words.insert(std::move(word));
        }
        const auto pronunciations = pocketsphinx::Pronunciations::read(dictionary, words);
        if (!pronunciations) return std::unexpected(pronunciations.error());
        for (const auto& word : words) {
            if (!pronunciations->contains(word)) {
                return fail(ErrorCode::invalid_argument,
                            "the wake word has '" + word +
                                "', which is not in the English dictionary; choose words that are");
            }
            if (auto done = pocketsphinx::add_word(decoder(), word, *pronunciations); !done) {
                return done;
            }
        }
        return {};
    }

    // The library reads several phrases from a file only.
    [[nodiscard]] Result<void> add_phrases(const std::vector<std::string>& phrases,
                                           double threshold) const {
        std::string list;
        for (const auto& phrase : phrases) list += fmt::format("{} /{:e}/\n", phrase, threshold);
        const auto file = pocketsphinx::MemoryFile::create(list);
        if (!file) return std::unexpected(file.error());
        const bool set = ps_set_kws(decoder(), search, file->path().c_str()) == 0 &&
                         ps_set_search(decoder(), search) == 0;
        if (!set) return fail(ErrorCode::internal, "the decoder refused the wake words");
        return {};
    }
};

PocketsphinxWakeWord::PocketsphinxWakeWord(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

PocketsphinxWakeWord::~PocketsphinxWakeWord() {
    ps_end_utt(impl_->decoder());
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
    // The microphone's sound is clean already.
    auto library = pocketsphinx::open_decoder(files->acoustic_model, {"-lw", "1"});
    if (!library) return std::unexpected(library.error());
    auto impl = std::make_unique<Impl>();
    impl->phrases = settings.phrases;
    impl->library = *std::move(library);
    if (auto added = impl->add_words(settings.phrases, files->dictionary); !added) {
        return std::unexpected(added.error());
    }
    if (auto added = impl->add_phrases(settings.phrases, settings.threshold); !added) {
        return std::unexpected(added.error());
    }
    if (ps_start_utt(impl->decoder()) < 0) {
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
    auto* const decoder = impl_->decoder();
    if (ps_process_raw(decoder, samples.data(), samples.size(), FALSE, FALSE) < 0) return {};
    int score = 0;
    const char* const phrase = ps_get_hyp(decoder, &score);
    if (phrase == nullptr) return {};
    WakeWordHit hit{.phrase = first_of(impl_->phrases, phrase), .ago = notice_time};
    reset();
    return hit;
}

void PocketsphinxWakeWord::reset() {
    ps_end_utt(impl_->decoder());
    ps_start_utt(impl_->decoder());
}

}  // namespace utter::speech
