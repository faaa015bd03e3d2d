#include "utter/intent/phrasing/wording.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>

namespace utter::intent::phrasing {
namespace {

// No word has a blank in it.
constexpr std::string_view sentence_begin = " <";
constexpr std::string_view sentence_end = " >";

Gram gram_of(std::string_view first, std::string_view second) {
    std::string both(first);
    both += ' ';
    both += second;
    return std::hash<std::string>{}(both);
}

Gram gram_of(std::string_view word) {
    return std::hash<std::string_view>{}(word);
}

bool is_slot(const Token& token) {
    return token.role == Token::Role::slot;
}

// A number is a value, whether or not a slot takes it.
std::vector<Token> without_numbers(std::span<const Token> tokens) {
    std::vector<Token> rest;
    std::ranges::copy_if(
        tokens, std::back_inserter(rest), [](const Token& token) { return !token.is_number; });
    return rest;
}

void make_set(std::vector<Gram>& grams) {
    std::ranges::sort(grams);
    const auto twice = std::ranges::unique(grams);
    grams.erase(twice.begin(), twice.end());
}

void append_words(std::span<const Token> tokens, std::vector<Gram>& out) {
    for (const Token& token : tokens) {
        if (!is_slot(token)) out.push_back(gram_of(token.stem));
    }
}

void append_pairs(std::span<const Token> tokens, std::vector<Gram>& out) {
    for (std::size_t i = 0; i <= tokens.size(); ++i) {
        if ((i > 0 && is_slot(tokens[i - 1])) || (i < tokens.size() && is_slot(tokens[i]))) {
            continue;
        }
        out.push_back(gram_of(i > 0 ? std::string_view(tokens[i - 1].stem) : sentence_begin,
                              i < tokens.size() ? std::string_view(tokens[i].stem) : sentence_end));
    }
}

}  // namespace

std::vector<Gram> grams_of(std::span<const Token> tokens) {
    std::vector<Gram> grams;
    const auto kept = without_numbers(tokens);
    append_words(kept, grams);
    append_pairs(kept, grams);
    make_set(grams);
    return grams;
}

void WordingCounter::add(std::size_t number, std::span<const Token> sample) {
    if (number != number_ || templates_ == 0) {
        settle();
        number_ = number;
        ++templates_;
    }
    const auto kept = without_numbers(sample);
    append_words(kept, words_);
    append_pairs(kept, pairs_);
}

void WordingCounter::settle() {
    make_set(words_);
    make_set(pairs_);
    words_in_all_ += words_.size();
    all_.insert(all_.end(), words_.begin(), words_.end());
    all_.insert(all_.end(), pairs_.begin(), pairs_.end());
    words_.clear();
    pairs_.clear();
}

Wording WordingCounter::finish() && {
    constexpr double words_min = 3;
    constexpr double words_beyond = 5;
    constexpr double templates_enough = 6;
    settle();
    Wording wording;
    if (templates_ == 0) return wording;
    const auto templates = static_cast<double>(templates_);
    std::ranges::sort(all_);
    for (auto at = all_.begin(); at != all_.end();) {
        const auto next = std::ranges::upper_bound(at, all_.end(), *at);
        wording.shares.push_back({*at, static_cast<double>(next - at) / templates});
        at = next;
    }
    const double words = static_cast<double>(words_in_all_) / templates;
    wording.richness = std::clamp((words - words_min) / words_beyond, 0.0, 1.0) *
                       std::min(templates / templates_enough, 1.0);
    return wording;
}

WordingIndex::WordingIndex(std::vector<Row> rows) : rows_(std::move(rows)), lengths_(rows_.size()) {
    struct Entry {
        Gram gram = 0;
        Posting posting;
    };
    std::vector<Entry> entries;
    for (std::size_t row = 0; row < rows_.size(); ++row) {
        counting_ += rows_[row].counts ? 1 : 0;
        for (const auto& [gram, share] : rows_[row].wording->shares) {
            entries.push_back({gram, {static_cast<std::uint32_t>(row), static_cast<float>(share)}});
        }
    }
    // By gram alone: what a row sums up is summed up by gram, whatever the order of the rows.
    std::ranges::stable_sort(entries, {}, &Entry::gram);
    postings_.reserve(entries.size());
    for (auto at = entries.cbegin(); at != entries.cend();) {
        const auto next = std::ranges::upper_bound(at, entries.cend(), at->gram, {}, &Entry::gram);
        const auto having = std::count_if(
            at, next, [&](const Entry& entry) { return rows_[entry.posting.row].counts; });
        const double weight = rarity(static_cast<std::size_t>(having));
        known_.push_back(
            {at->gram, static_cast<std::uint32_t>(postings_.size()), static_cast<float>(weight)});
        for (; at != next; ++at) {
            postings_.push_back(at->posting);
            const double share = weight * static_cast<double>(at->posting.share);
            lengths_[at->posting.row] += share * share;
        }
    }
    for (double& length : lengths_) length = std::sqrt(length);
}

std::vector<WordingIndex::Known>::const_iterator WordingIndex::find(Gram gram) const {
    const auto found = std::ranges::lower_bound(known_, gram, {}, &Known::gram);
    return found != known_.end() && found->gram == gram ? found : known_.end();
}

double WordingIndex::rarity(std::size_t rows) const {
    const double all = static_cast<double>(counting_) + 1;
    return std::max(std::log(all / (static_cast<double>(rows) + 0.5)), 0.0);
}

std::vector<double> WordingIndex::likeness(std::span<const Gram> sentence) const {
    std::vector<double> of_row(rows_.size());
    double sum = 0;
    for (const Gram gram : sentence) {
        const auto known = find(gram);
        const double weight =
            known != known_.end() ? static_cast<double>(known->rarity) : rarity(0);
        sum += weight * weight;
        if (known == known_.end()) continue;
        const auto last = known + 1 != known_.end() ? (known + 1)->first : postings_.size();
        for (std::size_t i = known->first; i < last; ++i) {
            of_row[postings_[i].row] += weight * weight * static_cast<double>(postings_[i].share);
        }
    }
    const double length = std::sqrt(sum);
    for (std::size_t row = 0; row < of_row.size(); ++row) {
        if (of_row[row] > 0) of_row[row] /= length * lengths_[row];
    }
    return of_row;
}

double WordingIndex::usual_said(std::size_t row, std::span<const Gram> sentence) const {
    constexpr double usual = 0.3;  // of the templates
    double all = 0;
    double said = 0;
    for (const auto& [gram, share] : rows_[row].wording->shares) {
        if (share < usual) continue;
        const double weight = share * static_cast<double>(find(gram)->rarity);
        all += weight;
        if (std::ranges::binary_search(sentence, gram)) said += weight;
    }
    return all > 0 ? said / all : 0;
}

}  // namespace utter::intent::phrasing
