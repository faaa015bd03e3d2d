#include "utter/speech/engines/wyoming/wyoming_tts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <mutex>
#include <optional>

#include "utter/speech/engines/wyoming/test_server.hpp"

namespace utter::speech {
namespace {

using testing::AllOf;
using testing::Each;
using testing::HasSubstr;
using testing::Not;
using wyoming::Event;
using wyoming::TestPeer;
using wyoming::TestServer;
using wyoming::voice_info;
using namespace std::chrono_literals;

const json::object pcm{{"rate", 22'050}, {"width", 2}, {"channels", 1}};

WyomingSettings settings_for(const std::string& url) {
    return {.url = url, .model = {}, .timeouts = {.connect = 1s, .idle = 300ms, .total = 5s}};
}

Event chunk(std::size_t frames) {
    std::string payload;
    for (std::size_t i = 0; i < frames; ++i) payload += std::string("\x00\x40", 2);
    return {"audio-chunk", pcm, payload};
}

json::object voices() {
    return wyoming::speaking_info({voice_info("downloadable", {"en_US"}, false),
                                   voice_info("ann", {"en_GB"}),
                                   voice_info("bob", {"en_US"}),
                                   voice_info("eva", {"de_DE"})});
}

// What is asked of the service, which answers with these events.
struct Asked {
    std::mutex mutex;
    json::object data;

    TestServer::Script answering(std::vector<Event> answers, json::object info = voices()) {
        return wyoming::described_as(
            std::move(info),
            [this, answers = std::move(answers)](TestPeer& peer, const Event& event) {
                {
                    const std::lock_guard lock(mutex);
                    data = event.data;
                }
                for (const auto& answer : answers) peer.send(answer);
                return true;
            });
    }
    json::value voice() {
        const std::lock_guard lock(mutex);
        return data.at("voice");
    }
};

const std::vector<Event>& spoken() {
    static const std::vector<Event> events{
        {"audio-start", pcm, {}}, chunk(1000), chunk(500), {"audio-stop", {}, {}}};
    return events;
}

Result<audio::AudioBuffer> say(const TestServer& server,
                               std::string voice = "",
                               std::string lang = "en-US",
                               std::string text = "hello") {
    WyomingTts engine(settings_for(server.url()));
    return engine.synthesize({std::move(text), std::move(lang), std::move(voice), 1.0});
}

// A service that does this when it is to speak.
Error failure_of(std::function<void(TestPeer&)> then) {
    const TestServer server(wyoming::described_as(
        voices(), [then = std::move(then)](TestPeer& peer, const Event& /*synthesize*/) {
            then(peer);
            return false;
        }));
    const auto started = std::chrono::steady_clock::now();
    const auto sound = say(server);
    EXPECT_LT(std::chrono::steady_clock::now() - started, 10s);
    if (sound) return {ErrorCode::internal, "was spoken", false};
    EXPECT_THAT(sound.error().detail, AllOf(HasSubstr(server.url()), HasSubstr("tts.wyoming.url")));
    return sound.error();
}

TEST(WyomingTts, PutsTheSoundTogether) {
    Asked asked;
    const TestServer server(asked.answering(spoken()));
    const auto sound = say(server);
    ASSERT_TRUE(sound) << sound.error().detail;
    EXPECT_EQ(sound->sample_rate_hz, 22'050U);
    EXPECT_EQ(sound->samples.size(), 1500U);
    EXPECT_THAT(sound->samples, Each(0.5F));
    EXPECT_EQ(asked.data.at("text"), "hello");
}

TEST(WyomingTts, TakesTheLanguagesNearestInstalledVoice) {
    Asked asked;
    const TestServer server(asked.answering(spoken()));
    for (const auto& [lang, name] : {std::pair{"en-US", "bob"},
                                     std::pair{"en-GB", "ann"},
                                     std::pair{"en", "ann"},
                                     std::pair{"de-AT", "eva"}}) {
        ASSERT_TRUE(say(server, "", lang)) << lang;
        EXPECT_EQ(asked.voice(), (json::object{{"name", name}})) << lang;
    }
    const auto none = say(server, "", "fr-FR");
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, ErrorCode::unsupported);
}

TEST(WyomingTts, TakesTheNamedVoice) {
    auto info = voices();
    auto many = voice_info("choir", {"en_US"});
    many["speakers"] = json::array{json::object{{"name", "alto"}}, json::object{{"name", "bass"}}};
    info.at("tts").at(0).at("voices").as_array().push_back(many);
    Asked asked;
    const TestServer server(asked.answering(spoken(), info));
    ASSERT_TRUE(say(server, "downloadable"));
    EXPECT_EQ(asked.voice(), (json::object{{"name", "downloadable"}}));
    ASSERT_TRUE(say(server, "choir#bass"));
    EXPECT_EQ(asked.voice(), (json::object{{"name", "choir"}, {"speaker", "bass"}}));
    // One that does not speak the language does not silence it.
    ASSERT_TRUE(say(server, "bob", "de-DE"));
    EXPECT_EQ(asked.voice(), (json::object{{"name", "eva"}}));
    for (const auto& [voice, said] :
         {std::pair{"carl", "no voice 'carl'"}, std::pair{"choir#tenor", "no speaker 'tenor'"}}) {
        const auto sound = say(server, voice);
        ASSERT_FALSE(sound);
        EXPECT_EQ(sound.error().code, ErrorCode::not_found);
        EXPECT_THAT(sound.error().detail, HasSubstr(said));
    }
    EXPECT_THAT(say(server, "carl").error().detail, HasSubstr("ann, bob, eva"));
}

TEST(WyomingTts, AsksForALanguageWhereVoicesTellNone) {
    Asked asked;
    const TestServer server(
        asked.answering(spoken(), wyoming::speaking_info({voice_info("any", {})})));
    ASSERT_TRUE(say(server, "", "fr-FR"));
    EXPECT_EQ(asked.voice(), (json::object{{"language", "fr-FR"}}));
}

TEST(WyomingTts, SaysWhatTheServiceReported) {
    const auto error = failure_of([](TestPeer& peer) {
        peer.send({"error", {{"text", "no such model"}}, {}});
        peer.wait_until_gone();
    });
    EXPECT_EQ(error.code, ErrorCode::unavailable);
    EXPECT_THAT(error.detail, HasSubstr("no such model"));
}

TEST(WyomingTts, EndsAServiceThatStallsMidAnswer) {
    const auto error = failure_of([](TestPeer& peer) {
        peer.send({"audio-start", pcm, {}});
        peer.send(chunk(1000));
        peer.wait_until_gone();
    });
    EXPECT_EQ(error.code, ErrorCode::timeout);
    EXPECT_THAT(error.detail, HasSubstr("silent for 300ms"));
}

TEST(WyomingTts, NoticesAServiceThatDiesMidAnswer) {
    const auto error = failure_of([](TestPeer& peer) {
        peer.send({"audio-start", pcm, {}});
        const auto bytes = encode(chunk(1000));
        peer.send_bytes(std::string_view(bytes).substr(0, bytes.size() / 2));
    });
    EXPECT_EQ(error.code, ErrorCode::unavailable);
    EXPECT_THAT(error.detail, HasSubstr("in the middle of an event"));
}

TEST(WyomingTts, RefusesWhatCannotBePlayed) {
    auto other = chunk(1);
    other.data["rate"] = 16'000;
    auto torn = chunk(2);
    torn.payload.pop_back();
    for (const auto& [bad, said] :
         {std::pair<Event, const char*>{{"audio-chunk", {{"rate", 1}}, "ab"}, "'rate'"},
          {other, "changed its format"},
          {torn, "multiple of 2"}}) {
        const auto error = failure_of([&bad = bad](TestPeer& peer) {
            peer.send(chunk(1));
            peer.send(bad);
            peer.wait_until_gone();
        });
        EXPECT_EQ(error.code, ErrorCode::unavailable);
        EXPECT_THAT(error.detail, HasSubstr(said));
    }
    const auto huge = failure_of([](TestPeer& peer) {
        peer.send_bytes("{\"type\":\"audio-chunk\",\"payload_length\":99999999}\n");
        peer.wait_until_gone();
    });
    EXPECT_THAT(huge.detail, HasSubstr("'payload_length'"));
}

TEST(WyomingTts, StopsAServiceThatNeverStops) {
    std::string many;
    while (many.size() < 8'000'000) many += encode(chunk(500'000));
    const auto error = failure_of([&many](TestPeer& peer) {
        for (int i = 0; i < 20; ++i) peer.send_bytes(many);
        peer.wait_until_gone();
    });
    EXPECT_THAT(error.detail, HasSubstr("longer than 10 minutes"));
}

TEST(WyomingTts, WordsWithoutSoundAreAFailure) {
    Asked asked;
    const TestServer server(asked.answering({{"audio-start", pcm, {}}, {"audio-stop", {}, {}}}));
    EXPECT_THAT(say(server).error().detail, HasSubstr("sent no sound"));
    const auto silence = say(server, "", "en-US", "...");
    ASSERT_TRUE(silence);
    EXPECT_THAT(silence->samples, AllOf(Not(testing::IsEmpty()), Each(0.0F)));
}

TEST(WyomingTts, TellsWhereNobodyListens) {
    EXPECT_THAT(WyomingTts({}).check("en").error().detail, HasSubstr("set tts.wyoming.url"));
    const auto away = WyomingTts(settings_for("unix:///nowhere/at/all.sock")).check("en");
    EXPECT_EQ(away.error().code, ErrorCode::unavailable);
    EXPECT_THAT(away.error().detail, HasSubstr("unix:///nowhere/at/all.sock"));
}

}  // namespace
}  // namespace utter::speech
