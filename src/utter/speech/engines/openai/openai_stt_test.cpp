// The engine against a real HTTP server that answers as the services do, and as they should not.
#include "utter/speech/engines/openai/openai_stt.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <numbers>
#include <span>

#include "utter/audio/wav_file.hpp"
#include "utter/core/log.hpp"
#include "utter/http/curl_transport.hpp"
#include "utter/http/fake_endpoint.hpp"

namespace utter::speech {
namespace {

using namespace std::chrono_literals;
using http::FakeEndpoint;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using Peer = FakeEndpoint::Peer;

constexpr auto json_type = "Content-Type: application/json\r\n";

audio::AudioBuffer hum(double seconds = 0.5, std::uint32_t hz = 48'000) {
    audio::AudioBuffer sound{{}, hz};
    for (int i = 0; i < seconds * hz; ++i) {
        sound.samples.push_back(0.3F *
                                static_cast<float>(std::sin(2 * std::numbers::pi * 200 * i / hz)));
    }
    return sound;
}

class OpenaiSttTest : public testing::Test {
  protected:
    void SetUp() override {
        key_file_ = std::filesystem::temp_directory_path() /
                    ("utter_stt_key_" + std::to_string(::getpid()));
        std::ofstream(key_file_) << "sk-secret\n";
    }
    void TearDown() override { std::filesystem::remove(key_file_); }

    std::unique_ptr<OpenaiStt> engine(const std::string& url) {
        settings_.url = url;
        settings_.key_file = key_file_;
        return std::make_unique<OpenaiStt>(settings_, http::make_curl_transport());
    }
    Result<Transcript> hear(const FakeEndpoint::Script& script, const std::string& lang = "en-US") {
        const FakeEndpoint endpoint(script);
        return engine(endpoint.url() + "/v1")->transcribe(hum(), lang);
    }
    Error failure(const std::string& answer) {
        return hear([&answer](Peer& peer) {
                   peer.read_request();
                   peer.send(answer);
               })
            .error();
    }

    std::filesystem::path key_file_;
    OpenaiSettings settings_{.url = {},
                             .key_file = {},
                             .model = "whisper-1",
                             .languages = {},
                             .timeouts = {.connect = 5s, .idle = 10s, .total = 20s}};
};

TEST_F(OpenaiSttTest, SendsAWavAndReadsTheText) {
    std::string request;
    const auto heard = hear([&request](Peer& peer) {
        request = peer.read_request();
        peer.send(http::response(200, R"({"text":" What time is it?"})", json_type));
    });
    ASSERT_TRUE(heard) << heard.error().detail;
    EXPECT_EQ(heard->text, "what time is it");
    EXPECT_EQ(heard->lang, "en-US");
    EXPECT_EQ(heard->source, "open");
    EXPECT_EQ(heard->confidence, 0.5);
    EXPECT_THAT(request, StartsWith("POST /v1/audio/transcriptions HTTP/1.1\r\n"));
    EXPECT_THAT(request, HasSubstr("Authorization: Bearer sk-secret\r\n"));
    EXPECT_THAT(request, HasSubstr("name=\"model\"\r\n\r\nwhisper-1\r\n"));
    EXPECT_THAT(request, HasSubstr("name=\"language\"\r\n\r\nen\r\n"));
    EXPECT_THAT(request, HasSubstr("name=\"response_format\"\r\n\r\njson\r\n"));
    EXPECT_THAT(request, HasSubstr("name=\"file\"; filename=\"speech.wav\"\r\n"));
    const auto boundary_at = request.find("boundary=") + 9;
    const auto boundary =
        request.substr(boundary_at, request.find('\r', boundary_at) - boundary_at);
    EXPECT_TRUE(request.ends_with("\r\n--" + boundary + "--\r\n"));
    auto wav = request.substr(request.find("RIFF"));
    wav.resize(wav.size() - boundary.size() - 8);
    const auto sound = audio::decode_wav(std::as_bytes(std::span(wav)));
    ASSERT_TRUE(sound) << sound.error().detail;
    EXPECT_EQ(sound->sample_rate_hz, 16'000U);
    EXPECT_EQ(sound->duration(), 500ms);
}

TEST_F(OpenaiSttTest, DoesNotAskAboutSilence) {
    const FakeEndpoint endpoint([](Peer&) {});
    const auto made = engine(endpoint.url());
    const auto heard = made->transcribe({std::vector<float>(16'000), 16'000}, "en-US");
    ASSERT_TRUE(heard);
    EXPECT_EQ(heard->text, "");
    EXPECT_EQ(made->transcribe(hum(0.05), "en-US")->text, "");
    EXPECT_EQ(made->transcribe(hum(121, 8'000), "en-US").error().code, ErrorCode::limit);
    EXPECT_EQ(endpoint.connections(), 0);
}

TEST_F(OpenaiSttTest, TellsWhatTheServerSaysButNeverTheKey) {
    const log::Capture capture;
    const auto error = failure(http::response(
        500, R"({"error":{"message":"no memory\nfor sk-secret","type":"server_error"}})"));
    EXPECT_EQ(error.code, ErrorCode::unavailable);
    EXPECT_THAT(error.detail, HasSubstr("(stt.openai.url) answered HTTP 500: no memory for [key]"));
    const auto denied = failure(
        http::response(401, R"({"error":{"message":"Incorrect API key provided: sk-secret"}})"));
    EXPECT_THAT(denied.detail,
                HasSubstr("does not accept the key of stt.openai.key_file (HTTP 401): Incorrect"));
    EXPECT_THAT(error.detail + denied.detail + capture.text(), Not(HasSubstr("sk-secret")));
    EXPECT_THAT(failure(http::response(429)).detail, HasSubstr("no more requests now (HTTP 429)"));
    EXPECT_THAT(
        failure(http::response(422, R"({"detail":[{"loc":["body","model"],"msg":"none"}]})"))
            .detail,
        HasSubstr("HTTP 422: none"));
    EXPECT_THAT(failure(http::response(404, R"({"detail":"Not Found"})")).detail,
                HasSubstr("HTTP 404: Not Found"));
    EXPECT_THAT(failure(http::response(503, "busy", "Content-Type: text/plain\r\n")).detail,
                HasSubstr("HTTP 503: busy"));
    // A page of HTML is nothing to read out.
    EXPECT_THAT(
        failure(http::response(502, "<html>bad</html>", "Content-Type: text/html\r\n")).detail,
        testing::EndsWith("answered HTTP 502"));
}

TEST_F(OpenaiSttTest, RefusesWhatIsNoTranscript) {
    for (const std::string body :
         {"", "hello", "[]", R"({"text":1})", R"({"txt":"a"})", "{\"text\":\""}) {
        const auto error = failure(http::response(200, body));
        EXPECT_EQ(error.code, ErrorCode::unavailable) << body;
        EXPECT_THAT(error.detail, HasSubstr("something else than JSON with a 'text'"));
    }
    EXPECT_THAT(failure(http::response(200, std::string(2'000'000, ' '))).detail,
                HasSubstr("sent more than is allowed"));
    EXPECT_THAT(failure("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"te").detail,
                HasSubstr("broke off"));
}

TEST_F(OpenaiSttTest, DoesNotWaitForAServerThatStalls) {
    settings_.timeouts.idle = 50ms;
    const auto heard = hear([](Peer& peer) {
        peer.read_request();
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"te");
        peer.wait_for_close();
    });
    EXPECT_EQ(heard.error().code, ErrorCode::timeout);
    EXPECT_THAT(heard.error().detail, HasSubstr("was silent for 50ms"));
}

TEST_F(OpenaiSttTest, KnowsItsLanguages) {
    settings_.languages = {"de", "en-US"};
    const FakeEndpoint endpoint([](Peer& peer) {
        peer.read_request();
        peer.send(http::response(404));
    });
    const auto made = engine(endpoint.url());
    EXPECT_TRUE(made->check("en-GB"));
    EXPECT_EQ(made->check("fr").error().code, ErrorCode::unsupported);
    EXPECT_THAT(made->check("fr").error().detail, HasSubstr("stt.openai.languages"));
    EXPECT_EQ(made->transcribe(hum(), "fr").error().code, ErrorCode::unsupported);
    settings_.languages = {};
    EXPECT_TRUE(engine(endpoint.url())->check("xx"));
    const auto heard = hear(
        [](Peer& peer) {
            peer.read_request();
            peer.send(http::response(
                400, R"({"error":{"message":"Invalid language 'xx'","param":"language"}})"));
        },
        "xx");
    EXPECT_EQ(heard.error().code, ErrorCode::unsupported);
}

TEST_F(OpenaiSttTest, ChecksThatTheServerIsThereAndTakesTheKey) {
    std::string request;
    const auto check = [&](const std::string& answer) {
        const FakeEndpoint endpoint([&](Peer& peer) {
            request = peer.read_request();
            peer.send(answer);
        });
        return engine(endpoint.url() + "/v1/")->check("en");
    };
    EXPECT_TRUE(check(http::response(200, R"({"data":[{"id":"whisper-1"}]})")));
    EXPECT_THAT(request, StartsWith("GET /v1/models HTTP/1.1\r\n"));
    EXPECT_THAT(request, HasSubstr("Authorization: Bearer sk-secret\r\n"));
    EXPECT_TRUE(check(http::response(404)));
    EXPECT_THAT(check(http::response(403)).error().detail, HasSubstr("does not accept the key"));
    EXPECT_THAT(check(http::response(503)).error().detail, HasSubstr("HTTP 503"));
    std::string nobody;
    {
        const FakeEndpoint gone([](Peer&) {});
        nobody = gone.url();
    }
    EXPECT_THAT(engine(nobody)->check("en").error().detail, HasSubstr("cannot be reached"));
    std::filesystem::remove(key_file_);
    EXPECT_THAT(engine(nobody)->check("en").error().detail, StartsWith("stt.openai.key_file: "));
    EXPECT_THAT(engine("")->check("en").error().detail, HasSubstr("set stt.openai.url"));
}

}  // namespace
}  // namespace utter::speech
