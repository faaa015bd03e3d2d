#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "utter/intent/phrasing/lexicon.hpp"

namespace utter::intent::phrasing {

/// One word of a sentence, or a slot of a sample.
struct Token {
    enum class Role : std::uint8_t {
        content,
        function,
        vague,
        determiner,
        distant,
        negation,
        slot
    };
    Role role = Role::content;
    std::string stem;        ///< of a slot its name
    std::string word;        ///< normalised
    bool is_number = false;  ///< in digits or words
};

/// What some of a sentence's words mean.
struct Unit {
    Meaning meaning;
    std::vector<std::size_t> tokens;  ///< which words say it
};

/// How a sentence begins, which tells what it is for.
enum class Form : std::uint8_t {
    request,   ///< with courtesy, or with what is to be done
    question,  ///< with a question
    told,      ///< with a thing, or it has a verb of the past
    other
};

/// A sentence taken apart.
struct Sentence {
    std::vector<Token> tokens;
    std::vector<Unit> units;      ///< in the order they are said
    std::vector<bool> is_filler;  ///< by token: courtesy and hesitation
    Form form = Form::other;

    /// The first token that is not courtesy or hesitation; the number of tokens when all are.
    [[nodiscard]] std::size_t begin() const;
};

/// Finds the meanings: the longest phrases of the lexicon first, from the left; then every other
/// word that is not a function word by itself.
[[nodiscard]] Sentence take_apart(std::vector<Token> tokens, const Lexicon& lexicon);

}  // namespace utter::intent::phrasing
