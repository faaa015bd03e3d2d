#pragma once

#include <gtest/gtest.h>

#include <cstddef>

#include "utter/intent/locale.hpp"
#include "utter/skill/skill.hpp"

/// For the tests of skills.
namespace utter::skills {

/// Expects the skill's locale to load without a complaint, with the same files and slots in every
/// language and example values for every slot without a type.
inline void expect_sound_locale(const skill::SkillEntry& entry, std::size_t languages = 7) {
    intent::LocaleSources sources;
    sources.skill = entry.locale_dir;
    const auto locale = intent::load_locale(entry.skill_id, sources);
    EXPECT_EQ(locale.languages.size(), languages);
    for (const auto& [tag, resources] : locale.languages) {
        EXPECT_TRUE(resources.dialogs.contains("summary")) << tag;
    }
    for (const auto& problem : locale.report.errors) ADD_FAILURE() << to_string(problem);
    for (const auto& problem : locale.report.warnings) ADD_FAILURE() << to_string(problem);
    for (const auto& gap : locale.report.gaps) {
        ADD_FAILURE() << gap.lang << " lacks " << to_string(gap.role) << " '" << gap.name
                      << "' slot '" << gap.slot << "'";
    }
}

}  // namespace utter::skills
