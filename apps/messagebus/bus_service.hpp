#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "stop_watch.hpp"
#include "utter/bus/bus_server.hpp"
#include "utter/bus/local_bus.hpp"
#include "utter/config/settings.hpp"
#include "utter/legacy/twin_gate.hpp"
#include "utter/runtime/event_loop.hpp"

namespace utter::app {

/// Time for clients to take their leave when a program stops.
inline constexpr std::chrono::milliseconds farewell_time{400};

/// A bus with its doors, served as the configuration says. Lives on the loop's thread.
class BusService {
  public:
    /// @return what BusServer::start() says, or which setting is wrong.
    [[nodiscard]] static Result<std::unique_ptr<BusService>> start(
        runtime::EventLoop& loop,
        const config::BusSettings& settings,
        const config::LegacySettings& legacy);

    [[nodiscard]] bus::LocalBus& bus() noexcept { return bus_; }
    /// Where clients find it, for people to read.
    [[nodiscard]] std::string address() const;
    /// As BusServer::serve_page().
    void serve_page(std::string path, std::function<std::string()> page) {
        server_->serve_page(std::move(path), std::move(page));
    }
    /// As BusServer::add_metrics().
    void add_metrics(std::function<std::string()> metrics) {
        server_->add_metrics(std::move(metrics));
    }
    /// Tells the clients goodbye and waits for them, for farewell_time at most.
    void close();

  private:
    BusService(runtime::EventLoop& loop, const config::BusSettings& settings)
        : loop_(loop), settings_(settings) {}

    runtime::EventLoop& loop_;
    const config::BusSettings settings_;
    bus::LocalBus bus_;
    legacy::TwinGate gate_{[this](Message message) {
        loop_.post([this, message = std::move(message)] { bus_.publish(message); });
    }};
    std::unique_ptr<bus::BusServer> server_;
    bus::Subscription on_clients_;
    std::shared_ptr<void> reload_signal_;
};

/// Runs until SIGINT or SIGTERM. @return a guard that bounds the shutdown which follows.
[[nodiscard]] std::unique_ptr<StopWatch> run_until_stopped(runtime::EventLoop& loop);

}  // namespace utter::app
