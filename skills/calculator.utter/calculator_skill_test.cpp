#include "calculator_skill.hpp"

#include <gtest/gtest.h>

#include <string>

#include "support/locale_expectations.hpp"
#include "utter/skill/skill_tester.hpp"

namespace utter::skills {
namespace {

skill::SkillEntry entry() {
    return {std::string(calculator_skill_id),
            UTTER_SOURCE_DIR "/skills/calculator.utter/locale",
            make_calculator_skill};
}

class CalculatorSkill : public testing::Test {
  protected:
    // What is answered, or nothing.
    std::string asked(const std::string& question, const std::string& lang = "en-US") {
        const auto answer = tester_.question(question, lang);
        if (!answer) return {};
        EXPECT_GE(answer->confidence, 0.9);
        return answer->text;
    }
    // The number in "That is 84."
    std::string value(const std::string& question, const std::string& lang = "en-US") {
        auto text = asked(question, lang);
        if (text.empty()) return {};
        text.pop_back();
        return text.substr(text.rfind(' ') + 1);
    }

    skill::SkillTester tester_{
        entry(), {.languages = {"en-US", "de-DE", "es-ES", "fr-FR", "it-IT", "pt-PT", "nl-NL"}}};
};

TEST_F(CalculatorSkill, LocaleIsSoundAndEven) {
    expect_sound_locale(entry());
    EXPECT_EQ(tester_.load_log(), "");
}

TEST(CalculatorSettings, SayHowManyDecimalsAreSpoken) {
    skill::SkillTester rounds(entry(), {.settings = {{"decimals", 0}}});
    EXPECT_TRUE(rounds.question("10 divided by 4")->text.ends_with(" is 2."));  // said in two ways
    skill::SkillTester refused(entry(), {.settings = {{"decimals", "two"}}});
    EXPECT_NE(refused.load_log().find("'decimals' must be a whole number of 0 to 9"),
              std::string::npos);
}

TEST_F(CalculatorSkill, WorksSumsOut) {
    EXPECT_EQ(value("What is 12 times 7?"), "84");
    EXPECT_EQ(value("what's twelve times seven"), "84");
    EXPECT_EQ(value("12*7"), "84");
    EXPECT_EQ(value("two plus three times four"), "14");
    EXPECT_EQ(value("calculate 10 divided by 4"), "2.5");
    EXPECT_EQ(value("how much is 3.5 + 1,000"), "1,003.5");
    EXPECT_EQ(value("what is minus five minus minus seven"), "2");
    EXPECT_EQ(value("what is one divided by three"), "0.3333");
    EXPECT_EQ(asked("what is seven divided by zero"), "Nothing can be divided by zero.");
}

TEST_F(CalculatorSkill, TakesPercentagesAndRoots) {
    EXPECT_EQ(value("what is 20 percent of 50"), "10");
    EXPECT_EQ(value("what's 7.5% of 200"), "15");
    EXPECT_EQ(value("what is 50 plus 20 per cent of 50"), "60");
    EXPECT_EQ(value("what is the square root of 16"), "4");
    EXPECT_EQ(value("square root of nine plus seven"), "10");
    EXPECT_EQ(value("10 percent of the square root of 100"), "1");
    for (const auto* text : {"what is 20 percent",
                             "20%",
                             "percent of 50",
                             "the square root",
                             "what is the square root of minus 4"}) {
        EXPECT_EQ(asked(text), "") << text;
    }
    EXPECT_EQ(value("Was sind 20 Prozent von 50?", "de-DE"), "10");
    EXPECT_EQ(value("was ist die wurzel aus 16", "de-DE"), "4");
    EXPECT_EQ(value("¿cuánto es el 20 por ciento de 50?", "es-ES"), "10");
    EXPECT_EQ(value("¿cuál es la raíz cuadrada de 16?", "es-ES"), "4");
    EXPECT_EQ(value("combien font 20 pour cent de 50", "fr-FR"), "10");
    EXPECT_EQ(value("quelle est la racine carrée de 16 ?", "fr-FR"), "4");
    EXPECT_EQ(value("quanto è il 20 per cento di 50", "it-IT"), "10");
    EXPECT_EQ(value("qual è la radice quadrata di 16", "it-IT"), "4");
    EXPECT_EQ(value("hoeveel is 20 procent van 50", "nl-NL"), "10");
    EXPECT_EQ(value("wat is de wortel van 16", "nl-NL"), "4");
    EXPECT_EQ(value("quanto é 20 por cento de 50", "pt-PT"), "10");
    EXPECT_EQ(value("qual é a raiz quadrada de 16", "pt-PT"), "4");
}

TEST_F(CalculatorSkill, ConvertsUnits) {
    EXPECT_EQ(asked("convert 5 miles to kilometers"), "5 miles is 8.0467 kilometers.");
    EXPECT_EQ(asked("how many kilometers are five miles"), "5 miles is 8.0467 kilometers.");
    EXPECT_EQ(asked("what is 100 degrees celsius in fahrenheit"),
              "100 degrees celsius is 212 fahrenheit.");
    EXPECT_EQ(asked("what is minus 40 celsius in fahrenheit"), "-40 celsius is -40 fahrenheit.");
    EXPECT_EQ(asked("how many grams are in two pounds"), "2 pounds is 907.1847 grams.");
    EXPECT_EQ(asked("convert 5 miles to kilograms"), "");
}

TEST_F(CalculatorSkill, SpeaksGermanAndSpanish) {
    EXPECT_EQ(value("Was ist zwölf mal sieben?", "de-DE"), "84");
    EXPECT_EQ(value("wie viel ist 7,5 geteilt durch 2", "de-DE"), "3,75");
    EXPECT_EQ(asked("wie viele kilometer sind fünf meilen", "de-DE"),
              "5 meilen sind 8,0467 kilometer.");
    EXPECT_EQ(value("¿cuánto es doce por siete?", "es-ES"), "84");
    EXPECT_EQ(asked("convierte cinco millas a kilómetros", "es-ES"),
              "5 millas son 8,0467 kilómetros.");
}

TEST_F(CalculatorSkill, SpeaksFrenchItalianPortugueseAndDutch) {
    EXPECT_EQ(value("Combien font douze fois sept ?", "fr-FR"), "84");
    EXPECT_EQ(value("7,5 divisé par 2", "fr-FR"), "3,75");
    EXPECT_EQ(asked("combien de kilomètres font cinq milles", "fr-FR"),
              "5 milles font 8,0467 kilomètres.");
    EXPECT_EQ(value("quanto fa dodici per sette?", "it-IT"), "84");
    EXPECT_EQ(value("quanto fa 7,5 diviso 2", "it-IT"), "3,75");
    EXPECT_EQ(asked("converti cinque miglia in chilometri", "it-IT"),
              "5 miglia sono 8,0467 chilometri.");
    EXPECT_EQ(asked("quanti grammi ci sono in due libbre", "it-IT"),
              "2 libbre sono 907,1847 grammi.");
    EXPECT_EQ(value("quanto é doze vezes sete?", "pt-PT"), "84");
    EXPECT_EQ(value("quanto é 7,5 a dividir por 2", "pt-PT"), "3,75");
    EXPECT_EQ(asked("converte cinco milhas em quilómetros", "pt-PT"),
              "5 milhas são 8,0467 quilómetros.");
    EXPECT_EQ(value("hoeveel is twaalf keer zeven?", "nl-NL"), "84");
    EXPECT_EQ(value("wat is 7,5 gedeeld door 2", "nl-NL"), "3,75");
    EXPECT_EQ(asked("hoeveel kilometer is vijf mijl", "nl-NL"), "5 mijl is 8,0467 kilometer.");
}

TEST_F(CalculatorSkill, LeavesEverythingElseAlone) {
    for (const auto* text : {"what is the capital of france",
                             "what is seven",
                             "12",
                             "plus",
                             "what is 12 times",
                             "what is 12 times seven apples",
                             "how many people are there in france",
                             "how many kilometers are miles",
                             "7 8 9",
                             ""}) {
        EXPECT_EQ(asked(text), "") << text;
    }
    EXPECT_EQ(asked(std::string(1000, '+')), "");
}

}  // namespace
}  // namespace utter::skills
