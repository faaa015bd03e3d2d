#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "utter/core/result.hpp"
#include "utter/intent/hassil/jinja/value.hpp"

/// The part of Jinja2 that the answers of Home Assistant's sentences are written in: `if`, `for`,
/// `set`, `macro`, expressions, and the filters, tests and methods of conformance/hassil.md,
/// section 7. Names that do not exist are empty, as in Jinja2's default. No extensions, includes or
/// imports; nothing reaches outside of the values it is given.
namespace utter::intent::hassil::jinja {

/// Bounds of one rendering; above one it fails.
inline constexpr std::size_t render_steps_max = 100'000;
inline constexpr std::size_t render_bytes_max = 65'536;
inline constexpr std::size_t render_depth_max = 200;

/// An immutable value; any thread.
class Template {
  public:
    /// @return malformed with the line; limit above the bounds of syntax.hpp
    [[nodiscard]] static Result<Template> parse(std::string_view text);

    /// @param values a dict of the names the template may use; lists in it may be appended to
    /// @return malformed when the template does something that values do not allow; limit
    [[nodiscard]] Result<std::string> render(const Value& values) const;

  private:
    struct Tree;
    std::shared_ptr<const Tree> tree_;
};

}  // namespace utter::intent::hassil::jinja
