#pragma once

#include <string>

#include "utter/bus/bus.hpp"
#include "utter/runtime/event_loop.hpp"

/// For plugins that handle what they match themselves. Spec: OVOS-PIPELINE-1 section 7.
namespace utter::orchestrator {

/// Answers `ovos.converse.ping` for a handler that never converses. Every dispatch makes its owner
/// part of the conversation, and silence would hold up whatever is said next.
/// Spec: OVOS-CONVERSE-1 section 4.
[[nodiscard]] bus::Subscription decline_conversations(bus::Bus& bus,
                                                      runtime::EventLoop& loop,
                                                      std::string own_id);

/// Reports that the handler of `dispatch`, `<own_id>:<intent_name>`, has ended.
/// @param failure why it failed; empty: it went well
void report_done(bus::Bus& bus, const Message& dispatch, const std::string& failure = {});

}  // namespace utter::orchestrator
