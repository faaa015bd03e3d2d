#include "utter/speech/wake_chain.hpp"

#include <gtest/gtest.h>

#include <array>

namespace utter::speech {
namespace {

class GivenWakeWord final : public WakeWord {
  public:
    explicit GivenWakeWord(std::string name) : name_(std::move(name)) {}

    [[nodiscard]] std::string_view name() const override { return name_; }
    [[nodiscard]] std::uint32_t sample_rate_hz() const override { return 16'000; }
    [[nodiscard]] bool listening() const override { return there; }
    [[nodiscard]] std::optional<WakeWordHit> hear(std::span<const float> /*block*/) override {
        return WakeWordHit{name_, {}};
    }
    void reset() override { ++resets; }

    bool there = true;
    int resets = 0;

  private:
    std::string name_;
};

TEST(WakeChain, HearsByTheFirstThatListens) {
    auto first = std::make_unique<GivenWakeWord>("service");
    auto second = std::make_unique<GivenWakeWord>("embedded");
    auto& service = *first;
    auto& embedded = *second;
    std::vector<std::unique_ptr<WakeWord>> engines;
    engines.push_back(std::move(first));
    engines.push_back(std::move(second));
    WakeChain chain(std::move(engines));
    const std::array<float, 160> block{};
    EXPECT_EQ(chain.name(), "service, embedded");
    EXPECT_EQ(chain.hear(block)->phrase, "service");
    service.there = false;
    EXPECT_TRUE(chain.listening());
    EXPECT_EQ(embedded.resets, 0);
    EXPECT_EQ(chain.hear(block)->phrase, "embedded");
    EXPECT_EQ(chain.hear(block)->phrase, "embedded");
    EXPECT_EQ(embedded.resets, 1);  // as it had not heard the stream
    service.there = true;
    EXPECT_EQ(chain.hear(block)->phrase, "service");
    EXPECT_EQ(service.resets, 2);
    service.there = embedded.there = false;
    EXPECT_FALSE(chain.listening());
    EXPECT_EQ(chain.hear(block)->phrase, "embedded");
    chain.reset();
    EXPECT_EQ(service.resets, 3);
}

}  // namespace
}  // namespace utter::speech
