#include "utter/core/json.hpp"

#include <algorithm>
#include <boost/json/stream_parser.hpp>
#include <cmath>

namespace utter {
namespace {

// The parser turns 2e308 into infinity, which JSON cannot say again. Recursion ends at
// json_depth_max, which the parser has kept.
// NOLINTNEXTLINE(misc-no-recursion)
bool all_finite(const json::value& value) {
    if (const auto* number = value.if_double()) return std::isfinite(*number);
    if (const auto* list = value.if_array()) return std::ranges::all_of(*list, all_finite);
    const auto* object = value.if_object();
    return object == nullptr ||
           std::ranges::all_of(*object, [](const json::key_value_pair& member) {
               return all_finite(member.value());
           });
}

}  // namespace

Result<json::value> parse_json(std::string_view text) {
    json::parse_options options;
    options.max_depth = json_depth_max;
    json::stream_parser parser(json::storage_ptr{}, options);
    boost::system::error_code error;
    const std::size_t consumed = parser.write_some(text.data(), text.size(), error);
    if (!error && consumed < text.size()) error = json::error::extra_data;
    if (!error) parser.finish(error);
    if (error) {
        return fail(ErrorCode::malformed,
                    "not valid JSON at byte " + std::to_string(consumed) + ": " + error.message());
    }
    auto value = parser.release();
    if (!all_finite(value)) {
        return fail(ErrorCode::malformed, "not valid JSON: a number is too large for a double");
    }
    return value;
}

std::string_view describe_type(const json::value& value) noexcept {
    switch (value.kind()) {
        case json::kind::null:
            return "null";
        case json::kind::bool_:
            return "a boolean";
        case json::kind::int64:
        case json::kind::uint64:
        case json::kind::double_:
            return "a number";
        case json::kind::string:
            return "a string";
        case json::kind::array:
            return "an array";
        case json::kind::object:
            return "an object";
    }
    return "unknown";
}

std::string_view string_or_empty(const json::object& object, std::string_view key) noexcept {
    const auto* value = object.if_contains(key);
    const auto* text = value == nullptr ? nullptr : value->if_string();
    return text == nullptr ? std::string_view{} : std::string_view(*text);
}

std::vector<std::string> strings_under(const json::object& object, std::string_view key) {
    std::vector<std::string> out;
    const auto* value = object.if_contains(key);
    if (value == nullptr || !value->is_array()) return out;
    for (const auto& member : value->get_array()) {
        if (const auto* text = member.if_string()) out.emplace_back(*text);
    }
    return out;
}

}  // namespace utter
