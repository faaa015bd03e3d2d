#include "utter/orchestrator/plugins/stop/stop_words.hpp"

#include <array>

#include "utter/intent/language.hpp"
#include "utter/intent/normalizer.hpp"
#include "utter/intent/template.hpp"

namespace utter::orchestrator {
namespace {

struct Vocabulary {
    std::string_view language;
    std::string_view one_thing;   // a template
    std::string_view everything;  // a template
};

constexpr std::array vocabularies{
    Vocabulary{"en",
               "[(can|could|will|would) you] [please] "
               "(stop [(it|that|this|now|talking)]|full stop|be quiet|quiet|shut up|silence) "
               "[please]",
               "[(can|could|will|would) you] [please] "
               "stop (everything|all|all of it|all of that) [now] [please]"},
    Vocabulary{"de",
               "[bitte] (stopp|stop|halt|hör auf [damit]|aufhören|sei (still|leise|ruhig)|ruhe) "
               "[bitte]",
               "[bitte] (alles (stoppen|anhalten|beenden|stopp)|stoppe alles|stopp alles|"
               "hör mit allem auf) [bitte]"},
    Vocabulary{"es",
               "[por favor] (para|detente|alto|basta|cállate|silencio|deja de hablar) "
               "[por favor]",
               "[por favor] (para todo|detén todo|páralo todo) [por favor]"},
};

intent::PhraseSet phrases(std::string_view text, const intent::Normalizer& normalizer) {
    intent::PhraseSet out;
    const auto parsed = intent::Template::parse(text, intent::Direction::input);
    if (!parsed) return out;  // the test of this table says so
    for (const auto& phrase : parsed->expand()) {
        if (auto words = normalizer.text(phrase)) out.insert(std::move(*words));
    }
    return out;
}

}  // namespace

StopWords::StopWords() {
    for (const auto& [language, one_thing, everything] : vocabularies) {
        const intent::Normalizer normalizer(language);
        by_language_[std::string(language)] = {phrases(one_thing, normalizer),
                                               phrases(everything, normalizer)};
    }
}

std::optional<StopWords::Kind> StopWords::find(std::string_view utterance,
                                               std::string_view lang) const {
    const auto it = by_language_.find(intent::primary_subtag(lang));
    if (it == by_language_.end()) return std::nullopt;
    const auto text = intent::Normalizer(lang).text(utterance);
    if (!text) return std::nullopt;
    if (it->second.everything.contains(*text)) return Kind::everything;
    if (it->second.one_thing.contains(*text)) return Kind::one_thing;
    return std::nullopt;
}

}  // namespace utter::orchestrator
