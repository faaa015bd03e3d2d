#include "utter/config/text.hpp"

#include <algorithm>
#include <limits>

namespace utter::config {
namespace {

bool is_bare(std::string_view part) {
    return !part.empty() && std::ranges::all_of(part, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '-';
    });
}

// At most `max_bytes`, never ending inside a UTF-8 character.
std::string_view cut(std::string_view text, std::size_t max_bytes) {
    if (text.size() <= max_bytes) return text;
    while (max_bytes > 0 && (static_cast<unsigned char>(text[max_bytes]) & 0xc0U) == 0x80U) {
        --max_bytes;
    }
    return text.substr(0, max_bytes);
}

void append_escaped(std::string& out, char raw) {
    static constexpr std::string_view hex = "0123456789abcdef";
    const auto c = static_cast<unsigned char>(raw);
    if (c < ' ' || c == 0x7f) {
        out += "\\u00";
        out += hex[c >> 4U];
        out += hex[c & 0xfU];
    } else {
        out += raw;
    }
}

}  // namespace

std::string in_quotes(std::string_view text, std::size_t max_bytes) {
    const auto shown = cut(text, max_bytes);
    std::string out = "\"";
    for (const char c : shown) {
        if (c == '"' || c == '\\') out += '\\';
        append_escaped(out, c);
    }
    if (shown.size() < text.size()) out += "...";
    return out + "\"";
}

std::string without_controls(std::string_view text) {
    std::string out;
    for (const char c : text) append_escaped(out, c);
    return out;
}

std::string join_key(std::string_view section, std::string_view part) {
    std::string key(section);
    if (!key.empty()) key += '.';
    if (is_bare(part)) return key.append(part);
    return key + in_quotes(part, std::numeric_limits<std::size_t>::max());
}

}  // namespace utter::config
