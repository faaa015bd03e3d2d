#include "utter/intent/template_row.hpp"

#include <algorithm>
#include <utility>

#include "utter/core/log.hpp"
#include "utter/intent/intent_names.hpp"
#include "utter/intent/language.hpp"
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
    log::warning("intent.sample_skipped",
                 {{"skill_id", source.skill_id},
                  {source.name_key, source.name},
                  {"lang", source.lang},
                  {"topic", source.topic},
                  {"field", field},
                  {"sample", log_excerpt(sample)},
                  {"reason", reason}});
}

std::unexpected<Error> too_many_phrases(std::string_view field) {
    return fail(ErrorCode::limit,
                "The field '" + std::string(field) + "' stands for more than " +
                    std::to_string(definition_samples_max) + " phrases.");
}

// Adds the phrases of slot-free templates to `set`; `limit` when they are too many.
Result<void> add_phrases(PhraseSet& set,
                         const std::vector<std::string>& templates,
                         std::string_view field,
                         const Source& source,
                         const Normalizer& normalizer) {
    if (templates.size() > definition_samples_max) return too_many_phrases(field);
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
        if (set.size() > definition_samples_max) return too_many_phrases(field);
    }
    return {};
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
    compiled.fragments.push_back(*std::move(fragment));
}

}  // namespace

std::string_view log_excerpt(std::string_view sample) {
    constexpr std::size_t shown_bytes_max = 120;
    std::size_t shown = std::min(sample.size(), shown_bytes_max);
    // Never end inside of a character.
    while (shown < sample.size() && (static_cast<unsigned char>(sample[shown]) & 0xC0U) == 0x80U) {
        ++shown;
    }
    return sample.substr(0, shown);
}

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
    const auto too_many_samples = [] {
        return fail(ErrorCode::limit,
                    "The samples stand for more than " + std::to_string(definition_samples_max) +
                        " sentences.");
    };
    if (definition.samples.size() > definition_samples_max) return too_many_samples();
    std::size_t sample_count = 0;
    for (const std::string& text : definition.samples) {
        auto parsed = Template::parse(text, Direction::input);
        if (!parsed) {
            log_skip(source, "samples", text, to_error(parsed.error()).detail);
            continue;
        }
        sample_count += parsed->variant_count();
        if (sample_count > definition_samples_max) return too_many_samples();
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
    auto& row = compiled.row;
    if (auto added =
            add_phrases(row.blacklist, definition.blacklist, "blacklist", source, normalizer);
        !added) {
        return std::unexpected(std::move(added.error()));
    }
    for (const auto& [slot, values] : definition.slot_blacklist) {
        if (auto added =
                add_phrases(row.slot_blacklist[slot], values, "slot_blacklist", source, normalizer);
            !added) {
            return std::unexpected(std::move(added.error()));
        }
    }
    for (const auto& [slot, type] : definition.slot_types) {
        if (is_registered_slot_type(type)) row.slot_types.emplace(slot, type);
    }
    row.qualified_name = qualified_name(definition.skill_id, definition.intent_name);
    row.session_id = session_id;
    row.lang = fold_tag(definition.lang);
    row.definition = std::move(definition);
    return compiled;
}

Result<PhraseSet> compile(const EntityDefinition& definition,
                          const Normalizer& normalizer,
                          Skips skips) {
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
                        skips};
    PhraseSet values;
    auto added = add_phrases(values, definition.samples, "samples", source, normalizer);
    if (!added) return std::unexpected(std::move(added.error()));
    if (values.empty()) return fail(ErrorCode::malformed, "There is no usable sample.");
    return values;
}

}  // namespace utter::intent::detail
