#include "utter/orchestrator/plugins/hassil/hassil_plugin.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "utter/core/log.hpp"
#include "utter/orchestrator/orchestrator_fixture.hpp"

namespace utter::orchestrator {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr auto sentences_en = R"(
language: en
intents:
  Water:
    data:
      - sentences: ["water [the] {plant} [with {litres} litres]"]
      - sentences: ["water everything here"]
        requires_context: {area: {slot: true}}
        response: all
  Silence: {data: [{sentences: ["grow quietly"]}]}
  Care: {data: [{sentences: ["water the {anything}"]}]}
  Broken: {data: [{sentences: ["tell me nonsense"]}]}
lists:
  plant: {values: [fern, {in: "old tree", out: oak}]}
  litres: {range: {from: 1, to: 9}}
  anything: {wildcard: true}
responses:
  intents:
    Water:
      default: "The {{ slots.plant }} is wet."
      all: "All in the {{ slots.area }} is wet."
    Broken: {default: "{{ slots.plant.no_such() }}"}
)";

class HassilStage : public OrchestratorTest {
  protected:
    void SetUp() override {
        root_ = fs::temp_directory_path() /
                ("utter_hassil_stage_" + std::to_string(::getpid()) + "_" +
                 testing::UnitTest::GetInstance()->current_test_info()->name());
        fs::remove_all(root_);
        write("en/garden.yaml", sentences_en);
    }
    void TearDown() override { fs::remove_all(root_); }

    void write(const std::string& path, const std::string& text) {
        fs::create_directories((root_ / path).parent_path());
        std::ofstream(root_ / path) << text;
    }

    void start(bool answers = true) {
        HassilSettings settings;
        settings.folders = {root_};
        settings.languages = {"en-US", "de-DE"};
        settings.answers = answers;
        OrchestratorSettings pipeline;
        pipeline.pipeline = {"hassil", "scripted"};
        pipeline.languages = settings.languages;
        std::vector<std::unique_ptr<Plugin>> plugins;
        plugins.push_back(std::make_unique<HassilPlugin>(bus_, loop_, std::move(settings)));
        plugins.push_back(std::make_unique<ScriptedPlugin>(
            "scripted", [](const MatchRequest&) -> std::optional<Match> { return std::nullopt; }));
        build(std::move(pipeline), std::move(plugins));
    }

    // What is spoken for an utterance; "-" when it was not matched.
    std::string answer(const std::string& text,
                       const char* lang = "en-US",
                       const char* session = "{}") {
        seen_.clear();
        bus_.publish(Message("ovos.utterance.handle",
                             {{"utterances", json::array{text}}, {"lang", lang}},
                             {{"session", object(session)}}));
        EXPECT_TRUE(wait_for_handled());
        if (count("ovos.intent.unmatched") > 0) return "-";
        if (count("ovos.utterance.speak") == 0) return "";
        return std::string(first("ovos.utterance.speak").data_string("utterance"));
    }

    // The stage's part of an explanation.
    json::object explained(const std::string& text, const char* lang = "en-US") {
        seen_.clear();
        bus_.publish(Message("utter.explain", {{"utterances", json::array{text}}, {"lang", lang}}));
        EXPECT_TRUE(loop_.run_until([&] { return count("utter.explain.response") > 0; }, patience));
        const auto& trace = first("utter.explain.response").data().at("trace").as_object();
        return trace.at("stages").as_array().front().as_object();
    }

    fs::path root_;
};

TEST_F(HassilStage, DispatchesItsIntentsAndAnswersWithTheResponsesOfTheFiles) {
    start();
    EXPECT_EQ(answer("Water the old tree with 3 litres!"), "The old tree is wet.");
    EXPECT_THAT(topics(),
                ElementsAre("ovos.utterance.handle",
                            "ovos.intent.matched",
                            "ovos.intent.handler.start",
                            "hassil:Water",
                            "ovos.utterance.speak",
                            "ovos.intent.handler.complete",
                            "ovos.utterance.handled"));
    const auto& dispatch = first("hassil:Water").data();
    EXPECT_EQ(dispatch.at("slots"), object(R"({"plant": "oak", "litres": "3"})"));
    EXPECT_EQ(dispatch.at("lang"), "en-US");
    EXPECT_EQ(first("ovos.utterance.speak").data_string("lang"), "en-US");
}

TEST_F(HassilStage, LeavesToOthersWhatNoSentenceSays) {
    start();
    EXPECT_EQ(answer("paint the moon"), "-");
    EXPECT_EQ(answer("gieß den farn", "de-DE"), "-");
}

TEST_F(HassilStage, TakesTheSessionsContextForTheSentencesOwn) {
    start();
    EXPECT_EQ(answer("water everything here"), "-");
    for (const auto* key : {"area", "hassil:area"}) {
        const auto session = std::string(R"({"session_id": "s", "intent_context": {")") + key +
                             R"(": {"value": "attic", "turns_remaining": 1}}})";
        EXPECT_EQ(answer("water everything here", "en-US", session.c_str()),
                  "All in the attic is wet.");
    }
    EXPECT_EQ(
        answer("water everything here",
               "en-US",
               R"({"session_id": "s", "intent_context": {"other:area": {"value": "attic"}}})"),
        "-");
}

TEST_F(HassilStage, SaysNothingWhereThereIsNoResponseAndFailsWhereItIsBroken) {
    start();
    EXPECT_EQ(answer("grow quietly"), "");
    EXPECT_EQ(count("ovos.intent.handler.complete"), 1U);
    const log::Capture capture;
    EXPECT_EQ(answer("tell me nonsense"), "");
    EXPECT_EQ(count("ovos.intent.handler.error"), 1U);
    EXPECT_THAT(capture.text(), HasSubstr("Broken.default"));
}

TEST_F(HassilStage, LeavesTheHandlingToWhoeverIsConfiguredTo) {
    start(false);
    const auto lamp = bus_.subscribe("hassil:Water", loop_, [&](const Message& dispatch) {
        bus_.publish(
            dispatch.forward("ovos.utterance.speak", {{"utterance", "The can is empty."}}));
        bus_.publish(
            dispatch.forward(std::string(Orchestrator::handler_done_topic),
                             {{"skill_id", "hassil"}, {"intent_name", "Water"}, {"ok", true}}));
    });
    EXPECT_EQ(answer("water the fern"), "The can is empty.");
    EXPECT_EQ(count("ovos.utterance.speak"), 1U);
}

TEST_F(HassilStage, ExplainsWhichSentenceFittedAndWhyNoneDid) {
    start();
    EXPECT_EQ(explained("water the fern").at("reason"),
              "fits 'water [the] {plant} [with {litres} litres]'");
    EXPECT_EQ(explained("paint the moon").at("reason"), "no sentence fits");
    EXPECT_THAT(std::string(explained("x", "de-DE").at("reason").as_string()), HasSubstr("de-DE"));
}

TEST_F(HassilStage, LeavesWhatTheSessionDeniesToTheNextThatFits) {
    start();
    EXPECT_EQ(answer("water the fern"), "The fern is wet.");
    EXPECT_EQ(answer("water the fern",
                     "en-US",
                     R"({"session_id": "s", "blacklisted_intents": ["hassil:Water"]})"),
              "");
    EXPECT_EQ(first("hassil:Care").data().at("slots"), object(R"({"anything": "fern"})"));
    EXPECT_EQ(
        answer(
            "water the fern", "en-US", R"({"session_id": "s", "blacklisted_skills": ["hassil"]})"),
        "-");
}

TEST_F(HassilStage, IsLessSureOfWhatMayBeAnythingAndNamesTheNext) {
    start();
    const auto spelt = explained("grow quietly");
    EXPECT_EQ(spelt.at("score").to_number<double>(), 1);
    EXPECT_EQ(explained("water the fern").at("runner_up"), "hassil:Care");
    const double known = explained("water the fern").at("score").to_number<double>();
    const double open = explained("water the moon").at("score").to_number<double>();
    EXPECT_LT(known, 1);
    EXPECT_LT(open, known);
    EXPECT_GT(open, 0.5);
}

TEST_F(HassilStage, ListsWhatItCouldMatch) {
    start();
    bus_.publish(Message("ovos.pipeline.hassil.intents.list"));
    ASSERT_TRUE(loop_.run_until(
        [&] { return count("ovos.pipeline.hassil.intents.list.response") > 0; }, patience));
    const auto& rows =
        first("ovos.pipeline.hassil.intents.list.response").data().at("intents").as_array();
    ASSERT_EQ(rows.size(), 4U);
    EXPECT_EQ(rows[3].as_object(),
              object(R"({"skill_id": "hassil", "intent_name": "Water", "lang": "en-US"})"));
}

TEST_F(HassilStage, LeavesOutTheLanguageOfABadFileAndNamesItsPlace) {
    write("de/garten.yaml",
          "language: de\nintents:\n  Water:\n    data: [{sentences: [\"gieß (\"]}]\n");
    const log::Capture capture;
    start();
    EXPECT_THAT(capture.text(), HasSubstr("de/garten.yaml:4"));
    EXPECT_EQ(answer("water the fern"), "The fern is wet.");
    EXPECT_THAT(std::string(explained("gieß", "de-DE").at("reason").as_string()),
                HasSubstr("de/garten.yaml:4"));
}

TEST_F(HassilStage, ReadsTheFilesAgainOnSighupAndKeepsWhatWorksWhenTheyDoNot) {
    start();
    EXPECT_EQ(answer("prune the fern"), "-");
    write("en/prune.yaml",
          "language: en\nintents: {Prune: {data: [{sentences: [\"prune the {plant}\"]}]}}\n"
          "responses: {intents: {Prune: {default: \"Snip.\"}}}\n");
    const log::Capture capture;
    const auto reloaded = [&](std::string_view event) {
        ::raise(SIGHUP);
        return loop_.run_until([&] { return capture.text().find(event) != std::string::npos; },
                               patience);
    };
    ASSERT_TRUE(reloaded("hassil.language_loaded"));
    EXPECT_EQ(answer("prune the fern"), "Snip.");
    write("en/prune.yaml", "language: en\nintents: [\n");
    ASSERT_TRUE(reloaded("hassil.language_refused"));
    EXPECT_EQ(answer("prune the fern"), "Snip.");
    fs::remove(root_ / "en" / "prune.yaml");
}

}  // namespace
}  // namespace utter::orchestrator
