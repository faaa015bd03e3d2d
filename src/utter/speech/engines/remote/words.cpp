#include "utter/speech/engines/remote/words.hpp"

#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace utter::speech::remote {
namespace {

icu::UnicodeString read(std::string_view text) {
    return icu::UnicodeString::fromUTF8(
        icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

bool inside_word(const icu::UnicodeString& text, int32_t at) {
    return at > 0 && u_isalnum(text.char32At(at - 1)) != 0 &&
           u_isalnum(text.char32At(text.moveIndex32(at, 1))) != 0;
}

// Whether the punctuation mark there is said.
bool is_said(const icu::UnicodeString& text, int32_t at, UChar32 mark) {
    if (mark == '%' || mark == '&' || mark == '@' || mark == '#') return true;
    if (mark == '-') {
        const bool begins = at == 0 || u_isUWhiteSpace(text.char32At(at - 1)) != 0;
        if (begins && u_isdigit(text.char32At(at + 1)) != 0) return true;
    }
    return inside_word(text, at);
}

}  // namespace

std::string transcript_words(std::string_view text, std::string_view lang) {
    auto heard = read(text);
    heard.toLower(icu::Locale(std::string(lang.substr(0, lang.find_first_of("-_"))).c_str()));
    icu::UnicodeString words;
    bool space = false;
    for (int32_t at = 0; at < heard.length(); at = heard.moveIndex32(at, 1)) {
        const auto c = heard.char32At(at);
        if (u_isUWhiteSpace(c) != 0 || u_iscntrl(c) != 0 ||
            (u_ispunct(c) != 0 && !is_said(heard, at, c))) {
            space = true;
            continue;
        }
        if (space && !words.isEmpty()) words.append(' ');
        space = false;
        words.append(c);
    }
    std::string out;
    return words.toUTF8String(out);
}

std::string speakable_text(std::string_view text) {
    auto clean = read(text);
    for (int32_t at = 0; at < clean.length(); ++at) {
        if (u_iscntrl(clean.charAt(at)) != 0) clean.setCharAt(at, ' ');
    }
    clean.trim();
    std::string out;
    return clean.toUTF8String(out);
}

bool is_pronounceable(std::string_view text) {
    const auto characters = read(text);
    for (int32_t at = 0; at < characters.length(); at = characters.moveIndex32(at, 1)) {
        const auto c = characters.char32At(at);
        if (u_ispunct(c) == 0 && u_isgraph(c) != 0) return true;
    }
    return false;
}

}  // namespace utter::speech::remote
