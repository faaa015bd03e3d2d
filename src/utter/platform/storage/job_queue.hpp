#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "utter/core/instant.hpp"
#include "utter/core/result.hpp"
#include "utter/platform/domain/training_job.hpp"
#include "utter/platform/domain/voice.hpp"
#include "utter/platform/storage/page.hpp"

namespace utter::platform {

/// Port: training jobs, kept and handed out. Threads, durability and io errors as at
/// VoiceRepository; workers on other threads or machines have queues of their own on the same
/// store.
///
/// A worker leases a job, renews the lease while it works, and ends it with complete(), fail(),
/// cancelled() or release(). A lease that runs out, because its worker died, is handed to the next
/// one; after too many attempts the job has failed. What a worker does with a lease it has lost is
/// refused with conflict and changes nothing.
class JobQueue {
  public:
    JobQueue() = default;
    virtual ~JobQueue() = default;
    JobQueue(const JobQueue&) = delete;
    JobQueue& operator=(const JobQueue&) = delete;
    JobQueue(JobQueue&&) = delete;
    JobQueue& operator=(JobQueue&&) = delete;

    /// Asks for the training of a voice.
    /// @return not_found for the voice; invalid_argument when it has less sound than
    ///         trainable_min, saying how much it has; conflict when a job of it is not over, naming
    ///         that; limit when too many jobs wait
    [[nodiscard]] virtual Result<TrainingJob> enqueue(const std::string& voice_id) = 0;

    /// @return not_found
    [[nodiscard]] virtual Result<TrainingJob> get(const std::string& job_id) = 0;

    /// Oldest first. @param voice_id empty: of all voices
    /// @return invalid_argument naming 'limit' or 'after'
    [[nodiscard]] virtual Result<Page<TrainingJob>> list(const std::string& voice_id,
                                                         const PageRequest& page) = 0;

    /// Takes the job that is due longest, one whose lease has run out included.
    /// @param owner names the worker, unlike any other that runs
    /// @return nothing when none is due
    [[nodiscard]] virtual Result<std::optional<TrainingJob>> lease(const std::string& owner) = 0;

    /// When lease() may have something next, if nothing is enqueued meanwhile; nothing when no job
    /// waits or runs.
    [[nodiscard]] virtual Result<std::optional<Time>> next_due() = 0;

    /// Renews the lease and tells how far the work is.
    /// @param percent 0 .. 100
    /// @return the job, whose `cancel_requested` says whether to stop; not_found when its voice was
    ///         removed; conflict when the lease was lost
    [[nodiscard]] virtual Result<TrainingJob> heartbeat(const std::string& job_id,
                                                        const std::string& owner,
                                                        std::uint8_t percent) = 0;

    /// The job has succeeded and its voice has the profile, in one step. A cancellation that came
    /// too late counts for nothing. @return as heartbeat()
    [[nodiscard]] virtual Result<TrainingJob> complete(const std::string& job_id,
                                                       const std::string& owner,
                                                       const TrainedProfile& trained) = 0;

    /// This attempt failed. It is queued again with a growing wait if `error` is retryable and
    /// attempts are left; else it has failed. @return as heartbeat()
    [[nodiscard]] virtual Result<TrainingJob> fail(const std::string& job_id,
                                                   const std::string& owner,
                                                   const Error& error) = 0;

    /// The worker has stopped because of `cancel_requested`. @return as heartbeat()
    [[nodiscard]] virtual Result<TrainingJob> cancelled(const std::string& job_id,
                                                        const std::string& owner) = 0;

    /// The worker shuts down: the job is due again, and this attempt was none. @return as
    /// heartbeat()
    [[nodiscard]] virtual Result<TrainingJob> release(const std::string& job_id,
                                                      const std::string& owner) = 0;

    /// Asks for an end: a job that waits is cancelled at once, one that runs when its worker sees
    /// it. Asking twice is no fault.
    /// @return the job; not_found; conflict when it is over already and was not cancelled
    [[nodiscard]] virtual Result<TrainingJob> cancel(const std::string& job_id) = 0;
};

}  // namespace utter::platform
