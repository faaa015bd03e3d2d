#include "utter/platform/training/training_runner.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <deque>
#include <latch>
#include <stdexcept>
#include <string>
#include <vector>

#include "utter/platform/storage/sql_storage.hpp"
#include "utter/platform/storage/test_database.hpp"

namespace utter::platform {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Trains as each test wants it.
class FakeTrainer final : public speech::VoiceTrainer {
  public:
    using Outcome = Result<std::optional<speech::TrainedVoice>>;
    using Work = std::function<Outcome(
        const speech::TrainingRequest&, const OnProgress&, const std::stop_token&)>;

    explicit FakeTrainer(Work work) : work_(std::move(work)) {}
    [[nodiscard]] std::string_view name() const override { return "fake"; }
    [[nodiscard]] Result<void> check() const override { return {}; }
    [[nodiscard]] Outcome train(const speech::TrainingRequest& request,
                                const OnProgress& on_progress,
                                std::stop_token stop) override {
        return work_(request, on_progress, stop);
    }

  private:
    Work work_;
};

FakeTrainer::Outcome trained(const speech::TrainingRequest& request) {
    return speech::TrainedVoice{
        request.voice_id, speech::VoiceQuality::quick, 12s, {{"pitch_hz", 99}}};
}

// Waits until it is asked to stop.
FakeTrainer::Outcome until_stopped(const speech::TrainingRequest& /*request*/,
                                   const speech::VoiceTrainer::OnProgress& on_progress,
                                   const std::stop_token& stop) {
    on_progress({0.25, "waiting"});
    std::latch stopped(1);
    const std::stop_callback on_stop(stop, [&] { stopped.count_down(); });
    stopped.wait();
    return std::nullopt;
}

// What the runner told, in order.
class Events {
  public:
    void add(const VoiceEvent& event) {
        const std::lock_guard lock(mutex_);
        told_.push_back(std::string(topic_of(event).substr(21)) + " " +
                        json::serialize(payload_of(event)));
        changed_.notify_all();
    }
    // The next one; a test that waits in vain is ended by its time limit.
    std::string next() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return !told_.empty(); });
        auto first = told_.front();
        told_.pop_front();
        return first.substr(0, first.find(' '));
    }
    bool empty() {
        const std::lock_guard lock(mutex_);
        return told_.empty();
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::string> told_;
};

class Training : public ::testing::Test {
  protected:
    Training() {
        settings.database = folder.path() / "platform.db";
        settings.retry_first = 0ms;
        storage = SqlStorage::open(settings, clock).value();
        voice = storage->voices().create({"Anna", "", "en-US"}).value().id;
        EXPECT_TRUE(storage->voices().add_sample({.id = "00000000-0000-4000-8000-000000000001",
                                                  .voice_id = voice,
                                                  .name = "",
                                                  .audio_path = voice + "/a.wav",
                                                  .duration = 10s}));
    }

    void start(speech::VoiceTrainer& trainer) {
        theirs = SqlStorage::open(settings, clock).value();
        runner = std::make_unique<TrainingRunner>(
            TrainingRunner::Parts{theirs->jobs(), theirs->voices(), trainer, clock},
            TrainingRunnerSettings{.owner = "w" + std::to_string(++runners),
                                   .samples_folder = folder.path() / "samples",
                                   .heartbeat = 20ms,
                                   .look_again = 20ms},
            [this](const VoiceEvent& event) { events.add(event); });
    }

    std::string enqueue() {
        const auto job = storage->jobs().enqueue(voice);
        EXPECT_TRUE(job) << job.error().detail;
        if (runner) runner->wake();
        return job->id;
    }

    testing::TemporaryFolder folder;
    SystemClock clock;
    StorageSettings settings;
    std::unique_ptr<SqlStorage> storage;  // the test's
    std::unique_ptr<SqlStorage> theirs;
    std::string voice;
    Events events;
    int runners = 0;
    std::unique_ptr<TrainingRunner> runner;
};

TEST_F(Training, AQuickOneTellsItsProgressToo) {
    FakeTrainer trainer([&](const auto& request, const auto& on_progress, const auto&) {
        on_progress({0.5, "half"});
        return trained(request);
    });
    start(trainer);
    enqueue();
    EXPECT_EQ(events.next(), "training_started");
    EXPECT_EQ(events.next(), "training_progress");
    EXPECT_EQ(events.next(), "training_complete");
}

TEST_F(Training, AVoiceIsTrainedWithProgress) {
    std::latch seen(1);
    FakeTrainer trainer([&](const auto& request, const auto& on_progress, const auto&) {
        EXPECT_EQ(request.voice_id, voice);
        EXPECT_EQ(request.lang, "en-US");
        EXPECT_THAT(request.samples, ElementsAre(folder.path() / "samples" / voice / "a.wav"));
        on_progress({0.5, "half"});
        seen.wait();
        return trained(request);
    });
    start(trainer);
    const auto job = enqueue();
    EXPECT_EQ(events.next(), "training_started");
    EXPECT_EQ(events.next(), "training_progress");
    EXPECT_EQ(storage->jobs().get(job)->percent, 50);
    EXPECT_EQ(storage->voices().get(voice)->status, VoiceStatus::training);
    seen.count_down();
    EXPECT_EQ(events.next(), "training_complete");
    const auto done = storage->voices().get(voice).value();
    EXPECT_EQ(done.status, VoiceStatus::ready);
    EXPECT_EQ(done.trained->profile,
              R"({"trainer":"fake","voice":")" + voice +
                  R"(","quality":"quick","speech_s":1.2E1,"measures":{"pitch_hz":9.9E1}})");
}

TEST_F(Training, IsCancelledWhileItRuns) {
    FakeTrainer trainer(until_stopped);
    start(trainer);
    const auto job = enqueue();
    EXPECT_EQ(events.next(), "training_started");
    EXPECT_EQ(events.next(), "training_progress");
    ASSERT_TRUE(storage->jobs().cancel(job));
    runner->wake();
    EXPECT_EQ(events.next(), "training_cancelled");
    EXPECT_EQ(storage->jobs().get(job)->state, JobState::cancelled);
    EXPECT_EQ(storage->voices().get(voice)->status, VoiceStatus::untrained);
}

TEST_F(Training, IsTriedAgainWhenThatCanHelp) {
    int attempts = 0;
    FakeTrainer trainer([&](const auto& request, const auto&, const auto&) -> FakeTrainer::Outcome {
        if (++attempts < 3) {
            return std::unexpected(Error{ErrorCode::unavailable, "the worker is away", true});
        }
        return trained(request);
    });
    start(trainer);
    const auto job = enqueue();
    for (int i = 0; i < 3; ++i) EXPECT_EQ(events.next(), "training_started");
    EXPECT_EQ(events.next(), "training_complete");
    EXPECT_EQ(storage->jobs().get(job)->attempts, 3U);
}

TEST_F(Training, FailsWithTheTrainersReason) {
    int call = 0;
    FakeTrainer trainer([&](const auto&, const auto&, const auto&) -> FakeTrainer::Outcome {
        if (++call > 1) throw std::runtime_error("out of memory");
        return fail(ErrorCode::invalid_argument, "the 'samples' hold no speech");
    });
    start(trainer);
    auto job = enqueue();
    EXPECT_EQ(events.next(), "training_started");
    EXPECT_EQ(events.next(), "training_failed");
    EXPECT_EQ(storage->jobs().get(job)->error, "the 'samples' hold no speech");
    EXPECT_EQ(storage->voices().get(voice)->status, VoiceStatus::failed);
    job = enqueue();
    EXPECT_EQ(events.next(), "training_started");
    EXPECT_EQ(events.next(), "training_failed");
    EXPECT_THAT(storage->jobs().get(job)->error, HasSubstr("out of memory"));
}

TEST_F(Training, AStoppedRunnerGivesItsJobBack) {
    FakeTrainer waiting(until_stopped);
    start(waiting);
    const auto job = enqueue();
    EXPECT_EQ(events.next(), "training_started");
    EXPECT_EQ(events.next(), "training_progress");
    runner.reset();
    const auto back = storage->jobs().get(job).value();
    EXPECT_EQ(back.state, JobState::queued);
    EXPECT_EQ(back.attempts, 0U);
    FakeTrainer trainer(
        [](const auto& request, const auto&, const auto&) { return trained(request); });
    start(trainer);
    EXPECT_EQ(events.next(), "training_started");
    EXPECT_EQ(events.next(), "training_complete");
}

TEST_F(Training, AJobWhoseRunnerDiedIsTakenAgain) {
    settings.lease = 100ms;
    storage = SqlStorage::open(settings, clock).value();
    const auto job = enqueue();
    ASSERT_TRUE(storage->jobs().lease("the one that died").value());
    FakeTrainer trainer(
        [](const auto& request, const auto&, const auto&) { return trained(request); });
    start(trainer);
    EXPECT_EQ(events.next(), "training_started");
    EXPECT_EQ(events.next(), "training_complete");
    EXPECT_EQ(storage->jobs().get(job)->attempts, 2U);
}

TEST_F(Training, ALongSilenceOfTheTrainerDoesNotCostTheLease) {
    settings.lease = 100ms;
    storage = SqlStorage::open(settings, clock).value();
    std::latch go(1);
    FakeTrainer trainer([&](const auto& request, const auto&, const auto&) {
        go.wait();
        return trained(request);
    });
    start(trainer);
    const auto job = enqueue();
    EXPECT_EQ(events.next(), "training_started");
    const auto first = storage->jobs().get(job)->lease_expires;
    // Renewed again and again, beyond the first lease's end.
    while (storage->jobs().get(job)->lease_expires < *first + 150ms) std::this_thread::yield();
    EXPECT_EQ(storage->jobs().get(job)->attempts, 1U);
    go.count_down();
    EXPECT_EQ(events.next(), "training_complete");
}

TEST_F(Training, StopsWhenItsVoiceIsRemoved) {
    std::latch stopped(1);
    FakeTrainer trainer([&](const auto& request, const auto& on_progress, const auto& stop) {
        auto outcome = until_stopped(request, on_progress, stop);
        stopped.count_down();
        return outcome;
    });
    start(trainer);
    enqueue();
    EXPECT_EQ(events.next(), "training_started");
    EXPECT_EQ(events.next(), "training_progress");
    ASSERT_TRUE(storage->voices().remove(voice, {}));
    runner->wake();
    stopped.wait();
    runner.reset();
    EXPECT_TRUE(events.empty());
}

}  // namespace
}  // namespace utter::platform
