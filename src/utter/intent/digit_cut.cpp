#include "utter/intent/digit_cut.hpp"

#include <cstddef>

namespace utter::intent {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

}  // namespace

std::vector<Word> cut_at_digits(const std::vector<Word>& words) {
    std::vector<Word> out;
    for (const Word& word : words) {
        const bool plain = word.end - word.begin == word.text.size();
        std::size_t begin = 0;
        for (std::size_t i = 1; plain && i < word.text.size(); ++i) {
            if (is_digit(word.text[i]) == is_digit(word.text[i - 1])) continue;
            out.push_back({word.text.substr(begin, i - begin), word.begin + begin, word.begin + i});
            begin = i;
        }
        out.push_back({word.text.substr(begin), word.begin + begin, word.end});
    }
    return out;
}

}  // namespace utter::intent
