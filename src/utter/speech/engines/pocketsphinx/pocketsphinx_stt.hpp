#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

#include "utter/speech/stt_engine.hpp"

namespace utter::speech {

/// How the PocketSphinx engine listens.
struct PocketsphinxSettings {
    /// Folder with the acoustic model `en-us/`, `cmudict-en-us.dict`, `en-us-phone.lm.bin` and
    /// `en-us.lm.bin`, as the package pocketsphinx-en-us installs them; empty: looked for in
    /// `pocketsphinx/model/en-us` under every data folder of the system ($XDG_DATA_DIRS).
    std::filesystem::path model_dir;
    /// Try the open language model when the grammar refuses; costs some 100 MB once used.
    bool open_model = true;
    /// How sure the engine must be that a sentence of the grammar was said, 0 .. 1. Higher refuses
    /// more of what is not a command and more commands too; docs/speech.md has the measurements.
    double acceptance_min = 0.3;
};

/// SttEngine over PocketSphinx, for English.
///
/// The grammar is the first try. A decoder that knows nothing else hears a command in anything, so
/// what it hears is verified against a phone loop that may say any sounds at all (see verifier.hpp)
/// and refused when free sounds explain the recording much better. Then the open language model is
/// the second try. Silence, and sounds too short to be a word, are answered with an empty text and
/// never reach it.
///
/// Transcript::confidence of "grammar" is the verifier's probability; of "open" it is always 0.5,
/// as the library has none to give.
///
/// Constructing costs nothing; the grammar's models (10 MB) are loaded by the first transcription,
/// the open one (another 100 MB) when the grammar first refuses. Deterministic: the same sound and
/// grammar always give the same answer.
class PocketsphinxStt final : public SttEngine {
  public:
    explicit PocketsphinxStt(PocketsphinxSettings settings = {});
    ~PocketsphinxStt() override;
    PocketsphinxStt(const PocketsphinxStt&) = delete;
    PocketsphinxStt& operator=(const PocketsphinxStt&) = delete;
    PocketsphinxStt(PocketsphinxStt&&) = delete;
    PocketsphinxStt& operator=(PocketsphinxStt&&) = delete;

    [[nodiscard]] std::string_view name() const override { return "pocketsphinx"; }

    [[nodiscard]] Result<void> check(std::string_view lang) const override;

    /// A grammar of another language than English is kept but never used. Words without a
    /// pronunciation cost the smallest alternative they stand in; each is logged once at DEBUG.
    [[nodiscard]] Result<void> set_grammar(const SpeechGrammar& grammar) override;

    /// Counted into a language model that the open one is mixed with, half and half. Phrases of
    /// another language than English are never used.
    void set_phrases(const SpeechGrammar& phrases) override;

    [[nodiscard]] Result<Transcript> transcribe(const audio::AudioBuffer& speech,
                                                std::string_view lang) override;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace utter::speech
