#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "utter/intent/normalizer.hpp"
#include "utter/intent/numbers.hpp"
#include "utter/intent/phrasing/lexicon.hpp"
#include "utter/intent/phrasing/sentence.hpp"
#include "utter/intent/phrasing/stemmer.hpp"
#include "utter/intent/phrasing/wording.hpp"

namespace utter::intent::phrasing {

/// Samples of one template, and signatures and samples of one intent, that are looked at; the rest
/// is left out.
inline constexpr std::size_t variants_max = 24;
inline constexpr std::size_t signatures_max = 256;
inline constexpr std::size_t samples_max = 4'096;

/// The words beside a slot, as stems; empty at the ends of the sample.
using Neighbours = std::pair<std::string, std::string>;

struct SignatureSlot {
    std::string name;
    std::set<Neighbours> neighbours;
};

/// What a sample says, without how: its meanings in no order, its slots in theirs. Many samples of
/// a template have the same one.
struct Signature {
    std::vector<Meaning> meanings;  ///< sorted by key, none twice
    std::vector<SignatureSlot> slots;
    bool addresses = false;  ///< all its samples speak of who is spoken to
};

/// A meaning that some sample of an intent has.
struct Usual {
    Meaning meaning;
    double share = 0;  ///< 0 .. 1: of the intent's signatures, those that have it or much the same
};

/// What the samples of an intent say, all of them.
struct Vocabulary {
    std::vector<Usual> usual;  ///< each meaning once, by key
    double asks = 0;           ///< 0 .. 1: of the signatures that ask or do, those that ask
    bool addresses = false;    ///< some sample speaks of who is spoken to
    double does = 0;           ///< 0 .. 1: those that want something done; both 1 when none does
};

/// What the templates of an intent say, and how.
struct Samples {
    std::vector<Signature> signatures;  ///< in an order that the templates alone decide
    Wording wording;
};

[[nodiscard]] Vocabulary vocabulary_of(const std::vector<Signature>& signatures,
                                       const Lexicon& lexicon);

/// Turns words into tokens and samples into signatures, one language's.
class Reader {
  public:
    explicit Reader(std::string_view lang);

    /// Words of a normalised sentence as tokens.
    [[nodiscard]] std::vector<Token> tokens(const std::vector<Word>& words);

    /// Reads an intent's templates.
    [[nodiscard]] Samples samples(const std::vector<std::string>& templates);

    [[nodiscard]] const Lexicon& lexicon() const noexcept { return lexicon_; }
    [[nodiscard]] const Normalizer& normalizer() const noexcept { return normalizer_; }

  private:
    using Merged =
        std::map<std::pair<std::vector<std::string>, std::vector<std::string>>, Signature>;

    [[nodiscard]] Token token(const std::string& word);
    [[nodiscard]] bool is_number(const std::string& word) const;
    void append_piece(std::string_view piece, std::vector<Token>& out);
    [[nodiscard]] std::vector<Token> sample_tokens(std::string_view sample);
    void add_sample(std::vector<Token> tokens, Merged& merged);

    Normalizer normalizer_;
    Stemmer stemmer_;
    const Lexicon& lexicon_;
    std::shared_ptr<const NumberWords> numbers_;                // null: the language has none
    std::unordered_map<std::string, std::vector<Token>> seen_;  // pieces of samples, bounded
};

}  // namespace utter::intent::phrasing
