#include "utter/speaker/sentences.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace utter::speaker {
namespace {

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// Letters beyond ASCII count as letters.
bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           static_cast<unsigned char>(c) >= 0x80;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

// Bytes of the ending mark at `text`, 0 when there is none.
std::size_t mark_bytes(std::string_view text) {
    constexpr std::array<std::string_view, 7> marks{".", "!", "?", "…", "。", "！", "？"};
    for (const auto mark : marks) {
        if (text.starts_with(mark)) return mark.size();
    }
    return 0;
}

// Whether the point at `at` belongs to the word before it rather than ending a sentence.
bool abbreviates(std::string_view text, std::size_t at) {
    auto begin = at;
    while (begin > 0 && !is_space(text[begin - 1])) --begin;
    const auto word = text.substr(begin, at - begin);
    constexpr std::array<std::string_view, 10> known{
        "Dr", "Mr", "Mrs", "Ms", "St", "Prof", "vs", "bzw", "ca", "Nr"};
    const bool letter = word.size() == 1 && std::isalpha(static_cast<unsigned char>(word[0])) != 0;
    return letter || word.find('.') != std::string_view::npos ||
           std::ranges::find(known, word) != known.end();
}

// Where the sentence that begins `text` ends.
std::size_t sentence_bytes(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '\n') return at + 1;
        const auto mark = mark_bytes(text.substr(at));
        if (mark == 0) {
            ++at;
            continue;
        }
        auto after = at + mark;
        while (after < text.size() && !is_space(text[after]) && !is_word(text[after])) ++after;
        const bool wide = mark > 1 && text.substr(at, mark) != "…";  // these need no space
        const bool ends = after >= text.size() || is_space(text[after]) || wide;
        if (ends && (text[at] != '.' || !abbreviates(text, at))) return wide ? at + mark : after;
        at += mark;
    }
    return text.size();
}

// At most sentence_bytes_max of a sentence.
std::size_t bounded_bytes(std::string_view sentence) {
    if (sentence.size() <= sentence_bytes_max) return sentence.size();
    const auto space = sentence.rfind(' ', sentence_bytes_max);
    if (space != std::string_view::npos && space > 0) return space;
    auto cut = sentence_bytes_max;
    while (cut > 1 && (static_cast<unsigned char>(sentence[cut]) & 0xc0) == 0x80) --cut;
    return cut;
}

}  // namespace

std::vector<std::string> split_sentences(std::string_view text) {
    std::vector<std::string> out;
    while (!(text = trimmed(text)).empty()) {
        auto piece = text.substr(0, bounded_bytes(text.substr(0, sentence_bytes(text))));
        text.remove_prefix(piece.size());
        piece = trimmed(piece);
        if (std::ranges::any_of(piece, is_word) || out.empty()) {
            out.emplace_back(piece);
        } else {
            out.back().append(" ").append(piece);
        }
    }
    return out;
}

}  // namespace utter::speaker
