#include "utter/intent/numbers.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace utter::intent {
namespace {

// -1 when the text is no number.
std::int64_t number(std::string_view text, std::string_view lang) {
    return parse_number(text, lang).value_or(-1);
}

TEST(Numbers, ReadsEnglish) {
    EXPECT_EQ(number("forty two", "en-US"), 42);
    EXPECT_EQ(number("Forty-Two", "en-GB"), 42);
    EXPECT_EQ(number("one hundred and five", "en"), 105);
    EXPECT_EQ(number("one hundred five", "en"), 105);
    EXPECT_EQ(number("a hundred", "en"), 100);
    EXPECT_EQ(number("a thousand and one", "en"), 1'001);
    EXPECT_EQ(number("an", "en"), 1);
    EXPECT_EQ(number("twelve thousand three hundred forty five", "en"), 12'345);
    EXPECT_EQ(number("two million one thousand", "en"), 2'001'000);
    EXPECT_EQ(number("zero", "en"), 0);
    EXPECT_EQ(number("10", "en"), 10);
    EXPECT_EQ(number("2 thousand", "en"), 2'000);
    EXPECT_EQ(number("twenty lamps", "en"), -1);
    EXPECT_EQ(number("hundred thousand million", "en"), -1);
    EXPECT_EQ(number("", "en"), -1);
    EXPECT_EQ(number("99999999999999999999", "en"), -1);
}

TEST(Numbers, ReadsGermanCompounds) {
    EXPECT_EQ(number("dreißig", "de-DE"), 30);
    EXPECT_EQ(number("dreissig", "de-DE"), 30);
    EXPECT_EQ(number("fünfundvierzig", "de"), 45);
    EXPECT_EQ(number("Ein und zwanzig", "de"), 21);
    EXPECT_EQ(number("zweitausenddreihundert", "de"), 2'300);
    EXPECT_EQ(number("eine", "de"), 1);
    EXPECT_EQ(number("einen", "de"), 1);
    EXPECT_EQ(number("eine Million zweihunderttausend", "de"), 1'200'000);
}

TEST(Numbers, ReadsSpanishGendersWithAndWithoutAccents) {
    EXPECT_EQ(number("veintiún", "es-ES"), 21);
    EXPECT_EQ(number("veintiuna", "es"), 21);
    EXPECT_EQ(number("veintiuno", "es"), 21);
    EXPECT_EQ(number("dieciseis", "es"), 16);
    EXPECT_EQ(number("treinta y cinco", "es"), 35);
    EXPECT_EQ(number("mil quinientos", "es"), 1'500);
    EXPECT_EQ(number("doscientas mil", "es"), 200'000);
}

TEST(Numbers, ReadsOtherLanguagesIcuKnows) {
    EXPECT_EQ(number("quatre-vingt-dix-sept", "fr"), 97);
    EXPECT_EQ(number("duemila", "it"), 2'000);
    EXPECT_EQ(number("двадцать одна тысяча", "ru"), 21'000);
    EXPECT_EQ(number("пяти", "ru"), 5);
    EXPECT_EQ(number("dwadzieścia jeden", "pl"), 21);
}

TEST(Numbers, EveryNumberSpelledOutReadsBack) {
    for (const char* lang : {"en", "de", "es", "fr", "it", "nl", "pt"}) {
        for (std::int64_t n = 0; n < 1'200; n += n < 120 ? 1 : 13) {
            EXPECT_EQ(number(spell_out(n, lang).value(), lang), n) << lang;
        }
        for (const std::int64_t n : {2'000,
                                     9'999,
                                     10'001,
                                     21'021,
                                     100'000,
                                     123'456,
                                     999'999,
                                     1'000'000,
                                     2'000'002,
                                     123'456'789}) {
            EXPECT_EQ(number(spell_out(n, lang).value(), lang), n) << lang;
        }
    }
}

TEST(Numbers, TakesTheLongestNumber) {
    const auto words = Normalizer("en").words("one hundred and twenty minutes").value();
    EXPECT_EQ(NumberWords::of("en").value()->longest_prefix(words), (NumberPrefix{120, 4}));
    const auto and_after = Normalizer("en").words("two hundred and a half").value();
    EXPECT_EQ(NumberWords::of("en").value()->longest_prefix(and_after), (NumberPrefix{200, 2}));
}

TEST(Numbers, RefusesLanguagesWithoutNumberWords) {
    for (const char* lang : {"xx", "eu", "", "tlh-Latn"}) {
        EXPECT_EQ(parse_number("2", lang).error().code, ErrorCode::unsupported) << lang;
        EXPECT_EQ(spell_out(2, lang).error().code, ErrorCode::unsupported) << lang;
    }
}

TEST(Numbers, SpellsOut) {
    EXPECT_EQ(spell_out(42, "en-US"), "forty-two");
    EXPECT_EQ(spell_out(21, "de-DE"), "einundzwanzig");
    EXPECT_EQ(spell_out(-3, "es"), "menos tres");
}

TEST(Numbers, HostileTextIsRefusedQuickly) {
    std::string text;
    for (int i = 0; i < 400; ++i) text += "thousand";
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(number(text, "en"), -1);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(1));
}

}  // namespace
}  // namespace utter::intent
