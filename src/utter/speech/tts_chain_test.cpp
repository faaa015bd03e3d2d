#include "utter/speech/tts_chain.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace utter::speech {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using namespace std::chrono_literals;

// Has one voice for one language (empty: for all) and says so by its sample rate.
class OneVoice final : public TtsEngine {
  public:
    OneVoice(std::string voice, std::string lang, std::uint32_t rate_hz)
        : voice_(std::move(voice)), lang_(std::move(lang)), rate_hz_(rate_hz) {}

    [[nodiscard]] std::string_view name() const override { return voice_; }
    [[nodiscard]] Result<void> stream(const SynthesisRequest& request,
                                      const SoundSink& sink) override {
        if (!request.voice.empty() && request.voice != voice_) {
            return fail(ErrorCode::not_found, voice_ + " is not " + request.voice);
        }
        if (!lang_.empty() && request.lang != lang_) {
            return fail(ErrorCode::unsupported, voice_ + " has no " + request.lang);
        }
        if (request.text.empty()) return fail(ErrorCode::invalid_argument, "no text");
        sink({{0}, rate_hz_});
        return {};
    }

  private:
    std::string voice_;
    std::string lang_;
    std::uint32_t rate_hz_;
};

constexpr std::uint32_t english_hz = 16000;
constexpr std::uint32_t any_hz = 22050;

Result<audio::AudioBuffer> say(std::string lang, std::string voice, std::string text = "hi") {
    std::vector<std::unique_ptr<TtsEngine>> engines;
    engines.push_back(std::make_unique<OneVoice>("ann", "en", english_hz));
    engines.push_back(std::make_unique<OneVoice>("bob", "", any_hz));
    return TtsChain(std::move(engines))
        .synthesize({std::move(text), std::move(lang), std::move(voice), 1.0});
}

TEST(TtsChain, LanguageDecidesWhoSpeaks) {
    EXPECT_EQ(say("en", "")->sample_rate_hz, english_hz);
    EXPECT_EQ(say("de", "")->sample_rate_hz, any_hz);
}

TEST(TtsChain, ANamedVoiceGoesToItsEngine) {
    EXPECT_EQ(say("en", "ann")->sample_rate_hz, english_hz);
    EXPECT_EQ(say("en", "bob")->sample_rate_hz, any_hz);
    EXPECT_EQ(say("de", "bob")->sample_rate_hz, any_hz);
}

TEST(TtsChain, AVoiceDoesNotSilenceLanguagesItCannotSpeak) {
    EXPECT_EQ(say("de", "ann")->sample_rate_hz, any_hz);
}

TEST(TtsChain, AnUnknownVoiceIsReportedByAll) {
    const auto sound = say("en", "carl");
    ASSERT_FALSE(sound);
    EXPECT_EQ(sound.error().code, ErrorCode::not_found);
    EXPECT_THAT(sound.error().detail,
                AllOf(HasSubstr("ann is not carl"), HasSubstr("bob is not carl")));
}

TEST(TtsChain, OtherErrorsAreNotPassedOver) {
    EXPECT_EQ(say("en", "", "").error().detail, "no text");
}

// A server with a voice of its own, which can be away.
struct Server final : public TtsEngine {
    bool& away;
    int& calls;
    bool dies_midway = false;

    Server(bool& is_away, int& times_asked) : away(is_away), calls(times_asked) {}
    [[nodiscard]] std::string_view name() const override { return "server"; }
    [[nodiscard]] Result<void> stream(const SynthesisRequest& request,
                                      const SoundSink& sink) override {
        ++calls;
        if (away) return fail(ErrorCode::timeout, "the server is silent");
        if (!request.voice.empty() && request.voice != "lessac") {
            return fail(ErrorCode::not_found, "the server has no such voice");
        }
        sink({{0}, server_hz});
        if (dies_midway) return fail(ErrorCode::timeout, "the server stalled");
        sink({{0}, server_hz});
        return {};
    }

    static constexpr std::uint32_t server_hz = 24'000;
};

class TtsChainWithAServer : public testing::Test {
  protected:
    TtsChainWithAServer() {
        std::vector<std::unique_ptr<TtsEngine>> engines;
        auto server = std::make_unique<Server>(away_, calls_);
        server_ = server.get();
        engines.push_back(std::move(server));
        engines.push_back(std::make_unique<OneVoice>("ann", "en", english_hz));
        engines.push_back(std::make_unique<OneVoice>("bob", "", any_hz));
        chain_ = std::make_unique<TtsChain>(std::move(engines),
                                            QuarantineSettings{.first = 5s, .most = 10s},
                                            [this] { return now_; });
    }
    // The sample rate tells who spoke; 0: nobody.
    std::uint32_t spoken_at(const std::string& voice = "", const std::string& lang = "en") {
        const auto sound = chain_->synthesize({"hi", lang, voice, 1.0});
        return sound ? sound->sample_rate_hz : 0;
    }

    bool away_ = false;
    int calls_ = 0;
    Server* server_ = nullptr;
    Quarantine::TimePoint now_{};
    std::unique_ptr<TtsChain> chain_;
};

// AOUT-005
TEST_F(TtsChainWithAServer, TheNextSpeaksTheSameTextWhenItIsAway) {
    EXPECT_EQ(chain_->name(), "server, ann, bob");
    EXPECT_EQ(spoken_at(), Server::server_hz);
    away_ = true;
    EXPECT_EQ(spoken_at(), english_hz);
    EXPECT_EQ(spoken_at("", "de"), any_hz);
}

TEST_F(TtsChainWithAServer, IsLeftOutForATimeThatGrowsAndTriedAgain) {
    away_ = true;
    EXPECT_EQ(spoken_at(), english_hz);
    for (const auto pause : {5s, 10s, 10s}) {
        const int calls = calls_;
        now_ += pause - 1ms;
        EXPECT_EQ(spoken_at(), english_hz);
        EXPECT_EQ(calls_, calls);
        now_ += 1ms;
        EXPECT_EQ(spoken_at(), english_hz);
        EXPECT_EQ(calls_, calls + 1);
    }
    away_ = false;
    now_ += 10s;
    EXPECT_EQ(spoken_at(), Server::server_hz);
    EXPECT_EQ(spoken_at(), Server::server_hz);
}

TEST_F(TtsChainWithAServer, HandsOnEachPieceAsItIsMade) {
    std::vector<std::uint32_t> pieces;
    ASSERT_TRUE(chain_->stream({"hi", "en", "", 1.0}, [&](const audio::AudioBuffer& piece) {
        pieces.push_back(piece.sample_rate_hz);
        return true;
    }));
    EXPECT_THAT(pieces, testing::ElementsAre(Server::server_hz, Server::server_hz));
}

TEST_F(TtsChainWithAServer, AnotherVoiceDoesNotBeginWhereItDiedMidway) {
    server_->dies_midway = true;
    std::vector<std::uint32_t> pieces;
    const auto note = [&](const audio::AudioBuffer& piece) {
        pieces.push_back(piece.sample_rate_hz);
        return true;
    };
    const auto cut = chain_->stream({"hi", "en", "", 1.0}, note);
    ASSERT_FALSE(cut);
    EXPECT_THAT(cut.error().detail, HasSubstr("stalled"));
    EXPECT_TRUE(chain_->stream({"there", "en", "", 1.0}, note));
    EXPECT_THAT(pieces, testing::ElementsAre(Server::server_hz, english_hz));
}

// AOUT-005
TEST_F(TtsChainWithAServer, AWholeSoundComesFromTheNextWhenItDiesMidway) {
    server_->dies_midway = true;
    EXPECT_EQ(spoken_at(), english_hz);
}

TEST_F(TtsChainWithAServer, ItsVoiceDoesNotSilenceTheOthers) {
    EXPECT_EQ(spoken_at("lessac"), Server::server_hz);
    away_ = true;
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(spoken_at("lessac"), english_hz);
        EXPECT_EQ(spoken_at("bob"), any_hz);
        EXPECT_EQ(spoken_at("lessac", "de"), any_hz);
    }
}

TEST_F(TtsChainWithAServer, AsksOneLeftOutWhenNobodyElseCan) {
    std::vector<std::unique_ptr<TtsEngine>> engines;
    engines.push_back(std::make_unique<Server>(away_, calls_));
    engines.push_back(std::make_unique<OneVoice>("ann", "en", english_hz));
    chain_ = std::make_unique<TtsChain>(std::move(engines));
    away_ = true;
    const auto sound = chain_->synthesize({"hi", "de", "", 1.0});
    ASSERT_FALSE(sound);
    EXPECT_THAT(sound.error().detail, HasSubstr("the server is silent"));
    away_ = false;
    EXPECT_EQ(spoken_at("", "de"), Server::server_hz);
}

}  // namespace
}  // namespace utter::speech
