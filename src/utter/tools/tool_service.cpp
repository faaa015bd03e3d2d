#include "utter/tools/tool_service.hpp"

#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "utter/core/log.hpp"
#include "utter/tools/json_schema.hpp"

namespace utter::tools {
namespace {

constexpr std::string_view family = "ovos.persona.tools.";
// A key of ours in the context of our own answers: who else answers for our toolbox lacks it.
constexpr std::string_view host_mark = "utter_tool_host";

struct Tool {
    ToolDefinition definition;
    JsonSchema arguments;
    JsonSchema output;
    ToolRunner run;
};

using Toolbox = std::map<std::string, std::shared_ptr<const Tool>, std::less<>>;

void answer(bus::Bus& bus, const Message& question, json::object data) {
    if (auto made = question.response(std::move(data))) bus.publish(*std::move(made));
}

// The object under `key`, or an empty one when there is none.
Result<json::object> arguments_of(const Message& call, std::string_view key) {
    const auto* value = call.data().if_contains(key);
    if (value == nullptr) return json::object{};
    if (value->is_object()) return value->get_object();
    return fail(ErrorCode::malformed,
                "InvalidArgument: '" + std::string(key) + "' must be an object, got " +
                    std::string(describe_type(*value)));
}

}  // namespace

// Outlives the service for the tools that still run then.
struct ToolService::State : std::enable_shared_from_this<State> {
    State(bus::Bus& the_bus, Executor& the_loop, Timers& the_timers, ToolServiceSettings bounds)
        : bus(the_bus), loop(the_loop), timers(the_timers), settings(bounds) {}

    // One call that has been let through; whoever comes first, tool or clock, answers it.
    struct Run {
        std::shared_ptr<const Tool> tool;
        std::function<void(ToolOutcome)> report;
        TimerHandle limit;
        bool done = false;
    };

    void subscribe();
    void discover(const Message& question);
    void notice_stranger(const Message& response) const;
    void call(const Message& question, std::string toolbox_id);
    void list(const Message& question);
    void get(const Message& question);
    void invoke(const Message& question);
    void start(std::shared_ptr<const Tool> tool,
               const Message& question,
               std::string_view key,
               json::object echo);
    void end(const std::shared_ptr<Run>& run, ToolOutcome outcome);

    [[nodiscard]] std::map<std::string, Toolbox, std::less<>> all() const {
        const std::lock_guard lock(mutex);
        return toolboxes;
    }
    // The one tool of that name, with its toolbox.
    [[nodiscard]] Result<std::pair<std::string, std::shared_ptr<const Tool>>> find_flat(
        const Message& question) const;

    bus::Bus& bus;
    Executor& loop;
    Timers& timers;
    ToolServiceSettings settings;
    mutable std::mutex mutex;
    std::map<std::string, Toolbox, std::less<>> toolboxes;  // guarded by mutex
    std::size_t running = 0;                                // of the loop alone
    bool closed = false;                                    // of the loop alone
    std::vector<bus::Subscription> subscriptions;
};

void ToolService::State::subscribe() {
    const auto on = [this](const char* topic, void (State::*handler)(const Message&)) {
        subscriptions.push_back(
            bus.subscribe(topic, loop, [this, handler](const Message& m) { (this->*handler)(m); }));
    };
    on("ovos.persona.tools.discover", &State::discover);
    on("ovos.tools.list", &State::list);
    on("ovos.tools.reload", &State::list);  // the lists here are live, so reading is refreshing
    on("ovos.tools.get", &State::get);
    on("ovos.tools.invoke", &State::invoke);
    subscriptions.push_back(
        bus.subscribe("ovos.persona.tools.call", loop, [this](const Message& question) {
            call(question, std::string(question.data_string("toolbox_id")));
        }));
    // What came before named the toolbox in the topic.
    subscriptions.push_back(
        bus.subscribe("ovos.persona.tools.*.call", loop, [this](const Message& question) {
            const std::string_view rest(question.type());
            call(question,
                 std::string(
                     rest.substr(family.size(),
                                 rest.size() - family.size() - std::string_view(".call").size())));
        }));
    subscriptions.push_back(bus.subscribe(
        "ovos.persona.tools.discover.response", loop, [this](const Message& response) {
            notice_stranger(response);
        }));
}

void ToolService::State::discover(const Message& question) {
    for (const auto& [id, toolbox] : all()) {
        json::array tools;
        for (const auto& [name, tool] : toolbox) tools.push_back(to_json(tool->definition, id));
        auto made = question.response({{"toolbox_id", id}, {"tools", std::move(tools)}});
        if (made) bus.publish(made->with_context_value(host_mark, true));
    }
}

void ToolService::State::notice_stranger(const Message& response) const {
    const auto id = response.data_string("toolbox_id");
    const std::lock_guard lock(mutex);
    if (!toolboxes.contains(id) || response.context().contains(host_mark)) return;
    log::error("tools.toolbox_id_shared",
               {{"toolbox_id", id}, {"reason", "another program on the bus answers for it too"}});
}

void ToolService::State::call(const Message& question, std::string toolbox_id) {
    std::shared_ptr<const Tool> tool;
    const auto name = question.data_string("name");
    {
        const std::lock_guard lock(mutex);
        const auto box = toolboxes.find(toolbox_id);
        if (box == toolboxes.end()) return;  // somebody else's
        if (const auto it = box->second.find(name); it != box->second.end()) tool = it->second;
    }
    json::object echo{{"toolbox_id", std::move(toolbox_id)}};
    if (!tool) {
        echo["error"] = name.empty() ? std::string("Missing required field: 'name'")
                                     : "Unknown tool: '" + std::string(name) + "'";
        return answer(bus, question, std::move(echo));
    }
    start(std::move(tool), question, "kwargs", std::move(echo));
}

void ToolService::State::list(const Message& question) {
    json::array tools;
    for (const auto& [id, toolbox] : all()) {
        for (const auto& [name, tool] : toolbox) tools.push_back(to_json(tool->definition, id));
    }
    answer(bus, question, {{"tools", std::move(tools)}});
}

Result<std::pair<std::string, std::shared_ptr<const Tool>>> ToolService::State::find_flat(
    const Message& question) const {
    const auto name = question.data_string("name");
    if (name.empty()) return fail(ErrorCode::malformed, "Missing required field: 'name'");
    std::pair<std::string, std::shared_ptr<const Tool>> found;
    std::string owners;
    std::size_t count = 0;
    const std::lock_guard lock(mutex);
    for (const auto& [id, toolbox] : toolboxes) {
        const auto it = toolbox.find(name);
        if (it == toolbox.end()) continue;
        ++count;
        owners += (owners.empty() ? "'" : ", '") + id + "'";
        found = {id, it->second};
    }
    if (count == 1) return found;
    if (count == 0) {
        return fail(ErrorCode::not_found, "Unknown tool: '" + std::string(name) + "'");
    }
    return fail(ErrorCode::invalid_argument,
                "Ambiguous tool: '" + std::string(name) + "' is in the toolboxes " + owners);
}

void ToolService::State::get(const Message& question) {
    const auto found = find_flat(question);
    answer(bus,
           question,
           found ? to_json(found->second->definition, found->first)
                 : json::object{{"error", found.error().detail}});
}

void ToolService::State::invoke(const Message& question) {
    auto found = find_flat(question);
    json::object echo;
    if (const auto name = question.data_string("name"); !name.empty()) echo["name"] = name;
    if (!found) {
        echo["error"] = found.error().detail;
        return answer(bus, question, std::move(echo));
    }
    start(std::move(found->second), question, "args", std::move(echo));
}

void ToolService::State::start(std::shared_ptr<const Tool> tool,
                               const Message& question,
                               std::string_view key,
                               json::object echo) {
    auto run = std::make_shared<Run>();
    run->tool = std::move(tool);
    run->report = [this, question, echo = std::move(echo)](ToolOutcome outcome) mutable {
        if (outcome) {
            echo["result"] = std::move(*outcome);
        } else {
            echo["error"] = outcome.error().detail;
        }
        answer(bus, question, std::move(echo));
    };
    auto arguments = arguments_of(question, key);
    if (!arguments) return run->report(std::unexpected(arguments.error()));
    if (const auto fits = run->tool->arguments.check(*arguments); !fits) {
        return run->report(fail(ErrorCode::malformed, "InvalidArgument: " + fits.error().detail));
    }
    if (running >= settings.runs_max) {
        return run->report(fail(ErrorCode::limit, "Busy: too many tools run at the moment"));
    }
    ++running;
    const std::weak_ptr<State> weak = weak_from_this();
    const auto end_it = [weak, run](ToolOutcome outcome) {
        const auto state = weak.lock();
        if (state && !state->closed) state->end(run, std::move(outcome));
    };
    run->limit = timers.after(settings.run_timeout, loop, [end_it, limit = settings.run_timeout] {
        end_it(
            fail(ErrorCode::timeout,
                 "Timeout: the tool did not end within " + std::to_string(limit.count()) + " ms"));
    });
    const auto done = [end_it, &to = loop](ToolOutcome outcome) {
        to.post([end_it, outcome = std::move(outcome)]() mutable { end_it(std::move(outcome)); });
    };
    run->tool->run(std::move(*arguments), done);
}

void ToolService::State::end(const std::shared_ptr<Run>& run, ToolOutcome outcome) {
    if (std::exchange(run->done, true)) return;
    --running;
    run->limit.cancel();
    if (outcome) {
        if (const auto fits = run->tool->output.check(*outcome); !fits) {
            outcome = fail(ErrorCode::malformed,
                           "InvalidResult: what the tool returned does not fit its own schema: " +
                               fits.error().detail);
        }
    }
    run->report(std::move(outcome));
    run->report = nullptr;
}

ToolService::ToolService(bus::Bus& bus,
                         Executor& loop,
                         Timers& timers,
                         ToolServiceSettings settings)
    : state_(std::make_shared<State>(bus, loop, timers, settings)) {
    state_->subscribe();
}

ToolService::~ToolService() {
    state_->closed = true;
    state_->subscriptions.clear();
}

Result<void> ToolService::add(const std::string& toolbox_id,
                              ToolDefinition definition,
                              ToolRunner run) {
    if (!is_toolbox_id(toolbox_id)) {
        return fail(ErrorCode::invalid_argument,
                    "toolbox id '" + toolbox_id + "' may hold only A-Z a-z 0-9 _ and -");
    }
    if (definition.name.empty()) {
        return fail(ErrorCode::invalid_argument, "a tool needs a name");
    }
    auto arguments = JsonSchema::compile(definition.argument_schema);
    if (!arguments) return std::unexpected(arguments.error());
    auto output = JsonSchema::compile(definition.output_schema);
    if (!output) return std::unexpected(output.error());
    const auto name = definition.name;
    auto tool = std::make_shared<const Tool>(
        Tool{std::move(definition), std::move(*arguments), std::move(*output), std::move(run)});
    const std::lock_guard lock(state_->mutex);
    if (!state_->toolboxes[toolbox_id].emplace(name, std::move(tool)).second) {
        return fail(ErrorCode::invalid_argument,
                    "toolbox '" + toolbox_id + "' has a tool '" + name + "' already");
    }
    return {};
}

void ToolService::remove(const std::string& toolbox_id) {
    const std::lock_guard lock(state_->mutex);
    state_->toolboxes.erase(toolbox_id);
}

}  // namespace utter::tools
