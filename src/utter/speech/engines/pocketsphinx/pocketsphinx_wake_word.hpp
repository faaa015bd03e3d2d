#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "utter/core/result.hpp"
#include "utter/speech/wake_word.hpp"

namespace utter::speech {

struct PocketsphinxWakeWordSettings {
    std::filesystem::path model_dir;  ///< as PocketsphinxSettings::model_dir
    std::vector<std::string> phrases{
        "hey computer"};  ///< English; three syllables or more work best
    /// How much likelier than any other sounds a phrase must be, as a ratio: 1e-50 hears it in
    /// nearly everything, 1 in next to nothing. docs/speech.md has the measurements.
    double threshold = 1e-15;
};

/// WakeWord by PocketSphinx's keyphrase spotting, for English at 16 kHz. Costs some hundredth of a
/// core. A hit is told some 100 ms after the phrase has ended.
class PocketsphinxWakeWord final : public WakeWord {
  public:
    /// Loads the acoustic model. @return unavailable when a model is missing; invalid_argument for
    /// a phrase with a word that nobody knows how to say, naming it.
    [[nodiscard]] static Result<std::unique_ptr<PocketsphinxWakeWord>> create(
        const PocketsphinxWakeWordSettings& settings);
    ~PocketsphinxWakeWord() override;
    PocketsphinxWakeWord(const PocketsphinxWakeWord&) = delete;
    PocketsphinxWakeWord& operator=(const PocketsphinxWakeWord&) = delete;
    PocketsphinxWakeWord(PocketsphinxWakeWord&&) = delete;
    PocketsphinxWakeWord& operator=(PocketsphinxWakeWord&&) = delete;

    [[nodiscard]] std::string_view name() const override { return "pocketsphinx"; }
    [[nodiscard]] std::uint32_t sample_rate_hz() const override { return 16'000; }
    [[nodiscard]] std::optional<WakeWordHit> hear(std::span<const float> block) override;
    void reset() override;

  private:
    struct Impl;
    explicit PocketsphinxWakeWord(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace utter::speech
