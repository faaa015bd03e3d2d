// The engine against a real HTTP server that speaks as the services do, and as they should not.
#include "utter/speech/engines/openai/openai_tts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "utter/audio/wav_file.hpp"
#include "utter/http/curl_transport.hpp"
#include "utter/http/fake_endpoint.hpp"

namespace utter::speech {
namespace {

using namespace std::chrono_literals;
using http::FakeEndpoint;
using testing::HasSubstr;
using testing::StartsWith;
using Peer = FakeEndpoint::Peer;

constexpr auto wav_type = "Content-Type: audio/wav\r\n";

std::string wav_of(std::uint32_t hz, std::size_t samples) {
    const auto bytes = audio::encode_wav({std::vector<float>(samples, 0.5F), hz}).value();
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

class OpenaiTtsTest : public testing::Test {
  protected:
    std::unique_ptr<OpenaiTts> engine(const std::string& url) {
        settings_.service.url = url;
        return std::make_unique<OpenaiTts>(settings_, http::make_curl_transport());
    }
    Result<audio::AudioBuffer> say(const FakeEndpoint::Script& script,
                                   const SynthesisRequest& request = {"hello", "en-US", "", 1.0}) {
        const FakeEndpoint endpoint(script);
        return engine(endpoint.url() + "/v1")->synthesize(request);
    }
    Result<audio::AudioBuffer> answered(const std::string& answer) {
        return say([&answer](Peer& peer) {
            peer.read_request();
            peer.send(answer);
        });
    }

    OpenaiTtsSettings settings_{.service = {.url = {},
                                            .key_file = {},
                                            .model = "tts-1",
                                            .languages = {},
                                            .timeouts = {.connect = 5s, .idle = 10s, .total = 20s}},
                                .voice = "alloy"};
};

TEST_F(OpenaiTtsTest, AsksAndPlaysWhatArrivesInPieces) {
    std::string request;
    const auto wav = wav_of(22'050, 1000);
    const auto sound = say(
        [&](Peer& peer) {
            request = peer.read_request();
            peer.send(
                "HTTP/1.1 200 OK\r\nContent-Type: audio/wav\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (std::size_t at = 0; at < wav.size(); at += 99) peer.send_chunk(wav.substr(at, 99));
            peer.send_chunk({});
        },
        {"say \"this\"", "en-US", "", 1.5});
    ASSERT_TRUE(sound) << sound.error().detail;
    EXPECT_EQ(sound->sample_rate_hz, 22'050U);
    EXPECT_EQ(sound->samples.size(), 1000U);
    EXPECT_NEAR(sound->samples.at(999), 0.5, 0.001);
    EXPECT_THAT(request, StartsWith("POST /v1/audio/speech HTTP/1.1\r\n"));
    EXPECT_THAT(request, HasSubstr("Content-Type: application/json\r\n"));
    EXPECT_THAT(request, testing::Not(HasSubstr("Authorization")));
    EXPECT_THAT(request,
                HasSubstr(R"({"model":"tts-1","input":"say \"this\"","voice":"alloy",)"
                          R"("response_format":"wav","speed":1.5E0})"));
}

TEST_F(OpenaiTtsTest, TakesSamplesWithoutAHeader) {
    settings_.format = "pcm";
    const auto sound =
        answered(http::response(200, std::string(480, '\x11'), "Content-Type: audio/pcm\r\n"));
    ASSERT_TRUE(sound) << sound.error().detail;
    EXPECT_EQ(sound->sample_rate_hz, 24'000U);
    EXPECT_EQ(sound->samples.size(), 240U);
    // A server that sends a WAV all the same.
    EXPECT_EQ(answered(http::response(200, wav_of(16'000, 10), wav_type))->sample_rate_hz, 16'000U);
}

TEST_F(OpenaiTtsTest, TellsAnUnknownVoiceFromAServerThatFails) {
    const auto refuse = [this](int status, const std::string& body) {
        return say(
            [&](Peer& peer) {
                peer.read_request();
                peer.send(http::response(status, body));
            },
            {"hello", "en-US", "slt", 1.0});
    };
    for (const std::string body : {R"({"error":{"message":"not one of ours","param":"voice"}})",
                                   R"({"detail":{"message":"Voice slt not found"}})",
                                   R"({"detail":[{"loc":["body","voice"],"msg":"wrong"}]})"}) {
        const auto refused = refuse(400, body);
        EXPECT_EQ(refused.error().code, ErrorCode::not_found) << body;
        EXPECT_THAT(refused.error().detail, HasSubstr("has no voice 'slt'"));
    }
    EXPECT_EQ(refuse(400, R"({"error":{"message":"too long"}})").error().code,
              ErrorCode::unavailable);
    EXPECT_EQ(refuse(500, R"({"error":"slt exploded"})").error().code, ErrorCode::unavailable);
    EXPECT_THAT(refuse(401, "").error().detail,
                HasSubstr("a request without a key; set tts.openai.key_file (HTTP 401)"));
}

TEST_F(OpenaiTtsTest, RefusesWhatIsNoSound) {
    const auto said = [this](const std::string& body, const std::string& headers) {
        const auto sound = answered(http::response(200, body, headers));
        EXPECT_FALSE(sound);
        return sound ? Error{} : sound.error();
    };
    EXPECT_EQ(said("{}", "Content-Type: application/json\r\n").code, ErrorCode::unavailable);
    EXPECT_THAT(said("{}", "Content-Type: application/json\r\n").detail,
                HasSubstr("(tts.openai.url) sent 'application/json' instead of a sound"));
    EXPECT_THAT(said("<html></html>", "Content-Type: text/html; charset=utf-8\r\n").detail,
                HasSubstr("sent 'text/html'"));
    EXPECT_THAT(said("ID3\x03..............", "Content-Type: audio/mpeg\r\n").detail,
                HasSubstr("sent an MP3 instead of a WAV"));
    EXPECT_THAT(said(std::string(500, '?'), "").detail, HasSubstr("something unknown"));
    EXPECT_THAT(said("", wav_type).detail, HasSubstr("sent no sound"));
    EXPECT_THAT(said(wav_of(24'000, 100).substr(0, 144), wav_type).detail,
                HasSubstr("ended 100 bytes before its WAV did"));
    EXPECT_THAT(said(wav_of(24'000, 100).substr(0, 30), wav_type).detail,
                HasSubstr("in the middle of a WAV's header"));
    EXPECT_THAT(answered("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + wav_of(24'000, 9))
                    .error()
                    .detail,
                HasSubstr("broke off"));
}

TEST_F(OpenaiTtsTest, NoticesAStallInTheMiddleOfASound) {
    settings_.service.timeouts.idle = 50ms;
    const auto sound = say([](Peer& peer) {
        peer.read_request();
        peer.send("HTTP/1.1 200 OK\r\nContent-Type: audio/wav\r\n\r\n" +
                  wav_of(24'000, 1000).substr(0, 900));
        peer.wait_for_close();  // the client hangs up, or this test does not end
    });
    EXPECT_EQ(sound.error().code, ErrorCode::timeout);
    EXPECT_THAT(sound.error().detail, HasSubstr("was silent for 50ms"));
}

TEST_F(OpenaiTtsTest, HangsUpOnASoundThatNeverEnds) {
    settings_.format = "pcm";
    const auto sound = say([](Peer& peer) {
        peer.read_request();
        peer.send("HTTP/1.1 200 OK\r\nContent-Type: audio/pcm\r\n\r\n");
        for (;;) peer.send(std::string(1'000'000, '\x11'));  // until the client hangs up
    });
    EXPECT_EQ(sound.error().code, ErrorCode::unavailable);
    EXPECT_THAT(sound.error().detail, HasSubstr("longer than 10 minutes"));
}

TEST_F(OpenaiTtsTest, MarksWithoutASoundAreALittleSilence) {
    const auto sound = say(
        [](Peer& peer) {
            peer.read_request();
            peer.send(http::response(200, {}, wav_type));
        },
        {"...", "en-US", "", 1.0});
    ASSERT_TRUE(sound);
    EXPECT_FALSE(sound->samples.empty());
}

}  // namespace
}  // namespace utter::speech
