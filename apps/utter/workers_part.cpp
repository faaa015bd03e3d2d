#include "workers_part.hpp"

#include <array>
#include <utility>
#include <vector>

#include "module_loader.hpp"
#include "utter/core/log.hpp"
#include "worker_module.hpp"

namespace utter::app {
namespace {

struct Part {
    std::string name;
    const config::WorkerSettings& worker;
    const config::GrpcService& service;
};

std::array<Part, 3> parts(const config::Settings& settings) {
    return {{{"stt", settings.workers.stt, settings.stt.grpc},
             {"tts", settings.workers.tts, settings.tts.grpc},
             {"trainer", settings.workers.trainer, settings.trainer.grpc}}};
}

// For the manager's threads: it owns what it needs.
Result<void> probe(const WorkerModule& module,
                   const config::Settings& settings,
                   const std::string& name) {
    for (const auto& part : parts(settings)) {
        if (part.name == name) return module.check_serving(name, part.service);
    }
    return fail(ErrorCode::internal, "there is no worker '" + name + "'");
}

}  // namespace

Result<std::unique_ptr<workers::WorkerManager>> start_workers(const Program& program) {
    std::vector<workers::WorkerSettings> wanted;
    for (const auto& part : parts(program.settings)) {
        const auto& command = part.worker.command;
        if (part.service.url.empty()) {
            if (command.empty()) continue;
            return fail(ErrorCode::invalid_argument,
                        "workers." + part.name + ".command needs " + part.name +
                            ".grpc.url, the address at which the worker shall serve");
        }
        wanted.push_back({.name = part.name,
                          .command = command,
                          .variables = {"UTTER_WORKER_LISTEN=" + part.service.url},
                          .start_timeout = part.worker.start_timeout,
                          .stop_timeout = part.worker.stop_timeout,
                          .restart_delay = part.worker.restart_delay});
    }
    if (wanted.empty()) return nullptr;
    const auto found = load_module("grpc", "utter_worker");
    if (!found) {
        return fail(ErrorCode::unsupported,
                    wanted.front().name +
                        ".grpc.url names a worker, and the engine 'grpc' cannot "
                        "be loaded: " +
                        found.error().detail);
    }
    const auto* const module = static_cast<const WorkerModule*>(*found);
    return std::make_unique<workers::WorkerManager>(
        std::move(wanted), [module, &settings = program.settings](const std::string& name) {
            return probe(*module, settings, name);
        });
}

}  // namespace utter::app
