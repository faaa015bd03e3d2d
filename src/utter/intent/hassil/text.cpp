#include "utter/intent/hassil/text.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>

namespace utter::intent::hassil {
namespace {

bool is_ascii(std::u32string_view text) noexcept {
    return std::ranges::all_of(text, [](char32_t c) { return c < 0x80; });
}

icu::UnicodeString to_icu(std::u32string_view text) {
    return icu::UnicodeString::fromUTF32(reinterpret_cast<const UChar32*>(text.data()),
                                         static_cast<std::int32_t>(text.size()));
}

std::u32string from_icu(const icu::UnicodeString& text) {
    std::u32string out;
    out.reserve(static_cast<std::size_t>(text.length()));
    for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        out.push_back(static_cast<char32_t>(text.char32At(i)));
    }
    return out;
}

// Removes each run of punctuation that stands after a character `before` accepts and before one
// that `after` accepts, or as much of the run as that is true of. Judges the text as it came in.
template <class Before, class After>
std::u32string remove_runs(std::u32string_view text, Before before, After after) {
    std::u32string out;
    out.reserve(text.size());
    std::size_t i = 0;
    while (i < text.size()) {
        if (i > 0 && is_punctuation(text[i]) && before(text[i - 1])) {
            std::size_t end = i;
            while (end < text.size() && is_punctuation(text[end])) ++end;
            while (end > i && (end == text.size() || !after(text[end]))) --end;
            if (end > i) {
                i = end;
                continue;
            }
        }
        out.push_back(text[i++]);
    }
    return out;
}

// "A.C.": two or more of one word character and a dot, and nothing else.
bool is_initialism(std::u32string_view text) noexcept {
    if (text.size() < 4 || text.size() % 2 != 0) return false;
    for (std::size_t i = 0; i < text.size(); i += 2) {
        if (!is_word(text[i]) || text[i + 1] != U'.') return false;
    }
    return true;
}

}  // namespace

std::u32string decode(std::string_view text) {
    std::u32string out;
    out.reserve(text.size());
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    const auto size = static_cast<std::int32_t>(text.size());
    for (std::int32_t i = 0; i < size;) {
        UChar32 c = 0;
        U8_NEXT_OR_FFFD(bytes, i, size, c);
        out.push_back(static_cast<char32_t>(c));
    }
    return out;
}

std::string encode(std::u32string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char32_t c : text) {
        if (c < 0x80) {
            out.push_back(static_cast<char>(c));
            continue;
        }
        std::uint8_t bytes[U8_MAX_LENGTH];
        std::int32_t length = 0;
        UBool failed = 0;
        U8_APPEND(bytes, length, U8_MAX_LENGTH, static_cast<UChar32>(c), failed);
        if (failed == 0)
            out.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length));
    }
    return out;
}

bool is_word(char32_t c) noexcept {
    if (c < 0x80) {
        return (c >= U'0' && c <= U'9') || (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') ||
               c == U'_';
    }
    return (U_GET_GC_MASK(static_cast<UChar32>(c)) & (U_GC_L_MASK | U_GC_N_MASK)) != 0;
}

bool is_blank(char32_t c) noexcept {
    if (c < 0x80) return c == U' ' || (c >= 0x09 && c <= 0x0d) || (c >= 0x1c && c <= 0x1f);
    return u_isUWhiteSpace(static_cast<UChar32>(c)) != 0;
}

bool is_punctuation(char32_t c) noexcept {
    switch (c) {
        case U'.':
        case U',':
        case U'?':
        case U'!':
        case U';':
        case U':':
        case U'\u3002':
        case U'\uff0c':
        case U'\u00bf':
        case U'\uff1f':
        case U'\u061f':
        case U'\u00a1':
        case U'\uff01':
        case U'\uff1b':
        case U'\uff1a':
        case U'\u2019':
            return true;
        default:
            return false;
    }
}

char32_t fold_case(char32_t c) noexcept {
    if (c < 0x80) return c >= U'A' && c <= U'Z' ? c + 0x20 : c;
    return static_cast<char32_t>(u_foldCase(static_cast<UChar32>(c), U_FOLD_CASE_DEFAULT));
}

std::u32string_view trim(std::u32string_view text) noexcept {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

std::u32string normalize(std::u32string_view text) {
    std::u32string out;
    out.reserve(text.size() + 1);  // the matcher puts a space after it
    for (const char32_t c : text) {
        if (!is_blank(c)) {
            out.push_back(c);
        } else if (out.empty() || out.back() != U' ') {
            out.push_back(U' ');
        }
    }
    if (is_ascii(out)) return out;
    UErrorCode status = U_ZERO_ERROR;
    const auto* nfc = icu::Normalizer2::getNFCInstance(status);
    if (U_FAILURE(status) != 0) return out;
    const auto wide = to_icu(out);
    if (nfc->isNormalized(wide, status) != 0) return out;
    status = U_ZERO_ERROR;
    const auto composed = nfc->normalize(wide, status);
    return U_FAILURE(status) != 0 ? out : from_icu(composed);
}

std::string normalize(std::string_view text) {
    return encode(normalize(decode(text)));
}

std::u32string remove_punctuation(std::u32string_view text) {
    while (!text.empty() && is_punctuation(text.front())) text.remove_prefix(1);
    if (!is_initialism(text)) {
        while (!text.empty() && is_punctuation(text.back())) text.remove_suffix(1);
    }
    if (std::ranges::none_of(text, is_punctuation)) return std::u32string(text);
    const auto other = [](char32_t c) { return !is_word(c); };
    auto out = remove_runs(text, other, is_word);
    out = remove_runs(out, is_word, other);
    return remove_runs(out, other, other);
}

SkipWords::SkipWords(const std::vector<std::string>& words, bool anywhere) : anywhere_(anywhere) {
    auto sorted = words;
    std::ranges::stable_sort(sorted, std::ranges::greater{}, [](const std::string& word) {
        return decode(word).size();
    });
    for (const auto& word : sorted) {
        std::u32string folded(trim(decode(word)));
        std::ranges::transform(folded, folded.begin(), fold_case);
        if (!folded.empty()) words_.push_back(std::move(folded));
    }
}

// The length of the skip word at `at`, or 0.
std::size_t SkipWords::match(std::u32string_view text, std::size_t at) const noexcept {
    for (const auto& word : words_) {
        if (word.size() > text.size() - at) continue;
        std::size_t i = 0;
        while (i < word.size() && fold_case(text[at + i]) == word[i]) ++i;
        if (i < word.size()) continue;
        const bool ends = at + i == text.size() || !is_word(text[at + i]);
        if (anywhere_ || ends) return word.size();
    }
    return 0;
}

std::u32string SkipWords::remove(std::u32string text) const {
    if (words_.empty()) return text;
    std::u32string out;
    out.reserve(text.size() + 1);
    for (std::size_t i = 0; i < text.size();) {
        const bool may_begin = anywhere_ || i == 0 || !is_word(text[i - 1]);
        if (const auto length = may_begin ? match(text, i) : 0; length > 0) {
            if (!anywhere_) out.push_back(U' ');
            i += length;
        } else {
            out.push_back(text[i++]);
        }
    }
    return anywhere_ ? out : normalize(trim(out));
}

}  // namespace utter::intent::hassil
