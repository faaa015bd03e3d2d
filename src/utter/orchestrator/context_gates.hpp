#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "utter/core/json.hpp"
#include "utter/core/result.hpp"

namespace utter::orchestrator {

/// What a registration demands of the session's intent context: `requires_context` and
/// `excludes_context`, each a list of keys or `{key, scope}`. Spec: OVOS-CONTEXT-1 section 6.
class ContextGates {
  public:
    /// Reads the payload of a registration; without the fields everything is admitted. A key that
    /// is required and excluded at once is logged: such an intent never matches.
    /// @return malformed naming the field
    [[nodiscard]] static Result<ContextGates> read(const json::object& registration);

    /// @param map the session's intent context, pruned
    /// @param owner the skill that registered
    [[nodiscard]] bool admit(const json::object& map, std::string_view owner) const;
    /// Whether it admits everything.
    [[nodiscard]] bool empty() const noexcept { return required_.empty() && excluded_.empty(); }

  private:
    struct Gate {
        std::string key;
        bool is_shared = false;
        friend bool operator==(const Gate&, const Gate&) = default;
        [[nodiscard]] bool is_open(const json::object& map, std::string_view owner) const;
    };
    [[nodiscard]] static Result<std::vector<Gate>> read_list(const json::object& registration,
                                                             std::string_view field);

    std::vector<Gate> required_;
    std::vector<Gate> excluded_;
};

}  // namespace utter::orchestrator
