#pragma once

#include <string_view>
#include <vector>

#include "utter/core/json.hpp"

/// Context rules: what has to be known, or must not be, for a match to stand
/// (conformance/hassil.md, section 5.8). Pure; any thread.
namespace utter::intent::hassil {

/// Equality as sentence files mean it: numbers by value.
[[nodiscard]] bool same_value(const json::value& a, const json::value& b);

/// A context made of several: what a later one says hides what an earlier one says.
class ContextView {
  public:
    void add(const json::object& context) {
        if (!context.empty()) layers_.push_back(&context);
    }
    /// The value under `key`, as it was given; null when there is none.
    [[nodiscard]] const json::value* find(std::string_view key) const noexcept;
    [[nodiscard]] json::object merged() const;

  private:
    std::vector<const json::object*> layers_;
};

/// True when nothing in `context` contradicts the two rules; keys it lacks are let pass.
[[nodiscard]] bool may_agree(const json::object& requires_context,
                             const json::object& excludes_context,
                             const ContextView& context);

/// True when `context` is as the two rules want it.
[[nodiscard]] bool agrees(const json::object& requires_context,
                          const json::object& excludes_context,
                          const ContextView& context);

/// A slot that a rule fills from the context.
struct ContextSlot {
    std::string_view name;
    const json::value* value = nullptr;
    std::string_view text;
};

/// The slots that `requires_context` copies from a context that agrees with it.
[[nodiscard]] std::vector<ContextSlot> context_slots(const json::object& requires_context,
                                                     const ContextView& context);

}  // namespace utter::intent::hassil
