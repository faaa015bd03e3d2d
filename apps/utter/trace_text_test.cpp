#include "trace_text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace utter::app {
namespace {

json::object trace() {
    return parse_json(R"({
        "utterance_id": "u1", "session_id": "kitchen", "began": 1765000000.5,
        "heard": ["set a timer for twenty five minutes"],
        "utterances": ["set a timer for twenty five minutes", "set a timer for 25 minutes"],
        "entry_lang": "", "lang": "en-US", "lang_source": "session.lang",
        "session": {"session_id": "kitchen", "lang": "en-US",
                    "blacklisted_skills": ["alarm.utter"]},
        "transformers": {"utterance": ["cancel-phrase", "number-digits"], "intent": []},
        "pipeline": ["stop", "converse", "template", "keyword", "fallback"],
        "stages": [
            {"pipeline_id": "stop", "outcome": "declined", "ms": 0.011,
             "reason": "nobody said stop"},
            {"pipeline_id": "converse", "outcome": "timed_out", "ms": 10000.0},
            {"pipeline_id": "template", "outcome": "claimed", "ms": 0.204,
             "reason": "timer.utter:set_timer", "score": 0.9666,
             "runner_up": "reminder.utter:set"}],
        "session_fields": ["blacklisted_skills", "lang", "converse_handlers"],
        "match": {"skill_id": "timer.utter", "intent_name": "set_timer",
                  "utterance": "set a timer for 25 minutes",
                  "slots": {"duration": "25 minutes", "name": "pasta"}},
        "ending": "failed", "detail": "no \"room\" for it",
        "transforming_ms": 0.05, "matching_ms": 10000.3, "handling_ms": 1.5
    })")
        .value()
        .as_object();
}

TEST(TraceText, TellsAPersonEverythingOnALineEach) {
    EXPECT_EQ(
        trace_text(trace()),
        R"("set a timer for twenty five minutes", read as "set a timer for twenty five minutes" or "set a timer for 25 minutes", in en-US (by session.lang)
  utterance transformers: cancel-phrase, number-digits
  stop      declined       0.01 ms  nobody said stop
  converse  timed_out  10000.00 ms
  template  claimed        0.20 ms  timer.utter:set_timer, score 0.97, next best reminder.utter:set
  keyword   not asked
  fallback  not asked
failed: timer.utter:set_timer  duration = "25 minutes", name = "pasta" (no "room" for it)
  session.blacklisted_skills mattered: ["alarm.utter"]
  session.lang mattered: "en-US"
  session.converse_handlers mattered: not set
transforming 0.05 ms, matching 10000.30 ms, handling 1.50 ms
)");
}

TEST(TraceText, ToldAgainUnderAnotherConfigurationOnlyWhatDiffersIsShown) {
    const auto then = trace();
    auto slower = then;
    slower["matching_ms"] = 1.0;
    slower["ending"] = "matched";
    EXPECT_EQ(differences_text(trace_differences(then, slower)), "the same decision\n");

    auto now = slower;
    now["pipeline"] = json::array{"stop", "fallback"};
    now["stages"] =
        json::array{then.at("stages").as_array().at(0),
                    json::object{{"pipeline_id", "fallback"}, {"outcome", "claimed"}, {"ms", 1}}};
    now["match"] = json::object{{"skill_id", "unknown.utter"},
                                {"intent_name", "fallback"},
                                {"utterance", "set a timer for twenty five minutes"},
                                {"slots", json::object{}}};
    EXPECT_EQ(differences_text(trace_differences(then, now)),
              R"(what differs:
  pipeline
    then  stop, converse, template, keyword, fallback
    now   stop, fallback
  stage fallback
    then  not asked
    now   claimed
  decision
    then  timer.utter:set_timer  duration = "25 minutes", name = "pasta"
    now   unknown.utter:fallback
)");
}

TEST(TraceText, WithoutAMatchThereIsNone) {
    auto unmatched = trace();
    unmatched.erase("match");
    unmatched["ending"] = "unmatched";
    unmatched["detail"] = "";
    unmatched["stages"] = json::array{};
    unmatched["pipeline"] = json::array{};
    unmatched["session_fields"] = json::array{};
    unmatched["utterances"] = unmatched.at("heard");
    unmatched["lang"] = "";
    EXPECT_EQ(trace_text(unmatched),
              R"("set a timer for twenty five minutes"
  utterance transformers: cancel-phrase, number-digits
unmatched: no match
transforming 0.05 ms, matching 10000.30 ms, handling 1.50 ms
)");
}

}  // namespace
}  // namespace utter::app
