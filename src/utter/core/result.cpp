#include "utter/core/result.hpp"

#include "utter/core/faulty_field.hpp"

namespace utter {

std::string_view to_string(ErrorCode code) noexcept {
    switch (code) {
        case ErrorCode::invalid_argument:
            return "invalid_argument";
        case ErrorCode::malformed:
            return "malformed";
        case ErrorCode::not_found:
            return "not_found";
        case ErrorCode::unavailable:
            return "unavailable";
        case ErrorCode::timeout:
            return "timeout";
        case ErrorCode::limit:
            return "limit";
        case ErrorCode::io:
            return "io";
        case ErrorCode::unsupported:
            return "unsupported";
        case ErrorCode::internal:
            return "internal";
        case ErrorCode::conflict:
            return "conflict";
    }
    return "internal";
}

std::string_view faulty_field(const Error& error) noexcept {
    std::string_view detail = error.detail;
    if (!detail.starts_with('\'')) return {};
    detail.remove_prefix(1);
    const auto end = detail.find('\'');
    return end == std::string_view::npos ? std::string_view() : detail.substr(0, end);
}

}  // namespace utter
