#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "utter/bus/bus.hpp"
#include "utter/core/executor.hpp"
#include "utter/core/result.hpp"
#include "utter/core/timers.hpp"
#include "utter/tools/tool.hpp"

namespace utter::tools {

/// What a tool came to: its result, or an error whose text reads "Type: message".
using ToolOutcome = Result<json::value>;

/// Runs a tool with arguments that fit its schema, and says once, from any thread, what it came to.
using ToolRunner =
    std::function<void(json::object arguments, std::function<void(ToolOutcome)> done)>;

struct ToolServiceSettings {
    std::chrono::milliseconds run_timeout{30'000};  ///< a tool that takes longer is given up
    std::size_t runs_max = 64;                      ///< at the same time; more are refused
};

/// The toolboxes of this process on the bus: it answers who discovers and calls them, and offers
/// all their tools in one list. Arguments are checked against their schema before anything runs,
/// results before anybody sees them. Spec: OVOS-TOOLS-1.
class ToolService {
  public:
    /// Listens on `loop`. All referred to outlive it; destroy it on the loop or when that is idle.
    ToolService(bus::Bus& bus, Executor& loop, Timers& timers, ToolServiceSettings settings = {});
    ~ToolService();
    ToolService(const ToolService&) = delete;
    ToolService& operator=(const ToolService&) = delete;
    ToolService(ToolService&&) = delete;
    ToolService& operator=(ToolService&&) = delete;

    /// Adds a tool to a toolbox, which it makes if need be. Thread-safe; seen by the next question.
    /// @return invalid_argument for a bad id or a name that is taken, otherwise what is wrong with
    /// a schema
    [[nodiscard]] Result<void> add(const std::string& toolbox_id,
                                   ToolDefinition definition,
                                   ToolRunner run);
    /// Takes away a toolbox with all its tools. Thread-safe; what runs is not stopped.
    void remove(const std::string& toolbox_id);

  private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace utter::tools
