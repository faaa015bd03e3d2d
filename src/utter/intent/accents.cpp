#include "utter/intent/accents.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>

#include "utter/intent/text.hpp"

namespace utter::intent {
namespace {

bool is_latin(UChar32 c) {
    UErrorCode status = U_ZERO_ERROR;
    return uscript_getScript(c, &status) == USCRIPT_LATIN && U_SUCCESS(status);
}

bool is_accent(UChar32 c) {
    return u_charType(c) == U_NON_SPACING_MARK;
}

}  // namespace

std::string fold_accents(std::string_view word, std::u32string_view kept) {
    if (std::ranges::all_of(word, [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
        return std::string(word);
    }
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(status);
    if (U_FAILURE(status)) return std::string(word);
    std::string out;
    bool after_latin = false;
    for (std::size_t i = 0; i < word.size();) {
        const char32_t letter = next_code_point(word, i);
        const auto c = static_cast<UChar32>(letter);
        if (after_latin && is_accent(c)) continue;
        if (letter == U'\'') {
            // It may vanish from between a letter and a mark, which must not come out otherwise
            // then.
            out += '\'';
            continue;
        }
        after_latin = is_latin(c);
        icu::UnicodeString parts;
        if (letter < 0x80 || !after_latin || kept.contains(letter) ||
            nfd->getDecomposition(c, parts) == 0) {
            append_utf8(out, letter);
            continue;
        }
        for (std::int32_t at = 0; at < parts.length(); at = parts.moveIndex32(at, 1)) {
            if (!is_accent(parts.char32At(at))) {
                append_utf8(out, static_cast<char32_t>(parts.char32At(at)));
            }
        }
    }
    return out;
}

}  // namespace utter::intent
