#pragma once

#include <string>
#include <string_view>

namespace utter::speech::flite {

/// The text in printable ASCII, which is all that Flite's English voices read: other letters become
/// the Latin ones nearest to them ("Zürich" is "Zurich"), control characters and bytes that are not
/// UTF-8 become spaces. Points in a version number are spelled out ("0.1.0" is "0 point 1 point
/// 0").
[[nodiscard]] std::string ascii_text(std::string_view text);

}  // namespace utter::speech::flite
