#include "bus_service.hpp"

#include <utility>

#include "bus_settings.hpp"
#include "tls_module.hpp"
#include "utter/core/log.hpp"

namespace utter::app {
namespace {

// With the farewell well under the second that a stop may take.
constexpr std::chrono::milliseconds stop_time_max{900};

}  // namespace

Result<std::unique_ptr<BusService>> BusService::start(runtime::EventLoop& loop,
                                                      const config::BusSettings& settings,
                                                      const config::LegacySettings& legacy) {
    auto doors = bus_server_settings(settings);
    if (!doors) return std::unexpected(doors.error());
    std::unique_ptr<BusService> service(new BusService(loop, settings));
    if (legacy.enabled) doors->gate = &service->gate_;
    auto server = bus::BusServer::start(loop, service->bus_, std::move(*doors));
    if (!server) return std::unexpected(server.error());
    service->server_ = std::move(*server);
    service->on_clients_ = service->bus_.subscribe(
        "utter.bus.clients.list", loop, [made = service.get()](const Message& query) {
            auto answer = query.response({{"clients", made->server_->describe_clients()}});
            if (answer) made->bus_.publish(std::move(*answer));
        });
    service->reload_signal_ = loop.on_reload_signal([made = service.get()] {
        if (const auto read = made->server_->reload_keys(); !read) {
            log::error("bus.keys_not_loaded", {{"reason", read.error().detail}});
        }
        auto tls = server_tls(made->settings_.tls_certificate, made->settings_.tls_key);
        if (tls) {
            made->server_->set_tls(std::move(*tls));
        } else {
            log::error("bus.certificate_not_loaded", {{"reason", tls.error().detail}});
        }
    });
    return service;
}

std::string BusService::address() const {
    return bus_address(settings_, server_->port());
}

void BusService::close() {
    server_->begin_close();
    loop_.run_until([this] { return server_->clients() == 0; }, farewell_time);
}

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

}  // namespace utter::app
