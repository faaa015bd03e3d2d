#include "utter/orchestrator/plugins/common_query/command_words.hpp"

#include <array>

#include "utter/intent/language.hpp"
#include "utter/intent/normalizer.hpp"

namespace utter::orchestrator {
namespace {

struct Vocabulary {
    std::string_view language;
    std::string_view polite;
    std::string_view verbs;
};

// Verbs that questions do not begin with: "tell" or "calculate" are none of these.
constexpr std::array vocabularies{
    Vocabulary{"en",
               "please",
               "activate add call cancel close deactivate decrease delete dim increase launch lock "
               "lower mute open pause play raise remind remove restart resume send set skip snooze "
               "start stop switch turn unlock unmute wake"},
    Vocabulary{
        "de",
        "bitte",
        "aktiviere beende deaktiviere dimme entferne erinnere lösche mach mache öffne "
        "pausiere "
        "schalt schalte schick schicke schließ schließe setz setze spiel spiele starte stell "
        "stelle stopp stoppe verriegle weck wecke"},
    Vocabulary{"es",
               "por favor",
               "abre activa añade apaga atenúa baja borra cancela cierra desactiva despiértame "
               "detén elimina empieza enciende envía inicia llama pausa pon ponme quita recuérdame "
               "reproduce sube"},
};

std::unordered_set<std::string> words_of(std::string_view text,
                                         const intent::Normalizer& normalizer) {
    std::unordered_set<std::string> out;
    const auto words = normalizer.words(text);
    if (!words) return out;  // the test of this table says so
    for (const auto& word : *words) out.insert(word.text);
    return out;
}

}  // namespace

CommandWords::CommandWords() {
    for (const auto& [language, polite, verbs] : vocabularies) {
        const intent::Normalizer normalizer(language);
        by_language_[std::string(language)] = {words_of(polite, normalizer),
                                               words_of(verbs, normalizer)};
    }
}

bool CommandWords::is_command(std::string_view utterance, std::string_view lang) const {
    const auto it = by_language_.find(intent::primary_subtag(lang));
    if (it == by_language_.end()) return false;
    const auto words = intent::Normalizer(lang).words(utterance);
    if (!words) return false;
    for (const auto& word : *words) {
        if (it->second.polite.contains(word.text)) continue;
        return it->second.verbs.contains(word.text);
    }
    return false;
}

}  // namespace utter::orchestrator
