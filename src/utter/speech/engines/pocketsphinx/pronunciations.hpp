#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/result.hpp"

namespace utter::speech::pocketsphinx {

/// How words are pronounced: phones separated by spaces, the commonest way first.
class Pronunciations {
  public:
    /// Reads the pronunciations of `wanted` from a dictionary in CMU format; words that are not in
    /// it but are a known word with a plain ending (`'s`, `s`) get one derived from that word.
    /// @return unavailable when the file cannot be read.
    [[nodiscard]] static Result<Pronunciations> read(const std::filesystem::path& dictionary,
                                                     const std::set<std::string>& wanted);

    /// Every pronunciation of a word; empty for an unknown one.
    [[nodiscard]] const std::vector<std::string>& of(std::string_view word) const;
    [[nodiscard]] bool contains(std::string_view word) const { return !of(word).empty(); }

  private:
    std::map<std::string, std::vector<std::string>, std::less<>> phones_;
};

}  // namespace utter::speech::pocketsphinx
