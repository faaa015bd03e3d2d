#include "utter/audio/player.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <string>

#include "utter/audio/paced_device.hpp"

namespace utter::audio {
namespace {

using namespace std::chrono_literals;
using testing::Each;
using testing::ElementsAre;
using testing::FloatNear;

// A loudspeaker that a test carries from block to block, and hears.
class HandPlayback final : public AudioPlayback {
  public:
    [[nodiscard]] std::string_view name() const override { return "hand"; }
    [[nodiscard]] std::uint32_t sample_rate_hz() const override { return 48'000; }
    [[nodiscard]] Result<AudioProducer*> start() override {
        if (broken) return fail(ErrorCode::unavailable, "it is broken");
        ++starts;
        return &producer;
    }
    void stop() override {}
    // Like a sound server: of what waits there, the end can be taken back as well.
    [[nodiscard]] std::size_t take_back(std::size_t from) override {
        const auto given = static_cast<std::ptrdiff_t>(producer.consumed() - from);
        const auto waiting = producer.waiting();
        const auto back =
            std::min(waiting, static_cast<std::size_t>(std::max<std::ptrdiff_t>(given, 0)));
        producer.set_waiting(waiting - back);
        taken_back += back;
        const auto unplayed = producer.flush();
        if (back > 0) producer.fill({});  // nobody takes anything at that time
        return unplayed + back;
    }
    [[nodiscard]] std::uint64_t underruns() const override { return producer.underruns(); }

    std::vector<float> take(std::size_t samples) {
        std::vector<float> block(samples);
        producer.fill(block);
        return block;
    }

    std::atomic<bool> broken = false;
    std::atomic<int> starts = 0;
    std::atomic<std::size_t> taken_back = 0;  // of what was taken, the last is never heard
    AudioProducer producer{ring_samples(48'000)};
};

void wait_until_written(const AudioProducer& producer, std::size_t samples) {
    const auto deadline = std::chrono::steady_clock::now() + 20s;
    while (producer.written() < samples) {
        ASSERT_LT(std::chrono::steady_clock::now(), deadline);
        std::this_thread::sleep_for(1ms);
    }
}

AudioBuffer constant(std::chrono::milliseconds length, float value) {
    return {std::vector<float>(static_cast<std::size_t>(length.count()) * 48, value), 48'000};
}

class PlayerTest : public testing::Test {
  protected:
    // What was told so far, "+1" for a beginning, "-1" for a sound that was heard whole, "x1" else.
    std::vector<std::string> told() {
        const std::lock_guard lock(mutex);
        return log;
    }
    bool has_told(const std::string& what) {
        const auto all = told();
        return std::ranges::find(all, what) != all.end();
    }
    void tell(std::string what) {
        {
            const std::lock_guard lock(mutex);
            log.push_back(std::move(what));
        }
        changed.notify_all();
    }
    void wait_for(const std::string& what) {
        std::unique_lock lock(mutex);
        ASSERT_TRUE(changed.wait_for(lock, 20s, [&] {
            return std::ranges::find(log, what) != log.end();
        })) << what;
    }
    // Lets the device take only what there is, at its leisure, until the sound is over.
    void hear_without_gaps_until(const std::string& what) {
        const auto deadline = std::chrono::steady_clock::now() + 20s;
        while (!has_told(what)) {
            ASSERT_LT(std::chrono::steady_clock::now(), deadline) << what;
            const auto there = device.producer.written() - device.producer.consumed();
            for (const float x : device.take(std::min<std::size_t>(there, 480))) heard.push_back(x);
            std::this_thread::sleep_for(1ms);
        }
    }
    // Lets the device take what there is, block by block, until the sound is there.
    void hear_until(const std::string& what) {
        const auto deadline = std::chrono::steady_clock::now() + 20s;
        while (!has_told(what)) {
            ASSERT_LT(std::chrono::steady_clock::now(), deadline) << what;
            for (const float x : device.take(480)) heard.push_back(x);
            std::this_thread::sleep_for(1ms);
        }
    }
    // Gives the device sound in advance, until it has that much that nobody has heard.
    void give_in_advance(std::chrono::milliseconds length) { give_in_advance(length, length); }
    void give_in_advance(std::chrono::milliseconds length, std::chrono::milliseconds latency) {
        device.producer.set_latency(latency);
        const auto samples = static_cast<std::size_t>(length.count()) * 48;
        while (heard.size() < samples) {
            wait_until_written(device.producer.consumed() + 480);
            for (const float x : device.take(480)) heard.push_back(x);
            device.producer.set_waiting(heard.size());
        }
    }
    // All that it has is heard, but what was taken back.
    void hear_what_was_given() {
        heard.resize(heard.size() - device.taken_back.exchange(0));
        device.producer.set_waiting(0);
        device.producer.set_latency({});
    }
    void wait_until_written(std::size_t samples) {
        audio::wait_until_written(device.producer, samples);
    }

    HandPlayback device;
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<std::string> log;
    std::vector<SoundEnd> ends;
    std::vector<float> heard;
    Player player{device,
                  {.began = [this](SoundId id) { tell("+" + std::to_string(id)); },
                   .ended =
                       [this](const SoundEnd& end) {
                           {
                               const std::lock_guard lock(mutex);
                               ends.push_back(end);
                           }
                           tell((end.whole ? "-" : "x") + std::to_string(end.id));
                       }}};
};

TEST_F(PlayerTest, PlaysSoundsInOrderToTheirLastSample) {
    player.play(1, constant(25ms, 0.1F));
    player.play(2, constant(33ms, 0.2F));
    hear_without_gaps_until("-2");
    EXPECT_THAT(told(), ElementsAre("+1", "-1", "+2", "-2"));
    EXPECT_EQ(std::ranges::count(heard, 0.1F), 25 * 48);
    EXPECT_EQ(std::ranges::count(heard, 0.2F), 33 * 48);
    EXPECT_EQ(ends[1].heard, 33ms);
}

TEST_F(PlayerTest, TellsTheEndOnlyOnceItIsHeard) {
    device.producer.set_latency(50ms);
    player.play(1, constant(10ms, 0.1F));
    hear_until("+1");
    const auto begun = std::chrono::steady_clock::now();
    hear_until("-1");
    EXPECT_GE(std::chrono::steady_clock::now() - begun, 40ms);
}

TEST_F(PlayerTest, StaysOnlyALittleAheadOfTheDevice) {
    player.play(1, constant(2'000ms, 0.1F));
    wait_until_written(std::size_t{48} * 60);
    std::this_thread::sleep_for(100ms);  // long enough to run away, if it did
    EXPECT_LE(device.producer.written(), 48U * 80);
}

TEST_F(PlayerTest, StopSilencesWhatTheDeviceHasNotTakenYet) {
    player.play(1, constant(500ms, 0.5F));
    player.play(2, constant(500ms, 0.5F));
    wait_until_written(480);
    hear_until("+1");
    player.stop({1, 2});
    wait_for("x2");
    const auto fading = device.take(480);
    EXPECT_LT(fading[200], 0.01F);  // a few samples of fading, then nothing
    EXPECT_THAT(device.take(480), Each(0.0F));
    EXPECT_THAT(told(), ElementsAre("+1", "x1", "x2"));
    EXPECT_LT(ends[0].heard, 100ms);
    EXPECT_EQ(ends[1].heard, 0ms);
}

TEST_F(PlayerTest, AStopBeforeASoundIsHeardLeavesTheEndOfTheOneBefore) {
    for (const auto in_advance : {50ms, 100ms, 150ms}) {  // with the end of it in the ring, and not
        SCOPED_TRACE(in_advance);
        const SoundId id = told().empty() ? 1 : ends.back().id + 1;
        const auto name = [](char what, SoundId of) { return what + std::to_string(of); };
        player.play(id, constant(80ms, 0.1F));
        player.play(id + 1, constant(500ms, 0.2F));
        player.play(id + 2, constant(50ms, 0.3F));
        give_in_advance(in_advance);
        player.stop({id + 1});
        wait_for(name('x', id + 1));
        hear_what_was_given();
        hear_without_gaps_until(name('-', id + 2));
        EXPECT_EQ(std::ranges::count(heard, 0.1F), 80 * 48);
        EXPECT_EQ(std::ranges::count(heard, 0.2F), 0);
        EXPECT_EQ(std::ranges::count(heard, 0.3F), 50 * 48);
        const auto tells = told();
        EXPECT_THAT(std::vector(tells.end() - 5, tells.end()),
                    testing::UnorderedElementsAre(name('+', id),
                                                  name('-', id),
                                                  name('x', id + 1),
                                                  name('+', id + 2),
                                                  name('-', id + 2)));
        EXPECT_EQ(ends[ends.size() - 3].heard + ends[ends.size() - 2].heard, 80ms);
        EXPECT_EQ(ends.back().heard, 50ms);
        heard.clear();
    }
}

TEST_F(PlayerTest, AStopLeavesShortSoundsBehindItWhole) {
    player.play(1, constant(500ms, 0.1F));
    player.play(2, constant(20ms, 0.2F));
    player.play(3, constant(20ms, 0.3F));
    player.play(4, constant(500ms, 0.4F));
    give_in_advance(530ms, 1h);
    player.stop({1});
    wait_for("x1");
    hear_what_was_given();
    hear_without_gaps_until("-4");
    EXPECT_THAT(told(), ElementsAre("+1", "x1", "+2", "-2", "+3", "-3", "+4", "-4"));
    EXPECT_EQ(ends[1].heard, 20ms);
    for (const auto& [value, samples] :
         {std::pair(0.2F, 960), std::pair(0.3F, 960), std::pair(0.4F, 24'000)}) {
        EXPECT_EQ(std::ranges::count(heard, value), samples) << value;
    }
}

TEST(PlayerPlayed, IsToldWhenItIsAboutToBeHeard) {
    HandPlayback device;
    std::atomic<std::size_t> told = 0;
    std::atomic<bool> stopped = false;
    Player player(device,
                  {.began = {},
                   .ended = [&](const SoundEnd& end) { stopped = !end.whole; },
                   .played = [&](std::span<const float> block,
                                 std::uint32_t /*hz*/) { told += block.size(); }});
    const auto ms = [](std::size_t count) { return count * 48; };
    const auto reaches = [&](std::size_t samples) {
        const auto deadline = std::chrono::steady_clock::now() + 20s;
        while (told < samples) {
            if (std::chrono::steady_clock::now() > deadline) return false;
            std::this_thread::sleep_for(1ms);
        }
        return true;
    };
    player.play(1, constant(100ms, 0.5F));
    player.play(2, constant(10'000ms, 0.5F));
    for (std::size_t taken = 0; taken < ms(150); taken += 480) {  // in advance
        wait_until_written(device.producer, taken + 480);
        device.producer.set_waiting(taken + 480);
        device.take(480);
    }
    EXPECT_TRUE(reaches(ms(60)));
    wait_until_written(device.producer, ms(210));
    EXPECT_EQ(told, ms(60)) << "nothing of it is heard yet";
    device.producer.set_waiting(ms(100));
    EXPECT_TRUE(reaches(ms(110)));
    EXPECT_EQ(told, ms(110));
    player.stop({1, 2});
    while (!stopped) std::this_thread::sleep_for(1ms);
    player.play(3, constant(10ms, 0.5F));
    wait_until_written(device.producer, ms(220));
    device.producer.set_waiting(0);
    while (device.producer.consumed() != device.producer.written()) device.take(480);
    EXPECT_TRUE(reaches(ms(120)));
    EXPECT_EQ(told, ms(120)) << "what was taken back is not told";
}

// AOUT-021 AOUT-022
TEST_F(PlayerTest, StopLeavesOtherSoundsAndThoseOverTheQueue) {
    player.play(1, constant(300ms, 0.1F));
    player.play(2, constant(20ms, 0.2F));
    player.play_over(constant(300ms, 0.4F));
    wait_until_written(960);
    hear_until("+1");
    player.stop({1});
    hear_until("-2");
    EXPECT_THAT(told(), ElementsAre("+1", "x1", "+2", "-2"));
    while (heard.size() < std::size_t{48} * 500) {
        for (const float x : device.take(480)) heard.push_back(x);
        std::this_thread::sleep_for(2ms);
    }
    const auto over = std::ranges::count_if(heard, [](float x) { return x >= 0.399F; });
    EXPECT_GE(over, 300 * 48 - 480);
    EXPECT_LE(over, 300 * 48 + 480);
}

TEST_F(PlayerTest, ASoundOverTheQueueNeedsNoQueue) {
    player.play_over(constant(20ms, 0.4F));
    wait_until_written(960);
    EXPECT_THAT(device.take(960), Each(FloatNear(0.4F, 1e-6F)));
}

TEST_F(PlayerTest, ResamplesWhatHasAnotherRate) {
    player.play(1, {std::vector<float>(2'205, 0.1F), 22'050});
    hear_until("-1");
    EXPECT_EQ(ends[0].heard, 100ms);
}

TEST_F(PlayerTest, PlaysTheFirstPieceWhileTheNextIsMade) {
    player.play(1, constant(30ms, 0.1F), true);
    wait_until_written(std::size_t{48} * 30);
    for (const float x : device.take(480)) heard.push_back(x);
    wait_for("+1");  // the device does not run ahead of who fills it
    // It is late: a silence that is no end, and does not count as heard.
    for (int i = 0; i < 20; ++i) {
        for (const float x : device.take(480)) heard.push_back(x);
        std::this_thread::sleep_for(1ms);
    }
    EXPECT_THAT(told(), ElementsAre("+1"));
    EXPECT_EQ(device.producer.underruns(), 0U);
    player.go_on(1, constant(20ms, 0.2F), true);
    player.go_on(1, constant(0ms, 0), false);
    player.play(2, constant(10ms, 0.3F));
    hear_until("-2");
    EXPECT_THAT(told(), ElementsAre("+1", "-1", "+2", "-2"));
    EXPECT_EQ(std::ranges::count(heard, 0.1F), 30 * 48);
    EXPECT_EQ(std::ranges::count(heard, 0.2F), 20 * 48);
    EXPECT_EQ(ends[0].heard, 50ms);
}

TEST_F(PlayerTest, AStopEndsASoundWhoseNextPieceIsLate) {
    player.play(1, constant(20ms, 0.1F), true);
    player.play(2, constant(20ms, 0.2F));
    hear_until("+1");
    wait_until_written(std::size_t{48} * 20);
    while (device.producer.consumed() < device.producer.written()) device.take(480);
    player.stop({1});
    wait_for("x1");
    player.go_on(1, constant(20ms, 0.1F), false);  // comes too late
    hear_until("-2");
    EXPECT_THAT(told(), ElementsAre("+1", "x1", "+2", "-2"));
    EXPECT_EQ(ends[0].heard, 20ms);
    EXPECT_EQ(ends[1].heard, 20ms);
}

TEST_F(PlayerTest, PiecesOfAnotherRateJoinWithoutASeam) {
    std::vector<float> tone(22'050);
    for (std::size_t i = 0; i < tone.size(); ++i) {
        tone[i] = static_cast<float>(0.5 * std::sin(static_cast<double>(i) * 2 * 3.14159265 / 50));
    }
    const auto piece = [&](std::size_t from, std::size_t to) {
        return AudioBuffer{{tone.begin() + static_cast<std::ptrdiff_t>(from),
                            tone.begin() + static_cast<std::ptrdiff_t>(to)},
                           22'050};
    };
    player.play(1, piece(0, 4'000), true);
    for (std::size_t at = 4'000; at < tone.size(); at += 950) {
        player.go_on(1, piece(at, at + 950), true);
    }
    player.go_on(1, {}, false);
    hear_without_gaps_until("-1");
    EXPECT_NEAR(static_cast<double>(ends[0].heard.count()), 1'000, 2);
    float steepest = 0;
    for (std::size_t i = 1; i < heard.size(); ++i) {
        steepest = std::max(steepest, std::abs(heard[i] - heard[i - 1]));
    }
    EXPECT_LT(steepest, 0.5F * 2 * 3.15F / 50 * 22'050 / 48'000 * 1.3F);
}

TEST_F(PlayerTest, EndsEverythingWhenTheDeviceCannotBeHad) {
    device.broken = true;
    player.play(1, constant(20ms, 0.1F));
    player.play(2, constant(20ms, 0.1F));
    wait_for("x2");
    device.broken = false;
    player.play(3, constant(20ms, 0.1F));
    hear_until("-3");
}

TEST_F(PlayerTest, EndsEverythingWhenTheDeviceTakesNothing) {
    player.play(1, constant(20ms, 0.1F));
    player.play(2, constant(500ms, 0.1F));
    wait_for("x1");  // after stall_max
    wait_for("x2");
    player.play(3, constant(20ms, 0.1F));
    hear_until("-3");
}

TEST_F(PlayerTest, TakesTheDeviceBeforeThereIsASound) {
    player.prepare();
    player.play(1, constant(0ms, 0));
    hear_until("-1");
    EXPECT_EQ(device.starts, 1);
}

}  // namespace
}  // namespace utter::audio
