#pragma once

#include <memory>

#include "utter/core/json.hpp"
#include "utter/core/result.hpp"

namespace utter::tools {

/// A JSON Schema (draft 7) ready to check values with. An immutable value, cheap to copy; any
/// thread.
///
/// Of the draft's keywords `pattern` and `patternProperties` are refused, because a stranger's
/// regular expression can take for ever, and so are keywords of later drafts that would change what
/// is valid: a schema that uses one is refused as a whole rather than half obeyed. `format` is a
/// remark, as the draft allows. A `$ref` may only point into the schema itself, and in no circle.
class JsonSchema {
  public:
    /// @return malformed or unsupported, naming the keyword
    [[nodiscard]] static Result<JsonSchema> compile(const json::object& schema);

    /// @return malformed: where the value is not as it must be, and why
    [[nodiscard]] Result<void> check(const json::value& value) const;

  private:
    struct Compiled;
    explicit JsonSchema(std::shared_ptr<const Compiled> compiled)
        : compiled_(std::move(compiled)) {}

    std::shared_ptr<const Compiled> compiled_;
};

}  // namespace utter::tools
