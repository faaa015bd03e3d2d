#pragma once

#include <memory>
#include <vector>

#include "environment.hpp"
#include "utter/bus/bus.hpp"
#include "utter/core/clock.hpp"
#include "utter/core/result.hpp"
#include "utter/orchestrator/orchestrator.hpp"
#include "utter/runtime/event_loop.hpp"
#include "utter/runtime/worker_pool.hpp"
#include "utter/skill/skill_host.hpp"

namespace utter::app {

/// The orchestrator with its plugins, on some bus.
[[nodiscard]] Result<std::unique_ptr<orchestrator::Orchestrator>> make_orchestrator(
    runtime::EventLoop& loop, bus::Bus& bus, const Clock& clock, const Program& program);

/// The skill host, not yet loaded, on some bus.
[[nodiscard]] std::unique_ptr<skill::SkillHost> make_skill_host(runtime::EventLoop& loop,
                                                                runtime::WorkerPool& pool,
                                                                bus::Bus& bus,
                                                                const Clock& clock,
                                                                const Program& program);

/// The catalogue of skills built into this program.
[[nodiscard]] std::vector<skill::SkillEntry> skill_catalogue(const Program& program);

/// Everything that answers a text, on one bus: orchestrator and skills.
class Assistant {
  public:
    /// Starts both. A skill that cannot be loaded is logged and left out.
    [[nodiscard]] static Result<std::unique_ptr<Assistant>> start(runtime::EventLoop& loop,
                                                                  bus::Bus& bus,
                                                                  const Program& program);

    [[nodiscard]] std::size_t skills() const { return host_->loaded().size(); }

  private:
    Assistant() = default;

    SystemClock clock_;
    runtime::WorkerPool pool_{2};  // a skill that takes its time leaves a thread for the others
    std::unique_ptr<orchestrator::Orchestrator> orchestrator_;
    std::unique_ptr<skill::SkillHost> host_;
};

}  // namespace utter::app
