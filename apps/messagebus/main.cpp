#include <CLI/CLI.hpp>
#include <chrono>
#include <exception>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "bus_service.hpp"
#include "exit_code.hpp"
#include "utter/config/load.hpp"
#include "utter/core/log.hpp"
#include "utter/core/version.hpp"

namespace {

using namespace utter;

int serve(const config::Settings& settings) {
    const auto start = std::chrono::steady_clock::now();
    std::unique_ptr<app::StopWatch> watch;  // first: outlives everything it bounds
    runtime::EventLoop loop;
    auto service = app::BusService::start(loop, settings.bus, settings.legacy);
    if (!service) {
        log::error("utter.start_failed", {{"reason", service.error().detail}});
        return app::exit_failed;
    }
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    log::info("utter.ready",
              {{"version", version}, {"bus", (*service)->address()}, {"start_ms", took.count()}});
    watch = app::run_until_stopped(loop);
    (*service)->close();
    return app::exit_ok;
}

int run(int argc, char** argv) {
    CLI::App cli{"The message bus of Utter alone", "ovos-messagebus"};
    std::vector<std::string> flags;
    std::string config_file;
    std::string log_level;
    cli.add_option("--set", flags, "Set a configuration key for this run: bus.port=8182")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false);
    cli.add_option("--config", config_file, "Read this configuration file and no other")
        ->type_name("FILE");
    cli.add_option("--log-level", log_level, "DEBUG, INFO, WARNING or ERROR")->type_name("LEVEL");
    cli.set_version_flag("--version", "utter " + std::string(version));
    cli.footer(
        "Serves ws://127.0.0.1:8181/core, with /health and /metrics beside it.\n"
        "SIGHUP makes it read bus.keys_file again. `utter config reference` describes every key.");
    try {
        cli.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return cli.exit(error) == 0 ? app::exit_ok : app::exit_usage;
    }
    auto environment = config::current_environment();
    if (!config_file.empty()) environment["UTTER_CONFIG"] = config_file;
    if (!log_level.empty()) flags.push_back("log.level=" + log_level);
    const auto load =
        config::load_settings(config::standard_sources(std::move(environment), std::move(flags)));
    if (!load.ok()) {
        for (const auto& problem : load.problems) {
            std::cerr << "ovos-messagebus: " << config::to_string(problem) << '\n';
        }
        return app::exit_usage;
    }
    log::configure({load.settings.log.level, load.settings.log.pii});
    return serve(load.settings);
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const std::exception& error) {
        std::cerr << "ovos-messagebus: " << error.what() << '\n';
        return utter::app::exit_failed;
    }
}
