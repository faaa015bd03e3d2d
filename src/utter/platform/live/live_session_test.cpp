#include "utter/platform/live/live_session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "utter/bus/local_bus.hpp"
#include "utter/core/log.hpp"
#include "utter/core/turn_keys.hpp"
#include "utter/platform/live/session_manager.hpp"
#include "utter/runtime/event_loop.hpp"
#include "utter/runtime/worker_pool.hpp"
#include "utter/session/session.hpp"

namespace utter::platform {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

class RecordingClient final : public SessionClient {
  public:
    void on_event(const json::object& message) override {
        const std::string type(string_or_empty(message, "type"));
        if (type == "state") {
            types.emplace_back(string_or_empty(message, "state"));
        } else {
            types.push_back(type);
        }
        events.push_back(message);
    }
    void on_sound(std::string frame) override { bytes += frame.size(); }
    void on_replaced() override { types.emplace_back("replaced"); }

    [[nodiscard]] bool has(std::string_view type) const {
        return std::ranges::find(types, type) != types.end();
    }
    [[nodiscard]] json::object last(std::string_view type) const {
        for (auto it = events.rbegin(); it != events.rend(); ++it) {
            if (string_or_empty(*it, "type") == type) return *it;
        }
        return {};
    }
    void clear() {
        types.clear();
        events.clear();
        bytes = 0;
    }

    std::vector<std::string> types;  // a state by its name
    std::vector<json::object> events;
    std::size_t bytes = 0;
};

// A session between engines that answer at once and an assistant that repeats what it hears.
class LiveSessionTest : public testing::Test {
  protected:
    LiveSessionTest() {
        speech_.transcribe = [this](const audio::AudioBuffer& sound,
                                    const std::string&) -> Result<speech::Transcript> {
            speech::Transcript heard;
            if (!stt_failure_.empty()) return fail(ErrorCode::unavailable, stt_failure_);
            if (std::ranges::any_of(sound.samples, [](float s) { return s != 0; }))
                heard.text = "hello";
            return heard;
        };
        speech_.speak = [this](const SpeechRequest& request,
                               const OnSound& on_sound) -> Result<void> {
            spoken_.push_back(request.text);
            if (!tts_failure_.empty()) return fail(ErrorCode::unavailable, tts_failure_);
            on_sound({std::vector<float>(sound_samples_, 0.5F), 24'000});
            return {};
        };
        speech_.open_voice_activity = []() -> Result<HearsVoice> {
            return [](std::span<const float> block) { return block.front() > 0.1F; };
        };
        manager_ = std::make_unique<SessionManager>(
            LiveSessionRuntime{.bus = bus_,
                               .executor = loop_,
                               .timers = loop_,
                               .worker = pool_,
                               .clock = clock_,
                               .speech = speech_,
                               .remember =
                                   [this](const ConversationTurn& turn) {
                                       EXPECT_EQ(turn.owner, "me");
                                       said_.push_back(std::string(to_string(turn.role)) + ": " +
                                                       turn.text);
                                   }},
            SessionManagerSettings{.grace = 50ms});
        session_ = manager_->open("kitchen", "me").value().session;
        session_->attach(client_, false);
        assistant_ = bus_.subscribe("ovos.utterance.handle", loop_, [this](const Message& m) {
            asked_.push_back(m);
            if (!answers_) return;
            const auto round = m.with_context_value("utterance_id", json::string("u1"));
            bus_.publish(round.reply("ovos.utterance.speak", {{"utterance", "you said hello"}}));
            bus_.publish(round.forward("ovos.utterance.handled"));
        });
        client_.clear();
    }
    ~LiveSessionTest() override {
        assistant_.reset();
        session_.reset();
        manager_.reset();
    }

    void until(const std::function<bool()>& done) { ASSERT_TRUE(loop_.run_until(done, 10s)); }
    void until_idle() {
        until([this] { return client_.has("idle"); });
    }
    // Ten milliseconds at a time.
    void hear(float level, std::chrono::milliseconds time) {
        const std::vector<float> block(160, level);
        for (auto left = time; left > 0ms; left -= 10ms) {
            session_->hear(frame_of(block, SampleFormat::f32le));
        }
    }

    bus::LocalBus bus_;
    runtime::EventLoop loop_;
    SystemClock clock_;
    SpeechPorts speech_;
    std::string stt_failure_;
    std::string tts_failure_;
    std::size_t sound_samples_ = 2'400;  // 100 ms
    bool answers_ = true;
    std::vector<std::string> spoken_;
    std::vector<std::string> said_;
    std::vector<Message> asked_;
    bus::Subscription assistant_;
    RecordingClient client_;
    runtime::WorkerPool pool_{1};
    std::unique_ptr<SessionManager> manager_;
    std::shared_ptr<LiveSession> session_;
};

TEST_F(LiveSessionTest, FromMicrophoneToLoudspeaker) {
    session_->start_recording();
    hear(0.5F, 300ms);
    session_->stop_recording();
    until_idle();
    EXPECT_THAT(client_.types,
                ElementsAre("recording",
                            "recording_started",
                            "processing",
                            "transcription",
                            "llm_response",
                            "synthesizing",
                            "playing",
                            "playback_started",
                            "playback_complete",
                            "idle"));
    EXPECT_EQ(client_.bytes, 2'400U * 4);
    EXPECT_THAT(said_, ElementsAre("user: hello", "assistant: you said hello"));
    EXPECT_EQ(session::session_id_of(asked_.front().context()), "kitchen");
    EXPECT_FALSE(client_.last("playback_complete").at("interrupted").as_bool());
}

TEST_F(LiveSessionTest, TellsTheLedgerWhenSpeechEndedAndSoundBegan) {
    std::vector<Message> started;
    const auto news = bus_.subscribe(
        "utter.platform.session.playback_started", loop_, [&started](const Message& message) {
            started.push_back(message);
        });
    session_->start_recording();
    hear(0.5F, 300ms);
    session_->stop_recording();
    until_idle();
    ASSERT_EQ(started.size(), 1U);
    EXPECT_EQ(started.front().context_string("utterance_id"), "u1");
    const auto at = [](const Message& message, std::string_view key) {
        return message.context().at(key).as_double();
    };
    EXPECT_GE(at(started.front(), turn::first_audio_at), at(asked_.front(), turn::speech_end_at));
    client_.clear();
    session_->say("what time is it");
    until_idle();
    EXPECT_FALSE(asked_.back().context().contains(turn::speech_end_at)) << "nobody spoke";
}

TEST_F(LiveSessionTest, TellsWhatItHearsMeanwhile) {
    session_->start_recording();
    hear(0.5F, 800ms);
    until([this] { return client_.has("transcription"); });
    EXPECT_EQ(client_.last("transcription"),
              (json::object{{"type", "transcription"}, {"text", "hello"}, {"is_final", false}}));
}

TEST_F(LiveSessionTest, WhatItHearsMeanwhileCostsAFewTimesTheRecordingHoweverLong) {
    std::chrono::milliseconds heard{0};
    const auto transcribe = speech_.transcribe;
    speech_.transcribe = [&](const audio::AudioBuffer& sound, const std::string& lang) {
        heard += sound.duration();
        return transcribe(sound, lang);
    };
    constexpr auto length = 50s;
    session_->start_recording();
    for (auto left = length; left > 0s; left -= 1s) {
        hear(0.5F, 1s);
        // No part is asked for while another is in the making.
        bool made = false;
        pool_.post([&] { loop_.post([&] { made = true; }); });
        until([&] { return made; });
    }
    EXPECT_GT(heard, length) << "there were parts to the end";
    EXPECT_LT(heard, 6 * length);
}

TEST_F(LiveSessionTest, SilenceIsNoQuestion) {
    session_->start_recording();
    hear(0, 300ms);
    session_->stop_recording();
    until_idle();
    EXPECT_THAT(asked_, IsEmpty());
}

TEST_F(LiveSessionTest, TextIsAskedAsItIs) {
    session_->say("what time is it");
    until_idle();
    EXPECT_EQ(asked_.front().data().at("utterances"), json::value(json::array{"what time is it"}));
    EXPECT_THAT(spoken_, ElementsAre("you said hello"));
}

TEST_F(LiveSessionTest, RecordingInterruptsTheAnswer) {
    sound_samples_ = 240'000;  // 10 s
    session_->say("tell me a story");
    until([this] { return client_.bytes > 0; });
    session_->start_recording();
    EXPECT_EQ(session_->state(), SessionState::recording);
    EXPECT_TRUE(client_.last("playback_complete").at("interrupted").as_bool());
    const auto sent = client_.bytes;
    session_->cancel();
    loop_.run_until([] { return false; }, 100ms);
    EXPECT_EQ(client_.bytes, sent) << "nothing is sent of an answer that was interrupted";
}

TEST_F(LiveSessionTest, SendsNoFasterThanItIsHeard) {
    sound_samples_ = 240'000;  // 10 s
    session_->say("tell me a story");
    until([this] { return client_.bytes > 0; });
    loop_.run_until([] { return false; }, 100ms);
    // The lead, what time has passed, and room for a slow machine.
    EXPECT_LT(client_.bytes, 24'000U * 4 * 5);
    session_->interrupt();
    EXPECT_EQ(session_->state(), SessionState::idle);
}

TEST_F(LiveSessionTest, CancellingStopsTheAssistantToo) {
    answers_ = false;
    std::vector<std::string> stopped;
    const auto subscription = bus_.subscribe("ovos.stop", loop_, [&](const Message& m) {
        stopped.push_back(session::session_id_of(m.context()));
    });
    session_->say("think hard");
    until([this] { return !asked_.empty(); });
    session_->cancel();
    until([&] { return !stopped.empty(); });
    EXPECT_THAT(stopped, ElementsAre("kitchen"));
    // What it still says belongs to nobody.
    bus_.publish(asked_.front().reply("ovos.utterance.speak", {{"utterance", "late"}}));
    bus_.publish(asked_.front().forward("ovos.utterance.handled"));
    answers_ = true;
    session_->say("and now");
    until([this] { return client_.has("playback_complete"); });
    EXPECT_THAT(spoken_, ElementsAre("you said hello"));
}

TEST_F(LiveSessionTest, FindsTheTurnsByVoice) {
    session_->configure(
        {.input = {}, .output = {}, .lang = {}, .turn_detection = TurnDetection::voice});
    hear(0, 500ms);
    EXPECT_EQ(session_->state(), SessionState::idle);
    hear(0.5F, 400ms);
    EXPECT_EQ(session_->state(), SessionState::recording);
    hear(0, 800ms);
    EXPECT_EQ(session_->state(), SessionState::processing);
    client_.clear();
    until_idle();
    EXPECT_EQ(asked_.size(), 1U);
}

TEST_F(LiveSessionTest, AVoiceInterruptsTheAnswer) {
    session_->configure(
        {.input = {}, .output = {}, .lang = {}, .turn_detection = TurnDetection::voice});
    sound_samples_ = 240'000;
    session_->say("tell me a story");
    until([this] { return client_.bytes > 0; });
    hear(0.5F, 400ms);
    EXPECT_EQ(session_->state(), SessionState::recording);
    EXPECT_TRUE(client_.last("playback_complete").at("interrupted").as_bool());
}

TEST_F(LiveSessionTest, ATimerSpeaksUnasked) {
    bus_.publish(Message("ovos.utterance.speak",
                         {{"utterance", "your timer is over"}},
                         {{"session", json::object{{"session_id", "kitchen"}}}}));
    until_idle();
    EXPECT_THAT(spoken_, ElementsAre("your timer is over"));
    bus_.publish(Message("ovos.utterance.speak",
                         {{"utterance", "for somebody else"}},
                         {{"session", json::object{{"session_id", "bath"}}}}));
    loop_.run_until([] { return false; }, 50ms);
    EXPECT_EQ(spoken_.size(), 1U);
}

TEST_F(LiveSessionTest, EnginesThatFailEndTheTurnWithAReason) {
    const log::Capture quiet;
    stt_failure_ = "no ears today";
    session_->start_recording();
    hear(0.5F, 100ms);
    session_->stop_recording();
    until_idle();
    EXPECT_EQ(string_or_empty(client_.last("error"), "message"), "no ears today");

    client_.clear();
    tts_failure_ = "hoarse";
    session_->say("hello");
    until_idle();
    EXPECT_EQ(string_or_empty(client_.last("error"), "message"), "hoarse");
    EXPECT_THAT(client_.types, Contains("llm_response"));
}

TEST_F(LiveSessionTest, SaysOnceThatItDoesNotListen) {
    hear(0.5F, 100ms);
    EXPECT_THAT(client_.types, ElementsAre("error"));
    client_.clear();
    session_->stop_recording();
    EXPECT_EQ(string_or_empty(client_.last("error"), "field"), "stop_recording");
}

TEST_F(LiveSessionTest, AnAnswerWaitsForAClientThatComesBack) {
    session_->say("hello");
    manager_->leave(session_, client_);
    loop_.run_until([this] { return session_->state() == SessionState::playing; }, 10s);
    EXPECT_THAT(client_.types, testing::Not(Contains("llm_response")));
    RecordingClient again;
    const auto opened = manager_->open("kitchen", "me");
    ASSERT_TRUE(opened);
    EXPECT_TRUE(opened->resumed);
    opened->session->attach(again, true);
    until([&] { return again.has("idle"); });
    EXPECT_THAT(again.types, Contains("llm_response"));
    EXPECT_EQ(again.bytes, 2'400U * 4);
    manager_->leave(session_, again);
}

TEST_F(LiveSessionTest, ASessionEndsWhenItsClientStaysAway) {
    manager_->leave(session_, client_);
    until([this] { return manager_->size() == 0; });
    EXPECT_FALSE(manager_->open("kitchen", "me").value().resumed);
}

TEST_F(LiveSessionTest, IsNobodyElses) {
    const auto stolen = manager_->open("kitchen", "somebody else");
    ASSERT_FALSE(stolen);
    EXPECT_EQ(stolen.error().code, ErrorCode::not_found);
    EXPECT_EQ(manager_->create("kitchen", "me").error().code, ErrorCode::conflict);
    EXPECT_EQ(manager_->create("default", "me").error().code, ErrorCode::invalid_argument);
    EXPECT_THAT(manager_->list("somebody else"), IsEmpty());
    EXPECT_EQ(manager_->list("me").size(), 1U);
    ASSERT_TRUE(manager_->create("bath", "somebody else"));
    EXPECT_EQ(manager_->size(), 2U);
    EXPECT_EQ(manager_->connected(), 1U);
}

TEST_F(LiveSessionTest, ALongRecordingEndsByItself) {
    session_->start_recording();
    const std::string second = frame_of(std::vector<float>(16'000, 0.5F), SampleFormat::f32le);
    for (int i = 0; i < 60; ++i) session_->hear(second);
    EXPECT_EQ(session_->state(), SessionState::processing);
}

}  // namespace
}  // namespace utter::platform
