#include <algorithm>
#include <utility>
#include <vector>

#include "utter/core/topic.hpp"
#include "utter/core/version.hpp"
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

constexpr auto patience = 2s;
constexpr std::size_t topics_max = 32;

std::int64_t uptime_s(const Services& services) {
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() -
                                                            services.began)
        .count();
}

asio::awaitable<Response> health(Services& services, Request /*request*/) {
    auto look = [&services] { return services.jobs.next_due(); };
    const auto stored = co_await runtime::offload(services.store, look);
    json::object body{{"status", stored ? "ok" : "degraded"}, {"version", version}};
    if (!stored) body["storage"] = stored.error().detail;
    co_return web::json_response(body, stored ? 200 : 503);
}

// How many jobs wait and run; more than a page of them says so.
json::object training_counts(Services& services) {
    std::int64_t queued = 0;
    std::int64_t running = 0;
    PageRequest page{.limit = page_limit_max};
    do {
        const auto jobs = services.jobs.list({}, page);
        if (!jobs) break;
        for (const auto& job : jobs->items) {
            if (job.state == JobState::queued) ++queued;
            if (job.state == JobState::running) ++running;
        }
        page.after = jobs->next;
    } while (!page.after.empty());
    return {{"queued", queued}, {"running", running}};
}

asio::awaitable<Response> status(Services& services, Request /*request*/) {
    auto list_engines = [&services] { return services.engines(); };
    auto engines = co_await runtime::offload(services.worker, list_engines);
    auto count_jobs = [&services] { return training_counts(services); };
    auto training = co_await runtime::offload(services.store, count_jobs);
    json::array providers(services.providers.begin(), services.providers.end());
    json::object body{{"status", "ok"},
                      {"version", version},
                      {"lang", services.lang},
                      {"uptime_s", uptime_s(services)},
                      {"sessions", services.sessions.size()},
                      {"engines", std::move(engines)},
                      {"llms", std::move(providers)},
                      {"training", std::move(training)}};
    co_return web::json_response(body);
}

asio::awaitable<Response> turns(Services& services, Request request) {
    const auto limit = request.query_number("limit", 50, 1, 200);
    if (!limit) co_return problem(limit.error());
    json::object query{{"limit", *limit}};
    const auto session = request.query_value("session_id");
    if (!session.empty()) query["session_id"] = session;
    Message question("utter.traces.list", std::move(query));
    const auto answer = co_await request_on_bus(services, std::move(question), patience);
    if (!answer) co_return problem(503, "the orchestrator does not answer");
    const auto* traces = answer->data().if_contains("traces");
    co_return web::json_response(
        {{"items", traces != nullptr ? *traces : json::value(json::array())}, {"next", nullptr}});
}

asio::awaitable<Response> metrics(Services& services, Request /*request*/) {
    Response response;
    response.content_type = "text/plain; version=0.0.4";
    const auto gauge = [&](const char* name, const char* help, auto value) {
        response.body += std::string("# HELP ") + name + ' ' + help + "\n# TYPE " + name +
                         " gauge\n" + name + ' ' + std::to_string(value) + '\n';
    };
    gauge("utter_platform_sessions", "Live sessions.", services.sessions.size());
    gauge("utter_platform_clients", "Live sessions with a client.", services.sessions.connected());
    gauge("utter_platform_uptime_seconds", "Since the platform began.", uptime_s(services));
    co_return response;
}

std::vector<TopicFilter> filters_of(std::string_view topics) {
    std::vector<TopicFilter> filters;
    while (!topics.empty() && filters.size() < topics_max) {
        const auto end = std::min(topics.find(','), topics.size());
        if (end > 0) filters.emplace_back(std::string(topics.substr(0, end)));
        topics.remove_prefix(std::min(end + 1, topics.size()));
    }
    if (filters.empty()) filters.emplace_back("*");
    return filters;
}

// The bus, as far as the role of who asks may see it.
asio::awaitable<void> serve_events(Services& services,
                                   Request request,
                                   std::shared_ptr<web::WebSocket> socket) {
    auto filters = filters_of(request.query_value("topics"));
    // One subscription, so that a message that several filters want comes once.
    const auto wanted = filters.size() == 1 ? filters.front() : TopicFilter("*");
    const auto subscription = services.bus.subscribe(
        wanted,
        services.loop,
        [socket, role = request.principal.role, filters = std::move(filters)](const Message& m) {
            const bool asked = std::ranges::any_of(
                filters, [&](const TopicFilter& filter) { return filter.matches(m.type()); });
            if (asked && (!role || role->may_see(m.type()))) socket->send_text(*m.wire());
        });
    bool goes_on = true;
    while (goes_on) goes_on = (co_await socket->read()).has_value();
}

}  // namespace

void add_status_routes(web::Router& router, Services& services) {
    router.add(
        {.method = "GET",
         .pattern = "/health",
         .handler = [&services](Request request) { return health(services, std::move(request)); },
         .is_public = true});
    add_loop_route(router, services, "GET", "/status", "status", &status);
    add_loop_route(router, services, "GET", "/turns", "turns", &turns);
    add_loop_route(router, services, "GET", "/metrics", "metrics", &metrics);
    router.add({.method = "WS",
                .pattern = "/ws/events",
                .on_socket =
                    [&services](Request request, std::shared_ptr<web::WebSocket> socket) {
                        return serve_events(services, std::move(request), std::move(socket));
                    },
                .subprotocol = "utter",
                .frame_bytes_max = 4096});
}

}  // namespace utter::platform
