#include "utter/orchestrator/orchestrator.hpp"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <utility>

#include "utter/bus/frame.hpp"
#include "utter/core/log.hpp"
#include "utter/core/topic.hpp"
#include "utter/intent/apology.hpp"
#include "utter/orchestrator/handler_list.hpp"
#include "utter/orchestrator/orchestrator_round.hpp"
#include "utter/orchestrator/round.hpp"
#include "utter/orchestrator/typed_slots.hpp"
#include "utter/runtime/async.hpp"

namespace utter::orchestrator {
namespace {

constexpr std::chrono::milliseconds farewell_time{500};

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
      utterance_chain_("utterance", settings_.utterance_transformers),
      metadata_chain_("metadata", settings_.metadata_transformers),
      intent_chain_("intent", settings_.intent_transformers),
      traces_(settings_.traces_max),
      ledger_(bus, loop, clock, settings_.budgets),
      pulse_(bus, loop),
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

template <class Artifact>
void Orchestrator::serve_list(const transform::Chain<Artifact>& chain) {
    chain.warn_of_missing();
    subscriptions_.push_back(
        bus_.subscribe(chain.list_topic(), loop_, [this, &chain](const Message& query) {
            bus_.publish(query.response(chain.describe()).value());
        }));
}

void Orchestrator::start() {
    serve_list(utterance_chain_);
    serve_list(metadata_chain_);
    serve_list(intent_chain_);
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
    subscriptions_.push_back(
        bus_.subscribe(std::string(explain_topic), loop_, [this](const Message& query) {
            const bool full = rounds_.running() >= settings_.rounds_max;
            if (full || !session::carrier_is_sound(query.context())) return;
            rounds_.spawn("orchestrator.explain", explain(query));
        }));
    subscriptions_.push_back(bus_.subscribe(
        std::string(traces_topic), loop_, [this](const Message& m) { on_traces_query(m); }));
    subscriptions_.push_back(
        bus_.subscribe("ovos.converse.active.list", loop_, [this](const Message& query) {
            answer_active_list(query);
        }));
    ledger_.start();
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

// Who takes part in the conversation of the session asked about; of a named one only its client
// knows, and says so in the question.
void Orchestrator::answer_active_list(const Message& query) {
    if (!session::carrier_is_sound(query.context())) return;
    const auto asked = session::Session::read(query.context());
    const auto session =
        without_stale_handlers(asked.is_default() ? default_session_.current() : asked,
                               clock_.now(),
                               settings_.converse_time);
    const auto* handlers = session.object().if_contains("converse_handlers");
    auto answer =
        query.response({{"converse_handlers", handlers != nullptr ? *handlers : json::array{}}})
            .value();
    bus_.publish(with_session(answer, session));
}

void Orchestrator::on_entry(const Message& message) {
    if (!session::carrier_is_sound(message.context())) {
        // A relay drops such a message before it gets here; on a bus without one, we are the relay.
        log::warning("utterance.malformed",
                     {{"reason", "field 'context.session' must be an object"}});
        bus_.publish(bus::carrier_rejection(message.type(), &message.context()));
        return;
    }
    const auto utterance_id = make_utterance_id();
    ledger_.begin(utterance_id, message);
    auto entry = message.with_context_value("utterance_id", json::string(utterance_id));
    if (rounds_.running() >= settings_.rounds_max) {
        log::warning("utterance.refused",
                     {{"reason", "too many utterances in work"}, {"rounds", rounds_.running()}});
        const session::RoundSession session(default_session_, entry.context());
        end_unmatched(entry, session.current(), {});
        return;
    }
    rounds_.spawn("orchestrator.round", run_round(std::move(entry)));
}

boost::asio::awaitable<void> Orchestrator::run_round(Message message) {
    Round round{message, {default_session_, message.context()}, {}, {}, {}, {}, {}, false};
    begin(round, message);
    auto match = co_await decide(round);
    if (match) {
        co_await dispatch(round, std::move(*match));
    } else if (round.trace.ending == "cancelled") {
        end_cancelled(round);
    } else {
        const auto& trace = round.trace;
        json::object data{
            {"utterances", json::array(trace.utterances.begin(), trace.utterances.end())}};
        if (!trace.lang.empty()) data["lang"] = trace.lang;
        end_unmatched(round.entry, round.session.current(), std::move(data));
    }
    traces_.add(round.trace);
}

boost::asio::awaitable<void> Orchestrator::dispatch(Round& round, Match match) {
    auto& session = round.session;
    Lap lap;
    session.push_handler(match.skill_id, !suppresses_activation(match.intent_name), clock_.now());
    json::object data{{"lang", match.lang}, {"utterance", match.utterance}};
    const auto slots = slots_object(match.slots);
    data["slots"] = slots;
    if (auto typed = sound_typed_slots(round.entry.data())) data["typed_slots"] = std::move(*typed);
    // The single flip: from here on everything travels back towards whoever spoke.
    auto flipped =
        with_session(round.entry.reply(match.skill_id + ":" + match.intent_name, std::move(data)),
                     session.current());
    json::object context = flipped.context();
    context["skill_id"] = match.skill_id;
    context["pipeline_id"] = round.pipeline_id;
    const auto order = flipped.with_context(std::move(context));
    const auto baseline = session::Session::read(order.context());
    const json::object who{{"skill_id", match.skill_id}, {"intent_name", match.intent_name}};

    OpenDispatch open(loop_.context().get_executor(),
                      open_,
                      std::string(order.context_string("utterance_id")),
                      match.skill_id,
                      match.intent_name);
    ledger_.matched(order.context_string("utterance_id"));
    bus_.publish(order.forward("ovos.intent.matched",
                               {{"skill_id", match.skill_id},
                                {"intent_name", match.intent_name},
                                {"lang", match.lang},
                                {"utterance", match.utterance},
                                {"slots", slots},
                                {"pipeline_id", round.pipeline_id}}));
    bus_.publish(order.forward("ovos.intent.handler.start", who));
    bus_.publish(order);

    auto exception = co_await wait_for_report(open);
    if (exception) {
        // Nobody else is left to tell whoever waits.
        bus_.publish(
            order.forward("ovos.utterance.speak",
                          {{"utterance", intent::apology(match.lang)}, {"lang", match.lang}}));
    } else {
        if (!open.report->data().contains("ok") || open.report->data().at("ok") != true) {
            exception = std::string(open.report->data_string("exception"));
        }
        session.complete(baseline, open.report->context());
    }
    const auto last = with_session(order, session.current());
    round.trace.handling = lap();
    round.trace.ending = exception ? "failed" : "completed";
    round.trace.detail = exception.value_or(std::string());
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

boost::asio::awaitable<std::optional<std::string>> Orchestrator::wait_for_report(
    OpenDispatch& open) {
    const auto limit = settings_.handler_timeout.count() > 0 ? settings_.handler_timeout
                                                             : std::chrono::milliseconds::max();
    SkillPulse::Watch watch(pulse_, open.skill_id);
    for (auto left = limit; left.count() > 0;) {
        const auto lap = std::min(left, settings_.pulse_every);
        if (co_await open.ended.wait_for(lap)) co_return std::nullopt;
        left -= lap;
        if (left.count() > 0 && watch.is_over()) {
            co_return "the skill does not work on it any more; is it still running?";
        }
    }
    co_return "the handler did not end within " + std::to_string(limit.count()) + " ms";
}

void Orchestrator::end_unmatched(const Message& entry,
                                 const session::Session& session,
                                 json::object data) {
    const auto flipped =
        with_session(entry.reply("ovos.intent.unmatched", std::move(data)), session);
    bus_.publish(flipped);
    bus_.publish(flipped.forward("ovos.utterance.handled"));
}

void Orchestrator::end_cancelled(const Round& round) {
    const auto& context = round.entry.context();
    log::info("utterance.cancelled",
              {{"reason", string_or_empty(context, "cancel_reason")},
               {"by", string_or_empty(context, "cancel_by")}});
    const auto flipped =
        with_session(round.entry.reply("ovos.utterance.cancelled",
                                       {{"cancel_reason", context.at("cancel_reason")},
                                        {"cancel_by", context.at("cancel_by")}}),
                     round.session.current());
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
        const auto speaker = message.context_string("skill_id");
        if (speaker != open.skill_id) {
            log::warning("intent.foreign_report",
                         {{"skill_id", open.skill_id},
                          {"reported_by", speaker},
                          {"reason", "field 'context.skill_id' names another skill"}});
        }
        open.report = message;
        open.ended.set();
        return;
    }
    log::debug("intent.stray_completion", {{"skill_id", message.data_string("skill_id")}});
}

}  // namespace utter::orchestrator
