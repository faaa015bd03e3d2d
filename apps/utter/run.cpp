#include "run.hpp"

#include <array>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>

#include "assistant.hpp"
#include "bus_service.hpp"
#include "bus_settings.hpp"
#include "exit_code.hpp"
#include "platform_part.hpp"
#include "utter/bus/bus_client.hpp"
#include "utter/core/log.hpp"
#include "utter/core/version.hpp"
#include "workers_part.hpp"

namespace utter::app {
namespace {

int failed(const Error& error) {
    log::error("utter.start_failed", {{"reason", error.detail}});
    return exit_failed;
}

std::int64_t milliseconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                 start)
        .count();
}

std::unique_ptr<PlatformPart> start_platform(bus::Bus& bus, const Program& program) {
    auto started = PlatformPart::start(bus, program);
    if (!started) {
        log::error("platform.not_available", {{"reason", started.error().detail}});
        return nullptr;
    }
    log::info("platform.ready", {{"url", (*started)->address()}});
    return std::move(*started);
}

int run_client_part(const Program& program, std::string_view part) {
    std::unique_ptr<StopWatch> watch;
    runtime::EventLoop loop;
    runtime::WorkerPool pool(2);
    const SystemClock clock;
    auto settings = bus_client_settings(program.settings.bus);
    if (!settings) return failed(settings.error());
    auto client = bus::BusClient::start(loop, std::move(*settings));
    if (!client) return failed(client.error());
    const PartsBus bus(loop, **client, program);
    std::unique_ptr<legacy::CoreAdapter> legacy;
    std::unique_ptr<orchestrator::Orchestrator> orchestrator;
    std::unique_ptr<SchedulerPart> scheduler;
    std::unique_ptr<SpeakerPart> speaker;
    std::unique_ptr<MediaPart> media;
    std::unique_ptr<GuiPart> gui;
    std::unique_ptr<ListenerPart> listener;
    std::unique_ptr<PlatformPart> platform;
    std::unique_ptr<skill::SkillHost> host;
    if (part == "core") {
        legacy = bus.make_core_adapter(loop, clock, program);
        auto made = make_orchestrator(loop, bus.get(), clock, program, true);
        if (!made) return failed(made.error());
        orchestrator = std::move(*made);
        auto opened = SchedulerPart::open(loop, bus.get(), clock, program);
        if (!opened) return failed(opened.error());
        scheduler = std::move(*opened);
        if (legacy) legacy->start();
        scheduler->start();
    } else if (part == "audio") {
        auto started = SpeakerPart::start(loop, bus.get(), program, nullptr);
        if (!started) return failed(started.error());
        speaker = std::move(*started);
        if (program.settings.media.enabled) {
            media = std::make_unique<MediaPart>(bus.get(), program);
        }
        if (program.settings.gui.enabled) {
            gui = std::make_unique<GuiPart>(loop, bus.get(), program);
        }
    } else if (part == "listener") {
        auto started = ListenerPart::start(loop, bus.get(), program, nullptr);
        if (!started) return failed(started.error());
        listener = std::move(*started);
    } else if (part == "platform") {
        platform = start_platform(bus.get(), program);
        if (!platform) return exit_failed;
    } else {
        host = make_skill_host(loop, pool, bus.get(), clock, program);
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
    const auto reload = loop.on_reload_signal([&platform] {
        if (platform) platform->reload();
    });
    watch = run_until_stopped(loop);
    host.reset();
    platform.reset();
    listener.reset();
    gui.reset();
    media.reset();
    speaker.reset();
    scheduler.reset();
    orchestrator.reset();
    (*client)->begin_close();
    loop.run_until([&] { return !(*client)->connected(); }, farewell_time);
    return exit_ok;
}

}  // namespace

int run_all(const Program& program) {
    const auto start = std::chrono::steady_clock::now();
    std::unique_ptr<StopWatch> watch;  // first: outlives everything it bounds
    runtime::EventLoop loop;
    auto service = BusService::start(loop, program.settings.bus, program.settings.legacy);
    if (!service) return failed(service.error());
    // Before the assistant, as a model takes a while to load.
    const auto workers = start_workers(program);
    if (!workers) return failed(workers.error());
    auto assistant = Assistant::start(loop, (*service)->bus(), program);
    if (!assistant) return failed(assistant.error());
    // Clients may still ask while the program stops.
    (*service)->serve_page("/traces", [&assistant] {
        return json::serialize(*assistant ? (*assistant)->traces() : json::object{});
    });
    (*service)->add_metrics([&assistant, &workers] {
        return (*assistant ? (*assistant)->metrics() : std::string()) +
               (*workers ? (*workers)->to_prometheus() : std::string());
    });
    log::info("utter.ready",
              {{"version", version},
               {"bus", (*service)->address()},
               {"skills", (*assistant)->skills()},
               {"start_ms", milliseconds_since(start)}});
    // Nobody's first answer waits for it, and an assistant without it is one still.
    std::unique_ptr<PlatformPart> platform;
    if (program.settings.platform.enabled) {
        platform = start_platform((*assistant)->bus(), program);
    }
    const auto reload = loop.on_reload_signal([&platform] {
        if (platform) platform->reload();
    });
    watch = run_until_stopped(loop);
    platform.reset();
    if (*workers) (*workers)->begin_stop();
    assistant->reset();
    (*service)->close();
    watch.reset();  // how long workers may take is a setting of theirs
    if (*workers) (*workers)->stop();
    return exit_ok;
}

int run_service(const Program& program, std::string_view part) {
    return run_client_part(program, part);
}

std::string_view service_part(std::string_view name) noexcept {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 12> names{{
        {"bus", "bus"},
        {"core", "core"},
        {"skills", "skills"},
        {"audio", "audio"},
        {"listener", "listener"},
        {"platform", "platform"},
        {"ovos-messagebus", "bus"},
        {"ovos-core", "core"},
        {"ovos-skills", "skills"},
        {"ovos-audio", "audio"},
        {"ovos-listener", "listener"},
        {"utter-platform", "platform"},
    }};
    for (const auto& [alias, part] : names) {
        if (alias == name) return part;
    }
    return {};
}

}  // namespace utter::app
