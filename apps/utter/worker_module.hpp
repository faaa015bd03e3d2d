#pragma once

#include <string>

#include "utter/config/settings.hpp"
#include "utter/core/result.hpp"

/// What the module `grpc` offers besides its engines.
namespace utter::app {

/// What it offers under the name `utter_worker`.
struct WorkerModule {
    /// What the health service of the worker at `service.url` says, asked within its
    /// connect_timeout. @param part "stt", "tts" or "trainer"
    Result<void> (*check_serving)(const std::string& part, const config::GrpcService& service);
};

}  // namespace utter::app

extern "C" const utter::app::WorkerModule utter_worker;
