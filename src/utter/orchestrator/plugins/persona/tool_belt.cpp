#include "utter/orchestrator/plugins/persona/tool_belt.hpp"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/json/serialize.hpp>
#include <set>
#include <tuple>

#include "utter/core/log.hpp"
#include "utter/intent/normalizer.hpp"
#include "utter/llm/llm_provider.hpp"

namespace utter::orchestrator {
namespace {

// A key of ours in the context of a call; it comes back with the answer (OVOS-MSG-1).
constexpr std::string_view call_mark = "utter_tool_call";
constexpr std::size_t toolboxes_max = 128;
constexpr std::size_t tools_max = 128;  // of one toolbox
constexpr std::size_t name_bytes_max = 64;
constexpr std::size_t arguments_bytes_max = std::size_t{16} * 1024;
constexpr std::size_t result_bytes_max = std::size_t{8} * 1024;
constexpr std::size_t bytes_per_token = 3;  // of JSON in English it is nearer to four

bool is_model_name(std::string_view name) {
    return !name.empty() && name.size() <= name_bytes_max && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '-';
    });
}

bool is_allowed(const KnownTool& tool, const std::vector<std::string>& allowed) {
    return std::ranges::any_of(allowed, [&](const std::string& entry) {
        return entry == "*" || entry == tool.toolbox_id ||
               entry == tool.toolbox_id + "/" + tool.definition.name;
    });
}

// A session that denies a skill denies the tools of its toolbox.
bool is_denied(const KnownTool& tool, const session::Session& session) {
    return std::ranges::any_of(session.list("blacklisted_skills"), [&](const std::string& skill) {
        return skill == tool.toolbox_id || tools::toolbox_of_skill(skill) == tool.toolbox_id;
    });
}

// Words of an utterance or of a name like "set_timer". The language is nobody's in particular:
// names and descriptions are mostly English whatever is spoken.
std::set<std::string> words_of(std::string text) {
    std::ranges::replace(text, '_', ' ');
    std::ranges::replace(text, '-', ' ');
    std::set<std::string> out;
    const auto words = intent::Normalizer("en").words(text);
    if (!words) return out;
    for (const auto& word : *words) {
        if (word.text.size() > 2) out.insert(word.text);
    }
    return out;
}

// "timers" goes with "timer", "weather" not with "wet".
bool alike(const std::string& a, const std::string& b) {
    constexpr std::size_t stem = 4;
    if (a == b) return true;
    const auto shorter = std::min(a.size(), b.size());
    return shorter >= stem && a.compare(0, shorter, b, 0, shorter) == 0;
}

int shared_words(const std::set<std::string>& some, const std::set<std::string>& others) {
    return static_cast<int>(std::ranges::count_if(some, [&](const std::string& one) {
        return std::ranges::any_of(others, [&](const std::string& two) { return alike(one, two); });
    }));
}

std::string cut(std::string text) {
    if (text.size() <= result_bytes_max) return text;
    auto size = result_bytes_max;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
    return text.substr(0, size) + " (cut)";
}

}  // namespace

ToolBelt::ToolBelt(bus::Bus& bus, runtime::EventLoop& loop, ToolBeltSettings settings)
    : bus_(bus), loop_(loop), settings_(settings) {
    subscriptions_.push_back(bus.subscribe(
        "ovos.persona.tools.discover.response", loop, [this](const Message& m) { learn(m); }));
    subscriptions_.push_back(bus.subscribe(
        "ovos.persona.tools.call.response", loop, [this](const Message& m) { take_answer(m); }));
    for (const auto* topic : {"ovos.skill.loaded", "ovos.skill.deregister"}) {
        subscriptions_.push_back(
            bus.subscribe(topic, loop, [this](const Message&) { news_ = true; }));
    }
}

// Anybody's discovery tells us too.
void ToolBelt::learn(const Message& response) {
    const std::string id(response.data_string("toolbox_id"));
    const auto* listed = response.data().if_contains("tools");
    if (!tools::is_toolbox_id(id) || listed == nullptr || !listed->is_array() ||
        (toolboxes_.size() >= toolboxes_max && !toolboxes_.contains(id))) {
        log::warning("persona.toolbox_ignored", {{"toolbox_id", id}});
        return;
    }
    auto& box = toolboxes_[id];
    box.round = round_;
    box.tools.clear();
    for (const auto& value : listed->get_array()) {
        auto definition = tools::tool_from_json(value);
        if (!definition || !is_model_name(definition->name) || box.tools.size() >= tools_max) {
            log::warning("persona.tool_ignored",
                         {{"toolbox_id", id},
                          {"reason",
                           definition ? "its name is unusable, or there are too many"
                                      : definition.error().detail}});
            continue;
        }
        auto arguments = tools::JsonSchema::compile(definition->argument_schema);
        if (!arguments) {
            log::warning("persona.tool_ignored",
                         {{"toolbox_id", id},
                          {"tool", definition->name},
                          {"reason", arguments.error().detail}});
            continue;
        }
        box.tools.push_back({id, *std::move(definition), *std::move(arguments)});
    }
}

boost::asio::awaitable<ToolChoice> ToolBelt::choose(std::vector<std::string> allowed,
                                                    std::string utterance,
                                                    session::Session session) {
    ToolChoice choice;
    if (allowed.empty()) co_return choice;
    const bool wait = std::exchange(news_, false);
    // Who has not answered the last two rounds is gone.
    std::erase_if(toolboxes_, [this](const auto& one) { return one.second.round + 2 < round_; });
    ++round_;
    bus_.publish(Message("ovos.persona.tools.discover"));
    if (wait) {
        runtime::AsyncEvent never(loop_.context().get_executor());
        co_await never.wait_for(settings_.discovery_window);
    }
    std::vector<const KnownTool*> fitting;
    for (const auto& [id, box] : toolboxes_) {
        for (const auto& tool : box.tools) {
            if (is_allowed(tool, allowed) && !is_denied(tool, session)) fitting.push_back(&tool);
        }
    }
    // The ids decide between equals, so that the same question always has the same tools.
    std::ranges::sort(fitting, {}, [&](const KnownTool* tool) {
        return std::tuple(
            -relevance(tool->definition, utterance), tool->toolbox_id, tool->definition.name);
    });
    std::size_t tokens = 0;
    for (const auto* tool : fitting) {
        const auto cost = tokens_of(tool->definition);
        if (tokens + cost > settings_.offer_tokens_max) continue;
        auto name = tool->definition.name;
        if (choice.contains(name)) name = tool->toolbox_id + "__" + name;
        if (!is_model_name(name) || !choice.emplace(name, *tool).second) continue;
        tokens += cost;
    }
    co_return choice;
}

boost::asio::awaitable<std::string> ToolBelt::call(ToolChoice choice,
                                                   llm::ToolCall call,
                                                   json::object context,
                                                   std::shared_ptr<runtime::AsyncEvent> wake) {
    const auto it = choice.find(call.name);
    if (it == choice.end()) co_return "error: there is no tool '" + call.name + "'";
    if (call.arguments.size() > arguments_bytes_max) co_return "error: the arguments are too long";
    // Models write nothing where they mean no arguments.
    const auto arguments = parse_json(call.arguments.empty() ? "{}" : call.arguments);
    if (!arguments) co_return "error: the arguments are no JSON: " + arguments.error().detail;
    if (!arguments->is_object()) co_return "error: the arguments must be a JSON object";
    if (const auto fits = it->second.arguments.check(*arguments); !fits) {
        co_return "error: the arguments do not fit the schema: " + fits.error().detail;
    }
    const auto number = next_call_++;
    auto waiting = std::make_shared<Waiting>(Waiting{std::move(wake), std::nullopt});
    waiting_.emplace(number, waiting);
    context[call_mark] = number;
    bus_.publish(Message("ovos.persona.tools.call",
                         {{"toolbox_id", it->second.toolbox_id},
                          {"name", it->second.definition.name},
                          {"kwargs", *arguments}},
                         std::move(context)));
    // The entry is taken by the answer or by us, whoever ends first; a cancelled wait leaves it to
    // the answer.
    co_await waiting->answered->wait_for(settings_.call_timeout);
    waiting_.erase(number);
    if (!waiting->response) co_return "error: the tool did not answer in time";
    const auto& data = waiting->response->data();
    if (const auto error = string_or_empty(data, "error"); !error.empty()) {
        co_return cut("error: " + std::string(error));
    }
    const auto* result = data.if_contains("result");
    co_return result == nullptr ? std::string("error: the tool gave no result")
                                : cut(json::serialize(*result));
}

void ToolBelt::take_answer(const Message& response) {
    const auto* mark = response.context().if_contains(call_mark);
    if (mark == nullptr || !mark->is_int64()) return;
    const auto it = waiting_.find(mark->get_int64());
    if (it == waiting_.end()) return;
    const auto waiting = it->second;
    waiting_.erase(it);
    waiting->response = response;
    waiting->answered->set();
}

std::size_t tokens_of(const tools::ToolDefinition& tool) {
    constexpr std::size_t frame_tokens = 16;  // {"type":"function","function":{...}}
    return frame_tokens + (tool.name.size() + tool.description.size() +
                           json::serialize(tool.argument_schema).size()) /
                              bytes_per_token;
}

int relevance(const tools::ToolDefinition& tool, std::string_view utterance) {
    const auto said = words_of(std::string(utterance));
    return 2 * shared_words(said, words_of(tool.name)) +
           shared_words(said, words_of(tool.description));
}

std::vector<llm::ToolOffer> offers_of(const ToolChoice& choice) {
    std::vector<llm::ToolOffer> out;
    for (const auto& [name, tool] : choice) {
        out.push_back({name, tool.definition.description, tool.definition.argument_schema});
    }
    return out;
}

}  // namespace utter::orchestrator
