#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "utter/core/json.hpp"
#include "utter/core/message.hpp"

namespace utter::legacy {

/// The words that skills register one frame each (`register_vocab`). A vocabulary's type is the
/// skill's id with everything but letters and digits made '_', followed by its own name; types are
/// compared without regard to case.
class Vocabulary {
  public:
    static constexpr std::size_t words_max = 200'000;

    /// Takes one `register_vocab`. @return what is wrong with it; nothing when it was taken.
    [[nodiscard]] std::optional<std::string> add(const Message& message, std::string_view lang);
    void forget(std::string_view skill_id);

    /// The languages in which any word of the type is known, as registered.
    [[nodiscard]] std::set<std::string> languages(std::string_view type) const;
    /// The words of a type in a language, in the order they came.
    [[nodiscard]] std::vector<std::string> words(std::string_view type,
                                                 std::string_view lang) const;
    /// What a word of the type stands for: the first word of its line, or itself.
    [[nodiscard]] std::string canonical(std::string_view type,
                                        std::string_view lang,
                                        std::string_view word) const;

  private:
    struct Word {
        std::string text;
        std::string alias_of;
    };
    struct Type {
        std::string skill_id;
        std::vector<Word> words;
    };
    using Key = std::pair<std::string, std::string>;  // type and language, both folded

    [[nodiscard]] const Type* find(std::string_view type, std::string_view lang) const;

    std::map<Key, Type> types_;
    std::map<std::string, std::string> spelling_;  // of languages, by folded tag
    std::size_t words_ = 0;
};

/// `alnum(skill_id)`: the prefix of the skill's vocabulary types.
[[nodiscard]] std::string vocabulary_prefix(std::string_view skill_id);

/// ASCII lower case, for comparing types and language tags.
[[nodiscard]] std::string lowered(std::string_view text);

/// A type without the prefix of its skill, when it has it.
[[nodiscard]] std::string_view bare_name(std::string_view type, std::string_view skill_id);

}  // namespace utter::legacy
