// The scheduler in a process of its own that is killed again and again, at any point between a
// request, its answer, a fire and what is stored of it.

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "utter/bus/local_bus.hpp"
#include "utter/core/instant.hpp"
#include "utter/runtime/event_loop.hpp"
#include "utter/runtime/worker_pool.hpp"
#include "utter/scheduler/scheduler.hpp"

namespace utter::scheduler {
namespace {

using namespace std::chrono_literals;

constexpr int rounds = 40;
constexpr int schedules_a_round = 20;

std::chrono::microseconds uptime() {
    return std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now().time_since_epoch());
}

void say(int out, char what, std::string_view id) {
    const auto line = what + std::string(id) + "\n";
    static_cast<void>(::write(out, line.data(), line.size()));
}

// Asks for some schedules and tells what becomes of them until it is killed.
[[noreturn]] void live(const std::filesystem::path& database, int out, int first, int count) {
    runtime::EventLoop loop;
    runtime::WorkerPool thread(1);
    InlineExecutor here;  // to tell before anything else happens
    bus::LocalBus bus;
    const SystemClock clock;
    const auto answers =
        bus.subscribe("ovos.scheduler.schedule.response", here, [out](const Message& m) {
            if (m.data().at("ok") == json::value(true)) say(out, 'A', m.data_string("id"));
        });
    const auto fires = bus.subscribe("me.ring", here, [out](const Message& m) {
        say(out, 'F', string_or_empty(m.context().at("scheduler").as_object(), "id"));
    });
    const auto lists = bus.subscribe("ovos.scheduler.list.response", here, [&](const Message& m) {
        if (m.data().at("schedules").as_array().empty()) say(out, 'E', "");
    });
    auto scheduler = Scheduler::open({bus, thread, loop, clock, uptime}, {.database = database});
    if (!scheduler) ::_exit(1);
    (*scheduler)->start();
    for (int i = first; i < first + count; ++i) {
        const auto due = std::chrono::floor<std::chrono::microseconds>(clock.now()) +
                         std::chrono::milliseconds(i % 5);
        bus.publish(Message(
            "ovos.scheduler.schedule",
            {{"id", std::to_string(i)}, {"event", "me.ring"}, {"at", to_string(Instant{due})}},
            {{"skill_id", "me"}}));
    }
    TimerHandle timer;
    std::function<void()> look = [&] {
        bus.publish(Message("ovos.scheduler.list", {}, {{"skill_id", "me"}}));
        timer = loop.after(5ms, loop, look);
    };
    look();
    loop.run();
    ::_exit(1);
}

// One life: what it told up to its end, which comes once it has told `lines_max` lines or that
// nothing is left.
std::vector<std::string> life(const std::filesystem::path& database,
                              int first,
                              int count,
                              std::size_t lines_max) {
    int ends[2];
    if (::pipe(ends) != 0) return {};
    const auto child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        live(database, ends[1], first, count);
    }
    ::close(ends[1]);
    std::vector<std::string> lines;
    std::string line;
    bool killed = false;
    char c = 0;
    while (::read(ends[0], &c, 1) == 1) {
        if (c != '\n') {
            line += c;
            continue;
        }
        lines.push_back(std::exchange(line, ""));
        if (!killed && (lines.size() >= lines_max || (count == 0 && lines.back() == "E"))) {
            ::kill(child, SIGKILL);
            killed = true;
        }
    }
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status));
    return lines;
}

// SCH-010 SCH-026 SCH-027
TEST(SchedulerCrash, WhatWasAcceptedFiresAndAtMostTheLastOneAgain) {
    std::string pattern = testing::TempDir() + "/utter-crash-XXXXXX";
    const std::filesystem::path folder = ::mkdtemp(pattern.data());
    const auto database = folder / "scheduler.db";
    std::mt19937 random(1);
    std::map<std::string, int> fires;
    std::vector<std::string> accepted;
    for (int round = 0; round <= rounds; ++round) {
        // Two lines a schedule, if nothing is in the way.
        const bool last = round == rounds;
        const auto lines =
            life(database,
                 round * schedules_a_round,
                 last ? 0 : schedules_a_round,
                 last ? SIZE_MAX : random() % (std::size_t{2} * schedules_a_round) + 1);
        int again = 0;
        for (const auto& text : lines) {
            if (text[0] == 'A') accepted.push_back(text.substr(1));
            if (text[0] == 'F' && ++fires[text.substr(1)] > 1) ++again;
        }
        EXPECT_LE(again, 1) << "round " << round;
    }
    for (const auto& id : accepted) EXPECT_GE(fires[id], 1) << id;
    for (const auto& [id, count] : fires) EXPECT_LE(count, 2) << id;
    EXPECT_GT(accepted.size(), static_cast<std::size_t>(rounds));
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace utter::scheduler
