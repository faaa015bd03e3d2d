#include "utter/platform/training/training_runner.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <exception>
#include <utility>

#include "utter/core/json.hpp"
#include "utter/core/log.hpp"

namespace utter::platform {
namespace {

constexpr int samples_max = 100;  // what a VoiceTrainer takes

// Whether another try at the queue could succeed.
bool is_passing(const Error& error) {
    return error.code == ErrorCode::io || error.code == ErrorCode::unavailable;
}

}  // namespace

// One training under way. `mutex_` of the runner guards what two threads use.
struct TrainingRunner::Attempt {
    std::stop_source stop{};
    int percent = 0;         // guarded
    bool done = false;       // guarded
    bool cancelled = false;  // by whoever asked for it
    bool lost = false;       // another worker has the job, or nobody any more
    Result<std::optional<speech::TrainedVoice>> outcome{};  // once done
};

std::string to_profile(const speech::TrainedVoice& voice, std::string_view trainer) {
    json::object measures;
    for (const auto& [name, value] : voice.measures) measures[name] = value;
    return json::serialize(
        json::object{{"trainer", trainer},
                     {"voice", voice.voice_id},
                     {"quality", to_string(voice.quality)},
                     {"speech_s", static_cast<double>(voice.speech.count()) / 1'000},
                     {"measures", std::move(measures)}});
}

TrainingRunner::TrainingRunner(const Parts& parts,
                               TrainingRunnerSettings settings,
                               OnEvent on_event)
    : parts_(parts),
      settings_(std::move(settings)),
      on_event_(std::move(on_event)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

TrainingRunner::~TrainingRunner() = default;  // the thread is asked to stop and joined

void TrainingRunner::wake() {
    {
        const std::lock_guard lock(mutex_);
        woken_ = true;
    }
    changed_.notify_all();
}

void TrainingRunner::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        const auto leased = parts_.jobs.lease(settings_.owner);
        if (!leased) {
            log::warning("platform.training.queue_failed", {{"error", leased.error().detail}});
            wait(stop, settings_.look_again);
            continue;
        }
        const auto& job = *leased;
        if (job) {
            work(stop, *job);
        } else {
            wait(stop, until_due());
        }
    }
}

void TrainingRunner::wait(const std::stop_token& stop, std::chrono::milliseconds at_most) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, stop, at_most, [this] { return woken_; });
    woken_ = false;
}

std::chrono::milliseconds TrainingRunner::until_due() {
    const auto next = parts_.jobs.next_due();
    if (!next) return settings_.look_again;
    const auto& due = *next;
    if (!due) return settings_.look_again;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*due - parts_.clock.now());
    return std::clamp(left, std::chrono::milliseconds(1), settings_.look_again);
}

Result<speech::TrainingRequest> TrainingRunner::request_for(const TrainingJob& job) {
    const auto voice = parts_.voices.get(job.voice_id);
    if (!voice) return std::unexpected(voice.error());
    const auto samples = parts_.voices.list_samples(job.voice_id, {.limit = samples_max});
    if (!samples) return std::unexpected(samples.error());
    speech::TrainingRequest request{job.voice_id, voice->fields.lang, {}};
    for (const auto& sample : samples->items) {
        request.samples.push_back(settings_.samples_folder / sample.audio_path);
    }
    return request;
}

void TrainingRunner::work(const std::stop_token& stop, const TrainingJob& job) {
    tell(voice_event::TrainingStarted{job.voice_id, job.id});
    Attempt attempt;
    const auto request = request_for(job);
    if (request) {
        const std::jthread trainer([&] {
            const auto on_progress = [&](const speech::TrainingProgress& progress) {
                const std::lock_guard lock(mutex_);
                // The last percent is that the voice is kept.
                attempt.percent = std::clamp(static_cast<int>(progress.fraction * 100), 0, 99);
                changed_.notify_all();
            };
            try {
                attempt.outcome =
                    parts_.trainer.train(*request, on_progress, attempt.stop.get_token());
            } catch (const std::exception& failed) {
                attempt.outcome = utter::fail(ErrorCode::internal,
                                              std::string("the trainer failed: ") + failed.what());
            }
            const std::lock_guard lock(mutex_);
            attempt.done = true;
            changed_.notify_all();
        });
        watch(stop, job, attempt);
    } else {
        attempt.outcome = std::unexpected(request.error());
    }
    finish(stop, job, attempt);
}

// Renews the lease until the training is done, and ends it early when nobody wants it any more.
void TrainingRunner::watch(const std::stop_token& stop, const TrainingJob& job, Attempt& attempt) {
    int told = 0;
    int percent = 0;
    for (;;) {
        {
            std::unique_lock lock(mutex_);
            const bool stopping = attempt.stop.stop_requested();
            const auto news = [&] {
                return attempt.done || (!stopping && (woken_ || attempt.percent != told));
            };
            if (stopping) {
                changed_.wait_for(lock, settings_.heartbeat, news);
            } else {
                changed_.wait_for(lock, stop, settings_.heartbeat, news);
            }
            woken_ = false;
            percent = attempt.percent;
            if (attempt.done) break;
        }
        if (stop.stop_requested()) attempt.stop.request_stop();
        const auto renewed =
            parts_.jobs.heartbeat(job.id, settings_.owner, static_cast<std::uint8_t>(percent));
        if (!renewed && !is_passing(renewed.error())) attempt.lost = true;
        if (renewed && renewed->cancel_requested) attempt.cancelled = true;
        if (attempt.lost || attempt.cancelled) attempt.stop.request_stop();
        if (renewed && percent != told) {
            tell(voice_event::TrainingProgress{job.id, static_cast<std::uint8_t>(percent)});
        }
        told = percent;
    }
    // A quick one is over before its progress was looked at.
    if (attempt.outcome && *attempt.outcome && percent != told) {
        tell(voice_event::TrainingProgress{job.id, static_cast<std::uint8_t>(percent)});
    }
}

void TrainingRunner::finish(const std::stop_token& stop, const TrainingJob& job, Attempt& attempt) {
    if (attempt.lost) {
        log::warning("platform.training.lost", {{"job", job.id}, {"voice", job.voice_id}});
        return;
    }
    const auto& owner = settings_.owner;
    const auto end = [&]() -> Result<TrainingJob> {
        if (!attempt.outcome) return parts_.jobs.fail(job.id, owner, attempt.outcome.error());
        if (const auto& voice = *attempt.outcome; voice) {
            const auto profile = to_profile(*voice, parts_.trainer.name());
            return parts_.jobs.complete(job.id, owner, {profile, ""});
        }
        if (attempt.cancelled) return parts_.jobs.cancelled(job.id, owner);
        return parts_.jobs.release(job.id, owner);
    };
    // A store that is away for a moment must not cost minutes of training.
    auto ended = end();
    for (int again = 0; !ended && is_passing(ended.error()) && again < 3; ++again) {
        wait(stop, settings_.heartbeat);
        ended = end();
    }
    tell_end(ended);
}

void TrainingRunner::tell_end(const Result<TrainingJob>& job) const {
    if (!job) {
        log::warning("platform.training.end_failed", {{"error", job.error().detail}});
        return;
    }
    if (job->state == JobState::succeeded) {
        tell(voice_event::TrainingComplete{job->voice_id, job->id});
    } else if (job->state == JobState::failed) {
        tell(voice_event::TrainingFailed{job->voice_id, job->id, job->error});
    } else if (job->state == JobState::cancelled) {
        tell(voice_event::TrainingCancelled{job->voice_id, job->id});
    } else if (!job->error.empty()) {
        log::info("platform.training.retry", {{"job", job->id}, {"attempts", job->attempts}});
    }
}

void TrainingRunner::tell(const VoiceEvent& event) const {
    if (on_event_) on_event_(event);
}

}  // namespace utter::platform
