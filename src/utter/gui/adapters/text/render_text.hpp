#pragma once

#include <string>
#include <string_view>

#include "utter/core/json.hpp"

namespace utter::gui {

/// A template as lines of plain text, in the nearest way that text has. Control characters of the
/// data are left out, so that nothing a skill says moves the cursor. @return empty when it has
/// nothing that text could show. Spec: OVOS-GUI-1 section 6.5.
[[nodiscard]] std::string render_text(std::string_view page, const json::object& data);

}  // namespace utter::gui
