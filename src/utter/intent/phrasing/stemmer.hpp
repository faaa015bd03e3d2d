#pragma once

#include <memory>
#include <string>
#include <string_view>

struct sb_stemmer;

namespace utter::intent::phrasing {

/// Cuts the endings of one language's words, so that "lights" and "light" are the same, and takes
/// accents away. A language Snowball does not know keeps its endings. One thread at a time.
class Stemmer {
  public:
    /// @param lang BCP-47
    explicit Stemmer(std::string_view lang);

    /// @param word normalised, as intent::Normalizer makes it
    [[nodiscard]] std::string stem(std::string_view word);

  private:
    struct Deleter {
        void operator()(sb_stemmer* stemmer) const noexcept;
    };
    std::unique_ptr<sb_stemmer, Deleter> stemmer_;  // null: none for the language
};

}  // namespace utter::intent::phrasing
