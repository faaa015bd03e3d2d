#include "utter/intent/normalizer.hpp"

#include <gmock/gmock.h>

#include "utter/intent/phrase_set.hpp"

namespace utter::intent {
namespace {

std::string normal(std::string_view text, std::string_view lang = "en-US") {
    return Normalizer(lang).text(text).value();
}

// I1-001
TEST(Normalizer, LowersCaseAndRemovesPunctuation) {
    EXPECT_EQ(normal("  Turn ON,  the lights!! "), "turn on the lights");
    EXPECT_EQ(normal("(a) [b] {c} <d> e|f: g"), "a b c d e f g");
    EXPECT_EQ(normal("well-known   e-mail"), "well known e mail");
    EXPECT_EQ(normal("..."), "");
    EXPECT_EQ(normal(""), "");
}

// I1-001
TEST(Normalizer, FoldsByTheRulesOfTheLanguage) {
    EXPECT_EQ(normal("STRASSE", "de"), normal("Straße", "de"));
    EXPECT_EQ(normal("IŞIK", "tr"), "ışık");
    EXPECT_EQ(normal("IŞIK", "en"), "işik");
    EXPECT_EQ(normal("İstanbul", "tr"), "istanbul");
    EXPECT_EQ(normal("ΣΟΦΟΣ", "el"), normal("σοφος", "el"));
    EXPECT_EQ(normal("cafe\u0301", "fr"), normal("CAFÉ", "fr"));
}

// I1-001
TEST(Normalizer, FoldsAccentsWherePeopleLeaveThemOut) {
    EXPECT_EQ(normal("¿Qué hora es, mañana?", "es"), "que hora es mañana");
    EXPECT_EQ(normal("à l'après-midi, où ça", "fr"), "a l apres midi ou ca");
    EXPECT_EQ(normal("Perché? Così è", "it"), "perche cosi e");
    EXPECT_EQ(normal("Amanhã, às três, não", "pt"), "amanha as tres nao");
    EXPECT_EQ(normal("één tweeëntwintig", "nl"), "een tweeentwintig");
    EXPECT_EQ(normal("schön für mich", "de"), "schön für mich");
    EXPECT_EQ(normal("déjà vu", "en"), "déjà vu");
}

// I1-001
TEST(Normalizer, TakesContractionsApartOnBothSides) {
    EXPECT_EQ(normal("What's the time?"), "what is the time");
    EXPECT_EQ(normal("what’s the time"), "what is the time");
    EXPECT_EQ(normal("whats the time"), "what is the time");
    EXPECT_EQ(normal("I can't, you don't, we won't"), "i can not you do not we will not");
    EXPECT_EQ(normal("they've we'll you're"), "they have we will you are");
    EXPECT_EQ(normal("John's car at 5 o'clock"), "john s car at 5 oclock");
    EXPECT_EQ(normal("'quoted' dogs'"), "quoted dogs");
    EXPECT_EQ(normal("Wie geht's?", "de"), "wie geht es");
    EXPECT_EQ(normal("quelle heure qu'il l'Heure", "fr-FR"), "quelle heure qu il l heure");
    EXPECT_EQ(normal("Dov'è l'ora, dell'orologio? Domattina, un po'", "it"),
              "dov e l ora dell orologio domani mattina un po");
    EXPECT_EQ(normal("aujourd'hui", "fr"), "aujourdhui");
    EXPECT_EQ(normal("Hoe's het? 's Ochtends, morgenavond, zo'n", "nl"),
              "hoe is het s ochtends morgen avond zo een");
    EXPECT_EQ(normal("um timer pra mim", "pt-BR"), "um timer para mim");
    EXPECT_EQ(normal("what's", "de"), "whats");
}

// I1-001
TEST(Normalizer, CutsScriptsWithoutSpacesIntoLetters) {
    EXPECT_EQ(normal("播放晴天。", "zh-CN"), "播 放 晴 天");
    EXPECT_EQ(normal("25分のタイマー", "ja"), "25 分 の タ イ マ ー");
    EXPECT_EQ(normal("ตั้งเวลา 5นาที", "th"), "ตั้ ง เ ว ล า 5 น า ที");
    EXPECT_EQ(normal("iPhoneを探して", "ja"), "iphone を 探 し て");
    EXPECT_EQ(normal("노래 틀어줘", "ko"), "노래 틀어줘");
    const std::string text = "播放晴天吧";
    const auto words = Normalizer("zh").words(text).value();
    EXPECT_EQ(surface(text, words, 2, 4), "晴天");
}

TEST(Normalizer, JoinsDottedSingleLetters) {
    EXPECT_EQ(normal("at 5 a.m. in the U.S.A."), "at 5 am in the usa");
    EXPECT_EQ(normal("end.Start 3.5 10:30"), "end start 3 5 10 30");
}

// I1-053
TEST(Normalizer, KeepsWhereEachWordCameFrom) {
    const std::string text = "  Play «Déjà Vu» by Jo\u00adhn's Band, 3.5%!";
    const auto words = Normalizer("en").words(text).value();
    ASSERT_EQ(join_words(words, 0, words.size()), "play déjà vu by john s band 3 5");
    EXPECT_EQ(surface(text, words, 1, 3), "Déjà Vu");
    EXPECT_EQ(surface(text, words, 4, 5), "Jo\u00adhn");
    EXPECT_EQ(surface(text, words, 4, 7), "Jo\u00adhn's Band");
    EXPECT_EQ(surface(text, words, 7, 9), "3.5");
    EXPECT_EQ(surface(text, words, 0, 9).substr(0, 7), "Play «");
}

// I1-053
TEST(Normalizer, ContractionsShareTheSurface) {
    const std::string text = "What's up, whats new, can't";
    const auto words = Normalizer("en").words(text).value();
    EXPECT_EQ(surface(text, words, 0, 1), "What");
    EXPECT_EQ(surface(text, words, 1, 3), "'s up");
    EXPECT_EQ(surface(text, words, 0, 2), "What's");
    EXPECT_EQ(surface(text, words, 3, 5), "whats");
}

TEST(Normalizer, LettersThatFoldToSeveralKeepTheirPlace) {
    for (const char* lang : {"en", "fr", "it"}) {
        const auto words = Normalizer(lang).words("tŉ ﬃ'ﬆ ŉ't").value();
        ASSERT_FALSE(words.empty());
        for (const Word& word : words) EXPECT_LT(word.begin, word.end) << word.text << lang;
    }
}

TEST(Normalizer, RefusesInvalidUtf8AndTooLongText) {
    EXPECT_EQ(Normalizer("en").words("a \xff").error().code, ErrorCode::malformed);
    EXPECT_TRUE(Normalizer("en").words(std::string(utterance_code_points_max, 'a')));
    EXPECT_EQ(Normalizer("en").words(std::string(utterance_code_points_max + 1, 'a')).error().code,
              ErrorCode::limit);
}

// I1-001
TEST(Normalizer, NormalizingTwiceChangesNothing) {
    for (const char* text : {"What's John's 5 o'clock?",
                             "ŉ ſ ǰ ΐ İ",
                             "l'été",
                             "a.m. U.S. x.y.z",
                             "Ǆ ﬃ Å",
                             "whats wha'ts dont y'all've"}) {
        for (const char* lang : {"en", "de", "fr", "tr", "lt"}) {
            const std::string once = normal(text, lang);
            EXPECT_EQ(normal(once, lang), once) << text << ' ' << lang;
        }
    }
}

// I2-038 I3-021
TEST(PhraseSet, OccursAsWholeWordsOnly) {
    PhraseSet phrases;
    phrases.insert(normal("art"));
    phrases.insert(normal("light level"));
    const auto words = [](std::string_view text) {
        NormalText normal;
        EXPECT_TRUE(Normalizer("en").read(text, normal));
        return normal;
    };
    EXPECT_FALSE(phrases.occurs_in(words("start the timer")));
    EXPECT_TRUE(phrases.occurs_in(words("modern Art, please")));
    EXPECT_FALSE(phrases.occurs_in(words("light the level")));
    EXPECT_TRUE(phrases.occurs_in(words("set light level")));
    EXPECT_FALSE(PhraseSet().occurs_in(words("anything")));
}

}  // namespace
}  // namespace utter::intent
