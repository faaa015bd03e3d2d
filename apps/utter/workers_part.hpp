#pragma once

#include <memory>

#include "environment.hpp"
#include "utter/core/result.hpp"
#include "utter/workers/worker_manager.hpp"

namespace utter::app {

/// Keeps the workers of `workers.*` running, and watches those that run elsewhere. Program outlives
/// it. @return null when none is configured; invalid_argument for a worker without an address,
/// unsupported where the engine `grpc` is not installed.
[[nodiscard]] Result<std::unique_ptr<workers::WorkerManager>> start_workers(const Program& program);

}  // namespace utter::app
