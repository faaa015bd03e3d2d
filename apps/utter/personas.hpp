#pragma once

#include <string>
#include <vector>

#include "environment.hpp"
#include "utter/core/result.hpp"
#include "utter/orchestrator/plugins/persona/persona_plugin.hpp"
#include "utter/runtime/event_loop.hpp"

namespace utter::app {

/// What the persona plugin runs on: the configured personas, each with its language model. One
/// whose key cannot be read is logged and left out.
[[nodiscard]] orchestrator::PersonaSettings persona_settings(runtime::EventLoop& loop,
                                                             const Program& program);

/// The language model that answers for a persona: the one it names, or the only one.
[[nodiscard]] std::string provider_of(const config::PersonaEntry& persona,
                                      const config::Settings& settings);

}  // namespace utter::app
