#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/result.hpp"

/// The template grammar of Home Assistant sentence files (conformance/hassil.md, section 2), which
/// is not OVOS-INTENT-1's: spaces are part of it, and pieces may be glued to words. Pure; any
/// thread.
namespace utter::intent::hassil {

inline constexpr std::size_t sentence_bytes_max = 65'536;
inline constexpr std::size_t sentence_depth_max = 64;
inline constexpr std::size_t permutation_items_max = 16;

/// One node of a parsed template.
struct Expression {
    enum class Kind {
        chunk,         ///< `text` with its spaces; may be empty
        sequence,      ///< all items, in this order; without items it matches nothing
        alternatives,  ///< one of the items; `[x]` has an empty chunk as the last one
        permutation,   ///< all items in any order
        list,          ///< a value of the list `text`, for the slot `slot`
        rule,          ///< the body of the rule `text`
    };

    Kind kind = Kind::chunk;
    std::string text;
    std::string slot;
    bool end_of_word = false;  ///< list: white space follows in the template
    std::vector<Expression> items;
};

/// True when `text` holds an operator, so that a list value or a name has to be parsed.
[[nodiscard]] bool is_template(std::string_view text) noexcept;

/// @return malformed with the column (1-based, bytes) when brackets are unbalanced or empty or `|`
///         and `;` are mixed in one group; limit above the bounds above.
[[nodiscard]] Result<Expression> parse_sentence(std::string_view text);

/// All texts an expression without lists and rules stands for, in order.
/// @return limit above `samples_max`, unsupported for a list or a rule.
[[nodiscard]] Result<std::vector<std::string>> sample(const Expression& expression,
                                                      std::size_t samples_max);

}  // namespace utter::intent::hassil
