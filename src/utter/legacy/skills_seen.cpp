#include "utter/legacy/skills_seen.hpp"

#include "utter/core/log.hpp"
#include "utter/core/topic.hpp"

namespace utter::legacy {

void SkillsSeen::saw_registration(std::string_view skill_id) {
    if (!is_identifier(skill_id) || python_.contains(skill_id)) return;
    if (python_.size() >= skills_max) {
        log::warning("legacy.skill_ignored",
                     {{"skill_id", skill_id}, {"reason", "too many skills"}});
        return;
    }
    python_.emplace(skill_id);
    if (changed_) changed_();
}

void SkillsSeen::saw_loaded(std::string_view skill_id) {
    if (spec_loaded_.size() < skills_max) spec_loaded_.emplace(skill_id);
}

void SkillsSeen::saw_file_intent(std::string_view skill_id, std::string_view intent_name) {
    file_intents_[std::string(skill_id)].emplace(intent_name);
}

void SkillsSeen::forget(std::string_view skill_id) {
    if (const auto it = spec_loaded_.find(skill_id); it != spec_loaded_.end()) {
        spec_loaded_.erase(it);
    }
    if (const auto it = file_intents_.find(skill_id); it != file_intents_.end()) {
        file_intents_.erase(it);
    }
    answered(skill_id);
    const auto it = python_.find(skill_id);
    if (it == python_.end()) return;
    python_.erase(it);
    if (changed_) changed_();
}

bool SkillsSeen::is_python(std::string_view skill_id) const {
    return python_.contains(skill_id);
}

bool SkillsSeen::needs_own_poll(std::string_view skill_id) const {
    return is_python(skill_id) && !spec_loaded_.contains(skill_id);
}

bool SkillsSeen::is_file_intent(std::string_view skill_id, std::string_view intent_name) const {
    const auto it = file_intents_.find(skill_id);
    return it != file_intents_.end() && it->second.contains(intent_name);
}

void SkillsSeen::polled(std::string_view skill_id, std::chrono::system_clock::time_point now) {
    if (is_python(skill_id)) unanswered_.emplace(skill_id, now);
}

void SkillsSeen::answered(std::string_view skill_id) {
    const auto it = unanswered_.find(skill_id);
    if (it != unanswered_.end()) unanswered_.erase(it);
}

bool SkillsSeen::is_silent(std::string_view skill_id,
                           std::chrono::system_clock::time_point now) const {
    const auto it = unanswered_.find(skill_id);
    return it != unanswered_.end() && now - it->second >= answer_time;
}

std::vector<std::string> SkillsSeen::python_skills() const {
    return {python_.begin(), python_.end()};
}

}  // namespace utter::legacy
