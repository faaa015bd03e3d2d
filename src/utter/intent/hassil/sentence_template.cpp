#include "utter/intent/hassil/sentence_template.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "utter/intent/hassil/text.hpp"
#include "utter/intent/text.hpp"

namespace utter::intent::hassil {
namespace {

constexpr std::string_view operators = "()[]{}<>|;";

Expression chunk(std::string text) {
    return {.kind = Expression::Kind::chunk, .text = std::move(text)};
}

Expression sequence() {
    return {.kind = Expression::Kind::sequence};
}

class Parser {
  public:
    explicit Parser(std::string_view text) : text_(text) {}

    Result<Expression> parse() {
        auto root = group('\0', 0);
        if (!root) return root;
        // A group that stands alone is the sentence itself.
        if (root->items.size() == 1 && !root->items.front().items.empty()) {
            Expression inner = std::move(root->items.front());
            return inner;
        }
        return root;
    }

  private:
    [[nodiscard]] std::unexpected<Error> fault(std::string_view what, std::size_t at) const {
        return fail(ErrorCode::malformed,
                    fmt::format("{} in column {} of '{}'", what, at + 1, text_));
    }

    // What stands up to `closer`, or to the end when that is 0.
    Result<Expression> group(char closer, std::size_t depth) {
        if (depth > sentence_depth_max) {
            return fail(ErrorCode::limit,
                        fmt::format("nested more than {} deep: '{}'", sentence_depth_max, text_));
        }
        const std::size_t opened = at_;
        std::vector<Expression> branches{sequence()};
        char separator = '\0';
        for (;;) {
            if (at_ == text_.size()) {
                if (closer != '\0')
                    return fault(fmt::format("no '{}' for the bracket", closer), opened - 1);
                break;
            }
            const char c = text_[at_];
            if (c == closer) break;
            if (c == '|' || c == ';') {
                if (separator != '\0' && separator != c) return fault("'|' and ';' are mixed", at_);
                separator = c;
                branches.push_back(sequence());
                ++at_;
                continue;
            }
            auto next = item(depth);
            if (!next) return next;
            branches.back().items.push_back(std::move(*next));
        }
        if (at_ == opened) return fault("an empty group", closer == '\0' ? 0 : opened - 1);
        if (closer != '\0') ++at_;
        return together(std::move(branches), separator);
    }

    Result<Expression> together(std::vector<Expression> branches, char separator) {
        if (separator == '\0') return std::move(branches.front());
        Expression out{.kind = Expression::Kind::alternatives, .items = std::move(branches)};
        if (separator == '|') return out;
        if (out.items.size() > permutation_items_max) {
            return fail(
                ErrorCode::limit,
                fmt::format(
                    "more than {} parts between ';' in '{}'", permutation_items_max, text_));
        }
        out.kind = Expression::Kind::permutation;
        for (auto& part : out.items) {
            part.items.insert(part.items.begin(), chunk(" "));
            part.items.push_back(chunk(" "));
        }
        return out;
    }

    Result<Expression> item(std::size_t depth) {
        switch (text_[at_]) {
            case '(':
                ++at_;
                return group(')', depth + 1);
            case '[': {
                ++at_;
                auto inner = group(']', depth + 1);
                if (!inner) return inner;
                if (inner->kind != Expression::Kind::alternatives) {
                    Expression wrapped{.kind = Expression::Kind::alternatives};
                    wrapped.items.push_back(std::move(*inner));
                    *inner = std::move(wrapped);
                }
                inner->items.push_back(chunk(""));
                return inner;
            }
            case '{':
                return reference('}', Expression::Kind::list);
            case '<':
                return reference('>', Expression::Kind::rule);
            case ')':
            case ']':
            case '}':
            case '>':
                return fault(fmt::format("a '{}' that nothing opened", text_[at_]), at_);
            default:
                return literal();
        }
    }

    Result<Expression> reference(char closer, Expression::Kind kind) {
        const std::size_t opened = at_++;
        std::string name;
        for (;; ++at_) {
            if (at_ == text_.size())
                return fault(fmt::format("no '{}' for the bracket", closer), opened);
            if (text_[at_] == closer) break;
            if (operators.contains(text_[at_])) return fault("an operator inside a name", at_);
            if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
            name.push_back(text_[at_]);
        }
        ++at_;
        if (name.empty()) return fault("empty brackets", opened);
        Expression out{.kind = kind, .text = name};
        if (kind == Expression::Kind::list) {
            const auto colon = name.find(':');
            out.text = name.substr(0, colon);
            out.slot = colon == std::string::npos ? name : name.substr(colon + 1);
            out.end_of_word =
                at_ < text_.size() && is_blank(static_cast<unsigned char>(text_[at_]));
        }
        return out;
    }

    // Up to the next word, with the spaces before that; or up to the next operator.
    Result<Expression> literal() {
        std::string out;
        bool space_seen = false;
        for (bool first = true; at_ < text_.size(); ++at_, first = false) {
            char c = text_[at_];
            if (c == ' ' && !first) {
                space_seen = true;
            } else if (space_seen || operators.contains(c)) {
                break;
            } else if (c == '\\' && at_ + 1 < text_.size()) {
                c = text_[++at_];
            }
            out.push_back(c);
        }
        return chunk(normalize(out));
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

// Appends each of `tails` to each of `heads`.
Result<std::vector<std::string>> product(const std::vector<std::string>& heads,
                                         const std::vector<std::string>& tails,
                                         std::size_t samples_max) {
    if (heads.size() * tails.size() > samples_max) {
        return fail(ErrorCode::limit, fmt::format("stands for more than {} texts", samples_max));
    }
    std::vector<std::string> out;
    for (const auto& head : heads) {
        for (const auto& tail : tails) out.push_back(head + tail);
    }
    return out;
}

Result<std::vector<std::string>> sample_orders(std::vector<Expression> items,
                                               std::size_t samples_max) {
    if (items.size() == 1) return sample(items.front(), samples_max);
    std::vector<std::string> out;
    for (std::size_t i = 0; i < items.size(); ++i) {
        auto rest = items;
        rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
        const auto first = sample(items[i], samples_max);
        const auto others = first ? sample_orders(std::move(rest), samples_max) : first;
        const auto all = others ? product(*first, *others, samples_max) : others;
        if (!all) return all;
        out.insert(out.end(), all->begin(), all->end());
        if (out.size() > samples_max) {
            return fail(ErrorCode::limit,
                        fmt::format("stands for more than {} texts", samples_max));
        }
    }
    return out;
}

}  // namespace

bool is_template(std::string_view text) noexcept {
    return text.find_first_of("(){}<>[]|") != std::string_view::npos;
}

Result<Expression> parse_sentence(std::string_view text) {
    if (text.size() > sentence_bytes_max) {
        return fail(ErrorCode::limit,
                    fmt::format("a template of more than {} bytes", sentence_bytes_max));
    }
    return Parser(intent::trim(text)).parse();
}

Result<std::vector<std::string>> sample(const Expression& expression, std::size_t samples_max) {
    switch (expression.kind) {
        case Expression::Kind::chunk:
            return std::vector<std::string>{expression.text};
        case Expression::Kind::sequence: {
            std::vector<std::string> out{std::string()};
            for (const auto& item : expression.items) {
                const auto tails = sample(item, samples_max);
                if (!tails) return tails;
                auto joined = product(out, *tails, samples_max);
                if (!joined) return joined;
                out = std::move(*joined);
            }
            return out;
        }
        case Expression::Kind::alternatives: {
            std::vector<std::string> out;
            for (const auto& item : expression.items) {
                const auto some = sample(item, samples_max);
                if (!some) return some;
                out.insert(out.end(), some->begin(), some->end());
                if (out.size() > samples_max) {
                    return fail(ErrorCode::limit,
                                fmt::format("stands for more than {} texts", samples_max));
                }
            }
            return out;
        }
        case Expression::Kind::permutation:
            return sample_orders(expression.items, samples_max);
        case Expression::Kind::list:
        case Expression::Kind::rule:
            break;
    }
    return fail(ErrorCode::unsupported,
                fmt::format("a name cannot refer to '{}'", expression.text));
}

}  // namespace utter::intent::hassil
