#include "utter/transform/spoken_text.hpp"

#include <gtest/gtest.h>

namespace utter::transform {
namespace {

std::string spoken(const std::string& text, const std::string& lang) {
    SpokenText transformer("en-US");
    Dialog dialog{text, lang};
    json::object context;
    transformer.transform(dialog, context);
    EXPECT_TRUE(context.empty());
    EXPECT_EQ(dialog.lang, lang);
    return dialog.text;
}

TEST(SpokenText, WritesTimesOut) {
    EXPECT_EQ(spoken("It is 3:09 PM.", "en-US"), "It is three oh nine P M.");
    EXPECT_EQ(spoken("It is 3:00 PM or 12:45.", "en-US"), "It is three P M or twelve forty-five.");
    EXPECT_EQ(spoken("at 3pm or 11:39 a.m. I am up", "en-US"),
              "at 3 P M or eleven thirty-nine A M I am up");
    EXPECT_EQ(spoken("at 7:00", "en-GB"), "at seven o'clock");
    EXPECT_EQ(spoken("Es ist 15:09 Uhr.", "de-DE"), "Es ist 15 Uhr 9.");
    EXPECT_EQ(spoken("Um 08:00 Uhr oder 9.30 Uhr", "de-DE"), "Um 8 Uhr oder 9 Uhr 30");
    EXPECT_EQ(spoken("Son las 15:09.", "es-ES"), "Son las 15 y 9.");
    EXPECT_EQ(spoken("Il est 15:09, puis 1h00 et 18h30.", "fr-FR"),
              "Il est 15 heures 9, puis 1 heure et 18 heures 30.");
    EXPECT_EQ(spoken("Réveil réglé demain à 9 h, puis 1 h.", "fr-FR"),
              "Réveil réglé demain à 9 heures, puis 1 heure.");
    EXPECT_EQ(spoken("Sono le 15:09.", "it-IT"), "Sono le 15 e 9.");
    EXPECT_EQ(spoken("São 15:09 ou 8h00.", "pt-BR"), "São 15 horas e 9 ou 8 horas.");
    EXPECT_EQ(spoken("Het is 15:09 of 08:00 uur.", "nl-NL"), "Het is 15 uur 9 of 8 uur.");
    EXPECT_EQ(spoken("took 1:02:03", "en-US"), "took 1:02:03");
}

TEST(SpokenText, WritesUnitsOutBehindANumberOnly) {
    EXPECT_EQ(spoken("20°C, 50 km/h and 30%", "en-US"),
              "20 degrees Celsius, 50 kilometers per hour and 30 percent");
    EXPECT_EQ(spoken("20 °C bei 1.500 km", "de-DE"), "20 Grad Celsius bei 1500 Kilometer");
    EXPECT_EQ(spoken("1,234,567 people", "en-US"), "1234567 people");
    EXPECT_EQ(spoken("20 °C, 50 km/h et 30 %", "fr"),
              "20 degrés Celsius, 50 kilomètres par heure et 30 pour cent");
    EXPECT_EQ(spoken("1.500 km a 20°", "it"), "1500 chilometri a 20 gradi");
    EXPECT_EQ(spoken("50 km/h com 30%", "pt"), "50 quilômetros por hora com 30 por cento");
    EXPECT_EQ(spoken("50 km/u bij 20°C", "nl"), "50 kilometer per uur bij 20 graden Celsius");
    EXPECT_EQ(spoken("the kg and the km", "en-US"), "the kg and the km");
}

TEST(SpokenText, WritesAbbreviationsOut) {
    EXPECT_EQ(spoken("Dr. Who & Mr. Bean, e.g. on TV", "en-US"),
              "Doctor Who and Mister Bean, for example on TV");
    EXPECT_EQ(spoken("z. B. Hr. Maier bzw. Dr. Müller", "de-DE"),
              "zum Beispiel Herr Maier beziehungsweise Doktor Müller");
    EXPECT_EQ(spoken("M. Dupont & Mme Martin", "fr"), "monsieur Dupont et madame Martin");
    EXPECT_EQ(spoken("il Sig. Rossi ecc.", "it"), "il signor Rossi eccetera");
    EXPECT_EQ(spoken("o Dr. Silva, p. ex.", "pt"), "o doutor Silva, por exemplo");
    EXPECT_EQ(spoken("bijv. Dr. Bakker", "nl"), "bijvoorbeeld dokter Bakker");
}

TEST(SpokenText, LeavesOtherLanguagesAndBrokenTextAlone) {
    EXPECT_EQ(spoken("klockan 15:09", "sv-SE"), "klockan 15:09");
    EXPECT_EQ(spoken("", "en-US"), "");
}

}  // namespace
}  // namespace utter::transform
