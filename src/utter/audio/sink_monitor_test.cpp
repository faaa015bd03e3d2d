#include "utter/audio/sink_monitor.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace utter::audio {
namespace {

constexpr std::uint32_t rate = 16'000;
constexpr std::size_t block_samples = rate / 100;

class GivenMonitor final : public AudioCapture {
  public:
    [[nodiscard]] std::string_view name() const override { return "monitor"; }
    [[nodiscard]] std::uint32_t sample_rate_hz() const override { return rate; }
    [[nodiscard]] Result<AudioConsumer*> start() override {
        ++starts;
        if (!there) return fail(ErrorCode::unavailable, "no such device");
        return &consumer;
    }
    void stop() override { ++stops; }

    AudioConsumer consumer{rate};
    bool there = true;
    int starts = 0;
    int stops = 0;
};

class SinkMonitorTest : public testing::Test {
  protected:
    void SetUp() override {
        auto device = std::make_unique<GivenMonitor>();
        device_ = device.get();
        monitor_ = std::make_unique<SinkMonitor>(std::move(device), own_);
    }
    // Counts on, so that a sample tells when it was played.
    void play(std::size_t samples) {
        std::vector<float> sound(samples);
        std::iota(sound.begin(), sound.end(), next_);
        next_ += static_cast<float>(samples);
        device_->consumer.take(sound);
    }
    std::vector<float> read() {
        std::vector<float> block(block_samples, -1);
        monitor_->read(block);
        return block;
    }

    std::shared_ptr<EchoReference> own_ = std::make_shared<EchoReference>(rate);
    GivenMonitor* device_ = nullptr;
    std::unique_ptr<SinkMonitor> monitor_;
    float next_ = 1;
};

TEST_F(SinkMonitorTest, GivesWhatTheServerPlays) {
    EXPECT_FALSE(monitor_->ready(block_samples));
    play(2 * block_samples);
    EXPECT_TRUE(monitor_->ready(block_samples));
    EXPECT_EQ(read().front(), 1);
    EXPECT_EQ(read().front(), 1 + block_samples);
    EXPECT_FALSE(monitor_->ready(block_samples));
}

TEST_F(SinkMonitorTest, IsInStepAgainAfterAMicrophoneThatLostSome) {
    EXPECT_FALSE(monitor_->ready(block_samples));
    play(256 + block_samples);
    for (int i = 0; i < 100; ++i) {
        play(block_samples);
        read();
    }
    play(block_samples);
    const auto newest = next_ - 1;
    EXPECT_NEAR(newest - read().back(), 0, 32 + block_samples);
}

TEST_F(SinkMonitorTest, IsSilentForWhatDoesNotCome) {
    EXPECT_FALSE(monitor_->ready(block_samples));
    play(block_samples / 2);
    const auto half = read();
    EXPECT_EQ(half[block_samples / 2 - 1], block_samples / 2);
    EXPECT_EQ(half[block_samples / 2], 0);
    play(block_samples);
    EXPECT_EQ(read().front(), 1 + block_samples / 2) << "and goes on with what comes next";
}

TEST_F(SinkMonitorTest, GivesWhatWePlayWhereThereIsNoMonitor) {
    device_->there = false;
    EXPECT_TRUE(monitor_->ready(block_samples)) << "nobody waits for it";
    own_->play(std::vector<float>(block_samples, 0.5F), rate);
    EXPECT_EQ(read().front(), 0.5F);
    EXPECT_EQ(device_->starts, 1) << "it is not asked for all the time";
    device_->there = true;
    for (int i = 0; i < 250; ++i) read();
    EXPECT_EQ(device_->starts, 2);
    EXPECT_FALSE(monitor_->ready(block_samples));
}

TEST_F(SinkMonitorTest, NoticesThatAnotherLoudspeakerPlays) {
    EXPECT_FALSE(monitor_->ready(block_samples));
    std::vector<float> heard;
    for (int i = 0; i < 100; ++i) {
        own_->play(std::vector<float>(block_samples, 0.5F), rate);
        device_->consumer.take(std::vector<float>(block_samples));
        heard = read();
    }
    EXPECT_EQ(heard.front(), 0.5F);
    EXPECT_EQ(device_->stops, 0);
    for (int i = 0; i < 150; ++i) {
        own_->play(std::vector<float>(block_samples, 0.5F), rate);
        device_->consumer.take(std::vector<float>(block_samples));
        read();
    }
    EXPECT_EQ(device_->stops, 1) << "made anew, it is the right one's";
}

}  // namespace
}  // namespace utter::audio
