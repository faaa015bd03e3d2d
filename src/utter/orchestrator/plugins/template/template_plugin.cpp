#include "utter/orchestrator/plugins/template/template_plugin.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "utter/orchestrator/match_scope.hpp"
#include "utter/orchestrator/typed_slots.hpp"

namespace utter::orchestrator {
namespace {

// More entries of a typed-slot map are ignored.
constexpr std::size_t typed_spans_max = 64;

// The entries of a typed-slot map that have the shape of one.
std::vector<intent::TypedSpan> typed_spans_of(const json::object& entry_data) {
    std::vector<intent::TypedSpan> spans;
    const auto map = sound_typed_slots(entry_data);
    if (!map) return spans;
    for (const auto& [type, entries] : *map) {
        for (const auto& entry : entries.get_array()) {
            if (spans.size() >= typed_spans_max) return spans;
            const auto* object = entry.if_object();
            const auto* span = object != nullptr ? object->if_contains("span") : nullptr;
            const auto* ends = span != nullptr ? span->if_array() : nullptr;
            if (ends == nullptr || ends->size() != 2) continue;
            const auto* begin = ends->at(0).if_int64();
            const auto* end = ends->at(1).if_int64();
            if (begin == nullptr || end == nullptr || *begin < 0 || *end < 0) continue;
            spans.push_back({type,
                             static_cast<std::size_t>(*begin),
                             static_cast<std::size_t>(*end),
                             std::string(string_or_empty(*object, "surface"))});
        }
    }
    return spans;
}

}  // namespace

TemplatePlugin::TemplatePlugin(bus::Bus& bus, runtime::EventLoop& loop)
    : registrations_(bus, loop, store_, Refusals::logged) {}

std::vector<PluginIntent> TemplatePlugin::intents() const {
    return registrations_.registered().list();
}

boost::asio::awaitable<std::optional<Match>> TemplatePlugin::match(MatchRequest request) {
    const MatchScope scope(request, registrations_.registered());
    const auto typed_spans = typed_spans_of(request.entry.data());
    auto options = scope.options();
    options.typed_spans = typed_spans;
    auto found = store_.matcher.match(request.utterances, request.lang, options);
    if (!found) {
        request.notes->reason = "no template fits";
        co_return std::nullopt;
    }
    request.notes->score = found->score;
    if (request.notes->wants_runner_up) {
        options = without(options, found->skill_id, found->intent_name);
        const auto next = store_.matcher.match(request.utterances, request.lang, options);
        if (next) request.notes->runner_up = next->skill_id + ":" + next->intent_name;
    }
    co_return to_match(*std::move(found));
}

}  // namespace utter::orchestrator
