#include "utter/platform/door/routing.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

#include "utter/core/instant.hpp"
#include "utter/runtime/offload.hpp"

namespace utter::platform {
namespace {

boost::asio::awaitable<web::Response> answer_from_store(Services& services,
                                                        StoreHandler handler,
                                                        web::Request request) {
    auto work = [&services, handler, request = std::move(request)] {
        return handler(services, request);
    };
    co_return co_await runtime::offload(services.store, work);
}

}  // namespace

void add_store_route(web::Router& router,
                     Services& services,
                     std::string method,
                     std::string pattern,
                     std::string_view resource,
                     StoreHandler handler) {
    router.add({.method = std::move(method),
                .pattern = std::move(pattern),
                .handler =
                    [&services, handler](web::Request request) {
                        return answer_from_store(services, handler, std::move(request));
                    },
                .check = allows(resource),
                .body_bytes_max = std::size_t{256} * 1024});
}

void add_loop_route(web::Router& router,
                    Services& services,
                    std::string method,
                    std::string pattern,
                    std::string_view resource,
                    LoopHandler handler,
                    std::size_t body_bytes_max,
                    std::function<std::shared_ptr<web::BodySink>()> make_sink) {
    router.add(
        {.method = std::move(method),
         .pattern = std::move(pattern),
         .handler = [&services, handler](
                        web::Request request) { return handler(services, std::move(request)); },
         .check = allows(resource),
         .body_bytes_max = body_bytes_max,
         .make_sink = std::move(make_sink)});
}

std::string topic_of_resource(std::string_view resource) {
    return "utter.platform." + std::string(resource);
}

web::Check allows(std::string_view resource) {
    return [topic = topic_of_resource(resource)](
               const web::Request& request) -> std::optional<web::Response> {
        const auto& role = request.principal.role;
        if (!role) return std::nullopt;
        const bool reads = request.method == "GET" || request.method == "HEAD";
        if (reads ? role->may_see(topic) : role->may_publish(topic)) return std::nullopt;
        return web::problem(
            403, "the role of this key may not " + std::string(reads ? "see " : "change ") + topic);
    };
}

Result<PageRequest> page_of(const web::Request& request) {
    const auto limit = request.query_number("limit", 50, 1, page_limit_max);
    if (!limit) return std::unexpected(limit.error());
    return PageRequest{.limit = static_cast<int>(*limit),
                       .after = std::string(request.query_value("after"))};
}

Result<std::optional<std::int64_t>> revision_of(const web::Request& request) {
    auto text = request.header("If-Match");
    if (text.empty() || text == "*") return std::nullopt;
    std::int64_t revision = 0;
    if (text.size() > 2 && text.front() == '"' && text.back() == '"') {
        text = text.substr(1, text.size() - 2);
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), revision);
        if (error == std::errc() && end == text.data() + text.size()) return revision;
    }
    return fail(ErrorCode::invalid_argument, "'If-Match' must be an ETag of this resource, or *");
}

web::Response change_problem(const Error& error, const web::Request& request) {
    if (error.code == ErrorCode::conflict && !request.header("If-Match").empty()) {
        return web::problem(412, error.detail, "If-Match");
    }
    return web::problem(error);
}

std::string etag_of(std::int64_t revision) {
    return '"' + std::to_string(revision) + '"';
}

std::string text_of(Time time) {
    return to_string(Instant{time});
}

const json::value* BodyReader::take(std::string_view name) {
    known_.emplace_back(name);
    return body_.if_contains(name);
}

void BodyReader::wrong(std::string_view name, std::string_view wanted) {
    if (!problem_.empty()) return;
    problem_ = '\'' + std::string(name) + "' must be " + std::string(wanted);
}

void BodyReader::text(std::string_view name, std::string& into) {
    const auto* value = take(name);
    if (value == nullptr) return;
    if (value->is_string()) {
        into = value->get_string();
    } else {
        wrong(name, "a string");
    }
}

void BodyReader::text_or_null(std::string_view name, std::string& into) {
    const auto* value = body_.if_contains(name);
    if (value != nullptr && value->is_null()) {
        known_.emplace_back(name);
        into.clear();
        return;
    }
    text(name, into);
}

void BodyReader::whole(std::string_view name, std::uint32_t& into) {
    const auto* value = take(name);
    if (value == nullptr) return;
    const auto number = value->is_int64() ? value->get_int64() : -1;
    if (number < 0 || number > std::numeric_limits<std::uint32_t>::max()) {
        wrong(name, "a whole number");
    } else {
        into = static_cast<std::uint32_t>(number);
    }
}

void BodyReader::number_or_null(std::string_view name, std::optional<double>& into) {
    const auto* value = take(name);
    if (value == nullptr) return;
    if (value->is_null()) {
        into.reset();
    } else if (value->is_number() && std::isfinite(value->to_number<double>())) {
        into = value->to_number<double>();
    } else {
        wrong(name, "a number or null");
    }
}

void BodyReader::whole_or_null(std::string_view name, std::optional<std::uint32_t>& into) {
    const auto* value = body_.if_contains(name);
    if (value == nullptr || value->is_null()) {
        known_.emplace_back(name);
        if (value != nullptr) into.reset();
        return;
    }
    std::uint32_t number = 0;
    whole(name, number);
    into = number;
}

void BodyReader::texts(std::string_view name, std::vector<std::string>& into) {
    const auto* value = take(name);
    if (value == nullptr) return;
    const bool strings =
        value->is_array() &&
        std::ranges::all_of(value->get_array(), [](const auto& v) { return v.is_string(); });
    if (!strings) {
        wrong(name, "an array of strings");
        return;
    }
    into.clear();
    for (const auto& member : value->get_array()) into.emplace_back(member.get_string());
}

Result<void> BodyReader::finish() {
    if (!problem_.empty()) return fail(ErrorCode::invalid_argument, problem_);
    for (const auto& [key, value] : body_) {
        if (std::ranges::find(known_, std::string_view(key)) != known_.end()) continue;
        std::string names;
        for (const auto& name : known_) names += (names.empty() ? "" : ", ") + name;
        return fail(ErrorCode::invalid_argument,
                    '\'' + std::string(key) + "' is not known; there are " + names);
    }
    return {};
}

}  // namespace utter::platform
