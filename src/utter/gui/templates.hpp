#pragma once

#include <string_view>

/// The closed vocabulary of what can be shown. Spec: OVOS-GUI-1 section 3.
namespace utter::gui {

inline constexpr std::string_view template_prefix = "SYSTEM_";

/// Whether a page name is that of a template, be it one we know.
[[nodiscard]] bool is_template(std::string_view page) noexcept;

/// Whether it is in the catalogue, and may be asked for.
[[nodiscard]] bool is_known_template(std::string_view page) noexcept;

/// Whether it is a name that nobody may ask for yet: SYSTEM_confirm and SYSTEM_select.
[[nodiscard]] bool is_reserved_template(std::string_view page) noexcept;

}  // namespace utter::gui
