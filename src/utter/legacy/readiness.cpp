#include "utter/legacy/readiness.hpp"

#include <utility>

#include "utter/session/session.hpp"

namespace utter::legacy {

Readiness::Readiness(std::string default_lang, Publish publish)
    : default_lang_(std::move(default_lang)), publish_(std::move(publish)) {}

const std::vector<std::string>& Readiness::topics() {
    static const std::vector<std::string> topics{"mycroft.skills.is_alive",
                                                 "mycroft.skills.is_ready",
                                                 "mycroft.skills.all_loaded",
                                                 "mycroft.intents.is_alive",
                                                 "mycroft.intents.is_ready",
                                                 "mycroft.skills.train"};
    return topics;
}

void Readiness::handle(const Message& message) const {
    if (message.type() == "mycroft.skills.train") {
        publish_(message.reply("mycroft.skills.trained"));
    } else {
        publish_(message.response({{"status", true}}).value());
    }
}

void Readiness::announce() const {
    publish_(Message("mycroft.ready"));
    publish_(Message("mycroft.skills.initialized"));
}

json::object Readiness::session_update(const json::object& default_session) const {
    auto session = default_session;
    session["session_id"] = session::default_session_id;
    if (string_or_empty(session, "lang").empty()) session["lang"] = default_lang_;
    return {{"session_data", std::move(session)}};
}

}  // namespace utter::legacy
