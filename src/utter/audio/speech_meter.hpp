#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "utter/audio/audio_buffer.hpp"

namespace utter::audio {

/// How somebody speaks.
struct SpeechMeasures {
    double pitch_hz = 0;               ///< the median of what is voiced, 70 .. 400
    double pitch_range_semitones = 0;  ///< from its tenth to its ninetieth percentile
    double voiced_share = 0;           ///< of the speech, 0 .. 1; low also for a pitch below 70 Hz
    double syllables_per_second = 0;   ///< of speech, pauses left out
    double tilt_db = 0;                ///< power above 1 kHz over power below it, up to 4 kHz
    double loudness_dbfs = 0;          ///< of speech
    std::chrono::milliseconds speech{0};  ///< without pauses
};

/// Measures speech from any number of recordings of one speaker, which may differ in level and
/// rate. A value; blocks for some hundredth of each sound's length.
class SpeechMeter {
  public:
    /// What it works at: a recording of this rate costs no conversion.
    static constexpr std::uint32_t sample_rate_hz = 8'000;

    /// Takes one recording into account; what is too short or silent counts for nothing.
    void add(const AudioBuffer& sound);

    /// @return nothing when there were less than two seconds of speech or hardly a voice in it
    [[nodiscard]] std::optional<SpeechMeasures> measures() const;

  private:
    std::vector<double> pitches_hz_;
    std::size_t syllables_ = 0;
    std::size_t speech_steps_ = 0;  // of pitch_step
    double speech_power_ = 0;       // summed over these
    double low_power_ = 0;          // of those that are voiced
    double high_power_ = 0;
};

/// Where tilt_db divides the powers.
inline constexpr double tilt_corner_hz = 1'000;

}  // namespace utter::audio
