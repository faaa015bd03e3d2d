#include "speech_lessons.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

#include "skill_locales.hpp"
#include "utter/core/log.hpp"
#include "utter/listener/grammar_builder.hpp"

namespace utter::app {

void teach_sentences(speech::SttEngine& engine, const Program& program, const std::string& lang) {
    std::vector<intent::TemplateDefinition> templates;
    std::vector<intent::EntityDefinition> entities;
    visit_enabled_locales(program, lang, [&](const auto& /*skill_id*/, const auto& resources) {
        std::ranges::copy(resources.templates, std::back_inserter(templates));
        std::ranges::copy(resources.entities, std::back_inserter(entities));
    });
    engine.set_phrases(listener::build_speech_phrases(lang, templates, entities));
    const auto set = engine.set_grammar(listener::build_speech_grammar(lang, templates, entities));
    if (!set) log::warning("speech.no_grammar", {{"reason", set.error().detail}});
}

}  // namespace utter::app
