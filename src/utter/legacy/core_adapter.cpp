#include "utter/legacy/core_adapter.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "utter/core/log.hpp"
#include "utter/legacy/dispatch_topic.hpp"
#include "utter/legacy/session_shape.hpp"
#include "utter/legacy/twin.hpp"
#include "utter/session/session.hpp"

namespace utter::legacy {
namespace {

constexpr std::size_t silent_speeches_max = 256;

// The plugin that speaks the answer to a question itself, and its dispatch.
constexpr std::string_view question_handler = "common_query";
constexpr std::string_view question_dispatch = "common_query:common_query";

// Stopping everything, and what ovos-core calls the stage that does.
constexpr std::string_view stop_dispatch = "stop:global_stop";
constexpr std::string_view stop_stage = "stop.openvoiceos";

// Set in the context of an utterance of an older client, and so in that of its whole round: such a
// client gets its session back in its own shape, and what only ovos-core's own parts would hear.
constexpr std::string_view older_client = "_older_client";

// Keys of a dispatch's data that a slot of the same name must not replace.
constexpr std::array<std::string_view, 5> dispatch_keys{
    "utterance", "utterances", "lang", "skill_id", "slots"};

json::object session_object(const Message& message) {
    const auto* carrier = message.context().if_contains("session");
    return carrier != nullptr && carrier->is_object() ? carrier->get_object() : json::object{};
}

std::vector<std::string> listed_handlers(const json::object& session, std::string_view field) {
    std::vector<std::string> out;
    const auto* list = session.if_contains(field);
    if (list == nullptr || !list->is_array()) return out;
    for (const auto& member : list->get_array()) {
        if (const auto* handler = member.if_object()) {
            out.emplace_back(string_or_empty(*handler, "skill_id"));
        }
    }
    return out;
}

// What a user is told by a sound; the specifications leave that to whoever plays them.
Message sound(const Message& message, std::string_view file) {
    return message.forward("mycroft.audio.play_sound", {{"uri", file}});
}

bool is_of_older_client(const Message& message) {
    return message.context().contains(older_client);
}

// A frame of ovos-core's own stop stage.
Message from_stop_stage(const Message& dispatch, std::string topic, json::object data = {}) {
    return dispatch.forward(std::move(topic), std::move(data))
        .with_context_value("skill_id", json::string(stop_stage));
}

// The data of a dispatch with all that older skills look for in it.
json::object superset(const Message& dispatch,
                      std::string_view skill_id,
                      const json::object& slots) {
    auto data = dispatch.data();
    data["slots"] = slots;
    data["skill_id"] = skill_id;
    data["utterances"] = json::array{json::string(dispatch.data_string("utterance"))};
    for (const auto& [name, value] : slots) {
        const bool taken =
            std::ranges::find(dispatch_keys, std::string_view(name)) != dispatch_keys.end();
        if (!taken) data[name] = value;
    }
    return data;
}

}  // namespace

CoreAdapter::CoreAdapter(bus::Bus& inner,
                         LegacyBus& bus,
                         Executor& executor,
                         Timers& timers,
                         const Clock& clock,
                         CoreAdapterSettings settings)
    : inner_(inner),
      bus_(bus),
      executor_(executor),
      timers_(timers),
      clock_(clock),
      settings_(std::move(settings)),
      registrations_(skills_,
                     settings_.default_lang,
                     [this](const Message& message) { bus_.deliver(message); }),
      rounds_([this](const Message& message) { bus_.deliver(message); }),
      conversations_(clock, [this](const Message& message) { inner_.publish(message); }),
      questions_([this](const Message& message) { bus_.deliver(message); }),
      scheduled_events_(inner, executor),
      readiness_(settings_.default_lang,
                 [this](const Message& message) { inner_.publish(message); }),
      reawakening_(
          settings_.skills_file, timers, executor, clock, skills_, [this](const Message& message) {
              inner_.publish(message);
          }) {
    bus_.set_shapes([this](const Message& message) { return outbound(message); },
                    [this](const Message& message, bool older) { return entry(message, older); });
    skills_.on_change([this] { reawakening_.save(); });
    listen(Registrations::topics(), [this](const Message& m) { registrations_.handle(m); });
    // Whoever asks what is registered is to see all of it.
    listen({"ovos.intent.list", "ovos.intent.describe", "ovos.skills.list"},
           [this](const Message&) { registrations_.flush(); });
    listen(Rounds::topics(), [this](const Message& m) {
        const auto stopped = rounds_.handle(m);
        if (stopped.empty()) return;
        // What it was asked in a conversation, it need not answer any more.
        inner_.publish(without_markers(m).forward("ovos.skills.converse.force_timeout",
                                                  {{"skill_id", stopped}}));
    });
    // By way of the decorator: a question may be put in either spelling.
    for (const auto& topic : Conversations::topics()) {
        subscriptions_.push_back(bus_.subscribe(
            topic, executor_, [this](const Message& m) { conversations_.handle(m); }));
    }
    listen(Questions::topics(), [this](const Message& m) { questions_.handle(m); });
    listen(Readiness::topics(), [this](const Message& m) { readiness_.handle(m); });
    listen(Reawakening::topics(), [this](const Message& m) { reawakening_.handle(m); });
    listen({"ovos.stop"}, [this](const Message& m) { conversations_.abort_question(m, {}); });
    listen({"ovos.session.sync"}, [this](const Message& m) {
        inner_.publish(m.reply("ovos.session.update_default",
                               readiness_.session_update(conversations_.default_session())));
    });
    listen_for_skills();
    listen_for_speech();
}

CoreAdapter::~CoreAdapter() {
    subscriptions_.clear();
    bus_.set_shapes(nullptr, nullptr);
}

void CoreAdapter::start() {
    readiness_.announce();
    reawakening_.start();
}

void CoreAdapter::listen(const std::vector<std::string>& topics, const bus::Bus::Handler& handler) {
    for (const auto& topic : topics) {
        subscriptions_.push_back(inner_.subscribe(topic, executor_, handler));
    }
}

void CoreAdapter::listen_for_skills() {
    listen({"ovos.skill.loaded"},
           [this](const Message& m) { skills_.saw_loaded(m.data_string("skill_id")); });
    listen({"mycroft.skills.loaded"}, [this](const Message& m) {
        const auto skill_id = m.data_string("id");
        if (is_marked(m) || skill_id.empty()) return;
        skills_.saw_registration(skill_id);
        // The newer framework says both; its own report names what the skill can do.
        if (skills_.needs_own_poll(skill_id)) {
            bus_.deliver(Message("ovos.skill.loaded", {{"skill_id", skill_id}}, m.context()));
        }
    });
    listen({"skill.converse.pong"},
           [this](const Message& m) { skills_.answered(m.data_string("skill_id")); });
    listen({"ovos.skills.fallback.register"}, [this](const Message& m) {
        if (!is_marked(m)) skills_.saw_registration(m.data_string("skill_id"));
    });
}

// A skill that waits until it has been heard would wait in vain where nothing plays sound.
void CoreAdapter::listen_for_speech() {
    const auto spoken = [this](const Message& speak) {
        if (audio_present_ || speech_timers_.size() > silent_speeches_max) return;
        if (!skills_.is_python(speak.context_string("skill_id"))) return;
        bus_.publish(speak.forward("ovos.audio.output.started"));
        speech_timers_.push_back(timers_.after(
            settings_.silent_speech_time, executor_, [this, speak] { speech_ended(speak); }));
    };
    subscriptions_.push_back(bus_.subscribe("ovos.utterance.speak", executor_, spoken));
    // "utter.speaker.ready" is our own speaker's.
    listen({"mycroft.audio.is_ready.response",
            "mycroft.audio.is_alive.response",
            "utter.speaker.ready"},
           [this](const Message&) { audio_present_ = true; });
}

void CoreAdapter::speech_ended(const Message& speak) {
    // Timers of one length fire in the order they were set.
    if (!speech_timers_.empty()) speech_timers_.erase(speech_timers_.begin());
    bus_.publish(speak.forward("ovos.audio.output.ended"));
}

std::optional<std::vector<Message>> CoreAdapter::outbound(const Message& message) {
    const auto& topic = message.type();
    if (topic == "ovos.converse.ping") {
        answer_for_silent_skills(message);
        return poll_frames(message, "converse_handlers", ".converse.ping");
    }
    if (topic == "ovos.stop.ping") return poll_frames(message, "active_handlers", ".stop.ping");
    if (topic == "ovos.utterance.handled") return end_frames(message);
    if (topic == "ovos.intent.matched") remember_default(message);
    const auto dispatch = split_dispatch(topic);
    if (dispatch && message.context_string("skill_id") == dispatch->skill_id &&
        skills_.is_python(dispatch->skill_id)) {
        return dispatch_frames(message, *dispatch);
    }
    if (is_of_older_client(message)) {
        if (auto frames = trace_frames(message)) return frames;
    }
    return question_frames(message);
}

// What ovos-core shows of the ends of a round and of its stop stage.
std::optional<std::vector<Message>> CoreAdapter::trace_frames(const Message& message) const {
    const auto& topic = message.type();
    if (topic == "ovos.intent.unmatched") {
        std::vector<Message> frames{sound(message, "snd/error.mp3"), message};
        if (auto twin = legacy_twin(message)) frames.push_back(std::move(*twin));
        return frames;
    }
    if (topic == "ovos.utterance.cancelled") {
        return std::vector{sound(message, "snd/cancel.mp3"), message};
    }
    if (topic == stop_dispatch) {
        return std::vector{from_stop_stage(message, std::string(stop_stage) + ".activate"),
                           message,
                           from_stop_stage(message, "stop:global")};
    }
    return std::nullopt;
}

std::optional<std::vector<Message>> CoreAdapter::question_frames(const Message& message) {
    const auto& topic = message.type();
    if (topic == "ovos.common_query.request") {
        const auto question = questions_.question_for(message);
        if (!question) return std::nullopt;
        return std::vector{message, addressed(*question, message.data_string("skill_id"))};
    }
    // Asked for first: skills of ours publish from other threads.
    if (message.context_string("skill_id") != question_handler) return std::nullopt;
    if (topic == question_dispatch) {
        const auto winner = questions_.winner(message);
        if (!winner) return std::nullopt;
        rounds_.open(message, winner->skill_id);
        return std::vector{message, addressed(winner->action, winner->skill_id)};
    }
    const bool is_in_its_stead =
        (topic == "ovos.utterance.speak" || topic == "utter.handler.done") &&
        questions_.speaks_for(message.context_string("utterance_id"));
    if (is_in_its_stead) return std::vector<Message>{};
    return std::nullopt;
}

std::vector<Message> CoreAdapter::dispatch_frames(const Message& dispatch,
                                                  const DispatchTopic& topic) {
    const std::string skill_id(topic.skill_id);
    const auto* carried = dispatch.data().if_contains("slots");
    const auto slots = registrations_.skill_slots(
        skill_id,
        topic.intent_name,
        dispatch.data_string("lang"),
        carried != nullptr && carried->is_object() ? carried->get_object() : json::object{});
    const auto order =
        addressed(Message(dispatch.type(), superset(dispatch, skill_id, slots), dispatch.context()),
                  skill_id);
    rounds_.open(dispatch);
    const json::object heard{{"utterances", order.data().at("utterances")},
                             {"lang", dispatch.data_string("lang")}};
    const auto activate = order.forward(skill_id + ".activate");
    auto request = heard;
    request["skill_id"] = skill_id;
    request["utterance"] = dispatch.data_string("utterance");
    if (topic.intent_name == "converse") {
        // The skill turns this one round itself, and all it says with it.
        std::vector<Message> frames{activate, order};
        if (is_of_older_client(order)) frames.push_back(order.forward("converse:skill", request));
        frames.push_back(order.reply(skill_id + ".converse.request", heard));
        return frames;
    }
    if (topic.intent_name == "response") {
        // The handler that asked goes on; this round has done its part with the delivery.
        executor_.post([this, order] { rounds_.close(order); });
        return {order, order.forward(skill_id + ".converse.get_response", heard)};
    }
    if (topic.intent_name == "fallback") {
        request["range"] = json::array{0, 101};
        return {order,
                order.forward("ovos.skills.fallback." + skill_id + ".request", std::move(request))};
    }
    if (topic.intent_name == "stop") {
        executor_.post([this, order, skill_id] { conversations_.abort_question(order, skill_id); });
        std::vector<Message> frames{order};
        if (is_of_older_client(order)) {
            frames = {from_stop_stage(order, std::string(stop_stage) + ".activate"),
                      order,
                      from_stop_stage(order, "stop:skill", {{"skill_id", skill_id}})};
        }
        if (auto twin = legacy_twin(order)) frames.push_back(std::move(*twin));
        return frames;
    }
    std::vector<Message> frames{activate, order};
    if (skills_.is_file_intent(skill_id, topic.intent_name)) frames.push_back(intent_twin(order));
    return frames;
}

// The broadcast poll, and the same question once more to each candidate that hears no broadcast.
std::vector<Message> CoreAdapter::poll_frames(const Message& ping,
                                              std::string_view field,
                                              std::string_view own_topic) {
    std::vector<Message> frames{ping};
    for (const auto& skill_id : listed_handlers(session_object(ping), field)) {
        if (!skills_.needs_own_poll(skill_id)) continue;
        auto data = ping.data();
        data["skill_id"] = skill_id;
        frames.push_back(
            addressed(ping.forward(skill_id + std::string(own_topic), std::move(data)), skill_id));
    }
    return frames;
}

void CoreAdapter::answer_for_silent_skills(const Message& ping) {
    const auto now = clock_.now();
    for (const auto& skill_id : listed_handlers(session_object(ping), "converse_handlers")) {
        if (!skills_.needs_own_poll(skill_id)) continue;
        if (skills_.is_silent(skill_id, now)) {
            executor_.post([this, ping, skill_id] {
                bus_.deliver(ping.reply("ovos.converse.pong",
                                        {{"skill_id", skill_id}, {"can_handle", false}}));
            });
        }
        skills_.polled(skill_id, now);
    }
}

std::optional<std::vector<Message>> CoreAdapter::end_frames(const Message& handled) {
    const auto utterance_id = handled.context_string("utterance_id");
    rounds_.forget(utterance_id);
    questions_.forget(utterance_id);
    conversations_.round_ended(utterance_id);
    const auto session = session_object(handled);
    const bool is_default = remember_default(handled);
    if (!is_default && !is_of_older_client(handled)) return std::nullopt;
    const auto projected = project_session(session, {}, settings_.default_lang, clock_.now());
    if (!is_default) return std::vector{handled.with_context_value("session", projected)};
    // Classic clients follow the default session by this frame alone.
    return std::vector{
        handled,
        handled.forward("ovos.session.update_default", readiness_.session_update(projected))};
}

bool CoreAdapter::remember_default(const Message& message) {
    if (!session::carrier_is_sound(message.context()) ||
        session::session_id_of(message.context()) != session::default_session_id) {
        return false;
    }
    conversations_.remember_default(session_object(message));
    return true;
}

Message CoreAdapter::addressed(const Message& message, std::string_view skill_id) const {
    auto lang = message.data_string("lang");
    if (lang.empty()) lang = settings_.default_lang;
    return message.with_context_value(
        "session", project_session(session_object(message), skill_id, lang, clock_.now()));
}

Message CoreAdapter::entry(const Message& message, bool older) {
    registrations_.flush();
    if (!session::carrier_is_sound(message.context())) return message;
    const auto carried = session_object(message);
    auto context = message.context();
    if (older || is_classic_carrier(carried)) context[older_client] = true;
    auto session = conversations_.with_edits(heal_entry_session(carried));
    if (!session.empty() || context.contains("session")) context["session"] = std::move(session);
    return message.with_context(std::move(context));
}

}  // namespace utter::legacy
