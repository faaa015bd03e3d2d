#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/result.hpp"
#include "utter/speech/engines/pocketsphinx/pronunciations.hpp"
#include "utter/speech/word_graph.hpp"

namespace utter::speech::pocketsphinx {

/// One word or phone of a decoding, in 10 ms frames, the last one included.
struct Segment {
    std::string label;
    int first_frame = 0;
    int last_frame = 0;
    double acoustic = 0;  ///< log likelihood of the whole segment, in the decoder's scaled units

    [[nodiscard]] int frames() const { return last_frame - first_frame + 1; }
};

/// What one search made of an utterance. Silence and noise segments are included; is_filler() tells
/// them apart. No segments: the search found no complete path.
struct Decoding {
    std::vector<Segment> segments;
    int frames = 0;

    /// The words without fillers and without pronunciation marks, separated by single spaces.
    [[nodiscard]] std::string text() const;
};

/// Silence, a breath or a noise rather than a word: `<s>`, `</s>`, `<sil>`, `SIL`, `[NOISE]`,
/// `+NSN+`.
[[nodiscard]] bool is_filler(std::string_view label);
/// The word without the `(2)` that marks a further pronunciation.
[[nodiscard]] std::string_view base_word(std::string_view label);

/// A PocketSphinx decoder with its models, for 16 kHz sound. Not thread-safe; creating one loads
/// the acoustic model (some 10 ms) and, when `dictionary` is set, all of the dictionary.
class Decoder {
  public:
    struct Options {
        std::filesystem::path acoustic_model;  ///< directory
        std::filesystem::path dictionary;      ///< empty: words are added by set_graph
        std::filesystem::path language_model;  ///< for an "open" search; needs the dictionary
    };

    [[nodiscard]] static Result<std::unique_ptr<Decoder>> create(const Options& options);
    ~Decoder();
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;
    Decoder(Decoder&&) = delete;
    Decoder& operator=(Decoder&&) = delete;

    /// Adds or replaces the search `name` by a word graph whose words all have pronunciations.
    [[nodiscard]] Result<void> set_graph(const std::string& name,
                                         const WordGraph& graph,
                                         const Pronunciations& pronunciations);

    /// Adds the search `name`: any sequence of phones, weighted by a phone language model.
    [[nodiscard]] Result<void> set_phone_loop(const std::string& name,
                                              const std::filesystem::path& model);

    /// Makes the open search weigh this language model, in ARPA format, as much as its own; what
    /// both lack stays unheard. An empty text leaves it its own.
    [[nodiscard]] Result<void> set_phrase_model(const std::string& arpa);

    /// Whether the dictionary has the word.
    [[nodiscard]] bool knows(const std::string& word) const;

    /// Decodes one whole utterance with the search `name`. @return internal when the library fails.
    [[nodiscard]] Result<Decoding> decode(const std::string& name,
                                          std::span<const std::int16_t> samples);

    /// The name of the search over `language_model`.
    static constexpr std::string_view open_search = "_default";

  private:
    struct Impl;
    explicit Decoder(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace utter::speech::pocketsphinx
