#include "utter/orchestrator/turn_ledger.hpp"

#include <gmock/gmock.h>

#include "utter/bus/local_bus.hpp"
#include "utter/core/clock.hpp"
#include "utter/core/log.hpp"
#include "utter/core/turn_keys.hpp"

namespace utter::orchestrator {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::Not;

class StandingClock final : public Clock {
  public:
    [[nodiscard]] std::chrono::system_clock::time_point now() const override { return now_; }
    void pass(int ms) { now_ += milliseconds(ms); }
    [[nodiscard]] double seconds() const { return seconds_since_epoch(now_); }

  private:
    std::chrono::system_clock::time_point now_{std::chrono::hours(24 * 365 * 50)};
};

class TurnLedgerTest : public testing::Test {
  protected:
    TurnLedgerTest() { ledger_.start(); }

    void tell(const char* topic, json::object context = {}) {
        context["session"] = json::object{{"session_id", "kitchen"}};
        bus_.publish(Message(topic, {}, std::move(context)));
    }
    void begin(std::string utterance_id, const char* session_id, json::object context = {}) {
        context["session"] = json::object{{"session_id", session_id}};
        ledger_.begin(std::move(utterance_id),
                      Message("ovos.utterance.handle", {}, std::move(context)));
    }
    double stage(const char* name) const {
        return ledger_.turn("u1").at("stages").at(name).to_number<double>();
    }

    bus::LocalBus bus_;
    InlineExecutor here_;
    StandingClock clock_;
    TurnLedger ledger_{
        bus_, here_, clock_, TurnBudgets{milliseconds(500), milliseconds(0), milliseconds(100)}};
};

TEST_F(TurnLedgerTest, ASpokenTurnIsTimedFromTheWakeWordToTheFirstSample) {
    tell("ovos.listener.wakeword");
    clock_.pass(1500);
    tell("ovos.listener.record.ended");
    clock_.pass(300);
    begin("u1", "kitchen");
    clock_.pass(2);
    ledger_.matched("u1");
    clock_.pass(40);
    const auto first_token = clock_.seconds();
    clock_.pass(10);
    tell("ovos.utterance.speak", {{"utterance_id", "u1"}, {turn::first_token_at, first_token}});
    clock_.pass(20);
    const auto first_audio = clock_.seconds();
    clock_.pass(5);
    tell("ovos.audio.output.started",
         {{"utterance_id", "u1"}, {turn::first_audio_at, first_audio}});
    clock_.pass(500);
    tell("ovos.utterance.speak", {{"utterance_id", "u1"}});  // its second sentence

    const auto moments = ledger_.turn("u1").at("moments").as_object();
    EXPECT_EQ(moments.size(), moment_count);
    EXPECT_NEAR(moments.at("wake").to_number<double>(), 0, 0.01);
    EXPECT_NEAR(moments.at("first_sample").to_number<double>(), 1877, 0.01);
    EXPECT_NEAR(stage("stt"), 300, 0.01);
    EXPECT_NEAR(stage("matching"), 2, 0.01);
    EXPECT_NEAR(stage("answer"), 40, 0.01);
    EXPECT_NEAR(stage("tts"), 30, 0.01);
    EXPECT_NEAR(stage("playback"), 5, 0.01);
    EXPECT_NEAR(stage("turn"), 377, 0.01);
    const auto page = ledger_.to_prometheus();
    EXPECT_THAT(page, HasSubstr(R"(utter_turn_stage_seconds{stage="stt",quantile="0.5"} 0.3)"));
    EXPECT_THAT(page, HasSubstr(R"(utter_turn_stage_seconds{stage="turn",quantile="0.95"} 0.37)"));
    EXPECT_THAT(page, HasSubstr(R"(utter_turn_stage_seconds_count{stage="turn"} 1)"));
}

TEST_F(TurnLedgerTest, APlatformsTurnIsTimedByWhatItsMessagesTell) {
    const auto speech_end = clock_.seconds();
    clock_.pass(300);
    begin("u1", "kitchen", {{turn::speech_end_at, speech_end}});
    ledger_.matched("u1");
    tell("ovos.utterance.speak", {{"utterance_id", "u1"}});
    clock_.pass(20);
    const auto first_audio = clock_.seconds();
    clock_.pass(5);
    tell("utter.platform.session.playback_started",
         {{"utterance_id", "u1"}, {turn::first_audio_at, first_audio}});
    EXPECT_NEAR(stage("stt"), 300, 0.01);
    EXPECT_NEAR(stage("tts"), 20, 0.01);
    EXPECT_NEAR(stage("playback"), 5, 0.01);
    EXPECT_NEAR(stage("turn"), 325, 0.01);
}

TEST_F(TurnLedgerTest, ATypedTurnHasNoEarAndTakesNobodyElses) {
    tell("ovos.listener.record.ended");
    tell("ovos.stt.failed");
    begin("u1", "kitchen");
    EXPECT_EQ(ledger_.turn("u1").at("moments").as_object().size(), 1U);
    tell("ovos.listener.record.ended");
    begin("u2", "hall");
    EXPECT_EQ(ledger_.turn("u2").at("moments").as_object().size(), 1U);
    begin("u3", "kitchen");
    EXPECT_TRUE(ledger_.turn("u3").at("stages").as_object().contains("stt"));
    EXPECT_TRUE(ledger_.turn("unknown").empty());
}

TEST_F(TurnLedgerTest, AStageOverItsBudgetIsLoggedOnceWithItsName) {
    const log::Capture logs;
    tell("ovos.listener.record.ended");
    clock_.pass(501);
    begin("u1", "kitchen");
    clock_.pass(10'000);
    ledger_.matched("u1");  // has no budget
    clock_.pass(100);
    for (int i = 0; i < 2; ++i) {
        tell("ovos.utterance.speak", {{"utterance_id", "u1"}});
        clock_.pass(5'000);
    }
    EXPECT_THAT(logs.text(), HasSubstr("turn.over_budget stage=stt ms=501"));
    EXPECT_THAT(logs.text(), Not(HasSubstr("stage=matching")));
    EXPECT_THAT(logs.text(), Not(HasSubstr("stage=answer")));
}

TEST_F(TurnLedgerTest, AnotherMachinesClockIsNotBelieved) {
    begin("u1", "kitchen");
    ledger_.matched("u1");
    clock_.pass(7);
    tell("ovos.utterance.speak",
         {{"utterance_id", "u1"}, {turn::first_token_at, clock_.seconds() + 3600}});
    EXPECT_NEAR(stage("answer"), 7, 0.01);
}

TEST_F(TurnLedgerTest, OldTurnsAndListenersNobodyHeardOfAgainGo) {
    for (std::size_t i = 0; i < 3 * TurnLedger::turns_max; ++i) {
        const auto id = std::to_string(i);
        bus_.publish(
            Message("ovos.listener.wakeword", {}, {{"session", json::object{{"session_id", id}}}}));
        begin(id, "kitchen");
    }
    EXPECT_TRUE(ledger_.turn("0").empty());
    EXPECT_FALSE(ledger_.turn(std::to_string(3 * TurnLedger::turns_max - 1)).empty());
}

}  // namespace
}  // namespace utter::orchestrator
