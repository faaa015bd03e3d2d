#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "utter/intent/hassil/sentence_set.hpp"

namespace utter::intent::hassil {

/// How many numbers of one language are spelled out at most; of wider ranges the first ones.
inline constexpr std::size_t spelled_numbers_max = 100'000;

/// The spellings of numbers in one language by CLDR's rules, all rule sets of them, also with
/// hyphens read as spaces. Built once; then const and usable from any thread.
class NumberWords {
  public:
    struct Match {
        std::size_t length = 0;  ///< code points
        double number = 0;
    };

    /// Spells out the numbers of `ranges`. A language without rules gives no words.
    NumberWords(std::string_view language, const std::vector<RangeList>& ranges);

    /// Spelled numbers that `text` begins with, shortest first, then by value; letter for letter.
    void find(std::u32string_view text, std::vector<Match>& out) const;

  private:
    struct Node {
        std::map<char32_t, std::uint32_t> next;
        std::vector<double> numbers;
    };

    void insert(std::u32string_view words, double number);

    std::vector<Node> nodes_{1};
};

}  // namespace utter::intent::hassil
