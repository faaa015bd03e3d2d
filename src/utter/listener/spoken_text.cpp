#include "utter/listener/spoken_text.hpp"

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <charconv>

#include "utter/listener/spoken_numbers.hpp"

namespace utter::listener {
namespace {

// Spelled, when it is a number that a grammar knows; else the word itself.
std::string spelled(const std::string& word, std::string_view lang) {
    constexpr int number_max = 999;
    int number = 0;
    const auto* const end = word.data() + word.size();
    const auto [rest, error] = std::from_chars(word.data(), end, number);
    if (error != std::errc() || rest != end || number < 0 || number > number_max) return word;
    const auto ways = spell_number(lang, number);
    if (ways.empty()) return word;
    if (ways.size() == 1) return ways.front();
    std::string group;
    for (const auto& way : ways) group += (group.empty() ? "(" : "|") + way;
    return group + ")";
}

}  // namespace

std::string spoken_text(std::string_view text, std::string_view lang) {
    const auto letters = icu::UnicodeString::fromUTF8(
        icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
    std::string made;
    std::string word;
    const auto end_word = [&] {
        if (!word.empty()) made += (made.empty() ? "" : " ") + spelled(word, lang);
        word.clear();
    };
    bool in_slot = false;
    for (int32_t i = 0; i < letters.length(); i = letters.moveIndex32(i, 1)) {
        UChar32 c = letters.char32At(i);
        if (c == U'{') in_slot = true;
        if (c == U'’') c = U'\'';
        if (in_slot || u_isalnum(c) || c == U'\'') {
            icu::UnicodeString(in_slot ? c : u_tolower(c)).toUTF8String(word);
        } else {
            end_word();
        }
        if (c == U'}') in_slot = false;
    }
    end_word();
    return made;
}

}  // namespace utter::listener
