#include "utter/intent/apology.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "utter/intent/language.hpp"

namespace utter::intent {
namespace {

using Sentence = std::pair<std::string_view, std::string_view>;

constexpr std::array sentences{
    Sentence{"en", "Sorry, something went wrong."},
    Sentence{"de", "Entschuldigung, da ist etwas schiefgegangen."},
    Sentence{"es", "Lo siento, algo ha salido mal."},
    Sentence{"fr", "Désolé, quelque chose n'a pas marché."},
    Sentence{"it", "Mi dispiace, qualcosa è andato storto."},
    Sentence{"nl", "Sorry, er is iets misgegaan."},
    Sentence{"pt", "Desculpe, algo correu mal."},
};

}  // namespace

std::string_view apology(std::string_view lang) {
    const auto it = std::ranges::find(sentences, primary_subtag(lang), &Sentence::first);
    return it == sentences.end() ? sentences.front().second : it->second;
}

}  // namespace utter::intent
