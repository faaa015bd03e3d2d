#include "utter/intent/hassil/locale_export.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace utter::intent::hassil {
namespace {

std::string content(const std::filesystem::path& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

TEST(LocaleExport, WritesWhatALocaleCanSayAndNamesTheRest) {
    const auto node = parse_yaml(R"yaml(
language: en
lists:
  level: {range: {from: 1, to: 3}}
  color: {values: [{in: "red[dish]", out: 1}]}
expansion_rules:
  turn: "(turn|switch)"
  name: "[the] {name}"
skip_words: [please]
intents:
  HassTurnOn:
    data:
      - sentences:
          - "<turn> (on;<name>)"
          - "{name} {level}"
          - "<turn> {name} to {level:brightness}|paint {color}"
        requires_context: {domain: light}
        slots: {domain: light}
)yaml",
                                 "f.yaml");
    ASSERT_TRUE(node);
    SentenceSet set;
    ASSERT_TRUE(add_file(set, *node, "f.yaml"));
    const Responses responses{
        {"HassTurnOn",
         {{"default", "{{ slots.name | capitalize }} is on"}, {"x", "{% if a %}b{% endif %}"}}}};
    const auto folder = std::filesystem::path(testing::TempDir()) / "utter_hassil_locale";
    std::filesystem::remove_all(folder);
    const auto report = export_locale(set, responses, folder);
    ASSERT_TRUE(report) << report.error().detail;
    EXPECT_EQ(report->templates, 2U);
    EXPECT_THAT(content(folder / "en/hass_turn_on.intent"),
                testing::AllOf(testing::HasSubstr("<turn>"),
                               testing::HasSubstr("{brightness}|paint {color}")));
    EXPECT_EQ(content(folder / "en/turn.voc"), "switch\nturn\n");
    EXPECT_EQ(content(folder / "en/brightness.entity"), "1\n2\n3\n");
    EXPECT_EQ(content(folder / "en/color.entity"), "reddish\nred\n");
    EXPECT_EQ(content(folder / "en/hass_turn_on.dialog"), "{name} is on\n");
    std::vector<std::string> kinds;
    for (const auto& lost : report->lost) kinds.push_back(lost.kind);
    EXPECT_THAT(kinds,
                testing::UnorderedElementsAre(
                    "context", "slots", "template", "value", "response", "skip words"));
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace utter::intent::hassil
