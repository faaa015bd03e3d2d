#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/result.hpp"

namespace utter::speech {

/// One node of a parsed grammar template.
struct TemplateNode {
    enum class Kind : std::uint8_t {
        word,          ///< `text` is one word
        rule,          ///< `text` names a rule
        sequence,      ///< `children`, one after the other; may be empty
        alternatives,  ///< one of `children`
    };

    Kind kind = Kind::sequence;
    std::string text;
    std::vector<TemplateNode> children;
    std::string type;  ///< of a rule written `{type:rule}`
};

/// Parses one OVOS-INTENT-1 template: words, `(a|b)`, `[x]` and `{rule}` (also `{{rule}}` and
/// `{type:rule}`). Groups that touch text without a space, as in `light[s]`,
/// become whole words; such a touching run may have at most 1000 spellings.
/// @return malformed for unbalanced or empty brackets, limit for groups nested too deep or a
///         touching run with too many spellings. The error names the template.
[[nodiscard]] Result<TemplateNode> parse_template(std::string_view text);

/// Writes a parsed template as text again, in one fixed spelling: `[x]` comes back as `(x|)`.
[[nodiscard]] std::string to_text(const TemplateNode& node);

}  // namespace utter::speech
