#include <dlfcn.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <future>
#include <mutex>
#include <thread>

#include "utter/audio/devices/file/file_device.hpp"
#include "utter/audio/devices/null/null_device.hpp"
#include "utter/audio/devices/stdio/stdio_device.hpp"
#include "utter/audio/player.hpp"
#include "utter/audio/rt.hpp"
#ifdef UTTER_WITH_PULSE
#include "utter/audio/devices/pulse/pulse_device.hpp"
#endif

namespace utter::audio {
namespace {

using namespace std::chrono_literals;

std::uint64_t count(const char* name) {
    auto* const counter = reinterpret_cast<std::uint64_t (*)()>(::dlsym(RTLD_DEFAULT, name));
    return counter == nullptr ? 0 : counter();
}

std::string latest() {
    return reinterpret_cast<const char* (*)()>(::dlsym(RTLD_DEFAULT, "utter_rt_latest"))();
}

class RtTripwire : public testing::Test {
  protected:
    void SetUp() override {
        if (::dlsym(RTLD_DEFAULT, "utter_rt_enter") == nullptr) {
            GTEST_SKIP() << "the tripwire is not preloaded; ctest does";
        }
    }
    // Whether the wire goes off when an audio thread does this, and under which name.
    static void expect_caught(const std::string& name, const std::function<void()>& act) {
        act();  // outside a section nothing is counted
        const auto before = count("utter_rt_violations");
        {
            const RtSection rt;
            act();
        }
        EXPECT_GT(count("utter_rt_violations"), before) << name << " went unnoticed";
        EXPECT_EQ(latest(), name);
    }
};

void* volatile sink = nullptr;  // what the compiler must not see through

TEST_F(RtTripwire, CatchesAllocation) {
    expect_caught("malloc", [] {
        sink = std::malloc(16);
        static std::array<void*, 8> kept{};
        static std::size_t next = 0;
        kept.at(next++) = sink;
    });
    expect_caught("free", [] {
        sink = std::malloc(16);
        std::free(sink);
    });
    expect_caught("free", [] { sink = new int(5), delete static_cast<int*>(sink); });
    expect_caught("free", [] { sink = std::calloc(2, 8), std::free(sink); });
    expect_caught("free", [] { sink = std::realloc(nullptr, 8), std::free(sink); });
    expect_caught("free", [] {
        std::vector<float> grows;
        grows.push_back(1);
        sink = grows.data();
    });
}

TEST_F(RtTripwire, CatchesLocksAndWaits) {
    std::mutex mutex;
    std::condition_variable condition;
    expect_caught("pthread_mutex_lock", [&] { const std::lock_guard lock(mutex); });
    expect_caught("pthread_mutex_lock", [&] {
        // Waits with a clock of its own, and locks again afterwards.
        std::unique_lock lock(mutex);
        condition.wait_until(lock, std::chrono::system_clock::now() + 1ms);
        lock.unlock();
        lock.lock();
    });
}

TEST_F(RtTripwire, CatchesSystemCalls) {
    std::array<int, 2> pipe{};
    ASSERT_EQ(::pipe2(pipe.data(), O_CLOEXEC), 0);
    char byte = 'x';
    expect_caught("write", [&] { EXPECT_EQ(::write(pipe[1], &byte, 1), 1); });
    expect_caught("read", [&] { EXPECT_EQ(::read(pipe[0], &byte, 1), 1); });
    expect_caught("poll", [] { ::poll(nullptr, 0, 0); });
    expect_caught("sched_yield", [] { std::this_thread::yield(); });
    const timespec moment{0, 1};
    expect_caught("nanosleep", [&] { ::nanosleep(&moment, nullptr); });
    expect_caught("syscall", [] { ::syscall(39 /* getpid */); });
    for (const int end : pipe) ::close(end);
}

// Plays and records for a while. Every block passes through sections of ours.
void expect_clean(AudioPlayback* playback, AudioCapture* capture) {
    const auto sections = count("utter_rt_sections");
    const auto before = count("utter_rt_violations");
    std::promise<void> stopped;
    std::promise<void> ended;
    if (playback != nullptr) {
        Player player(*playback, {.began = {}, .ended = [&](const SoundEnd& end) {
                                      if (end.id == 1) stopped.set_value();
                                      if (end.id == 2) ended.set_value();
                                  }});
        const AudioBuffer sound{std::vector<float>(48'000, 0.1F), 48'000};
        player.play(1, sound);
        player.play(2, {std::vector<float>(4'800, 0.1F), 48'000});
        player.play_over(sound);
        player.duck(true);
        std::this_thread::sleep_for(200ms);
        player.stop({1});  // a flush, while the device plays
        ASSERT_EQ(stopped.get_future().wait_for(20s), std::future_status::ready);
        ASSERT_EQ(ended.get_future().wait_for(20s), std::future_status::ready);
    }
    if (capture != nullptr) {
        auto* const consumer = capture->start().value();
        const auto deadline = std::chrono::steady_clock::now() + 20s;
        while (consumer->dropped_samples() == 0) {  // full, and over full
            ASSERT_LT(std::chrono::steady_clock::now(), deadline);
            std::this_thread::sleep_for(1ms);
        }
        capture->stop();
    }
    EXPECT_GT(count("utter_rt_sections"), sections);
    EXPECT_EQ(count("utter_rt_violations"), before) << latest();
}

TEST_F(RtTripwire, StaysQuietOnTheDevicesOfOurOwn) {
    NullPlayback playback;
    NullCapture capture;
    expect_clean(&playback, &capture);
    const auto path = std::filesystem::temp_directory_path() /
                      ("utter-tripwire-" + std::to_string(::getpid()) + ".wav");
    FilePlayback file(path);
    expect_clean(&file, nullptr);
    std::filesystem::remove(path);
    const int zero = ::open("/dev/zero", O_RDONLY | O_CLOEXEC);
    const int null = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    {
        StdoutPlayback out(null);
        StdinCapture in(zero);
        expect_clean(&out, &in);
    }
    ::close(zero);
    ::close(null);
}

#ifdef UTTER_WITH_PULSE
TEST_F(RtTripwire, StaysQuietOnASoundServer) {
    const char* const runtime = std::getenv("XDG_RUNTIME_DIR");
    if (runtime == nullptr ||
        !std::filesystem::exists(std::filesystem::path(runtime) / "pulse" / "native")) {
        GTEST_SKIP() << "no sound server answers";
    }
    PulsePlayback playback({});
    PulseCapture capture({.device = "", .sample_rate_hz = 16'000});
    expect_clean(&playback, &capture);
}
#endif

}  // namespace
}  // namespace utter::audio
