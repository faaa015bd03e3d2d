// The half of the orchestrator that decides: transformer chains, language, pipeline. It publishes
// nothing but the plugins' polls, so explanations run it too.

#include <algorithm>
#include <exception>
#include <utility>

#include "utter/core/log.hpp"
#include "utter/orchestrator/orchestrator_round.hpp"
#include "utter/orchestrator/round.hpp"
#include "utter/runtime/async.hpp"

namespace utter::orchestrator {
namespace {

template <class Link>
json::array ids_of(const std::vector<Link*>& selection) {
    json::array ids;
    for (const auto* link : selection) ids.emplace_back(json::string(link->id()));
    return ids;
}

// The fields whose presence alone changes what may be decided: pipeline, denylists, transformers,
// and the one that gave the language.
std::vector<std::string> fields_that_rule(const session::Session& session,
                                          std::string_view lang_source) {
    constexpr std::string_view of_session = "session.";
    std::vector<std::string> out;
    if (lang_source.starts_with(of_session)) {
        out.emplace_back(lang_source.substr(of_session.size()));
    }
    for (const auto& [name, value] : session.object()) {
        const std::string_view field(name);
        const auto* list = value.if_array();
        const bool rules = field == "pipeline" || field.starts_with("blacklisted_") ||
                           field.ends_with("_transformers");
        if (rules && list != nullptr && !list->empty()) out.emplace_back(field);
    }
    return out;
}

}  // namespace

void Orchestrator::begin(Round& round, const Message& message) const {
    const auto& session = round.session.current();
    round.entry = with_session(message, session);
    round.utterance_transformers = utterance_chain_.select(session);
    round.metadata_transformers = metadata_chain_.select(session);
    round.intent_transformers = intent_chain_.select(session);
    auto& trace = round.trace;
    trace.utterance_id = message.context_string("utterance_id");
    trace.session_id = session.id();
    trace.began = clock_.now();
    trace.heard = strings_under(message.data(), "utterances");
    trace.entry_lang = message.data_string("lang");
    trace.session = session.object();
    trace.transformers = {{"utterance", ids_of(round.utterance_transformers)},
                          {"metadata", ids_of(round.metadata_transformers)},
                          {"intent", ids_of(round.intent_transformers)}};
}

void Orchestrator::end(Round& round, std::string_view ending, std::string detail) {
    round.trace.ending = ending;
    round.trace.detail = std::move(detail);
}

boost::asio::awaitable<std::optional<Match>> Orchestrator::decide(Round& round) {
    Lap lap;
    auto& trace = round.trace;
    const auto cancelled = [&] {
        end(round,
            "cancelled",
            std::string(string_or_empty(round.entry.context(), "cancel_by")) + ": " +
                std::string(string_or_empty(round.entry.context(), "cancel_reason")));
    };
    if (!transform_utterances(round) || !transform_metadata(round)) {
        cancelled();
        co_return std::nullopt;
    }
    const auto& current = round.session.current();
    trace.utterances = entry_utterances(round.entry.data());
    trace.transforming = lap();
    if (trace.utterances.empty()) {
        end(round, "unmatched", "nothing was said");
        co_return std::nullopt;
    }
    const auto [lang, source] = resolve_language(round.entry.data(), current, settings_.languages);
    trace.lang = lang;
    trace.lang_source = source;
    find_typed_slots(round);

    std::vector<Plugin*> loaded;
    loaded.reserve(plugins_.size());
    for (const auto& plugin : plugins_) loaded.push_back(plugin.get());
    round.session.begin_matching(clock_.now());
    const auto seen = current;  // by all plugins alike, whatever other rounds do
    const auto asked = with_session(round.entry, seen);
    const auto pipeline = compose_pipeline(seen, settings_.pipeline, loaded);
    for (const auto& stage : pipeline) trace.pipeline.push_back(stage.entry_name);
    auto fields = fields_that_rule(seen, source);
    std::optional<Match> match;
    for (const auto& [plugin, entry_name] : pipeline) {
        // Named on purpose: GCC 12 destroys a braced temporary in a co_await argument twice.
        MatchRequest request{asked, trace.utterances, lang, seen};
        request.entry_name = entry_name;
        request.notes->wants_runner_up = round.is_trial;
        auto& stage = trace.stages.emplace_back();
        const auto notes = request.notes;
        match = co_await try_plugin(*plugin, std::move(request), stage);
        fields.insert(fields.end(), notes->session_fields.begin(), notes->session_fields.end());
        if (!match) continue;
        round.pipeline_id = plugin->pipeline_id();
        break;
    }
    if (match && match->updated_session && !round.session.commit(*match->updated_session)) {
        log::warning("pipeline.foreign_session_ignored",
                     {{"skill_id", match->skill_id}, {"intent_name", match->intent_name}});
    }
    round.session.end_matching(seen);
    std::ranges::sort(fields);
    const auto doubled = std::ranges::unique(fields);
    fields.erase(doubled.begin(), doubled.end());
    trace.session_fields = std::move(fields);
    trace.matching = lap();
    if (!match) {
        end(round, "unmatched");
        co_return std::nullopt;
    }
    if (!transform_match(round, *match)) {
        cancelled();
        co_return std::nullopt;
    }
    trace.transforming += lap();
    trace.skill_id = match->skill_id;
    trace.intent_name = match->intent_name;
    trace.matched_lang = match->lang;
    trace.matched_utterance = match->utterance;
    trace.slots = slots_object(match->slots);
    co_return match;
}

// Each returns whether the utterance goes on: false when a transformer cancelled it.

bool Orchestrator::transform_utterances(Round& round) const {
    auto context = round.context();
    transform::clear_cancellation(context);  // no producer's business
    auto data = round.entry.data();
    transform::Utterances utterances{entry_utterances(data), std::nullopt};
    const auto lang = string_or_empty(data, "lang");
    if (!lang.empty()) utterances.lang = lang;
    const auto before = utterances;
    const bool cancelled = !utterances.candidates.empty() &&
                           utterance_chain_.run(round.utterance_transformers, utterances, context);
    if (utterances != before) {
        data["utterances"] =
            json::array(utterances.candidates.begin(), utterances.candidates.end());
        if (utterances.lang) {
            data["lang"] = *utterances.lang;
        } else {
            data.erase("lang");
        }
        // Its spans no longer say anything of the text.
        if (utterances.candidates != before.candidates) data.erase("typed_slots");
        round.entry = Message(round.entry.type(), std::move(data), round.entry.context());
    }
    round.take_context(std::move(context));
    return !cancelled;
}

bool Orchestrator::transform_metadata(Round& round) const {
    if (round.metadata_transformers.empty()) return true;
    auto context = round.context();
    transform::Metadata nothing;
    const bool cancelled = metadata_chain_.run(round.metadata_transformers, nothing, context);
    round.take_context(std::move(context));
    return !cancelled;
}

// What it finds replaces what the producer of the utterance sent; where it finds nothing, that
// stays.
void Orchestrator::find_typed_slots(Round& round) const {
    const auto& session = round.session.current();
    const auto& types = manifest_.slot_types(session.id());
    if (!typed_slots_ || types.empty()) return;
    try {
        auto found =
            typed_slots_->extract({round.trace.utterances, round.trace.lang, types, session});
        if (found.empty()) return;
        auto data = round.entry.data();
        data["typed_slots"] = std::move(found);
        round.entry = Message(round.entry.type(), std::move(data), round.entry.context());
    } catch (const std::exception& error) {
        log::error("transformer.failed",
                   {{"type", "typed_slots"}, {"id", typed_slots_->id()}, {"what", error.what()}});
    }
}

bool Orchestrator::transform_match(Round& round, Match& match) const {
    if (round.intent_transformers.empty()) return true;
    auto context = round.context();
    const auto keep_identity = [](Match& changed, const Match& before) {
        if (changed.skill_id == before.skill_id && changed.intent_name == before.intent_name)
            return;
        log::error("transformer.identity_changed",
                   {{"skill_id", before.skill_id}, {"intent_name", before.intent_name}});
        changed.skill_id = before.skill_id;
        changed.intent_name = before.intent_name;
    };
    const bool cancelled =
        intent_chain_.run(round.intent_transformers, match, context, keep_identity);
    round.take_context(std::move(context));
    return !cancelled;
}

// A plugin that throws, takes too long, or claims what it may not, has declined.
boost::asio::awaitable<std::optional<Match>> Orchestrator::try_plugin(Plugin& plugin,
                                                                      MatchRequest request,
                                                                      StageTrace& trace) {
    Lap lap;
    const auto session = request.session;
    const auto notes = request.notes;
    const auto id = plugin.pipeline_id();
    trace.pipeline_id = id;
    std::optional<std::optional<Match>> outcome;
    std::optional<std::string> failure;
    try {
        outcome = co_await runtime::with_deadline(settings_.match_timeout,
                                                  plugin.match(std::move(request)));
    } catch (const std::exception& error) {
        failure = error.what();
    }
    co_await runtime::throw_if_cancelled();
    trace.took = lap();
    if (failure) {
        log::error("pipeline.plugin_failed", {{"pipeline_id", id}, {"what", *failure}});
        trace.outcome = "failed";
        trace.reason = *failure;
        co_return std::nullopt;
    }
    if (!outcome) {
        // What it still says of itself comes too late, too.
        log::error("pipeline.plugin_timed_out",
                   {{"pipeline_id", id}, {"limit_ms", settings_.match_timeout.count()}});
        trace.outcome = "timed_out";
        co_return std::nullopt;
    }
    trace.reason = notes->reason;
    trace.score = notes->score;
    trace.runner_up = notes->runner_up;
    if (!*outcome) co_return std::nullopt;
    const auto& match = **outcome;
    if (auto fault = match_fault(match)) {
        log::error("pipeline.match_malformed", {{"pipeline_id", id}, {"reason", *fault}});
        trace.outcome = "malformed";
        trace.reason = *fault;
        co_return std::nullopt;
    }
    const auto name = match.skill_id + ":" + match.intent_name;
    if (is_denied(match, session)) {
        trace.outcome = "denied";
        trace.reason = name + " is on a denylist of the session";
        co_return std::nullopt;
    }
    if (lacks_required_slot(match, session)) {
        trace.outcome = "lacks_slot";
        trace.reason = name + " did not get a slot it requires";
        co_return std::nullopt;
    }
    trace.outcome = "claimed";
    if (trace.reason.empty()) trace.reason = name;
    co_return std::move(*outcome);
}

bool Orchestrator::lacks_required_slot(const Match& match, const session::Session& session) const {
    const auto required =
        manifest_.required_slots(session.id(), match.skill_id, match.intent_name, match.lang);
    return std::ranges::any_of(
        required, [&](const std::string& slot) { return !match.slots.contains(slot); });
}

boost::asio::awaitable<void> Orchestrator::explain(Message query) {
    // A store of its own, so that nothing of the real one changes.
    auto scratch = default_session_;
    Round round{query, {scratch, query.context()}, {}, {}, {}, {}, {}, true};
    auto entry = Message("ovos.utterance.handle", query.data(), query.context())
                     .with_context_value("utterance_id", json::string(make_utterance_id()));
    begin(round, entry);
    if (co_await decide(round)) end(round, "matched");
    bus_.publish(query.response({{"trace", to_json(round.trace)}}).value());
}

void Orchestrator::on_traces_query(const Message& query) {
    std::size_t limit = all_traces;
    if (const auto* wanted = query.data().if_contains("limit"); wanted && wanted->is_int64()) {
        limit = static_cast<std::size_t>(std::max<std::int64_t>(0, wanted->get_int64()));
    }
    bus_.publish(query.response(list_traces(query.data_string("session_id"), limit)).value());
}

json::object Orchestrator::list_traces(std::string_view session_id, std::size_t limit) const {
    auto traces = traces_.list(session_id, limit);
    for (auto& trace : traces) {
        auto& object = trace.get_object();
        auto turn = ledger_.turn(string_or_empty(object, "utterance_id"));
        if (!turn.empty()) object["turn"] = std::move(turn);
    }
    return {{"traces", std::move(traces)}};
}

}  // namespace utter::orchestrator
