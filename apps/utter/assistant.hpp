#pragma once

#include <memory>
#include <vector>

#include "environment.hpp"
#include "gui_part.hpp"
#include "listener_part.hpp"
#include "media_part.hpp"
#include "scheduler_part.hpp"
#include "speaker_part.hpp"
#include "utter/bus/bus.hpp"
#include "utter/core/clock.hpp"
#include "utter/core/result.hpp"
#include "utter/legacy/core_adapter.hpp"
#include "utter/legacy/legacy_bus.hpp"
#include "utter/orchestrator/orchestrator.hpp"
#include "utter/runtime/event_loop.hpp"
#include "utter/runtime/worker_pool.hpp"
#include "utter/skill/skill_host.hpp"

namespace utter::app {

/// The bus as our own parts see it: in the older topic names too, when that is on.
class PartsBus {
  public:
    PartsBus(runtime::EventLoop& loop, bus::Bus& inner, const Program& program);

    [[nodiscard]] bus::Bus& get() const noexcept;
    /// What an orchestrator on it needs beside it, to be made first and started last; nullptr when
    /// the older names are off.
    [[nodiscard]] std::unique_ptr<legacy::CoreAdapter> make_core_adapter(
        runtime::EventLoop& loop, const Clock& clock, const Program& program) const;

  private:
    bus::Bus& inner_;
    std::unique_ptr<legacy::LegacyBus> legacy_;
};

/// The orchestrator with its plugins, on some bus.
/// @param stays whether it answers more than one question, so that its budgets mean something
[[nodiscard]] Result<std::unique_ptr<orchestrator::Orchestrator>> make_orchestrator(
    runtime::EventLoop& loop,
    bus::Bus& bus,
    const Clock& clock,
    const Program& program,
    bool stays);

/// The skill host, not yet loaded, on some bus.
[[nodiscard]] std::unique_ptr<skill::SkillHost> make_skill_host(runtime::EventLoop& loop,
                                                                runtime::WorkerPool& pool,
                                                                bus::Bus& bus,
                                                                const Clock& clock,
                                                                const Program& program);

/// The catalogue of skills built into this program.
[[nodiscard]] std::vector<skill::SkillEntry> skill_catalogue(const Program& program);

/// Everything that answers a text, on one bus: orchestrator, scheduler and skills; and, when it
/// stays, the listener and the speaker.
class Assistant {
  public:
    /// Starts them. A skill that cannot be loaded is logged and left out.
    [[nodiscard]] static Result<std::unique_ptr<Assistant>> start(runtime::EventLoop& loop,
                                                                  bus::Bus& bus,
                                                                  const Program& program);

    /// Starts them to answer one question: what is scheduled is kept for an assistant that stays,
    /// and fires there. Does without the scheduler when another program has its database.
    [[nodiscard]] static Result<std::unique_ptr<Assistant>> start_for_one_question(
        runtime::EventLoop& loop, bus::Bus& bus, const Program& program);

    /// What its parts talk over.
    [[nodiscard]] bus::Bus& bus() const noexcept { return bus_->get(); }
    /// How the newest utterances were decided.
    [[nodiscard]] json::object traces() const { return orchestrator_->traces(); }
    /// How long the stages of turns take, and how well the microphone hears and the loudspeaker is
    /// fed, as Prometheus text.
    [[nodiscard]] std::string metrics() const {
        return orchestrator_->turn_metrics() +
               (speaker_ ? speaker_->to_prometheus() : std::string()) +
               (listener_ ? listener_->to_prometheus() : std::string());
    }
    [[nodiscard]] std::size_t skills() const { return host_->loaded().size(); }

  private:
    Assistant() = default;
    [[nodiscard]] static Result<std::unique_ptr<Assistant>> make(runtime::EventLoop& loop,
                                                                 bus::Bus& bus,
                                                                 const Program& program,
                                                                 bool stays);

    SystemClock clock_;
    runtime::WorkerPool pool_{2};  // a skill that takes its time leaves a thread for the others
    std::unique_ptr<PartsBus> bus_;
    std::unique_ptr<legacy::CoreAdapter> legacy_;
    std::unique_ptr<orchestrator::Orchestrator> orchestrator_;
    std::unique_ptr<SchedulerPart> scheduler_;
    std::unique_ptr<SpeakerPart> speaker_;
    std::unique_ptr<MediaPart> media_;
    std::unique_ptr<GuiPart> gui_;
    std::unique_ptr<ListenerPart> listener_;
    std::unique_ptr<skill::SkillHost> host_;
};

}  // namespace utter::app
