#include "unknown_skill.hpp"

namespace utter::skills {
namespace {

// After every fallback that may have an answer.
constexpr int last_priority = 100;

class UnknownSkill final : public skill::Skill {
  public:
    [[nodiscard]] Result<void> start(skill::SkillContext& context) override {
        context.on_fallback(last_priority, [](const skill::IntentCall& call) {
            call.speak_dialog("not_understood");
        });
        return {};
    }
};

}  // namespace

std::unique_ptr<skill::Skill> make_unknown_skill() {
    return std::make_unique<UnknownSkill>();
}

}  // namespace utter::skills
