#pragma once

#include <string>
#include <string_view>

namespace utter::llm {

/// Makes valid UTF-8 of text whose pieces may end in the middle of a character: the beginning of
/// one waits for its rest, and bytes that belong to no character are left out. Pure.
class Utf8Joiner {
  public:
    [[nodiscard]] std::string feed(std::string_view piece);

  private:
    std::string waiting_;  // at most 3 bytes: the beginning of a character
};

}  // namespace utter::llm
