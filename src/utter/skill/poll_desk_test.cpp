#include "utter/skill/poll_desk.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <stdexcept>

#include "utter/bus/local_bus.hpp"
#include "utter/core/log.hpp"
#include "utter/skill/skill_host.hpp"

namespace utter::skill {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

json::object object(const std::string& text) {
    return parse_json(text).value().as_object();
}

class FixedClock final : public Clock {
  public:
    [[nodiscard]] std::chrono::system_clock::time_point now() const override {
        return std::chrono::system_clock::time_point(1000s);
    }
};

class NoTimers final : public Timers {
  public:
    [[nodiscard]] TimerHandle after(std::chrono::milliseconds, Executor&, Executor::Work) override {
        return {};
    }
};

// Asks a question, converses while it plays, and can be stopped.
class QuizSkill final : public Skill {
  public:
    [[nodiscard]] Result<void> start(SkillContext& context) override {
        context.on_intent("play", [this](const IntentCall& call) {
            playing_.insert("s1");
            talk_ = call.conversation;
            call.conversation->ask_dialog("ready");
        });
        context.on_intent("later", [this](const IntentCall&) { talk_->ask("Still there?"); });
        context.on_intent("fail", [](const IntentCall& call) {
            call.conversation->ask("What?", 5s);
            throw std::runtime_error("boom");
        });
        context.on_response([](const IntentCall& call) {
            if (call.utterance == "again") {
                call.conversation->ask("Once more?", 5s);
            } else {
                call.conversation->speak("You said " + call.utterance);
            }
        });
        context.on_converse(
            [](const std::string& utterance, const std::string& lang) {
                if (utterance == "trouble") throw std::runtime_error("boom");
                return lang == "en-US" && utterance != "what time is it";
            },
            [](const IntentCall& call) { call.conversation->speak(call.utterance); });
        context.on_stop([this](const std::string& session) { return playing_.contains(session); },
                        [this](const std::string& session) { playing_.erase(session); });
        return {};
    }

  private:
    std::set<std::string> playing_;
    std::shared_ptr<Conversation> talk_;
};

class PollDeskTest : public testing::Test {
  protected:
    PollDeskTest() {
        fs::remove_all(root_);
        fs::create_directories(root_ / "en-US");
        for (const auto* intent : {"play", "later", "fail"}) {
            std::ofstream(root_ / "en-US" / (std::string(intent) + ".intent")) << intent << "\n";
        }
        std::ofstream(root_ / "en-US" / "ready.dialog") << "Ready?\n";
        tap_ = bus_.subscribe("*", here_, [this](const Message& m) { seen_.push_back(m); });
        SkillHostSettings settings;
        settings.enabled = {"quiz.test"};
        settings.languages = {"en-US"};
        host_ = std::make_unique<SkillHost>(
            SkillHostRuntime{
                bus_, here_, timers_, clock_, [] { return std::make_unique<InlineExecutor>(); }},
            settings);
        const std::vector<SkillEntry> catalogue{
            {"quiz.test", root_, [] { return std::make_unique<QuizSkill>(); }}};
        EXPECT_TRUE(host_->load(catalogue).empty());
    }
    ~PollDeskTest() override { fs::remove_all(root_); }

    // What the skill says to one message.
    std::vector<Message> answers(const std::string& topic,
                                 const std::string& data,
                                 const std::string& session) {
        seen_.clear();
        bus_.publish(Message(topic,
                             object(data),
                             {{"utterance_id", "u1"},
                              {"source", "me"},
                              {"destination", "skills"},
                              {"session", object(session)}}));
        seen_.erase(seen_.begin());
        return seen_;
    }

    const fs::path root_ =
        fs::path(testing::TempDir()) /
        ("poll_desk_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    InlineExecutor here_;
    NoTimers timers_;
    FixedClock clock_;
    bus::LocalBus bus_;
    std::vector<Message> seen_;
    bus::Subscription tap_;
    std::unique_ptr<SkillHost> host_;
};

constexpr const char* s1 = R"({"session_id":"s1"})";
constexpr const char* in_talk = R"({"session_id":"s1",
    "converse_handlers":[{"skill_id":"quiz.test","activated_at":1}]})";
constexpr const char* active_s1 = R"({"session_id":"s1",
    "active_handlers":[{"skill_id":"quiz.test","activated_at":1}]})";
constexpr const char* active_s2 = R"({"session_id":"s2",
    "active_handlers":[{"skill_id":"quiz.test","activated_at":1}]})";

// CONV-008 CONV-033
TEST_F(PollDeskTest, AQuestionOpensTheMicrophoneAndTheReportSaysWhoWaits) {
    const auto said = answers("quiz.test:play", R"({"utterance":"play","lang":"en-US"})", s1);
    ASSERT_EQ(said.size(), 2U);
    EXPECT_EQ(said[0].type(), "ovos.utterance.speak");
    EXPECT_EQ(said[0].data(), object(R"({"utterance":"Ready?","lang":"en-US","listen":true})"));
    EXPECT_EQ(said[0].context_string("source"), "me") << "a forward of the dispatch";
    EXPECT_EQ(said[1].type(), "utter.handler.done");
    EXPECT_EQ(said[1].context().at("session"),
              parse_json(R"({"session_id":"s1","response_mode":{"skill_id":"quiz.test",
                             "expires_at":1030.0}})")
                  .value());
}

// CONV-035 CONV-045
TEST_F(PollDeskTest, TheAnswerReachesItsHandlerAndEndsTheQuestionUnlessItAsksAgain) {
    const auto said = answers("quiz.test:response", R"({"utterance":"blue"})", s1);
    EXPECT_EQ(said.at(0).data_string("utterance"), "You said blue");
    EXPECT_EQ(said.at(1).data().at("ok"), true);
    EXPECT_FALSE(said.at(1).context().at("session").as_object().contains("response_mode"));
    const auto again = answers("quiz.test:response", R"({"utterance":"again"})", s1);
    EXPECT_EQ(again.at(1).context().at("session").at("response_mode").at("expires_at"), 1005.0);
}

TEST_F(PollDeskTest, AQuestionOfAFailedHandlerOrAfterItsEndIsNotWaitedFor) {
    const log::Capture lines;
    const auto failed = answers("quiz.test:fail", "{}", s1);
    EXPECT_EQ(failed.back().data_string("exception"), "boom");
    EXPECT_FALSE(failed.back().context().at("session").as_object().contains("response_mode"));
    answers("quiz.test:play", "{}", s1);
    const auto late = answers("quiz.test:later", "{}", s1);
    EXPECT_EQ(late.at(0).data_string("utterance"), "Still there?");
    EXPECT_FALSE(late.at(1).context().at("session").as_object().contains("response_mode"));
    EXPECT_NE(lines.text().find("skill.asked_too_late skill_id=quiz.test"), std::string::npos);
}

// CONV-022 CONV-024 CONV-025 CONV-029 CONV-046
TEST_F(PollDeskTest, APollIsAnsweredFromWhatWasSaidAndDoesNothingElse) {
    const auto claim =
        answers("ovos.converse.ping", R"({"utterances":["blue"],"lang":"en-US"})", in_talk);
    ASSERT_EQ(claim.size(), 1U);
    EXPECT_EQ(claim[0].type(), "ovos.converse.pong");
    EXPECT_EQ(claim[0].data(), object(R"({"can_handle":true,"skill_id":"quiz.test"})"));
    EXPECT_EQ(claim[0].context_string("destination"), "me") << "a reply";
    for (const auto* other : {R"({"utterances":["what time is it"],"lang":"en-US"})",
                              R"({"utterances":["blau"],"lang":"de-DE"})",
                              R"({"utterances":[],"lang":"en-US"})"}) {
        const auto declined = answers("ovos.converse.ping", other, in_talk);
        ASSERT_EQ(declined.size(), 1U) << other;
        EXPECT_EQ(declined[0].data(), object(R"({"can_handle":false,"skill_id":"quiz.test"})"));
    }
    EXPECT_TRUE(
        answers("ovos.converse.ping", R"({"utterances":["blue"],"lang":"en-US"})", s1).empty())
        << "not part of this conversation";
    const log::Capture lines;
    const auto failed =
        answers("ovos.converse.ping", R"({"utterances":["trouble"],"lang":"en-US"})", in_talk);
    EXPECT_EQ(failed.at(0).data().at("error_code"), "handler_error");
    const auto said = answers("quiz.test:converse", R"({"utterance":"blue"})", in_talk);
    EXPECT_EQ(said.at(0).data_string("utterance"), "blue");
    EXPECT_EQ(said.at(1).data().at("ok"), true);
}

// STOP-016 STOP-017 STOP-038
TEST_F(PollDeskTest, OnlyWhatGoesOnInThatSessionCanBeStopped) {
    answers("quiz.test:play", "{}", s1);
    const auto here = answers("ovos.stop.ping", "{}", active_s1);
    ASSERT_EQ(here.size(), 1U);
    EXPECT_EQ(here[0].type(), "ovos.stop.pong");
    EXPECT_EQ(here[0].data(), object(R"({"can_handle":true,"skill_id":"quiz.test"})"));
    EXPECT_EQ(here[0].context_string("destination"), "me") << "a reply";
    EXPECT_EQ(answers("ovos.stop.ping", "{}", active_s2).at(0).data().at("can_handle"), false);
    EXPECT_TRUE(answers("ovos.stop.ping", "{}", s1).empty()) << "not active";
}

// STOP-020 STOP-021 STOP-029 STOP-037
TEST_F(PollDeskTest, AStopEndsWhatGoesOnInItsSessionAndTwiceIsOnce) {
    const auto is_playing = [&] {
        return answers("ovos.stop.ping", "{}", active_s1).at(0).data().at("can_handle") == true;
    };
    for (const auto* topic : {"quiz.test:stop", "ovos.stop"}) {
        answers("quiz.test:play", "{}", s1);
        ASSERT_TRUE(is_playing());
        answers(topic, "{}", R"({"session_id":"s2"})");
        EXPECT_TRUE(is_playing()) << "another session's stop: " << topic;
        for (int times = 0; times < 2; ++times) {
            const auto said = answers(topic, "{}", s1);
            EXPECT_FALSE(is_playing()) << topic;
            if (said.empty()) continue;
            EXPECT_EQ(said[0].data().at("ok"), true);
        }
    }
}

}  // namespace
}  // namespace utter::skill
