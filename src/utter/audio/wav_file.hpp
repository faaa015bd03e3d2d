#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "utter/audio/audio_buffer.hpp"
#include "utter/core/result.hpp"

/// Reading and writing WAV. Every function blocks and may be called from any thread but an audio
/// thread.
namespace utter::audio {

/// The longest sound these functions accept: nothing Utter listens to or says is longer, and a
/// header that claims more must not make us reserve memory for it.
inline constexpr std::chrono::minutes wav_duration_max{10};
inline constexpr int wav_channels_max = 32;

/// Reads a WAV file of 8 to 192 kHz, any PCM width or float, any channels (mixed to mono by
/// averaging). Samples that are not numbers become silence.
/// @return not_found or io when the file cannot be opened; malformed when it is no WAV, has no
///         samples or ends before its header says; limit when it is longer than wav_duration_max;
///         unsupported for another sample rate or number of channels. The error names the file.
[[nodiscard]] Result<AudioBuffer> read_wav(const std::filesystem::path& path);

/// The same for a WAV held in memory, for example a request body; errors say `name` for the file.
[[nodiscard]] Result<AudioBuffer> decode_wav(std::span<const std::byte> bytes,
                                             std::string_view name = "the audio");

/// The same for a WAV, FLAC, Ogg or MP3 held in memory, told apart by their first bytes alone.
/// @return malformed for any other; whatever decode_wav fails with.
[[nodiscard]] Result<AudioBuffer> decode_sound(std::span<const std::byte> bytes,
                                               std::string_view name = "the audio");

/// Writes 16-bit mono PCM; samples outside [-1, 1] are clipped. Replaces an existing file.
/// @return invalid_argument for a sample rate outside 8 to 192 kHz; limit for a sound longer than
///         wav_duration_max; io when the file cannot be written.
[[nodiscard]] Result<void> write_wav(const std::filesystem::path& path, const AudioBuffer& sound);

/// The bytes write_wav would write.
[[nodiscard]] Result<std::vector<std::byte>> encode_wav(const AudioBuffer& sound);

}  // namespace utter::audio
