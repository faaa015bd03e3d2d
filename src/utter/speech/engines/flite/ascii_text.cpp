#include "utter/speech/engines/flite/ascii_text.hpp"

#include <unicode/translit.h>
#include <unicode/unistr.h>
#include <unicode/utypes.h>

#include <algorithm>
#include <memory>

namespace utter::speech::flite {
namespace {

bool printable(char byte) {
    return byte >= ' ' && byte <= '~';
}

bool is_ascii(char byte) {
    return static_cast<unsigned char>(byte) < 0x80;
}

std::string in_latin_letters(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::Transliterator> latin(
        icu::Transliterator::createInstance("Any-Latin; Latin-ASCII", UTRANS_FORWARD, status));
    std::string made(text);
    if (U_FAILURE(status) || !latin) return made;
    auto letters = icu::UnicodeString::fromUTF8(
        icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
    latin->transliterate(letters);
    made.clear();
    letters.toUTF8String(made);
    return made;
}

bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

// Flite reads "0.1" well, but "0.1.0" as the sentence "0." and "1.0".
std::string with_points_in_words(std::string_view text) {
    const auto point_at = [&](std::size_t i) {
        return i > 0 && i + 1 < text.size() && text[i] == '.' && is_digit(text[i - 1]) &&
               is_digit(text[i + 1]);
    };
    std::string made;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        std::size_t points = 0;
        for (; end < text.size() && (is_digit(text[end]) || point_at(end)); ++end) {
            if (text[end] == '.') ++points;
        }
        if (end == at) {
            made += text[at++];
            continue;
        }
        for (; at < end; ++at) {
            if (text[at] == '.' && points > 1) {
                made += " point ";
            } else {
                made += text[at];
            }
        }
    }
    return made;
}

}  // namespace

std::string ascii_text(std::string_view text) {
    auto made = std::ranges::all_of(text, is_ascii) ? std::string(text) : in_latin_letters(text);
    std::ranges::replace_if(made, [](char byte) { return !printable(byte); }, ' ');
    return with_points_in_words(made);
}

}  // namespace utter::speech::flite
