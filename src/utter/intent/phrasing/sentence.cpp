#include "utter/intent/phrasing/sentence.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

namespace utter::intent::phrasing {
namespace {

constexpr std::size_t gap_words_max = 5;

class Analysis {
  public:
    Analysis(std::vector<Token> tokens, const Lexicon& lexicon) : lexicon_(lexicon) {
        out_.tokens = std::move(tokens);
        out_.is_filler.resize(out_.tokens.size());
        taken_.resize(out_.tokens.size());
    }

    Sentence run() && {
        for (std::size_t at = 0; at < out_.tokens.size(); ++at) {
            if (taken_[at] || out_.tokens[at].role == Token::Role::slot) continue;
            if (!take_phrase(at)) take_word(at);
        }
        for (std::size_t at = 0; at < out_.tokens.size(); ++at) {
            const Token& token = out_.tokens[at];
            out_.addresses |=
                !taken_[at] && token.role != Token::Role::slot && lexicon_.is_addressed(token.word);
        }
        out_.manner = manner();
        return std::move(out_);
    }

  private:
    bool take_phrase(std::size_t at) {
        for (const Phrase& phrase : lexicon_.phrases(out_.tokens[at].stem)) {
            const auto words = places(phrase, at);
            if (words.empty()) continue;
            for (const auto place : words) {
                taken_[place] = true;
                if (phrase.meanings.empty()) out_.is_filler[place] = true;
            }
            for (const Meaning& meaning : phrase.meanings) out_.units.push_back({meaning, words});
            return true;
        }
        return false;
    }

    void take_word(std::size_t at) {
        const Token& token = out_.tokens[at];
        if (token.role == Token::Role::distant) {
            out_.units.push_back({{token.stem, UnitKind::distant, {}}, {at}});
        } else if (token.role == Token::Role::negation) {
            out_.units.push_back({{token.stem, UnitKind::negation, {}}, {at}});
        } else if (token.role == Token::Role::content && !take_compound(at)) {
            out_.units.push_back({{token.stem, UnitKind::topic, {}}, {at}});
        }
    }

    // "kuchenlicht" is a kitchen and a light. Only what the lexicon knows is cut off, so that what
    // a word means does not depend on who else has registered what.
    bool take_compound(std::size_t at) {
        constexpr std::size_t part_bytes_min = 4;
        const std::string& stem = out_.tokens[at].stem;
        if (!lexicon_.joins_words() || stem.size() < 2 * part_bytes_min) return false;
        for (std::size_t cut = part_bytes_min; cut + part_bytes_min <= stem.size(); ++cut) {
            const Meaning* tail = lexicon_.word(stem.substr(cut));
            if (tail == nullptr || tail->kind != UnitKind::topic) continue;
            out_.units.push_back({{stem.substr(0, cut), UnitKind::topic, {}}, {at}});
            out_.units.push_back({*tail, {at}});
            return true;
        }
        return false;
    }

    [[nodiscard]] Manner manner() const {
        Manner manner;
        const std::size_t first = out_.begin();
        manner.is_courteous = first > 0;
        if (first == out_.tokens.size()) return manner;
        const bool is_inflected = is_inflected_at(first);
        const bool is_subject =
            first + 1 < out_.tokens.size() && lexicon_.is_copula(out_.tokens[first + 1].word);
        for (const Unit& unit : out_.units) {
            if (unit.tokens.front() != first) continue;
            const UnitKind kind = unit.meaning.kind;
            const bool is_command = !is_subject && (unit.tokens.size() > 1 || !is_inflected);
            manner.begins_with_action |=
                is_command && (kind == UnitKind::action || kind == UnitKind::state);
            manner.begins_with_question |= asks(unit.meaning, 0.7F);
        }
        // "Where is" may mean to find something, and "how cold" a temperature: it is asked still.
        const Meaning* word = lexicon_.word(out_.tokens[first].stem);
        if (word != nullptr && asks(*word, 0.9F) && word->key == out_.tokens[first].word) {
            manner.begins_with_question = true;
            manner.begins_with_action = false;
        }
        manner.is_asked =
            manner.is_courteous || is_courteous_later() ||
            std::ranges::any_of(out_.units, [&](const Unit& unit) {
                // "Tomorrow" is missed like a question, but asks nothing.
                const auto is_light = [&](std::size_t at) {
                    return lexicon_.is_light(out_.tokens[at].stem);
                };
                // Behind a thing "what" begins a clause: "half of what the city spends".
                const auto before = std::span(out_.tokens).first(unit.tokens.front());
                const bool is_behind = std::ranges::any_of(before, [](const Token& token) {
                    return token.role == Token::Role::content || token.role == Token::Role::distant;
                });
                return asks(unit.meaning, 0.9F) && !is_behind &&
                       !std::ranges::all_of(unit.tokens, is_light);
            });
        manner.begins_personal = out_.tokens[first].role == Token::Role::function &&
                                 lexicon_.is_personal(out_.tokens[first].word);
        manner.begins_general = lexicon_.is_general(out_.tokens[first].word);
        manner.begins_with_thing = is_determiner_at(first);
        manner.is_past = std::ranges::any_of(out_.tokens, [&](const Token& token) {
            return token.role == Token::Role::content && !token.is_number &&
                   is_past(token, lexicon_);
        });
        manner.begins_with_doer = !manner.begins_with_action && !manner.begins_with_question &&
                                  out_.tokens[first].role == Token::Role::content &&
                                  is_verb_at(first + 1);
        manner.is_defining = !manner.begins_with_question && is_defining(first);
        manner.is_declaring = !manner.begins_with_action && !manner.begins_with_question &&
                              !manner.is_courteous && is_declaring(first);
        manner.is_impersonal = lexicon_.tells_personal() && manner.begins_with_question &&
                               std::ranges::none_of(out_.tokens, [&](const Token& token) {
                                   return lexicon_.is_personal(token.word);
                               });
        if (manner.begins_with_action || manner.begins_with_question) return manner;
        manner.begins_distant = out_.tokens[first].role == Token::Role::distant;
        manner.begins_inflected = is_inflected;
        bool names_a_thing = false;
        for (std::size_t at = first; at < out_.tokens.size(); ++at) {
            const std::string& word = out_.tokens[at].word;
            manner.is_bygone = lexicon_.is_bygone(word) && at > first;
            manner.is_stated = lexicon_.is_copula(word) && names_a_thing;
            manner.is_wished = lexicon_.is_modal(word) && names_a_thing;
            if (lexicon_.is_bygone(word) || lexicon_.is_copula(word) || lexicon_.is_modal(word)) {
                break;
            }
            names_a_thing |= !out_.is_filler[at] && out_.tokens[at].role != Token::Role::function;
        }
        return manner;
    }

    // One word in the middle may mean something: "plants need sunlight".
    [[nodiscard]] bool is_courteous_later() const {
        const auto& filler = out_.is_filler;
        if (!filler.empty() && filler.back()) return true;
        return std::ranges::adjacent_find(filler, [](bool a, bool b) { return a && b; }) !=
               filler.end();
    }

    [[nodiscard]] bool is_verb_at(std::size_t at) const {
        return std::ranges::any_of(out_.units, [&](const Unit& unit) {
            return unit.tokens.size() == 1 && unit.tokens.front() == at &&
                   unit.meaning.kind == UnitKind::action;
        });
    }

    // Whether a noun phrase follows the first verb by which something is told, but no mere shade:
    // "it is a bit dark".
    [[nodiscard]] bool is_defining(std::size_t first) const {
        for (std::size_t at = first + 1; at + 2 < out_.tokens.size(); ++at) {
            const std::string& word = out_.tokens[at].word;
            if (!lexicon_.is_copula(word) && !lexicon_.is_bygone(word)) continue;
            // "I had my pills", "do you have a story".
            const bool is_thing = out_.tokens[first].role != Token::Role::function;
            if (!is_thing && (at > first + 1 || !lexicon_.is_copula(word))) return false;
            return is_determiner_at(at + 1) && out_.tokens[at + 2].role != Token::Role::vague;
        }
        return false;
    }

    // Whether a verb stands behind a thing: "babies sleep", but not "let babies sleep".
    [[nodiscard]] bool is_declaring(std::size_t first) const {
        if (out_.tokens[first].role == Token::Role::function) return false;  // "i can not find"
        if (std::ranges::any_of(out_.units, [&](const Unit& unit) {
                return unit.tokens.front() == first && unit.meaning.kind == UnitKind::question;
            })) {
            return false;
        }
        for (std::size_t at = first + 1; at < out_.tokens.size(); ++at) {
            const Token& token = out_.tokens[at];
            const Token::Role before = out_.tokens[at - 1].role;
            if (before != Token::Role::content && before != Token::Role::negation) continue;
            if (out_.is_filler[at - 1] || out_.is_filler[at]) continue;
            if (lexicon_.is_verb(token.stem) && !token.word.ends_with("ing")) return true;
        }
        return false;
    }

    // "Give me" and "let me hear" ask for a thing as well as for an answer.
    [[nodiscard]] bool asks(const Meaning& meaning, float strength_min) const {
        return meaning.kind == UnitKind::question &&
               std::ranges::any_of(meaning.senses, [&](const Sense& sense) {
                   return sense.strength >= strength_min && lexicon_.is_question(sense.concept_id);
               });
    }

    // "Notes", "cooking": nothing that is told somebody to do.
    [[nodiscard]] bool is_inflected_at(std::size_t at) const {
        const Token& token = out_.tokens[at];
        return token.role == Token::Role::content && token.stem != token.word &&
               lexicon_.is_inflected(token.word);
    }

    // Where the words of a phrase stand when it is said at `at`; empty when it is not.
    [[nodiscard]] std::vector<std::size_t> places(const Phrase& phrase, std::size_t at) const {
        std::vector<std::size_t> found;
        if (phrase.at_begin && !begins_at(at)) return found;
        // "do" is not "doing": a word without a meaning of its own is met by itself alone.
        // Courtesy too: "lovely" is no "love".
        const Token& begin = out_.tokens[at];
        const bool is_itself = begin.role != Token::Role::content || phrase.meanings.empty();
        if (phrase.stems.size() == 1 && is_itself && begin.word != phrase.word) {
            return found;
        }
        const std::size_t first = phrase.gap != 0 ? phrase.gap : phrase.stems.size();
        if (!stands(phrase, 0, first, at)) return found;
        for (std::size_t i = 0; i < first; ++i) found.push_back(at + i);
        if (phrase.gap == 0) {
            return phrase.at_end && !ends_at(at + first) ? std::vector<std::size_t>{} : found;
        }
        const std::size_t rest = phrase.stems.size() - first;
        for (std::size_t skipped = 1; skipped <= gap_words_max; ++skipped) {
            const std::size_t place = at + first + skipped;
            if (!stands(phrase, first, rest, place)) continue;
            const bool is_pronoun = skipped == 1 && is_pronoun_at(at + first);
            if (!ends_at(place + rest) && !(is_pronoun && !is_determiner_at(place + rest)))
                continue;
            for (std::size_t i = 0; i < rest; ++i) found.push_back(place + i);
            return found;
        }
        return {};
    }

    [[nodiscard]] bool stands(const Phrase& phrase,
                              std::size_t from,
                              std::size_t count,
                              std::size_t at) const {
        if (at + count > out_.tokens.size()) return false;
        for (std::size_t i = 0; i < count; ++i) {
            const Token& token = out_.tokens[at + i];
            if (taken_[at + i] || token.role == Token::Role::slot) return false;
            if (token.stem != phrase.stems[from + i]) return false;
        }
        return true;
    }

    // "Jot this down milk and eggs": what a pronoun parts is a verb and its particle.
    [[nodiscard]] bool is_pronoun_at(std::size_t at) const {
        const Token::Role role = out_.tokens[at].role;
        return role == Token::Role::function || role == Token::Role::determiner;
    }

    [[nodiscard]] bool is_determiner_at(std::size_t at) const {
        return out_.tokens[at].role == Token::Role::determiner;
    }

    [[nodiscard]] bool begins_at(std::size_t at) const {
        return std::all_of(out_.is_filler.begin(),
                           out_.is_filler.begin() + static_cast<std::ptrdiff_t>(at),
                           [](bool filler) { return filler; });
    }

    // Whether no noun phrase begins at `at`, which would make the word before it a preposition.
    [[nodiscard]] bool ends_at(std::size_t at) const {
        while (at < out_.tokens.size() && out_.tokens[at].role == Token::Role::vague) ++at;
        if (at >= out_.tokens.size()) return true;
        if (out_.tokens[at].role == Token::Role::function) return true;
        return std::ranges::any_of(lexicon_.phrases(out_.tokens[at].stem), [](const Phrase& next) {
            return next.meanings.empty() && next.stems.size() == 1;
        });
    }

    const Lexicon& lexicon_;
    Sentence out_;
    std::vector<bool> taken_;
};

}  // namespace

bool is_past(const Token& token, const Lexicon& lexicon) {
    return token.stem != token.word && lexicon.is_past(token.word);
}

std::size_t Sentence::begin() const {
    return static_cast<std::size_t>(std::ranges::find(is_filler, false) - is_filler.begin());
}

std::vector<Clause> clauses_of(const Sentence& sentence, const Lexicon& lexicon) {
    constexpr std::size_t words_min = 2;
    const auto& tokens = sentence.tokens;
    const auto& filler = sentence.is_filler;
    std::vector<Clause> found;
    const std::size_t begin = sentence.begin();
    const auto is_action_at = [&](std::size_t at) {
        return std::ranges::any_of(sentence.units, [&](const Unit& unit) {
            const bool is_done =
                unit.meaning.kind == UnitKind::action || unit.meaning.kind == UnitKind::state;
            return is_done && unit.tokens.front() == at &&
                   (unit.tokens.size() > 1 || !lexicon.is_inflected(tokens[at].word));
        });
    };
    bool has_verb = false;  // what came before is a clause by itself
    for (std::size_t at = begin; at < tokens.size(); ++at) {
        const Token& token = tokens[at];
        if (token.role == Token::Role::distant || lexicon.is_report(token.stem)) break;
        const bool is_far = at >= begin + words_min && at + words_min <= tokens.size();
        // "Please" or more; one word alone may be a thing: "a man with two watches".
        const bool is_courtesy = filler[at] && at + 1 < tokens.size() && !filler[at - 1] &&
                                 (filler[at + 1] || is_action_at(at + 1));
        if (is_far && is_courtesy && at + words_min < tokens.size()) {
            found.push_back({at, tokens.size()});
        }
        const bool is_after_clause =
            at > begin && (tokens[at - 1].role == Token::Role::content || filler[at - 1] ||
                           lexicon.is_subordinator(tokens[at - 1].word));
        if (is_far && has_verb && is_after_clause && is_action_at(at) && !filler[at - 1]) {
            found.push_back({at, tokens.size()});
        }
        has_verb |= lexicon.is_copula(token.word) || lexicon.is_modal(token.word);
        const bool is_person = at + 1 < tokens.size() && lexicon.is_personal(tokens[at + 1].word);
        if (is_far && lexicon.is_subordinator(token.word) && is_person) {
            found.push_back({0, at});
        }
    }
    return found;
}

Sentence take_apart(std::vector<Token> tokens, const Lexicon& lexicon) {
    return Analysis(std::move(tokens), lexicon).run();
}

}  // namespace utter::intent::phrasing
