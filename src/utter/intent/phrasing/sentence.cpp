#include "utter/intent/phrasing/sentence.hpp"

#include <algorithm>
#include <optional>
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
        out_.form = form();
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

    [[nodiscard]] Form form() const {
        const std::size_t first = out_.begin();
        if (first > 0) return Form::request;
        for (const Unit& unit : out_.units) {
            if (unit.tokens.front() != first) continue;
            const UnitKind kind = unit.meaning.kind;
            if (kind == UnitKind::action || kind == UnitKind::state) return Form::request;
            if (kind == UnitKind::question) return Form::question;
        }
        const auto is_past = [&](const Token& token) {
            return token.role == Token::Role::content && lexicon_.is_past(token.word);
        };
        const bool is_told = (first < out_.tokens.size() && is_determiner_at(first)) ||
                             std::ranges::any_of(out_.tokens, is_past);
        return is_told ? Form::told : Form::other;
    }

    // Where the words of a phrase stand when it is said at `at`; empty when it is not.
    [[nodiscard]] std::vector<std::size_t> places(const Phrase& phrase, std::size_t at) const {
        std::vector<std::size_t> found;
        if (phrase.at_begin && !begins_at(at)) return found;
        // "do" is not "doing": a word without a meaning of its own is met by itself alone.
        const Token& begin = out_.tokens[at];
        if (phrase.stems.size() == 1 && begin.role != Token::Role::content &&
            begin.word != phrase.word) {
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

std::size_t Sentence::begin() const {
    return static_cast<std::size_t>(std::ranges::find(is_filler, false) - is_filler.begin());
}

Sentence take_apart(std::vector<Token> tokens, const Lexicon& lexicon) {
    return Analysis(std::move(tokens), lexicon).run();
}

}  // namespace utter::intent::phrasing
