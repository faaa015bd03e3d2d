#include "utter/listener/microphone.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>

#include "utter/audio/echo_reference.hpp"

namespace utter::listener {
namespace {

using namespace std::chrono_literals;

// Gives what it is given, as fast as it is read; a device that is lost at first, if wanted.
class GivenCapture final : public audio::AudioCapture {
  public:
    GivenCapture(std::uint32_t rate, int failures) : rate_(rate), failures_(failures) {}

    [[nodiscard]] std::string_view name() const override { return "given"; }
    [[nodiscard]] std::uint32_t sample_rate_hz() const override { return rate_; }
    [[nodiscard]] Result<audio::AudioConsumer*> start() override {
        if (failures_-- > 0) return fail(ErrorCode::unavailable, "not yet");
        return &consumer;
    }
    void stop() override { ++stops; }

    audio::AudioConsumer consumer{1 << 20};
    std::atomic<int> stops{0};

  private:
    std::uint32_t rate_;
    int failures_;
};

class LiveMicrophoneTest : public testing::Test {
  protected:
    std::unique_ptr<LiveMicrophone> make(std::uint32_t rate, ListenMode mode, int failures = 0) {
        auto device = std::make_unique<GivenCapture>(rate, failures);
        device_ = device.get();
        return std::make_unique<LiveMicrophone>(
            MicrophoneParts{.device = std::move(device),
                            .open_wake_word = open_wake_word_,
                            .clean =
                                [](std::span<float> heard,
                                   std::span<const float> played,
                                   std::span<float> /*linear*/) {
                                    for (std::size_t i = 0; i < heard.size(); ++i) {
                                        heard[i] -= played[i];
                                    }
                                    return heard[0] > 0.1F;
                                },
                            .reference = reference_},
            EarSettings{.mode = mode,
                        .pre_roll = 100ms,
                        .endpoint = {.wait = 1s, .pause = 300ms, .longest = 5s}},
            EarEvents{
                .woke = {},
                .began = [this](Trigger) { ++began_; },
                .ended = [this](Capture capture) { capture_.set_value(std::move(capture)); }});
    }
    void record(float level, std::chrono::milliseconds time) {
        const std::vector<float> sound(
            device_->sample_rate_hz() * static_cast<std::size_t>(time.count()) / 1000, level);
        device_->consumer.take(sound);
    }
    Capture wait() { return capture_.get_future().get(); }

    std::function<Result<std::unique_ptr<speech::WakeWord>>()> open_wake_word_;
    std::shared_ptr<audio::EchoReference> reference_;
    GivenCapture* device_ = nullptr;
    std::atomic<int> began_{0};
    std::promise<Capture> capture_;
};

TEST_F(LiveMicrophoneTest, HearsACommandAtAnyRate) {
    const auto microphone = make(48'000, ListenMode::continuous);
    record(0, 500ms);
    record(0.5F, 1s);
    record(0, 1s);
    const auto capture = wait();
    EXPECT_EQ(capture.sound.sample_rate_hz, 16'000U);
    EXPECT_NEAR(static_cast<double>(capture.voice.count()), 1000, 50);
    EXPECT_EQ(capture.end, Endpointer::State::finished);
}

TEST_F(LiveMicrophoneTest, AFileThatEndsInACommandIsHeardOut) {
    const auto microphone = make(16'000, ListenMode::continuous);
    record(0.5F, 1s);
    device_->consumer.end();
    EXPECT_EQ(wait().end, Endpointer::State::finished);
}

TEST_F(LiveMicrophoneTest, ListensWhenAsked) {
    const auto microphone = make(16'000, ListenMode::push_to_talk);
    microphone->listen();
    device_->consumer.end();
    EXPECT_EQ(wait().end, Endpointer::State::no_voice);
}

TEST_F(LiveMicrophoneTest, WithoutItsWakeWordItStillListensWhenAsked) {
    open_wake_word_ = [] { return fail(ErrorCode::unavailable, "no model"); };
    const auto microphone = make(16'000, ListenMode::wake_word);
    microphone->listen();
    record(0.5F, 1s);
    record(0, 1s);
    EXPECT_EQ(wait().end, Endpointer::State::finished);
}

TEST_F(LiveMicrophoneTest, ACommandThatIsBeingHeardAtTheEndIsCancelled) {
    auto microphone = make(16'000, ListenMode::push_to_talk);
    microphone->listen();
    while (began_ == 0) std::this_thread::yield();
    microphone.reset();
    EXPECT_TRUE(wait().cancelled);
}

TEST_F(LiveMicrophoneTest, ACommandEndsWhenTheDeviceFallsSilentInIt) {
    const auto microphone = make(16'000, ListenMode::continuous);
    record(0.5F, 1s);
    EXPECT_TRUE(wait().cancelled);
    EXPECT_EQ(began_, 1);
    capture_ = {};
    record(0.5F, 1s);  // it is back
    record(0, 1s);
    EXPECT_EQ(wait().end, Endpointer::State::finished);
}

TEST_F(LiveMicrophoneTest, AsksAgainForADeviceThatCannotBeHad) {
    const auto microphone = make(16'000, ListenMode::continuous, 1);
    record(0.5F, 1s);
    record(0, 1s);
    EXPECT_EQ(wait().end, Endpointer::State::finished);
}

TEST_F(LiveMicrophoneTest, KnowsWhatIsPlayed) {
    reference_ = std::make_shared<audio::EchoReference>(16'000);
    const std::vector<float> echo(1'600, 0.5F);  // a tenth of a second
    reference_->play(echo, 16'000);
    const auto microphone = make(16'000, ListenMode::continuous);
    device_->consumer.take(echo);  // is no voice
    record(0, 500ms);
    record(0.4F, 1s);
    record(0, 1s);
    EXPECT_NEAR(static_cast<double>(wait().voice.count()), 1000, 50);
}

}  // namespace
}  // namespace utter::listener
