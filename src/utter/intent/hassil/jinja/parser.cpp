#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "utter/intent/hassil/jinja/lexer.hpp"
#include "utter/intent/hassil/jinja/syntax.hpp"

namespace utter::intent::hassil::jinja {
namespace {

using Kind = Token::Kind;

class Parser {
  public:
    explicit Parser(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

    Body parse() {
        auto out = body({});
        if (peek().kind != Kind::end) fault("an 'end' that nothing opened");
        return out;
    }

  private:
    // Counts how deep the parser is in itself.
    class Depth {
      public:
        explicit Depth(Parser& parser) : depth_(parser.depth_) {
            if (++depth_ > syntax_depth_max) parser.fault("nested too deeply");
        }
        ~Depth() { --depth_; }
        Depth(const Depth&) = delete;
        Depth& operator=(const Depth&) = delete;

      private:
        std::size_t& depth_;
    };

    [[noreturn]] void fault(std::string_view what) const {
        throw JinjaFailure(fmt::format("line {}: {}", peek().line, what));
    }

    [[nodiscard]] const Token& peek(std::size_t ahead = 0) const {
        return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
    }
    Token take() {
        Token out = peek();
        if (at_ + 1 < tokens_.size()) ++at_;
        return out;
    }
    [[nodiscard]] bool is(Kind kind, std::string_view text) const {
        return peek().kind == kind && peek().text == text;
    }
    bool accept(Kind kind, std::string_view text) {
        if (!is(kind, text)) return false;
        take();
        return true;
    }
    bool symbol(std::string_view text) { return accept(Kind::symbol, text); }
    bool word(std::string_view text) { return accept(Kind::name, text); }
    void expect(Kind kind, std::string_view text, std::string_view shown) {
        if (!is(kind, text)) fault(fmt::format("expected {}", shown));
        take();
    }
    std::string name() {
        if (peek().kind != Kind::name) fault("expected a name");
        return take().text;
    }
    void end_block() {
        symbol(":");  // Jinja2 takes it too
        expect(Kind::end_block, "", "'%}'");
    }

    // Up to a block that begins with one of `ends`, which is left.
    Body body(std::vector<std::string_view> ends) {
        const Depth depth(*this);
        Body out;
        for (;;) {
            const Token token = peek();
            if (token.kind == Kind::end) {
                if (!ends.empty()) fault(fmt::format("no '{}'", ends.back()));
                return out;
            }
            if (token.kind == Kind::text) {
                out.push_back({.kind = Statement::Kind::text, .text = take().text});
            } else if (token.kind == Kind::begin_output) {
                take();
                Statement output{.kind = Statement::Kind::output};
                output.expression = expression();
                expect(Kind::end_output, "", "'}}'");
                out.push_back(std::move(output));
            } else {
                const auto& keyword = peek(1).text;
                if (std::ranges::find(ends, keyword) != ends.end()) return out;
                if (keyword.starts_with("end") || keyword == "else" || keyword == "elif")
                    return out;
                take();
                out.push_back(statement());
            }
        }
    }

    void end(std::string_view keyword) {
        expect(Kind::begin_block, "", "'{%'");
        expect(Kind::name, keyword, fmt::format("'{}'", keyword));
        expect(Kind::end_block, "", "'%}'");
    }

    Statement statement() {
        const auto keyword = name();
        if (keyword == "if") return branch();
        if (keyword == "for") return loop();
        if (keyword == "set") return set();
        if (keyword == "macro") return macro();
        fault(fmt::format("'{}' is not known", keyword));
    }

    Statement branch() {
        Statement out{.kind = Statement::Kind::branch};
        auto condition = expression();
        end_block();
        for (;;) {
            auto arm = body({"elif", "else", "endif"});
            out.arms.emplace_back(std::move(condition), std::move(arm));
            expect(Kind::begin_block, "", "'endif'");
            if (word("elif")) {
                condition = expression();
                end_block();
            } else if (word("else")) {
                end_block();
                out.arms.emplace_back(nullptr, body({"endif"}));
                end("endif");
                return out;
            } else {
                expect(Kind::name, "endif", "'endif'");
                expect(Kind::end_block, "", "'%}'");
                return out;
            }
        }
    }

    Statement loop() {
        Statement out{.kind = Statement::Kind::loop};
        do {
            out.targets.push_back(name());
        } while (symbol(","));
        expect(Kind::name, "in", "'in'");
        out.expression = disjunction();
        if (word("if")) out.condition = expression();
        end_block();
        out.body = body({"else", "endfor"});
        if (peek(1).text == "else") {
            take();
            take();
            end_block();
            out.otherwise = body({"endfor"});
        }
        end("endfor");
        return out;
    }

    Statement set() {
        Statement out{.kind = Statement::Kind::set};
        do {
            auto target = name();
            if (symbol(".")) target += "." + name();
            out.targets.push_back(std::move(target));
        } while (symbol(","));
        if (symbol("=")) {
            out.expression = expression_or_tuple();
            end_block();
            return out;
        }
        end_block();
        out.body = body({"endset"});
        end("endset");
        return out;
    }

    Statement macro() {
        Statement out{.kind = Statement::Kind::macro, .text = name()};
        expect(Kind::symbol, "(", "'('");
        while (!symbol(")")) {
            auto parameter = name();
            NodePtr preset;
            if (symbol("=")) preset = expression();
            out.parameters.emplace_back(std::move(parameter), std::move(preset));
            if (!symbol(",") && !is(Kind::symbol, ")")) fault("expected ')'");
        }
        end_block();
        out.body = body({"endmacro"});
        end("endmacro");
        return out;
    }

    static NodePtr make(Node::Kind kind, std::string text = {}) {
        auto out = std::make_unique<Node>();
        out->kind = kind;
        out->text = std::move(text);
        return out;
    }
    template <class... Items>
    static NodePtr make_of(Node::Kind kind, std::string text, Items... items) {
        auto out = make(kind, std::move(text));
        (out->items.push_back(std::move(items)), ...);
        return out;
    }

    NodePtr expression_or_tuple() {
        auto first = expression();
        if (!is(Kind::symbol, ",")) return first;
        auto out = make_of(Node::Kind::list, {}, std::move(first));
        while (symbol(",")) out->items.push_back(expression());
        return out;
    }

    NodePtr expression() {
        const Depth depth(*this);
        auto out = disjunction();
        while (word("if")) {
            auto condition = disjunction();
            NodePtr otherwise;
            if (word("else")) otherwise = expression();
            out = make_of(
                Node::Kind::choice, {}, std::move(out), std::move(condition), std::move(otherwise));
        }
        return out;
    }

    NodePtr disjunction() {
        auto left = conjunction();
        while (word("or")) left = make_of(Node::Kind::binary, "or", std::move(left), conjunction());
        return left;
    }
    NodePtr conjunction() {
        auto left = negation();
        while (word("and")) left = make_of(Node::Kind::binary, "and", std::move(left), negation());
        return left;
    }
    NodePtr negation() {
        const Depth depth(*this);
        if (word("not")) return make_of(Node::Kind::negation, {}, negation());
        return comparison();
    }
    NodePtr comparison() {
        auto first = sum();
        auto op = comparison_op();
        if (op.empty()) return first;
        auto out = make_of(Node::Kind::comparison, {}, std::move(first));
        for (; !op.empty(); op = comparison_op()) {
            out->ops.push_back(std::move(op));
            out->items.push_back(sum());
        }
        return out;
    }
    std::string comparison_op() {
        if (is(Kind::name, "not") && peek(1).kind == Kind::name && peek(1).text == "in") {
            take();
            take();
            return "not in";
        }
        if (word("in")) return "in";
        for (const auto* symbol : {"==", "!=", "<=", ">=", "<", ">"}) {
            if (is(Kind::symbol, symbol)) return take().text;
        }
        return {};
    }
    NodePtr sum() {
        auto left = concatenation();
        while (is(Kind::symbol, "+") || is(Kind::symbol, "-")) {
            const auto op = take().text;
            left = make_of(Node::Kind::binary, op, std::move(left), concatenation());
        }
        return left;
    }
    NodePtr concatenation() {
        auto left = product();
        while (symbol("~")) left = make_of(Node::Kind::binary, "~", std::move(left), product());
        return left;
    }
    NodePtr product() {
        auto left = power();
        while (is(Kind::symbol, "*") || is(Kind::symbol, "/") || is(Kind::symbol, "//") ||
               is(Kind::symbol, "%")) {
            const auto op = take().text;
            left = make_of(Node::Kind::binary, op, std::move(left), power());
        }
        return left;
    }
    NodePtr power() {
        auto left = unary(true);
        while (symbol("**")) left = make_of(Node::Kind::binary, "**", std::move(left), unary(true));
        return left;
    }
    NodePtr unary(bool with_filters) {
        const Depth depth(*this);
        NodePtr out;
        if (symbol("-")) {
            out = make_of(Node::Kind::negative, {}, unary(false));
        } else if (symbol("+")) {
            out = unary(false);
        } else {
            out = postfix(primary());
        }
        return with_filters ? filters(std::move(out)) : std::move(out);
    }

    NodePtr primary() {
        const Token token = take();
        auto constant = [](Value value) {
            auto out = make(Node::Kind::constant);
            out->value = std::move(value);
            return out;
        };
        switch (token.kind) {
            case Kind::string: {
                auto text = token.text;
                while (peek().kind == Kind::string) text += take().text;
                return constant(std::move(text));
            }
            case Kind::integer: {
                std::int64_t number = 0;
                const auto* last = token.text.data() + token.text.size();
                if (std::from_chars(token.text.data(), last, number).ec != std::errc{})
                    fault("a number is too large");
                return constant(number);
            }
            case Kind::number: {
                double number = 0;
                std::from_chars(token.text.data(), token.text.data() + token.text.size(), number);
                return constant(number);
            }
            case Kind::name:
                if (token.text == "true" || token.text == "True") return constant(true);
                if (token.text == "false" || token.text == "False") return constant(false);
                if (token.text == "none" || token.text == "None") return constant(None{});
                return make(Node::Kind::name, token.text);
            default:
                break;
        }
        if (token.kind == Kind::symbol && token.text == "(") {
            if (symbol(")")) return make(Node::Kind::list);
            auto inner = expression_or_tuple();
            expect(Kind::symbol, ")", "')'");
            return inner;
        }
        if (token.kind == Kind::symbol && token.text == "[") {
            auto out = make(Node::Kind::list);
            while (!symbol("]")) {
                out->items.push_back(expression());
                if (!symbol(",") && !is(Kind::symbol, "]")) fault("expected ']'");
            }
            return out;
        }
        if (token.kind == Kind::symbol && token.text == "{") {
            auto out = make(Node::Kind::dict);
            while (!symbol("}")) {
                out->items.push_back(expression());
                expect(Kind::symbol, ":", "':'");
                out->items.push_back(expression());
                if (!symbol(",") && !is(Kind::symbol, "}")) fault("expected '}'");
            }
            return out;
        }
        fault("expected a value");
    }

    NodePtr postfix(NodePtr node) {
        for (;;) {
            if (symbol(".")) {
                if (peek().kind != Kind::name && peek().kind != Kind::integer)
                    fault("expected a name");
                node = make_of(Node::Kind::attribute, take().text, std::move(node));
            } else if (symbol("[")) {
                node = subscript(std::move(node));
            } else if (symbol("(")) {
                node = make_of(Node::Kind::call, {}, std::move(node));
                arguments(*node);
            } else {
                return node;
            }
        }
    }

    NodePtr subscript(NodePtr node) {
        NodePtr parts[3];
        std::size_t part = 0;
        bool slice = false;
        while (!symbol("]")) {
            if (symbol(":")) {
                slice = true;
                if (++part > 2) fault("expected ']'");
            } else {
                if (parts[part] != nullptr) fault("expected ']'");
                parts[part] = expression();
            }
        }
        if (slice) {
            return make_of(Node::Kind::slice,
                           {},
                           std::move(node),
                           std::move(parts[0]),
                           std::move(parts[1]),
                           std::move(parts[2]));
        }
        if (parts[0] == nullptr) fault("expected an index");
        return make_of(Node::Kind::index, {}, std::move(node), std::move(parts[0]));
    }

    void arguments(Node& node) {
        while (!symbol(")")) {
            if (peek().kind == Kind::name && peek(1).kind == Kind::symbol && peek(1).text == "=") {
                auto keyword = take().text;
                take();
                node.keywords.emplace_back(std::move(keyword), expression());
            } else {
                node.items.push_back(expression());
            }
            if (!symbol(",") && !is(Kind::symbol, ")")) fault("expected ')'");
        }
    }

    NodePtr filters(NodePtr node) {
        for (;;) {
            if (symbol("|")) {
                node = make_of(Node::Kind::filter, name(), std::move(node));
                if (symbol("(")) arguments(*node);
            } else if (word("is")) {
                const bool negated = word("not");
                node = make_of(Node::Kind::test, name(), std::move(node));
                if (symbol("(")) {
                    arguments(*node);
                } else if (takes_operand()) {
                    node->items.push_back(postfix(primary()));
                }
                if (negated) node = make_of(Node::Kind::negation, {}, std::move(node));
            } else if (symbol("(")) {
                node = make_of(Node::Kind::call, {}, std::move(node));
                arguments(*node);
            } else {
                return node;
            }
        }
    }

    [[nodiscard]] bool takes_operand() const {
        const auto& next = peek();
        if (next.kind == Kind::string || next.kind == Kind::integer || next.kind == Kind::number)
            return true;
        if (next.kind == Kind::symbol) return next.text == "[" || next.text == "{";
        if (next.kind != Kind::name) return false;
        for (const auto* keyword : {"else", "or", "and", "is", "if", "in", "not"}) {
            if (next.text == keyword) return false;
        }
        return true;
    }

    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
};

}  // namespace

Result<Body> parse_template(std::string_view text) {
    if (text.size() > template_bytes_max) {
        return fail(ErrorCode::limit,
                    fmt::format("an answer of more than {} bytes", template_bytes_max));
    }
    try {
        return Parser(tokenize(text)).parse();
    } catch (const JinjaFailure& failure) {
        return fail(ErrorCode::malformed, failure.what());
    }
}

}  // namespace utter::intent::hassil::jinja
