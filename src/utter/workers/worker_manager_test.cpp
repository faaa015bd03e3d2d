#include "utter/workers/worker_manager.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>

namespace utter::workers {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr auto patience = 20s;  // for machines that are busy

// Remembers every state, and waits for one.
class Watch {
  public:
    WorkerManager::OnChange on_change() {
        return [this](const WorkerStatus& status) {
            const std::lock_guard lock(mutex_);
            seen_.push_back(status);
            changed_.notify_all();
        };
    }
    // The next one of that state after those already returned.
    std::optional<WorkerStatus> next(WorkerState state) {
        std::unique_lock lock(mutex_);
        const auto deadline = std::chrono::steady_clock::now() + patience;
        while (true) {
            for (; at_ < seen_.size(); ++at_) {
                if (seen_[at_].state == state) return seen_[at_++];
            }
            if (changed_.wait_until(lock, deadline) == std::cv_status::timeout) return std::nullopt;
        }
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<WorkerStatus> seen_;  // guarded
    std::size_t at_ = 0;              // guarded
};

WorkerSettings worker(std::string script) {
    return {.name = "stt",
            .command = {"sh", "-c", std::move(script)},
            .stop_timeout = 10s,
            .restart_delay = 1ms,
            .start_interval = 1ms,
            .probe_interval = 1ms};
}

Result<void> serves(const std::string& /*name*/) {
    return {};
}

Result<void> does_not_serve(const std::string& name) {
    return fail(ErrorCode::unavailable, name + " has no model");
}

TEST(WorkerManager, StartsAWorkerAndStopsIt) {
    Watch watch;
    pid_t pid = 0;
    {
        WorkerManager manager({worker("exec sleep 1000")}, serves, watch.on_change());
        ASSERT_TRUE(watch.next(WorkerState::starting));
        const auto serving = watch.next(WorkerState::serving);
        ASSERT_TRUE(serving);
        pid = serving->pid;
        EXPECT_EQ(::kill(pid, 0), 0);
        EXPECT_EQ(serving->restarts, 0U);
    }
    EXPECT_NE(::kill(pid, 0), 0);
    EXPECT_TRUE(watch.next(WorkerState::stopped));
}

TEST(WorkerManager, StartsAWorkerAgainThatWasKilled) {
    Watch watch;
    WorkerManager manager({worker("exec sleep 1000")}, serves, watch.on_change());
    const auto first = watch.next(WorkerState::serving);
    ASSERT_TRUE(first);
    ::kill(first->pid, SIGKILL);
    const auto waiting = watch.next(WorkerState::waiting);
    ASSERT_TRUE(waiting);
    EXPECT_EQ(waiting->reason, "it ended with signal 9");
    const auto again = watch.next(WorkerState::serving);
    ASSERT_TRUE(again);
    EXPECT_NE(again->pid, first->pid);
    EXPECT_EQ(again->restarts, 1U);
}

TEST(WorkerManager, TriesAProgramAgainThatIsNotThere) {
    Watch watch;
    WorkerManager manager({{.name = "tts", .command = {"/no/such/worker"}, .restart_delay = 1ms}},
                          serves,
                          watch.on_change());
    // Waiting from the beginning, so nothing changes: it says why when asked.
    const auto deadline = std::chrono::steady_clock::now() + patience;
    std::string reason;
    while (reason.empty() && std::chrono::steady_clock::now() < deadline) {
        reason = manager.states().front().reason;
    }
    EXPECT_THAT(reason, HasSubstr("/no/such/worker"));
}

TEST(WorkerManager, DoesNotWaitForeverForAModel) {
    Watch watch;
    auto slow = worker("exec sleep 1000");
    slow.start_timeout = 1ms;
    WorkerManager manager({slow}, does_not_serve, watch.on_change());
    const auto waiting = watch.next(WorkerState::waiting);
    ASSERT_TRUE(waiting);
    EXPECT_EQ(waiting->reason, "it did not serve in time: stt has no model");
}

TEST(WorkerManager, ReplacesAWorkerThatNoLongerServes) {
    Watch watch;
    std::atomic<bool> healthy = true;
    WorkerManager manager(
        {worker("exec sleep 1000")},
        [&healthy](const std::string& name) {
            return healthy ? serves(name) : does_not_serve(name);
        },
        watch.on_change());
    ASSERT_TRUE(watch.next(WorkerState::serving));
    healthy = false;
    const auto waiting = watch.next(WorkerState::waiting);
    ASSERT_TRUE(waiting);
    EXPECT_THAT(waiting->reason, HasSubstr("no longer serves"));
    healthy = true;
    EXPECT_TRUE(watch.next(WorkerState::serving));
}

TEST(WorkerManager, OnlyWatchesAWorkerElsewhere) {
    Watch watch;
    std::atomic<bool> healthy = false;
    WorkerManager manager(
        {{.name = "stt", .command = {}, .probe_interval = 1ms}},
        [&healthy](const std::string& name) {
            return healthy ? serves(name) : does_not_serve(name);
        },
        watch.on_change());
    EXPECT_EQ(manager.states().front().state, WorkerState::away);
    healthy = true;
    const auto serving = watch.next(WorkerState::serving);
    ASSERT_TRUE(serving);
    EXPECT_EQ(serving->pid, 0);
    healthy = false;
    EXPECT_TRUE(watch.next(WorkerState::away));
}

TEST(WorkerManager, TellsItsStatesAsMetrics) {
    Watch watch;
    WorkerManager manager({worker("exec sleep 1000")}, serves, watch.on_change());
    ASSERT_TRUE(watch.next(WorkerState::serving));
    EXPECT_THAT(manager.to_prometheus(), HasSubstr("\nutter_worker_serving{worker=\"stt\"} 1\n"));
    EXPECT_THAT(manager.to_prometheus(),
                HasSubstr("\nutter_worker_restarts_total{worker=\"stt\"} 0\n"));
    manager.stop();
    EXPECT_THAT(manager.to_prometheus(), HasSubstr("utter_worker_serving{worker=\"stt\"} 0\n"));
    EXPECT_EQ(WorkerManager({}, serves).to_prometheus(), "");
}

}  // namespace
}  // namespace utter::workers
