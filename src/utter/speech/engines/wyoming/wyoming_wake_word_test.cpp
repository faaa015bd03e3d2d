#include "utter/speech/engines/wyoming/wyoming_wake_word.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <thread>

#include "utter/core/log.hpp"
#include "utter/speech/engines/wyoming/pcm.hpp"
#include "utter/speech/engines/wyoming/test_server.hpp"

namespace utter::speech {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using wyoming::Event;
using wyoming::TestPeer;
using wyoming::TestServer;

constexpr auto patience = 20s;

json::object waking_info() {
    const auto model = [](const char* name, const char* phrase) {
        return json::object{{"name", name}, {"phrase", phrase}, {"languages", json::array()}};
    };
    return {{"wake",
             json::array{json::object{{"name", "openwakeword"},
                                      {"models",
                                       json::array{model("hey_jarvis_v0.1", "hey jarvis"),
                                                   model("ok_nabu_v0.1", ""),
                                                   model("ok_nabucco", "")}}}}}};
}

// Detects a model at each loud chunk.
class WakingService {
  public:
    bool serve(TestPeer& peer, const Event& event) {
        const std::lock_guard lock(mutex_);
        if (event.type != "audio-chunk") types.push_back(event.type);
        if (event.type == "detect") detected = event.data;
        if (event.type != "audio-chunk") return true;
        const auto format = wyoming::read_format(event.data);
        std::vector<float> samples;
        if (!format || !wyoming::append_pcm(event.payload, *format, samples)) return false;
        if (samples.back() > 0.4F) {
            peer.send(
                {"detection", {{"name", model}, {"timestamp", event.data.at("timestamp")}}, {}});
        }
        return true;
    }
    TestServer::Script script() {
        return wyoming::described_as(waking_info(), [this](TestPeer& peer, const Event& event) {
            return serve(peer, event);
        });
    }
    std::vector<std::string> heard_types() {
        const std::lock_guard lock(mutex_);
        return types;
    }

    std::string model = "hey_jarvis_v0.1";
    std::vector<std::string> types;
    json::object detected;

  private:
    std::mutex mutex_;
};

class WyomingWakes : public testing::Test {
  protected:
    WyomingWakeWordSettings settings(const std::string& url) const {
        return {.service = {.url = url,
                            .model = {},
                            .timeouts = {.connect = 5s, .idle = idle_, .total = 1s}},
                .phrases = phrases_,
                .models = models_,
                .retry_first = 1ms,
                .retry_most = 10ms};
    }
    static bool eventually(const std::function<bool()>& holds) {
        const auto until = std::chrono::steady_clock::now() + patience;
        while (!holds()) {
            if (std::chrono::steady_clock::now() > until) return false;
            std::this_thread::yield();
        }
        return true;
    }
    static std::optional<WakeWordHit> hear(WakeWord& wake_word, float level) {
        const std::vector<float> block(160, level);
        return wake_word.hear(block);
    }
    // Ten times as fast as a microphone.
    static constexpr auto pace = 1ms;
    // Loud until it is noticed.
    static std::optional<WakeWordHit> wake(WakeWord& wake_word) {
        std::optional<WakeWordHit> hit;
        eventually([&] {
            hit = hear(wake_word, 0.5F);
            std::this_thread::sleep_for(pace);
            return hit.has_value();
        });
        return hit;
    }

    std::vector<std::string> phrases_{"hey jarvis"};
    std::vector<std::string> models_;
    std::chrono::milliseconds idle_ = 10s;
};

TEST_F(WyomingWakes, ToAPhraseThatTheServiceHasAModelFor) {
    WakingService service;
    const TestServer server(service.script());
    WyomingWakeWord wake_word(settings(server.url()));
    ASSERT_TRUE(eventually([&] { return wake_word.listening(); }));
    const auto hit = wake(wake_word);
    ASSERT_TRUE(hit);
    EXPECT_EQ(hit->phrase, "hey jarvis");
    EXPECT_GE(hit->ago, 0ms);
    EXPECT_EQ(service.detected.at("names"), json::value(json::array{"hey_jarvis_v0.1"}));
    EXPECT_THAT(service.heard_types(), testing::IsSupersetOf({"detect", "audio-start"}));
}

TEST_F(WyomingWakes, AfterAGapANewStreamBegins) {
    WakingService service;
    const TestServer server(service.script());
    WyomingWakeWord wake_word(settings(server.url()));
    ASSERT_TRUE(eventually([&] { return wake_word.listening(); }));
    ASSERT_TRUE(wake(wake_word));
    wake_word.reset();
    // What was detected before is forgotten.
    EXPECT_FALSE(hear(wake_word, 0));
    ASSERT_TRUE(eventually([&] {
        std::ignore = hear(wake_word, 0);
        std::this_thread::sleep_for(pace);
        return service.heard_types().size() >= 5;
    }));
    auto begun = service.heard_types();
    begun.resize(5);  // a machine that is busy makes further gaps
    EXPECT_THAT(begun, ElementsAre("detect", "audio-start", "audio-stop", "detect", "audio-start"));
    EXPECT_TRUE(wake(wake_word));
}

TEST_F(WyomingWakes, KnowsWhatItHasModelsFor) {
    phrases_ = {"hey jarvis", "hey computer"};
    WakingService service;
    const TestServer server(service.script());
    const WyomingWakeWord wake_word(settings(server.url()));
    ASSERT_TRUE(eventually([&] { return wake_word.listens_for("hey jarvis"); }));
    EXPECT_FALSE(wake_word.listens_for("hey computer"));
    const WyomingWakeWord none(settings("tcp://127.0.0.1:9"));
    EXPECT_FALSE(none.listens_for("hey jarvis"));
}

TEST_F(WyomingWakes, OnlyToWhatWasAskedFor) {
    WakingService service;
    service.model = "alexa";  // which nobody asked for
    const TestServer server(service.script());
    WyomingWakeWord wake_word(settings(server.url()));
    ASSERT_TRUE(eventually([&] { return wake_word.listening(); }));
    for (int i = 0; i < 1000; ++i) EXPECT_FALSE(hear(wake_word, 0.5F));
}

TEST_F(WyomingWakes, ByNamedModels) {
    models_ = {"ok_nabu_v0.1"};
    WakingService service;
    service.model = "ok_nabu_v0.1";
    const TestServer server(service.script());
    WyomingWakeWord wake_word(settings(server.url()));
    ASSERT_TRUE(eventually([&] { return wake_word.listening(); }));
    EXPECT_EQ(wake(wake_word)->phrase, "ok nabu v0.1");
    EXPECT_EQ(service.detected.at("names"), json::value(json::array{"ok_nabu_v0.1"}));
}

TEST_F(WyomingWakes, ChecksThatTheServiceHasTheModels) {
    WakingService service;
    const TestServer server(service.script());
    EXPECT_TRUE(WyomingWakeWord::check(settings(server.url())));
    phrases_ = {"ok nabu"};
    EXPECT_TRUE(WyomingWakeWord::check(settings(server.url())));
    phrases_ = {"hey jarvis", "hey computer"};
    const auto missing = WyomingWakeWord::check(settings(server.url()));
    EXPECT_EQ(missing.error().code, ErrorCode::unavailable);
    EXPECT_THAT(missing.error().detail,
                HasSubstr("(listener.wyoming.url) has no model for 'hey computer'; it has "
                          "hey_jarvis_v0.1, ok_nabu_v0.1, ok_nabucco"));
    models_ = {"alexa"};
    EXPECT_THAT(WyomingWakeWord::check(settings(server.url())).error().detail,
                HasSubstr("has no model for 'alexa'"));
    EXPECT_THAT(WyomingWakeWord::check(settings("")).error().detail,
                HasSubstr("set listener.wyoming.url"));
}

TEST_F(WyomingWakes, ConnectsAgainWhenTheServiceComesBack) {
    const log::Capture capture;
    WakingService service;
    std::atomic<bool> dies = true;
    const TestServer server(wyoming::described_as(
        waking_info(),
        [&](TestPeer& peer, const Event& event) { return !dies && service.serve(peer, event); }));
    WyomingWakeWord wake_word(settings(server.url()));
    ASSERT_TRUE(eventually([&] {
        std::ignore = hear(wake_word, 0);
        return capture.text().find("wake.service_failed") != std::string::npos;
    }));
    dies = false;
    EXPECT_TRUE(wake(wake_word));
    EXPECT_THAT(capture.text(), HasSubstr("wake.service_listens"));
}

TEST_F(WyomingWakes, NeverWaitsForAServiceThatStalls) {
    idle_ = 50ms;
    const log::Capture capture;
    std::atomic<int> described = 0;
    const TestServer server([&](TestPeer& peer) {
        // Says what it has, and then nothing ever again.
        while (const auto event = peer.receive()) {
            if (event->type != "describe") break;
            ++described;
            peer.send({"info", waking_info(), {}});
        }
        peer.wait_until_gone();
    });
    WyomingWakeWord wake_word(settings(server.url()));
    ASSERT_TRUE(eventually([&] { return wake_word.listening(); }));
    auto longest = 0ns;
    ASSERT_TRUE(eventually([&] {
        const auto begin = std::chrono::steady_clock::now();
        std::ignore = hear(wake_word, 0.5F);
        longest =
            std::max<std::chrono::nanoseconds>(longest, std::chrono::steady_clock::now() - begin);
        return capture.text().find("does not answer") != std::string::npos;
    }));
    EXPECT_LT(longest, 1s);  // a machine that is busy with other things, no more
    EXPECT_TRUE(eventually([&] { return described >= 2; }));  // it is asked again
}

}  // namespace
}  // namespace utter::speech
