#include "date_time_skill.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "utter/skill/skill_tester.hpp"

namespace utter::skills {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

skill::SkillEntry entry() {
    return {std::string(date_time_skill_id),
            UTTER_SOURCE_DIR "/skills/date-time.utter/locale",
            make_date_time_skill};
}

// At 2026-03-14 15:09:26 UTC, a Saturday, unless told otherwise.
class DateTimeSkill : public testing::Test {
  protected:
    static skill::SkillTester at(system_clock::time_point now, const std::string& zone = "UTC") {
        return skill::SkillTester(entry(), {.timezone = zone, .now = now});
    }

    skill::SkillTester tester_{entry()};
};

TEST_F(DateTimeSkill, TellsTheTime) {
    EXPECT_THAT(tester_.say("What time is it?"), ElementsAre("It is 3:09 PM."));
    EXPECT_THAT(tester_.say("Wie spät ist es?", "de-DE"), ElementsAre("Es ist 15:09 Uhr."));
    EXPECT_THAT(tester_.say("¿Qué hora es?", "es-ES"), ElementsAre("Son las 15:09."));
}

TEST_F(DateTimeSkill, TellsTheTimeOfTheUsersZone) {
    const sys_days summer{2026y / July / 1};
    EXPECT_THAT(at(summer + 12h + 5min, "Europe/Berlin").say("wie spät ist es", "de-DE"),
                ElementsAre("Es ist 14:05 Uhr."));
    EXPECT_THAT(at(summer + 12h + 5min, "America/Los_Angeles").say("what time is it"),
                ElementsAre("It is 5:05 AM."));
    EXPECT_THAT(at(summer + 12h + 5min, "Asia/Kolkata").say("what time is it"),
                ElementsAre("It is 5:35 PM."));
}

TEST_F(DateTimeSkill, ChangesToSummerTimeToTheSecond) {
    const sys_days sunday{2026y / March / 29};
    EXPECT_THAT(at(sunday + 1h - 1s, "Europe/Berlin").say("wie spät ist es", "de-DE"),
                ElementsAre("Es ist 1:59 Uhr."));
    EXPECT_THAT(at(sunday + 1h, "Europe/Berlin").say("wie spät ist es", "de-DE"),
                ElementsAre("Es ist 3 Uhr."));
}

TEST_F(DateTimeSkill, SpeaksOfOneOClockAndFullHoursAsPeopleDo) {
    const sys_days day{2026y / March / 14};
    EXPECT_THAT(at(day + 1h + 9min).say("qué hora es", "es-ES"), ElementsAre("Es la 1:09."));
    EXPECT_THAT(at(day + 1h).say("qué hora es", "es-ES"), ElementsAre("Es la una en punto."));
    EXPECT_THAT(at(day + 13h).say("qué hora es", "es-ES"), ElementsAre("Son las 13 en punto."));
    EXPECT_THAT(at(day + 1h).say("wie spät ist es", "de-DE"), ElementsAre("Es ist ein Uhr."));
    EXPECT_THAT(at(day + 15h).say("wie spät ist es", "de-DE"), ElementsAre("Es ist 15 Uhr."));
    EXPECT_THAT(at(day + 9min).say("wie spät ist es", "de-DE"), ElementsAre("Es ist 0:09 Uhr."));
    EXPECT_THAT(at(day + 13h).say("what time is it"), ElementsAre("It is 1 PM."));
    EXPECT_THAT(at(day).say("what time is it"), ElementsAre("It is 12 AM."));
    EXPECT_THAT(at(day + 12h).say("what time is it"), ElementsAre("It is 12 PM."));
}

TEST_F(DateTimeSkill, TellsTheTimeElsewhere) {
    EXPECT_THAT(tester_.say("What time is it in London?"), ElementsAre("In London it is 3:09 PM."));
    EXPECT_THAT(tester_.say("what's the time in new york city please"),
                ElementsAre("In New York City it is 11:09 AM."));
    EXPECT_THAT(tester_.say("wie spät ist es in münchen", "de-DE"),
                ElementsAre("In München ist es 16:09 Uhr."));
    EXPECT_THAT(tester_.say("¿Qué hora es en Buenos Aires?", "es-ES"),
                ElementsAre("En Buenos Aires son las 12:09."));
}

TEST_F(DateTimeSkill, SaysTheDayWhenItIsAnotherOneThere) {
    EXPECT_THAT(tester_.say("what time is it in tokyo"),
                ElementsAre("In Tokyo it is 12:09 AM on Sunday."));
    EXPECT_THAT(tester_.say("Wie spät ist es in Tokio?", "de-DE"),
                ElementsAre("In Tokio ist es 0:09 Uhr am Sonntag."));
    EXPECT_THAT(tester_.say("qué hora es en tokio", "es-ES"),
                ElementsAre("En Tokio son las 0:09 del domingo."));
}

TEST_F(DateTimeSkill, TellsTheTimeInCountriesWithTheArticleTheyNeed) {
    EXPECT_THAT(tester_.say("what time is it in the uk"),
                ElementsAre("In the United Kingdom it is 3:09 PM."));
    EXPECT_THAT(tester_.say("what time is it in India right now"),
                ElementsAre("In India it is 8:39 PM."));
    EXPECT_THAT(tester_.say("wie spät ist es in der schweiz", "de-DE"),
                ElementsAre("In der Schweiz ist es 16:09 Uhr."));
    EXPECT_THAT(tester_.say("qué hora es en el reino unido", "es-ES"),
                ElementsAre("En el Reino Unido son las 15:09."));
}

TEST_F(DateTimeSkill, ACountryWithSeveralTimesIsAskedAbout) {
    EXPECT_THAT(
        tester_.say("what time is it in the united states"),
        ElementsAre("The United States has several time zones. Ask me about a city there."));
    EXPECT_THAT(tester_.say("wie spät ist es in australien", "de-DE"),
                ElementsAre("In Australien gibt es mehrere Zeitzonen. Frag mich nach einer Stadt "
                            "dort."));
    EXPECT_THAT(tester_.say("qué hora es en rusia", "es-ES"),
                ElementsAre("En Rusia hay varias zonas horarias. Pregúntame por una ciudad de "
                            "allí."));
    EXPECT_THAT(tester_.say("what time is it in germany"),
                ElementsAre("In Germany it is 4:09 PM."));
}

TEST_F(DateTimeSkill, AnUnknownPlaceIsNamed) {
    EXPECT_THAT(tester_.say("What time is it in Narnia?"),
                ElementsAre("I do not know a place called Narnia."));
    EXPECT_THAT(tester_.say("Wie spät ist es in Entenhausen?", "de-DE"),
                ElementsAre("Ich kenne keinen Ort namens Entenhausen."));
    EXPECT_THAT(tester_.say("¿Qué hora es en Macondo?", "es-ES"),
                ElementsAre("No conozco ningún lugar llamado Macondo."));
}

TEST_F(DateTimeSkill, TellsTheDate) {
    EXPECT_THAT(tester_.say("What day is it?"), ElementsAre("Today is Saturday, March 14, 2026."));
    EXPECT_THAT(tester_.say("Welches Datum haben wir heute?", "de-DE"),
                ElementsAre("Heute ist Samstag, der 14. März 2026."));
    EXPECT_THAT(tester_.say("¿Qué día es hoy?", "es-ES"),
                ElementsAre("Hoy es sábado, 14 de marzo de 2026."));
    EXPECT_THAT(tester_.say("what day of the week is it"), ElementsAre("Today is Saturday."));
    EXPECT_THAT(at(sys_days{2026y / March / 14} + 23h, "Europe/Berlin").say("what day is it today"),
                ElementsAre("Today is Sunday, March 15, 2026."));
}

TEST_F(DateTimeSkill, TellsTheDateElsewhere) {
    EXPECT_THAT(tester_.say("what day is it in sydney"),
                ElementsAre("In Sydney it is Sunday, March 15, 2026."));
    EXPECT_THAT(tester_.say("welcher tag ist heute in tokio", "de-DE"),
                ElementsAre("In Tokio ist Sonntag, der 15. März 2026."));
    EXPECT_THAT(tester_.say("qué día es en tokio", "es-ES"),
                ElementsAre("En Tokio es domingo, 15 de marzo de 2026."));
}

TEST_F(DateTimeSkill, TellsTheDaysAroundToday) {
    EXPECT_THAT(tester_.say("what day is it tomorrow"),
                ElementsAre("Tomorrow is Sunday, March 15, 2026."));
    EXPECT_THAT(tester_.say("what was the date yesterday"),
                ElementsAre("Yesterday was Friday, March 13, 2026."));
    EXPECT_THAT(tester_.say("what day is the day after tomorrow"),
                ElementsAre("The day after tomorrow is Monday, March 16, 2026."));
    EXPECT_THAT(tester_.say("what day was the day before yesterday"),
                ElementsAre("The day before yesterday was Thursday, March 12, 2026."));
    EXPECT_THAT(tester_.say("Welcher Tag ist morgen?", "de-DE"),
                ElementsAre("Morgen ist Sonntag, der 15. März 2026."));
    EXPECT_THAT(tester_.say("Welcher Wochentag war vorgestern?", "de-DE"),
                ElementsAre("Vorgestern war Donnerstag, der 12. März 2026."));
    EXPECT_THAT(tester_.say("¿Qué día es mañana?", "es-ES"),
                ElementsAre("Mañana es domingo, 15 de marzo de 2026."));
    EXPECT_THAT(tester_.say("¿Qué día fue ayer?", "es-ES"),
                ElementsAre("Ayer fue viernes, 13 de marzo de 2026."));
    EXPECT_THAT(at(sys_days{2025y / December / 31} + 9h).say("what day is it tomorrow"),
                ElementsAre("Tomorrow is Thursday, January 1, 2026."));
    EXPECT_THAT(at(sys_days{2028y / February / 28} + 9h).say("what day is it tomorrow"),
                ElementsAre("Tomorrow is Tuesday, February 29, 2028."));
}

TEST_F(DateTimeSkill, TellsYearMonthAndWeek) {
    EXPECT_THAT(tester_.say("what year is it"), ElementsAre("It is 2026."));
    EXPECT_THAT(tester_.say("what month is it"), ElementsAre("It is March."));
    EXPECT_THAT(tester_.say("what week is it"), ElementsAre("It is week 11 of the year."));
    EXPECT_THAT(tester_.say("welches jahr haben wir", "de-DE"),
                ElementsAre("Wir haben das Jahr 2026."));
    EXPECT_THAT(tester_.say("welche kalenderwoche haben wir", "de-DE"),
                ElementsAre("Wir haben Kalenderwoche 11."));
    EXPECT_THAT(tester_.say("en qué mes estamos", "es-ES"), ElementsAre("Estamos en marzo."));
}

TEST_F(DateTimeSkill, AZoneTheSystemDoesNotKnowIsSaid) {
    EXPECT_THAT(at({}, "Moon/Tranquility").say("what time is it"),
                ElementsAre("My time zone is set to Moon/Tranquility, and this system does not "
                            "know it."));
    EXPECT_THAT(
        at(system_clock::time_point{12h}, "Moon/Tranquility").say("what time is it in rome"),
        ElementsAre("In Rome it is 1 PM."));
}

TEST_F(DateTimeSkill, LeavesOtherQuestionsAlone) {
    for (const char* text : {"what time does the shop open",
                             "set a timer for five minutes",
                             "time flies",
                             "how long is left"}) {
        EXPECT_THAT(tester_.say(text), IsEmpty()) << text;
    }
}

TEST(DateTimeSkillLanguages, AnswersInFrenchItalianPortugueseAndDutch) {
    skill::SkillTester tester(entry(), {.languages = {"fr-FR", "it-IT", "pt-PT", "nl-NL"}});
    const auto fr = [&](const char* text) { return tester.say(text, "fr-FR").at(0); };
    EXPECT_EQ(fr("Quelle heure est-il ?"), "Il est 15:09.");
    EXPECT_EQ(fr("Quelle heure est-il à Tokyo ?"), "Tokyo : il y est 0:09, dimanche.");
    EXPECT_EQ(fr("Quelle heure est-il à Narnia ?"), "Je ne connais aucun endroit appelé Narnia.");
    EXPECT_EQ(fr("Quel jour sommes-nous ?"), "Nous sommes le samedi 14 mars 2026.");
    EXPECT_EQ(fr("En quel mois sommes-nous ?"), "Nous sommes en mars.");
    const auto it = [&](const char* text) { return tester.say(text, "it-IT").at(0); };
    EXPECT_EQ(it("Che ore sono?"), "Sono le 15:09.");
    EXPECT_EQ(it("Che ore sono a Londra?"), "Londra: sono le 15:09.");
    EXPECT_EQ(it("Che giorno è oggi?"), "Oggi è sabato 14 marzo 2026.");
    EXPECT_EQ(it("Che giorno è domani?"), "Domani è domenica 15 marzo 2026.");
    const auto pt = [&](const char* text) { return tester.say(text, "pt-PT").at(0); };
    EXPECT_EQ(pt("Que horas são?"), "São 15:09.");
    EXPECT_EQ(pt("Que horas são em Londres?"), "Londres: são 15:09.");
    EXPECT_EQ(pt("Que dia é hoje?"), "Hoje é sábado, 14 de março de 2026.");
    EXPECT_EQ(pt("Em que ano estamos?"), "Estamos no ano de 2026.");
    const auto nl = [&](const char* text) { return tester.say(text, "nl-NL").at(0); };
    EXPECT_EQ(nl("Hoe laat is het?"), "Het is 15:09 uur.");
    EXPECT_EQ(nl("Hoe laat is het in Londen?"), "In Londen is het 15:09 uur.");
    EXPECT_EQ(nl("Welke dag is het vandaag?"), "Vandaag is het zaterdag 14 maart 2026.");
    EXPECT_EQ(nl("Welke dag was het gisteren?"), "Gisteren was het vrijdag 13 maart 2026.");
}

}  // namespace
}  // namespace utter::skills
