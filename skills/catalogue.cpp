#include "catalogue.hpp"

#include <memory>
#include <string>
#include <string_view>

#include "about_skill.hpp"
#include "alarm_skill.hpp"
#include "calculator_skill.hpp"
#include "date_time_skill.hpp"
#include "extra_skills.hpp"
#include "reminder_skill.hpp"
#include "timer_skill.hpp"
#include "unknown_skill.hpp"

namespace utter::skills {

std::vector<skill::SkillEntry> catalogue(const std::filesystem::path& skills_dir) {
    const auto entry = [&](std::string_view id, std::unique_ptr<skill::Skill> (*make)()) {
        return skill::SkillEntry{std::string(id), skills_dir / id / "locale", make};
    };
    std::vector<skill::SkillEntry> skills{
        entry(date_time_skill_id, make_date_time_skill),
        entry(timer_skill_id, make_timer_skill),
        entry(calculator_skill_id, make_calculator_skill),
        entry(alarm_skill_id, make_alarm_skill),
        entry(reminder_skill_id, make_reminder_skill),
        entry(about_skill_id, make_about_skill),
        entry(unknown_skill_id, make_unknown_skill),
    };
    add_extra_skills(skills, entry);
    return skills;
}

}  // namespace utter::skills
