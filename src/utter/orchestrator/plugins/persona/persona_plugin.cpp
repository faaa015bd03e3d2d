#include "utter/orchestrator/plugins/persona/persona_plugin.hpp"

#include <algorithm>
#include <boost/asio/io_context.hpp>

#include "utter/core/clock.hpp"
#include "utter/core/log.hpp"
#include "utter/core/turn_keys.hpp"
#include "utter/orchestrator/bundled_handler.hpp"
#include "utter/orchestrator/orchestrator.hpp"
#include "utter/orchestrator/round.hpp"
#include "utter/runtime/async.hpp"
#include "utter/session/session.hpp"

namespace utter::orchestrator {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::string_view own_id = "persona";
constexpr std::string_view field = "persona_id";
constexpr std::chrono::milliseconds farewell_time{500};
constexpr std::chrono::seconds ask_back_time{30};
constexpr std::size_t asked_back_max = 256;

Match make_match(const MatchRequest& request, std::string_view intent_name) {
    Match match;
    match.skill_id = own_id;
    match.intent_name = intent_name;
    match.lang = request.lang;
    match.utterance = request.utterances.front();
    return match;
}

std::string intent_of(const Message& dispatch) {
    return dispatch.type().substr(own_id.size() + 1);
}

std::string slot_of(const Message& dispatch, std::string_view name) {
    const auto* slots = dispatch.data().if_contains("slots");
    if (slots == nullptr || !slots->is_object()) return {};
    return std::string(string_or_empty(slots->get_object(), name));
}

}  // namespace

// Its place in the list of running answers.
namespace {

constexpr std::size_t history_max = 200;

// What a client says was said before; nothing when it does not say.
std::optional<std::vector<llm::ChatMessage>> history_in(const json::object& context) {
    const auto* history = context.if_contains("chat_history");
    if (history == nullptr || !history->is_array()) return std::nullopt;
    std::vector<llm::ChatMessage> messages;
    const auto& list = history->get_array();
    const auto first = list.size() > history_max ? list.size() - history_max : 0;
    for (auto i = first; i < list.size(); ++i) {
        const auto* message = list[i].if_object();
        if (message == nullptr) continue;
        const bool user = string_or_empty(*message, "role") == "user";
        std::string text(string_or_empty(*message, "content"));
        if (text.empty() || text.size() > ChatMemory::text_bytes_max) continue;
        messages.push_back({user ? llm::Role::user : llm::Role::assistant, std::move(text)});
    }
    return messages;
}

}  // namespace

class PersonaPlugin::RunningEntry {
  public:
    RunningEntry(std::list<Running>& list, std::string session_id, PersonaChat& chat)
        : list_(list), place_(list.insert(list.end(), {std::move(session_id), &chat})) {}
    ~RunningEntry() { list_.erase(place_); }
    RunningEntry(const RunningEntry&) = delete;
    RunningEntry& operator=(const RunningEntry&) = delete;
    RunningEntry(RunningEntry&&) = delete;
    RunningEntry& operator=(RunningEntry&&) = delete;

  private:
    std::list<Running>& list_;
    std::list<Running>::iterator place_;
};

PersonaPlugin::PersonaPlugin(bus::Bus& bus, runtime::EventLoop& loop, PersonaSettings settings)
    : bus_(bus),
      loop_(loop),
      settings_(std::move(settings)),
      registry_(settings_.personas, settings_.default_persona),
      phrases_(settings_.locale, settings_.languages),
      belt_(bus, loop, settings_.tools),
      answers_(loop.context().get_executor()) {
    refresh_names();
    const auto on = [&](const char* topic, bus::Bus::Handler handler) {
        subscriptions_.push_back(bus.subscribe(topic, loop, std::move(handler)));
    };
    on("persona:*", [this](const Message& m) { on_dispatch(m); });
    on("ovos.persona.query", [this](const Message& m) { on_query(m); });
    on("ovos.persona.list", [this](const Message& m) { on_list(m); });
    on("ovos.persona.register", [this](const Message& m) {
        registry_.add(m.data_string(field));
        refresh_names();
    });
    on("utter.persona.define", [this](const Message& m) { on_define(m); });
    on("ovos.persona.deregister", [this](const Message& m) {
        registry_.remove(m.data_string(field));
        refresh_names();
    });
    on("ovos.stop", [this](const Message& m) {
        if (session::carrier_is_sound(m.context())) {
            cancel_answers(session::session_id_of(m.context()));
        }
    });
    on("ovos.stop.ping", [this](const Message& m) { on_stop_ping(m); });
    on("ovos.converse.ping", [this](const Message& m) { on_converse_ping(m); });
}

PersonaPlugin::~PersonaPlugin() {
    // An answer uses this object to its last line, so none may outlive it.
    answers_.cancel();
    loop_.run_until([this] { return answers_.running() == 0; }, farewell_time);
}

void PersonaPlugin::refresh_names() {
    std::vector<std::string> names;
    for (const auto* persona : registry_.list()) {
        names.push_back(persona->name);
        if (persona->id != persona->name) names.push_back(persona->id);
    }
    phrases_.set_names(names);
}

std::vector<PluginIntent> PersonaPlugin::intents() const {
    if (registry_.empty()) return {};
    auto out = phrases_.intents();
    for (const auto& lang : settings_.languages) out.push_back({std::string(own_id), "chat", lang});
    return out;
}

boost::asio::awaitable<std::optional<Match>> PersonaPlugin::match(MatchRequest request) {
    auto& notes = *request.notes;
    if (registry_.empty()) {
        notes.reason = "no persona is configured";
        co_return std::nullopt;
    }
    if (const auto command = phrases_.find(request.utterances, request.lang)) {
        if (auto claimed = claim_command(request, *command)) co_return claimed;
    }
    const auto active = request.session.text(field);
    const bool takes_all = request.entry_name == fallback_entry;
    const auto* persona = !active.empty() ? registry_.find(active, request.session.id())
                          : takes_all     ? registry_.fallback()
                                          : nullptr;
    if (!active.empty()) notes.session_fields.emplace_back(field);
    if (persona == nullptr) {
        notes.reason = active.empty() ? "no persona is active" : "nobody is the active persona";
        co_return std::nullopt;
    }
    notes.reason = persona->id + (active.empty() ? " answers by default" : " is active");
    if (!active.empty()) registry_.talks(std::string(request.session.id()), persona->id);
    co_return make_match(request, "chat");
}

std::optional<Match> PersonaPlugin::claim_command(const MatchRequest& request,
                                                  const PersonaCommand& command) {
    auto match = make_match(request, command.name);
    match.utterance = command.utterance;
    if (!command.persona.empty()) {
        const auto* persona = registry_.named(command.persona, request.lang);
        // "ask people about love": whom nobody hosts, nobody is asked to be.
        if (persona == nullptr) return std::nullopt;
        match.slots[std::string(own_id)] = persona->id;
        if (command.name == "summon") {
            auto session = request.session.object();
            session[field] = persona->id;
            match.updated_session = std::move(session);
        }
    }
    if (command.name == "ask") match.slots["query"] = command.query;
    if (command.name == "release" && request.session.object().contains(field)) {
        auto session = request.session.object();
        // What is being dismissed, for the handler: the session no longer says it.
        match.slots[std::string(own_id)] = request.session.text(field);
        session.erase(field);
        match.updated_session = std::move(session);
    }
    return match;
}

void PersonaPlugin::on_dispatch(const Message& dispatch) {
    if (!session::carrier_is_sound(dispatch.context())) return;
    const auto name = intent_of(dispatch);
    const auto session = session::Session::read(dispatch.context());
    std::string utterance(dispatch.data_string("utterance"));
    if (name == "chat") {
        const auto active = session.text(field);
        start_answer(dispatch,
                     active.empty() ? registry_.fallback() : registry_.find(active, session.id()),
                     std::move(utterance));
    } else if (name == "ask") {
        start_answer(dispatch,
                     registry_.find(slot_of(dispatch, own_id), session.id()),
                     slot_of(dispatch, "query"));
    } else if (name == "converse" || name == "response") {
        const auto it = asked_back_.find(session.id());
        const auto asker = it == asked_back_.end() ? std::string() : it->second.first;
        start_answer(dispatch, registry_.find(asker, session.id()), std::move(utterance));
    } else if (name == "summon") {
        on_summon(dispatch);
    } else if (name == "release") {
        on_release(dispatch);
    } else if (name == "stop") {
        on_stop(dispatch);
    } else if (name == "list") {
        on_list_command(dispatch);
    } else if (name == "check") {
        on_check(dispatch);
    } else {
        done(dispatch, "there is no handler for '" + name + "'");
    }
}

void PersonaPlugin::on_summon(const Message& dispatch) {
    const auto session = session::Session::read(dispatch.context());
    const auto* persona = registry_.find(slot_of(dispatch, own_id), session.id());
    if (persona == nullptr) return done(dispatch, "the persona is gone");
    registry_.talks(std::string(session.id()), persona->id);
    speak_dialog(dispatch, "summoned", {{"name", persona->name}}, persona);
    announce(dispatch, "ovos.persona.activated", persona->id);
    done(dispatch);
}

void PersonaPlugin::on_release(const Message& dispatch) {
    const auto session_id = session::session_id_of(dispatch.context());
    const auto dismissed = slot_of(dispatch, own_id);
    cancel_answers(session_id);
    registry_.leaves(session_id);
    speak_dialog(dispatch, dismissed.empty() ? "none_active" : "released");
    if (!dismissed.empty()) announce(dispatch, "ovos.persona.dismissed", dismissed);
    done(dispatch);
}

void PersonaPlugin::on_stop(const Message& dispatch) {
    const auto session = session::Session::read(dispatch.context());
    const std::string active(session.text(field));
    cancel_answers(session.id());
    registry_.leaves(session.id());
    auto cleared = session.object();
    cleared.erase(field);
    // The report carries the session back; that is how the orchestrator learns of the dismissal.
    const auto report = dispatch.with_context_value("session", std::move(cleared));
    if (!active.empty()) announce(report, "ovos.persona.dismissed", active);
    done(report);
}

void PersonaPlugin::on_list_command(const Message& dispatch) {
    const auto lang = lang_of(dispatch);
    std::string names;
    const auto personas = registry_.list();
    for (std::size_t i = 0; i < personas.size(); ++i) {
        const auto& name = personas[i]->name;
        if (names.empty()) {
            names = name;
        } else if (i + 1 < personas.size()) {
            names += ", " + name;
        } else {
            names = phrases_.say("and", lang, {{"names", names}, {"name", name}});
        }
    }
    if (names.empty()) {
        speak_dialog(dispatch, "none_active");
    } else {
        speak_dialog(dispatch, "available", {{"names", names}});
    }
    done(dispatch);
}

void PersonaPlugin::on_check(const Message& dispatch) {
    const auto session = session::Session::read(dispatch.context());
    const auto* persona = registry_.find(session.text(field), session.id());
    if (persona == nullptr) {
        speak_dialog(dispatch, "none_active");
    } else {
        speak_dialog(dispatch, "active", {{"name", persona->name}}, persona);
    }
    done(dispatch);
}

void PersonaPlugin::start_answer(const Message& dispatch,
                                 const Persona* persona,
                                 std::string utterance) {
    if (persona == nullptr) return done(dispatch, "the persona is gone");
    if (running_.size() >= answers_max) {
        log::warning("persona.busy", {{"answers", running_.size()}});
        speak_dialog(dispatch, "busy", {}, persona);
        return done(dispatch, "too many answers are in the making");
    }
    answers_.spawn("persona.answer", answer(dispatch, *persona, std::move(utterance)));
}

boost::asio::awaitable<void> PersonaPlugin::answer(Message dispatch,
                                                   Persona persona,
                                                   std::string utterance) {
    const auto session_id = session::session_id_of(dispatch.context());
    asked_back_.erase(session_id);
    PersonaChat chat(loop_, belt_, persona, [&](std::string sentence, bool asks) {
        const auto first = chat.first_token_at();
        const auto told =
            first ? dispatch.with_context_value(turn::first_token_at, seconds_since_epoch(*first))
                  : dispatch;
        speak(told, std::move(sentence), &persona, asks);
    });
    const RunningEntry entry(running_, session_id, chat);
    auto question = question_for(dispatch, persona, utterance, lang_of(dispatch));
    const auto told = history_in(dispatch.context());
    const auto remembered = told ? *told : memory_.recall(session_id, persona.id);
    question.messages.insert(question.messages.end() - 1, remembered.begin(), remembered.end());
    PersonaAnswer answered;
    try {
        answered = co_await chat.run(std::move(question), settings_.answer_timeout);
    } catch (const std::exception& error) {
        answered.error = llm::LlmError{llm::LlmErrorCode::bad_answer, error.what()};
    }
    co_await runtime::throw_if_cancelled();
    if (!answered.text.empty() && !told) {
        memory_.remember(
            session_id, persona.id, persona.memory, std::move(utterance), answered.text);
    }
    const auto session = session::Session::read(dispatch.context());
    const bool one_off = session.text(field).empty();
    if (answered.asks && one_off && asked_back_.size() < asked_back_max) {
        asked_back_[session_id] = {persona.id, Clock::now() + ask_back_time};
    }
    if (answered.error && answered.error->code != llm::LlmErrorCode::cancelled) {
        const auto code = llm::to_string(answered.error->code);
        log::warning("persona.answer_failed",
                     {{"persona", persona.id}, {"code", code}, {"reason", answered.error->detail}});
        speak_dialog(dispatch, code, {}, &persona);
        done(dispatch, std::string(code) + ": " + answered.error->detail);
        co_return;
    }
    if (!answered.error && answered.text.empty()) speak_dialog(dispatch, "empty", {}, &persona);
    done(dispatch);
}

PersonaChat::Question PersonaPlugin::question_for(const Message& message,
                                                  const Persona& persona,
                                                  std::string utterance,
                                                  std::string lang) const {
    PersonaChat::Question question;
    const auto spoken = phrases_.prompt("spoken", lang, {{"name", persona.name}, {"lang", lang}});
    std::string system;
    for (const auto part : {std::string_view(persona.system_prompt),
                            message.context_string("chat_system"),
                            std::string_view(spoken)}) {
        if (!part.empty()) system.append(system.empty() ? "" : "\n\n").append(part);
    }
    question.messages.push_back({llm::Role::system, std::move(system)});
    question.messages.push_back({llm::Role::user, utterance});
    question.lang = std::move(lang);
    question.utterance = std::move(utterance);
    question.session = session::Session::read(message.context());
    question.tool_context = {{"source", own_id}, {"skill_id", own_id}};
    for (const auto* key : {"session", "utterance_id"}) {
        if (const auto* value = message.context().if_contains(key)) {
            question.tool_context[key] = *value;
        }
    }
    return question;
}

void PersonaPlugin::on_define(const Message& message) {
    const auto& data = message.data();
    Persona persona;
    persona.id = message.data_string(field);
    const auto provider = message.data_string("provider");
    const auto it =
        provider.empty() ? settings_.providers.begin() : settings_.providers.find(provider);
    if (!is_identifier(persona.id) || it == settings_.providers.end()) {
        log::warning("persona.left_out",
                     {{"persona", persona.id},
                      {"reason",
                       is_identifier(persona.id) ? "there is no such language model"
                                                 : "it is no identifier"}});
        return;
    }
    persona.provider = it->second;
    persona.name = message.data_string("name");
    if (persona.name.empty()) persona.name = persona.id;
    persona.system_prompt = message.data_string("system_prompt");
    persona.model = message.data_string("model");
    persona.tools = strings_under(data, "tools");
    const auto number = [&](std::string_view key) -> std::optional<double> {
        const auto* value = data.if_contains(key);
        if (value == nullptr || !value->is_number()) return std::nullopt;
        return value->to_number<double>();
    };
    constexpr double memory_max = 100;
    constexpr double tokens_max = 65'536;
    if (const auto memory = number("memory"); memory && *memory >= 0 && *memory <= memory_max) {
        persona.memory = static_cast<std::uint32_t>(*memory);
    }
    if (const auto tokens = number("max_tokens"); tokens && *tokens >= 1 && *tokens <= tokens_max) {
        persona.max_tokens = static_cast<std::uint32_t>(*tokens);
    }
    if (const auto heat = number("temperature"); heat && *heat >= 0 && *heat <= 2) {
        persona.temperature = heat;
    }
    const auto id = persona.id;
    if (!registry_.define(std::move(persona))) {
        log::warning("persona.left_out", {{"persona", id}, {"reason", "there are too many"}});
    }
    refresh_names();
}

void PersonaPlugin::on_query(Message query) {
    if (!session::carrier_is_sound(query.context())) return;
    // It is a conversation of its own, outside of any round.
    if (query.context_string("utterance_id").empty()) {
        query = query.with_context_value("utterance_id", json::string(make_utterance_id()));
    }
    const std::string persona_id(query.data_string(field));
    std::string utterance(query.data_string("utterance"));
    const auto refuse = [&](std::string_view error) {
        bus_.publish(
            query.reply("ovos.persona.answer",
                        {{field, persona_id}, {"utterance", utterance}, {"error", error}}));
    };
    if (persona_id.empty()) return refuse("field 'persona_id' must be a string, not empty");
    if (utterance.empty()) return refuse("field 'utterance' must be a string, not empty");
    const auto* persona = registry_.find(persona_id, session::session_id_of(query.context()));
    if (persona == nullptr) return refuse("unsupported persona_id");
    if (running_.size() >= answers_max) return refuse("too many answers are in the making");
    answers_.spawn("persona.query", answer_query(query, *persona, std::move(utterance)));
}

// What is asked here is no part of any conversation: nothing is remembered, nothing recalled.
boost::asio::awaitable<void> PersonaPlugin::answer_query(Message query,
                                                         Persona persona,
                                                         std::string utterance) {
    PersonaChat chat(loop_, belt_, persona, [](const std::string&, bool) {});
    const RunningEntry entry(running_, session::session_id_of(query.context()), chat);
    auto question = question_for(query, persona, utterance, lang_of(query));
    PersonaAnswer answered;
    try {
        answered = co_await chat.run(std::move(question), settings_.query_timeout);
    } catch (const std::exception& error) {
        answered.error = llm::LlmError{llm::LlmErrorCode::bad_answer, error.what()};
    }
    co_await runtime::throw_if_cancelled();
    json::object data{{field, persona.id}, {"utterance", utterance}};
    if (answered.error) {
        data["error"] =
            std::string(llm::to_string(answered.error->code)) + ": " + answered.error->detail;
    } else if (answered.text.empty()) {
        data["error"] = "bad_answer: there was no text in it";
    } else {
        data["response"] = answered.text;
    }
    bus_.publish(query.reply("ovos.persona.answer", std::move(data)));
}

void PersonaPlugin::on_list(const Message& question) {
    json::array personas;
    for (const auto* persona : registry_.list()) {
        personas.push_back(json::object{{field, persona->id}, {"name", persona->name}});
    }
    auto made = question.response({{"pipeline_id", own_id},
                                   {"fallback_pipeline_id", fallback_entry},
                                   {"personas", std::move(personas)}});
    if (made) bus_.publish(*std::move(made));
}

void PersonaPlugin::on_stop_ping(const Message& ping) {
    if (!session::carrier_is_sound(ping.context())) return;
    const auto session = session::Session::read(ping.context());
    if (!session.has_handler("active_handlers", own_id)) return;
    const bool active = registry_.find(session.text(field), session.id()) != nullptr;
    bus_.publish(
        ping.reply("ovos.stop.pong",
                   {{"skill_id", own_id}, {"can_handle", active || answers_in(session.id())}}));
}

// Taking more than the answer to a question of ours would take what intents are there for.
void PersonaPlugin::on_converse_ping(const Message& ping) {
    if (!session::carrier_is_sound(ping.context())) return;
    const auto session = session::Session::read(ping.context());
    if (!session.has_handler("converse_handlers", own_id)) return;
    const auto it = asked_back_.find(session.id());
    const bool awaited = it != asked_back_.end() && Clock::now() < it->second.second;
    if (it != asked_back_.end() && !awaited) asked_back_.erase(it);
    bus_.publish(ping.reply("ovos.converse.pong", {{"skill_id", own_id}, {"can_handle", awaited}}));
}

void PersonaPlugin::cancel_answers(std::string_view session_id) {
    for (const auto& one : running_) {
        if (one.session_id == session_id) one.chat->cancel();
    }
    if (const auto it = asked_back_.find(session_id); it != asked_back_.end()) {
        asked_back_.erase(it);
    }
}

bool PersonaPlugin::answers_in(std::string_view session_id) const {
    return std::ranges::any_of(
        running_, [session_id](const Running& one) { return one.session_id == session_id; });
}

void PersonaPlugin::speak(const Message& dispatch,
                          std::string text,
                          const Persona* persona,
                          bool listen) {
    if (text.empty()) return;
    json::object data{{"utterance", std::move(text)}, {"lang", lang_of(dispatch)}};
    if (listen) data["listen"] = true;
    if (persona != nullptr && !persona->voice.empty()) data["voice"] = persona->voice;
    bus_.publish(dispatch.forward("ovos.utterance.speak", std::move(data)));
}

void PersonaPlugin::speak_dialog(const Message& dispatch,
                                 std::string_view dialog,
                                 const intent::SlotValues& values,
                                 const Persona* persona) {
    speak(dispatch, phrases_.say(dialog, lang_of(dispatch), values), persona, false);
}

void PersonaPlugin::announce(const Message& dispatch,
                             std::string_view topic,
                             std::string_view persona_id) {
    bus_.publish(dispatch.forward(
        std::string(topic),
        {{field, persona_id}, {"session_id", session::session_id_of(dispatch.context())}}));
}

// @param failure empty: it went well
void PersonaPlugin::done(const Message& dispatch, const std::string& failure) {
    report_done(bus_, dispatch, failure);
}

std::string PersonaPlugin::lang_of(const Message& message) const {
    const auto session = session::Session::read(message.context());
    for (const auto lang :
         {session.text("output_lang"), message.data_string("lang"), session.text("lang")}) {
        if (!lang.empty()) return std::string(lang);
    }
    return settings_.languages.empty() ? std::string("en-US") : settings_.languages.front();
}

}  // namespace utter::orchestrator
