#pragma once

#include <functional>
#include <string>

#include "environment.hpp"
#include "utter/intent/locale.hpp"

namespace utter::app {

/// Visits what the files on this machine say in `lang`, or in what is closest to it, for each
/// enabled skill of this program; a skill without such a language is passed over.
void visit_enabled_locales(
    const Program& program,
    const std::string& lang,
    const std::function<void(const std::string& skill_id, const intent::LocaleResources&)>& visit);

}  // namespace utter::app
