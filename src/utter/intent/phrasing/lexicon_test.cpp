#include "utter/intent/phrasing/lexicon.hpp"

#include <gmock/gmock.h>

#include <algorithm>

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

TEST(Lexicon, NoIdiomIsLikeAnother) {
    EXPECT_DOUBLE_EQ(alike("en-US", "piece of cake", "piece of cake"), 1);
    EXPECT_DOUBLE_EQ(alike("en-US", "piece of cake", "break a leg"), 0);
}

TEST(Lexicon, TheLongestPhraseIsTakenAsOne) {
    EXPECT_THAT(meanings("en-US", "turn on the radio"), ElementsAre("turn_on", "radio"));
    EXPECT_THAT(meanings("en-US", "turn the radio on"), ElementsAre("turn_on", "radio"));
    EXPECT_THAT(meanings("de-DE", "schalte das Radio in der Küche aus"),
                ElementsAre("schalt_aus", "radio", "kuch"));
}

Manner manner(std::string_view sentence) {
    Reader reader("en-US");
    const auto words = reader.normalizer().words(sentence);
    return take_apart(reader.tokens(*words), reader.lexicon()).manner;
}

TEST(Lexicon, WhoAsksSaysItOtherwiseThanWhoTells) {
    EXPECT_TRUE(manner("could you open the door").is_courteous);
    EXPECT_TRUE(manner("open the door").begins_with_action);
    EXPECT_TRUE(manner("is the door open").begins_with_question);
    EXPECT_TRUE(manner("any news of the door").begins_with_question);
    EXPECT_FALSE(manner("let me hear the door").begins_with_question);
    EXPECT_TRUE(manner("the door is blue").is_stated);
    EXPECT_TRUE(manner("the door was blue").is_bygone);
    EXPECT_TRUE(manner("the door should be blue").is_wished);
    EXPECT_TRUE(manner("they painted the door").begins_distant);
    EXPECT_TRUE(manner("they painted the door").is_past);
    EXPECT_FALSE(manner("put the speed at two").is_past);
    EXPECT_FALSE(manner("the door is blue").is_asked);
    EXPECT_FALSE(manner("the door was shut this morning").is_asked);
    EXPECT_TRUE(manner("the door please").is_asked);
}

TEST(Lexicon, NoCommandIsInflectedOrFollowedByAVerb) {
    EXPECT_TRUE(manner("note the time").begins_with_action);
    EXPECT_FALSE(manner("notes of vanilla").begins_with_action);
    EXPECT_TRUE(manner("notes of vanilla").begins_inflected);
    EXPECT_FALSE(manner("done is better than perfect").begins_with_action);
}

TEST(Lexicon, WordsOfOneFieldOfLifeAreKnownToBeOfIt) {
    const auto& lexicon = Lexicon::of("en-US");
    const auto share = [&](const std::string& a, const std::string& b) {
        return std::ranges::find_first_of(lexicon.fields(a), lexicon.fields(b)) !=
               lexicon.fields(a).end();
    };
    EXPECT_TRUE(share("flight", "luggag"));
    EXPECT_FALSE(share("flight", "recip"));
    EXPECT_TRUE(lexicon.is_light("check"));
    EXPECT_FALSE(lexicon.is_light("flight"));
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

TEST(Lexicon, ColloquialWordsSayTheSame) {
    EXPECT_GT(alike("en-US", "big light", "lamp"), 0.9);
    EXPECT_GT(alike("en-US", "hubby", "husband"), 0.9);
}

TEST(Lexicon, TooDimIsTheOppositeOfDim) {
    EXPECT_EQ(meanings("en-US", "too dim"), meanings("en-US", "brighter"));
    EXPECT_NE(meanings("en-US", "too dim"), meanings("en-US", "dim"));
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
