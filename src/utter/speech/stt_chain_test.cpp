#include "utter/speech/stt_chain.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>

namespace utter::speech {
namespace {

using namespace std::chrono_literals;

// What one engine does and was asked, kept outside the chain that owns the engine.
struct Script {
    std::string name;
    std::optional<Error> error;
    int calls = 0;
    int grammars = 0;
    int phrases = 0;
};

class Scripted final : public SttEngine {
  public:
    explicit Scripted(Script& script) : script_(script) {}

    [[nodiscard]] std::string_view name() const override { return script_.name; }
    [[nodiscard]] Result<void> check(std::string_view /*lang*/) const override {
        if (script_.error) return std::unexpected(*script_.error);
        return {};
    }
    [[nodiscard]] Result<void> set_grammar(const SpeechGrammar& grammar) override {
        ++script_.grammars;
        if (grammar.lang.empty()) return fail(ErrorCode::malformed, script_.name);
        return {};
    }
    void set_phrases(const SpeechGrammar& /*phrases*/) override { ++script_.phrases; }
    [[nodiscard]] Result<Transcript> transcribe(const audio::AudioBuffer& /*speech*/,
                                                std::string_view lang) override {
        ++script_.calls;
        if (script_.error) return std::unexpected(*script_.error);
        return Transcript{script_.name, std::string(lang), "open", 0.5};
    }

  private:
    Script& script_;
};

class SttChainTest : public testing::Test {
  protected:
    SttChainTest() {
        std::vector<std::unique_ptr<SttEngine>> engines;
        engines.push_back(std::make_unique<Scripted>(server_));
        engines.push_back(std::make_unique<Scripted>(built_in_));
        chain_ = std::make_unique<SttChain>(std::move(engines),
                                            QuarantineSettings{.first = 5s, .most = 15s},
                                            [this] { return now_; });
    }
    std::string who_hears() {
        const auto heard = chain_->transcribe({{0}, 16'000}, "en-US");
        return heard ? heard->text : "error: " + heard.error().detail;
    }

    Script server_{.name = "server", .error = {}};
    Script built_in_{.name = "built in", .error = {}};
    Quarantine::TimePoint now_{};
    std::unique_ptr<SttChain> chain_;
};

TEST_F(SttChainTest, TheFirstHears) {
    EXPECT_EQ(chain_->name(), "server, built in");
    EXPECT_EQ(who_hears(), "server");
    EXPECT_EQ(built_in_.calls, 0);
}

TEST_F(SttChainTest, TheNextTakesTheSameCallWhenAnEngineFails) {
    for (const auto code :
         {ErrorCode::unavailable, ErrorCode::timeout, ErrorCode::io, ErrorCode::internal}) {
        server_.error = Error{code, "gone", false};
        EXPECT_EQ(who_hears(), "built in");
        now_ += 1h;
    }
}

TEST_F(SttChainTest, AnEngineThatFailedIsLeftOutForATimeThatGrows) {
    server_.error = Error{ErrorCode::unavailable, "gone", false};
    for (const auto pause : {5s, 10s, 15s, 15s}) {
        EXPECT_EQ(who_hears(), "built in");
        const int calls = server_.calls;
        now_ += pause - 1ms;
        EXPECT_EQ(who_hears(), "built in");
        EXPECT_EQ(server_.calls, calls) << pause.count();
        now_ += 1ms;
    }
}

TEST_F(SttChainTest, AnEngineThatIsBackHearsAgainAndStartsAnew) {
    server_.error = Error{ErrorCode::unavailable, "gone", false};
    EXPECT_EQ(who_hears(), "built in");
    now_ += 5s;
    EXPECT_EQ(who_hears(), "built in");
    server_.error.reset();
    now_ += 10s;
    EXPECT_EQ(who_hears(), "server");
    server_.error = Error{ErrorCode::timeout, "slow", false};
    EXPECT_EQ(who_hears(), "built in");
    server_.error.reset();
    now_ += 5s;
    EXPECT_EQ(who_hears(), "server");
}

TEST_F(SttChainTest, OneLeftOutIsAskedWhenNobodyElseCan) {
    server_.error = Error{ErrorCode::unavailable, "gone", false};
    EXPECT_EQ(who_hears(), "built in");
    server_.error.reset();
    built_in_.error = Error{ErrorCode::unavailable, "no model", false};
    EXPECT_EQ(who_hears(), "server");
}

TEST_F(SttChainTest, LanguagesGoToWhoeverHasThemWithoutQuarantine) {
    server_.error = Error{ErrorCode::unsupported, "no such language", false};
    EXPECT_EQ(who_hears(), "built in");
    server_.error.reset();
    EXPECT_EQ(who_hears(), "server");
}

TEST_F(SttChainTest, FaultsOfTheCallerArePassedBack) {
    server_.error = Error{ErrorCode::malformed, "no samples", false};
    EXPECT_EQ(who_hears(), "error: no samples");
    EXPECT_EQ(built_in_.calls, 0);
    server_.error.reset();
    EXPECT_EQ(who_hears(), "server");
}

TEST_F(SttChainTest, ReportsAllReasons) {
    server_.error = Error{ErrorCode::timeout, "slow", false};
    built_in_.error = Error{ErrorCode::unsupported, "no such language", false};
    for (const auto& error :
         {chain_->transcribe({{0}, 16'000}, "xx").error(), chain_->check("xx").error()}) {
        EXPECT_EQ(error.code, ErrorCode::timeout);
        EXPECT_EQ(error.detail, "slow; no such language");
    }
    server_.error.reset();
    EXPECT_TRUE(chain_->check("xx"));
}

TEST_F(SttChainTest, EveryEngineKnowsGrammarAndPhrases) {
    EXPECT_TRUE(chain_->set_grammar({"en-US", {}, {}}));
    EXPECT_EQ(chain_->set_grammar({}).error().detail, "server");
    chain_->set_phrases({});
    for (const auto* script : {&server_, &built_in_}) {
        EXPECT_EQ(script->grammars, 2);
        EXPECT_EQ(script->phrases, 1);
    }
}

TEST(Quarantine, OnlyOneCallerTriesAnEngineAgain) {
    Quarantine::TimePoint now{};
    Quarantine quarantine({.first = 5s, .most = 5s}, [&now] { return now; });
    EXPECT_EQ(quarantine.failed(), 5s);
    now += 5s;
    EXPECT_TRUE(quarantine.admits());
    EXPECT_FALSE(quarantine.admits());
    EXPECT_TRUE(quarantine.succeeded());
    EXPECT_FALSE(quarantine.succeeded());
    EXPECT_TRUE(quarantine.admits());
}

}  // namespace
}  // namespace utter::speech
