#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <numbers>
#include <thread>

#include "utter/audio/devices/file/file_device.hpp"
#include "utter/audio/devices/null/null_device.hpp"
#include "utter/audio/devices/stdio/stdio_device.hpp"
#include "utter/audio/player.hpp"
#include "utter/audio/wav_file.hpp"
#ifdef UTTER_WITH_PULSE
#include "utter/audio/devices/pulse/pulse_device.hpp"
#include "utter/audio/devices/pulse/pulse_list.hpp"
#endif

namespace utter::audio {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

// How long anything may take on a machine that is busy with other things.
constexpr auto patience = 20s;

bool eventually(const std::function<bool()>& holds) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (!holds()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::sleep_for(1ms);
    }
    return true;
}

std::vector<float> tone(std::uint32_t rate, std::chrono::milliseconds length) {
    std::vector<float> samples(rate * static_cast<std::size_t>(length.count()) / 1000);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        samples[i] = 0.5F * std::sin(2 * std::numbers::pi_v<float> * 440 * static_cast<float>(i) /
                                     static_cast<float>(rate));
    }
    return samples;
}

struct Pipe {
    Pipe() { EXPECT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0); }
    ~Pipe() {
        for (const int end : ends) ::close(end);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    Pipe(Pipe&&) = delete;
    Pipe& operator=(Pipe&&) = delete;

    std::array<int, 2> ends{};
};

// A device and whatever it needs around it.
struct Room {
    Room() {
        static int count = 0;
        folder = fs::temp_directory_path() /
                 ("utter-device-" + std::to_string(::getpid()) + "-" + std::to_string(++count));
        fs::create_directories(folder);
    }
    ~Room() {
        playback.reset();
        capture.reset();
        std::error_code error;
        fs::remove_all(folder, error);
    }
    Room(const Room&) = delete;
    Room& operator=(const Room&) = delete;
    Room(Room&&) = delete;
    Room& operator=(Room&&) = delete;

    fs::path folder;
    Pipe pipe;
    std::jthread other_end;
    std::unique_ptr<AudioPlayback> playback;
    std::unique_ptr<AudioCapture> capture;
};

struct DeviceCase {
    const char* name;
    bool (*install)(Room& room);  // false when this machine has no such device
};

class PlaybackDevice : public testing::TestWithParam<DeviceCase> {
  protected:
    void SetUp() override {
        if (!GetParam().install(room)) GTEST_SKIP() << "no sound server answers";
    }
    Room room;
};

class CaptureDevice : public PlaybackDevice {};

TEST_P(PlaybackDevice, TakesAllThatIsWritten) {
    auto& device = *room.playback;
    const auto producer = device.start();
    ASSERT_TRUE(producer) << producer.error().detail;
    const auto samples = tone(device.sample_rate_hz(), 300ms);
    std::span<const float> left(samples);
    const auto before = (*producer)->written();
    ASSERT_TRUE(eventually([&] {
        left = left.subspan((*producer)->write(left));
        return left.empty();
    }));
    (*producer)->pause();
    EXPECT_EQ((*producer)->written() - before, samples.size());
    EXPECT_TRUE(eventually([&] { return (*producer)->consumed() == (*producer)->written(); }));
    device.stop();
}

TEST_P(PlaybackDevice, TakesBackWhatIsNotHeard) {
    auto& device = *room.playback;
    auto* const producer = device.start().value();
    const auto samples = tone(device.sample_rate_hz(), 200ms);
    const auto from = producer->written();
    const auto written = producer->write(samples);
    EXPECT_GT(written, 0U);
    EXPECT_LE(device.take_back(from), written);
    EXPECT_TRUE(eventually([&] { return producer->consumed() == producer->written(); }));
    device.stop();
}

TEST_P(PlaybackDevice, StartsAgainAfterItWasStopped) {
    auto& device = *room.playback;
    for (int round = 0; round < 3; ++round) {
        auto* const producer = device.start().value();
        EXPECT_EQ(device.start().value(), producer);
        EXPECT_GT(producer->write(tone(device.sample_rate_hz(), 20ms)), 0U);
        device.stop();
        device.stop();
        EXPECT_EQ(producer->consumed(), producer->written());
    }
}

TEST_P(PlaybackDevice, PlaysForAPlayer) {
    std::atomic<int> began = 0;
    std::atomic<int> ended = 0;
    std::atomic<bool> whole = true;
    Player player(*room.playback,
                  {.began = [&](SoundId) { ++began; },
                   .ended =
                       [&](const SoundEnd& end) {
                           if (!end.whole || end.heard != 150ms) whole = false;
                           ++ended;
                       }});
    for (SoundId id = 1; id <= 3; ++id) player.play(id, {tone(48'000, 150ms), 48'000});
    player.play_over({tone(48'000, 50ms), 48'000});
    EXPECT_TRUE(eventually([&] { return ended == 3; }));
    EXPECT_EQ(began, 3);
    EXPECT_TRUE(whole);
}

TEST_P(CaptureDevice, GivesSamplesUntilItIsStopped) {
    auto& device = *room.capture;
    const auto consumer = device.start();
    ASSERT_TRUE(consumer) << consumer.error().detail;
    std::vector<float> samples(device.sample_rate_hz() / 100);
    std::size_t count = 0;
    EXPECT_TRUE(eventually([&] {
        count += (*consumer)->read(samples);
        return count >= device.sample_rate_hz() / 5;
    }));
    device.stop();
    device.stop();
    while ((*consumer)->read(samples) > 0) continue;
    EXPECT_EQ((*consumer)->readable(), 0U);
}

TEST_P(CaptureDevice, DropsTheNewestWhenNobodyReads) {
    auto& device = *room.capture;
    auto* const consumer = device.start().value();
    EXPECT_TRUE(eventually([&] { return consumer->dropped_samples() > 0; }));
    device.stop();
    EXPECT_GE(consumer->readable(), device.sample_rate_hz() / 4);
}

bool install_null(Room& room) {
    room.playback = std::make_unique<NullPlayback>();
    room.capture = std::make_unique<NullCapture>();
    return true;
}

bool install_file(Room& room) {
    const auto recording = room.folder / "recording.wav";
    EXPECT_TRUE(write_wav(recording, {tone(22'050, 2s), 22'050}));
    room.playback = std::make_unique<FilePlayback>(room.folder / "played.wav");
    room.capture = std::make_unique<FileCapture>(recording);
    return true;
}

// The playing end and the recording end of two pipes, with a program at the other ends.
bool install_pipe(Room& room) {
    room.playback = std::make_unique<StdoutPlayback>(room.pipe.ends[1]);
    room.other_end = std::jthread([fd = room.pipe.ends[0]](const std::stop_token& stopping) {
        std::array<char, 4096> bytes{};
        ::fcntl(fd, F_SETFL, O_NONBLOCK);
        while (!stopping.stop_requested()) {
            if (::read(fd, bytes.data(), bytes.size()) <= 0) std::this_thread::sleep_for(1ms);
        }
    });
    return true;
}

bool install_zero(Room& room) {
    static const int zero = ::open("/dev/zero", O_RDONLY | O_CLOEXEC);
    room.capture = std::make_unique<StdinCapture>(zero);
    return zero >= 0;
}

#ifdef UTTER_WITH_PULSE
bool install_pulse(Room& room) {
    const char* const runtime = std::getenv("XDG_RUNTIME_DIR");
    if (runtime == nullptr || !fs::exists(fs::path(runtime) / "pulse" / "native")) return false;
    room.playback = std::make_unique<PulsePlayback>(PulseSettings{});
    room.capture = std::make_unique<PulseCapture>(PulseSettings{.sample_rate_hz = 16'000});
    return true;
}
#endif

std::string case_name(const testing::TestParamInfo<DeviceCase>& info) {
    return info.param.name;
}

INSTANTIATE_TEST_SUITE_P(Devices,
                         PlaybackDevice,
                         testing::Values(DeviceCase{"null", &install_null},
#ifdef UTTER_WITH_PULSE
                                         DeviceCase{"pulse", &install_pulse},
#endif
                                         DeviceCase{"file", &install_file},
                                         DeviceCase{"stdout", &install_pipe}),
                         case_name);
INSTANTIATE_TEST_SUITE_P(Devices,
                         CaptureDevice,
                         testing::Values(DeviceCase{"null", &install_null},
#ifdef UTTER_WITH_PULSE
                                         DeviceCase{"pulse", &install_pulse},
#endif
                                         DeviceCase{"file", &install_file},
                                         DeviceCase{"stdin", &install_zero}),
                         case_name);

#ifdef UTTER_WITH_PULSE
TEST(SoundServer, NamesItsDevicesAndTheDefaults) {
    Room room;
    if (!install_pulse(room)) GTEST_SKIP() << "no sound server";
    const auto devices = list_pulse_devices(10s);
    ASSERT_TRUE(devices) << devices.error().detail;
    for (const bool records : {false, true}) {
        EXPECT_EQ(std::ranges::count_if(*devices,
                                        [records](const PulseDevice& device) {
                                            return device.records == records && device.is_default;
                                        }),
                  1)
            << records;
    }
}

TEST(SoundServer, LendsWhatTheDefaultLoudspeakerPlays) {
    Room room;
    if (!install_pulse(room)) GTEST_SKIP() << "no sound server";
    PulseCapture monitor({.device = "@DEFAULT_MONITOR@", .sample_rate_hz = 16'000});
    auto* const consumer = monitor.start().value();
    auto* const producer = room.playback->start().value();
    const auto samples = tone(room.playback->sample_rate_hz(), 100ms);
    const bool heard = eventually([&] {
        producer->write(samples);
        std::vector<float> block(consumer->readable());
        consumer->read(block);
        return std::ranges::any_of(block, [](float sample) { return sample > 0.1F; });
    });
    EXPECT_TRUE(heard);
    room.playback->stop();
    monitor.stop();
}

// What the server was given in advance is heard no more, and the count of what was heard is right.
TEST(SoundServer, GivesBackWhatIsNotHeard) {
    Room room;
    if (!install_pulse(room)) GTEST_SKIP() << "no sound server";
    PulseCapture monitor({.device = "@DEFAULT_MONITOR@", .sample_rate_hz = 16'000});
    auto* const consumer = monitor.start().value();
    auto* const producer = room.playback->start().value();
    std::vector<bool> loud;  // of each 10 ms
    const auto listen = [&] {
        std::vector<float> block(160);
        while (consumer->readable() >= block.size()) {
            consumer->read(block);
            loud.push_back(std::ranges::any_of(block, [](float x) { return x > 0.1F; }));
        }
    };
    const auto heard = [&] {
        listen();
        return std::ranges::count(loud, true) > 0;
    };
    // Whatever the server held back at first is over when the first of it is heard.
    ASSERT_TRUE(eventually([&] {
        if (producer->readable() == 0) producer->write(tone(48'000, 50ms));
        return heard();
    }));
    producer->write(tone(48'000, 250ms));
    ASSERT_TRUE(eventually([&] { return producer->readable() < 48'000 / 10; }));
    const auto unheard = room.playback->take_back(0);
    EXPECT_EQ(producer->readable(), 0U);
    const auto written = producer->written();
    ASSERT_TRUE(eventually([&] {
        listen();
        return loud.size() > 30 && std::find(loud.end() - 30, loud.end(), true) == loud.end();
    }));
    const auto heard_ms = 10 * std::ranges::count(loud, true);
    const auto meant_ms = static_cast<std::ptrdiff_t>((written - unheard) / 48);
    EXPECT_LE(heard_ms, meant_ms + 60);  // of which the sound server's own period is most
    room.playback->stop();
    monitor.stop();
}

// A sound that is stopped when it is with the server, and not heard yet, takes nothing of the one
// before it along.
TEST(SoundServer, PlaysTheEndOfASoundWhenTheNextIsStopped) {
    Room room;
    if (!install_pulse(room)) GTEST_SKIP() << "no sound server";
    PulseCapture monitor({.device = "@DEFAULT_MONITOR@", .sample_rate_hz = 16'000});
    auto* const consumer = monitor.start().value();
    std::atomic<SoundId> began = 0;
    std::atomic<SoundId> ended = 0;
    std::vector<float> loudest;  // of each 10 ms
    Player player(*room.playback,
                  {.began = [&](SoundId id) { began = id; },
                   .ended = [&](const SoundEnd& end) { ended = end.id; }});
    const auto listen = [&] {
        std::vector<float> block(160);
        while (consumer->readable() >= block.size()) {
            consumer->read(block);
            loudest.push_back(std::ranges::max(block));
        }
    };
    const auto there = [&] {
        listen();
        return !loudest.empty() && loudest.back() > 0.1F;
    };
    ASSERT_TRUE(eventually([&] {  // the recording has begun
        if (ended == began) player.play(began + 1, {tone(48'000, 50ms), 48'000});
        return there();
    }));
    ASSERT_TRUE(eventually([&] { return !there() && ended == began && began > 0; }));
    loudest.clear();
    auto softer = tone(48'000, 2s);
    for (auto& sample : softer) sample /= 2;
    const SoundId first = began + 1;
    player.play(first, {tone(48'000, 400ms), 48'000});
    player.play(first + 1, {softer, 48'000});
    player.play(first + 2, {tone(48'000, 100ms), 48'000});
    ASSERT_TRUE(eventually([&] {
        listen();
        return std::ranges::count_if(loudest, [](float x) { return x > 0.4F; }) >= 30;
    }));
    player.stop({first + 1});
    ASSERT_TRUE(eventually([&] { return !there() && ended == first + 2; }));
    const auto whole = 10 * std::ranges::count_if(loudest, [](float x) { return x > 0.4F; });
    const auto half = 10 * std::ranges::count_if(loudest, [](float x) { return x > 0.1F; }) - whole;
    EXPECT_GE(whole, 480);
    EXPECT_LE(whole, 540);
    EXPECT_LE(half, 50);
    const auto is_heard = [](float x) { return x > 0.1F; };
    const auto begin = std::ranges::find_if(loudest, is_heard);
    const auto end = std::find_if(loudest.rbegin(), loudest.rend(), is_heard).base();
    EXPECT_LE(10 * (end - begin - std::count_if(begin, end, is_heard)), 30) << "no hole";
    monitor.stop();
}
#endif

TEST(FilePlayback, WritesWhatWasPlayed) {
    const Room room;
    const auto path = room.folder / "played.wav";
    const auto samples = tone(16'000, 200ms);
    FilePlayback device(path, 16'000);
    auto* const producer = device.start().value();
    producer->write(samples);
    producer->pause();
    EXPECT_TRUE(eventually([&] { return producer->consumed() == producer->written(); }));
    device.stop();
    const auto played = read_wav(path);
    ASSERT_TRUE(played) << played.error().detail;
    // Silence before and after it, as long as the device ran.
    const auto first = std::ranges::find_if(played->samples, [](float x) { return x != 0; });
    const auto at = static_cast<std::size_t>(first - played->samples.begin());
    ASSERT_GE(played->samples.size(), at + samples.size() - 1);
    for (std::size_t i = 1; i < samples.size(); ++i) {  // the tone's own first sample is 0
        ASSERT_NEAR(played->samples[at + i - 1], samples[i], 1e-3) << i;
    }
}

TEST(FilePlayback, SaysWhichFileItCannotWrite) {
    FilePlayback device("/nowhere/at/all.wav");
    const auto started = device.start();
    ASSERT_FALSE(started);
    EXPECT_NE(started.error().detail.find("/nowhere/at/all.wav"), std::string::npos);
}

TEST(FileCapture, EndsWithTheFile) {
    const Room room;
    const auto path = room.folder / "recording.wav";
    ASSERT_TRUE(write_wav(path, {tone(16'000, 100ms), 16'000}));
    FileCapture device(path);
    auto* const consumer = device.start().value();
    EXPECT_TRUE(eventually([&] { return consumer->ended(); }));
    EXPECT_EQ(consumer->readable(), 1'600U);
}

TEST(StdinCapture, JoinsHalvesOfSamples) {
    const Room room;
    const std::array<std::int16_t, 3> samples{16'384, -16'384, 8'192};
    const auto* bytes = reinterpret_cast<const char*>(samples.data());
    StdinCapture device(room.pipe.ends[0]);
    auto* const consumer = device.start().value();
    ASSERT_EQ(::write(room.pipe.ends[1], bytes, 3), 3);
    ASSERT_TRUE(eventually([&] { return consumer->readable() == 1; }));
    ASSERT_EQ(::write(room.pipe.ends[1], bytes + 3, 3), 3);
    ASSERT_TRUE(eventually([&] { return consumer->readable() == 3; }));
    device.stop();
    std::array<float, 3> heard{};
    consumer->read(heard);
    EXPECT_NEAR(heard[1], -0.5, 1e-3);
    EXPECT_NEAR(heard[2], 0.25, 1e-3);
}

}  // namespace
}  // namespace utter::audio
