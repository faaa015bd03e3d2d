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

/// Whether it is a verb of the past: "watched". "Speed" has the ending, but nothing to cut off.
[[nodiscard]] bool is_past(const Token& token, const Lexicon& lexicon);

/// What some of a sentence's words mean.
struct Unit {
    Meaning meaning;
    std::vector<std::size_t> tokens;  ///< which words say it
};

/// How a sentence is said: who asks for something says it otherwise than who tells something.
struct Manner {
    bool is_courteous = false;          ///< begins with courtesy or hesitation
    bool is_asked = false;              ///< has courtesy or a question somewhere
    bool begins_with_action = false;    ///< with what is to be done
    bool begins_with_question = false;  ///< "what", "is"
    bool begins_with_thing = false;     ///< "the", "my"
    bool begins_general = false;        ///< with a word of anything: "a", "every", "there"
    bool begins_personal = false;       ///< "i", "we"
    bool begins_distant = false;        ///< "he", "they"
    bool begins_inflected = false;      ///< "dogs", "cooking"
    bool is_stated = false;             ///< of a thing named before: "the door is blue"
    bool is_bygone = false;             ///< "the door was blue"
    bool is_wished = false;             ///< "the door should be blue"
    bool is_past = false;               ///< has a verb of the past
    bool begins_with_doer = false;      ///< a thing, then what it does: "prices rise"
    bool is_defining = false;    ///< what something is: "bass is a fish", "it is a long story"
    bool is_declaring = false;   ///< what things do: "time and tide wait for no man"
    bool is_impersonal = false;  ///< asks of the world: "how many wheels does a bus have"
};

/// A sentence taken apart.
struct Sentence {
    std::vector<Token> tokens;
    std::vector<Unit> units;      ///< in the order they are said
    std::vector<bool> is_filler;  ///< by token: courtesy and hesitation
    Manner manner;
    bool addresses = false;  ///< speaks of who is spoken to: "are you a robot", not "can you"

    /// The first token that is not courtesy or hesitation; the number of tokens when all are.
    [[nodiscard]] std::size_t begin() const;
};

/// Words [first, last) of a sentence.
struct Clause {
    std::size_t first = 0;
    std::size_t last = 0;
};

/// The clauses that may be what is wanted where a sentence says more: what is asked for behind its
/// reason ("it is freezing, turn up the heating"), or before it ("lock my card so nobody uses it").
[[nodiscard]] std::vector<Clause> clauses_of(const Sentence& sentence, const Lexicon& lexicon);

/// Finds the meanings: the longest phrases of the lexicon first, from the left; then every other
/// word that is not a function word by itself.
[[nodiscard]] Sentence take_apart(std::vector<Token> tokens, const Lexicon& lexicon);

}  // namespace utter::intent::phrasing
