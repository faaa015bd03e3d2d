#pragma once

#include <filesystem>
#include <string_view>
#include <utility>

#include "utter/speech/voice_trainer.hpp"

namespace utter::speech {

struct EspeakTrainerSettings {
    std::filesystem::path data_dir;     ///< as EspeakSettings::data_dir
    std::filesystem::path trained_dir;  ///< as EspeakSettings::trained_dir; made when missing
};

/// VoiceTrainer without a model: measures how somebody speaks (pitch and its range, speed, spectral
/// tilt, loudness) and fits eSpeak NG to it: its variant, pitch, range and speed, and a gentle
/// treble control behind it. So the voice is eSpeak's with the speaker's manner, no copy of the
/// speaker's timbre. Takes a second or two, and a hundredth of the samples' length.
///
/// Loudness is measured and not imitated: it is the microphone's more than the speaker's.
/// The voices are files in a folder, read anew by each request, so a training takes effect at once.
class EspeakTrainer final : public VoiceTrainer {
  public:
    explicit EspeakTrainer(EspeakTrainerSettings settings) : settings_(std::move(settings)) {}

    [[nodiscard]] std::string_view name() const override { return "espeak"; }
    [[nodiscard]] Result<void> check() const override;

    /// Its measures: "pitch_hz", "pitch_range_semitones", "syllables_per_second", "tilt_db",
    /// "loudness_dbfs" of the speaker; the same with "fitted_" before them of eSpeak as fitted, but
    /// the last. @return also invalid_argument when there is too little speech in the samples
    [[nodiscard]] Result<std::optional<TrainedVoice>> train(const TrainingRequest& request,
                                                            const OnProgress& on_progress,
                                                            std::stop_token stop) override;

    [[nodiscard]] Result<void> forget(std::string_view voice_id) override;

  private:
    EspeakTrainerSettings settings_;
};

}  // namespace utter::speech
