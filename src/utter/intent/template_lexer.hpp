#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "utter/intent/template.hpp"

/// First stage of the template parser; used by template.cpp alone.
namespace utter::intent::detail {

struct TemplateToken {
    enum class Kind : std::uint8_t {
        text,
        slot,
        reference,
        open_round,
        close_round,
        open_square,
        close_square,
        pipe,
    };
    Kind kind = Kind::text;
    std::size_t column = 0;
    std::string text;  ///< literal text with every white space as ' ', or the bare name
    std::string type;  ///< of a `{type:slot}`, else empty
};

/// Splits a template and checks everything that needs no vocabulary: UTF-8, length, names,
/// balance, bare pipes and depth. Of several faults the one the specification names first is
/// reported, then the leftmost.
[[nodiscard]] TemplateResult<std::vector<TemplateToken>> lex_template(std::string_view text);

}  // namespace utter::intent::detail
