#include "utter/intent/numbers.hpp"

#include <gtest/gtest.h>
#include <unicode/rbnf.h>

#include <chrono>

#include "utter/intent/languages/language_data.hpp"

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

TEST(Numbers, ReadsFrenchOfEveryCountry) {
    EXPECT_EQ(number("quatre-vingt-dix-sept", "fr-FR"), 97);
    EXPECT_EQ(number("soixante-dix", "fr"), 70);
    EXPECT_EQ(number("soixante et onze", "fr"), 71);
    EXPECT_EQ(number("soixante-quinze", "fr"), 75);
    EXPECT_EQ(number("quatre-vingts", "fr"), 80);
    EXPECT_EQ(number("quatre vingt", "fr"), 80);
    EXPECT_EQ(number("quatre-vingt-un", "fr"), 81);
    EXPECT_EQ(number("vingt et un", "fr"), 21);
    EXPECT_EQ(number("vingt-et-une", "fr"), 21);
    EXPECT_EQ(number("septante-deux", "fr-BE"), 72);
    EXPECT_EQ(number("huitante-trois", "fr-CH"), 83);
    EXPECT_EQ(number("nonante-neuf", "fr-CH"), 99);
    EXPECT_EQ(number("deux cents", "fr"), 200);
    EXPECT_EQ(number("deux cent", "fr"), 200);
    EXPECT_EQ(number("deux cent un", "fr"), 201);
    EXPECT_EQ(number("mille neuf cent quatre-vingt-quatre", "fr"), 1'984);
    EXPECT_EQ(number("dix-neuf cent quatorze", "fr"), 1'914);
    EXPECT_EQ(number("zero", "fr"), 0);
    EXPECT_EQ(spell_out(72, "fr-FR"), "soixante-douze");
    EXPECT_EQ(spell_out(72, "fr-BE"), "septante-deux");
}

TEST(Numbers, ReadsItalianElisions) {
    EXPECT_EQ(number("ventuno", "it-IT"), 21);
    EXPECT_EQ(number("ventun", "it"), 21);
    EXPECT_EQ(number("ventitré", "it"), 23);
    EXPECT_EQ(number("ventitre", "it"), 23);
    EXPECT_EQ(number("ventotto", "it"), 28);
    EXPECT_EQ(number("trentotto", "it"), 38);
    EXPECT_EQ(number("centouno", "it"), 101);
    EXPECT_EQ(number("centuno", "it"), 101);
    EXPECT_EQ(number("centotto", "it"), 108);
    EXPECT_EQ(number("centoottanta", "it"), 180);
    EXPECT_EQ(number("centottanta", "it"), 180);
    EXPECT_EQ(number("duemila", "it"), 2'000);
    EXPECT_EQ(number("mille novecento ottantaquattro", "it"), 1'984);
    EXPECT_EQ(number("due milioni trecentomila", "it"), 2'300'000);
}

TEST(Numbers, ReadsPortugueseOfBothCountries) {
    EXPECT_EQ(number("dezesseis", "pt-BR"), 16);
    EXPECT_EQ(number("dezasseis", "pt-PT"), 16);
    EXPECT_EQ(number("dezessete", "pt-PT"), 17);
    EXPECT_EQ(number("quatorze", "pt-BR"), 14);
    EXPECT_EQ(number("cento e catorze", "pt-PT"), 114);
    EXPECT_EQ(number("vinte e uma", "pt"), 21);
    EXPECT_EQ(number("duas mil e trezentas", "pt"), 2'300);
    EXPECT_EQ(number("mil e cem", "pt"), 1'100);
    EXPECT_EQ(number("mil novecentos e oitenta e quatro", "pt"), 1'984);
    EXPECT_EQ(number("tres milhoes", "pt"), 3'000'000);
    EXPECT_EQ(spell_out(16, "pt-BR"), "dezesseis");
    EXPECT_EQ(spell_out(16, "pt-PT"), "dezasseis");
}

TEST(Numbers, ReadsDutchCompounds) {
    EXPECT_EQ(number("eenentwintig", "nl-NL"), 21);
    EXPECT_EQ(number("tweeëntwintig", "nl"), 22);
    EXPECT_EQ(number("tweeentwintig", "nl"), 22);
    EXPECT_EQ(number("drieëndertig", "nl"), 33);
    EXPECT_EQ(number("één", "nl"), 1);
    EXPECT_EQ(number("honderd", "nl"), 100);
    EXPECT_EQ(number("honderdeen", "nl"), 101);
    EXPECT_EQ(number("honderd en twee", "nl"), 102);
    EXPECT_EQ(number("negentienhonderdvierentachtig", "nl"), 1'984);
    EXPECT_EQ(number("duizend en een", "nl"), 1'001);
    EXPECT_EQ(number("twee miljoen", "nl"), 2'000'000);
}

TEST(Numbers, ReadsWhatIcuDoesNotSpell) {
    EXPECT_EQ(number("hundert", "de"), 100);
    EXPECT_EQ(number("tausend", "de"), 1'000);
    EXPECT_EQ(number("hundertundeins", "de"), 101);
    EXPECT_EQ(number("neunzehnhundertvierundachtzig", "de"), 1'984);
    EXPECT_EQ(number("zwoundvierzig", "de"), 42);
    EXPECT_EQ(number("nineteen hundred and five", "en"), 1'905);
    EXPECT_EQ(number("twelve hundred", "en"), 1'200);
    EXPECT_EQ(number("hundred", "en"), 100);
    EXPECT_EQ(number("ten hundred", "en"), -1);
    EXPECT_EQ(number("treinta y un", "es"), 31);
    EXPECT_EQ(number("diez y seis", "es"), 16);
    EXPECT_EQ(number("veinte y dos", "es"), 22);
    EXPECT_EQ(number("un millon", "es"), 1'000'000);
}

// -1 when the text does not begin with an ordinal.
std::int64_t ordinal(std::string_view text, std::string_view lang) {
    const auto words = Normalizer(lang).words(text).value();
    const auto found = NumberWords::of(lang).value()->longest_ordinal(words);
    return found && found->words == words.size() ? found->value : -1;
}

TEST(Numbers, ReadsOrdinals) {
    EXPECT_EQ(ordinal("third", "en"), 3);
    EXPECT_EQ(ordinal("twenty-third", "en"), 23);
    EXPECT_EQ(ordinal("dritten", "de"), 3);
    EXPECT_EQ(ordinal("einundzwanzigster", "de"), 21);
    EXPECT_EQ(ordinal("primero", "es"), 1);
    EXPECT_EQ(ordinal("première", "fr"), 1);
    EXPECT_EQ(ordinal("primo", "it"), 1);
    EXPECT_EQ(ordinal("vigésimo primeiro", "pt"), 21);
    EXPECT_EQ(ordinal("eenentwintigste", "nl"), 21);
    EXPECT_EQ(ordinal("three", "en"), -1);
}

TEST(Numbers, ReadsOtherLanguagesIcuKnows) {
    EXPECT_EQ(number("二十五", "zh"), 25);
    EXPECT_EQ(number("двадцать одна тысяча", "ru"), 21'000);
    EXPECT_EQ(number("пяти", "ru"), 5);
    EXPECT_EQ(number("dwadzieścia jeden", "pl"), 21);
}

// Every way ICU has of counting, in each gender, case and region.
TEST(Numbers, EveryNumberSpelledOutReadsBack) {
    for (const LanguageData* data : all_languages()) {
        const std::string lang(data->language);
        const auto numbers = NumberWords::of(lang).value();
        const Normalizer normalizer(lang);
        for (const char* name : data->numbers.locales) {
            UErrorCode status = U_ZERO_ERROR;
            const icu::RuleBasedNumberFormat format(icu::URBNF_SPELLOUT, icu::Locale(name), status);
            for (std::int32_t set = 0; set < format.getNumberOfRuleSetNames(); ++set) {
                const icu::UnicodeString rules = format.getRuleSetName(set);
                if (!rules.startsWith("%spellout-cardinal") && rules != "%spellout-numbering")
                    continue;
                // A prime step meets every remainder; all of the small ones.
                for (std::int64_t n = 0; n <= 1'000'000; n += n < 1'100 ? 1 : 3'001) {
                    icu::UnicodeString text;
                    icu::FieldPosition ignored;
                    format.format(n, rules, text, ignored, status);
                    std::string spelled;
                    text.toUTF8String(spelled);
                    const auto words = normalizer.words(spelled).value();
                    ASSERT_EQ(numbers->longest_prefix(words), (NumberPrefix{n, words.size()}))
                        << lang << ' ' << spelled;
                }
            }
        }
        for (const std::int64_t n : {100'000, 999'999, 1'000'000, 2'000'002, 123'456'789}) {
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
