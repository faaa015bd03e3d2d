#include "utter/intent/template_lexer.hpp"

#include <optional>
#include <utility>

#include "utter/intent/text.hpp"

namespace utter::intent::detail {
namespace {

using Kind = TemplateToken::Kind;

// The specification's order: slot names are looked at before balance, and so on.
enum class Phase : std::uint8_t { slot_name, balance, depth, reference_name, pipe };

class Lexer {
  public:
    explicit Lexer(std::string_view text) : text_(text) {}

    TemplateResult<std::vector<TemplateToken>> run() {
        while (offset_ < text_.size()) step();
        flush();
        if (!open_.empty()) {
            fault(Phase::balance,
                  TemplateFault::unbalanced_bracket,
                  open_.back().column,
                  std::string("The '") + (open_.back().round ? '(' : '[') + "' is never closed.");
        }
        if (worst_) return std::unexpected(std::move(worst_->error));
        return std::move(tokens_);
    }

  private:
    struct Open {
        bool round;
        std::size_t column;
    };
    struct Found {
        Phase phase;
        TemplateError error;
    };

    void fault(Phase phase, TemplateFault fault, std::size_t column, std::string detail) {
        // Calls come left to right, except for the brackets left open at the end.
        if (worst_ && std::pair(worst_->phase, worst_->error.column) <= std::pair(phase, column)) {
            return;
        }
        worst_ = Found{phase, TemplateError{fault, column, std::move(detail)}};
    }

    void flush() {
        if (literal_.empty()) return;
        push(Kind::text, literal_column_, std::exchange(literal_, {}));
    }

    void push(Kind kind, std::size_t column, std::string text = {}, std::string type = {}) {
        tokens_.push_back({kind, column, std::move(text), std::move(type)});
    }

    void step() {
        const std::size_t column = column_;
        switch (text_[offset_]) {
            case '{':
                return slot(column);
            case '<':
                return reference(column);
            case '(':
            case '[':
                return open(text_[offset_] == '(', column);
            case ')':
            case ']':
                return close(text_[offset_] == ')', column);
            case '|':
                flush();
                if (open_.empty()) {
                    fault(Phase::pipe,
                          TemplateFault::pipe_outside_group,
                          column,
                          "A '|' stands outside every group; put the alternatives in (...).");
                }
                push(Kind::pipe, column);
                return advance(1);
            case '}':
            case '>':
                stray(column);
                return advance(1);
            default:
                return literal(column);
        }
    }

    void literal(std::size_t column) {
        if (literal_.empty()) literal_column_ = column;
        const char32_t code_point = next_code_point(text_, offset_);
        ++column_;
        if (is_space(code_point)) {
            literal_ += ' ';
        } else {
            append_utf8(literal_, code_point);
        }
    }

    void stray(std::size_t column) {
        fault(Phase::balance,
              TemplateFault::unbalanced_bracket,
              column,
              std::string("The '") + text_[offset_] + "' has no partner.");
    }

    void slot(std::size_t column) {
        flush();
        // `{{name}}` is another spelling of `{name}`. Anything deeper leaves a stray brace behind.
        const std::size_t braces = text_.substr(offset_).starts_with("{{") ? 2 : 1;
        for (std::size_t width = braces; width > 0; --width) {
            const std::size_t begin = offset_ + width;
            const std::size_t end = text_.find_first_of("{}", begin);
            if (end == std::string_view::npos || text_[end] != '}') continue;
            if (width == 2 && text_.substr(end, 2) != "}}") continue;
            slot_inside(text_.substr(begin, end - begin), column);
            return advance(end + width - offset_);
        }
        stray(column);
        advance(1);
    }

    void slot_inside(std::string_view inner, std::size_t column) {
        const std::size_t colon = inner.find(':');
        const bool typed = colon != std::string_view::npos;
        const std::string_view type = typed ? inner.substr(0, colon) : std::string_view();
        const std::string_view name = typed ? inner.substr(colon + 1) : inner;
        if (!is_name(name) || (typed && !is_name(type))) {
            fault(Phase::slot_name,
                  TemplateFault::invalid_slot_name,
                  column,
                  "'{" + std::string(inner) +
                      "}' is no slot; a slot name has only a-z, 0-9 and _ and starts with no "
                      "digit.");
        }
        push(Kind::slot, column, std::string(name), std::string(type));
    }

    void reference(std::size_t column) {
        flush();
        const std::size_t begin = offset_ + 1;
        const std::size_t end = text_.find_first_of("<>", begin);
        if (end == std::string_view::npos || text_[end] != '>') {
            stray(column);
            return advance(1);
        }
        const std::string_view name = text_.substr(begin, end - begin);
        if (!is_name(name)) {
            fault(Phase::reference_name,
                  TemplateFault::invalid_reference_name,
                  column,
                  "'<" + std::string(name) +
                      ">' is no vocabulary name; a name has only a-z, 0-9 and _ and starts with "
                      "no digit.");
        }
        push(Kind::reference, column, std::string(name));
        advance(end + 1 - offset_);
    }

    void open(bool round, std::size_t column) {
        flush();
        push(round ? Kind::open_round : Kind::open_square, column);
        open_.push_back({round, column});
        if (open_.size() > template_depth_max) {
            fault(Phase::depth,
                  TemplateFault::too_deep,
                  column,
                  "Groups are nested deeper than " + std::to_string(template_depth_max) + ".");
        }
        advance(1);
    }

    void close(bool round, std::size_t column) {
        flush();
        if (open_.empty() || open_.back().round != round) {
            stray(column);
        } else {
            open_.pop_back();
        }
        push(round ? Kind::close_round : Kind::close_square, column);
        advance(1);
    }

    void advance(std::size_t bytes) {
        column_ += code_point_count(text_.substr(offset_, bytes));
        offset_ += bytes;
    }

    std::string_view text_;
    std::size_t offset_ = 0;
    std::size_t column_ = 1;
    std::string literal_;
    std::size_t literal_column_ = 0;
    std::vector<Open> open_;
    std::vector<TemplateToken> tokens_;
    std::optional<Found> worst_;
};

}  // namespace

TemplateResult<std::vector<TemplateToken>> lex_template(std::string_view text) {
    if (text.size() > template_bytes_max) {
        return std::unexpected(TemplateError{
            TemplateFault::too_long,
            1,
            "The template is longer than " + std::to_string(template_bytes_max) + " bytes."});
    }
    if (!is_valid_utf8(text)) {
        return std::unexpected(
            TemplateError{TemplateFault::invalid_utf8, 1, "The template is not valid UTF-8."});
    }
    return Lexer(text).run();
}

}  // namespace utter::intent::detail
