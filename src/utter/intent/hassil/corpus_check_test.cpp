#include "utter/intent/hassil/corpus_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "utter/intent/hassil/corpus.hpp"

namespace utter::intent::hassil {
namespace {

using testing::HasSubstr;

std::filesystem::path corpus() {
    return std::filesystem::path(UTTER_SOURCE_DIR) / "tests/data/hassil";
}

// HASS-014
TEST(CorpusCheck, CountsIntentSlotsContextAndResponseApart) {
    const auto report = check_corpus(corpus(), "en");
    ASSERT_TRUE(report) << report.error().detail;
    EXPECT_TRUE(report->passed()) << to_text(*report);
    EXPECT_EQ(report->sentences, 7U);
    EXPECT_EQ(report->intent, 7U);
    EXPECT_EQ(report->slots, 7U);
    EXPECT_EQ(report->context, 7U);
    EXPECT_EQ(report->response, 7U);
    EXPECT_EQ(report->expected_failures, 1U);
    EXPECT_EQ(report->failed_as_expected, 1U);
    const auto shown = to_json(*report);
    for (const auto* key :
         {"language", "sentences", "intent", "slots", "context", "response", "seconds", "misses"}) {
        EXPECT_TRUE(shown.contains(key)) << key;
    }
}

// HASS-014
TEST(CorpusCheck, NamesEveryMissAndWhatItShouldHaveBeen) {
    const auto copy = std::filesystem::path(testing::TempDir()) / "utter_hassil_corpus";
    std::filesystem::remove_all(copy);
    std::filesystem::copy(corpus(), copy, std::filesystem::copy_options::recursive);
    std::ofstream(copy / "tests/en/homeassistant_TurnOn.yaml") << R"(
tests:
  - sentences: ["turn on the saw"]
    intent: {name: TurnOn, slots: {name: Hammer}}
  - sentences: ["turn on saw", "turn on saw"]
    intent: {name: TurnOn, slots: {name: Saw}}
    response: "Saw is on."
  - sentences: ["turn saw on"]
    intent: {name: TurnOff}
)";
    const auto report = check_corpus(copy, "en");
    std::filesystem::remove_all(copy);
    ASSERT_TRUE(report) << report.error().detail;
    ASSERT_EQ(report->misses.size(), 4U);
    EXPECT_EQ(report->misses[0].check, "slots");
    EXPECT_THAT(report->misses[0].expected, HasSubstr("Hammer"));
    EXPECT_EQ(report->misses[1].check, "response");
    EXPECT_EQ(report->misses[1].got, "Saw is off.");
    EXPECT_EQ(report->misses[3].check, "intent");
    EXPECT_EQ(report->intent, report->sentences - 1);
    EXPECT_EQ(report->slots, report->sentences - 2);
    EXPECT_EQ(report->problems.size(), 2U);
    EXPECT_THAT(to_text(*report), HasSubstr("expected Saw is on., got Saw is off."));
}

void write(const std::filesystem::path& file, std::string_view text) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
}

// HASS-014
TEST(CorpusCheck, ReadsAFolderForEachIntentWithItsOwnTests) {
    const auto copy = std::filesystem::path(testing::TempDir()) / "utter_hassil_combinations";
    std::filesystem::remove_all(copy);
    std::filesystem::copy(corpus(), copy, std::filesystem::copy_options::recursive);
    std::ofstream(copy / "intents.yaml", std::ios::app) << R"(
LightUp:
  domain: light
  slot_combinations:
    here: {slots: [domain], context_area: true, inferred_domains: {required: [light]}}
    one: {slots: [name, colour], name_domains: {required: [light]}}
)";
    write(copy / "rules/en/common.yaml", "expansion_rules: {the: '(the|my)'}\n");
    write(copy / "lists/colours.yaml", "lists: {colour: {values: [red, blue]}}\n");
    write(copy / "sentences/en/LightUp/here.yaml", R"(
data:
  - sentences: ["light it up", "let there be light"]
    inferred_domain: light
)");
    write(copy / "sentences/en/LightUp/one.yaml", R"(
data:
  - sentences: ["make [<the>] {name} {colour}"]
    name_domains: [light]
    response: colour
)");
    write(copy / "responses/en/LightUp.yaml", R"(
responses: {intents: {LightUp: {colour: "{{ state.state_with_unit }} {{ slots.colour }}"}}}
)");
    write(copy / "tests/en/LightUp/here.yaml", R"(
tests:
  - sentences: ["light it up"]
    slots: {domain: light}
)");
    write(copy / "tests/en/LightUp/one.yaml", R"(
entities:
  - {name: Lantern, domain: light, state_with_unit: "5 lumen"}
  - {name: Kettle, domain: switch}
tests:
  - sentences: ["make my lantern blue"]
    slots: {name: Lantern, colour: blue}
    response: "5 lumen blue"
  - sentences: ["make the kettle red"]
    slots: {name: Kettle, colour: red}
    response: ""
)");
    const auto report = check_corpus(copy, "en");
    std::filesystem::remove_all(copy);
    ASSERT_TRUE(report) << report.error().detail;
    EXPECT_EQ(report->sentences, 10U);
    EXPECT_EQ(report->response, 9U);
    ASSERT_EQ(report->misses.size(), 1U) << to_text(*report);
    EXPECT_EQ(report->misses[0].sentence, "make the kettle red");
    EXPECT_THAT(report->problems, testing::ElementsAre(HasSubstr("'let there be light'")));
}

TEST(CorpusCheck, SaysWhatIsMissing) {
    EXPECT_THAT(check_corpus(corpus(), "tlh").error().detail, HasSubstr("holds no sentence file"));
    EXPECT_THAT(corpus_languages(corpus()), testing::ElementsAre("en"));
}

}  // namespace
}  // namespace utter::intent::hassil
