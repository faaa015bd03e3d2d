#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "utter/speech/stt_engine.hpp"

namespace utter::speech {

/// Which model of sherpa-onnx hears, and how.
struct SherpaSttSettings {
    std::string model;                         ///< its folder
    std::string type = "auto";                 ///< as sherpa::find_stt_files() takes it
    std::vector<std::string> languages{"en"};  ///< BCP-47, what the model can; empty: any
    std::uint32_t threads = 2;                 ///< 1 .. 64, of one transcription
};

/// SttEngine over sherpa-onnx in this process: transducers, streaming ones too, Whisper, Moonshine,
/// SenseVoice and Paraformer.
///
/// Grammars and phrases are not used. What is written down loses capitals and punctuation; the
/// confidence is 0.5, as the models tell none. Silence, and what is shorter than any word, is
/// answered with an empty text without asking.
///
/// The model is loaded by the first transcription and stays. One that is broken may end the
/// process: the library has no other answer to it.
class SherpaStt final : public SttEngine {
  public:
    explicit SherpaStt(SherpaSttSettings settings);
    ~SherpaStt() override;
    SherpaStt(const SherpaStt&) = delete;
    SherpaStt& operator=(const SherpaStt&) = delete;
    SherpaStt(SherpaStt&&) = delete;
    SherpaStt& operator=(SherpaStt&&) = delete;

    [[nodiscard]] std::string_view name() const override { return "sherpa"; }
    [[nodiscard]] Result<void> check(std::string_view lang) const override;
    [[nodiscard]] Result<void> set_grammar(const SpeechGrammar& grammar) override;
    void set_phrases(const SpeechGrammar& phrases) override;
    [[nodiscard]] Result<Transcript> transcribe(const audio::AudioBuffer& speech,
                                                std::string_view lang) override;

  private:
    struct Recognizer;
    [[nodiscard]] Result<void> load();

    SherpaSttSettings settings_;
    std::unique_ptr<Recognizer> recognizer_;  // null until the first transcription
};

}  // namespace utter::speech
