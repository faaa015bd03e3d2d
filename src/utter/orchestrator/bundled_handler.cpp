#include "utter/orchestrator/bundled_handler.hpp"

#include <utility>

#include "utter/orchestrator/orchestrator.hpp"
#include "utter/session/session.hpp"

namespace utter::orchestrator {

bus::Subscription decline_conversations(bus::Bus& bus,
                                        runtime::EventLoop& loop,
                                        std::string own_id) {
    return bus.subscribe(
        "ovos.converse.ping", loop, [&bus, own_id = std::move(own_id)](const Message& ping) {
            if (!session::carrier_is_sound(ping.context())) return;
            const auto session = session::Session::read(ping.context());
            if (!session.has_handler("converse_handlers", own_id)) return;
            bus.publish(
                ping.reply("ovos.converse.pong",
                           {{"skill_id", own_id}, {"can_handle", false}, {"error_code", "done"}}));
        });
}

void report_done(bus::Bus& bus, const Message& dispatch, const std::string& failure) {
    const auto colon = dispatch.type().find(':');
    json::object report{{"skill_id", dispatch.type().substr(0, colon)},
                        {"intent_name", dispatch.type().substr(colon + 1)},
                        {"ok", failure.empty()}};
    if (!failure.empty()) report["exception"] = failure;
    bus.publish(dispatch.forward(std::string(Orchestrator::handler_done_topic), std::move(report)));
}

}  // namespace utter::orchestrator
