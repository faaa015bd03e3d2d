#include "utter/intent/phrasing/stemmer.hpp"

#include <libstemmer.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>

#include "utter/intent/language.hpp"

namespace utter::intent::phrasing {
namespace {

bool is_ascii(std::string_view text) {
    return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) > 0x7F; });
}

std::string without_marks(const std::string& text) {
    UErrorCode status = U_ZERO_ERROR;
    const auto* decomposer = icu::Normalizer2::getNFDInstance(status);
    if (U_FAILURE(status) != 0) return text;
    const auto apart = decomposer->normalize(icu::UnicodeString::fromUTF8(text), status);
    if (U_FAILURE(status) != 0) return text;
    icu::UnicodeString bare;
    for (int32_t i = 0; i < apart.length(); i = apart.moveIndex32(i, 1)) {
        const UChar32 c = apart.char32At(i);
        if (u_charType(c) != U_NON_SPACING_MARK) bare.append(c);
    }
    std::string out;
    return bare.toUTF8String(out);
}

}  // namespace

void Stemmer::Deleter::operator()(sb_stemmer* stemmer) const noexcept {
    sb_stemmer_delete(stemmer);
}

// Snowball takes ISO 639 codes itself.
Stemmer::Stemmer(std::string_view lang)
    : stemmer_(sb_stemmer_new(primary_subtag(lang).c_str(), nullptr)) {}

std::string Stemmer::stem(std::string_view word) {
    std::string out(word);
    if (stemmer_) {
        // Snowball reads bytes as sb_symbol, which is unsigned char.
        const auto* stemmed = sb_stemmer_stem(stemmer_.get(),
                                              reinterpret_cast<const sb_symbol*>(word.data()),
                                              static_cast<int>(word.size()));
        if (stemmed != nullptr) {
            out.assign(reinterpret_cast<const char*>(stemmed),
                       static_cast<std::size_t>(sb_stemmer_length(stemmer_.get())));
        }
    }
    return is_ascii(out) ? out : without_marks(out);
}

}  // namespace utter::intent::phrasing
