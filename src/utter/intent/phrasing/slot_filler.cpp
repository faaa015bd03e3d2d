#include "utter/intent/phrasing/slot_filler.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace utter::intent::phrasing {
namespace {

using Role = Token::Role;

class SlotFiller {
  public:
    SlotFiller(const Sentence& sentence,
               const Signature& signature,
               std::vector<bool> taken,
               const SlotJudge& judge)
        : sentence_(sentence),
          signature_(signature),
          taken_(taken),
          free_(std::move(taken)),
          judge_(judge),
          head_(sentence.manner.begins_with_action || sentence.manner.begins_with_question
                    ? sentence.begin()
                    : sentence.tokens.size()) {
        free_.flip();
    }

    std::vector<SlotSpan> run() {
        std::vector<SlotSpan> found;
        std::vector<bool> filled(signature_.slots.size());
        for (std::size_t round = 0; round < filled.size(); ++round) {
            std::optional<std::pair<double, SlotSpan>> best;
            for (std::size_t slot = 0; slot < filled.size(); ++slot) {
                if (filled[slot]) continue;
                auto span = best_span(slot);
                if (span && (!best || span->first > best->first)) best = span;
            }
            if (!best) break;
            const SlotSpan& span = best->second;
            for (std::size_t i = span.first; i < span.last; ++i) free_[i] = false;
            filled[span.slot] = true;
            found.push_back(span);
        }
        return found;
    }

  private:
    [[nodiscard]] bool says_something(std::size_t at) const {
        const Role role = sentence_.tokens[at].role;
        return !sentence_.is_filler[at] &&
               (role == Role::content || role == Role::distant || role == Role::negation);
    }

    // Courtesy, and words of one who tells, are in a value only when it is clear where it begins.
    [[nodiscard]] bool is_outside(std::size_t at) const {
        const Role role = sentence_.tokens[at].role;
        return sentence_.is_filler[at] || role == Role::distant || role == Role::negation;
    }

    // 0 .. 1: whether the words before or after are those of the samples.
    [[nodiscard]] double before(const SignatureSlot& slot, std::size_t first) const {
        const bool was_filler = first > 0 && sentence_.is_filler[first - 1];
        while (first > 0 && sentence_.is_filler[first - 1]) --first;
        double best = was_filler ? 0.3 : 0.0;
        for (const auto& [left, right] : slot.neighbours) {
            if (first == 0) {
                best = std::max(best, left.empty() ? 0.5 : 0.3);
            } else if (left.empty()) {
                continue;
            } else if (sentence_.tokens[first - 1].stem == left) {
                return 1;
            } else if (taken_[first - 1]) {
                // Said with another word of the same meaning, when the sample has one there.
                best = std::max(best, is_preposition(left) ? 0.4 : 0.9);
            } else if (is_preposition(left) && is_preposition_at(first - 1)) {
                best = std::max(best, 0.6);
            }
        }
        return best;
    }

    // As before(). Where verbs come last, what they are about is said before them.
    [[nodiscard]] double after(const SignatureSlot& slot, std::size_t last) const {
        for (const auto& [left, right] : slot.neighbours) {
            if (last == sentence_.tokens.size()) {
                if (right.empty()) return 0.5;  // every sentence ends somewhere
            } else if (sentence_.tokens[last].stem == right) {
                return 1;
            }
        }
        return last < taken_.size() && taken_[last] ? 0.4 : 0;
    }

    // A sample's word that no meaning is made of.
    [[nodiscard]] bool is_preposition(const std::string& stem) const {
        return !stem.empty() &&
               std::ranges::none_of(signature_.meanings, [&](const Meaning& meaning) {
                   return ("_" + meaning.key + "_").find("_" + stem + "_") != std::string::npos;
               });
    }

    [[nodiscard]] bool is_preposition_at(std::size_t at) const {
        return sentence_.tokens[at].role == Role::function && !sentence_.is_filler[at];
    }

    [[nodiscard]] std::optional<std::pair<double, SlotSpan>> best_span(std::size_t index) const {
        constexpr std::size_t slot_words_max = 32;
        const SignatureSlot& slot = signature_.slots[index];
        std::optional<std::pair<double, SlotSpan>> best;
        for (std::size_t first = 0; first < free_.size(); ++first) {
            if (!free_[first]) continue;
            const double left = before(slot, first);
            const bool is_clear = left >= 0.9;
            const bool is_vague = sentence_.tokens[first].role == Role::vague;
            if (!is_clear && !is_vague && !says_something(first)) continue;
            double content = 0;
            for (std::size_t last = first + 1;
                 last <= std::min(free_.size(), first + slot_words_max) && free_[last - 1];
                 ++last) {
                if (!is_clear && is_outside(last - 1)) break;
                const double right = after(slot, last);
                if (!says_something(last - 1) && (right < 1 || last == free_.size())) continue;
                if (says_something(last - 1)) content += 1;
                if (content == 0) continue;
                const auto worth = judge_(slot.name, first, last);
                if (worth == SlotWorth::unfit) continue;
                // What the sentence is said for is part of no value, but of "new york".
                const bool takes_head = first <= head_ && head_ < last;
                if (takes_head && !is_clear && worth < SlotWorth::fitting) continue;
                // Of spans as good, the one that begins with a word that says something.
                const double rank = left + (0.8 * right) + (0.2 * content) +
                                    (worth >= SlotWorth::fitting ? 2.0 : 0.0) -
                                    (says_something(first) ? 0.0 : 0.05) -
                                    (sentence_.is_filler[first] ? 0.1 : 0.0);
                if (best && rank <= best->first) continue;
                const bool is_beside = is_clear || right == 1 || (left >= 0.5 && right > 0) ||
                                       (left > 0 && last < free_.size() && right > 0);
                double credit = is_beside || worth == SlotWorth::number ? 0.9 : 0.2;
                if (is_clear || worth >= SlotWorth::fitting) credit = 1;
                best = {rank, SlotSpan{index, first, last, credit, left == 1, is_beside, worth}};
            }
        }
        return best;
    }

    const Sentence& sentence_;
    const Signature& signature_;
    std::vector<bool> taken_;  // by what the signature says
    std::vector<bool> free_;
    const SlotJudge& judge_;
    std::size_t head_;  // a word that asks or tells to do; the number of words: none does
};

}  // namespace

std::vector<SlotSpan> fill_slots(const Sentence& sentence,
                                 const Signature& signature,
                                 std::vector<bool> taken,
                                 const SlotJudge& judge) {
    return SlotFiller(sentence, signature, std::move(taken), judge).run();
}

}  // namespace utter::intent::phrasing
