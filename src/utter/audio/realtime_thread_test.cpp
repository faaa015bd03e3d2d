#include "utter/audio/realtime_thread.hpp"

#include <gtest/gtest.h>
#include <sched.h>

#include <thread>

namespace utter::audio {
namespace {

int policy() {
    return ::sched_getscheduler(0) & ~SCHED_RESET_ON_FORK;
}

TEST(RealTimeThread, IsOneWhereTheLimitAllowsItAndItsChildrenAreOrdinary) {
    bool granted = false;
    int own = -1;
    int of_child = -1;
    std::thread thread([&] {
        granted = run_in_real_time();
        own = policy();
        std::thread child([&] { of_child = policy(); });
        child.join();
    });
    thread.join();
    EXPECT_EQ(own, granted ? SCHED_RR : policy());
    EXPECT_EQ(of_child, policy());
}

}  // namespace
}  // namespace utter::audio
