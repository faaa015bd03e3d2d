#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace utter::intent::hassil::jinja {

struct Token {
    enum class Kind {
        text,
        name,
        integer,
        number,
        string,
        symbol,
        begin_output,
        end_output,
        begin_block,
        end_block,
        end
    };
    Kind kind = Kind::end;
    std::string text;
    std::size_t line = 1;
};

/// Cuts a template into tokens; comments and the white space that `-` takes away are gone.
/// @throws JinjaFailure
[[nodiscard]] std::vector<Token> tokenize(std::string_view text);

}  // namespace utter::intent::hassil::jinja
