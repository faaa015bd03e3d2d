#pragma once

#include "utter/transform/transformer.hpp"

namespace utter::transform {

/// Offers the best candidate once more, contractions written out and number words in digits, behind
/// the others: "what's twenty five plus two" -> "what is 25 plus 2". Only when that changes it, and
/// only in languages whose number words are known.
class NumberDigits final : public UtteranceTransformer {
  public:
    /// @param lang of utterances that do not say theirs, BCP-47
    explicit NumberDigits(std::string lang) : lang_(std::move(lang)) {}
    [[nodiscard]] std::string_view id() const override { return "number-digits"; }
    void transform(Utterances& utterances, json::object& context) override;

  private:
    std::string lang_;
};

}  // namespace utter::transform
