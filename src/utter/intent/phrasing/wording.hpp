#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "utter/intent/phrasing/sentence.hpp"

namespace utter::intent::phrasing {

/// A word, or two that follow each other, as a hash of their stems: the same in every order of
/// loading. The ends of a sentence are words too, a slot is none.
using Gram = std::uint64_t;

/// The grams of a sentence, function words and courtesy included; ascending, none twice.
[[nodiscard]] std::vector<Gram> grams_of(std::span<const Token> tokens);

/// How the samples of an intent are put, as grams: "how do you spell {word}".
struct Wording {
    struct Share {
        Gram gram = 0;
        double share = 0;  ///< 0 .. 1: of the intent's templates, those that have it
    };
    std::vector<Share> shares;  ///< ascending by gram
    /// 0 .. 1: how much the wording tells. Three words and fewer, or one template, tell nothing;
    /// six templates of eight words tell all they can.
    double richness = 0;
};

/// Counts how the templates of one intent are put.
class WordingCounter {
  public:
    /// @param number of the template that the sample is one of; ascending from call to call
    void add(std::size_t number, std::span<const Token> sample);
    [[nodiscard]] Wording finish() &&;

  private:
    void settle();

    std::vector<Gram> all_;    // of every template, each once
    std::vector<Gram> pairs_;  // of the template at hand
    std::vector<Gram> words_;  // the same
    std::size_t number_ = 0;
    std::size_t templates_ = 0;
    std::size_t words_in_all_ = 0;
};

/// The wordings of a language's intents beside each other: what few intents say tells more.
class WordingIndex {
  public:
    struct Row {
        const Wording* wording = nullptr;  ///< outlives the index
        bool counts = true;  ///< its words count as in use by everybody, for their weight
    };

    WordingIndex() = default;
    explicit WordingIndex(std::vector<Row> rows);

    /// 0 .. 1, by row: how much a sentence is put as the samples of each are.
    [[nodiscard]] std::vector<double> likeness(std::span<const Gram> sentence) const;

    /// 0 .. 1: of what an intent's templates mostly say, how much the sentence says.
    [[nodiscard]] double usual_said(std::size_t row, std::span<const Gram> sentence) const;

    [[nodiscard]] double richness(std::size_t row) const { return rows_[row].wording->richness; }

  private:
    struct Posting {
        std::uint32_t row = 0;
        float share = 0;
    };
    /// Who has a gram, and how much it tells.
    struct Known {
        Gram gram = 0;
        std::uint32_t first = 0;  // of its postings
        float rarity = 0;
    };

    [[nodiscard]] std::vector<Known>::const_iterator find(Gram gram) const;
    [[nodiscard]] double rarity(std::size_t rows) const;

    std::vector<Row> rows_;
    std::vector<Known> known_;  // ascending by gram
    std::vector<Posting> postings_;
    std::vector<double> lengths_;  // by row
    std::size_t counting_ = 0;     // rows that do
};

}  // namespace utter::intent::phrasing
