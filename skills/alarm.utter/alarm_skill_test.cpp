#include "alarm_skill.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <chrono>
#include <filesystem>
#include <string>

#include "support/locale_expectations.hpp"
#include "utter/scheduler/test_scheduler.hpp"
#include "utter/skill/skill_tester.hpp"

namespace utter::skills {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

skill::SkillEntry entry() {
    return {std::string(alarm_skill_id),
            UTTER_SOURCE_DIR "/skills/alarm.utter/locale",
            make_alarm_skill};
}

TEST(AlarmLocale, IsSoundAndEven) {
    expect_sound_locale(entry());
}

// It is Saturday, 2026-03-14, 15:09:26.
class AlarmSkill : public testing::Test {
  protected:
    static skill::SkillTesterOptions options(const std::filesystem::path& database = {}) {
        return {.languages = {"en-US", "de-DE"},
                .timezone = "Europe/Lisbon",
                .service = scheduler::scheduler_for_tests(database)};
    }
    skill::SkillTester tester_{entry(), options()};
};

TEST_F(AlarmSkill, WakesAtTheTime) {
    EXPECT_EQ(tester_.load_log(), "");
    EXPECT_THAT(tester_.say("Set an alarm for 7 am."), ElementsAre("Alarm set tomorrow at 7 AM."));
    EXPECT_THAT(tester_.advance(15h), IsEmpty());
    EXPECT_THAT(tester_.advance(1h), ElementsAre("Good day. This is your alarm at 7 AM."));
    EXPECT_THAT(tester_.advance(48h), IsEmpty());
}

TEST_F(AlarmSkill, UnderstandsWhenInBothLanguages) {
    const auto en = [&](const char* text) { return tester_.say(text).at(0); };
    EXPECT_EQ(en("wake me up at half past six tomorrow"), "Alarm set tomorrow at 6:30 AM.");
    EXPECT_EQ(en("set an alarm for 5"), "Alarm set at 5 PM.");
    EXPECT_EQ(en("please wake me on monday at 7"), "Alarm set on Monday at 7 AM.");
    EXPECT_EQ(en("set an alarm for weekdays at 6:45"), "Alarm set on weekdays at 6:45 AM.");
    EXPECT_EQ(en("set an alarm for seven every monday and friday"),
              "Alarm set every Monday and Friday at 7 AM.");
    EXPECT_EQ(en("set a 7 am alarm"), "Alarm set tomorrow at 7 AM.");
    const auto de = [&](const char* text) { return tester_.say(text, "de-DE").at(0); };
    EXPECT_EQ(de("Stelle einen Wecker auf sieben Uhr dreißig morgens"),
              "Der Wecker klingelt morgen um 7:30 Uhr.");
    EXPECT_EQ(de("Weck mich morgen früh um sechs"), "Der Wecker klingelt morgen um 6 Uhr.");
    EXPECT_EQ(de("Stell mir bitte einen Wecker für halb acht werktags"),
              "Der Wecker klingelt werktags um 7:30 Uhr.");
    EXPECT_EQ(de("Wecke mich jeden Tag um 5 Uhr"), "Der Wecker klingelt jeden Tag um 5 Uhr.");
}

TEST(AlarmSkillLanguages, SpeaksSpanishFrenchItalianPortugueseAndDutch) {
    skill::SkillTester tester(entry(),
                              {.languages = {"es-ES", "fr-FR", "it-IT", "pt-PT", "nl-NL"},
                               .timezone = "Europe/Lisbon",
                               .service = scheduler::scheduler_for_tests()});
    const auto es = [&](const char* text) { return tester.say(text, "es-ES").at(0); };
    EXPECT_EQ(es("Pon una alarma a las siete y media de la mañana"),
              "Alarma puesta mañana a las 7:30.");
    EXPECT_EQ(es("Despiértame mañana a las seis"), "Alarma puesta mañana a las 6.");
    EXPECT_EQ(es("¿Qué alarmas tengo?"),
              "Hay 2 alarmas puestas: mañana a las 6 y mañana a las 7:30.");
    EXPECT_EQ(es("Cancela todas las alarmas"), "Las 2 alarmas están canceladas.");
    EXPECT_THAT(es("Pon una alarma"), HasSubstr("¿Para qué hora?"));
    const auto fr = [&](const char* text) { return tester.say(text, "fr-FR").at(0); };
    EXPECT_EQ(fr("Mets un réveil à sept heures et demie du matin"), "Réveil réglé demain à 7:30.");
    EXPECT_EQ(fr("Réveille-moi demain à six heures"), "Réveil réglé demain à 6 h.");
    EXPECT_EQ(fr("Quels réveils ai-je ?"),
              "2 réveils sont réglés : demain à 6 h et demain à 7:30.");
    EXPECT_EQ(fr("Annule le réveil de sept heures et demie"),
              "Le réveil demain à 7:30 est annulé.");
    EXPECT_EQ(fr("Supprime tous les réveils"), "Le réveil demain à 6 h est annulé.");
    EXPECT_THAT(fr("Mets un réveil"), HasSubstr("Pour quelle heure ?"));
    EXPECT_EQ(fr("répète le réveil"), "Aucun réveil n'a sonné.");
    const auto it = [&](const char* text) { return tester.say(text, "it-IT").at(0); };
    EXPECT_EQ(it("Imposta una sveglia alle sette e mezza di mattina"),
              "Sveglia impostata domani, ore 7:30.");
    EXPECT_EQ(it("Svegliami domani alle sei"), "Sveglia impostata domani, ore 6.");
    EXPECT_EQ(it("Quando suona la mia sveglia?"),
              "Ci sono 2 sveglie impostate: domani, ore 6 e domani, ore 7:30.");
    EXPECT_EQ(it("Cancella tutte le sveglie"), "Le 2 sveglie sono annullate.");
    EXPECT_THAT(it("Imposta una sveglia"), HasSubstr("Per che ora?"));
    const auto pt = [&](const char* text) { return tester.say(text, "pt-PT").at(0); };
    EXPECT_EQ(pt("Põe um alarme para as sete e meia da manhã"), "Alarme definido amanhã às 7:30.");
    EXPECT_EQ(pt("Acorda-me amanhã às seis"), "Alarme definido amanhã às 6 horas.");
    EXPECT_EQ(pt("Que alarmes tenho?"),
              "Há 2 alarmes definidos: amanhã às 6 horas e amanhã às 7:30.");
    EXPECT_EQ(pt("Cancela todos os alarmes"), "Os 2 alarmes estão cancelados.");
    EXPECT_THAT(pt("Põe um alarme"), HasSubstr("Para que horas?"));
    const auto nl = [&](const char* text) { return tester.say(text, "nl-NL").at(0); };
    EXPECT_EQ(nl("Zet een wekker om half acht 's ochtends"), "De wekker gaat morgen om 7:30 uur.");
    EXPECT_EQ(nl("Maak me morgen om zes uur wakker"), "De wekker gaat morgen om 6 uur.");
    EXPECT_EQ(nl("Welke wekkers heb ik?"),
              "Er staan 2 wekkers: morgen om 6 uur en morgen om 7:30 uur.");
    EXPECT_EQ(nl("Zet alle wekkers uit"), "Alle 2 wekkers zijn geannuleerd.");
    EXPECT_THAT(nl("Zet een wekker"), HasSubstr("Voor hoe laat?"));
    EXPECT_THAT(tester.advance(48h), IsEmpty());
}

TEST_F(AlarmSkill, RepeatsOnItsDaysThroughAChangeOfTheClocks) {
    // Lisbon's clocks go forward on 2026-03-29, a Sunday.
    tester_.say("set an alarm for every day at 7 am");
    for (int day = 15; day <= 31; ++day) {
        EXPECT_THAT(tester_.advance(day == 15   ? 16h
                                    : day == 29 ? 23h
                                                : 24h),
                    ElementsAre("Good day. This is your alarm at 7 AM."))
            << day;
    }
}

TEST_F(AlarmSkill, AsksForAMissingTime) {
    EXPECT_THAT(tester_.say("set an alarm"), ElementsAre(HasSubstr("For what time?")));
    EXPECT_THAT(tester_.say("wake me up tomorrow"), ElementsAre(HasSubstr("For what time?")));
    EXPECT_THAT(tester_.say("set an alarm for banana"),
                ElementsAre("I do not understand the time banana."));
    EXPECT_THAT(tester_.say("set an alarm for today at 2 pm"),
                ElementsAre("today at 2 pm is over already."));
    EXPECT_THAT(tester_.say("Stelle einen Wecker", "de-DE"),
                ElementsAre(HasSubstr("Auf wie viel Uhr?")));
    EXPECT_THAT(tester_.advance(48h), IsEmpty());
}

TEST_F(AlarmSkill, ListsAndCancels) {
    EXPECT_THAT(tester_.say("what alarms are set"), ElementsAre("No alarm is set."));
    tester_.say("set an alarm for 7 am");
    EXPECT_THAT(tester_.say("list my alarms"), ElementsAre("One alarm is set: tomorrow at 7 AM."));
    tester_.say("wake me up on weekdays at 6");
    EXPECT_THAT(tester_.say("Welche Wecker sind gestellt?", "de-DE"),
                ElementsAre("2 Wecker sind gestellt: morgen um 7 Uhr und werktags um 6 Uhr."));
    EXPECT_THAT(tester_.say("cancel the alarm"),
                ElementsAre(HasSubstr("Tell me which one to cancel.")));
    EXPECT_THAT(tester_.say("cancel my alarm for 9"), ElementsAre("There is no alarm for 9."));
    EXPECT_THAT(tester_.say("cancel my alarm for 7"),
                ElementsAre("The alarm tomorrow at 7 AM is cancelled."));
    EXPECT_THAT(tester_.say("cancel the alarm"),
                ElementsAre("The alarm on weekdays at 6 AM is cancelled."));
    EXPECT_THAT(tester_.say("cancel all alarms"), ElementsAre("No alarm is set."));
    tester_.say("set an alarm for 7 am");
    tester_.say("set an alarm for 8 am");
    EXPECT_THAT(tester_.say("Lösche alle Wecker", "de-DE"),
                ElementsAre("Alle 2 Wecker sind gelöscht."));
    EXPECT_THAT(tester_.advance(48h), IsEmpty());
}

TEST_F(AlarmSkill, SnoozesWhatRang) {
    EXPECT_THAT(tester_.say("snooze"), ElementsAre("No alarm has rung."));
    tester_.say("set an alarm for 4 pm");
    EXPECT_EQ(tester_.advance(51min).size(), 1U);
    EXPECT_THAT(tester_.say_in("bath", "snooze"), ElementsAre("No alarm has rung."));
    EXPECT_THAT(tester_.say("snooze"), ElementsAre(HasSubstr("I will wake you again at 4:09 PM.")));
    EXPECT_THAT(tester_.advance(9min), ElementsAre(HasSubstr("This is your alarm at 4:09 PM.")));
    EXPECT_THAT(tester_.say("snooze for five minutes"), ElementsAre(HasSubstr("at 4:14 PM.")));
    EXPECT_EQ(tester_.advance(5min).size(), 1U);
    EXPECT_THAT(tester_.say("Lass mich noch zehn Minuten schlafen", "de-DE"),
                ElementsAre(HasSubstr("um 16:24 Uhr.")));
}

// SCH-056
TEST_F(AlarmSkill, TellsOfAnAlarmItSleptThrough) {
    std::string pattern = testing::TempDir() + "/utter-alarm-XXXXXX";
    const std::filesystem::path folder = ::mkdtemp(pattern.data());
    {
        skill::SkillTester tester(entry(), options(folder / "scheduler.db"));
        tester.say("set an alarm for 4 pm");
        tester.say("wake me up every day at 5 pm");
        EXPECT_THAT(tester.restart(1h),
                    ElementsAre("You had an alarm at 4 PM, but I was not running then."));
        EXPECT_THAT(tester.advance(1h), ElementsAre("Good day. This is your alarm at 5 PM."));
    }
    std::filesystem::remove_all(folder);
}

TEST_F(AlarmSkill, AlarmsBelongToTheSessionTheyWereSetIn) {
    tester_.say_in("bedroom", "set an alarm for 7 am");
    EXPECT_THAT(tester_.say_in("kitchen", "list my alarms"), ElementsAre("No alarm is set."));
    EXPECT_THAT(tester_.say_in("kitchen", "cancel all alarms"), ElementsAre("No alarm is set."));
    EXPECT_EQ(tester_.advance(16h).size(), 1U);
}

}  // namespace
}  // namespace utter::skills
