#include "utter/intent/template.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "utter/intent/template_builder.hpp"
#include "utter/intent/text.hpp"

namespace utter::intent {
namespace {

void write_compact(const detail::TemplateSequence& sequence, std::string& out) {
    using Kind = detail::TemplateNode::Kind;
    for (const detail::TemplateNode& node : sequence.nodes) {
        if (node.kind == Kind::text) {
            // White space at the edge of a group is harmless, so runs may shrink piece by piece.
            for (const char c : node.text) {
                if (c != ' ' || (!out.empty() && out.back() != ' ')) out += c;
            }
        } else if (node.kind == Kind::slot) {
            out += '{' + node.text + '}';
        } else {
            const std::size_t branches = node.branches.size() - (node.optional ? 1 : 0);
            out += node.optional ? '[' : '(';
            for (std::size_t i = 0; i < branches; ++i) {
                if (i > 0) out += '|';
                write_compact(node.branches[i], out);
            }
            out += node.optional ? ']' : ')';
        }
    }
}

}  // namespace

TemplateResult<Template> Template::parse(std::string_view text,
                                         Direction direction,
                                         const Vocabularies& vocabularies) {
    auto tree = detail::VocabularyResolver(vocabularies).parse(text, direction);
    if (!tree) return std::unexpected(std::move(tree.error()));
    return Template(std::make_shared<const detail::TemplateTree>(*std::move(tree)));
}

std::vector<std::string> Template::expand() const {
    return detail::expand_tree(*tree_);
}

std::size_t Template::variant_count() const noexcept {
    return tree_->root.count;
}

std::string Template::variant(std::size_t index) const {
    return detail::tree_variant(*tree_, index);
}

std::string Template::compact() const {
    std::string out;
    write_compact(tree_->root, out);
    return std::string(trim(out));
}

const detail::TemplateSequence& detail::tree_of(const Template& parsed) noexcept {
    return parsed.tree_->root;
}

const std::set<std::string>& Template::slots() const noexcept {
    return tree_->root.slots;
}

const std::map<std::string, std::string>& Template::slot_types() const noexcept {
    return tree_->slot_types;
}

const std::vector<TemplateWarning>& Template::warnings() const noexcept {
    return tree_->warnings;
}

TemplateResult<Expansion> expand(std::string_view text,
                                 Direction direction,
                                 const Vocabularies& vocabularies) {
    auto parsed = Template::parse(text, direction, vocabularies);
    if (!parsed) return std::unexpected(std::move(parsed.error()));
    return Expansion{parsed->expand(), parsed->warnings()};
}

std::vector<std::string> vocabulary_references(std::string_view text) {
    std::vector<std::string> names;
    for (std::size_t begin = text.find('<'); begin != std::string_view::npos;
         begin = text.find('<', begin + 1)) {
        const std::size_t end = text.find_first_of("<>", begin + 1);
        if (end == std::string_view::npos) break;
        const std::string_view name = text.substr(begin + 1, end - begin - 1);
        if (text[end] == '>' && is_name(name) && std::ranges::find(names, name) == names.end()) {
            names.emplace_back(name);
        }
    }
    return names;
}

bool is_registered_slot_type(std::string_view type) noexcept {
    static constexpr std::array<std::string_view, 7> types{
        "number", "duration", "date", "color", "language", "location", "timezone"};
    return std::ranges::find(types, type) != types.end();
}

Error to_error(const TemplateError& error) {
    const bool limit = error.fault == TemplateFault::too_many_samples ||
                       error.fault == TemplateFault::too_deep ||
                       error.fault == TemplateFault::too_long;
    return {limit ? ErrorCode::limit : ErrorCode::malformed,
            "Column " + std::to_string(error.column) + ": " + error.detail,
            false};
}

std::string_view to_string(TemplateFault fault) noexcept {
    switch (fault) {
        case TemplateFault::unbalanced_bracket:
            return "unbalanced_bracket";
        case TemplateFault::empty_group:
            return "empty_group";
        case TemplateFault::empty_sample:
            return "empty_sample";
        case TemplateFault::slot_only:
            return "slot_only";
        case TemplateFault::adjacent_slots:
            return "adjacent_slots";
        case TemplateFault::repeated_slot:
            return "repeated_slot";
        case TemplateFault::undefined_reference:
            return "undefined_reference";
        case TemplateFault::invalid_reference_name:
            return "invalid_reference_name";
        case TemplateFault::cyclic_reference:
            return "cyclic_reference";
        case TemplateFault::pipe_outside_group:
            return "pipe_outside_group";
        case TemplateFault::invalid_slot_name:
            return "invalid_slot_name";
        case TemplateFault::vocabulary_with_slot:
            return "vocabulary_with_slot";
        case TemplateFault::empty_vocabulary:
            return "empty_vocabulary";
        case TemplateFault::too_many_samples:
            return "too_many_samples";
        case TemplateFault::too_deep:
            return "too_deep";
        case TemplateFault::too_long:
            return "too_long";
        case TemplateFault::invalid_utf8:
            return "invalid_utf8";
    }
    return "unknown";
}

}  // namespace utter::intent
