#pragma once

#include <memory>

#include "environment.hpp"
#include "utter/bus/bus.hpp"
#include "utter/gui/gui_service.hpp"
#include "utter/runtime/event_loop.hpp"
#include "utter/runtime/worker_pool.hpp"

namespace utter::app {

/// The display hub with the displays that are configured.
class GuiPart {
  public:
    /// Takes requests from now on. All outlive it.
    GuiPart(runtime::EventLoop& loop, bus::Bus& bus, const Program& program);

  private:
    std::unique_ptr<runtime::WorkerPool> writer_;  // what is written to may make one wait
    std::unique_ptr<gui::GuiService> service_;
};

}  // namespace utter::app
