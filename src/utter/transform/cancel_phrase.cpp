#include "utter/transform/cancel_phrase.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "utter/intent/language.hpp"
#include "utter/intent/normalizer.hpp"

namespace utter::transform {
namespace {

using Phrases = std::span<const std::string_view>;

// Normalised: lower case, without punctuation.
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

Phrases phrases_of(std::string_view lang) {
    const auto is = [&](std::string_view other) {
        return intent::tag_distance(lang, other) < intent::language_distance_max;
    };
    if (is("en-US")) return english;
    if (is("de-DE")) return german;
    if (is("es-ES")) return spanish;
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
    const auto text = intent::Normalizer(lang).text(utterances.candidates.front());
    if (!text || std::ranges::none_of(phrases, [&](std::string_view phrase) {
            return ends_with_words(*text, phrase);
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
