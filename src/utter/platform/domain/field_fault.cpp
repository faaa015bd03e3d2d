#include "utter/platform/domain/field_fault.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

namespace utter::platform {
namespace {

// The code point at `offset`, which is moved past it; nothing for what is no UTF-8.
std::optional<char32_t> next_code_point(std::string_view text, std::size_t& offset) {
    const auto byte = [&text](std::size_t at) { return static_cast<std::uint8_t>(text[at]); };
    const auto first = byte(offset);
    if (first < 0x80) {
        ++offset;
        return first;
    }
    std::size_t more = 0;
    char32_t point = 0;
    char32_t least = 0;  // what needs this many bytes; less is an overlong form
    if ((first & 0xE0U) == 0xC0) {
        more = 1, point = first & 0x1FU, least = 0x80;
    } else if ((first & 0xF0U) == 0xE0) {
        more = 2, point = first & 0x0FU, least = 0x800;
    } else if ((first & 0xF8U) == 0xF0) {
        more = 3, point = first & 0x07U, least = 0x10000;
    } else {
        return std::nullopt;
    }
    if (text.size() - offset <= more) return std::nullopt;
    for (std::size_t i = 1; i <= more; ++i) {
        if ((byte(offset + i) & 0xC0U) != 0x80) return std::nullopt;
        point = (point << 6U) | (byte(offset + i) & 0x3FU);
    }
    const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    if (point < least || point > 0x10FFFF || surrogate) return std::nullopt;
    offset += more + 1;
    return point;
}

bool is_control(char32_t point) {
    // Line and paragraph separators break lines too.
    return point < 0x20 || (point >= 0x7F && point < 0xA0) || point == 0x2028 || point == 0x2029;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace

Result<void> to_result(const std::vector<FieldFault>& faults) {
    if (faults.empty()) return {};
    std::string detail;
    for (const auto& fault : faults) {
        if (!detail.empty()) detail += "; ";
        detail += "'" + fault.field + "' " + fault.problem;
    }
    return fail(ErrorCode::invalid_argument, std::move(detail));
}

void check_text(std::vector<FieldFault>& faults,
                std::string_view field,
                std::string_view text,
                const TextRule& rule) {
    const auto add = [&](std::string problem) {
        faults.push_back({std::string(field), std::move(problem)});
    };
    std::size_t characters = 0;
    bool blank = true;
    for (std::size_t at = 0; at < text.size(); ++characters) {
        const auto place = at;
        const auto point = next_code_point(text, at);
        if (!point) return add("is not UTF-8 at byte " + std::to_string(place));
        const bool line = *point == '\n' || *point == '\r' || *point == '\t';
        if (is_control(*point) && !(rule.lines && line)) {
            return add("has a control character at byte " + std::to_string(place));
        }
        // U+3000 is the space of Chinese and Japanese writing.
        if (!line && *point != ' ' && *point != 0xA0 && *point != 0x3000) blank = false;
    }
    if (rule.required && blank) return add("must not be empty");
    if (characters > rule.characters_max) {
        add("has " + std::to_string(characters) + " characters, at most " +
            std::to_string(rule.characters_max) + " are allowed");
    }
}

std::string clean_line(std::string_view text, std::size_t characters_max) {
    std::string out;
    std::size_t characters = 0;
    for (std::size_t at = 0; at < text.size() && characters < characters_max;) {
        const auto begin = at;
        const auto point = next_code_point(text, at);
        if (!point) {
            ++at;
        } else if (!is_control(*point)) {
            out += text.substr(begin, at - begin);
            ++characters;
        }
    }
    return out;
}

bool is_utf8(std::string_view text) noexcept {
    for (std::size_t at = 0; at < text.size();) {
        if (!next_code_point(text, at)) return false;
    }
    return true;
}

bool is_language_tag(std::string_view text) noexcept {
    constexpr std::size_t tag_bytes_max = 35;
    constexpr std::size_t subtag_bytes_max = 8;
    if (text.empty() || text.size() > tag_bytes_max) return false;
    for (bool first = true;; first = false) {
        const auto end = text.find('-');
        const auto subtag = text.substr(0, end);
        if (subtag.empty() || subtag.size() > subtag_bytes_max || (first && subtag.size() < 2)) {
            return false;
        }
        if (!std::ranges::all_of(
                subtag, [first](char c) { return is_letter(c) || (!first && is_digit(c)); })) {
            return false;
        }
        if (end == std::string_view::npos) return true;
        text.remove_prefix(end + 1);
    }
}

bool is_uuid(std::string_view text) noexcept {
    constexpr std::string_view form = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    return std::ranges::equal(text, form, [](char c, char wanted) {
        return wanted == '-' ? c == '-' : is_digit(c) || (c >= 'a' && c <= 'f');
    });
}

}  // namespace utter::platform
