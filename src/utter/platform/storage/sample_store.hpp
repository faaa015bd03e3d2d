#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "utter/audio/audio_buffer.hpp"
#include "utter/audio/sound_reader.hpp"
#include "utter/core/clock.hpp"
#include "utter/core/result.hpp"
#include "utter/platform/domain/voice.hpp"
#include "utter/platform/storage/unnamed_file.hpp"
#include "utter/platform/storage/voice_repository.hpp"

namespace utter::platform {

/// What is asked of an uploaded sample.
struct SampleStoreSettings {
    std::filesystem::path folder;                     ///< made when it is missing; nobody else's
    std::size_t bytes_max = 64U << 20U;               ///< 1 KiB .. 1 GiB of an upload
    std::uint32_t sample_rate_hz_min = 16'000;        ///< 8000 .. 192,000
    std::chrono::milliseconds duration_min{1'000};    ///< 100 ms .. 1 min
    std::chrono::milliseconds duration_max{600'000};  ///< duration_min .. 10 min
    double loudness_dbfs_min = -50.0;                 ///< -90 .. 0; what is softer is silence
    double speech_share_min = 0.1;    ///< 0 .. 1 of the time that is not silence, at least
    double clipped_share_max = 0.01;  ///< 0 .. 1 of the samples that stand at full scale, at most

    /// @return invalid_argument naming the first field that is out of its range
    [[nodiscard]] Result<void> validate() const;
};

/// Whether a recording is fit for training a voice, found while it is read. Pure; one thread at a
/// time.
class SampleCheck {
  public:
    /// @param settings outlive it
    SampleCheck(std::uint32_t sample_rate_hz, const SampleStoreSettings& settings);

    /// Takes the next samples, any number of them.
    void add(std::span<const float> samples);
    [[nodiscard]] std::chrono::milliseconds duration() const;
    /// @return invalid_argument that names what is wrong ("sample rate", "length", "silence",
    ///         "clipping"), the measured figure and the bound; limit when it is too long
    [[nodiscard]] Result<void> verdict() const;

  private:
    const SampleStoreSettings& settings_;
    std::uint32_t sample_rate_hz_;
    std::size_t samples_ = 0;
    // Of the frame of 20 ms that is being filled.
    std::size_t frame_samples_ = 0;
    double sum_ = 0;
    double squares_ = 0;
    std::size_t frames_ = 0;
    std::size_t loud_frames_ = 0;
    std::size_t run_ = 0;  // of samples at full scale
    std::size_t clipped_ = 0;
};

/// A sample whose file is on the disk and whose row is not there yet. The file goes with the
/// object, unless it is kept. One thread at a time.
class CheckedSample {
  public:
    CheckedSample(VoiceSample sample, std::filesystem::path file)
        : sample_(std::move(sample)), file_(std::move(file)) {}
    ~CheckedSample();
    CheckedSample(CheckedSample&& other) noexcept
        : sample_(std::move(other.sample_)), file_(std::exchange(other.file_, {})) {}
    CheckedSample& operator=(CheckedSample&&) = delete;
    CheckedSample(const CheckedSample&) = delete;
    CheckedSample& operator=(const CheckedSample&) = delete;

    [[nodiscard]] VoiceSample& sample() noexcept { return sample_; }
    void keep() { file_.clear(); }

  private:
    VoiceSample sample_;
    std::filesystem::path file_;  // empty: it stays
};

/// Uploaded sound: a folder for each voice with a WAV file for each sample, and rows in a
/// VoiceRepository. A file without a row is removed by the next sweep(); a row without a file does
/// not come to be. Calls block (disk, decoding); where nothing else is said they are for one thread
/// at a time, the repository's.
class SampleStore {
  public:
    /// Makes the folder and sweeps it. @param voices, clock outlive it
    [[nodiscard]] static Result<SampleStore> open(SampleStoreSettings settings,
                                                  VoiceRepository& voices,
                                                  const Clock& clock);

    /// Accepts an upload: check(), then file(). @return not_found for the voice, and as those
    [[nodiscard]] Result<VoiceSample> add(const std::string& voice_id,
                                          std::span<const std::byte> bytes,
                                          std::string_view name = {});

    /// Where an upload can wait that is too large for memory. Any thread.
    /// @return io when the disk is full
    [[nodiscard]] Result<UnnamedFile> make_upload() const;

    /// The long part of accepting an upload: piece by piece it is decoded, checked and written as a
    /// 16-bit mono WAV of its own rate, or of 48 kHz if that is more, to a file beside its place,
    /// which is made durable and moved there. What is refused leaves no file. Any thread.
    /// @param voice that is there, or was
    /// @param bytes a WAV, FLAC, Ogg or MP3
    /// @param name what the client calls it; controls and broken UTF-8 are left out, and all after
    ///             200 characters; never used as a path
    /// @return malformed for bytes that are no such sound; unsupported for a rate or channels that
    ///         no sound here has; limit for too many bytes; else as SampleCheck::verdict(); io when
    ///         the disk is full
    [[nodiscard]] Result<CheckedSample> check(const Voice& voice,
                                              std::span<const std::byte> bytes,
                                              std::string_view name) const;
    /// The same for an upload that has come whole.
    [[nodiscard]] Result<CheckedSample> check(const Voice& voice,
                                              const UnnamedFile& upload,
                                              std::string_view name) const;
    /// The short part: the row. @param checked what check() made for this voice
    /// @return its error; not_found when the voice was removed meanwhile; limit for too many
    ///         samples or too much sound of it. The file is gone then.
    [[nodiscard]] Result<VoiceSample> file(const Voice& voice, Result<CheckedSample> checked);

    /// The sound of a sample, mono. @return not_found, io
    [[nodiscard]] Result<audio::AudioBuffer> read(const VoiceSample& sample) const;

    /// The file of a sample, to be sent as it is: audio/wav.
    [[nodiscard]] std::filesystem::path path_of(const VoiceSample& sample) const;

    /// Row, then file. @return not_found for the voice or the sample
    [[nodiscard]] Result<void> remove(const std::string& voice_id, const std::string& sample_id);

    /// The voice with all rows and files. @return not_found; conflict as VoiceRepository::remove()
    [[nodiscard]] Result<void> remove_voice(const std::string& voice_id,
                                            std::optional<std::int64_t> revision = {});

    /// Removes files that no row names, as a crash between the two leaves them. What is not named
    /// like a file of ours stays. Not while another thread adds.
    /// @return how many
    [[nodiscard]] Result<std::size_t> sweep();

  private:
    SampleStore(SampleStoreSettings settings, VoiceRepository& voices, const Clock& clock)
        : settings_(std::move(settings)), voices_(&voices), clock_(&clock) {}
    // @param open_sound gives the SoundReader; asked when the size is right
    template <class OpenSound>
    [[nodiscard]] Result<CheckedSample> check(const Voice& voice,
                                              std::size_t bytes,
                                              OpenSound open_sound,
                                              std::string_view name) const;
    // Fills in what is known of the sample only then.
    [[nodiscard]] Result<void> write_checked(audio::SoundReader& sound,
                                             const std::filesystem::path& path,
                                             VoiceSample& sample) const;

    SampleStoreSettings settings_;
    VoiceRepository* voices_;
    const Clock* clock_;
};

}  // namespace utter::platform
