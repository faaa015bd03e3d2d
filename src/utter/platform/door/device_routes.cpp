#include <chrono>
#include <utility>

#include "utter/platform/door/bus_request.hpp"
#include "utter/platform/door/routes.hpp"
#include "utter/platform/door/routing.hpp"
#include "utter/runtime/offload.hpp"

namespace utter::platform {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using web::problem;
using web::Request;
using web::Response;

// A machine without a sound server is one without devices: the list says why it is empty.
asio::awaitable<Response> list_devices(Services& services, Request /*request*/) {
    auto look = [&services] { return services.devices(); };
    auto devices = co_await runtime::offload(services.worker, look);
    json::object body{{"items", devices ? std::move(*devices) : json::array{}},
                      {"next", nullptr},
                      {"problem", nullptr}};
    if (!devices) body["problem"] = devices.error().detail;
    co_return web::json_response(body);
}

asio::awaitable<Response> list_clients(Services& services, Request /*request*/) {
    Message question("utter.bus.clients.list");
    const auto answer = co_await request_on_bus(services, std::move(question), 2s);
    if (!answer) co_return problem(503, "the bus does not answer");
    const auto* clients = answer->data().if_contains("clients");
    co_return web::json_response(
        {{"items", clients != nullptr ? *clients : json::value(json::array())}, {"next", nullptr}});
}

}  // namespace

void add_device_routes(web::Router& router, Services& services) {
    add_loop_route(router, services, "GET", "/devices", "devices", &list_devices);
    add_loop_route(router, services, "GET", "/clients", "clients", &list_clients);
}

}  // namespace utter::platform
