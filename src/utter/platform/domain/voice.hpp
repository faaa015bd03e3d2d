#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/instant.hpp"
#include "utter/platform/domain/field_fault.hpp"
#include "utter/speech/voice_quality.hpp"

/// Voices and the samples they are made of. Pure; any thread. Spec: seed "nobody" section 4.
namespace utter::platform {

using speech::quality_of;
using speech::trainable_min;
using speech::VoiceQuality;

enum class VoiceStatus : std::uint8_t {
    untrained,  ///< nothing was trained, or it was cancelled
    training,   ///< a job waits or runs; an earlier profile stays usable meanwhile
    ready,      ///< it has a profile
    failed,     ///< the newest job failed and there is no earlier profile
};

/// "untrained", "training", "ready", "failed".
[[nodiscard]] std::string_view to_string(VoiceStatus status) noexcept;

/// What people decide about a voice.
struct VoiceFields {
    std::string name;         ///< 1 .. 100 characters on one line
    std::string description;  ///< up to 2000 characters, lines allowed
    std::string lang;         ///< BCP-47: what the samples speak

    friend bool operator==(const VoiceFields&, const VoiceFields&) = default;
};

/// Everything that is wrong with the fields; empty when nothing is.
[[nodiscard]] std::vector<FieldFault> check(const VoiceFields& fields);

/// What a trainer made of the samples.
struct TrainedProfile {
    std::string profile;         ///< one JSON object as text, for the engine that speaks
    std::string embedding_path;  ///< file of a neural embedding; empty: there is none

    friend bool operator==(const TrainedProfile&, const TrainedProfile&) = default;
};

struct Voice {
    std::string id;  ///< UUID version 4
    VoiceFields fields;
    VoiceStatus status = VoiceStatus::untrained;
    std::uint32_t samples = 0;                ///< how many there are
    std::chrono::milliseconds sound{0};       ///< how much they hold together
    std::optional<TrainedProfile> trained{};  ///< of the last training that succeeded
    std::string job_id{};                     ///< the newest training job; empty: there was none
    Time created_at{};
    Time updated_at{};          ///< of anything in here, samples and status included
    std::int64_t revision = 1;  ///< grows with each change of anything in here; for ETags

    [[nodiscard]] std::optional<VoiceQuality> quality() const noexcept { return quality_of(sound); }

    friend bool operator==(const Voice&, const Voice&) = default;
};

/// One recording of a speaker, accepted and on disk.
struct VoiceSample {
    std::string id;  ///< UUID version 4
    std::string voice_id;
    std::string name;        ///< as it was uploaded, up to 200 characters; may be empty
    std::string audio_path;  ///< relative to the folder of the samples
    std::chrono::milliseconds duration{0};
    std::uint32_t sample_rate_hz = 0;  ///< of the upload
    std::uint64_t bytes = 0;           ///< of the file
    Time uploaded_at{};

    friend bool operator==(const VoiceSample&, const VoiceSample&) = default;
};

}  // namespace utter::platform
