#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <csignal>
#include <memory>
#include <optional>
#include <stdexcept>
#include <thread>
#include <vector>

#include "utter/core/log.hpp"
#include "utter/runtime/async.hpp"
#include "utter/runtime/event_loop.hpp"
#include "utter/runtime/task_scope.hpp"
#include "utter/runtime/worker_pool.hpp"

namespace utter::runtime {
namespace {

using namespace std::chrono_literals;

TEST(EventLoop, RunsPostedWorkInOrderAcrossExceptions) {
    EventLoop loop;
    const log::Capture logs;
    std::vector<int> seen;
    loop.post([&] { seen.push_back(1); });
    loop.post([] { throw std::runtime_error("boom"); });
    loop.post([&] {
        seen.push_back(2);
        loop.stop();
    });
    loop.run();
    EXPECT_EQ(seen, (std::vector<int>{1, 2}));
    EXPECT_NE(logs.text().find("what=boom"), std::string::npos);
}

TEST(EventLoop, TimersFireInOrderOfTheirDelay) {
    EventLoop loop;
    std::vector<int> seen;
    const auto late = loop.after(20ms, loop, [&] { seen.push_back(2); });
    const auto early = loop.after(1ms, loop, [&] { seen.push_back(1); });
    auto never = loop.after(5ms, loop, [&] { seen.push_back(3); });
    EXPECT_EQ(loop.pending_timers(), 3U);
    never.cancel();
    EXPECT_TRUE(loop.run_until([&] { return seen.size() == 2; }, 5s));
    EXPECT_EQ(seen, (std::vector<int>{1, 2}));
    EXPECT_EQ(loop.pending_timers(), 0U);
}

TEST(EventLoop, FirstStopSignalReachesTheHandler) {
    EventLoop loop;
    int got = 0;
    loop.on_stop_signal([&](int signal) {
        got = signal;
        loop.stop();
    });
    std::raise(SIGTERM);
    loop.run();
    EXPECT_EQ(got, SIGTERM);
}

TEST(WorkerPool, StrandsRunOnePieceAtATimeAndSurviveExceptions) {
    WorkerPool pool(3);
    const auto strand = pool.make_strand();
    std::atomic<int> inside = 0;
    std::atomic<bool> overlapped = false;
    std::atomic<int> done = 0;
    const log::Capture logs;
    strand->post([] { throw std::runtime_error("boom"); });
    for (int i = 0; i < 200; ++i) {
        strand->post([&] {
            if (++inside != 1) overlapped = true;
            std::this_thread::yield();
            --inside;
            ++done;
            done.notify_all();
        });
    }
    for (int seen = done; seen < 200; seen = done) done.wait(seen);
    EXPECT_FALSE(overlapped);
}

asio::awaitable<int> answer_after(std::chrono::milliseconds delay) {
    asio::steady_timer timer(co_await asio::this_coro::executor, delay);
    co_await timer.async_wait(asio::use_awaitable);
    co_return 42;
}

asio::awaitable<int> throws() {
    throw std::runtime_error("boom");
    co_return 0;
}

asio::awaitable<void> try_deadlines(std::vector<std::optional<int>>& results, bool& threw) {
    results.push_back(co_await with_deadline(5s, answer_after(0ms)));
    results.push_back(co_await with_deadline(1ms, answer_after(1h)));
    try {
        co_await with_deadline(5s, throws());
    } catch (const std::runtime_error&) {
        threw = true;
    }
}

TEST(WithDeadline, GivesTheResultOrNothing) {
    EventLoop loop;
    TaskScope scope(loop.context().get_executor());
    std::vector<std::optional<int>> results;
    bool threw = false;
    scope.spawn("deadlines", try_deadlines(results, threw));
    EXPECT_TRUE(loop.run_until([&] { return scope.running() == 0; }, 5s));
    EXPECT_EQ(results, (std::vector<std::optional<int>>{42, std::nullopt}));
    EXPECT_TRUE(threw);
}

asio::awaitable<void> wait_on(AsyncEvent& event, std::optional<bool>& got) {
    got = co_await event.wait_for(1h);
}

TEST(AsyncEvent, WakesItsWaiter) {
    EventLoop loop;
    AsyncEvent event(loop.context().get_executor());
    TaskScope scope(loop.context().get_executor());
    std::optional<bool> got;
    scope.spawn("waiter", wait_on(event, got));
    loop.post([&] { event.set(); });
    EXPECT_TRUE(loop.run_until([&] { return got.has_value(); }, 5s));
    EXPECT_EQ(got, true);
}

asio::awaitable<void> wait_forever(bool& ended) {
    struct OnEnd {
        bool& ended;
        ~OnEnd() { ended = true; }
    } on_end{ended};
    asio::steady_timer timer(co_await asio::this_coro::executor, 24h);
    co_await timer.async_wait(asio::use_awaitable);
}

TEST(TaskScope, CancelsItsTasksWhenItEnds) {
    EventLoop loop;
    const log::Capture logs;
    bool ended = false;
    {
        TaskScope scope(loop.context().get_executor());
        scope.spawn("forever", wait_forever(ended));
        loop.run_until([] { return false; }, 1ms);
        EXPECT_EQ(scope.running(), 1U);
    }
    EXPECT_TRUE(loop.run_until([&] { return ended; }, 5s));
    EXPECT_EQ(logs.text(), "");
}

asio::awaitable<void> wait_for(asio::steady_timer& timer, bool& ended) {
    co_await timer.async_wait(asio::use_awaitable);
    ended = true;
}

// As a service is closed while its loop stands still: what it waited for ends first.
TEST(TaskScope, CancelsNothingThatHasEndedMeanwhile) {
    EventLoop loop;
    bool ended = false;
    auto timer = std::make_unique<asio::steady_timer>(loop.context(), 24h);
    {
        TaskScope scope(loop.context().get_executor());
        scope.spawn("waiting", wait_for(*timer, ended));
        loop.run_until([] { return false; }, 1ms);
        timer->expires_after(0ms);  // aborts the wait
    }
    timer.reset();
    loop.run_until([] { return false; }, 1ms);
    EXPECT_FALSE(ended);
}

}  // namespace
}  // namespace utter::runtime
