#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

#include "utter/speech/tts_engine.hpp"

namespace utter::speech {

/// How the eSpeak NG engine speaks. Defaults suit every language it has.
struct EspeakSettings {
    std::filesystem::path
        data_dir;  ///< folder holding `espeak-ng-data`; empty: where it is installed
    std::filesystem::path
        trained_dir;             ///< where EspeakTrainer puts its voices; empty: there are none
    std::string voice;           ///< voice for requests that name none; empty: by language
    int words_per_minute = 175;  ///< speed at rate 1.0, 80 .. 450
    int pitch = 50;              ///< 0 .. 99; 50 is the voice's own
    int volume = 100;            ///< 0 .. 200 percent; above 100 loud passages may distort
    std::size_t text_bytes_max = 100'000;  ///< longer requests are refused

    /// @return invalid_argument naming the first field that is out of its range
    [[nodiscard]] Result<void> validate() const;
};

/// TtsEngine over eSpeak NG (22 050 Hz, over a hundred languages, nothing to download).
///
/// A voice is a language tag ("en-us", "de"), an eSpeak name or identifier ("English (America)",
/// "gmw/en-US"), each with an optional variant after a plus: "en-us+f3". Without one the language
/// decides: its exact voice, else one of the same language. The name of a voice that EspeakTrainer
/// made comes before all of these; it speaks the language of the request.
///
/// Markup is never interpreted; control characters and bytes that are not UTF-8 count as spaces. A
/// text that would take more than ten minutes to say is refused with ErrorCode::limit once that
/// much has been made, which bounds time and memory.
///
/// eSpeak keeps its state in globals, so all engines of a process take turns behind one lock.
/// Constructing costs nothing; the library is initialised (a few milliseconds) by the first
/// request.
class EspeakTts final : public TtsEngine {
  public:
    explicit EspeakTts(EspeakSettings settings = {});

    [[nodiscard]] std::string_view name() const override { return "espeak"; }
    [[nodiscard]] Result<void> stream(const SynthesisRequest& request,
                                      const SoundSink& sink) override;

  private:
    EspeakSettings settings_;
};

}  // namespace utter::speech
