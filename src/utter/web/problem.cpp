#include <boost/beast/http/status.hpp>
#include <boost/json/serialize.hpp>

#include "utter/core/faulty_field.hpp"
#include "utter/web/response.hpp"

namespace utter::web {

unsigned status_of(ErrorCode code) noexcept {
    switch (code) {
        case ErrorCode::invalid_argument:
            return 422;
        case ErrorCode::malformed:
            return 400;
        case ErrorCode::not_found:
            return 404;
        case ErrorCode::conflict:
            return 409;
        case ErrorCode::unavailable:
            return 503;
        case ErrorCode::timeout:
            return 504;
        case ErrorCode::limit:
            return 413;
        case ErrorCode::unsupported:
            return 415;
        case ErrorCode::io:
            return 507;
        case ErrorCode::internal:
            return 500;
    }
    return 500;
}

Response json_response(const json::value& value, unsigned status) {
    Response response;
    response.status = status;
    response.body = json::serialize(value);
    return response;
}

Response no_content() {
    Response response;
    response.status = 204;
    response.content_type.clear();
    return response;
}

Response problem(unsigned status, std::string_view detail, std::string_view field) {
    namespace http = boost::beast::http;
    const auto title = http::obsolete_reason(static_cast<http::status>(status));
    json::object body{{"type", "about:blank"},
                      {"title", json::string_view(title.data(), title.size())},
                      {"status", status},
                      {"detail", detail}};
    if (!field.empty()) body["field"] = field;
    auto response = json_response(body, status);
    response.content_type = "application/problem+json";
    return response;
}

Response problem(const Error& error) {
    auto response = problem(status_of(error.code), error.detail, faulty_field(error));
    if (error.retryable) response.headers.emplace_back("Retry-After", "1");
    return response;
}

}  // namespace utter::web
