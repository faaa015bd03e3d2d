#include "utter/intent/hassil/jinja/lexer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "utter/intent/hassil/jinja/value.hpp"
#include "utter/intent/hassil/text.hpp"

namespace utter::intent::hassil::jinja {
namespace {

bool is_space(char c) noexcept {
    return is_blank(static_cast<unsigned char>(c));
}
bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}
bool is_name_char(char c) noexcept {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

class Lexer {
  public:
    explicit Lexer(std::string_view text) : text_(text) {}

    std::vector<Token> run() {
        while (at_ < text_.size()) {
            const auto open = next_opening();
            plain(text_.substr(at_, open - at_), open);
            if (open == text_.size()) break;
            tag(open);
        }
        push(Token::Kind::end, "");
        return std::move(tokens_);
    }

  private:
    [[noreturn]] void fault(std::string_view what) const {
        throw JinjaFailure(fmt::format("line {}: {}", line_, what));
    }

    void push(Token::Kind kind, std::string text) {
        tokens_.push_back({kind, std::move(text), line_});
    }

    std::size_t next_opening() const {
        for (auto at = text_.find('{', at_); at != std::string_view::npos;
             at = text_.find('{', at + 1)) {
            if (at + 1 < text_.size() && std::string_view("{%#").contains(text_[at + 1])) return at;
        }
        return text_.size();
    }

    void plain(std::string_view text, std::size_t open) {
        line_ += static_cast<std::size_t>(std::ranges::count(text, '\n'));
        if (strip_next_) {
            while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
        }
        strip_next_ = false;
        if (open + 2 < text_.size() && text_[open + 2] == '-') {
            while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
        }
        if (!text.empty()) push(Token::Kind::text, std::string(text));
    }

    void tag(std::size_t open) {
        const char kind = text_[open + 1];
        at_ = open + 2;
        if (at_ < text_.size() && (text_[at_] == '-' || text_[at_] == '+')) ++at_;
        if (kind == '#') {
            const auto close = text_.find("#}", at_);
            if (close == std::string_view::npos) fault("a comment does not end");
            line_ +=
                static_cast<std::size_t>(std::ranges::count(text_.substr(at_, close - at_), '\n'));
            strip_next_ = close > at_ && text_[close - 1] == '-';
            at_ = close + 2;
            return;
        }
        const std::string_view close = kind == '%' ? "%}" : "}}";
        push(kind == '%' ? Token::Kind::begin_block : Token::Kind::begin_output, "");
        depth_ = 0;
        for (;;) {
            while (at_ < text_.size() && is_space(text_[at_])) {
                if (text_[at_++] == '\n') ++line_;
            }
            const auto rest = text_.substr(at_);
            if (rest.empty()) fault(fmt::format("no '{}'", close));
            const bool strips = rest.starts_with('-') && rest.substr(1).starts_with(close);
            if (depth_ == 0 && (strips || rest.starts_with(close))) {
                at_ += strips ? 3 : 2;
                strip_next_ = strips;
                break;
            }
            token(rest);
        }
        push(kind == '%' ? Token::Kind::end_block : Token::Kind::end_output, "");
    }

    void token(std::string_view rest) {
        const char c = rest.front();
        if (is_digit(c)) {
            number(rest);
        } else if (is_name_char(c)) {
            std::size_t size = 0;
            while (size < rest.size() && is_name_char(rest[size])) ++size;
            push(Token::Kind::name, std::string(rest.substr(0, size)));
            at_ += size;
        } else if (c == '\'' || c == '"') {
            string(rest);
        } else {
            symbol(rest);
        }
    }

    void number(std::string_view rest) {
        std::size_t size = 0;
        while (size < rest.size() && is_digit(rest[size])) ++size;
        auto kind = Token::Kind::integer;
        if (size + 1 < rest.size() && rest[size] == '.' && is_digit(rest[size + 1])) {
            kind = Token::Kind::number;
            ++size;
            while (size < rest.size() && is_digit(rest[size])) ++size;
        }
        push(kind, std::string(rest.substr(0, size)));
        at_ += size;
    }

    void string(std::string_view rest) {
        std::string out;
        std::size_t i = 1;
        for (;; ++i) {
            if (i >= rest.size()) fault("a text does not end");
            if (rest[i] == rest.front()) break;
            if (rest[i] == '\\' && i + 1 < rest.size()) {
                ++i;
                out.push_back(rest[i] == 'n' ? '\n' : rest[i] == 't' ? '\t' : rest[i]);
            } else {
                if (rest[i] == '\n') ++line_;
                out.push_back(rest[i]);
            }
        }
        push(Token::Kind::string, std::move(out));
        at_ += i + 1;
    }

    void symbol(std::string_view rest) {
        static constexpr std::array<std::string_view, 25> symbols{
            "//", "**", "==", "!=", "<=", ">=", "+", "-", "*", "/", "%", "~", "<",
            ">",  "=",  "(",  ")",  "[",  "]",  "{", "}", ".", ",", ":", "|"};
        const auto found =
            std::ranges::find_if(symbols, [&](auto symbol) { return rest.starts_with(symbol); });
        if (found == symbols.end()) fault(fmt::format("an unexpected '{}'", rest.front()));
        if (std::string_view("([{").contains(found->front())) ++depth_;
        if (std::string_view(")]}").contains(found->front()) && depth_ > 0) --depth_;
        push(Token::Kind::symbol, std::string(*found));
        at_ += found->size();
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    std::size_t depth_ = 0;
    bool strip_next_ = false;
    std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> tokenize(std::string_view text) {
    return Lexer(text).run();
}

}  // namespace utter::intent::hassil::jinja
