#include "skill_locales.hpp"

#include <algorithm>

#include "assistant.hpp"
#include "utter/intent/lazy_locale.hpp"
#include "utter/skill/skill_host.hpp"

namespace utter::app {

void visit_enabled_locales(
    const Program& program,
    const std::string& lang,
    const std::function<void(const std::string& skill_id, const intent::LocaleResources&)>& visit) {
    const auto user_dir = config::skill_locale_dir(program.settings.skills, program.environment);
    const auto& enabled = program.settings.skills.enabled;
    for (const auto& entry : skill_catalogue(program)) {
        if (std::ranges::find(enabled, entry.skill_id) == enabled.end()) continue;
        const intent::LazyLocale locale(entry.skill_id, skill::locale_sources(entry, user_dir));
        if (const auto* resources = locale.closest(lang)) visit(entry.skill_id, *resources);
    }
}

}  // namespace utter::app
