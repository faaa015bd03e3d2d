#include "utter/speaker/speaker.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <functional>
#include <set>

#include "utter/audio/wav_file.hpp"
#include "utter/bus/local_bus.hpp"
#include "utter/core/base64.hpp"
#include "utter/core/manual_executor.hpp"

namespace utter::speaker {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

// Speaks 10 ms for each byte of the text, in pieces of five bytes, unless the text says "fail".
// After `dies_after` pieces it fails, as often as `dies` says.
class FakeEngine final : public speech::TtsEngine {
  public:
    [[nodiscard]] std::string_view name() const override { return "fake"; }
    [[nodiscard]] Result<void> stream(const speech::SynthesisRequest& request,
                                      const speech::SoundSink& sink) override {
        said.push_back(request.lang + ":" + request.text);
        if (request.text.find("fail") != std::string::npos) {
            return fail(ErrorCode::internal, "it failed");
        }
        int pieces = 0;
        for (std::size_t at = 0; at < request.text.size(); at += 5) {
            if (pieces++ == dies_after && dies > 0) {
                --dies;
                return fail(ErrorCode::timeout, "it stalled");
            }
            const auto bytes = std::min<std::size_t>(5, request.text.size() - at);
            if (!sink({std::vector<float>(bytes * 160, 0.25F), 16'000})) {
                ++refused;
                return {};
            }
            if (after_piece) after_piece();
        }
        return {};
    }

    std::vector<std::string> said;
    int dies_after = 1;
    int dies = 0;
    int refused = 0;
    std::function<void()> after_piece;
};

// Notes what it is told to play; the test says when a sound begins and ends.
class FakeOutput final : public audio::SoundOutput {
  public:
    struct Log {
        std::deque<audio::SoundId> queue;
        std::vector<audio::AudioBuffer> sounds;  // of the queue, ever
        std::vector<audio::SoundId> ids;         // of these
        std::set<audio::SoundId> unfinished;
        std::vector<audio::AudioBuffer> over;
        bool ducked = false;
        audio::PlayerEvents events;
    };
    explicit FakeOutput(Log& log) : log_(log) {}

    void play(audio::SoundId id, audio::AudioBuffer sound, bool more) override {
        log_.queue.push_back(id);
        log_.sounds.push_back(std::move(sound));
        log_.ids.push_back(id);
        if (more) log_.unfinished.insert(id);
    }
    void go_on(audio::SoundId id, audio::AudioBuffer piece, bool more) override {
        const auto it = std::ranges::find(log_.ids, id);
        ASSERT_NE(it, log_.ids.end());
        auto& samples = log_.sounds[static_cast<std::size_t>(it - log_.ids.begin())].samples;
        samples.insert(samples.end(), piece.samples.begin(), piece.samples.end());
        if (!more) log_.unfinished.erase(id);
    }
    void play_over(audio::AudioBuffer sound) override { log_.over.push_back(std::move(sound)); }
    void stop(const std::vector<audio::SoundId>& ids) override {
        for (const auto id : ids) {
            log_.unfinished.erase(id);
            if (std::erase(log_.queue, id) > 0) log_.events.ended({id, false, 120ms});
        }
    }
    void duck(bool ducked) override { log_.ducked = ducked; }
    void prepare() override {}

  private:
    Log& log_;
};

class UpperCase final : public transform::DialogTransformer {
  public:
    [[nodiscard]] std::string_view id() const override { return "upper-case"; }
    void transform(transform::Dialog& dialog, json::object& context) override {
        if (dialog.text == "cancel me") {
            context["canceled"] = true;
            context["cancel_reason"] = "test";
        }
        for (char& c : dialog.text) c = static_cast<char>(std::toupper(c));
    }
};

class Quieter final : public transform::Transformer<SpokenSound> {
  public:
    [[nodiscard]] std::string_view id() const override { return "quieter"; }
    void transform(SpokenSound& spoken, json::object& /*context*/) override {
        for (float& x : spoken.sound.samples) x /= 2;
    }
};

class SpeakerTest : public testing::Test {
  protected:
    void SetUp() override {
        everything_ = bus_.subscribe(TopicFilter("*"), inline_, [this](const Message& message) {
            if (!sending_) heard_.push_back(message);
        });
        start({});
    }

    void start(SpeakerSettings settings) {
        speaker_.reset();
        speaker_ = std::make_unique<Speaker>(
            SpeakerRuntime{.bus = bus_,
                           .executor = executor_,
                           .worker = worker_,
                           .open_engine = [this] { return engine_; },
                           .open_output = [this](audio::PlayerEvents events)
                               -> std::unique_ptr<audio::SoundOutput> {
                               if (!has_output_) return nullptr;
                               output_.events = std::move(events);
                               return std::make_unique<FakeOutput>(output_);
                           }},
            std::move(settings));
        if (upper_case_) add<UpperCase>();
        if (quieter_) add<Quieter>();
        speaker_->start();
    }

    template <class Transformer>
    void add() {
        EXPECT_TRUE(speaker_->add(std::make_unique<Transformer>()));
    }
    static json::object context(std::string_view session = "") {
        json::object made{{"source", "skills"}, {"destination", "audio"}};
        if (!session.empty()) made["session"] = json::object{{"session_id", session}};
        return made;
    }
    void send(std::string type, json::object data = {}, json::object with = context()) {
        sending_ = true;
        bus_.publish(Message(std::move(type), std::move(data), std::move(with)));
        sending_ = false;
        settle();
    }
    void speak(std::string_view text, bool listen = false, std::string_view session = "") {
        json::object data{{"utterance", text}};
        if (listen) data["listen"] = true;
        send("ovos.utterance.speak", std::move(data), context(session));
    }
    // Runs everything that needs no time.
    void settle() {
        while (executor_.run_one() || worker_.run_one()) continue;
    }
    void begin() {
        output_.events.began(output_.queue.front());
        settle();
    }
    void end() {
        const auto id = output_.queue.front();
        output_.queue.pop_front();
        output_.events.ended({id, true, 0ms});
        settle();
    }
    void play_all() {
        while (!output_.queue.empty()) {
            begin();
            end();
        }
    }
    // Topics of the specification that were published, in order.
    std::vector<std::string> topics() const {
        std::vector<std::string> out;
        for (const auto& message : heard_) {
            if (message.type().starts_with("ovos.")) out.push_back(message.type().substr(5));
        }
        return out;
    }
    const Message& last(std::string_view topic) const {
        const auto it = std::ranges::find(heard_.rbegin(), heard_.rend(), topic, &Message::type);
        if (it == heard_.rend()) throw std::runtime_error("nothing on " + std::string(topic));
        return *it;
    }
    static std::string wav() {
        return to_base64(audio::encode_wav({std::vector<float>(480, 0.5F), 16'000}).value());
    }

    bus::LocalBus bus_;
    InlineExecutor inline_;
    ManualExecutor executor_;
    ManualExecutor worker_;
    std::shared_ptr<FakeEngine> engine_ = std::make_shared<FakeEngine>();
    FakeOutput::Log output_;
    bool has_output_ = true;
    bool upper_case_ = false;
    bool quieter_ = false;
    bool sending_ = false;
    std::vector<Message> heard_;
    bus::Subscription everything_;
    std::unique_ptr<Speaker> speaker_;
};

// OCP-020 OCP-012
TEST_F(SpeakerTest, MusicIsSofterOrHeldWhileSomethingIsSaid) {
    start({.music = MusicPolicy::duck});
    speak("hello");
    begin();
    end();
    EXPECT_THAT(topics(),
                ElementsAre("common_play.duck",
                            "audio.output.started",
                            "audio.output.ended",
                            "common_play.unduck"));
    EXPECT_EQ(last("ovos.common_play.unduck").context(), context());
    heard_.clear();
    start({.music = MusicPolicy::pause});
    speak("hello");
    begin();
    send("ovos.audio.stop");
    EXPECT_EQ(topics().front(), "common_play.cork");
    EXPECT_THAT(topics(), Contains("common_play.uncork"));
}

// AOUT-001 AOUT-026 AOUT-027
TEST_F(SpeakerTest, SpeaksAndSaysWhenItBeginsAndEnds) {
    speak("hello");
    EXPECT_THAT(engine_->said, ElementsAre("en-US:hello"));
    EXPECT_THAT(topics(), IsEmpty());
    begin();
    EXPECT_THAT(topics(), ElementsAre("audio.output.started"));
    end();
    EXPECT_THAT(topics(), ElementsAre("audio.output.started", "audio.output.ended"));
    EXPECT_TRUE(last("ovos.audio.output.started").data().empty());
    EXPECT_TRUE(last("ovos.audio.output.ended").data().empty());
    EXPECT_EQ(last("ovos.audio.output.ended").context(), context());
}

// AOUT-026 AOUT-027
TEST_F(SpeakerTest, OneActivePeriodHasOneBeginningAndOneEnd) {
    speak("one");
    begin();
    speak("two");
    end();
    begin();
    end();
    EXPECT_THAT(topics(), ElementsAre("audio.output.started", "audio.output.ended"));
    speak("three");
    play_all();
    EXPECT_EQ(topics().size(), 4U);
}

// AOUT-018 AOUT-019
TEST_F(SpeakerTest, SpeechAndSoundsShareOneQueueInTheirOrder) {
    speak("one");
    send("ovos.audio.queue", {{"audio", wav()}});
    speak("three");
    ASSERT_EQ(output_.sounds.size(), 3U);
    EXPECT_EQ(output_.sounds[0].samples.size(), 480U);  // "one"
    EXPECT_EQ(output_.sounds[1].samples.front(), 0.5F);
    EXPECT_EQ(output_.sounds[2].samples.size(), 800U);
    play_all();
    EXPECT_THAT(topics(), ElementsAre("audio.output.started", "audio.output.ended"));
}

TEST_F(SpeakerTest, TheFirstSentenceIsPlayedBeforeTheOthersAreMade) {
    speak("One. Two. Three. Four. Five. Six.");
    EXPECT_EQ(engine_->said.size(), Speaker::ahead_max);
    EXPECT_EQ(output_.queue.size(), Speaker::ahead_max);
    begin();
    end();
    EXPECT_EQ(engine_->said.size(), Speaker::ahead_max + 1);
    play_all();
    EXPECT_EQ(engine_->said.size(), 6U);
    EXPECT_THAT(topics(), ElementsAre("audio.output.started", "audio.output.ended"));
}

TEST_F(SpeakerTest, ASentenceIsPlayedFromItsFirstPieceOn) {
    std::vector<std::size_t> heard_after;
    engine_->after_piece = [&] {
        while (executor_.run_one()) continue;
        heard_after.push_back(output_.sounds.at(0).samples.size());
        EXPECT_THAT(output_.unfinished, ElementsAre(output_.ids.at(0)));
    };
    speak("twelve bytes");
    EXPECT_THAT(heard_after, ElementsAre(800U, 1'600U, 1'920U));
    EXPECT_THAT(output_.unfinished, IsEmpty());
    play_all();
    EXPECT_THAT(topics(), ElementsAre("audio.output.started", "audio.output.ended"));
    EXPECT_EQ(last("utter.speaker.heard").data_string("heard"), "twelve bytes");
}

TEST_F(SpeakerTest, AStopEndsWhatIsStillBeingMade) {
    engine_->after_piece = [&] {
        engine_->after_piece = nullptr;
        while (executor_.run_one()) continue;
        output_.events.began(output_.queue.front());
        while (executor_.run_one()) continue;
        sending_ = true;
        bus_.publish(Message("ovos.audio.stop", {}, context()));
        sending_ = false;
        while (executor_.run_one()) continue;
    };
    speak("one two three four five six seven");
    EXPECT_EQ(engine_->refused, 1);
    EXPECT_THAT(output_.queue, IsEmpty());
    EXPECT_THAT(topics(), ElementsAre("audio.output.started", "audio.output.ended"));
    // 50 of some 2,300 ms were made, and all 50 heard.
    EXPECT_EQ(last("utter.speaker.heard").data_string("heard"), "");
    EXPECT_FALSE(last("utter.speaker.heard").data().at("complete").as_bool());
    speak("again");
    play_all();
    EXPECT_EQ(last("utter.speaker.heard").data_string("heard"), "again");
}

TEST_F(SpeakerTest, WhatAnEngineFailsInTheMiddleOfIsMadeOnceMoreIfNobodyHasHeardIt) {
    engine_->dies = 1;
    speak("hello there.");
    EXPECT_THAT(engine_->said, ElementsAre("en-US:hello there.", "en-US:hello there."));
    ASSERT_EQ(output_.queue.size(), 1U);
    EXPECT_EQ(output_.sounds.back().samples.size(), 12U * 160);
    play_all();
    EXPECT_THAT(topics(), ElementsAre("audio.output.started", "audio.output.ended"));
    EXPECT_TRUE(last("utter.speaker.heard").data().at("complete").as_bool());
}

TEST_F(SpeakerTest, GoesOnWithTheNextSentenceWhereAnEngineFailsInTheMiddle) {
    engine_->dies = 1;
    engine_->dies_after = 2;
    int pieces = 0;
    engine_->after_piece = [&] {
        while (executor_.run_one()) continue;
        if (++pieces == 1) output_.events.began(output_.queue.front());
        while (executor_.run_one()) continue;
    };
    speak("One of these. Two.", true);
    EXPECT_THAT(engine_->said, ElementsAre("en-US:One of these.", "en-US:Two."));
    EXPECT_THAT(output_.unfinished, IsEmpty());
    play_all();
    EXPECT_THAT(topics(), ElementsAre("audio.output.started", "audio.output.ended", "mic.listen"));
    // 100 ms of it were heard, and at 10 ms for a byte, as the next took, it is 130 ms long.
    EXPECT_EQ(last("utter.speaker.heard").data_string("heard"), "One of");
    EXPECT_FALSE(last("utter.speaker.heard").data().at("complete").as_bool());
}

TEST_F(SpeakerTest, SaysWhatThereIsWhenAnEngineFailsAgain) {
    engine_->dies = Speaker::tries_max;
    speak("hello there.");
    EXPECT_EQ(engine_->said.size(), 2U);
    ASSERT_EQ(output_.queue.size(), 1U);
    EXPECT_THAT(output_.unfinished, IsEmpty());
    play_all();
    EXPECT_THAT(topics(), ElementsAre("audio.output.started", "audio.output.ended"));
}

// AOUT-003 AOUT-008
TEST_F(SpeakerTest, DialogTransformersChangeWhatIsSaid) {
    upper_case_ = true;
    start({.dialog_transformers = {"upper-case"}});
    speak("hello");
    send("ovos.utterance.speak.b64", {{"utterance", "there"}});
    EXPECT_THAT(engine_->said, ElementsAre("en-US:HELLO", "en-US:THERE"));
    play_all();
    EXPECT_THAT(
        strings_under(last("ovos.audio.output.started").context(), "dialog_transformer_ids"),
        ElementsAre("upper-case"));
    speak("cancel me");
    EXPECT_EQ(engine_->said.size(), 2U);
}

// AOUT-007 AOUT-008
TEST_F(SpeakerTest, TtsTransformersChangeHowItSounds) {
    quieter_ = true;
    start({});
    speak("hello");
    EXPECT_EQ(output_.sounds.at(0).samples.front(), 0.125F);
    send("ovos.utterance.speak.b64", {{"utterance", "hello"}});
    const auto bytes = from_base64(last("ovos.audio.speech").data_string("audio")).value();
    EXPECT_NEAR(
        audio::decode_wav(std::as_bytes(std::span(bytes))).value().samples.front(), 0.125F, 1e-3F);
    EXPECT_THAT(strings_under(last("ovos.audio.speech").context(), "tts_transformer_ids"),
                ElementsAre("quieter"));
}

TEST_F(SpeakerTest, TellsItsTransformers) {
    quieter_ = true;
    start({});
    send("ovos.transformer.tts.list");
    EXPECT_THAT(strings_under(last("ovos.transformer.tts.list.response").data(), "loaded"),
                ElementsAre("quieter"));
    send("ovos.transformer.dialog.list");
    EXPECT_THAT(strings_under(last("ovos.transformer.dialog.list.response").data(), "loaded"),
                IsEmpty());
}

// AOUT-004
TEST_F(SpeakerTest, TheLanguageIsTheTextsOwnAndElseTheSessions) {
    start({.lang = "nl-NL"});
    json::object with{{"session",
                       json::object{{"session_id", "default"},
                                    {"output_lang", "de-DE"},
                                    {"lang", "fr-FR"},
                                    {"request_lang", "it-IT"}}}};
    send("ovos.utterance.speak", {{"utterance", "a"}, {"lang", "es-ES"}}, with);
    send("ovos.utterance.speak", {{"utterance", "b"}}, with);
    with["session"].get_object().erase("output_lang");
    send("ovos.utterance.speak", {{"utterance", "c"}}, with);
    play_all();
    speak("d");
    EXPECT_THAT(engine_->said, ElementsAre("es-ES:a", "de-DE:b", "fr-FR:c", "nl-NL:d"));
}

// AOUT-006
TEST_F(SpeakerTest, EndsThoughSentencesCouldNotBeSpoken) {
    speak("One. This will fail. This will fail too.", true);
    play_all();
    EXPECT_THAT(topics(), ElementsAre("audio.output.started", "audio.output.ended", "mic.listen"));
}

TEST_F(SpeakerTest, NeitherBeginsNorEndsWhenNothingCouldBeSpoken) {
    speak("fail");
    send("ovos.audio.queue", {{"audio", "AAAA"}, {"mime", "audio/L16"}});
    EXPECT_THAT(topics(), IsEmpty());
    speak("", true);
    EXPECT_THAT(topics(), ElementsAre("mic.listen"));
}

// AOUT-008 AOUT-009 AOUT-010 AOUT-012 AOUT-014
TEST_F(SpeakerTest, SendsSpeechToAClientThatPlaysItItself) {
    json::object with = context("sat-1");
    with["destination"] = "peer-7";
    send("ovos.utterance.speak.b64", {{"utterance", "feito"}, {"lang", "pt-PT"}}, with);
    EXPECT_THAT(engine_->said, ElementsAre("pt-PT:feito"));
    EXPECT_THAT(topics(), ElementsAre("audio.speech"));
    const auto& speech = last("ovos.audio.speech");
    EXPECT_EQ(speech.context(), with);
    EXPECT_EQ(speech.data_string("mime"), "audio/wav");
    const auto bytes = from_base64(speech.data_string("audio")).value();
    const auto sound = audio::decode_wav(std::as_bytes(std::span(bytes)));
    ASSERT_TRUE(sound) << sound.error().detail;
    EXPECT_EQ(sound->samples.size(), 800U);
    EXPECT_THAT(output_.sounds, IsEmpty());
}

// AOUT-011 AOUT-023
TEST_F(SpeakerTest, AClientIsToListenRightAfterItGotItsSpeech) {
    send("ovos.utterance.speak.b64", {{"utterance", "which?"}, {"listen", true}}, context("sat-1"));
    EXPECT_THAT(topics(), ElementsAre("audio.speech", "mic.listen"));
    EXPECT_TRUE(last("ovos.audio.speech").data().at("listen").as_bool());
    EXPECT_EQ(last("ovos.mic.listen").context(), context("sat-1"));
}

// AOUT-015 AOUT-016 AOUT-017
TEST_F(SpeakerTest, OtherSessionsDoNotSoundHere) {
    speak("hello", true, "sat-1");
    send("ovos.audio.queue", {{"audio", wav()}}, context("sat-1"));
    send("ovos.audio.play_sound", {{"audio", wav()}}, context("sat-1"));
    EXPECT_THAT(output_.sounds, IsEmpty());
    EXPECT_THAT(output_.over, IsEmpty());
    EXPECT_THAT(topics(), IsEmpty());
    speak("hello", false, "default");
    EXPECT_EQ(output_.sounds.size(), 1U);
}

// AOUT-021 AOUT-022
TEST_F(SpeakerTest, ASoundIsPlayedAtOnceOverTheSpeechAndSurvivesAStop) {
    speak("hello");
    begin();
    send("ovos.audio.play_sound", {{"audio", wav()}});
    send("ovos.audio.play_sound", {{"audio", wav()}});
    EXPECT_EQ(output_.over.size(), 2U);
    EXPECT_EQ(output_.queue.size(), 1U);
    EXPECT_THAT(topics(), ElementsAre("audio.output.started"));
    send("ovos.audio.stop");
    EXPECT_EQ(output_.over.size(), 2U);  // nothing is ever taken back
}

// AOUT-020
TEST_F(SpeakerTest, WhatIsNoSoundIsNotPlayed) {
    send("ovos.audio.queue", {{"audio", wav()}, {"uri", "/x.wav"}});
    send("ovos.audio.queue");
    send("ovos.audio.play_sound");
    EXPECT_THAT(output_.sounds, IsEmpty());
    EXPECT_THAT(output_.over, IsEmpty());
    EXPECT_THAT(topics(), IsEmpty());
}

// AOUT-024
TEST_F(SpeakerTest, ListensOnceAllOfAnAnswerWasHeard) {
    speak("Let me see. Which room?", true);
    begin();
    end();
    EXPECT_THAT(topics(), ElementsAre("audio.output.started"));
    begin();
    end();
    EXPECT_THAT(topics(), ElementsAre("audio.output.started", "audio.output.ended", "mic.listen"));
    EXPECT_EQ(last("ovos.mic.listen").context(), context());
}

// AOUT-028
TEST_F(SpeakerTest, TheLastItemDecidesWhetherToListen) {
    speak("which room?", true);
    speak("by the way");
    play_all();
    EXPECT_THAT(topics(), Not(Contains("mic.listen")));
    speak("by the way");
    send("ovos.audio.queue", {{"audio", wav()}, {"listen", true}});
    play_all();
    EXPECT_EQ(topics().back(), "mic.listen");
}

// AOUT-029
TEST_F(SpeakerTest, AnswersWhetherItSpeaks) {
    send("ovos.audio.is_speaking", {}, context("default"));
    EXPECT_EQ(last("ovos.audio.is_speaking.response").data(), (json::object{{"speaking", false}}));
    speak("hello");
    send("ovos.audio.is_speaking");
    EXPECT_EQ(last("ovos.audio.is_speaking.response").data(), (json::object{{"speaking", false}}));
    begin();
    send("ovos.audio.is_speaking", {}, context("default"));
    const auto& answer = last("ovos.audio.is_speaking.response");
    EXPECT_EQ(answer.data(), (json::object{{"speaking", true}}));
    EXPECT_EQ(answer.context_string("source"), "audio");
    EXPECT_EQ(answer.context_string("destination"), "skills");
    EXPECT_EQ(answer.context().at("session"), json::value(json::object{{"session_id", "default"}}));
}

// AOUT-030
TEST_F(SpeakerTest, WhetherItSpeaksIsAQuestionAboutOneSession) {
    start({.sessions = {"default", "kitchen"}});
    speak("hello", false, "kitchen");
    begin();
    for (const auto& [session, speaking] :
         {std::pair("", false), {"default", false}, {"other", false}, {"kitchen", true}}) {
        send("ovos.audio.is_speaking", {}, context(session));
        EXPECT_EQ(last("ovos.audio.is_speaking.response").data().at("speaking").as_bool(), speaking)
            << session;
    }
}

// AOUT-025 AOUT-031
TEST_F(SpeakerTest, AStopEmptiesTheQueueAndEndsOnce) {
    for (const char* topic : {"ovos.audio.stop", "ovos.stop"}) {
        heard_.clear();
        speak("One.", true);
        speak("Two.", true);
        speak("Three.", true);
        begin();
        send(topic);
        EXPECT_THAT(output_.queue, IsEmpty());
        EXPECT_THAT(topics(), ElementsAre("audio.output.started", "audio.output.ended"));
        send(topic);
        EXPECT_EQ(topics().size(), 2U);
        speak("again");
        play_all();
        EXPECT_EQ(topics().size(), 4U);
    }
}

// AOUT-032
TEST_F(SpeakerTest, AStopWhileNothingSoundsSaysNothing) {
    send("ovos.audio.stop");
    send("ovos.stop");
    EXPECT_THAT(topics(), IsEmpty());
}

// AOUT-025
TEST_F(SpeakerTest, WhatIsInTheMakingWhenAStopComesIsNeverHeard) {
    sending_ = true;
    bus_.publish(
        Message("ovos.utterance.speak", {{"utterance", "a"}, {"listen", true}}, context()));
    bus_.publish(Message("ovos.utterance.speak.b64", {{"utterance", "b"}}, context()));
    sending_ = false;
    while (executor_.run_one()) continue;  // asked for, and not made yet
    send("ovos.audio.stop");
    EXPECT_THAT(output_.sounds, IsEmpty());
    EXPECT_THAT(topics(), IsEmpty());
}

// AOUT-033
TEST_F(SpeakerTest, AStopIsForOneSession) {
    start({.sessions = {"a", "b"}});
    speak("One.", false, "a");
    speak("Two.", false, "b");
    begin();
    send("ovos.stop", {}, context("a"));
    EXPECT_EQ(output_.queue.size(), 1U);
    EXPECT_THAT(topics(), ElementsAre("audio.output.started", "audio.output.ended"));
    send("ovos.audio.stop", {}, context("default"));
    play_all();
    EXPECT_EQ(topics().size(), 4U);
    EXPECT_EQ(last("ovos.audio.output.ended").context(), context("b"));
}

// AOUT-034
TEST_F(SpeakerTest, AWakeWordAloneStopsNothing) {
    speak("hello");
    begin();
    send("ovos.listener.wakeword");
    EXPECT_EQ(output_.queue.size(), 1U);
    EXPECT_THAT(topics(), ElementsAre("audio.output.started"));
}

TEST_F(SpeakerTest, SpeaksMoreSoftlyWhileSomebodyIsRecorded) {
    speak("hello");
    send("ovos.listener.record.started");
    EXPECT_TRUE(output_.ducked);
    send("ovos.listener.record.ended");
    EXPECT_FALSE(output_.ducked);
}

TEST_F(SpeakerTest, SaysHowMuchWasHeard) {
    speak("All of it.");
    play_all();
    EXPECT_EQ(
        last(heard_topic).data(),
        (json::object{{"utterance", "All of it."}, {"heard", "All of it."}, {"complete", true}}));
    // 10 ms a byte; the stop comes after 120 ms of the second sentence.
    speak("The first. And the second of them. And more.");
    begin();
    end();
    begin();
    send("ovos.audio.stop");
    EXPECT_EQ(last(heard_topic).data_string("heard"), "The first. And the");
    EXPECT_FALSE(last(heard_topic).data().at("complete").as_bool());
}

TEST_F(SpeakerTest, SaysNothingWithoutALoudspeakerAndFindsOneLater) {
    has_output_ = false;
    speak("hello", true);
    EXPECT_THAT(engine_->said, IsEmpty());
    EXPECT_THAT(topics(), IsEmpty());
    send("ovos.utterance.speak.b64", {{"utterance", "hello"}});
    EXPECT_THAT(topics(), ElementsAre("audio.speech"));
    has_output_ = true;
    speak("hello");
    play_all();
    EXPECT_EQ(topics().size(), 3U);
}

TEST_F(SpeakerTest, HoldsABoundedQueue) {
    for (std::size_t i = 0; i < Speaker::items_max + 10; ++i) speak("a");
    while (!output_.queue.empty()) end();
    EXPECT_EQ(engine_->said.size(), Speaker::items_max);
}

TEST_F(SpeakerTest, OutlivesNothingThatComesLate) {
    speak("hello");
    const auto id = output_.queue.front();
    const auto events = output_.events;
    sending_ = true;
    bus_.publish(Message("ovos.utterance.speak", {{"utterance", "more"}}, context()));
    executor_.run_one();
    events.began(id);
    speaker_.reset();
    settle();
    EXPECT_THAT(topics(), IsEmpty());
}

}  // namespace
}  // namespace utter::speaker
