#include "utter/intent/keyword_row.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "utter/core/log.hpp"
#include "utter/intent/intent_names.hpp"
#include "utter/intent/template.hpp"
#include "utter/intent/template_row.hpp"

namespace utter::intent::detail {
namespace {

void log_skip(const KeywordDefinition& definition,
              std::string_view sample,
              const std::string& reason) {
    log::warning("intent.sample_skipped",
                 {{"skill_id", definition.skill_id},
                  {"intent_name", definition.intent_name},
                  {"lang", definition.lang},
                  {"topic", "ovos.intent.register.keyword"},
                  {"sample", log_excerpt(sample)},
                  {"reason", reason}});
}

// Builds one definition's vocabularies, role by role.
class Compiler {
  public:
    Compiler(const KeywordDefinition& definition, const Normalizer& normalizer)
        : definition_(definition), normalizer_(normalizer) {}

    Result<std::vector<CompiledVocabulary>> run() {
        for (const auto& [list, role] : {std::pair(&definition_.required, KeywordRole::required),
                                         std::pair(&definition_.optional, KeywordRole::optional),
                                         std::pair(&definition_.excluded, KeywordRole::excluded)}) {
            if (auto added = add(*list, role, 0); !added) return std::unexpected(added.error());
        }
        for (std::size_t group = 0; group < definition_.one_of.size(); ++group) {
            auto added = add(definition_.one_of[group], KeywordRole::one_of, group);
            if (!added) return std::unexpected(added.error());
        }
        return std::move(made_);
    }

  private:
    Result<void> add(const std::vector<KeywordVocabulary>& list,
                     KeywordRole role,
                     std::size_t group) {
        const std::size_t first = made_.size();
        for (const KeywordVocabulary& vocabulary : list) {
            auto known = std::find_if(
                made_.begin() + static_cast<std::ptrdiff_t>(first),
                made_.end(),
                [&](const CompiledVocabulary& each) { return each.name == vocabulary.name; });
            if (known == made_.end()) {
                made_.push_back({vocabulary.name, role, group, {}});
                known = std::prev(made_.end());
            }
            if (auto added = add_phrases(*known, vocabulary); !added) return added;
        }
        return {};
    }

    Result<void> add_phrases(CompiledVocabulary& made, const KeywordVocabulary& vocabulary) {
        const auto too_many = [] {
            return fail(ErrorCode::limit,
                        "The vocabularies stand for more than " +
                            std::to_string(definition_samples_max) + " phrases.");
        };
        if (vocabulary.samples.size() > definition_samples_max) return too_many();
        for (const std::string& sample : vocabulary.samples) {
            const auto parsed = Template::parse(sample, Direction::input);
            if (!parsed || !parsed->slots().empty()) {
                log_skip(definition_,
                         sample,
                         parsed ? "A vocabulary has no slots." : to_error(parsed.error()).detail);
                continue;
            }
            phrase_count_ += parsed->variant_count();
            if (phrase_count_ > definition_samples_max) return too_many();
            for (const std::string& phrase : parsed->expand()) {
                auto text = normalizer_.text(phrase);
                if (text && !text->empty()) made.phrases.push_back(*std::move(text));
            }
        }
        if (made.phrases.empty()) {
            return fail(ErrorCode::malformed,
                        "vocabulary '" + made.name + "' has no usable sample");
        }
        std::ranges::sort(made.phrases);
        const auto repeats = std::ranges::unique(made.phrases);
        made.phrases.erase(repeats.begin(), repeats.end());
        return {};
    }

    const KeywordDefinition& definition_;
    const Normalizer& normalizer_;
    std::vector<CompiledVocabulary> made_;
    std::size_t phrase_count_ = 0;
};

// What a role may hold; the samples play no part here.
Result<void> check_roles(const KeywordDefinition& definition) {
    if (definition.required.empty() && definition.one_of.empty()) {
        return fail(ErrorCode::malformed, "fields 'required' and 'one_of' are both empty");
    }
    std::vector<std::set<std::string_view>> roles;
    const auto names = [](std::set<std::string_view>& role, const auto& list) {
        for (const KeywordVocabulary& vocabulary : list) role.insert(vocabulary.name);
    };
    for (const auto* list : {&definition.required, &definition.optional, &definition.excluded}) {
        names(roles.emplace_back(), *list);
    }
    auto& of_one_of = roles.emplace_back();
    for (const auto& group : definition.one_of) {
        if (group.empty()) return fail(ErrorCode::malformed, "field 'one_of' holds an empty group");
        names(of_one_of, group);
    }
    std::set<std::string_view> taken;
    for (const auto& role : roles) {
        for (const auto name : role) {
            if (taken.insert(name).second) continue;
            return fail(ErrorCode::malformed,
                        "vocabulary '" + std::string(name) + "' is named under two roles");
        }
    }
    return {};
}

}  // namespace

Result<CompiledKeyword> compile(const KeywordDefinition& definition,
                                std::string_view session_id,
                                const Normalizer& normalizer) {
    if (auto named = check_intent_identity(definition.skill_id, definition.intent_name); !named) {
        return std::unexpected(std::move(named.error()));
    }
    if (definition.lang.empty()) return fail(ErrorCode::malformed, "The lang is missing.");
    if (auto sound = check_roles(definition); !sound) {
        return std::unexpected(std::move(sound.error()));
    }
    auto vocabularies = Compiler(definition, normalizer).run();
    if (!vocabularies) return std::unexpected(std::move(vocabularies.error()));
    return CompiledKeyword{definition.skill_id,
                           definition.intent_name,
                           definition.lang,
                           std::string(session_id),
                           qualified_name(definition.skill_id, definition.intent_name),
                           definition.one_of.size(),
                           *std::move(vocabularies)};
}

}  // namespace utter::intent::detail
