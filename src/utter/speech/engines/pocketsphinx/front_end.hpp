#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "utter/audio/audio_buffer.hpp"
#include "utter/core/result.hpp"

/// What happens to sound before a decoder sees it.
namespace utter::speech::pocketsphinx {

inline constexpr std::uint32_t decoder_rate_hz = 16000;

/// How long the sound is clearly louder than its own background, and loud at all: 10 ms frames more
/// than 15 dB above the quietest tenth and above -50 dB of full scale. A steady noise has none.
[[nodiscard]] std::chrono::milliseconds speech_duration(const audio::AudioBuffer& sound);

/// The median pitch of the voiced parts, in Hz between 70 and 400; 0 when nothing is voiced.
[[nodiscard]] double median_pitch_hz(const audio::AudioBuffer& sound);

/// Makes the decoder's 16-bit samples: resamples to 16 kHz, scales the loudest sample to half of
/// full scale and adds white noise 50 dB below that. The model was trained on rooms; the digital
/// silence between the words of a synthesiser is unlike anything in it and costs half of the words,
/// while more noise than this costs natural voices some. The noise is the same every time.
/// @param stretch the sound is played this much slower (above 1) or faster, which lowers or raises
///        the resonances of the voice: it makes a small speaker sound like the model's average one;
///        0.5 .. 2.0
[[nodiscard]] Result<std::vector<std::int16_t>> decoder_samples(const audio::AudioBuffer& sound,
                                                                double stretch = 1.0);

}  // namespace utter::speech::pocketsphinx
