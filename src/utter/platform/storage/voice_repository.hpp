#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "utter/core/result.hpp"
#include "utter/platform/domain/voice.hpp"
#include "utter/platform/storage/page.hpp"

namespace utter::platform {

/// Port: voices and their samples. Calls block and are for one thread at a time; what returned
/// without an error has reached the disk. Besides what is said at each, every call may fail with
/// io (the store refused; retryable when trying again can help).
class VoiceRepository {
  public:
    VoiceRepository() = default;
    virtual ~VoiceRepository() = default;
    VoiceRepository(const VoiceRepository&) = delete;
    VoiceRepository& operator=(const VoiceRepository&) = delete;
    VoiceRepository(VoiceRepository&&) = delete;
    VoiceRepository& operator=(VoiceRepository&&) = delete;

    /// @return invalid_argument naming the fields; limit when there are too many voices
    [[nodiscard]] virtual Result<Voice> create(const VoiceFields& fields) = 0;

    /// @return not_found
    [[nodiscard]] virtual Result<Voice> get(const std::string& id) = 0;

    /// Oldest first. @return invalid_argument naming 'limit' or 'after'
    [[nodiscard]] virtual Result<Page<Voice>> list(const PageRequest& page) = 0;

    /// Replaces the fields.
    /// @param revision what the caller has seen; absent: whatever is there
    /// @return not_found, invalid_argument, or conflict when the voice has another revision now
    [[nodiscard]] virtual Result<Voice> update(const std::string& id,
                                               const VoiceFields& fields,
                                               std::optional<std::int64_t> revision) = 0;

    /// Removes a voice with its samples' rows and its jobs (one that runs is abandoned) and takes
    /// it from the personas that have it. Its files are the SampleStore's, whose remove_voice() is
    /// the call for most.
    /// @return not_found, or conflict as update()
    [[nodiscard]] virtual Result<void> remove(const std::string& id,
                                              std::optional<std::int64_t> revision) = 0;

    /// Files a sample that is on disk already; SampleStore::add() is the call for uploads.
    /// @return not_found for the voice; limit when it has too many samples or too much sound
    [[nodiscard]] virtual Result<void> add_sample(const VoiceSample& sample) = 0;

    /// @return not_found for the voice or the sample
    [[nodiscard]] virtual Result<VoiceSample> get_sample(const std::string& voice_id,
                                                         const std::string& sample_id) = 0;

    /// Oldest first. @return not_found for the voice; invalid_argument naming 'limit' or 'after'
    [[nodiscard]] virtual Result<Page<VoiceSample>> list_samples(const std::string& voice_id,
                                                                 const PageRequest& page) = 0;

    /// Takes out the row; SampleStore::remove() is the call that takes the file too.
    /// @return not_found for the voice or the sample
    [[nodiscard]] virtual Result<void> remove_sample(const std::string& voice_id,
                                                     const std::string& sample_id) = 0;
};

}  // namespace utter::platform
