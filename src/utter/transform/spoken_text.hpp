#pragma once

#include "utter/transform/transformer.hpp"

namespace utter::transform {

/// Writes out what engines read badly: times of day, units behind a number, grouped digits, common
/// abbreviations. "11:39 AM" -> "eleven thirty-nine A M", "15:09 Uhr" -> "15 Uhr 9", "3 km/h" -> "3
/// kilometers per hour". Languages without such words in their table (utter/intent/languages) pass.
class SpokenText final : public DialogTransformer {
  public:
    /// @param lang of answers that do not say theirs, BCP-47
    explicit SpokenText(std::string lang) : lang_(std::move(lang)) {}
    [[nodiscard]] std::string_view id() const override { return "spoken-text"; }
    void transform(Dialog& dialog, json::object& context) override;

  private:
    std::string lang_;
};

}  // namespace utter::transform
