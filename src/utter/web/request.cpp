#include "utter/web/request.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "utter/web/media_type.hpp"

namespace utter::web {
namespace {

int hex_digit(char c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

std::string_view find_header(const Headers& headers, std::string_view name) noexcept {
    for (const auto& [key, value] : headers) {
        if (std::ranges::equal(key, name, {}, lower, lower)) return value;
    }
    return {};
}

const std::string& Request::param(std::string_view name) const {
    const auto it = params.find(name);
    if (it == params.end()) throw std::logic_error("no such placeholder: " + std::string(name));
    return it->second;
}

std::string_view Request::query_value(std::string_view name) const noexcept {
    const auto it = query.find(name);
    return it == query.end() ? std::string_view() : std::string_view(it->second);
}

Result<std::size_t> Request::query_number(std::string_view name,
                                          std::size_t fallback,
                                          std::size_t least,
                                          std::size_t most) const {
    const auto it = query.find(name);
    if (it == query.end()) return fallback;
    const auto& text = it->second;
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < least ||
        number > most) {
        return fail(ErrorCode::invalid_argument,
                    "'" + std::string(name) + "' must be a whole number from " +
                        std::to_string(least) + " to " + std::to_string(most));
    }
    return number;
}

Result<json::object> Request::json_body() const {
    const auto type = media_type_of(header("Content-Type"));
    if (!type.empty() && type != "application/json") {
        return fail(ErrorCode::invalid_argument,
                    "'Content-Type' must be application/json, not " + type);
    }
    auto parsed = parse_json(body);
    if (!parsed) {
        return fail(ErrorCode::malformed, "the body is not JSON: " + parsed.error().detail);
    }
    if (!parsed->is_object()) {
        return fail(ErrorCode::malformed,
                    "the body must be a JSON object, not " + std::string(describe_type(*parsed)));
    }
    return std::move(parsed->get_object());
}

std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            if (i + 2 >= text.size()) return std::nullopt;
            const int high = hex_digit(text[i + 1]);
            const int low = hex_digit(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            c = static_cast<char>(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        if (c == '\0') return std::nullopt;
        out += c;
    }
    return out;
}

Result<void> read_target(std::string_view target, Request& into) {
    if (!target.starts_with('/')) return fail(ErrorCode::malformed, "the target is not a path");
    const auto question = target.find('?');
    auto path = percent_decoded(target.substr(0, question));
    if (!path) return fail(ErrorCode::malformed, "the path breaks percent-encoding");
    into.path = std::move(*path);
    if (question == std::string_view::npos) return {};
    auto rest = target.substr(question + 1);
    while (!rest.empty()) {
        const auto end = std::min(rest.find('&'), rest.size());
        const auto pair = rest.substr(0, end);
        const auto equals = std::min(pair.find('='), pair.size());
        auto name = percent_decoded(pair.substr(0, equals), true);
        auto value = percent_decoded(pair.substr(std::min(equals + 1, pair.size())), true);
        if (!name || !value) return fail(ErrorCode::malformed, "the query breaks percent-encoding");
        if (!name->empty()) into.query.insert_or_assign(std::move(*name), std::move(*value));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return {};
}

}  // namespace utter::web
