#include "utter/config/redact.hpp"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>
#include <string>

namespace utter::config {
namespace {

constexpr std::array<std::string_view, 8> secret_words{
    "password", "passwd", "secret", "token", "api_key", "apikey", "credential", "private_key"};

// scheme://user:password@host/... becomes scheme://<redacted>@host/...
std::string without_user(std::string_view text) {
    const auto scheme_end = text.find("://");
    if (scheme_end == std::string_view::npos) return std::string(text);
    const auto authority = scheme_end + 3;
    const auto authority_end = std::min(text.find_first_of("/?#", authority), text.size());
    const auto at = text.substr(0, authority_end).rfind('@');
    if (at == std::string_view::npos || at < authority) return std::string(text);
    return std::string(text.substr(0, authority)) + std::string(redacted) +
           std::string(text.substr(at));
}

}  // namespace

bool is_secret_name(std::string_view key) {
    std::string name(key);
    std::ranges::transform(name, name.begin(), [](char c) {
        if (c == '-') return '_';
        return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    });
    if (name.ends_with("_file") || name.ends_with("_path")) return false;
    if (name.ends_with("max_tokens")) return false;  // a model's, which are no secrets
    return std::ranges::any_of(secret_words, [&name](auto word) { return name.contains(word); });
}

// Depth is bounded by guard_toml.
boost::json::value redact(std::string_view key, const boost::json::value& value) {
    if (is_secret_name(key)) return boost::json::string(redacted);
    if (const auto* text = value.if_string()) return boost::json::string(without_user(*text));
    if (const auto* object = value.if_object()) {
        boost::json::object shown;
        for (const auto& [name, inner] : *object) shown[name] = redact(name, inner);
        return shown;
    }
    if (const auto* array = value.if_array()) {
        boost::json::array shown;
        for (const auto& inner : *array) shown.push_back(redact({}, inner));
        return shown;
    }
    return value;
}

}  // namespace utter::config
