#include "utter/listener/listener.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "utter/bus/local_bus.hpp"
#include "utter/core/manual_executor.hpp"

namespace utter::listener {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

// Hears what it is told to.
class FakeEngine final : public speech::SttEngine {
  public:
    [[nodiscard]] std::string_view name() const override { return "fake"; }
    [[nodiscard]] Result<void> check(std::string_view /*lang*/) const override { return {}; }
    [[nodiscard]] Result<void> set_grammar(const speech::SpeechGrammar& grammar) override {
        grammars.push_back(grammar);
        return {};
    }
    void set_phrases(const speech::SpeechGrammar& /*phrases*/) override {}
    [[nodiscard]] Result<speech::Transcript> transcribe(const audio::AudioBuffer& speech,
                                                        std::string_view lang) override {
        asked.emplace_back(lang);
        samples.push_back(speech.samples.size());
        if (broken) return fail(ErrorCode::io, "it broke");
        auto heard = answer;
        if (heard.lang.empty()) heard.lang = lang;
        return heard;
    }

    speech::Transcript answer{
        .text = "what time is it", .lang = "", .source = "fake", .confidence = 0.8};
    bool broken = false;
    std::vector<std::string> asked;
    std::vector<std::size_t> samples;
    std::vector<speech::SpeechGrammar> grammars;
};

// Notes what it is asked for; the test says what it hears.
class FakeMicrophone final : public Microphone {
  public:
    struct Log {
        EarEvents events;
        int listens = 0;
        std::vector<std::chrono::milliseconds> follow_ups;
        bool asleep = false;
        bool answering = false;
        bool capturing = false;
        bool gone = false;
    };
    explicit FakeMicrophone(Log& log) : log_(log) {}
    ~FakeMicrophone() override { log_.gone = true; }
    FakeMicrophone(const FakeMicrophone&) = delete;
    FakeMicrophone& operator=(const FakeMicrophone&) = delete;
    FakeMicrophone(FakeMicrophone&&) = delete;
    FakeMicrophone& operator=(FakeMicrophone&&) = delete;

    void listen() override {
        ++log_.listens;
        log_.capturing = true;
        log_.events.began(Trigger::request);
    }
    void follow_up(std::chrono::milliseconds window) override { log_.follow_ups.push_back(window); }
    void cancel() override { end_cancelled(); }
    void set_answering(bool answering) override { log_.answering = answering; }
    void set_asleep(bool asleep) override {
        log_.asleep = asleep;
        end_cancelled();
    }

  private:
    void end_cancelled() {
        if (!std::exchange(log_.capturing, false)) return;
        Capture capture;
        capture.cancelled = true;
        log_.events.ended(std::move(capture));
    }

    Log& log_;
};

// Says that it heard Spanish, and echoes what it was given into the context.
class LanguageFinder final : public AudioTransformer {
  public:
    [[nodiscard]] std::string_view id() const override { return "language-finder"; }
    void transform(CapturedSound& sound, json::object& context) override {
        context["test_format"] = json::object{{"rate", sound.sound.sample_rate_hz},
                                              {"width", CapturedSound::sample_width_bytes},
                                              {"channels", CapturedSound::channels},
                                              {"lang", sound.lang.value_or("unset")}};
        context["session"].as_object()["detected_lang"] = "es-ES";
    }
};

class Canceller final : public AudioTransformer {
  public:
    [[nodiscard]] std::string_view id() const override { return "canceller"; }
    void transform(CapturedSound& /*sound*/, json::object& context) override {
        context["canceled"] = true;
        context["cancel_reason"] = "not for us";
    }
};

class Thrower final : public AudioTransformer {
  public:
    [[nodiscard]] std::string_view id() const override { return "thrower"; }
    void transform(CapturedSound& /*sound*/, json::object& /*context*/) override {
        throw std::runtime_error("it failed");
    }
};

class ListenerTest : public testing::Test {
  protected:
    void SetUp() override {
        everything_ = bus_.subscribe(TopicFilter("*"), inline_, [this](const Message& message) {
            if (!sending_) heard_.push_back(message);
        });
        start();
    }

    ListenerRuntime runtime() {
        return {.bus = bus_,
                .executor = executor_,
                .worker = worker_,
                .open_engine = [this]() -> Result<std::shared_ptr<speech::SttEngine>> {
                    if (!engine_) return fail(ErrorCode::unavailable, "no model");
                    return engine_;
                },
                .is_speech = [this](const audio::AudioBuffer& /*sound*/) { return is_speech_; },
                .open_microphone = [this](EarEvents events) -> std::unique_ptr<Microphone> {
                    if (!has_microphone_) return nullptr;
                    microphone_.events = std::move(events);
                    return std::make_unique<FakeMicrophone>(microphone_);
                }};
    }
    void start(ListenerSettings settings = {}) {
        listener_.reset();
        settings.audio_transformers = transformers_;
        listener_ = std::make_unique<Listener>(runtime(), std::move(settings));
        EXPECT_TRUE(listener_->add(std::make_unique<Thrower>()));
        EXPECT_TRUE(listener_->add(std::make_unique<LanguageFinder>()));
        EXPECT_TRUE(listener_->add(std::make_unique<Canceller>()));
        listener_->start();
        EXPECT_TRUE(listener_->open());
        settle();
        heard_.clear();
    }
    void send(std::string type, json::object data = {}, json::object session = {}) {
        json::object context{{"source", "somebody"}};
        if (!session.empty()) context["session"] = std::move(session);
        send(Message(std::move(type), std::move(data), std::move(context)));
    }
    void send(Message message) {
        sending_ = true;
        bus_.publish(std::move(message));
        sending_ = false;
        settle();
    }
    void settle() {
        while (executor_.run_one() || worker_.run_one()) continue;
    }
    // Somebody says the wake word, and something after it.
    void wake() {
        microphone_.capturing = true;
        microphone_.events.woke("hey computer");
        microphone_.events.began(Trigger::wake_word);
        settle();
    }
    void finish(std::chrono::milliseconds voice = 1s,
                Endpointer::State end = Endpointer::State::finished) {
        microphone_.capturing = false;
        microphone_.events.ended(
            {.sound = {std::vector<float>(16'000, 0.1F), 16'000}, .voice = voice, .end = end});
        settle();
    }
    // Topics of the specification that the listener published, in order.
    [[nodiscard]] std::vector<std::string> topics() const {
        std::vector<std::string> out;
        for (const auto& message : heard_) {
            const std::string_view type = message.type();
            if (type.starts_with("ovos.listener.") || type.starts_with("ovos.common_play.") ||
                type == "ovos.utterance.handle" || type == "ovos.stt.failed") {
                out.push_back(std::string(type.substr(5)));
            }
        }
        return out;
    }
    [[nodiscard]] const Message& last(std::string_view topic) const {
        const auto it = std::ranges::find(heard_.rbegin(), heard_.rend(), topic, &Message::type);
        if (it == heard_.rend()) throw std::runtime_error("nothing on " + std::string(topic));
        return *it;
    }
    [[nodiscard]] std::string session_field(std::string_view topic, std::string_view field) const {
        return std::string(string_or_empty(last(topic).context().at("session").as_object(), field));
    }

    bus::LocalBus bus_;
    InlineExecutor inline_;
    ManualExecutor executor_;
    ManualExecutor worker_;
    std::shared_ptr<FakeEngine> engine_ = std::make_shared<FakeEngine>();
    FakeMicrophone::Log microphone_;
    std::vector<std::string> transformers_;  // which run
    bool has_microphone_ = true;
    bool is_speech_ = true;
    bool sending_ = false;
    std::vector<Message> heard_;
    bus::Subscription everything_;
    std::unique_ptr<Listener> listener_;
};

// AIN-001 AIN-006 AIN-007 AIN-019 AIN-020 AIN-029 AIN-030
TEST_F(ListenerTest, ACommandAfterTheWakeWordBecomesOneUtterance) {
    wake();
    finish();
    EXPECT_THAT(topics(),
                ElementsAre("listener.wakeword",
                            "listener.record.started",
                            "listener.record.ended",
                            "utterance.handle"));
    EXPECT_EQ(last("ovos.listener.wakeword").data(), (json::object{{"wake_word", "hey computer"}}));
    EXPECT_EQ(last("ovos.utterance.handle").data(),
              (json::object{{"utterances", {"what time is it"}}, {"lang", "en-US"}}));
    EXPECT_TRUE(last("ovos.listener.record.started").data().empty());
    EXPECT_TRUE(last("ovos.listener.record.ended").data().empty());
}

// AIN-016 AIN-017
TEST_F(ListenerTest, EverythingBelongsToTheDefaultSession) {
    wake();
    finish();
    wake();
    finish(0ms);
    send("ovos.listener.sleep");
    send("ovos.listener.wake");
    for (const auto* topic : {"ovos.listener.wakeword",
                              "ovos.listener.record.started",
                              "ovos.listener.record.ended",
                              "ovos.utterance.handle",
                              "ovos.stt.failed",
                              "ovos.listener.awoken"}) {
        EXPECT_EQ(session_field(topic, "session_id"), "default") << topic;
    }
}

// AIN-009 AIN-010 AIN-011
TEST_F(ListenerTest, WithoutUsableTextTheCaptureHasFailedAndNothingElseFollows) {
    const auto fails = [this](auto prepare) {
        heard_.clear();
        wake();
        prepare();
        return topics();
    };
    const auto failed = ElementsAre(
        "listener.wakeword", "listener.record.started", "listener.record.ended", "stt.failed");
    EXPECT_THAT(fails([&] { finish(0ms, Endpointer::State::no_voice); }), failed);
    EXPECT_THAT(engine_->asked, IsEmpty()) << "silence is not given to an engine";
    EXPECT_THAT(fails([&] { finish(140ms); }), failed);
    EXPECT_THAT(engine_->asked, IsEmpty()) << "nor is a click";
    is_speech_ = false;
    EXPECT_THAT(fails([&] { finish(); }), failed);
    EXPECT_THAT(engine_->asked, IsEmpty()) << "nor is noise";
    is_speech_ = true;
    for (const auto* nothing : {"", "  ", "...", " ?! "}) {
        engine_->answer.text = nothing;
        EXPECT_THAT(fails([&] { finish(); }), failed) << nothing;
    }
    engine_->broken = true;
    EXPECT_THAT(fails([&] { finish(); }), failed);
}

// AIN-009
TEST_F(ListenerTest, AnUnsureTranscriptIsNone) {
    start({.confidence_min = 0.9});
    wake();
    finish();
    EXPECT_THAT(topics(), Contains("stt.failed"));
    EXPECT_THAT(topics(), Not(Contains("utterance.handle")));
}

// AIN-031 AIN-033
TEST_F(ListenerTest, ARequestOpensACaptureWithItsSessionAndWithoutAWakeWord) {
    start({.sessions = {"default", "kitchen"}});
    send("ovos.mic.listen", {}, {{"session_id", "kitchen"}, {"lang", "en-GB"}});
    finish();
    EXPECT_THAT(
        topics(),
        ElementsAre("listener.record.started", "listener.record.ended", "utterance.handle"));
    for (const auto* topic :
         {"ovos.listener.record.started", "ovos.listener.record.ended", "ovos.utterance.handle"}) {
        EXPECT_EQ(session_field(topic, "session_id"), "kitchen");
    }
    EXPECT_EQ(engine_->asked.back(), "en-GB");
}

// OCP-012 OCP-020
TEST_F(ListenerTest, MusicIsSofterWhileItListens) {
    start({.sessions = {"kitchen"}, .music = MusicPolicy::duck});
    send("ovos.mic.listen", {}, {{"session_id", "kitchen"}});
    finish();
    EXPECT_THAT(topics(),
                ElementsAre("listener.record.started",
                            "common_play.duck",
                            "listener.record.ended",
                            "common_play.unduck",
                            "utterance.handle"));
    EXPECT_EQ(session_field("ovos.common_play.duck", "session_id"), "kitchen");
}

TEST_F(ListenerTest, ARequestOfASessionThatIsNotHeardHereOpensNothing) {
    send("ovos.mic.listen", {}, {{"session_id", "satellite"}});
    EXPECT_EQ(microphone_.listens, 0);
}

TEST_F(ListenerTest, ARequestDuringACaptureOpensNoSecondOne) {
    wake();
    send("ovos.mic.listen");
    EXPECT_EQ(microphone_.listens, 0);
    finish();
    EXPECT_THAT(topics(), Not(Contains("stt.failed")));
}

// AIN-022 AIN-023 AIN-024 AIN-026 AIN-027 AIN-028
TEST_F(ListenerTest, SleepsForEverybodyUntilItIsWoken) {
    send("ovos.listener.sleep", {}, {{"session_id", "kitchen"}});
    EXPECT_TRUE(microphone_.asleep);
    send("ovos.mic.listen");
    EXPECT_EQ(microphone_.listens, 0);
    EXPECT_THAT(topics(), IsEmpty()) << "going to sleep is not told";
    send("ovos.listener.sleep");
    EXPECT_THAT(topics(), IsEmpty());
    send("ovos.listener.wake");
    EXPECT_FALSE(microphone_.asleep);
    EXPECT_THAT(topics(), ElementsAre("listener.awoken"));
    EXPECT_TRUE(last("ovos.listener.awoken").data().empty());
    send("ovos.listener.wake");
    EXPECT_THAT(topics(), ElementsAre("listener.awoken"));
    send("ovos.mic.listen");
    EXPECT_EQ(microphone_.listens, 1);
}

// AIN-020
TEST_F(ListenerTest, SleepDuringACaptureEndsIt) {
    wake();
    send("ovos.listener.sleep");
    EXPECT_THAT(
        topics(),
        ElementsAre(
            "listener.wakeword", "listener.record.started", "listener.record.ended", "stt.failed"));
}

// AIN-020
TEST_F(ListenerTest, AListenerThatEndsEndsItsCapture) {
    wake();
    listener_.reset();
    EXPECT_TRUE(microphone_.gone);
    EXPECT_THAT(
        topics(),
        ElementsAre(
            "listener.wakeword", "listener.record.started", "listener.record.ended", "stt.failed"));
}

// AIN-013 AIN-014
TEST_F(ListenerTest, TheInputLanguageIsTheFirstThatIsKnown) {
    for (int known = 0; known < 8; ++known) {
        json::object session{{"session_id", "default"}};
        std::string expected = "en-US";
        if ((known & 1) != 0) session["lang"] = expected = "de-DE";
        if ((known & 2) != 0) session["request_lang"] = expected = "pt-PT";
        if ((known & 4) != 0) session["detected_lang"] = expected = "fr-FR";
        send("ovos.mic.listen", {}, session);
        finish();
        EXPECT_EQ(engine_->asked.back(), expected) << known;
        EXPECT_EQ(session_field("ovos.utterance.handle", "stt_lang"), expected) << known;
    }
}

TEST_F(ListenerTest, TheLanguageOfAnEarlierUtteranceIsForgotten) {
    send(Message("ovos.mic.listen",
                 {},
                 {{"utterance_id", "17"},
                  {"session",
                   {{"session_id", "default"},
                    {"detected_lang", "fr-FR"},
                    {"request_lang", "pt-PT"},
                    {"stt_lang", "it-IT"}}}}));
    finish();
    EXPECT_EQ(engine_->asked.back(), "en-US");
    EXPECT_EQ(session_field("ovos.utterance.handle", "stt_lang"), "en-US");
}

// AIN-008 AIN-015
TEST_F(ListenerTest, TheTranscriptHasTheDecodersLanguage) {
    engine_->answer.lang = "en-US";  // of a model that translates
    send("ovos.mic.listen", {}, {{"session_id", "default"}, {"lang", "pt-PT"}});
    finish();
    EXPECT_EQ(last("ovos.utterance.handle").data_string("lang"), "en-US");
    EXPECT_EQ(session_field("ovos.utterance.handle", "stt_lang"), "pt-PT");
}

// AIN-002 AIN-003 AIN-004 AIN-005 TRAN-012 TRAN-013
TEST_F(ListenerTest, AudioTransformersRunBeforeTheEngine) {
    transformers_ = {"thrower", "language-finder"};
    start();
    wake();
    finish();
    const auto& context = last("ovos.utterance.handle").context();
    EXPECT_EQ(context.at("test_format"),
              (json::object{{"rate", 16'000}, {"width", 4}, {"channels", 1}, {"lang", "unset"}}));
    EXPECT_EQ(context.at("audio_transformer_ids"), (json::array{"language-finder"}))
        << "one that failed is passed over";
    EXPECT_EQ(engine_->asked.back(), "es-ES");
    EXPECT_EQ(session_field("ovos.utterance.handle", "stt_lang"), "es-ES");

    send("ovos.mic.listen",
         {},
         {{"session_id", "default"}, {"blacklisted_audio_transformers", {"language-finder"}}});
    finish();
    EXPECT_EQ(engine_->asked.back(), "en-US");
}

// TRAN-049
TEST_F(ListenerTest, WhatAnAudioTransformerCancelsNeverBecomesAnUtterance) {
    transformers_ = {"canceller"};
    start();
    send("ovos.mic.listen");
    finish();
    EXPECT_THAT(topics(),
                ElementsAre("listener.record.started", "listener.record.ended", "stt.failed"));
    EXPECT_TRUE(std::ranges::none_of(heard_, [](const Message& message) {
        return std::string_view(message.type()).starts_with("ovos.utterance.");
    }));
    EXPECT_TRUE(engine_->asked.empty());
}

// AIN-021
TEST_F(ListenerTest, TheCaptureIsOverBeforeItIsTranscribed) {
    wake();
    microphone_.events.ended({.sound = {std::vector<float>(160), 16'000},
                              .voice = 1s,
                              .end = Endpointer::State::finished});
    while (executor_.run_one()) continue;
    EXPECT_THAT(
        topics(),
        ElementsAre("listener.wakeword", "listener.record.started", "listener.record.ended"));
    settle();
    EXPECT_EQ(topics().back(), "utterance.handle");
}

TEST_F(ListenerTest, AnEngineThatCannotBeHadIsAskedForAgain) {
    const auto engine = std::exchange(engine_, nullptr);
    wake();
    finish();
    EXPECT_EQ(topics().back(), "stt.failed");
    engine_ = engine;
    wake();
    finish();
    EXPECT_EQ(topics().back(), "utterance.handle");
}

TEST_F(ListenerTest, CommandsWaitForTheEngineInOrderUpToALimit) {
    for (std::size_t i = 0; i <= Listener::waiting_max; ++i) {
        microphone_.events.began(Trigger::voice);
        microphone_.events.ended({.sound = {std::vector<float>(i + 1), 16'000},
                                  .voice = 1s,
                                  .end = Endpointer::State::finished});
        while (executor_.run_one()) continue;
    }
    EXPECT_EQ(topics().back(), "stt.failed") << "of the one too many";
    settle();
    EXPECT_THAT(engine_->samples, ElementsAre(1, 2, 3, 4, 5, 6, 7, 8));
    EXPECT_EQ(std::ranges::count(topics(), "utterance.handle"), 8);
}

TEST_F(ListenerTest, AfterAnAnswerOfItsOwnItMayListenOn) {
    start({.follow_up = 5s});
    send("ovos.audio.output.ended", {}, {{"session_id", "satellite"}});
    EXPECT_THAT(microphone_.follow_ups, IsEmpty());
    send("ovos.audio.output.ended");
    EXPECT_THAT(microphone_.follow_ups, ElementsAre(5s));
}

// AOUT-034
TEST_F(ListenerTest, TheWakeWordEndsAnAnswerUnlessItMayNot) {
    const auto stops = [this](BargeIn barge_in, auto hear) {
        ListenerSettings settings;
        settings.barge_in = barge_in;
        start(settings);
        send("ovos.audio.output.started");
        hear();
        finish();
        const auto count = std::ranges::count(heard_, "ovos.audio.stop", &Message::type);
        send("ovos.audio.output.ended");
        return count;
    };
    const auto say_wake_word = [this] { wake(); };
    const auto say_anything = [this] {
        microphone_.events.began(Trigger::voice);
        settle();
    };
    EXPECT_EQ(stops(BargeIn::never, say_wake_word), 0);
    EXPECT_EQ(stops(BargeIn::wake_word, say_wake_word), 1);
    EXPECT_THAT(microphone_.follow_ups, Not(Contains(1h)));
    EXPECT_EQ(stops(BargeIn::speech, say_wake_word), 1);
    EXPECT_EQ(stops(BargeIn::speech, say_anything), 1);
    EXPECT_THAT(microphone_.follow_ups, Contains(1h)) << "any voice is a command meanwhile";
    heard_.clear();
    wake();
    finish();
    EXPECT_EQ(std::ranges::count(heard_, "ovos.audio.stop", &Message::type), 0)
        << "the answer is over";
}

TEST_F(ListenerTest, AStopWordSilencesAtOnceAndIsUnderstoodLikeACommand) {
    send("ovos.audio.output.started");
    EXPECT_TRUE(microphone_.answering);
    microphone_.events.stopped("stop");
    settle();
    EXPECT_EQ(std::ranges::count(heard_, "ovos.audio.stop", &Message::type), 1);
    EXPECT_EQ(last("ovos.utterance.handle").data(),
              (json::object{{"utterances", {"stop"}}, {"lang", "en-US"}}));
    send("ovos.audio.output.ended");
    EXPECT_FALSE(microphone_.answering);
}

TEST_F(ListenerTest, AMicrophoneThatComesLateIsUsed) {
    has_microphone_ = false;
    listener_.reset();
    microphone_ = {};
    listener_ = std::make_unique<Listener>(runtime(), ListenerSettings{});
    listener_->start();
    EXPECT_FALSE(listener_->open());
    send("ovos.mic.listen");
    send("ovos.listener.sleep");
    has_microphone_ = true;
    EXPECT_TRUE(listener_->open());
    EXPECT_TRUE(microphone_.asleep) << "it was told before";
    send("ovos.listener.wake");
    send("ovos.mic.listen");
    EXPECT_EQ(microphone_.listens, 1);
}

TEST_F(ListenerTest, TheEngineGetsAGrammarOfWhatTheAssistantUnderstands) {
    std::string sample = "what time is it";
    const auto skills = bus_.subscribe("ovos.skills.list", inline_, [this](const Message& query) {
        bus_.publish(
            query.response({{"ok", true}, {"skills", {{{"skill_id", "clock.test"}}}}}).value());
    });
    const auto intents = bus_.subscribe("ovos.intent.describe", inline_, [&](const Message& query) {
        EXPECT_EQ(query.data_string("skill_id"), "clock.test");
        bus_.publish(query
                         .response({{"ok", true},
                                    {"definitions",
                                     {{{"definition",
                                        {{"skill_id", "clock.test"},
                                         {"intent_name", "time"},
                                         {"lang", "en-US"},
                                         {"samples", {sample}}}}}}},
                                    {"entities", json::array{}}})
                         .value());
    });
    wake();
    finish();
    ASSERT_EQ(engine_->grammars.size(), 1U);
    EXPECT_THAT(engine_->grammars[0].sentences, ElementsAre("what time is it"));
    wake();
    finish();
    EXPECT_EQ(engine_->grammars.size(), 1U) << "the same again";
    sample = "how late is it";
    wake();
    finish();
    ASSERT_EQ(engine_->grammars.size(), 2U);
    EXPECT_THAT(engine_->grammars[1].sentences, ElementsAre("how late is it"));
}

}  // namespace
}  // namespace utter::listener
