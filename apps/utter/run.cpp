#include "run.hpp"

#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>

#include "assistant.hpp"
#include "exit_code.hpp"
#include "stop_watch.hpp"
#include "utter/bus/bus_client.hpp"
#include "utter/bus/bus_server.hpp"
#include "utter/bus/local_bus.hpp"
#include "utter/core/log.hpp"
#include "utter/core/version.hpp"

namespace utter::app {
namespace {

using namespace std::chrono_literals;

// Together well under the second that a stop may take.
constexpr auto farewell_time = 400ms;
constexpr auto stop_time_max = 900ms;

bus::BusServerSettings server_settings(const config::BusSettings& config) {
    bus::BusServerSettings settings;
    settings.host = config.host == "localhost" ? "127.0.0.1" : config.host;
    settings.port = config.port;
    settings.frame_bytes_max = config.frame_max_bytes;
    settings.client_queue_bytes_max = config.client_queue_max_bytes;
    settings.clients_max = config.clients_max;
    return settings;
}

int failed(const Error& error) {
    log::error("utter.start_failed", {{"reason", error.detail}});
    return exit_failed;
}

// Runs until SIGINT or SIGTERM. @return a guard that bounds the shutdown which follows.
std::unique_ptr<StopWatch> run_until_stopped(runtime::EventLoop& loop) {
    std::unique_ptr<StopWatch> watch;
    loop.on_stop_signal([&](int signal) {
        log::info("utter.stopping", {{"signal", signal}});
        watch = std::make_unique<StopWatch>(stop_time_max);
        loop.stop();
    });
    loop.run();
    return watch;
}

std::int64_t milliseconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                 start)
        .count();
}

// The bus alone, or with the assistant on it.
int serve(const Program& program, bool with_assistant) {
    const auto start = std::chrono::steady_clock::now();
    std::unique_ptr<StopWatch> watch;  // first: outlives everything it bounds
    runtime::EventLoop loop;
    bus::LocalBus bus;
    auto server = bus::BusServer::start(loop, bus, server_settings(program.settings.bus));
    if (!server) return failed(server.error());
    std::unique_ptr<Assistant> assistant;
    if (with_assistant) {
        auto started = Assistant::start(loop, bus, program);
        if (!started) return failed(started.error());
        assistant = std::move(*started);
    }
    log::info(
        "utter.ready",
        {{"version", version},
         {"bus",
          "ws://" + program.settings.bus.host + ":" + std::to_string((*server)->port()) + "/core"},
         {"skills", assistant ? assistant->skills() : 0},
         {"start_ms", milliseconds_since(start)}});
    watch = run_until_stopped(loop);
    assistant.reset();
    (*server)->begin_close();
    loop.run_until([&] { return (*server)->clients() == 0; }, farewell_time);
    return exit_ok;
}

int run_client_part(const Program& program, std::string_view part) {
    std::unique_ptr<StopWatch> watch;
    runtime::EventLoop loop;
    runtime::WorkerPool pool(2);
    const SystemClock clock;
    bus::BusClientSettings settings;
    settings.url = program.settings.bus.effective_url();
    settings.frame_bytes_max = program.settings.bus.frame_max_bytes;
    auto client = bus::BusClient::start(loop, std::move(settings));
    if (!client) return failed(client.error());
    std::unique_ptr<orchestrator::Orchestrator> orchestrator;
    std::unique_ptr<skill::SkillHost> host;
    if (part == "core") {
        auto made = make_orchestrator(loop, **client, clock, program);
        if (!made) return failed(made.error());
        orchestrator = std::move(*made);
    } else {
        host = make_skill_host(loop, pool, **client, clock, program);
        host->load(skill_catalogue(program));
    }
    // What was published while there was no bus is still queued; a bus that came back has
    // forgotten what it heard before.
    bool first = true;
    (*client)->on_connected([&] {
        log::info("utter.connected",
                  {{"part", part}, {"bus", program.settings.bus.effective_url()}});
        if (std::exchange(first, false)) return;
        if (orchestrator) orchestrator->announce();
        if (host) host->register_all();
    });
    watch = run_until_stopped(loop);
    host.reset();
    orchestrator.reset();
    (*client)->begin_close();
    loop.run_until([&] { return !(*client)->connected(); }, farewell_time);
    return exit_ok;
}

}  // namespace

int run_all(const Program& program) {
    return serve(program, true);
}

int run_service(const Program& program, std::string_view part) {
    if (part == "bus") return serve(program, false);
    return run_client_part(program, part);
}

std::string_view service_part(std::string_view name) noexcept {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> names{{
        {"bus", "bus"},
        {"core", "core"},
        {"skills", "skills"},
        {"ovos-messagebus", "bus"},
        {"ovos-core", "core"},
        {"ovos-skills", "skills"},
    }};
    for (const auto& [alias, part] : names) {
        if (alias == name) return part;
    }
    return {};
}

}  // namespace utter::app
