#include "utter/orchestrator/orchestrator.hpp"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <utility>

#include "utter/bus/frame.hpp"
#include "utter/core/log.hpp"
#include "utter/core/topic.hpp"
#include "utter/orchestrator/round.hpp"
#include "utter/runtime/async.hpp"

namespace utter::orchestrator {
namespace {

constexpr std::chrono::milliseconds farewell_time{500};

Message with_session(const Message& message, const session::Session& session) {
    if (session.object().empty() && !message.context().contains("session")) return message;
    return message.with_context_value("session", session.object());
}

json::object slots_object(const std::map<std::string, std::string>& slots) {
    json::object out;
    for (const auto& [name, value] : slots) out[name] = value;
    return out;
}

}  // namespace

// A dispatch whose handler has not ended. Lives in the frame of its round.
struct Orchestrator::OpenDispatch {
    OpenDispatch(const boost::asio::any_io_executor& executor,
                 std::multimap<std::string, OpenDispatch*>& table,
                 const std::string& utterance_id,
                 std::string skill,
                 std::string intent)
        : ended(executor),
          skill_id(std::move(skill)),
          intent_name(std::move(intent)),
          table_(table),
          row_(table.emplace(utterance_id, this)) {}
    ~OpenDispatch() { table_.erase(row_); }
    OpenDispatch(const OpenDispatch&) = delete;
    OpenDispatch& operator=(const OpenDispatch&) = delete;
    OpenDispatch(OpenDispatch&&) = delete;
    OpenDispatch& operator=(OpenDispatch&&) = delete;

    runtime::AsyncEvent ended;
    std::string skill_id;
    std::string intent_name;
    std::optional<Message> report;

  private:
    std::multimap<std::string, OpenDispatch*>& table_;
    std::multimap<std::string, OpenDispatch*>::iterator row_;
};

Orchestrator::Orchestrator(runtime::EventLoop& loop,
                           bus::Bus& bus,
                           const Clock& clock,
                           OrchestratorSettings settings)
    : loop_(loop),
      bus_(bus),
      clock_(clock),
      settings_(std::move(settings)),
      rounds_(loop.context().get_executor()) {}

Orchestrator::~Orchestrator() {
    // A round uses this object to its last line, so none may outlive it.
    rounds_.cancel();
    loop_.run_until([this] { return rounds_.running() == 0; }, farewell_time);
}

Result<void> Orchestrator::add_plugin(std::unique_ptr<Plugin> plugin) {
    const std::string id(plugin->pipeline_id());
    if (!is_identifier(id) || id.find('.') != std::string::npos) {
        return fail(ErrorCode::invalid_argument,
                    "pipeline id '" + id + "' may hold only A-Z a-z 0-9 _ and -");
    }
    for (const auto& loaded : plugins_) {
        if (loaded->pipeline_id() == id) {
            return fail(ErrorCode::invalid_argument, "pipeline id '" + id + "' is already taken");
        }
    }
    const auto* added = plugins_.emplace_back(std::move(plugin)).get();
    subscriptions_.push_back(bus_.subscribe(
        "ovos.pipeline." + id + ".intents.list", loop_, [this, added](const Message& m) {
            answer_introspection(*added, m);
        }));
    return {};
}

void Orchestrator::start() {
    for (const auto& topic : IntentManifest::topics()) {
        subscriptions_.push_back(bus_.subscribe(topic, loop_, [this](const Message& message) {
            if (auto answer = manifest_.handle(message)) bus_.publish(std::move(*answer));
        }));
    }
    subscriptions_.push_back(bus_.subscribe(
        "ovos.utterance.handle", loop_, [this](const Message& message) { on_entry(message); }));
    subscriptions_.push_back(
        bus_.subscribe(std::string(handler_done_topic), loop_, [this](const Message& message) {
            on_handler_done(message);
        }));
    announce();
}

void Orchestrator::announce() {
    bus_.publish(Message(std::string(ready_topic)));
}

void Orchestrator::answer_introspection(const Plugin& plugin, const Message& query) {
    const auto lang = query.data_string("lang");
    const auto skill_id = query.data_string("skill_id");
    json::array intents;
    for (const auto& row : plugin.intents()) {
        if ((!lang.empty() && lang != row.lang) ||
            (!skill_id.empty() && skill_id != row.skill_id)) {
            continue;
        }
        intents.push_back(json::object{
            {"skill_id", row.skill_id}, {"intent_name", row.intent_name}, {"lang", row.lang}});
    }
    bus_.publish(
        query.response({{"pipeline_id", plugin.pipeline_id()}, {"intents", std::move(intents)}})
            .value());
}

void Orchestrator::on_entry(const Message& message) {
    if (!session::carrier_is_sound(message.context())) {
        // A relay drops such a message before it gets here; on a bus without one, we are the relay.
        log::warning("utterance.malformed",
                     {{"reason", "field 'context.session' must be an object"}});
        bus_.publish(bus::carrier_rejection(message.type(), &message.context()));
        return;
    }
    auto entry = message.with_context_value("utterance_id", json::string(make_utterance_id()));
    if (rounds_.running() >= settings_.rounds_max) {
        log::warning("utterance.refused",
                     {{"reason", "too many utterances in work"}, {"rounds", rounds_.running()}});
        end_unmatched(entry, session::Session::read(entry.context()), {});
        return;
    }
    rounds_.spawn("orchestrator.round", run_round(std::move(entry)));
}

// The session the round works on: for the default one, the store itself after the merge.
session::Session Orchestrator::take_session(const Message& message) {
    auto inbound = session::Session::read(message.context());
    if (!inbound.is_default()) return inbound;
    const auto* carrier = message.context().if_contains("session");
    if (carrier != nullptr && carrier->is_object()) {
        default_session_.merge_intake(carrier->get_object());
    }
    return default_session_;
}

session::Session& Orchestrator::working_session(session::Session& own) {
    return own.is_default() ? default_session_ : own;
}

boost::asio::awaitable<void> Orchestrator::run_round(Message entry) {
    auto own = take_session(entry);
    entry = with_session(entry, own);
    const auto utterances = entry_utterances(entry.data());
    const auto lang = resolve_language(entry.data(), own, settings_.languages);
    const auto spoken = json::array(utterances.begin(), utterances.end());
    if (utterances.empty()) {
        end_unmatched(entry, working_session(own), {{"utterances", spoken}, {"lang", lang}});
        co_return;
    }

    std::vector<Plugin*> loaded;
    for (const auto& plugin : plugins_) loaded.push_back(plugin.get());
    for (auto* plugin : compose_pipeline(own, settings_.pipeline, loaded)) {
        // Named on purpose: GCC 12 destroys a braced temporary in a co_await argument twice.
        MatchRequest request{entry, utterances, lang, working_session(own)};
        auto match = co_await try_plugin(*plugin, std::move(request));
        if (!match) continue;
        commit(working_session(own), *match);
        co_await dispatch(std::move(entry),
                          std::move(own),
                          std::move(*match),
                          std::string(plugin->pipeline_id()));
        co_return;
    }
    end_unmatched(entry, working_session(own), {{"utterances", spoken}, {"lang", lang}});
}

// A plugin that throws, takes too long, or claims what it may not, has declined.
boost::asio::awaitable<std::optional<Match>> Orchestrator::try_plugin(Plugin& plugin,
                                                                      MatchRequest request) {
    const auto session = request.session;
    const auto id = plugin.pipeline_id();
    std::optional<std::optional<Match>> outcome;
    std::optional<std::string> failure;
    try {
        outcome = co_await runtime::with_deadline(settings_.match_timeout,
                                                  plugin.match(std::move(request)));
    } catch (const std::exception& error) {
        failure = error.what();
    }
    co_await runtime::throw_if_cancelled();
    if (failure) {
        log::error("pipeline.plugin_failed", {{"pipeline_id", id}, {"what", *failure}});
        co_return std::nullopt;
    }
    if (!outcome) {
        log::error("pipeline.plugin_timed_out",
                   {{"pipeline_id", id}, {"limit_ms", settings_.match_timeout.count()}});
        co_return std::nullopt;
    }
    if (!*outcome) co_return std::nullopt;
    const auto& match = **outcome;
    if (auto fault = match_fault(match)) {
        log::error("pipeline.match_malformed", {{"pipeline_id", id}, {"reason", *fault}});
        co_return std::nullopt;
    }
    if (is_denied(match, session) || lacks_required_slot(match, session)) co_return std::nullopt;
    co_return std::move(*outcome);
}

bool Orchestrator::lacks_required_slot(const Match& match, const session::Session& session) const {
    const auto required =
        manifest_.required_slots(session.id(), match.skill_id, match.intent_name, match.lang);
    return std::ranges::any_of(
        required, [&](const std::string& slot) { return !match.slots.contains(slot); });
}

void Orchestrator::commit(session::Session& session, const Match& match) {
    if (match.updated_session) {
        auto snapshot = session::Session::from_object(*match.updated_session);
        if (snapshot.id() == session.id()) {
            snapshot.reimpose_overrides(session);
            session = std::move(snapshot);
        } else {
            log::warning("pipeline.foreign_session_ignored",
                         {{"skill_id", match.skill_id}, {"intent_name", match.intent_name}});
        }
    }
    const auto now = clock_.now();
    if (!suppresses_activation(match.intent_name)) {
        session.push_handler("active_handlers", match.skill_id, now);
    }
    session.push_handler("converse_handlers", match.skill_id, now);
}

boost::asio::awaitable<void> Orchestrator::dispatch(Message entry,
                                                    session::Session own,
                                                    Match match,
                                                    std::string pipeline_id) {
    const auto slots = slots_object(match.slots);
    // The single flip: from here on everything travels back towards whoever spoke.
    auto flipped = with_session(
        entry.reply(match.skill_id + ":" + match.intent_name,
                    {{"lang", match.lang}, {"utterance", match.utterance}, {"slots", slots}}),
        working_session(own));
    json::object context = flipped.context();
    context["skill_id"] = match.skill_id;
    context["pipeline_id"] = pipeline_id;
    const auto order = flipped.with_context(std::move(context));
    const auto baseline = session::Session::read(order.context());
    const json::object who{{"skill_id", match.skill_id}, {"intent_name", match.intent_name}};

    OpenDispatch open(loop_.context().get_executor(),
                      open_,
                      std::string(order.context_string("utterance_id")),
                      match.skill_id,
                      match.intent_name);
    bus_.publish(order.forward("ovos.intent.matched",
                               {{"skill_id", match.skill_id},
                                {"intent_name", match.intent_name},
                                {"lang", match.lang},
                                {"utterance", match.utterance},
                                {"slots", slots},
                                {"pipeline_id", pipeline_id}}));
    bus_.publish(order.forward("ovos.intent.handler.start", who));
    bus_.publish(order);

    const bool bounded = settings_.handler_timeout.count() > 0;
    const bool ended = bounded ? co_await open.ended.wait_for(settings_.handler_timeout)
                               : co_await open.ended.wait();
    std::optional<std::string> exception;
    if (!ended) {
        exception = "the handler did not end within " +
                    std::to_string(settings_.handler_timeout.count()) + " ms";
    } else {
        if (!open.report->data().contains("ok") || open.report->data().at("ok") != true) {
            exception = std::string(open.report->data_string("exception"));
        }
        if (session::carrier_is_sound(open.report->context())) {
            const auto returned = session::Session::read(open.report->context());
            if (returned.id() == baseline.id()) {
                working_session(own).merge_completion(baseline, returned);
            }
        }
    }
    const auto last = with_session(order, working_session(own));
    if (exception) {
        log::error("intent.handler_failed",
                   {{"skill_id", match.skill_id},
                    {"intent_name", match.intent_name},
                    {"what", *exception}});
        auto failed = who;
        failed["exception"] = *exception;
        bus_.publish(last.forward("ovos.intent.handler.error", std::move(failed)));
    } else {
        bus_.publish(last.forward("ovos.intent.handler.complete", who));
    }
    bus_.publish(last.forward("ovos.utterance.handled"));
}

void Orchestrator::end_unmatched(const Message& entry,
                                 const session::Session& session,
                                 json::object data) {
    const auto flipped =
        with_session(entry.reply("ovos.intent.unmatched", std::move(data)), session);
    bus_.publish(flipped);
    bus_.publish(flipped.forward("ovos.utterance.handled"));
}

void Orchestrator::on_handler_done(const Message& message) {
    const auto [first, last] =
        open_.equal_range(std::string(message.context_string("utterance_id")));
    for (auto it = first; it != last; ++it) {
        auto& open = *it->second;
        if (open.report || open.skill_id != message.data_string("skill_id") ||
            open.intent_name != message.data_string("intent_name")) {
            continue;
        }
        open.report = message;
        open.ended.set();
        return;
    }
    log::debug("intent.stray_completion", {{"skill_id", message.data_string("skill_id")}});
}

}  // namespace utter::orchestrator
