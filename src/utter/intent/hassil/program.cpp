#include "utter/intent/hassil/program.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <limits>
#include <set>
#include <utility>

#include "utter/intent/hassil/sentence_template.hpp"

namespace utter::intent::hassil {
namespace {

// From so many edges on, they are looked up by letter.
constexpr std::size_t indexed_edges_min = 8;

Node::Kind kind_of(Expression::Kind kind) {
    switch (kind) {
        case Expression::Kind::alternatives:
            return Node::Kind::alternatives;
        case Expression::Kind::permutation:
            return Node::Kind::permutation;
        default:
            return Node::Kind::sequence;
    }
}

void index_by_first(std::uint64_t first, std::uint32_t item, auto& buckets) {
    for (; first != 0; first &= first - 1) buckets[std::countr_zero(first)].push_back(item);
}

}  // namespace

class Compiler {
  public:
    explicit Compiler(Program& program) : program_(program) {}

    Result<void> run() {
        auto& set = program_.set;
        program_.skip_words = SkipWords(set.skip_words, set.ignore_whitespace);
        program_.branches.emplace_back();
        for (const auto& [name, list] : set.lists) list_id(name);
        for (std::uint32_t i = 0; i < set.blocks.size(); ++i) {
            if (auto done = compile_block(i); !done) return done;
        }
        auto words = number_words();
        for (const auto& [id, list] : pending_) {
            auto compiled = compile_list(*list, words);
            if (!compiled) return std::unexpected(compiled.error());
            program_.lists[id] = std::move(*compiled);
        }
        // A branch has a higher number than the one it grows from.
        for (auto i = program_.branches.size(); i-- > 0;) finish_branch(program_.branches[i]);
        return {};
    }

    static Result<CompiledTextList> compile_text_list(const Program& program, TextList list) {
        CompiledTextList out;
        const bool drop = program.set.ignore_whitespace;
        for (auto& value : list) {
            CompiledTextList::Value compiled;
            if (value.is_template) {
                const auto parsed = parse_sentence(value.in);
                if (!parsed) return std::unexpected(parsed.error());
                const auto node = compile_value(program, *parsed, out.nodes);
                if (!node) return std::unexpected(node.error());
                compiled.node = *node;
            } else {
                const auto text = normalize(decode(value.in));
                compiled.node = out.nodes.chunk(text, drop);
                compiled.letters_min = static_cast<std::uint32_t>(text.size());
            }
            compiled.source = std::move(value);
            index_by_first(out.nodes.node(compiled.node).first,
                           static_cast<std::uint32_t>(out.values.size()),
                           out.by_first);
            out.values.push_back(std::move(compiled));
        }
        return out;
    }

  private:
    // What a name means inside one block. Blocks without names of their own share one scope.
    struct Scope {
        const Block* block = nullptr;
        std::map<std::string, NodeId, std::less<>> rules;
        std::set<std::string, std::less<>>
            open;  // rules being compiled: meeting one again is recursion
        std::map<std::string, std::uint32_t, std::less<>> lists;
    };

    Result<void> compile_block(std::uint32_t index) {
        const Block& block = program_.set.blocks[index];
        Scope local;
        const bool has_names = !block.rules.empty() || !block.lists.empty();
        Scope& scope = has_names ? local : common_;
        if (has_names) {
            local.block = &block;
            for (const auto& [name, list] : block.lists) {
                local.lists[name] = static_cast<std::uint32_t>(program_.lists.size());
                pending_.emplace_back(program_.lists.size(), &list);
                program_.lists.emplace_back();
            }
        }
        for (const auto& text : block.sentences) {
            const auto located = [&](const Error& error) {
                return fail(error.code,
                            fmt::format("{}:{}: {}: '{}': {}",
                                        block.file,
                                        block.line,
                                        block.intent,
                                        text,
                                        error.detail));
            };
            const auto parsed = parse_sentence(text);
            if (!parsed) return located(parsed.error());
            std::vector<NodeId> parts;
            if (parsed->kind == Expression::Kind::sequence) {
                for (const auto& item : parsed->items) {
                    auto node = compile(item, scope);
                    if (!node) return located(node.error());
                    parts.push_back(*node);
                }
            } else {
                auto node = compile(*parsed, scope);
                if (!node) return located(node.error());
                parts.push_back(*node);
            }
            add_sentence(parts, {index, text});
        }
        return {};
    }

    void add_sentence(const std::vector<NodeId>& parts, Sentence sentence) {
        std::uint32_t at = 0;
        for (const NodeId part : parts) {
            const auto [edge, added] = edges_.try_emplace(
                std::pair{at, part}, static_cast<std::uint32_t>(program_.branches.size()));
            if (added) {
                program_.branches[at].edges.push_back({part, edge->second, 0});
                program_.branches.emplace_back();
            }
            at = edge->second;
        }
        program_.branches[at].sentences.push_back(
            static_cast<std::uint32_t>(program_.sentences.size()));
        program_.sentences.push_back(sentence);
    }

    Result<NodeId> compile(const Expression& expression, Scope& scope) {
        switch (expression.kind) {
            case Expression::Kind::chunk:
                return program_.nodes.chunk(decode(expression.text),
                                            program_.set.ignore_whitespace);
            case Expression::Kind::list: {
                const auto own = scope.lists.find(expression.text);
                const auto list = own != scope.lists.end() ? own->second : list_id(expression.text);
                return program_.nodes.list(list, slot(expression.slot), expression.end_of_word);
            }
            case Expression::Kind::rule:
                return compile_rule(expression.text, scope);
            default:
                break;
        }
        std::vector<NodeId> children;
        for (const auto& item : expression.items) {
            auto child = compile(item, scope);
            if (!child) return child;
            children.push_back(*child);
        }
        return program_.nodes.group(kind_of(expression.kind), children);
    }

    Result<NodeId> compile_rule(const std::string& name, Scope& scope) {
        if (const auto known = scope.rules.find(name); known != scope.rules.end())
            return known->second;
        const std::string* body = nullptr;
        if (scope.block != nullptr) {
            if (const auto own = scope.block->rules.find(name); own != scope.block->rules.end())
                body = &own->second;
        }
        if (body == nullptr) {
            if (const auto common = program_.set.rules.find(name);
                common != program_.set.rules.end()) {
                body = &common->second;
            }
        }
        if (body == nullptr)
            return fail(ErrorCode::malformed, fmt::format("there is no rule '{}'", name));
        if (scope.open.size() >= rule_depth_max) {
            return fail(ErrorCode::limit,
                        fmt::format("rules nested more than {} deep", rule_depth_max));
        }
        if (!scope.open.insert(name).second) {
            return fail(ErrorCode::malformed, fmt::format("the rule '{}' contains itself", name));
        }
        const auto parsed = parse_sentence(*body);
        if (!parsed) {
            return fail(parsed.error().code,
                        fmt::format("in the rule '{}': {}", name, parsed.error().detail));
        }
        auto node = compile(*parsed, scope);
        scope.open.erase(name);
        if (node) scope.rules.emplace(name, *node);
        return node;
    }

    std::uint32_t list_id(const std::string& name) {
        const auto [entry, added] =
            program_.list_ids_.try_emplace(name, static_cast<std::uint32_t>(program_.lists.size()));
        if (added) {
            const auto common = program_.set.lists.find(name);
            if (common != program_.set.lists.end())
                pending_.emplace_back(program_.lists.size(), &common->second);
            program_.lists.emplace_back();
        }
        return entry->second;
    }

    std::uint16_t slot(const std::string& name) {
        const auto [entry, added] =
            slots_.try_emplace(name, static_cast<std::uint16_t>(program_.slot_names.size()));
        if (added) program_.slot_names.push_back(name);
        return entry->second;
    }

    // One table of number words for each language that a range asks for.
    std::map<std::string, std::shared_ptr<const NumberWords>> number_words() {
        std::map<std::string, std::vector<RangeList>> ranges;
        for (const auto& [id, list] : pending_) {
            const auto* range = std::get_if<RangeList>(list);
            if (range != nullptr && range->words) ranges[words_language(*range)].push_back(*range);
        }
        std::map<std::string, std::shared_ptr<const NumberWords>> out;
        for (const auto& [language, of_language] : ranges) {
            out[language] = std::make_shared<NumberWords>(language, of_language);
        }
        return out;
    }

    const std::string& words_language(const RangeList& range) const {
        return range.words_language.empty() ? program_.set.language : range.words_language;
    }

    Result<std::shared_ptr<const CompiledList>> compile_list(
        const SlotList& list,
        const std::map<std::string, std::shared_ptr<const NumberWords>>& words) {
        if (const auto* texts = std::get_if<TextList>(&list)) {
            auto compiled = compile_text_list(program_, *texts);
            if (!compiled) return std::unexpected(compiled.error());
            return std::make_shared<const CompiledList>(std::move(*compiled));
        }
        if (const auto* range = std::get_if<RangeList>(&list)) {
            CompiledRange compiled{*range, nullptr};
            if (range->words) compiled.words = words.at(words_language(*range));
            return std::make_shared<const CompiledList>(std::move(compiled));
        }
        return std::make_shared<const CompiledList>(WildcardList{});
    }

    // Values of lists hold literal text, groups and common rules; what they match is the value, so
    // a list inside would have nowhere to put its own.
    static Result<NodeId> compile_value(const Program& program,
                                        const Expression& expression,
                                        NodePool& nodes,
                                        std::size_t depth = 0) {
        if (expression.kind == Expression::Kind::chunk) {
            return nodes.chunk(decode(expression.text), program.set.ignore_whitespace);
        }
        if (expression.kind == Expression::Kind::list) {
            return fail(ErrorCode::unsupported,
                        fmt::format("a list value cannot refer to the list '{}'", expression.text));
        }
        if (expression.kind == Expression::Kind::rule) {
            const auto rule = program.set.rules.find(expression.text);
            // An error where it is used; files of the corpus name some that nobody wrote.
            if (rule == program.set.rules.end()) return nodes.group(Node::Kind::sequence, {});
            if (depth >= rule_depth_max) {
                return fail(ErrorCode::malformed,
                            fmt::format("the rule '{}' contains itself", expression.text));
            }
            const auto parsed = parse_sentence(rule->second);
            if (!parsed) return std::unexpected(parsed.error());
            return compile_value(program, *parsed, nodes, depth + 1);
        }
        std::vector<NodeId> children;
        for (const auto& item : expression.items) {
            auto child = compile_value(program, item, nodes, depth);
            if (!child) return child;
            children.push_back(*child);
        }
        return nodes.group(kind_of(expression.kind), children);
    }

    void finish_branch(Branch& branch) {
        for (auto& edge : branch.edges) {
            edge.needs =
                program_.nodes.node(edge.node).needs | needs_of(program_.branches[edge.to]);
        }
        if (branch.edges.size() < indexed_edges_min) return;
        branch.by_first.resize(64);
        for (std::uint32_t i = 0; i < branch.edges.size(); ++i) {
            index_by_first(program_.nodes.node(branch.edges[i].node).first, i, branch.by_first);
        }
    }

    static std::uint64_t needs_of(const Branch& branch) {
        std::uint64_t needs = branch.sentences.empty() ? any_letter : 0;
        for (const auto& edge : branch.edges) needs &= edge.needs;
        return needs;
    }

    Program& program_;
    Scope common_;
    std::map<std::pair<std::uint32_t, NodeId>, std::uint32_t> edges_;
    std::map<std::string, std::uint16_t, std::less<>> slots_;
    std::vector<std::pair<std::size_t, const SlotList*>> pending_;
};

Result<std::shared_ptr<const Program>> Program::compile(SentenceSet set) {
    auto program = std::make_shared<Program>();
    program->set = std::move(set);
    if (auto done = Compiler(*program).run(); !done) return std::unexpected(done.error());
    return program;
}

Result<CompiledTextList> Program::compile_list(TextList list) const {
    return Compiler::compile_text_list(*this, std::move(list));
}

std::optional<std::uint32_t> Program::list_id(std::string_view name) const noexcept {
    const auto found = list_ids_.find(name);
    if (found == list_ids_.end()) return std::nullopt;
    return found->second;
}

std::vector<std::string> Program::missing_lists() const {
    std::vector<std::string> out;
    for (const auto& [name, id] : list_ids_) {
        if (lists[id] == nullptr) out.push_back(name);
    }
    return out;
}

}  // namespace utter::intent::hassil
