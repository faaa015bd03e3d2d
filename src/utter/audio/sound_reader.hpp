#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "utter/core/result.hpp"

namespace utter::audio {

/// The longest sound that is read: nothing Utter listens to or says is longer, and a header that
/// claims more must not make us reserve memory for it.
inline constexpr std::chrono::minutes sound_duration_max{10};
inline constexpr int sound_channels_max = 32;
/// Sample rates that are read and written, in Hz.
inline constexpr int sound_rate_min_hz = 8'000;
inline constexpr int sound_rate_max_hz = 192'000;

/// Reads a file of sound a block at a time, mixed to mono by averaging, so that some hundred kB are
/// enough however long it is. Samples that are not numbers become silence. Calls block; for one
/// thread at a time, not an audio thread.
class SoundReader {
  public:
    enum class Kind : std::uint8_t {
        wav,  ///< WAV alone, any PCM width or float
        any,  ///< WAV, FLAC, Ogg or MP3, told apart by their first bytes
    };
    struct Options {
        Kind kind = Kind::any;
        /// 8000 .. 192000; a higher rate is brought to this one
        std::uint32_t highest_rate_hz = 192'000;
    };

    /// Of bytes that outlive it; errors say `name` for the file.
    /// @return malformed when it is no such sound, has no samples or ends before its header says;
    ///         limit when it is longer than sound_duration_max; unsupported for a sample rate
    ///         outside 8 to 192 kHz or too many channels
    [[nodiscard]] static Result<SoundReader> open(std::span<const std::byte> bytes,
                                                  std::string_view name,
                                                  Options options);
    /// Of a regular file, which does not change meanwhile. @return io as well
    [[nodiscard]] static Result<SoundReader> open(const std::filesystem::path& path,
                                                  std::string_view name,
                                                  Options options);

    ~SoundReader();
    SoundReader(SoundReader&&) noexcept;
    SoundReader& operator=(SoundReader&&) noexcept;
    SoundReader(const SoundReader&) = delete;
    SoundReader& operator=(const SoundReader&) = delete;

    [[nodiscard]] std::uint32_t sample_rate_hz() const noexcept;  ///< of what read() appends
    /// How many samples there will be, as far as the header tells; some more than that at most.
    [[nodiscard]] std::size_t samples_expected() const noexcept;

    /// Appends the next samples, up to half a second of them.
    /// @return whether there may be more; else as open()
    [[nodiscard]] Result<bool> read(std::vector<float>& into);

  private:
    struct Impl;
    explicit SoundReader(std::unique_ptr<Impl> impl);
    [[nodiscard]] static Result<SoundReader> make(std::unique_ptr<Impl> impl, Options options);
    std::unique_ptr<Impl> impl_;
};

}  // namespace utter::audio
