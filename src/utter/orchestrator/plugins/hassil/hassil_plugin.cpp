#include "utter/orchestrator/plugins/hassil/hassil_plugin.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <utility>

#include "utter/core/log.hpp"
#include "utter/orchestrator/bundled_handler.hpp"
#include "utter/session/intent_context.hpp"
#include "utter/session/session.hpp"

namespace utter::orchestrator {
namespace {

using intent::hassil::Home;
using intent::hassil::Interpreter;
using intent::hassil::Recognition;

// The session's intent context as the sentences' own rules see it: what is ours or everybody's.
json::object context_of(const session::Session& session) {
    json::object out;
    for (const auto& entry : session.context()) {
        std::string_view name = entry.key();
        if (const auto colon = name.find(':'); colon != std::string_view::npos) {
            if (name.substr(0, colon) != HassilPlugin::own_id) continue;
            name.remove_prefix(colon + 1);
        }
        if (auto value = session::context_value(session.context(), HassilPlugin::own_id, name)) {
            out[name] = *std::move(value);
        }
    }
    return out;
}

// Slots are text on the bus (OVOS-PIPELINE-1 section 7.1).
std::string text_of(const json::value& value) {
    return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
}

// Whether the session lets it match (OVOS-SESSION-1: denylists).
bool is_admitted(const session::Session& session, std::string_view intent) {
    std::string name(HassilPlugin::own_id);
    if (session.list_contains("blacklisted_skills", name)) return false;
    name += ':';
    name += intent;
    return !session.list_contains("blacklisted_intents", name);
}

// The first of the utterances' other intents that would match, as `skill_id:intent_name`.
std::string next_of(const MatchRequest& request,
                    Interpreter& interpreter,
                    const json::object& context,
                    std::string_view found) {
    for (const auto& utterance : request.utterances) {
        const auto next = interpreter.recognize(utterance, context, [&](std::string_view intent) {
            return intent != found && is_admitted(request.session, intent);
        });
        if (next) return std::string(HassilPlugin::own_id) + ":" + next->intent;
    }
    return {};
}

Match to_match(const MatchRequest& request,
               const std::string& utterance,
               const Recognition& recognition) {
    Match match;
    match.skill_id = HassilPlugin::own_id;
    match.intent_name = recognition.intent;
    match.lang = request.lang;
    match.utterance = utterance;
    for (const auto& slot : recognition.slots) match.slots[slot.name] = text_of(slot.value);
    return match;
}

}  // namespace

HassilPlugin::HassilPlugin(bus::Bus& bus, runtime::EventLoop& loop, HassilSettings settings)
    : bus_(bus), settings_(std::move(settings)), home_(std::make_shared<const Home>()) {
    if (settings_.answers) {
        subscriptions_.push_back(bus.subscribe(
            std::string(own_id) + ":*", loop, [this](const Message& m) { on_dispatch(m); }));
        subscriptions_.push_back(decline_conversations(bus, loop, std::string(own_id)));
    }
    reload();
    reload_signal_ = loop.on_reload_signal([this] { reload(); });
}

void HassilPlugin::reload() {
    if (!settings_.home.empty()) {
        auto home = intent::hassil::load_home(settings_.home);
        if (home) {
            home_ = std::make_shared<const Home>(*std::move(home));
        } else {
            log::error("hassil.home_refused", {{"reason", home.error().detail}});
        }
    }
    for (const auto& lang : settings_.languages) {
        auto loaded = Interpreter::load(settings_.folders, lang, home_, settings_.clock);
        if (loaded) {
            languages_[lang] = std::move(*loaded);
            faults_.erase(lang);
            log::info("hassil.language_loaded",
                      {{"lang", lang}, {"intents", languages_[lang]->intents().size()}});
            continue;
        }
        faults_[lang] = loaded.error().detail;
        if (loaded.error().code == ErrorCode::not_found) {
            languages_.erase(lang);
            log::info("hassil.no_language", {{"lang", lang}});
        } else {
            log::error("hassil.language_refused",
                       {{"lang", lang},
                        {"reason", loaded.error().detail},
                        {"earlier_kept", languages_.contains(lang)}});
        }
    }
}

std::vector<PluginIntent> HassilPlugin::intents() const {
    std::vector<PluginIntent> out;
    for (const auto& [lang, interpreter] : languages_) {
        for (const auto& name : interpreter->intents()) {
            out.push_back({std::string(own_id), name, lang});
        }
    }
    return out;
}

boost::asio::awaitable<std::optional<Match>> HassilPlugin::match(MatchRequest request) {
    auto& notes = *request.notes;
    const auto found = languages_.find(request.lang);
    if (found == languages_.end()) {
        const auto fault = faults_.find(request.lang);
        notes.reason = fault == faults_.end() ? "no sentences in this language" : fault->second;
        co_return std::nullopt;
    }
    const auto interpreter = found->second;
    if (!request.session.context().empty()) notes.session_fields.emplace_back("intent_context");
    const auto context = context_of(request.session);
    bool gave_up = false;
    for (const auto& utterance : request.utterances) {
        auto recognition = interpreter->recognize(utterance, context, [&](std::string_view intent) {
            return is_admitted(request.session, intent);
        });
        gave_up = gave_up || interpreter->gave_up();
        if (!recognition) continue;
        notes.reason = "fits '" + recognition->sentence + "'";
        notes.score = recognition->score;
        if (notes.wants_runner_up) {
            notes.runner_up = next_of(request, *interpreter, context, recognition->intent);
        }
        auto match = to_match(request, utterance, *recognition);
        if (waiting_.size() >= waiting_max) waiting_.pop_front();
        waiting_.push_back({std::string(request.entry.context_string("utterance_id")),
                            interpreter,
                            *std::move(recognition)});
        co_return match;
    }
    notes.reason = gave_up ? "too many ways to read it" : "no sentence fits";
    co_return std::nullopt;
}

void HassilPlugin::on_dispatch(const Message& dispatch) {
    if (!session::carrier_is_sound(dispatch.context())) return;
    const auto waiting = std::ranges::find(
        waiting_, dispatch.context_string("utterance_id"), &Waiting::utterance_id);
    if (waiting == waiting_.end()) {
        return report_done(bus_, dispatch, "it does not come from what was said");
    }
    const auto understood = std::move(*waiting);
    waiting_.erase(waiting);
    const auto answer = understood.interpreter->answer(understood.recognition);
    if (answer) {
        if (!answer->empty()) {
            bus_.publish(
                dispatch.forward("ovos.utterance.speak",
                                 {{"utterance", *answer}, {"lang", dispatch.data_string("lang")}}));
        }
        return report_done(bus_, dispatch);
    }
    // An intent without an answer is for whoever carries it out.
    if (answer.error().code == ErrorCode::not_found) return report_done(bus_, dispatch);
    log::error("hassil.answer_failed", {{"reason", answer.error().detail}});
    report_done(bus_, dispatch, answer.error().detail);
}

}  // namespace utter::orchestrator
