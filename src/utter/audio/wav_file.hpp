#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "utter/audio/audio_buffer.hpp"
#include "utter/audio/sound_reader.hpp"
#include "utter/core/result.hpp"

/// Reading and writing whole sounds, of up to sound_duration_max. Every function blocks and may be
/// called from any thread but an audio thread.
namespace utter::audio {

/// Reads a WAV file of 8 to 192 kHz, any PCM width or float, any channels (mixed to mono by
/// averaging). Samples that are not numbers become silence.
/// @param highest_rate_hz 8000 .. 192000; a higher rate is brought to this one while it is read, so
///        that ten minutes take 2.4 kB for each Hz of it at most (38 MB at 16 kHz).
/// @return not_found or io when the file cannot be opened; else as SoundReader::open() and read().
///         The error names the file.
[[nodiscard]] Result<AudioBuffer> read_wav(const std::filesystem::path& path,
                                           std::uint32_t highest_rate_hz = 192'000);

/// The same for a WAV held in memory, for example a request body; errors say `name` for the file.
[[nodiscard]] Result<AudioBuffer> decode_wav(std::span<const std::byte> bytes,
                                             std::string_view name = "the audio",
                                             std::uint32_t highest_rate_hz = 192'000);

/// The same for a WAV, FLAC, Ogg or MP3 held in memory, told apart by their first bytes alone.
/// @return malformed for any other; whatever decode_wav fails with.
[[nodiscard]] Result<AudioBuffer> decode_sound(std::span<const std::byte> bytes,
                                               std::string_view name = "the audio",
                                               std::uint32_t highest_rate_hz = 48'000);

/// Writes 16-bit mono PCM; samples outside [-1, 1] are clipped. Replaces an existing file.
/// @return invalid_argument for a sample rate outside 8 to 192 kHz; limit for a sound longer than
///         sound_duration_max; io when the file cannot be written.
[[nodiscard]] Result<void> write_wav(const std::filesystem::path& path, const AudioBuffer& sound);

/// A file format that sound can be handed on in.
enum class SoundFormat : std::uint8_t { wav, flac, mp3, opus };

/// "wav", "flac", "mp3", "opus". @return nothing for another name
[[nodiscard]] std::optional<SoundFormat> sound_format_from(std::string_view name) noexcept;

/// Writes mono sound as it comes. For one thread at a time.
class SoundWriter {
  public:
    /// Puts bytes of the file in their place: behind what was written, or over the header at last.
    /// @return whether that could be done
    using WriteAt = std::function<bool(std::size_t offset, std::span<const std::byte> bytes)>;

    /// @return as encode_sound()
    [[nodiscard]] static Result<SoundWriter> open(std::uint32_t sample_rate_hz,
                                                  SoundFormat format,
                                                  WriteAt write_at);
    ~SoundWriter();
    SoundWriter(SoundWriter&&) noexcept;
    SoundWriter& operator=(SoundWriter&&) noexcept;
    SoundWriter(const SoundWriter&) = delete;
    SoundWriter& operator=(const SoundWriter&) = delete;

    /// Samples outside [-1, 1] are clipped. @return false when the bytes could not be written
    [[nodiscard]] bool write(std::span<const float> samples);
    /// The last call. @return false when the bytes could not be written
    [[nodiscard]] bool finish();

  private:
    struct Impl;
    explicit SoundWriter(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// The sound as a file of this format. Opus knows 8, 12, 16, 24 and 48 kHz, MP3 8 to 48 kHz.
/// @return as write_wav; unsupported when libsndfile was built without the format, or the format
///         does not know the rate
[[nodiscard]] Result<std::vector<std::byte>> encode_sound(const AudioBuffer& sound,
                                                          SoundFormat format);

/// The bytes write_wav would write.
[[nodiscard]] Result<std::vector<std::byte>> encode_wav(const AudioBuffer& sound);

}  // namespace utter::audio
