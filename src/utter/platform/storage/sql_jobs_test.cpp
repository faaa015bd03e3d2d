#include "utter/platform/storage/job_queue.hpp"

#include <gmock/gmock.h>

#include <set>
#include <thread>
#include <vector>

#include "utter/platform/storage/storage_fixture.hpp"

namespace utter::platform {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

class Jobs : public testing::StorageTest {
  protected:
    void SetUp() override {
        settings.lease = 30s;
        settings.retry_first = 5s;
        settings.retry_max = 12s;
        settings.attempts_max = 3;
        StorageTest::SetUp();
    }

    JobQueue& jobs() { return storage->jobs(); }

    // A voice that can be trained, and its job.
    TrainingJob enqueue() {
        voice = make_voice(10s);
        auto job = jobs().enqueue(voice);
        EXPECT_TRUE(job) << job.error().detail;
        return job.value_or(TrainingJob{});
    }

    VoiceStatus status() { return storage->voices().get(voice)->status; }
    std::int64_t revision() { return storage->voices().get(voice)->revision; }

    std::string voice;
    static inline const Error again{ErrorCode::unavailable, "the worker is gone", true};
    static inline const Error never{ErrorCode::malformed, "no speech", false};
};

TEST_P(Jobs, GoFromQueuedToSucceeded) {
    const auto queued = enqueue();
    EXPECT_EQ(queued.state, JobState::queued);
    EXPECT_EQ(status(), VoiceStatus::training);
    EXPECT_EQ(storage->voices().get(voice)->job_id, queued.id);
    EXPECT_EQ(jobs().next_due().value(), queued.not_before);

    const auto running = jobs().lease("w1").value();
    ASSERT_TRUE(running);
    EXPECT_EQ(running->id, queued.id);
    EXPECT_EQ(running->state, JobState::running);
    EXPECT_EQ(running->attempts, 1U);
    EXPECT_EQ(running->lease_owner, "w1");
    EXPECT_EQ(running->lease_expires, clock.now() + 30s);
    EXPECT_EQ(running->started_at, clock.now());
    EXPECT_EQ(jobs().lease("w2").value(), std::nullopt);
    EXPECT_EQ(jobs().next_due().value(), clock.now() + 30s);

    clock.advance(20s);
    const auto half = jobs().heartbeat(queued.id, "w1", 50);
    ASSERT_TRUE(half) << half.error().detail;
    EXPECT_EQ(half->percent, 50);
    EXPECT_EQ(half->lease_expires, clock.now() + 30s);
    EXPECT_FALSE(half->cancel_requested);

    const auto before = revision();
    const auto done = jobs().complete(queued.id, "w1", {R"({"pitch":12})", "voices/x.bin"});
    ASSERT_TRUE(done) << done.error().detail;
    EXPECT_EQ(done->state, JobState::succeeded);
    EXPECT_EQ(done->percent, 100);
    EXPECT_EQ(done->finished_at, clock.now());
    EXPECT_EQ(done->lease_owner, "");
    const auto trained = storage->voices().get(voice).value();
    EXPECT_EQ(trained.status, VoiceStatus::ready);
    EXPECT_EQ(trained.trained, (TrainedProfile{R"({"pitch":12})", "voices/x.bin"}));
    EXPECT_GT(trained.revision, before);
    EXPECT_EQ(jobs().next_due().value(), std::nullopt);
    reopen();
    EXPECT_EQ(jobs().get(queued.id), done);
}

TEST_P(Jobs, NeedAVoiceThatCanBeTrained) {
    EXPECT_EQ(jobs().enqueue("nobody").error().code, ErrorCode::not_found);
    const auto id = make_voice(9'999ms);
    const auto refused = jobs().enqueue(id);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::invalid_argument);
    EXPECT_THAT(refused.error().detail, HasSubstr("9.99 seconds"));
    add_sound(id, 1ms);
    const auto job = jobs().enqueue(id);
    ASSERT_TRUE(job) << job.error().detail;
    const auto second = jobs().enqueue(id);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::conflict);
    EXPECT_THAT(second.error().detail, HasSubstr(job->id));
}

TEST_P(Jobs, HaveABound) {
    settings.jobs_waiting_max = 1;
    reopen();
    enqueue();
    const auto refused = jobs().enqueue(make_voice(10s));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::limit);
    ASSERT_TRUE(jobs().lease("w").value());
    EXPECT_TRUE(jobs().enqueue(make_voice(10s)));
}

TEST_P(Jobs, AreTriedAgainAfterAGrowingWait) {
    const auto job = enqueue();
    for (const auto wait : {5s, 10s}) {
        ASSERT_TRUE(jobs().lease("w").value());
        const auto failed = jobs().fail(job.id, "w", again);
        ASSERT_TRUE(failed) << failed.error().detail;
        EXPECT_EQ(failed->state, JobState::queued);
        EXPECT_EQ(failed->error, again.detail);
        EXPECT_EQ(failed->not_before, clock.now() + wait);
        EXPECT_EQ(status(), VoiceStatus::training);
        clock.advance(wait - 1ms);
        EXPECT_EQ(jobs().lease("w").value(), std::nullopt);
        clock.advance(1ms);
    }
    EXPECT_EQ(jobs().lease("w").value()->attempts, 3U);
    const auto failed = jobs().fail(job.id, "w", again);
    EXPECT_EQ(failed->state, JobState::failed);
    EXPECT_EQ(status(), VoiceStatus::failed);
    EXPECT_TRUE(jobs().enqueue(voice));
}

TEST_P(Jobs, WaitNoLongerThanTheBound) {
    settings.attempts_max = 5;
    reopen();
    const auto job = enqueue();
    for (const auto wait : {5s, 10s, 12s, 12s}) {
        ASSERT_TRUE(jobs().lease("w").value());
        EXPECT_EQ(jobs().fail(job.id, "w", again)->not_before, clock.now() + wait);
        clock.advance(wait);
    }
}

TEST_P(Jobs, FailAtOnceWhenTryingAgainCannotHelp) {
    const auto job = enqueue();
    ASSERT_TRUE(jobs().lease("w").value());
    const auto failed = jobs().fail(job.id, "w", never);
    EXPECT_EQ(failed->state, JobState::failed);
    EXPECT_EQ(failed->error, "no speech");
    EXPECT_EQ(failed->finished_at, clock.now());
}

TEST_P(Jobs, AVoiceKeepsItsProfileWhenALaterTrainingFails) {
    auto job = enqueue();
    ASSERT_TRUE(jobs().lease("w").value());
    ASSERT_TRUE(jobs().complete(job.id, "w", {"{}", ""}));
    job = jobs().enqueue(voice).value();
    EXPECT_EQ(status(), VoiceStatus::training);
    EXPECT_TRUE(storage->voices().get(voice)->trained);
    ASSERT_TRUE(jobs().lease("w").value());
    ASSERT_TRUE(jobs().fail(job.id, "w", never));
    EXPECT_EQ(status(), VoiceStatus::ready);
}

TEST_P(Jobs, GoToAnotherWorkerWhenTheirsIsLost) {
    const auto job = enqueue();
    ASSERT_TRUE(jobs().lease("w1").value());
    clock.advance(30s - 1ms);
    EXPECT_EQ(jobs().lease("w2").value(), std::nullopt);
    clock.advance(1ms);
    reopen();  // as a program does that was killed
    const auto taken = jobs().lease("w2").value();
    ASSERT_TRUE(taken);
    EXPECT_EQ(taken->id, job.id);
    EXPECT_EQ(taken->attempts, 2U);
    EXPECT_EQ(taken->percent, 0);
    // The first one was only slow.
    for (const auto& late : {jobs().heartbeat(job.id, "w1", 90),
                             jobs().complete(job.id, "w1", {"{}", ""}),
                             jobs().fail(job.id, "w1", again),
                             jobs().cancelled(job.id, "w1"),
                             jobs().release(job.id, "w1")}) {
        ASSERT_FALSE(late);
        EXPECT_EQ(late.error().code, ErrorCode::conflict);
    }
    EXPECT_EQ(jobs().get(job.id)->lease_owner, "w2");
}

TEST_P(Jobs, ALateHeartbeatRenewsWhatNobodyTook) {
    const auto job = enqueue();
    ASSERT_TRUE(jobs().lease("w1").value());
    clock.advance(1h);
    EXPECT_TRUE(jobs().heartbeat(job.id, "w1", 90));
    EXPECT_EQ(jobs().lease("w2").value(), std::nullopt);
}

TEST_P(Jobs, AreGivenUpWhenTheyCostOneWorkerAfterAnother) {
    const auto job = enqueue();
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(jobs().lease("w" + std::to_string(i)).value());
        clock.advance(31s);
    }
    EXPECT_EQ(jobs().lease("w9").value(), std::nullopt);
    const auto failed = jobs().get(job.id).value();
    EXPECT_EQ(failed.state, JobState::failed);
    EXPECT_THAT(failed.error, HasSubstr("attempt 3"));
    EXPECT_EQ(status(), VoiceStatus::failed);
}

TEST_P(Jobs, AreCancelledAtOnceWhileTheyWait) {
    const auto job = enqueue();
    const auto gone = jobs().cancel(job.id);
    ASSERT_TRUE(gone) << gone.error().detail;
    EXPECT_EQ(gone->state, JobState::cancelled);
    EXPECT_EQ(status(), VoiceStatus::untrained);
    EXPECT_EQ(jobs().lease("w").value(), std::nullopt);
    EXPECT_EQ(jobs().cancel(job.id), gone);
    EXPECT_EQ(jobs().cancel("nobody").error().code, ErrorCode::not_found);
}

TEST_P(Jobs, AreCancelledByTheirWorkerWhileTheyRun) {
    const auto job = enqueue();
    ASSERT_TRUE(jobs().lease("w").value());
    const auto asked = jobs().cancel(job.id);
    EXPECT_EQ(asked->state, JobState::running);
    EXPECT_TRUE(asked->cancel_requested);
    EXPECT_EQ(jobs().cancel(job.id), asked);
    EXPECT_TRUE(jobs().heartbeat(job.id, "w", 10)->cancel_requested);
    EXPECT_EQ(jobs().cancelled(job.id, "w")->state, JobState::cancelled);
    EXPECT_EQ(status(), VoiceStatus::untrained);
}

TEST_P(Jobs, ACancellationThatComesTooLateCountsForNothing) {
    const auto job = enqueue();
    ASSERT_TRUE(jobs().lease("w").value());
    ASSERT_TRUE(jobs().cancel(job.id));
    EXPECT_EQ(jobs().complete(job.id, "w", {"{}", ""})->state, JobState::succeeded);
    const auto late = jobs().cancel(job.id);
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code, ErrorCode::conflict);
}

TEST_P(Jobs, ACancelledOneIsNotTriedAgain) {
    for (const bool lost : {false, true}) {
        const auto job = enqueue();
        ASSERT_TRUE(jobs().lease("w").value());
        ASSERT_TRUE(jobs().cancel(job.id));
        if (lost) {
            clock.advance(31s);
            EXPECT_EQ(jobs().lease("w2").value(), std::nullopt);
        } else {
            ASSERT_TRUE(jobs().fail(job.id, "w", again));
        }
        EXPECT_EQ(jobs().get(job.id)->state, JobState::cancelled);
    }
}

TEST_P(Jobs, AReleasedAttemptWasNone) {
    const auto job = enqueue();
    ASSERT_TRUE(jobs().lease("w").value());
    const auto back = jobs().release(job.id, "w");
    ASSERT_TRUE(back) << back.error().detail;
    EXPECT_EQ(back->state, JobState::queued);
    EXPECT_EQ(back->attempts, 0U);
    EXPECT_EQ(jobs().lease("w2").value()->attempts, 1U);
}

TEST_P(Jobs, GoWithTheirVoice) {
    const auto job = enqueue();
    ASSERT_TRUE(jobs().lease("w").value());
    ASSERT_TRUE(storage->voices().remove(voice, {}));
    EXPECT_EQ(jobs().heartbeat(job.id, "w", 1).error().code, ErrorCode::not_found);
    EXPECT_EQ(jobs().get(job.id).error().code, ErrorCode::not_found);
}

TEST_P(Jobs, AreTakenInTheOrderTheyCame) {
    std::vector<std::string> ids;
    for (int i = 0; i < 3; ++i) {
        clock.advance(1s);
        ids.push_back(enqueue().id);
    }
    for (const auto& id : ids) EXPECT_EQ(jobs().lease("w").value()->id, id);
}

TEST_P(Jobs, AreListed) {
    const auto first = enqueue();
    const auto first_voice = voice;
    clock.advance(1s);
    const auto second = enqueue();
    const auto all = jobs().list("", {.limit = 1}).value();
    ASSERT_EQ(all.items.size(), 1U);
    EXPECT_EQ(all.items[0], first);
    EXPECT_EQ(jobs().list("", {.limit = 1, .after = all.next})->items.at(0), second);
    EXPECT_EQ(jobs().list(first_voice, {})->items.size(), 1U);
    EXPECT_TRUE(jobs().list("nobody", {})->items.empty());
}

TEST_P(Jobs, KeepsTheNewestOfAVoice) {
    settings.jobs_kept_per_voice = 2;
    reopen();
    const auto first = enqueue();
    ASSERT_TRUE(jobs().cancel(first.id));
    std::vector<std::string> ids;
    for (int i = 0; i < 4; ++i) {  // the clock stands still
        const auto job = jobs().enqueue(voice).value();
        EXPECT_EQ(storage->voices().get(voice)->job_id, job.id);
        ASSERT_TRUE(jobs().cancel(job.id));
        ids.push_back(job.id);
    }
    const auto kept = jobs().list(voice, {})->items;
    ASSERT_EQ(kept.size(), 3U);
    EXPECT_EQ(kept.back().id, ids.back());
}

TEST_P(Jobs, RefuseAProfileThatIsNone) {
    const auto job = enqueue();
    ASSERT_TRUE(jobs().lease("w").value());
    for (const char* text : {"", "[]", "{", "\xff"}) {
        const auto refused = jobs().complete(job.id, "w", {text, ""});
        ASSERT_FALSE(refused);
        EXPECT_THAT(refused.error().detail, HasSubstr("'profile'"));
    }
    EXPECT_EQ(jobs().get(job.id)->state, JobState::running);
}

TEST_P(Jobs, KeepOnlyErrorsThatCanBeKept) {
    for (const std::string& detail :
         {std::string("\xff"), std::string("a\0b", 3), std::string(5'000, 'x')}) {
        const auto job = enqueue();
        ASSERT_TRUE(jobs().lease("w").value());
        const auto failed = jobs().fail(job.id, "w", {ErrorCode::internal, detail});
        ASSERT_TRUE(failed) << failed.error().detail;
        EXPECT_THAT(failed->error, HasSubstr("the trainer failed"));
    }
}

// Workers with connections of their own never get the same job.
TEST_P(Jobs, AreHandedOutOnce) {
    constexpr int workers = 4;
    constexpr std::size_t count = 12;
    for (std::size_t i = 0; i < count; ++i) enqueue();
    std::vector<std::unique_ptr<SqlStorage>> connections;
    for (int i = 0; i < workers; ++i) connections.push_back(open());
    std::vector<std::vector<std::string>> taken(workers);
    std::vector<std::thread> threads;
    threads.reserve(workers);
    for (int i = 0; i < workers; ++i) {
        threads.emplace_back([&, i] {
            for (;;) {
                const auto job = connections[i]->jobs().lease("w" + std::to_string(i));
                if (!job || !*job) return;
                taken[i].push_back((*job)->id);
            }
        });
    }
    for (auto& thread : threads) thread.join();
    std::multiset<std::string> all;
    for (const auto& ids : taken) all.insert(ids.begin(), ids.end());
    EXPECT_EQ(all.size(), count);
    EXPECT_EQ(std::set(all.begin(), all.end()).size(), count);
}

UTTER_ON_BOTH_DATABASES(Jobs);

}  // namespace
}  // namespace utter::platform
