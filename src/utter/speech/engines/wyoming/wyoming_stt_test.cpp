#include "utter/speech/engines/wyoming/wyoming_stt.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <mutex>
#include <numbers>

#include "utter/speech/engines/wyoming/test_server.hpp"

namespace utter::speech {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using wyoming::Event;
using wyoming::TestPeer;
using wyoming::TestServer;
using namespace std::chrono_literals;

audio::AudioBuffer tone(double seconds, std::uint32_t rate_hz = 16'000) {
    audio::AudioBuffer sound{{}, rate_hz};
    for (int i = 0; i < static_cast<int>(seconds * rate_hz); ++i) {
        sound.samples.push_back(0.5F * static_cast<float>(std::sin(2 * std::numbers::pi * 440 * i /
                                                                   static_cast<double>(rate_hz))));
    }
    return sound;
}

WyomingSettings settings_for(const std::string& url) {
    return {.url = url, .model = {}, .timeouts = {.connect = 1s, .idle = 300ms, .total = 2s}};
}

// Takes the events of a request in and answers at its end.
class Recorder {
  public:
    std::vector<Event> events() const {
        const std::lock_guard lock(mutex_);
        return events_;
    }
    TestServer::Script answering(json::object info, std::vector<Event> answers) {
        return wyoming::described_as(
            std::move(info),
            [this, answers = std::move(answers)](TestPeer& peer, const Event& event) {
                {
                    const std::lock_guard lock(mutex_);
                    events_.push_back(event);
                }
                if (event.type != "audio-stop") return true;
                for (const auto& answer : answers) peer.send(answer);
                return true;
            });
    }

  private:
    mutable std::mutex mutex_;
    std::vector<Event> events_;
};

Event transcript(const std::string& text) {
    return {"transcript", {{"text", text}}, {}};
}

// A service that does this once all sound has come.
TestServer::Script at_the_end(std::function<void(TestPeer&)> then) {
    return wyoming::described_as(wyoming::hearing_info({"en"}),
                                 [then = std::move(then)](TestPeer& peer, const Event& event) {
                                     if (event.type != "audio-stop") return true;
                                     then(peer);
                                     return false;
                                 });
}

Error failure_of(TestServer::Script script) {
    const TestServer server(std::move(script));
    const auto started = std::chrono::steady_clock::now();
    const auto heard = WyomingStt(settings_for(server.url())).transcribe(tone(1), "en-US");
    // Twice the bound, for machines that are busy.
    EXPECT_LT(std::chrono::steady_clock::now() - started, 10s);
    if (heard) return {ErrorCode::internal, "was understood", false};
    EXPECT_THAT(heard.error().detail, AllOf(HasSubstr(server.url()), HasSubstr("stt.wyoming.url")));
    return heard.error();
}

TEST(WyomingStt, SendsTheSoundAs16KhzMonoAndReadsTheTranscript) {
    Recorder recorder;
    const TestServer server(
        recorder.answering(wyoming::hearing_info({"de", "en"}), {transcript(" Hello, World! ")}));
    const auto heard =
        WyomingStt(settings_for(server.url())).transcribe(tone(0.5, 44'100), "en-US");
    ASSERT_TRUE(heard) << heard.error().detail;
    EXPECT_EQ(heard->text, "hello world");
    EXPECT_EQ(heard->lang, "en-US");
    EXPECT_EQ(heard->source, "open");

    const auto events = recorder.events();
    ASSERT_GE(events.size(), 4U);
    EXPECT_EQ(events[0].type, "transcribe");
    EXPECT_EQ(events[0].data, (json::object{{"language", "en"}}));
    EXPECT_EQ(events[1].type, "audio-start");
    std::size_t bytes = 0;
    for (std::size_t i = 2; i + 1 < events.size(); ++i) {
        EXPECT_EQ(events[i].type, "audio-chunk");
        EXPECT_EQ(events[i].data.at("rate"), 16'000);
        EXPECT_EQ(events[i].data.at("width"), 2);
        EXPECT_EQ(events[i].data.at("channels"), 1);
        EXPECT_EQ(events[i].data.at("timestamp").to_number<std::size_t>(), bytes / 32);
        bytes += events[i].payload.size();
    }
    EXPECT_NEAR(static_cast<double>(bytes), 16'000, 100);
    EXPECT_EQ(events.back().type, "audio-stop");
}

TEST(WyomingStt, PassesOverWhatItDoesNotKnow) {
    Recorder recorder;
    const TestServer server(recorder.answering(wyoming::hearing_info({"en"}),
                                               {{"transcript-start", {{"language", "en"}}, {}},
                                                {"transcript-chunk", {{"text", "hel"}}, {}},
                                                {"brand-new", {{"text", "no"}}, "bytes"},
                                                {"ping", {{"text", "there?"}}, {}},
                                                transcript("hello"),
                                                {"transcript-stop", {}, {}}}));
    EXPECT_EQ(WyomingStt(settings_for(server.url())).transcribe(tone(1), "en")->text, "hello");
}

TEST(WyomingStt, WorksOverAUnixSocket) {
    Recorder recorder;
    const TestServer server(recorder.answering(wyoming::hearing_info({"en"}), {transcript("hi")}),
                            "/tmp/utter-wyoming-" + std::to_string(getpid()) + ".sock");
    EXPECT_EQ(WyomingStt(settings_for(server.url())).transcribe(tone(1), "en")->text, "hi");
}

TEST(WyomingStt, ChoosesTheLanguageAsTheServiceWritesIt) {
    for (const auto& [languages, sent] :
         {std::pair<std::vector<std::string>, std::string>{{"en", "pt", "pt_BR"}, "pt_BR"},
          {{"en", "pt"}, "pt"},
          {{"pt-PT"}, "pt-PT"}}) {
        Recorder recorder;
        const TestServer server(
            recorder.answering(wyoming::hearing_info(languages), {transcript("olá")}));
        ASSERT_TRUE(WyomingStt(settings_for(server.url())).transcribe(tone(1), "pt-BR"));
        EXPECT_EQ(recorder.events().at(0).data, (json::object{{"language", sent}}));
    }
}

TEST(WyomingStt, AsksForTheConfiguredModel) {
    Recorder recorder;
    const TestServer server(
        recorder.answering(wyoming::hearing_info({}, "large"), {transcript("hi")}));
    auto settings = settings_for(server.url());
    settings.model = "large";
    ASSERT_TRUE(WyomingStt(settings).transcribe(tone(1), "en"));
    EXPECT_EQ(recorder.events().at(0).data, (json::object{{"name", "large"}}));
    settings.model = "larger";
    EXPECT_THAT(WyomingStt(settings).check("en").error().detail,
                AllOf(HasSubstr("larger"), HasSubstr("stt.wyoming.model")));
}

TEST(WyomingStt, DoesNotAskAboutSilence) {
    Recorder recorder;
    const TestServer server(
        recorder.answering(wyoming::hearing_info({"en"}), {transcript("Thank you.")}));
    WyomingStt engine(settings_for(server.url()));
    EXPECT_EQ(engine.transcribe({std::vector<float>(16'000), 16'000}, "en")->text, "");
    EXPECT_EQ(engine.transcribe(tone(0.05), "en")->text, "");
    EXPECT_TRUE(recorder.events().empty());
}

TEST(WyomingStt, SaysWhatTheServiceReported) {
    const auto error = failure_of(at_the_end([](TestPeer& peer) {
        peer.send({"error", {{"text", "out of memory"}, {"code", "oom"}}, {}});
        peer.wait_until_gone();
    }));
    EXPECT_EQ(error.code, ErrorCode::unavailable);
    EXPECT_THAT(error.detail, HasSubstr("'oom': out of memory"));
}

TEST(WyomingStt, EndsAServiceThatStalls) {
    const auto silent = failure_of(at_the_end([](TestPeer& peer) { peer.wait_until_gone(); }));
    EXPECT_EQ(silent.code, ErrorCode::timeout);
    EXPECT_THAT(silent.detail, HasSubstr("silent for 300ms"));
    // Before it has described itself, too.
    EXPECT_EQ(failure_of([](TestPeer& peer) { peer.wait_until_gone(); }).code, ErrorCode::timeout);
}

TEST(WyomingStt, EndsAServiceThatOnlyKeepsAlive) {
    const auto error = failure_of(at_the_end([](TestPeer& peer) {
        do {
            peer.send({"ping", {}, {}});
        } while (peer.receive());
    }));
    EXPECT_EQ(error.code, ErrorCode::timeout);
    EXPECT_THAT(error.detail, HasSubstr("not done after 2s"));
}

TEST(WyomingStt, NoticesAServiceThatDies) {
    for (const char* last : {"", "{\"type\":\"transcript\",\"data_length\":40}\n{\"text\":\"he"}) {
        const auto error =
            failure_of(at_the_end([last](TestPeer& peer) { peer.send_bytes(last); }));
        EXPECT_EQ(error.code, ErrorCode::unavailable);
        EXPECT_THAT(error.detail, HasSubstr("closed the connection"));
    }
    // In the middle of the sound.
    const auto early = failure_of(wyoming::described_as(
        wyoming::hearing_info({"en"}),
        [](TestPeer& /*peer*/, const Event& event) { return event.type != "audio-chunk"; }));
    EXPECT_EQ(early.code, ErrorCode::unavailable);
}

TEST(WyomingStt, RefusesGarbageAndOversizeFrames) {
    for (const char* bytes : {"HTTP/1.1 400 Bad Request\r\n\r\n",
                              "{\"type\":\"transcript\",\"data_length\":999999999}\n",
                              "{\"type\":\"transcript\",\"data_length\":2}\n[]"}) {
        const auto error = failure_of(at_the_end([bytes](TestPeer& peer) {
            peer.send_bytes(bytes);
            peer.wait_until_gone();
        }));
        EXPECT_EQ(error.code, ErrorCode::unavailable);
        EXPECT_THAT(error.detail, HasSubstr("does not speak Wyoming")) << bytes;
    }
    const auto error = failure_of(at_the_end([](TestPeer& peer) {
        peer.send({"transcript", {{"text", 7}}, {}});
        peer.wait_until_gone();
    }));
    EXPECT_THAT(error.detail, HasSubstr("without a 'text'"));
}

TEST(WyomingStt, TellsWhereNobodyListens) {
    std::string url;
    {
        const TestServer gone([](TestPeer&) {});
        url = gone.url();
    }
    const auto checked = WyomingStt(settings_for(url)).check("en");
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().code, ErrorCode::unavailable);
    EXPECT_THAT(
        checked.error().detail,
        AllOf(HasSubstr(url), HasSubstr("stt.wyoming.url"), HasSubstr("cannot be reached")));
    EXPECT_THAT(WyomingStt({}).check("en").error().detail, HasSubstr("set stt.wyoming.url"));
    EXPECT_THAT(WyomingStt(settings_for("tcp://x")).check("en").error().detail,
                HasSubstr("stt.wyoming.url: 'tcp://x' names no port"));
    // A name is looked up within the time for connecting, whatever the resolver does.
    auto unknown = settings_for("tcp://nobody.invalid:1");
    unknown.timeouts.connect = 200ms;
    EXPECT_FALSE(WyomingStt(unknown).check("en"));
}

TEST(WyomingStt, TellsAServiceOfAnotherKind) {
    const TestServer server(
        wyoming::described_as(wyoming::speaking_info({wyoming::voice_info("ann", {"en"})}),
                              [](TestPeer&, const Event&) { return true; }));
    EXPECT_THAT(WyomingStt(settings_for(server.url())).check("en").error().detail,
                HasSubstr("offers no 'asr' service"));
}

// Nobody needs to be asked twice within a minute, unless something went wrong in between.
TEST(WyomingStt, LearnsAnewAfterAFailure) {
    std::atomic<int> described{0};
    const TestServer server([&described](TestPeer& peer) {
        while (const auto event = peer.receive()) {
            if (event->type == "describe") {
                ++described;
                peer.send({"info", wyoming::hearing_info({"en"}), {}});
            } else if (event->type == "audio-stop") {
                if (described == 1) return;
                peer.send(transcript("hello"));
            }
        }
    });
    WyomingStt engine(settings_for(server.url()));
    EXPECT_FALSE(engine.transcribe(tone(1), "en"));
    EXPECT_TRUE(engine.transcribe(tone(1), "en"));
    EXPECT_TRUE(engine.transcribe(tone(1), "en"));
    EXPECT_EQ(described, 2);
}

}  // namespace
}  // namespace utter::speech
