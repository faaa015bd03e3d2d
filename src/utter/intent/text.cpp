#include "utter/intent/text.hpp"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>

namespace utter::intent {

bool is_valid_utf8(std::string_view text) noexcept {
    if (std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) {
        return true;
    }
    const char* bytes = text.data();
    const auto size = static_cast<std::int64_t>(text.size());
    for (std::int64_t i = 0; i < size;) {
        UChar32 code_point = 0;
        U8_NEXT(bytes, i, size, code_point);  // NOLINT(bugprone-inc-dec-in-conditions): ICU's
        if (code_point < 0) return false;
    }
    return true;
}

char32_t next_code_point(std::string_view text, std::size_t& offset) noexcept {
    const auto lead = static_cast<unsigned char>(text[offset]);
    if (lead < 0x80) {
        ++offset;
        return lead;
    }
    auto i = static_cast<std::int64_t>(offset);
    UChar32 code_point = 0;
    // NOLINTNEXTLINE(bugprone-inc-dec-in-conditions): ICU's
    U8_NEXT_OR_FFFD(text.data(), i, static_cast<std::int64_t>(text.size()), code_point);
    offset = static_cast<std::size_t>(i);
    return static_cast<char32_t>(code_point);
}

void append_utf8(std::string& out, char32_t code_point) {
    if (code_point < 0x80) {
        out += static_cast<char>(code_point);
        return;
    }
    char bytes[4] = {};
    std::int32_t length = 0;
    U8_APPEND_UNSAFE(bytes, length, static_cast<UChar32>(code_point));
    out.append(bytes, static_cast<std::size_t>(length));
}

bool is_space(char32_t code_point) noexcept {
    if (code_point < 0x80) return code_point == ' ' || (code_point >= '\t' && code_point <= '\r');
    return u_isUWhiteSpace(static_cast<UChar32>(code_point)) != 0;
}

std::string_view trim(std::string_view text) noexcept {
    std::size_t begin = 0;
    while (begin < text.size()) {
        std::size_t next = begin;
        if (!is_space(next_code_point(text, next))) break;
        begin = next;
    }
    std::size_t end = begin;
    for (std::size_t i = begin; i < text.size();) {
        if (!is_space(next_code_point(text, i))) end = i;
    }
    return text.substr(begin, end - begin);
}

std::size_t code_point_count(std::string_view text) noexcept {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool is_name(std::string_view text) noexcept {
    if (text.empty() || (text.front() >= '0' && text.front() <= '9')) return false;
    return std::ranges::all_of(
        text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

}  // namespace utter::intent
