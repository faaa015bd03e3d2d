#include "utter/intent/phrasing/lexicon.hpp"

#include <gmock/gmock.h>

#include "utter/intent/phrasing/evidence.hpp"
#include "utter/intent/phrasing/signature.hpp"

namespace utter::intent::phrasing {
namespace {

std::vector<std::string> meanings(std::string_view lang, std::string_view sentence) {
    Reader reader(lang);
    const auto words = reader.normalizer().words(sentence);
    std::vector<std::string> keys;
    for (const auto& unit : take_apart(reader.tokens(*words), reader.lexicon()).units) {
        keys.push_back(unit.meaning.key);
    }
    return keys;
}

double alike(std::string_view lang, std::string_view a, std::string_view b) {
    Reader reader(lang);
    const auto unit = [&](std::string_view text) {
        const auto words = reader.normalizer().words(text);
        return take_apart(reader.tokens(*words), reader.lexicon()).units.at(0).meaning;
    };
    return similarity(unit(a), unit(b));
}

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Lexicon, EndingsAndAccentsAreNoDifference) {
    EXPECT_EQ(meanings("en-US", "lights"), meanings("en-US", "light"));
    EXPECT_EQ(meanings("es-ES", "lámparas"), meanings("es-ES", "lámpara"));
    EXPECT_EQ(meanings("de-DE", "Lampen"), meanings("de-DE", "Lampe"));
}

TEST(Lexicon, CourtesyAndFunctionWordsMeanNothing) {
    EXPECT_THAT(meanings("en-US", "could you please do me a favor and"), IsEmpty());
    EXPECT_THAT(meanings("de-DE", "könntest du bitte mal"), IsEmpty());
    EXPECT_THAT(meanings("es-ES", "me gustaría por favor"), IsEmpty());
}

TEST(Lexicon, TheLongestPhraseIsTakenAsOne) {
    EXPECT_THAT(meanings("en-US", "turn on the radio"), ElementsAre("turn_on", "radio"));
    EXPECT_THAT(meanings("en-US", "turn the radio on"), ElementsAre("turn_on", "radio"));
    EXPECT_THAT(meanings("de-DE", "schalte das Radio in der Küche aus"),
                ElementsAre("schalt_aus", "radio", "kuch"));
}

TEST(Lexicon, AParticleBeforeANounPhraseIsAPreposition) {
    EXPECT_THAT(meanings("en-US", "put the book on the table"), ElementsAre("put", "book", "tabl"));
}

TEST(Lexicon, APronounStandsBetweenAVerbAndItsParticle) {
    EXPECT_THAT(meanings("en-US", "jot this down milk"), ElementsAre("jot_down", "milk"));
    EXPECT_THAT(meanings("en-US", "put it on the table"), ElementsAre("put", "tabl"));
}

TEST(Lexicon, GermanCompoundsComeApart) {
    EXPECT_THAT(meanings("de-DE", "Flurlicht"), ElementsAre("flur", "licht"));
}

TEST(Lexicon, SynonymsAreNearlyTheSameAndOthersNotAtAll) {
    EXPECT_GT(alike("en-US", "lamp", "light"), 0.9);
    EXPECT_GT(alike("es-ES", "enciende", "prende"), 0.9);
    EXPECT_EQ(alike("en-US", "lamp", "spoon"), 0);
    EXPECT_EQ(alike("en-US", "spoon", "spoon"), 1);
}

TEST(Lexicon, KnowsWhatExcludesWhat) {
    Reader reader("en");
    const auto* louder = reader.lexicon().word("increas");
    const auto* lower = reader.lexicon().word("decreas");
    ASSERT_TRUE(louder != nullptr && lower != nullptr);
    EXPECT_TRUE(reader.lexicon().are_opposed(louder->senses.front().concept_id,
                                             lower->senses.front().concept_id));
}

TEST(Lexicon, ALanguageWithoutOneStillHasWords) {
    EXPECT_THAT(meanings("fi-FI", "valot päälle").size(), 2U);
}

TEST(Lexicon, EveryLanguageHasSynonyms) {
    EXPECT_GT(alike("de", "lampe", "licht"), 0.9);
    EXPECT_GT(alike("en", "lamp", "light"), 0.9);
    EXPECT_GT(alike("es", "lámpara", "luz"), 0.9);
    EXPECT_GT(alike("fr", "lampe", "lumière"), 0.9);
    EXPECT_GT(alike("it", "lampada", "luce"), 0.9);
    EXPECT_GT(alike("nl", "lamp", "licht"), 0.9);
    EXPECT_GT(alike("pt", "lâmpada", "luz"), 0.9);
}

TEST(Lexicon, KnowsVerbsOfThePastByTheirEnding) {
    EXPECT_TRUE(Lexicon::of("en").is_past("watched"));
    EXPECT_FALSE(Lexicon::of("en").is_past("need"));
    EXPECT_TRUE(Lexicon::of("es").is_past("llegaron"));
    EXPECT_FALSE(Lexicon::of("de").is_past("watched"));
    EXPECT_FALSE(Lexicon::of("xx").is_past("watched"));
}

}  // namespace
}  // namespace utter::intent::phrasing
