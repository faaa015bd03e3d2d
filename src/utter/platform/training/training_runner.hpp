#pragma once

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

#include "utter/core/clock.hpp"
#include "utter/core/result.hpp"
#include "utter/platform/domain/events.hpp"
#include "utter/platform/domain/training_job.hpp"
#include "utter/platform/storage/job_queue.hpp"
#include "utter/platform/storage/voice_repository.hpp"
#include "utter/speech/voice_trainer.hpp"

namespace utter::platform {

struct TrainingRunnerSettings {
    std::string owner;                           ///< names this worker, unlike any other that runs
    std::filesystem::path samples_folder;        ///< SampleStoreSettings::folder
    std::chrono::milliseconds heartbeat{5'000};  ///< 10 ms .. a third of StorageSettings::lease
    std::chrono::milliseconds look_again{10'000};  ///< 10 ms .. 1 h, when nobody calls wake()
};

/// Takes training jobs from a queue, one after the other, on a thread of its own, while another
/// trains. A job whose runner is killed is taken again when its lease runs out; one whose runner is
/// stopped is due again at once.
class TrainingRunner {
  public:
    /// Called on the runner's thread; must not block, and not stop the runner. TrainingStarted
    /// comes with each attempt, TrainingFailed only when no other follows.
    using OnEvent = std::function<void(const VoiceEvent&)>;

    /// What it works with, which outlives it. Queue and repository are for its thread alone, so
    /// they are of an SqlStorage of its own.
    struct Parts {
        JobQueue& jobs;
        VoiceRepository& voices;
        speech::VoiceTrainer& trainer;
        const Clock& clock;
    };

    /// Starts at once.
    TrainingRunner(const Parts& parts, TrainingRunnerSettings settings, OnEvent on_event);

    /// Stops the training that is under way, gives its job back and waits for both threads: as long
    /// as the trainer takes to notice.
    ~TrainingRunner();
    TrainingRunner(const TrainingRunner&) = delete;
    TrainingRunner& operator=(const TrainingRunner&) = delete;
    TrainingRunner(TrainingRunner&&) = delete;
    TrainingRunner& operator=(TrainingRunner&&) = delete;

    /// A job was enqueued or is to be cancelled: it looks now. Any thread.
    void wake();

  private:
    struct Attempt;

    void run(const std::stop_token& stop);
    void wait(const std::stop_token& stop, std::chrono::milliseconds at_most);
    [[nodiscard]] std::chrono::milliseconds until_due();
    void work(const std::stop_token& stop, const TrainingJob& job);
    void watch(const std::stop_token& stop, const TrainingJob& job, Attempt& attempt);
    void finish(const std::stop_token& stop, const TrainingJob& job, Attempt& attempt);
    [[nodiscard]] Result<speech::TrainingRequest> request_for(const TrainingJob& job);
    void tell(const VoiceEvent& event) const;
    void tell_end(const Result<TrainingJob>& job) const;

    Parts parts_;
    TrainingRunnerSettings settings_;
    OnEvent on_event_;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    bool woken_ = false;   // guarded by mutex_
    std::jthread thread_;  // last: it uses all of these
};

/// The JSON object that stands in Voice::trained for what a trainer made: "trainer", "voice" (what
/// SynthesisRequest::voice takes), "quality", "speech_s" and "measures".
[[nodiscard]] std::string to_profile(const speech::TrainedVoice& voice, std::string_view trainer);

}  // namespace utter::platform
