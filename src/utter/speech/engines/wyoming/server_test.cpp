#include "utter/speech/engines/wyoming/server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <fstream>
#include <memory>

#include "utter/speech/engines/wyoming/socket.hpp"
#include "utter/speech/engines/wyoming/wyoming_stt.hpp"
#include "utter/speech/engines/wyoming/wyoming_tts.hpp"

namespace utter::speech::wyoming {
namespace {

using testing::Each;
using testing::FloatNear;
using testing::HasSubstr;
using namespace std::chrono_literals;

// Hears how long the sound is, in milliseconds.
class LengthStt final : public SttEngine {
  public:
    [[nodiscard]] std::string_view name() const override { return "length"; }
    [[nodiscard]] Result<void> check(std::string_view lang) const override {
        if (!lang.starts_with("en")) return fail(ErrorCode::unsupported, "no such language");
        return {};
    }
    [[nodiscard]] Result<void> set_grammar(const SpeechGrammar& /*grammar*/) override { return {}; }
    void set_phrases(const SpeechGrammar& /*phrases*/) override {}
    [[nodiscard]] Result<Transcript> transcribe(const audio::AudioBuffer& speech,
                                                std::string_view lang) override {
        if (speech.samples.empty()) return fail(ErrorCode::malformed, "the sound has no samples");
        if (auto known = check(lang); !known) return std::unexpected(known.error());
        return Transcript{
            std::to_string(speech.duration().count()), std::string(lang), "open", 0.5};
    }
};

// Speaks one sample for each letter.
class LetterTts final : public TtsEngine {
  public:
    [[nodiscard]] std::string_view name() const override { return "letters"; }
    [[nodiscard]] Result<void> stream(const SynthesisRequest& request,
                                      const SoundSink& sink) override {
        if (request.lang == "fr-FR") return fail(ErrorCode::unsupported, "no French");
        if (!request.voice.empty() && request.voice != "ann") {
            return fail(ErrorCode::not_found, request.voice);
        }
        sink({std::vector<float>(request.text.size(), 0.5F), 22'050});
        return {};
    }
};

// Wakes at the first loud sample, once until it is reset.
class LoudWakeWord final : public WakeWord {
  public:
    [[nodiscard]] std::string_view name() const override { return "loud"; }
    [[nodiscard]] std::uint32_t sample_rate_hz() const override { return 16'000; }
    [[nodiscard]] std::optional<WakeWordHit> hear(std::span<const float> block) override {
        if (block.size() != 160) ADD_FAILURE() << "a block of " << block.size();
        if (told_ || std::ranges::max(block) < 0.4F) return std::nullopt;
        told_ = true;
        return WakeWordHit{"hey computer", 0ms};
    }
    void reset() override { told_ = false; }

  private:
    bool told_ = false;
};

class WyomingServer : public testing::Test {
  protected:
    WyomingServer()
        : offer_({.stt = std::make_unique<LengthStt>(),
                  .tts = std::make_unique<LetterTts>(),
                  .wake = {.phrases = {"hey computer", "alexa"},
                           .open = [] { return std::make_unique<LoudWakeWord>(); }},
                  .languages = {"en-US", "de-DE", "fr-FR"},
                  .voice = "ann",
                  .rate = 1.0,
                  .version = "1"}) {}

    Server& serve(ServerSettings settings = {.address = {"127.0.0.1", 0, ""}}) {
        auto made = Server::open(std::move(settings), offer_);
        EXPECT_TRUE(made) << made.error().detail;
        server_ = *std::move(made);
        return *server_;
    }
    Connection connect(std::chrono::milliseconds idle = 5s) {
        auto made = Connection::open(parse_address(server_->url()).value(),
                                     {.connect = 5s, .idle = idle, .total = 10s});
        EXPECT_TRUE(made) << made.error().detail;
        return *std::move(made);
    }
    // Says these and returns the first answer.
    Event answer(const std::vector<Event>& events) {
        auto connection = connect();
        for (const auto& event : events) EXPECT_TRUE(connection.send(event));
        auto received = connection.receive();
        return received ? *std::move(received) : Event{received.error().detail, {}, {}};
    }
    WyomingSettings client_settings() const {
        return {.url = server_->url(), .model = {}, .timeouts = {}};
    }

    SpeechOffer offer_;
    std::unique_ptr<Server> server_;
};

const json::object pcm{{"rate", 16'000}, {"width", 2}, {"channels", 1}};

Event sound(std::size_t bytes) {
    return {"audio-chunk", pcm, std::string(bytes, '\x10')};
}

TEST_F(WyomingServer, DescribesWhatItsEnginesCan) {
    serve();
    const auto info = answer({{"describe", {}, {}}});
    EXPECT_EQ(info.type, "info");
    const auto heard = read_offers(info.data, "asr", "models");
    ASSERT_EQ(heard.size(), 1U);
    EXPECT_THAT(heard[0].languages, testing::ElementsAre("en-US"));
    const auto spoken = read_offers(info.data, "tts", "voices");
    ASSERT_EQ(spoken.size(), 2U);
    EXPECT_EQ(spoken[1].name, "de-DE");
}

TEST_F(WyomingServer, OurOwnEnginesHearAndSpeakThroughIt) {
    serve({.address = {"", 0, "/tmp/utter-wyoming-server-" + std::to_string(getpid())}});
    WyomingStt stt(client_settings());
    const auto heard = stt.transcribe({std::vector<float>(11'025, 0.5F), 22'050}, "en-GB");
    ASSERT_TRUE(heard) << heard.error().detail;
    EXPECT_EQ(heard->text, "500");
    WyomingTts tts(client_settings());
    const auto spoken = tts.synthesize({std::string(5'000, 'a'), "de-DE", "", 1.0});
    ASSERT_TRUE(spoken) << spoken.error().detail;
    EXPECT_EQ(spoken->sample_rate_hz, 22'050U);
    EXPECT_EQ(spoken->samples.size(), 5'000U);
    EXPECT_THAT(spoken->samples, Each(FloatNear(0.5F, 1e-4F)));
}

TEST_F(WyomingServer, SeveralRequestsUseOneConnection) {
    serve();
    auto connection = connect();
    for (const int milliseconds : {100, 250}) {
        ASSERT_TRUE(connection.send({"transcribe", {{"language", "en"}}, {}}));
        ASSERT_TRUE(connection.send({"audio-start", pcm, {}}));
        ASSERT_TRUE(connection.send(sound(static_cast<std::size_t>(milliseconds) * 32)));
        ASSERT_TRUE(connection.send({"audio-stop", {}, {}}));
        const auto heard = connection.receive();
        ASSERT_TRUE(heard) << heard.error().detail;
        EXPECT_EQ(heard->data.at("text"), json::value(std::to_string(milliseconds)));
    }
    ASSERT_TRUE(connection.send({"ping", {{"text", "still there"}}, {}}));
    EXPECT_EQ(connection.receive()->type, "pong");
}

TEST_F(WyomingServer, AnswersWhatItCannotDoWithAnError) {
    serve();
    const auto refused = [&](const std::vector<Event>& events) {
        const auto event = answer(events);
        EXPECT_EQ(event.type, "error");
        return std::string(string_or_empty(event.data, "text"));
    };
    EXPECT_THAT(refused({{"audio-stop", {}, {}}}), HasSubstr("no samples"));
    EXPECT_THAT(
        refused({{"transcribe", {{"language", "xx"}}, {}}, sound(64), {"audio-stop", {}, {}}}),
        HasSubstr("no such language"));
    EXPECT_THAT(refused({{"audio-start", {{"rate", 1}}, {}}}), HasSubstr("'rate'"));
    EXPECT_THAT(refused({{"audio-chunk", pcm, "abc"}}), HasSubstr("multiple of 2"));
    EXPECT_THAT(refused({{"synthesize", {{"text", 7}}, {}}}), HasSubstr("'text'"));
    EXPECT_THAT(refused({{"synthesize", {{"text", "a"}, {"voice", {{"name", "fr-FR"}}}}, {}}}),
                HasSubstr("no French"));
    EXPECT_THAT(refused({sound(3'000'000), sound(3'000'000)}), HasSubstr("two minutes"));
}

TEST_F(WyomingServer, ARefusedSoundIsRefusedOnce) {
    serve();
    auto connection = connect();
    for (const auto& event :
         {Event{"audio-chunk", pcm, "abc"}, sound(64), Event{"audio-stop", {}, {}}}) {
        ASSERT_TRUE(connection.send(event));
    }
    EXPECT_EQ(connection.receive()->type, "error");
    for (const auto& event :
         {Event{"audio-start", pcm, {}}, sound(3200), Event{"audio-stop", {}, {}}}) {
        ASSERT_TRUE(connection.send(event));
    }
    EXPECT_EQ(connection.receive()->type, "transcript");
}

TEST_F(WyomingServer, ClosesOnGarbageAndServesTheNext) {
    serve();
    for (const char* garbage :
         {"GET / HTTP/1.1\r\n\r\n", "{\"type\":\"a\",\"payload_length\":1e99}\n"}) {
        const auto descriptor = connect_socket(parse_address(server_->url()).value(), 5s);
        ASSERT_TRUE(descriptor);
        ::send(*descriptor, garbage, std::strlen(garbage), MSG_NOSIGNAL);
        auto connection = Connection::adopt(*descriptor, {.connect = 5s, .idle = 5s, .total = 5s});
        EXPECT_EQ(connection.receive().error().code, ErrorCode::unavailable);
    }
    EXPECT_EQ(answer({{"describe", {}, {}}}).type, "info");
}

TEST_F(WyomingServer, TellsClientsThatThereAreTooMany) {
    serve({.address = {"127.0.0.1", 0, ""}, .connections_max = 2});
    auto first = connect();
    auto second = connect();
    for (auto* one : {&first, &second}) {
        ASSERT_TRUE(one->send({"describe", {}, {}}));
        ASSERT_EQ(one->receive()->type, "info");
    }
    auto third = connect();
    const auto refused = third.receive();
    ASSERT_TRUE(refused) << refused.error().detail;
    EXPECT_EQ(refused->type, "error");
    {
        const auto gone = std::move(first);
    }
    // The server needs a moment to notice.
    const auto until = std::chrono::steady_clock::now() + 10s;
    while (answer({{"describe", {}, {}}}).type != "info") {
        ASSERT_LT(std::chrono::steady_clock::now(), until);
    }
}

TEST_F(WyomingServer, StopsWhileClientsAreConnected) {
    serve();
    auto connection = connect();
    ASSERT_TRUE(connection.send({"describe", {}, {}}));
    ASSERT_EQ(connection.receive()->type, "info");
    server_.reset();
    EXPECT_EQ(connection.receive().error().code, ErrorCode::unavailable);
}

TEST_F(WyomingServer, SaysWhereItCannotListen) {
    serve();
    const auto taken = Server::open({.address = parse_address(server_->url()).value()}, offer_);
    ASSERT_FALSE(taken);
    EXPECT_THAT(taken.error().detail, HasSubstr("cannot listen on " + server_->url()));
    // A file that is no socket stays.
    const auto path = "/tmp/utter-wyoming-file-" + std::to_string(getpid());
    std::ofstream(path) << "mine";
    EXPECT_FALSE(Server::open({.address = {"", 0, path}}, offer_));
    EXPECT_EQ(::access(path.c_str(), F_OK), 0);
    ::unlink(path.c_str());
}

Event chunk_of(float level, std::uint32_t hz, int timestamp) {
    Event chunk{"audio-chunk",
                to_json({hz, 2, 1}),
                to_pcm16(std::vector<float>(hz / 10, level))};  // 100 ms
    chunk.data["timestamp"] = timestamp;
    return chunk;
}

TEST_F(WyomingServer, ListensForAWakeWord) {
    serve();
    auto client = connect();
    const auto say = [&client](const Event& event) { ASSERT_TRUE(client.send(event)); };
    say({"describe", {}, {}});
    const auto info = client.receive()->data;
    const auto& models = info.at("wake").at(0).at("models").as_array();
    ASSERT_EQ(models.size(), 2U);
    EXPECT_EQ(models[0].at("name"), "hey_computer");
    EXPECT_EQ(models[0].at("phrase"), "hey computer");

    say({"detect", {{"names", json::array{"hey_computer"}}}, {}});
    say({"audio-start", to_json({44'100, 2, 1}), {}});
    say(chunk_of(0, 44'100, 0));
    say(chunk_of(0.5, 44'100, 100));
    say(chunk_of(0.5, 44'100, 200));
    const auto detection = client.receive();
    ASSERT_TRUE(detection) << detection.error().detail;
    EXPECT_EQ(detection->type, "detection");
    EXPECT_EQ(detection->data.at("name"), "hey_computer");
    EXPECT_EQ(detection->data.at("timestamp"), 100);
    say({"audio-stop", {}, {}});
    // The next stream, at another rate, has none, and neither has one for another phrase.
    say({"audio-start", to_json({16'000, 2, 1}), {}});
    say(chunk_of(0, 16'000, 0));
    say({"audio-stop", {}, {}});
    EXPECT_EQ(client.receive()->type, "not-detected");
    say({"detect", {{"names", json::array{"alexa"}}}, {}});
    say(chunk_of(0.5, 16'000, 0));
    say({"audio-stop", {}, {}});
    EXPECT_EQ(client.receive()->type, "not-detected");
    // It can be asked to write down what follows.
    say({"transcribe", {{"language", "en"}}, {}});
    say(chunk_of(0.5, 16'000, 0));
    say({"audio-stop", {}, {}});
    EXPECT_EQ(client.receive()->data.at("text"), "100");
}

TEST_F(WyomingServer, SaysWhatIsWrongWithADetect) {
    serve();
    auto client = connect();
    ASSERT_TRUE(client.send({"detect", {{"names", json::array{"ok_nabu"}}}, {}}));
    EXPECT_EQ(client.receive()->data.at("code"), "not_found");
    ASSERT_TRUE(client.send(chunk_of(0.5, 16'000, 0)));  // is passed over
    ASSERT_TRUE(client.send({"detect", {}, {}}));
    ASSERT_TRUE(client.send({"audio-chunk", {{"rate", 1}}, {}}));
    EXPECT_THAT(std::string(client.receive()->data.at("text").as_string()), HasSubstr("'rate'"));
}

}  // namespace
}  // namespace utter::speech::wyoming
