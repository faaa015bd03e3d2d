#include "utter/speech/wake_chain.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <utility>

namespace utter::speech {
namespace {

// Says that it heard what it is told to have heard.
class GivenWakeWord final : public WakeWord {
  public:
    explicit GivenWakeWord(std::string name) : name_(std::move(name)) {}

    [[nodiscard]] std::string_view name() const override { return name_; }
    [[nodiscard]] std::uint32_t sample_rate_hz() const override { return 16'000; }
    [[nodiscard]] bool listens_for(std::string_view phrase) const override {
        return there && std::ranges::find(phrases, phrase) != phrases.end();
    }
    [[nodiscard]] std::optional<WakeWordHit> hear(std::span<const float> /*block*/) override {
        ++blocks;
        if (phrase.empty()) return std::nullopt;
        return WakeWordHit{std::exchange(phrase, {}), {}};
    }
    void reset() override { ++resets; }

    std::vector<std::string> phrases;
    bool there = true;
    std::string phrase;
    int blocks = 0;
    int resets = 0;

  private:
    std::string name_;
};

class WakeChainTest : public testing::Test {
  protected:
    WakeChainTest() {
        auto first = std::make_unique<GivenWakeWord>("service");
        auto second = std::make_unique<GivenWakeWord>("embedded");
        service_ = first.get();
        embedded_ = second.get();
        service_->phrases = {"hey jarvis"};
        embedded_->phrases = {"hey jarvis", "hey computer"};
        std::vector<std::unique_ptr<WakeWord>> engines;
        engines.push_back(std::move(first));
        engines.push_back(std::move(second));
        chain_ = std::make_unique<WakeChain>(std::move(engines));
    }
    std::string hear() {
        const std::array<float, 160> block{};
        return chain_->hear(block).value_or(WakeWordHit{"nothing", {}}).phrase;
    }

    GivenWakeWord* service_;
    GivenWakeWord* embedded_;
    std::unique_ptr<WakeChain> chain_;
};

TEST_F(WakeChainTest, TheFirstThatListensForAPhraseDecides) {
    EXPECT_EQ(chain_->name(), "service, embedded");
    embedded_->phrase = "hey jarvis";
    EXPECT_EQ(hear(), "nothing");
    service_->phrase = "hey jarvis";
    EXPECT_EQ(hear(), "hey jarvis");
    // The service has no model for this one.
    embedded_->phrase = "hey computer";
    EXPECT_EQ(hear(), "hey computer");
    EXPECT_EQ(service_->blocks, 3);
    EXPECT_EQ(embedded_->blocks, 3);
}

TEST_F(WakeChainTest, WhileOneIsAwayTheNextDecides) {
    service_->there = false;
    EXPECT_TRUE(chain_->listens_for("hey jarvis"));
    embedded_->phrase = "hey jarvis";
    EXPECT_EQ(hear(), "hey jarvis");
    service_->there = true;
    embedded_->phrase = "hey jarvis";
    EXPECT_EQ(hear(), "nothing");
    service_->there = embedded_->there = false;
    EXPECT_FALSE(chain_->listens_for("hey jarvis"));
}

TEST_F(WakeChainTest, OneUtteranceIsToldOnce) {
    service_->phrase = "hey jarvis";
    embedded_->phrase = "hey computer";
    EXPECT_EQ(hear(), "hey jarvis");
    EXPECT_EQ(hear(), "nothing");
    chain_->reset();
    EXPECT_EQ(service_->resets, 1);
    EXPECT_EQ(embedded_->resets, 1);
}

}  // namespace
}  // namespace utter::speech
