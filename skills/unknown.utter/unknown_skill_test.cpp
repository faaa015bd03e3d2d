#include "unknown_skill.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "support/locale_expectations.hpp"
#include "utter/skill/skill_tester.hpp"

namespace utter::skills {
namespace {

skill::SkillEntry entry() {
    return {std::string(unknown_skill_id),
            UTTER_SOURCE_DIR "/skills/unknown.utter/locale",
            make_unknown_skill};
}

TEST(UnknownSkill, LocaleIsSoundAndEven) {
    expect_sound_locale(entry());
    EXPECT_EQ(skill::SkillTester(entry()).load_log(), "");
}

TEST(UnknownSkill, SaysSoWithVarietyInEveryLanguage) {
    const std::vector<std::string> languages{
        "en-US", "de-DE", "es-ES", "fr-FR", "it-IT", "pt-PT", "nl-NL"};
    skill::SkillTester tester(entry(), {.languages = languages});
    for (const auto& lang : languages) {
        std::set<std::string> variants;
        std::string last;
        for (int i = 0; i < 60; ++i) {
            const auto spoken = tester.fall_back("florble the wug", lang);
            ASSERT_EQ(spoken.size(), 1U);
            EXPECT_NE(spoken[0], last) << "the same words twice in a row";
            last = spoken[0];
            variants.insert(last);
        }
        EXPECT_EQ(variants.size(), 4U) << lang;
    }
}

TEST(UnknownSkill, TakesNothingAsItsOwn) {
    EXPECT_TRUE(skill::SkillTester(entry()).say("what time is it").empty());
}

}  // namespace
}  // namespace utter::skills
