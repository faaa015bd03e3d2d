#include "about_skill.hpp"

#include <string>
#include <vector>

#include "support/icu_text.hpp"
#include "utter/core/version.hpp"

namespace utter::skills {
namespace {

using skill::IntentCall;

class AboutSkill final : public skill::Skill {
  public:
    [[nodiscard]] Result<void> start(skill::SkillContext& context) override {
        context.on_intent("who", [](const IntentCall& call) { call.speak_dialog("who"); });
        context.on_intent("name", [](const IntentCall& call) { call.speak_dialog("name"); });
        context.on_intent("version", [](const IntentCall& call) {
            call.speak_dialog("version", {{"version", std::string(version)}});
        });
        for (const char* intent : {"abilities", "help"}) {
            context.on_intent(intent, [&context](const IntentCall& call) {
                call.speak_dialog(call.intent_name, {{"abilities", abilities(context, call)}});
            });
        }
        return {};
    }

  private:
    static std::string abilities(const skill::SkillContext& context, const IntentCall& call) {
        std::vector<std::string> texts;
        for (auto& summary : context.summaries(call.lang())) {
            texts.push_back(std::move(summary.text));
        }
        return join_and(texts, call.lang());
    }
};

}  // namespace

std::unique_ptr<skill::Skill> make_about_skill() {
    return std::make_unique<AboutSkill>();
}

}  // namespace utter::skills
