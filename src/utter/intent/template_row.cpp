#include "utter/intent/template_row.hpp"

#include <algorithm>
#include <utility>

#include "utter/core/log.hpp"
#include "utter/intent/intent_names.hpp"
#include "utter/intent/template.hpp"

namespace utter::intent::detail {
namespace {

/// Names the definition in the warnings that OVOS-INTENT-4 section 5.3 asks for.
struct Source {
    std::string_view skill_id;
    std::string_view name_key;  // intent_name or entity_name
    std::string_view name;
    std::string_view lang;
    std::string_view topic;
    Skips skips;
};

void log_skip(const Source& source,
              std::string_view field,
              const std::string& sample,
              const std::string& reason) {
    if (source.skips == Skips::silent) return;
    constexpr std::size_t shown_bytes_max = 120;
    std::size_t shown = std::min(sample.size(), shown_bytes_max);
    // Never end inside of a character.
    while (shown < sample.size() && (static_cast<unsigned char>(sample[shown]) & 0xC0U) == 0x80U) {
        ++shown;
    }
    log::warning("intent.sample_skipped",
                 {{"skill_id", source.skill_id},
                  {source.name_key, source.name},
                  {"lang", source.lang},
                  {"topic", source.topic},
                  {"field", field},
                  {"sample", std::string_view(sample).substr(0, shown)},
                  {"reason", reason}});
}

// Adds the phrases of slot-free templates to `set`.
void add_phrases(PhraseSet& set,
                 const std::vector<std::string>& templates,
                 std::string_view field,
                 const Source& source,
                 const Normalizer& normalizer) {
    for (const std::string& text : templates) {
        const auto parsed = Template::parse(text, Direction::input);
        if (!parsed || !parsed->slots().empty()) {
            log_skip(
                source, field, text, parsed ? "It holds a slot." : to_error(parsed.error()).detail);
            continue;
        }
        for (const std::string& phrase : parsed->expand()) {
            auto normal = normalizer.text(phrase);
            if (!normal || normal->empty()) {
                log_skip(source, field, text, normal ? "It holds no word." : normal.error().detail);
                break;
            }
            set.insert(*std::move(normal));
        }
        if (set.size() > definition_samples_max) {
            log_skip(source, field, text, "There are too many phrases.");
            return;
        }
    }
}

// Makes one template ready for the graph, unless no sample of it can be matched.
void add_fragment(CompiledTemplate& compiled,
                  const std::string& text,
                  const Template& parsed,
                  const Source& source,
                  const Normalizer& normalizer) {
    auto fragment = make_fragment(tree_of(parsed), normalizer);
    if (!fragment) {
        log_skip(source, "samples", text, fragment.error().detail);
        return;
    }
    // Once per template: `[please] {q}` has a sample that is a slot alone, others may not.
    if (!fragment->complaint.empty()) log_skip(source, "samples", text, fragment->complaint);
    if (!fragment->usable()) return;
    compiled.row.slots.insert(parsed.slots().begin(), parsed.slots().end());
    compiled.row.state_count += fragment->states.size();
    compiled.fragments.push_back(*std::move(fragment));
}

}  // namespace

Result<CompiledTemplate> compile(TemplateDefinition definition,
                                 std::string_view session_id,
                                 const Normalizer& normalizer,
                                 Skips skips) {
    if (auto checked = check_intent_identity(definition.skill_id, definition.intent_name);
        !checked) {
        return std::unexpected(std::move(checked.error()));
    }
    if (definition.lang.empty()) return fail(ErrorCode::malformed, "The lang is missing.");
    const Source source{definition.skill_id,
                        "intent_name",
                        definition.intent_name,
                        definition.lang,
                        "ovos.intent.register.template",
                        skips};
    std::vector<std::pair<const std::string*, Template>> usable;
    std::size_t sample_count = 0;
    for (const std::string& text : definition.samples) {
        auto parsed = Template::parse(text, Direction::input);
        if (!parsed) {
            log_skip(source, "samples", text, to_error(parsed.error()).detail);
            continue;
        }
        sample_count += parsed->variant_count();
        if (sample_count > definition_samples_max) {
            return fail(ErrorCode::limit,
                        "The samples stand for more than " +
                            std::to_string(definition_samples_max) + " sentences.");
        }
        usable.emplace_back(&text, *std::move(parsed));
    }
    CompiledTemplate compiled;
    for (const auto& [text, parsed] : usable) {
        add_fragment(compiled, *text, parsed, source, normalizer);
    }
    if (compiled.fragments.empty()) {
        return fail(ErrorCode::malformed, "There is no usable sample.");
    }
    for (const std::string& slot : definition.required_slots) {
        if (!compiled.row.slots.contains(slot)) {
            return fail(ErrorCode::malformed,
                        "The required slot '" + slot + "' is declared by no usable sample.");
        }
    }
    add_phrases(compiled.row.blacklist, definition.blacklist, "blacklist", source, normalizer);
    for (const auto& [slot, values] : definition.slot_blacklist) {
        add_phrases(
            compiled.row.slot_blacklist[slot], values, "slot_blacklist", source, normalizer);
    }
    compiled.row.qualified_name = qualified_name(definition.skill_id, definition.intent_name);
    compiled.row.session_id = session_id;
    compiled.row.definition = std::move(definition);
    return compiled;
}

Result<PhraseSet> compile(const EntityDefinition& definition, const Normalizer& normalizer) {
    if (definition.skill_id.empty()) return fail(ErrorCode::malformed, "The skill_id is missing.");
    if (definition.entity_name.empty()) {
        return fail(ErrorCode::malformed, "The entity_name is missing.");
    }
    if (definition.lang.empty()) return fail(ErrorCode::malformed, "The lang is missing.");
    const Source source{definition.skill_id,
                        "entity_name",
                        definition.entity_name,
                        definition.lang,
                        "ovos.entity.register",
                        Skips::logged};
    PhraseSet values;
    add_phrases(values, definition.samples, "samples", source, normalizer);
    if (values.empty()) return fail(ErrorCode::malformed, "There is no usable sample.");
    return values;
}

}  // namespace utter::intent::detail
