#include "utter/speech/template_parser.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <optional>
#include <utility>

namespace utter::speech {
namespace {

constexpr std::size_t depth_max = 64;
constexpr std::size_t spellings_max = 1000;
constexpr std::string_view space = " \t\r\n";

bool is_space(char c) {
    return space.contains(c);
}

bool valid_rule_name(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '_' || c == '-' || c == '.';
    });
}

// Before words are known the template is a tree of raw text, so that `light[s]` and `light [s]`
// stay different until runs that touch have been spelt out.
struct Raw {
    enum class Kind : std::uint8_t { text, rule, group };
    Kind kind = Kind::text;
    std::string text;
    std::vector<std::vector<Raw>> branches;
    std::string type;
};

class Parser {
  public:
    explicit Parser(std::string_view text) : text_(text) {}

    Result<TemplateNode> parse() {
        auto items = branch(0);
        if (!items) return std::unexpected(items.error());
        if (pos_ != text_.size()) return broken("an unmatched bracket or '|' outside a group");
        return build(*items);
    }

  private:
    [[nodiscard]] std::unexpected<Error> broken(std::string_view what,
                                                ErrorCode code = ErrorCode::malformed) const {
        return fail(code, "grammar template '" + std::string(text_) + "' has " + std::string(what));
    }

    // Reads up to, not over, the bracket or bar that ends the branch.
    Result<std::vector<Raw>> branch(std::size_t depth) {
        if (depth > depth_max) return broken("groups nested too deep", ErrorCode::limit);
        std::vector<Raw> items;
        while (pos_ < text_.size()) {
            const char c = text_[pos_];
            if (c == '|' || c == ')' || c == ']') break;
            if (c == '}' || c == '<' || c == '>') return broken("a stray bracket");
            if (c == '(' || c == '[') {
                auto made = group(depth);
                if (!made) return std::unexpected(made.error());
                items.push_back(std::move(*made));
            } else if (c == '{') {
                auto made = rule();
                if (!made) return std::unexpected(made.error());
                items.push_back(std::move(*made));
            } else {
                const auto end = std::min(text_.find_first_of("()[]{}<>|", pos_), text_.size());
                items.push_back(
                    {Raw::Kind::text, std::string(text_.substr(pos_, end - pos_)), {}, {}});
                pos_ = end;
            }
        }
        return items;
    }

    Result<Raw> group(std::size_t depth) {
        const bool optional = text_[pos_] == '[';
        const char closing = optional ? ']' : ')';
        Raw made{Raw::Kind::group, {}, {}, {}};
        do {
            ++pos_;
            auto items = branch(depth + 1);
            if (!items) return std::unexpected(items.error());
            made.branches.push_back(std::move(*items));
        } while (pos_ < text_.size() && text_[pos_] == '|');
        if (pos_ >= text_.size() || text_[pos_] != closing) return broken("an unclosed group");
        ++pos_;
        const auto blank = [](const std::vector<Raw>& items) {
            return std::ranges::all_of(items, [](const Raw& item) {
                return item.kind == Raw::Kind::text && std::ranges::all_of(item.text, is_space);
            });
        };
        if (std::ranges::all_of(made.branches, blank)) return broken("an empty group");
        if (optional) made.branches.emplace_back();
        return made;
    }

    Result<Raw> rule() {
        const bool twice = text_.substr(pos_).starts_with("{{");
        const std::string_view closing = twice ? "}}" : "}";
        const auto start = pos_ + closing.size();
        const auto end = text_.find(closing, start);
        if (end == std::string_view::npos) return broken("an unclosed '{'");
        auto name = text_.substr(start, end - start);
        std::string_view type;
        if (const auto colon = name.find(':'); colon != std::string_view::npos) {
            type = name.substr(0, colon);
            name.remove_prefix(colon + 1);
        }
        if (!valid_rule_name(name)) return broken("a slot name that is not one");
        pos_ = end + closing.size();
        return Raw{Raw::Kind::rule, std::string(name), {}, std::string(type)};
    }

    // --- raw tree to words -----------------------------------------------------------------------

    // A space of its own between two items keeps them apart; text that starts or ends with one too.
    static bool touch(const Raw& left, const Raw& right) {
        if (left.kind == Raw::Kind::rule || right.kind == Raw::Kind::rule) return false;
        const bool open_left =
            left.kind == Raw::Kind::group || (!left.text.empty() && !is_space(left.text.back()));
        const bool open_right = right.kind == Raw::Kind::group ||
                                (!right.text.empty() && !is_space(right.text.front()));
        return open_left && open_right;
    }

    Result<TemplateNode> build(const std::vector<Raw>& items) {
        TemplateNode sequence;
        for (std::size_t i = 0; i < items.size();) {
            std::size_t end = i + 1;
            while (end < items.size() && touch(items[end - 1], items[end])) ++end;
            auto made = end == i + 1
                            ? build_one(items[i])
                            : build_run({items.begin() + static_cast<std::ptrdiff_t>(i),
                                         items.begin() + static_cast<std::ptrdiff_t>(end)});
            if (!made) return made;
            std::ranges::move(made->children, std::back_inserter(sequence.children));
            i = end;
        }
        return sequence;
    }

    // Always answers a sequence.
    Result<TemplateNode> build_one(const Raw& item) {
        TemplateNode made;
        if (item.kind == Raw::Kind::text) {
            append_words(made, item.text);
        } else if (item.kind == Raw::Kind::rule) {
            made.children.push_back({TemplateNode::Kind::rule, item.text, {}, item.type});
        } else {
            TemplateNode group{TemplateNode::Kind::alternatives, {}, {}, {}};
            for (const auto& branch : item.branches) {
                auto child = build(branch);
                if (!child) return child;
                group.children.push_back(std::move(*child));
            }
            made.children.push_back(std::move(group));
        }
        return made;
    }

    static void append_words(TemplateNode& sequence, std::string_view text) {
        for (std::size_t pos = text.find_first_not_of(space); pos != std::string_view::npos;) {
            const auto end = std::min(text.find_first_of(space, pos), text.size());
            const auto word = text.substr(pos, end - pos);
            if (word.front() == '{') {
                const auto colon = word.find(':');
                sequence.children.push_back(
                    {TemplateNode::Kind::rule,
                     std::string(word.substr(colon + 1, word.size() - colon - 2)),
                     {},
                     std::string(word.substr(1, colon - 1))});
            } else {
                sequence.children.push_back({TemplateNode::Kind::word, std::string(word), {}, {}});
            }
            pos = text.find_first_not_of(space, end);
        }
    }

    Result<TemplateNode> build_run(const std::vector<Raw>& items) {
        auto texts = spell(items);
        if (!texts) return broken("a word with too many spellings", ErrorCode::limit);
        TemplateNode group{TemplateNode::Kind::alternatives, {}, {}, {}};
        for (const auto& text : *texts) {
            TemplateNode branch;
            append_words(branch, text);
            group.children.push_back(std::move(branch));
        }
        TemplateNode made;
        made.children.push_back(std::move(group));
        return made;
    }

    // Every text a run stands for; nothing when there are too many.
    static std::optional<std::vector<std::string>> spell(const std::vector<Raw>& items) {
        std::vector<std::string> texts{""};
        for (const auto& item : items) {
            std::vector<std::string> tails;
            if (item.kind == Raw::Kind::text) {
                tails.push_back(item.text);
            } else if (item.kind == Raw::Kind::rule) {
                tails.push_back(" {" + item.type + ":" + item.text + "} ");
            } else {
                for (const auto& branch : item.branches) {
                    auto more = spell(branch);
                    if (!more) return std::nullopt;
                    std::ranges::move(*more, std::back_inserter(tails));
                }
            }
            if (texts.size() * tails.size() > spellings_max) return std::nullopt;
            std::vector<std::string> longer;
            for (const auto& head : texts) {
                for (const auto& tail : tails) longer.push_back(head + tail);
            }
            texts = std::move(longer);
        }
        return texts;
    }

    std::string_view text_;
    std::size_t pos_ = 0;
};

}  // namespace

Result<TemplateNode> parse_template(std::string_view text) {
    return Parser(text).parse();
}

// NOLINTNEXTLINE(misc-no-recursion): the parser bounds the depth
std::string to_text(const TemplateNode& node) {
    switch (node.kind) {
        case TemplateNode::Kind::word:
            return node.text;
        case TemplateNode::Kind::rule:
            return "{" + (node.type.empty() ? "" : node.type + ":") + node.text + "}";
        case TemplateNode::Kind::sequence:
        case TemplateNode::Kind::alternatives:
            break;
    }
    const bool alternatives = node.kind == TemplateNode::Kind::alternatives;
    std::string text = alternatives ? "(" : "";
    for (std::size_t i = 0; i < node.children.size(); ++i) {
        if (i > 0) text += alternatives ? '|' : ' ';
        text += to_text(node.children[i]);
    }
    return alternatives ? text + ")" : text;
}

}  // namespace utter::speech
