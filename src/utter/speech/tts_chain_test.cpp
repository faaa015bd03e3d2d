#include "utter/speech/tts_chain.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace utter::speech {
namespace {

using testing::AllOf;
using testing::HasSubstr;

// Has one voice for one language (empty: for all) and says so by its sample rate.
class OneVoice final : public TtsEngine {
  public:
    OneVoice(std::string voice, std::string lang, std::uint32_t rate_hz)
        : voice_(std::move(voice)), lang_(std::move(lang)), rate_hz_(rate_hz) {}

    [[nodiscard]] std::string_view name() const override { return voice_; }
    [[nodiscard]] Result<audio::AudioBuffer> synthesize(const SynthesisRequest& request) override {
        if (!request.voice.empty() && request.voice != voice_) {
            return fail(ErrorCode::not_found, voice_ + " is not " + request.voice);
        }
        if (!lang_.empty() && request.lang != lang_) {
            return fail(ErrorCode::unsupported, voice_ + " has no " + request.lang);
        }
        if (request.text.empty()) return fail(ErrorCode::invalid_argument, "no text");
        return audio::AudioBuffer{{0}, rate_hz_};
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

}  // namespace
}  // namespace utter::speech
