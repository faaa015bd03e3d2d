#include "utter/intent/template_builder.hpp"

#include <unicode/uchar.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <unordered_set>
#include <utility>

#include "utter/intent/template_lexer.hpp"
#include "utter/intent/text.hpp"

namespace utter::intent::detail {
namespace {

constexpr std::uint64_t saturated = std::numeric_limits<std::uint64_t>::max();

std::uint64_t multiply(std::uint64_t a, std::uint64_t b) {
    std::uint64_t product = 0;
    return __builtin_mul_overflow(a, b, &product) ? saturated : product;
}

std::uint64_t add(std::uint64_t a, std::uint64_t b) {
    std::uint64_t sum = 0;
    return __builtin_add_overflow(a, b, &sum) ? saturated : sum;
}

bool is_blank(std::string_view text) {
    return text.find_first_not_of(' ') == std::string_view::npos;
}

TemplateError error(TemplateFault fault, std::size_t column, std::string detail) {
    return {fault, column, std::move(detail)};
}

// Literal text as `.intent` authors should not write it: the matcher normalises it away, so what
// is written is not what is matched.
bool is_normalized(std::string_view literal) {
    for (std::size_t i = 0; i < literal.size();) {
        const char32_t c = next_code_point(literal, i);
        if (c == '\'' || c == '-' || c == U'\u2019') continue;
        if (u_isupper(static_cast<UChar32>(c)) || u_ispunct(static_cast<UChar32>(c))) return false;
    }
    return true;
}

class Builder {
  public:
    Builder(VocabularyResolver& resolver, Direction direction)
        : resolver_(resolver), direction_(direction) {
        open_.push_back({false, 0, {}, {}});
    }

    TemplateResult<TemplateTree> run(std::vector<TemplateToken> tokens) {
        for (TemplateToken& token : tokens) {
            if (auto failed = take(token)) return std::unexpected(*std::move(failed));
        }
        tree_.root = std::move(open_.back().branch);
        if (auto failed = finish()) return std::unexpected(*std::move(failed));
        return std::move(tree_);
    }

  private:
    using Failure = std::optional<TemplateError>;
    using Kind = TemplateToken::Kind;

    struct Open {
        bool optional = false;
        std::size_t column = 0;
        TemplateSequence branch;                 // the one being read
        std::vector<TemplateSequence> branches;  // those complete
    };

    Failure take(TemplateToken& token) {
        switch (token.kind) {
            case Kind::text:
                text(token);
                return std::nullopt;
            case Kind::slot:
                slot(token);
                return std::nullopt;
            case Kind::reference:
                return reference(token);
            case Kind::open_round:
            case Kind::open_square:
                open_.push_back({token.kind == Kind::open_square, token.column, {}, {}});
                return std::nullopt;
            case Kind::pipe:
                open_.back().branches.push_back(std::exchange(open_.back().branch, {}));
                return std::nullopt;
            case Kind::close_round:
            case Kind::close_square:
                return close();
        }
        return std::nullopt;
    }

    void text(TemplateToken& token) {
        if (direction_ == Direction::input && !is_normalized(token.text)) {
            warn(TemplateWarningKind::not_normalized,
                 token.column,
                 "'" + token.text + "' has capitals or punctuation, which matching ignores.");
        }
        append({TemplateNode::Kind::text, std::move(token.text), {}, false, {}}, token.column);
    }

    void slot(TemplateToken& token) {
        if (!token.type.empty()) {
            if (is_registered_slot_type(token.type)) {
                tree_.slot_types.emplace(token.text, token.type);
            } else {
                warn(TemplateWarningKind::unregistered_type,
                     token.column,
                     "'" + token.type + "' is no registered slot type and is ignored.");
            }
        }
        append({TemplateNode::Kind::slot, std::move(token.text), {}, false, {}}, token.column);
    }

    Failure reference(const TemplateToken& token) {
        auto phrases = resolver_.phrases(token.text, token.column);
        if (!phrases) return std::move(phrases.error());
        TemplateNode group{TemplateNode::Kind::group, {}, {}, false, {}};
        for (const std::string& phrase : **phrases) {
            // Every phrase written out is in some sample of its own, so the limit on samples
            // bounds this copy too and is known to be broken before the product is.
            inlined_bytes_ += phrase.size();
            if (++inlined_ > template_samples_max ||
                inlined_bytes_ > template_expansion_bytes_max) {
                return too_many_samples();
            }
            TemplateSequence branch;
            branch.nodes.push_back({TemplateNode::Kind::text, phrase, {}, false, {}});
            branch.bytes = phrase.size();
            branch.may_be_blank = false;
            group.branches.push_back(std::move(branch));
        }
        if (group.branches.size() == 1) {
            append(std::move(group.branches.front().nodes.front()), token.column);
        } else {
            append(std::move(group), token.column);
        }
        return std::nullopt;
    }

    Failure close() {
        Open group = std::move(open_.back());
        open_.pop_back();
        group.branches.push_back(std::move(group.branch));
        if (group.optional) {
            group.branches.emplace_back();
        } else if (group.branches.size() == 1) {
            return fold(group.branches.front(), group.column);
        }
        append({TemplateNode::Kind::group, {}, std::move(group.branches), group.optional, {}},
               group.column);
        return std::nullopt;
    }

    Failure fold(TemplateSequence& branch, std::size_t column) {
        const bool empty = std::ranges::all_of(branch.nodes, [](const TemplateNode& node) {
            return node.kind == TemplateNode::Kind::text && is_blank(node.text);
        });
        if (empty) {
            return error(TemplateFault::empty_group, column, "The group holds nothing.");
        }
        warn(TemplateWarningKind::single_branch_group,
             column,
             "The group has one branch only and is read as plain text.");
        TemplateSequence& parent = open_.back().branch;
        join(parent, branch, column);
        std::ranges::move(branch.nodes, std::back_inserter(parent.nodes));
        return std::nullopt;
    }

    void append(TemplateNode node, std::size_t column) {
        TemplateSequence facts;
        switch (node.kind) {
            case TemplateNode::Kind::text:
                facts.bytes = node.text.size();
                facts.may_be_blank = is_blank(node.text);
                break;
            case TemplateNode::Kind::slot:
                facts.bytes = node.text.size() + 2;
                facts.may_be_blank = false;
                facts.first_slot = facts.last_slot = column;
                facts.slots.insert(node.text);
                break;
            case TemplateNode::Kind::group:
                facts = alternatives(node);
                break;
        }
        TemplateSequence& sequence = open_.back().branch;
        join(sequence, facts, column);
        sequence.nodes.push_back(std::move(node));
    }

    static TemplateSequence alternatives(TemplateNode& group) {
        TemplateSequence facts;
        facts.count = 0;
        facts.may_be_blank = false;
        for (TemplateSequence& branch : group.branches) {
            facts.count = add(facts.count, branch.count);
            group.ends.push_back(facts.count);
            facts.bytes = add(facts.bytes, branch.bytes);
            facts.may_be_blank |= branch.may_be_blank;
            facts.first_slot = std::max(facts.first_slot, branch.first_slot);
            facts.last_slot = std::max(facts.last_slot, branch.last_slot);
            facts.slots.merge(branch.slots);
            branch.slots.clear();
        }
        return facts;
    }

    // Extends what is known of `sequence` by what follows it, and notes slots that meet or repeat.
    void join(TemplateSequence& sequence, TemplateSequence& next, std::size_t column) {
        if (direction_ == Direction::input && sequence.last_slot != 0 && next.first_slot != 0) {
            note(TemplateFault::adjacent_slots,
                 next.first_slot,
                 "Two slots can meet here with no word between them.");
        }
        for (const std::string& name : next.slots) {
            if (sequence.slots.contains(name)) {
                note(TemplateFault::repeated_slot,
                     column,
                     "The slot '{" + name + "}' stands twice in one sample.");
            }
        }
        if (sequence.may_be_blank && sequence.first_slot == 0) {
            sequence.first_slot = next.first_slot;
        }
        if (next.last_slot != 0 || !next.may_be_blank) sequence.last_slot = next.last_slot;
        sequence.bytes =
            add(multiply(sequence.bytes, next.count), multiply(next.bytes, sequence.count));
        sequence.count = multiply(sequence.count, next.count);
        sequence.may_be_blank = sequence.may_be_blank && next.may_be_blank;
        sequence.slots.merge(next.slots);
    }

    Failure finish() {
        const TemplateSequence& root = tree_.root;
        const auto is_text = [](const TemplateNode& node) {
            return node.kind == TemplateNode::Kind::text && is_blank(node.text);
        };
        const auto blanks = std::ranges::count_if(root.nodes, is_text);
        if (direction_ == Direction::input && root.slots.size() == 1 && root.first_slot != 0 &&
            root.nodes.size() - static_cast<std::size_t>(blanks) == 1 &&
            std::ranges::any_of(root.nodes, [](const TemplateNode& node) {
                return node.kind == TemplateNode::Kind::slot;
            })) {
            return error(TemplateFault::slot_only,
                         root.first_slot,
                         "The template is one slot and would match everything.");
        }
        if (root.may_be_blank) {
            return error(
                TemplateFault::empty_sample, 1, "One reading of the template is the empty string.");
        }
        if (noted_) return std::move(noted_);
        if (root.count > template_samples_max || root.bytes > template_expansion_bytes_max) {
            return too_many_samples();
        }
        return std::nullopt;
    }

    static TemplateError too_many_samples() {
        return error(TemplateFault::too_many_samples,
                     1,
                     "The template stands for more than " + std::to_string(template_samples_max) +
                         " samples or " + std::to_string(template_expansion_bytes_max) +
                         " bytes of them.");
    }

    void note(TemplateFault fault, std::size_t column, std::string detail) {
        if (!noted_ || column < noted_->column) noted_ = error(fault, column, std::move(detail));
    }

    void warn(TemplateWarningKind kind, std::size_t column, std::string detail) {
        tree_.warnings.push_back({kind, column, std::move(detail)});
    }

    VocabularyResolver& resolver_;
    Direction direction_;
    std::vector<Open> open_;
    TemplateTree tree_;
    Failure noted_;
    std::size_t inlined_ = 0;
    std::size_t inlined_bytes_ = 0;
};

// Mixed radix: the first group is the lowest digit. The depth is bounded by the lexer.
void write_variant(const TemplateSequence& sequence, std::uint64_t index, std::string& out) {
    for (const TemplateNode& node : sequence.nodes) {
        switch (node.kind) {
            case TemplateNode::Kind::text:
                out += node.text;
                break;
            case TemplateNode::Kind::slot:
                out += '{';
                out += node.text;
                out += '}';
                break;
            case TemplateNode::Kind::group: {
                const std::uint64_t choice = index % node.ends.back();
                index /= node.ends.back();
                const auto end = std::ranges::upper_bound(node.ends, choice);
                const auto branch = static_cast<std::size_t>(end - node.ends.begin());
                const std::uint64_t before = branch == 0 ? 0 : node.ends[branch - 1];
                write_variant(node.branches[branch], choice - before, out);
                break;
            }
        }
    }
}

void collapse_spaces(std::string& text) {
    const auto same = [](char a, char b) { return a == ' ' && b == ' '; };
    text.erase(std::ranges::unique(text, same).begin(), text.end());
    if (text.ends_with(' ')) text.pop_back();
    if (text.starts_with(' ')) text.erase(0, 1);
}

}  // namespace

TemplateResult<TemplateTree> VocabularyResolver::parse(std::string_view text, Direction direction) {
    auto tokens = lex_template(text);
    if (!tokens) return std::unexpected(std::move(tokens.error()));
    return Builder(*this, direction).run(*std::move(tokens));
}

TemplateResult<const std::vector<std::string>*> VocabularyResolver::phrases(const std::string& name,
                                                                            std::size_t column) {
    if (const auto known = expanded_.find(name); known != expanded_.end()) return &known->second;
    if (std::ranges::find(chain_, name) != chain_.end()) {
        return std::unexpected(error(TemplateFault::cyclic_reference,
                                     column,
                                     "The vocabulary '<" + name + ">' refers to itself."));
    }
    if (chain_.size() >= vocabulary_chain_max) {
        return std::unexpected(error(TemplateFault::too_deep,
                                     column,
                                     "Vocabularies refer to each other more than " +
                                         std::to_string(vocabulary_chain_max) + " deep."));
    }
    chain_.push_back(name);
    auto members = expand_members(name, column);
    chain_.pop_back();
    if (!members) return std::unexpected(std::move(members.error()));
    return &expanded_.emplace(name, *std::move(members)).first->second;
}

TemplateResult<std::vector<std::string>> VocabularyResolver::expand_members(const std::string& name,
                                                                            std::size_t column) {
    const auto found = vocabularies_.find(name);
    if (found == vocabularies_.end()) {
        return std::unexpected(error(TemplateFault::undefined_reference,
                                     column,
                                     "There is no vocabulary '<" + name + ">'."));
    }
    std::vector<std::string> phrases;
    std::unordered_set<std::string> seen;
    std::size_t bytes = 0;
    for (const std::string& member : found->second) {
        auto tree = parse(member, Direction::input);
        if (tree && !tree->root.slots.empty()) {
            tree = std::unexpected(error(TemplateFault::vocabulary_with_slot, column, {}));
        }
        if (!tree && (tree.error().fault == TemplateFault::vocabulary_with_slot ||
                      tree.error().fault == TemplateFault::slot_only)) {
            return std::unexpected(error(TemplateFault::vocabulary_with_slot,
                                         column,
                                         "The vocabulary '<" + name + ">' holds a slot."));
        }
        if (!tree) {
            return std::unexpected(
                error(tree.error().fault,
                      column,
                      "In the vocabulary '<" + name + ">': " + tree.error().detail));
        }
        for (std::string& phrase : expand_tree(*tree)) {
            bytes += phrase.size();
            if (seen.insert(phrase).second) phrases.push_back(std::move(phrase));
        }
        if (phrases.size() > template_samples_max || bytes > template_expansion_bytes_max) {
            return std::unexpected(error(TemplateFault::too_many_samples,
                                         column,
                                         "The vocabulary '<" + name + ">' stands for more than " +
                                             std::to_string(template_samples_max) + " phrases."));
        }
    }
    if (phrases.empty()) {
        return std::unexpected(error(TemplateFault::empty_vocabulary,
                                     column,
                                     "The vocabulary '<" + name + ">' holds no phrase."));
    }
    return phrases;
}

std::string tree_variant(const TemplateTree& tree, std::uint64_t index) {
    std::string sample;
    write_variant(tree.root, index, sample);
    collapse_spaces(sample);
    return sample;
}

std::vector<std::string> expand_tree(const TemplateTree& tree) {
    std::vector<std::string> samples;
    samples.reserve(tree.root.count);  // so that the views below stay good
    std::unordered_set<std::string_view> seen;
    for (std::uint64_t i = 0; i < tree.root.count; ++i) {
        samples.push_back(tree_variant(tree, i));
        if (!seen.insert(samples.back()).second) samples.pop_back();
    }
    return samples;
}

}  // namespace utter::intent::detail
