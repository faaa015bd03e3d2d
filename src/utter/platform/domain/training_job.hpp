#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "utter/core/instant.hpp"

/// The training of a voice as a job. Pure; any thread. Spec: seed "nobody" sections 4 and 7.
namespace utter::platform {

enum class JobState : std::uint8_t {
    queued,     ///< waits for a worker, or for its next attempt
    running,    ///< a worker has it
    succeeded,  ///< the voice has the profile
    failed,     ///< no further attempt is made
    cancelled,  ///< somebody asked for it
};

/// "queued", "running", "succeeded", "failed", "cancelled".
[[nodiscard]] std::string_view to_string(JobState state) noexcept;

/// The state that to_string() writes so.
[[nodiscard]] std::optional<JobState> job_state_from(std::string_view text) noexcept;

/// Whether nothing comes after it.
[[nodiscard]] bool is_final(JobState state) noexcept;

struct TrainingJob {
    std::string id;  ///< UUID version 4
    std::string voice_id;
    JobState state = JobState::queued;
    std::uint8_t percent = 0;    ///< 0 .. 100, of the present attempt
    std::uint32_t attempts = 0;  ///< begun so far
    bool cancel_requested = false;
    std::string error{};  ///< of the last attempt, a sentence; empty: none failed
    Time created_at{};
    std::optional<Time> started_at{};     ///< of the first attempt
    std::optional<Time> finished_at{};    ///< when its state became final
    Time not_before{};                    ///< queued: earliest next attempt
    std::string lease_owner{};            ///< running: who has it
    std::optional<Time> lease_expires{};  ///< running: when it is taken away unless renewed

    friend bool operator==(const TrainingJob&, const TrainingJob&) = default;
};

}  // namespace utter::platform
