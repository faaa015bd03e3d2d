#pragma once

#include "utter/transform/transformer.hpp"

namespace utter::transform {

/// Cancels an utterance whose speaker took it back: "set a timer for ten no never mind". Only words
/// at its very end count, and only those that no skill would want ("cancel the timer" is a wish).
/// A skill that waits for an answer (`response_mode`) waits no more.
/// English, German and Spanish; other languages pass.
class CancelPhrase final : public UtteranceTransformer {
  public:
    /// @param lang of utterances that do not say theirs, BCP-47
    explicit CancelPhrase(std::string lang) : lang_(std::move(lang)) {}
    [[nodiscard]] std::string_view id() const override { return "cancel-phrase"; }
    /// Before anything is spent on what is not wanted.
    [[nodiscard]] int priority() const override { return 10; }
    void transform(Utterances& utterances, json::object& context) override;

  private:
    std::string lang_;
};

}  // namespace utter::transform
