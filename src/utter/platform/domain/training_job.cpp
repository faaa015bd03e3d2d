#include "utter/platform/domain/training_job.hpp"

namespace utter::platform {

std::string_view to_string(JobState state) noexcept {
    switch (state) {
        case JobState::queued:
            return "queued";
        case JobState::running:
            return "running";
        case JobState::succeeded:
            return "succeeded";
        case JobState::failed:
            return "failed";
        case JobState::cancelled:
            return "cancelled";
    }
    return "failed";
}

std::optional<JobState> job_state_from(std::string_view text) noexcept {
    for (const auto state : {JobState::queued,
                             JobState::running,
                             JobState::succeeded,
                             JobState::failed,
                             JobState::cancelled}) {
        if (text == to_string(state)) return state;
    }
    return std::nullopt;
}

bool is_final(JobState state) noexcept {
    return state != JobState::queued && state != JobState::running;
}

}  // namespace utter::platform
