#include "utter/transform/cancel_phrase.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "utter/intent/language.hpp"
#include "utter/intent/normalizer.hpp"

namespace utter::transform {
namespace {

using Phrases = std::span<const std::string_view>;

constexpr std::array<std::string_view, 6> english{"never mind",
                                                  "nevermind",
                                                  "forget it",
                                                  "forget about it",
                                                  "forget i said anything",
                                                  "cancel command"};
constexpr std::array<std::string_view, 6> german{"vergiss es",
                                                 "ach vergiss es",
                                                 "nicht so wichtig",
                                                 "hat sich erledigt",
                                                 "schon gut",
                                                 "befehl abbrechen"};
constexpr std::array<std::string_view, 5> spanish{
    "olvídalo", "olvidalo", "no importa", "déjalo", "cancela la orden"};
constexpr std::array<std::string_view, 5> french{
    "laisse tomber", "laissez tomber", "oublie ça", "peu importe", "annule la commande"};
constexpr std::array<std::string_view, 5> italian{
    "lascia perdere", "lascia stare", "non importa", "fa niente", "annulla il comando"};
constexpr std::array<std::string_view, 5> portuguese{
    "deixa para lá", "deixa lá", "esquece", "não importa", "cancela o comando"};
constexpr std::array<std::string_view, 5> dutch{
    "laat maar", "laat maar zitten", "vergeet het", "maakt niet uit", "annuleer de opdracht"};

Phrases phrases_of(std::string_view lang) {
    const auto is = [&](std::string_view other) {
        return intent::tag_distance(lang, other) < intent::language_distance_max;
    };
    if (is("en-US")) return english;
    if (is("de-DE")) return german;
    if (is("es-ES")) return spanish;
    if (is("fr-FR")) return french;
    if (is("it-IT")) return italian;
    if (is("pt-PT")) return portuguese;
    if (is("nl-NL")) return dutch;
    return {};
}

bool ends_with_words(std::string_view text, std::string_view ending) {
    return text.ends_with(ending) &&
           (text.size() == ending.size() || text[text.size() - ending.size() - 1] == ' ');
}

}  // namespace

void CancelPhrase::transform(Utterances& utterances, json::object& context) {
    if (utterances.candidates.empty()) return;
    const auto& lang = utterances.lang ? *utterances.lang : lang_;
    const auto phrases = phrases_of(lang);
    if (phrases.empty()) return;
    // The best candidate decides: a worse one may only sound like it.
    const intent::Normalizer normalizer(lang);
    const auto text = normalizer.text(utterances.candidates.front());
    if (!text || std::ranges::none_of(phrases, [&](std::string_view phrase) {
            const auto ending = normalizer.text(phrase);
            return ending && ends_with_words(*text, *ending);
        })) {
        return;
    }
    if (auto* session = context.if_contains("session");
        session != nullptr && session->is_object()) {
        session->get_object().erase("response_mode");
    }
    context["canceled"] = true;
    context["cancel_reason"] = "stop_word";
}

}  // namespace utter::transform
