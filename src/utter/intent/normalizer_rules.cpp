#include "utter/intent/normalizer_rules.hpp"

#include <algorithm>
#include <array>

namespace utter::intent {
namespace {

// Only forms with one meaning. "he'd" (had, would) and "its", "were", "well", "ill" without their
// apostrophe (words of their own) are left alone.
constexpr std::array english_words = std::to_array<Rewrite>({
    {"can't", "can not"},       {"cannot", "can not"},    {"cant", "can not"},
    {"won't", "will not"},      {"wont", "will not"},     {"shan't", "shall not"},
    {"ain't", "is not"},        {"let's", "let us"},      {"what's", "what is"},
    {"whats", "what is"},       {"who's", "who is"},      {"whos", "who is"},
    {"where's", "where is"},    {"wheres", "where is"},   {"when's", "when is"},
    {"whens", "when is"},       {"why's", "why is"},      {"how's", "how is"},
    {"hows", "how is"},         {"that's", "that is"},    {"thats", "that is"},
    {"there's", "there is"},    {"theres", "there is"},   {"here's", "here is"},
    {"heres", "here is"},       {"it's", "it is"},        {"he's", "he is"},
    {"she's", "she is"},        {"i'm", "i am"},          {"im", "i am"},
    {"i've", "i have"},         {"ive", "i have"},        {"youre", "you are"},
    {"theyre", "they are"},     {"dont", "do not"},       {"doesnt", "does not"},
    {"didnt", "did not"},       {"isnt", "is not"},       {"arent", "are not"},
    {"wasnt", "was not"},       {"werent", "were not"},   {"hasnt", "has not"},
    {"havent", "have not"},     {"couldnt", "could not"}, {"wouldnt", "would not"},
    {"shouldnt", "should not"}, {"y'all", "you all"},
});
constexpr std::array english_endings = std::to_array<Rewrite>({
    {"n't", "not"},
    {"'re", "are"},
    {"'ve", "have"},
    {"'ll", "will"},
    {"'s", "s"},
    {"'d", "d"},
});

constexpr std::array german_words = std::to_array<Rewrite>({
    {"gibt's", "gibt es"},
    {"gibts", "gibt es"},
    {"geht's", "geht es"},
    {"gehts", "geht es"},
    {"wie's", "wie es"},
    {"ist's", "ist es"},
    {"wird's", "wird es"},
    {"hab's", "hab es"},
    {"mach's", "mach es"},
});

constexpr std::array french_beginnings = std::to_array<Rewrite>({
    {"jusqu'", "jusqu"},
    {"lorsqu'", "lorsqu"},
    {"puisqu'", "puisqu"},
    {"qu'", "qu"},
    {"l'", "l"},
    {"d'", "d"},
    {"j'", "j"},
    {"n'", "n"},
    {"s'", "s"},
    {"c'", "c"},
    {"m'", "m"},
    {"t'", "t"},
});
constexpr std::array italian_beginnings = std::to_array<Rewrite>({
    {"dell'", "dell"},
    {"nell'", "nell"},
    {"sull'", "sull"},
    {"dall'", "dall"},
    {"all'", "all"},
    {"quell'", "quell"},
    {"un'", "un"},
    {"l'", "l"},
    {"d'", "d"},
    {"c'", "c"},
});
constexpr std::array catalan_beginnings = std::to_array<Rewrite>({
    {"l'", "l"},
    {"d'", "d"},
    {"n'", "n"},
    {"s'", "s"},
    {"m'", "m"},
    {"t'", "t"},
});

constexpr std::array all_rules = std::to_array<NormalizationRules>({
    {"", {}, {}, {}},
    {"en", english_words, english_endings, {}},
    {"de", german_words, {}, {}},
    {"fr", {}, {}, french_beginnings},
    {"it", {}, {}, italian_beginnings},
    {"ca", {}, {}, catalan_beginnings},
});

}  // namespace

const NormalizationRules& normalization_rules(std::string_view language) {
    const auto found = std::ranges::find(all_rules, language, &NormalizationRules::language);
    return found != all_rules.end() ? *found : all_rules.front();
}

}  // namespace utter::intent
