#include "utter/legacy/core_adapter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "utter/bus/local_bus.hpp"
#include "utter/legacy/twin.hpp"
#include "utter/runtime/event_loop.hpp"

namespace utter::legacy {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;

class SteppedClock final : public Clock {
  public:
    [[nodiscard]] std::chrono::system_clock::time_point now() const override { return time; }
    std::chrono::system_clock::time_point time{1000s};
};

class CoreAdapterTest : public testing::Test {
  protected:
    CoreAdapterTest() {
        wire_ = inner_.subscribe("*", here_, [this](const Message& m) { frames_.push_back(m); });
    }

    void make(std::filesystem::path file = {}) { make(std::move(file), clock_); }

    void make(std::filesystem::path file, const Clock& clock) {
        CoreAdapterSettings settings;
        settings.skills_file = std::move(file);
        settings.silent_speech_time = 1ms;
        bus_ = std::make_unique<LegacyBus>(inner_, loop_);
        adapter_ =
            std::make_unique<CoreAdapter>(inner_, *bus_, loop_, loop_, clock, std::move(settings));
    }

    void settle() {
        for (int i = 0; i < 3; ++i) {
            bool settled = false;
            loop_.post([&] { settled = true; });
            ASSERT_TRUE(loop_.run_until([&] { return settled; }, 10s));
        }
    }
    void send(const std::string& topic, json::object data, json::object context = {}) {
        inner_.publish(Message(topic, std::move(data), std::move(context)));
        settle();
    }
    void load_skill() {
        send("padatious:register_intent",
             {{"name", "a.b:play.intent"}, {"samples", json::array{"play"}}, {"lang", "en-US"}});
        send("mycroft.skills.loaded", {{"id", "a.b"}});
    }
    [[nodiscard]] std::vector<std::string> topics() const {
        std::vector<std::string> out;
        out.reserve(frames_.size());
        for (const auto& frame : frames_) out.push_back(frame.type());
        return out;
    }
    [[nodiscard]] const Message& frame(std::string_view topic) const {
        return *std::ranges::find(frames_, topic, &Message::type);
    }
    static Message dispatch(const std::string& intent, json::object slots = {}) {
        return Message("a.b:" + intent,
                       {{"utterance", "play it"}, {"lang", "en-US"}, {"slots", std::move(slots)}},
                       {{"utterance_id", "u1"},
                        {"skill_id", "a.b"},
                        {"source", "skills"},
                        {"destination", "cli"},
                        {"session", json::object{{"session_id", "s"}}}});
    }

    runtime::EventLoop loop_;
    InlineExecutor here_;
    SystemClock clock_;
    bus::LocalBus inner_;
    std::vector<Message> frames_;
    bus::Subscription wire_;
    std::unique_ptr<LegacyBus> bus_;
    std::unique_ptr<CoreAdapter> adapter_;
};

// LEG-03 LEG-04
TEST_F(CoreAdapterTest, SaysReadyOnceAndThenYes) {
    make();
    adapter_->start();
    send("mycroft.skills.is_ready", {}, {{"source", "workshop"}, {"destination", "skills"}});
    EXPECT_THAT(topics(),
                ElementsAre("mycroft.ready",
                            "mycroft.skills.initialized",
                            "mycroft.skills.is_ready",
                            "mycroft.skills.is_ready.response"));
    EXPECT_EQ(frames_.back().data(), (json::object{{"status", true}}));
    EXPECT_EQ(frames_.back().context_string("destination"), "workshop");
}

// LEG-18
TEST_F(CoreAdapterTest, TellsAClientOfTheDefaultSessionAndTakesNothingFromIt) {
    make();
    send("ovos.session.sync", {}, {{"session", json::object{{"pipeline", json::array{"x"}}}}});
    const auto& session = frame("ovos.session.update_default").data().at("session_data");
    EXPECT_EQ(session.at("session_id"), "default");
    EXPECT_EQ(session.at("lang"), "en-US");
    EXPECT_FALSE(session.as_object().contains("pipeline"));
}

// LEG-11 LEG-12 LEG-13 LEG-16
TEST_F(CoreAdapterTest, ADispatchComesInTheShapeTheSkillExpects) {
    make();
    load_skill();
    frames_.clear();
    bus_->publish(dispatch("play", {{"song", "yesterday"}, {"lang", "la"}}));
    EXPECT_THAT(topics(), ElementsAre("a.b.activate", "a.b:play", "a.b:play.intent"));
    const auto& order = frames_[1];
    EXPECT_EQ(order.data(),
              (json::object{{"utterance", "play it"},
                            {"utterances", json::array{"play it"}},
                            {"lang", "en-US"},
                            {"skill_id", "a.b"},
                            {"slots", json::object{{"song", "yesterday"}, {"lang", "la"}}},
                            {"song", "yesterday"}}));
    EXPECT_EQ(order.context().at("session").at("active_skills").at(0).at(0), "a.b");
    EXPECT_TRUE(is_twin_of(frames_[2], order));
}

TEST_F(CoreAdapterTest, OtherSkillsDispatchesStayAsTheyAre) {
    make();
    const Message order("x.y:play", {{"slots", json::object{}}}, {{"skill_id", "x.y"}});
    bus_->publish(order);
    ASSERT_EQ(frames_.size(), 1U);
    EXPECT_EQ(frames_[0].data(), order.data());
}

// LEG-19 LEG-24
TEST_F(CoreAdapterTest, AnAnswerIsDeliveredAndItsRoundEnded) {
    make();
    load_skill();
    std::vector<Message> done;
    const auto ends =
        bus_->subscribe("utter.handler.done", loop_, [&](const Message& m) { done.push_back(m); });
    bus_->publish(dispatch("response"));
    settle();
    EXPECT_THAT(topics(), Contains("a.b.converse.get_response"));
    ASSERT_EQ(done.size(), 1U);
    EXPECT_EQ(done[0].data().at("intent_name"), "response");
    EXPECT_THAT(topics(), testing::Not(Contains("utter.handler.done"))) << "within this process";
}

TEST_F(CoreAdapterTest, ConverseStopAndFallbackAreAskedForInTheirOwnFrames) {
    make();
    load_skill();
    bus_->publish(dispatch("converse"));
    EXPECT_EQ(frame("a.b.converse.request").context_string("source"), "cli");
    bus_->publish(dispatch("fallback"));
    EXPECT_EQ(frame("ovos.skills.fallback.a.b.request").data().at("utterances"),
              json::array{"play it"});
    bus_->publish(dispatch("stop"));
    EXPECT_TRUE(is_marked(frame("a.b.stop")));
}

TEST_F(CoreAdapterTest, FailureAndCancellationAreHeardAndStopsAreSeenAsOvosCoreShowsThem) {
    make();
    bus_->publish(Message("ovos.intent.unmatched", {{"lang", "en-US"}}));
    EXPECT_THAT(topics(), ElementsAre("ovos.intent.unmatched", "complete_intent_failure"))
        << "nobody who knows of more";
    frames_.clear();
    const json::object older{{"_older_client", true}};
    bus_->publish(Message("ovos.intent.unmatched", {{"lang", "en-US"}}, older));
    EXPECT_THAT(
        topics(),
        ElementsAre(
            "mycroft.audio.play_sound", "ovos.intent.unmatched", "complete_intent_failure"));
    EXPECT_EQ(frames_[0].data(), (json::object{{"uri", "snd/error.mp3"}}));
    frames_.clear();
    bus_->publish(Message("ovos.utterance.cancelled", {}, older));
    EXPECT_THAT(topics(), ElementsAre("mycroft.audio.play_sound", "ovos.utterance.cancelled"));
    EXPECT_EQ(frames_[0].data(), (json::object{{"uri", "snd/cancel.mp3"}}));
    frames_.clear();
    bus_->publish(Message("stop:global_stop", {}, older));
    EXPECT_THAT(topics(),
                ElementsAre("stop.openvoiceos.activate", "stop:global_stop", "stop:global"));
    load_skill();
    frames_.clear();
    bus_->publish(dispatch("stop").with_context_value("_older_client", true));
    EXPECT_THAT(topics(),
                ElementsAre("stop.openvoiceos.activate", "a.b:stop", "stop:skill", "a.b.stop"));
    frames_.clear();
    bus_->publish(dispatch("converse").with_context_value("_older_client", true));
    EXPECT_THAT(
        topics(),
        ElementsAre("a.b.activate", "a.b:converse", "converse:skill", "a.b.converse.request"));
}

TEST_F(CoreAdapterTest, ASkillThatSaysItStoppedNeedNotConverseAnyMore) {
    make();
    load_skill();
    const auto order = dispatch("stop");
    const auto answer = [&](bool result) {
        inner_.publish(order.reply("a.b.stop.response", {{"skill_id", "a.b"}, {"result", result}}));
        settle();
    };
    answer(true);
    EXPECT_THAT(topics(), testing::Not(Contains("ovos.skills.converse.force_timeout")))
        << "nobody stopped it";
    bus_->publish(order);
    answer(true);
    EXPECT_EQ(frame("ovos.skills.converse.force_timeout").data(),
              (json::object{{"skill_id", "a.b"}}));
    frames_.clear();
    answer(true);
    EXPECT_THAT(topics(), testing::Not(Contains("ovos.skills.converse.force_timeout")));
}

// LEG-16
TEST_F(CoreAdapterTest, AClientOfTheOlderKindGetsItsSessionBackInItsOwnShape) {
    make();
    json::object entry;
    const auto orchestrator = bus_->subscribe(
        "ovos.utterance.handle", loop_, [&](const Message& m) { entry = m.context(); });
    const json::object handlers{
        {"session_id", "s"},
        {"active_handlers", json::array{json::object{{"skill_id", "a.b"}, {"activated_at", 7}}}}};
    const auto session_after = [&](const char* topic, json::object session) {
        send(topic, {}, {{"session", std::move(session)}});
        frames_.clear();
        entry["session"] = handlers;
        bus_->publish(Message("ovos.utterance.handled", {}, entry));
        return frames_.at(0).context().at("session").as_object();
    };
    const json::object plain{{"session_id", "s"}};
    const json::object classic{{"session_id", "s"}, {"active_skills", json::array{}}};
    EXPECT_EQ(session_after("ovos.utterance.handle", plain), handlers) << "it knows this shape";
    for (const auto& mine : {session_after("ovos.utterance.handle", classic),
                             session_after("recognizer_loop:utterance", plain)}) {
        EXPECT_EQ(mine.at("active_skills"), parse_json(R"([["a.b",7]])").value());
        EXPECT_EQ(mine.at("active_handlers"), handlers.at("active_handlers"));
    }
}

TEST_F(CoreAdapterTest, TheSkillThatKnewTheAnswerSpeaksInsteadOfTheHandler) {
    make();
    send("ovos.common_query.pong", {{"skill_id", "a.b"}, {"is_classic_cq", false}});
    const json::object context{{"utterance_id", "u1"}, {"skill_id", "common_query"}};
    frames_.clear();
    bus_->publish(Message("ovos.common_query.request",
                          {{"utterance", "who"}, {"skill_id", "a.b"}},
                          {{"utterance_id", "u1"}}));
    EXPECT_THAT(topics(), ElementsAre("ovos.common_query.request", "question:query"));
    send("question:query.response",
         {{"phrase", "who"}, {"skill_id", "a.b"}, {"answer", "Ada."}, {"conf", 0.9}},
         {{"utterance_id", "u1"}, {"skill_id", "a.b"}});
    std::vector<Message> done;
    const auto ends =
        bus_->subscribe("utter.handler.done", loop_, [&](const Message& m) { done.push_back(m); });
    const auto answered = [&](std::string_view answer) {
        frames_.clear();
        const Message order(
            "common_query:common_query", {{"slots", json::object{{"answer", answer}}}}, context);
        bus_->publish(order);
        bus_->publish(order.forward("ovos.utterance.speak", {{"utterance", answer}}));
        bus_->publish(order.forward("utter.handler.done"));
        settle();
    };
    answered("Somebody else's.");
    EXPECT_THAT(
        topics(),
        ElementsAre(
            "common_query:common_query", "ovos.utterance.speak", "speak", "utter.handler.done"));
    EXPECT_EQ(done.size(), 1U);
    answered("Ada.");
    EXPECT_THAT(topics(), ElementsAre("common_query:common_query", "question:action.a.b"));
    EXPECT_EQ(done.size(), 1U) << "the skill is still speaking";
    send("mycroft.skill.handler.complete", {}, {{"utterance_id", "u1"}, {"skill_id", "a.b"}});
    ASSERT_EQ(done.size(), 2U);
    EXPECT_EQ(done[1].data(),
              (json::object{
                  {"skill_id", "common_query"}, {"intent_name", "common_query"}, {"ok", true}}));
}

TEST_F(CoreAdapterTest, OnlyASkillThatHearsNoBroadcastIsPolledByName) {
    make();
    load_skill();
    const Message ping(
        "ovos.converse.ping",
        {{"utterances", json::array{"hi"}}, {"lang", "en-US"}},
        {{"session",
          json::object{{"converse_handlers",
                        json::array{json::object{{"skill_id", "a.b"}, {"activated_at", 1}},
                                    json::object{{"skill_id", "x.y"}, {"activated_at", 1}}}}}}});
    frames_.clear();
    bus_->publish(ping);
    EXPECT_THAT(topics(), ElementsAre("ovos.converse.ping", "a.b.converse.ping"));
    send("ovos.skill.loaded", {{"skill_id", "a.b"}, {"capabilities", json::array{"converse"}}});
    frames_.clear();
    bus_->publish(ping);
    EXPECT_THAT(topics(), ElementsAre("ovos.converse.ping"));
}

TEST_F(CoreAdapterTest, ASkillThatNeverAnswersHoldsUpOneConversationOnly) {
    SteppedClock clock;
    make({}, clock);
    load_skill();
    std::vector<Message> pongs;
    const auto tap =
        bus_->subscribe("ovos.converse.pong", loop_, [&](const Message& m) { pongs.push_back(m); });
    const Message ping(
        "ovos.converse.ping",
        {},
        {{"session",
          json::object{{"converse_handlers",
                        json::array{json::object{{"skill_id", "a.b"}, {"activated_at", 1}}}}}}});
    const auto poll = [&] {
        bus_->publish(ping);
        settle();
    };
    poll();
    clock.time += 100ms;
    poll();
    EXPECT_TRUE(pongs.empty()) << "it may still answer";
    clock.time += 500ms;
    poll();
    ASSERT_EQ(pongs.size(), 1U);
    EXPECT_EQ(pongs[0].data(), (json::object{{"skill_id", "a.b"}, {"can_handle", false}}));
    send("skill.converse.pong", {{"skill_id", "a.b"}, {"can_handle", true}});
    pongs.clear();
    clock.time += 500ms;
    poll();
    EXPECT_TRUE(pongs.empty()) << "it answers after all";
    adapter_.reset();
}

// LEG-23
TEST_F(CoreAdapterTest, WhereNothingPlaysSoundTheEndOfSpeechIsReported) {
    make();
    load_skill();
    send("speak",
         {{"utterance", "hi"}},
         {{"skill_id", "a.b"}, {"session", json::object{{"session_id", "s"}}}});
    ASSERT_TRUE(loop_.run_until(
        [&] { return std::ranges::count(topics(), "recognizer_loop:audio_output_end") == 1; },
        10s));
    EXPECT_EQ(frame("recognizer_loop:audio_output_end").context().at("session").at("session_id"),
              "s");
    send("mycroft.audio.is_ready.response", {{"status", true}});
    frames_.clear();
    send("speak", {{"utterance", "hi"}}, {{"skill_id", "a.b"}});
    EXPECT_THAT(topics(), ElementsAre("speak"));
}

TEST_F(CoreAdapterTest, ASkillThatRanBeforeIsAskedForAndReloaded) {
    const auto folder = std::filesystem::path(testing::TempDir()) / "core_adapter_test";
    const auto file = folder / "python-skills.json";
    std::filesystem::remove_all(folder);
    make(file);
    load_skill();
    adapter_.reset();
    make(file);
    frames_.clear();
    adapter_->start();
    EXPECT_THAT(topics(), Contains("mycroft.a.b.is_alive"));
    send("mycroft.a.b.is_alive.response", {{"status", true}});
    EXPECT_EQ(frame("skillmanager.deactivate").data(), (json::object{{"skill", "a.b"}}));
    EXPECT_THAT(topics(), testing::Not(Contains("skillmanager.activate")));
    send("mycroft.skills.shutdown", {{"id", "a.b"}});
    EXPECT_EQ(frame("skillmanager.activate").data(), (json::object{{"skill", "a.b"}}));
    adapter_.reset();
    std::filesystem::remove_all(folder);
}

TEST_F(CoreAdapterTest, AFileThatIsNoneOfOursIsLeftOutWithAWarning) {
    const auto file = std::filesystem::path(testing::TempDir()) / "core_adapter_test.json";
    std::ofstream(file) << "[1]";
    make(file);
    adapter_->start();
    EXPECT_THAT(topics(), ElementsAre("mycroft.ready", "mycroft.skills.initialized"));
    adapter_.reset();
    std::filesystem::remove(file);
}

}  // namespace
}  // namespace utter::legacy
