#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "utter/core/result.hpp"
#include "utter/intent/hassil/jinja/value.hpp"

/// A parsed template. Internal to the evaluator.
namespace utter::intent::hassil::jinja {

inline constexpr std::size_t template_bytes_max = 65'536;
inline constexpr std::size_t syntax_depth_max = 100;

struct Node;
using NodePtr = std::unique_ptr<Node>;

/// An expression.
struct Node {
    enum class Kind {
        constant,    ///< `value`
        name,        ///< `text`
        list,        ///< items
        dict,        ///< items: key, value, key, value ...
        attribute,   ///< items[0] . `text`
        index,       ///< items[0] [ items[1] ]
        slice,       ///< items[0] [ items[1] : items[2] : items[3] ], each may be null
        call,        ///< items[0] ( the others, `keywords` )
        filter,      ///< items[0] | `text` ( the others, `keywords` )
        test,        ///< items[0] is `text` ( the others )
        negative,    ///< - items[0]
        negation,    ///< not items[0]
        binary,      ///< items[0] `text` items[1]
        comparison,  ///< items[0] ops[0] items[1] ops[1] items[2] ...: all have to hold
        choice,      ///< items[0] if items[1] else items[2], which may be null
    };

    Kind kind = Kind::constant;
    std::string text;
    Value value;
    std::vector<NodePtr> items;
    std::vector<std::string> ops;
    std::vector<std::pair<std::string, NodePtr>> keywords;
};

struct Statement;
using Body = std::vector<Statement>;

/// A piece of a template.
struct Statement {
    enum class Kind {
        text,    ///< `text`
        output,  ///< value of `expression`
        branch,  ///< `arms`: condition (null: else) and body
        loop,  ///< `targets` in `expression`, if `condition`; body, and `otherwise` when there were
               ///< none
        set,   ///< `targets` = `expression`, or the body's output when that is null
        macro,  ///< `text` ( `parameters` ), body
    };

    Kind kind = Kind::text;
    std::string text;
    NodePtr expression;
    NodePtr condition;
    std::vector<std::string> targets;  ///< `a` or `a.b`
    std::vector<std::pair<std::string, NodePtr>> parameters;
    std::vector<std::pair<NodePtr, Body>> arms;
    Body body;
    Body otherwise;
};

/// @return malformed with the line, limit above the bounds above
[[nodiscard]] Result<Body> parse_template(std::string_view text);

}  // namespace utter::intent::hassil::jinja
