#include "reminder_skill.hpp"

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
    return {std::string(reminder_skill_id),
            UTTER_SOURCE_DIR "/skills/reminder.utter/locale",
            make_reminder_skill};
}

TEST(ReminderLocale, IsSoundAndEven) {
    expect_sound_locale(entry());
}

// It is Saturday, 2026-03-14, 15:09:26.
class ReminderSkill : public testing::Test {
  protected:
    static skill::SkillTesterOptions options(const std::filesystem::path& database = {}) {
        return {.languages = {"en-US", "de-DE"},
                .timezone = "Europe/Lisbon",
                .service = scheduler::scheduler_for_tests(database)};
    }
    skill::SkillTester tester_{entry(), options()};
};

TEST_F(ReminderSkill, RemindsAfterAWhile) {
    EXPECT_EQ(tester_.load_log(), "");
    EXPECT_THAT(tester_.say("Remind me to check the oven in ten minutes."),
                ElementsAre("I will remind you at 3:19 PM: check the oven."));
    EXPECT_THAT(tester_.advance(599s), IsEmpty());
    EXPECT_THAT(tester_.advance(1s), ElementsAre("Reminder: check the oven."));
    EXPECT_THAT(tester_.advance(48h), IsEmpty());
}

TEST_F(ReminderSkill, UnderstandsWhatAndWhen) {
    const auto en = [&](const char* text) { return tester_.say(text).at(0); };
    EXPECT_EQ(en("remind me to call Mum at 5 pm"), "I will remind you at 5 PM: call Mum.");
    EXPECT_EQ(en("remind me tomorrow at 9 to buy 7 eggs"),
              "I will remind you tomorrow at 9 AM: buy 7 eggs.");
    EXPECT_EQ(en("set a reminder to buy milk tomorrow at three"),
              "I will remind you tomorrow at 3 PM: buy milk.");
    EXPECT_EQ(en("remind me about the meeting on monday at half past ten"),
              "I will remind you on Monday at 10:30 AM: the meeting.");
    EXPECT_EQ(en("remind me every day at 8 pm to take my pills"),
              "I will remind you every day at 8 PM: take my pills.");
    const auto de = [&](const char* text) { return tester_.say(text, "de-DE").at(0); };
    EXPECT_EQ(de("Erinnere mich morgen um neun an den Müll"),
              "Ich erinnere dich morgen um 9 Uhr: den Müll.");
    EXPECT_EQ(de("Erinnere mich in zehn Minuten daran, die Wäsche aufzuhängen"),
              "Ich erinnere dich um 15:19 Uhr: die Wäsche aufzuhängen.");
    EXPECT_EQ(de("Erinnere mich an den Arzt übermorgen um 8 Uhr"),
              "Ich erinnere dich am Montag um 8 Uhr: den Arzt.");
}

TEST_F(ReminderSkill, AsksForWhatIsMissing) {
    EXPECT_THAT(tester_.say("remind me"), ElementsAre(HasSubstr("Of what, and when?")));
    EXPECT_THAT(tester_.say("remind me tomorrow at 9"), ElementsAre(HasSubstr("Of what")));
    EXPECT_THAT(tester_.say("remind me to call Mum"), ElementsAre(HasSubstr("When shall I")));
    EXPECT_THAT(tester_.say("remind me to call Mum tomorrow"),
                ElementsAre(HasSubstr("When shall I")));
    EXPECT_THAT(tester_.say("remind me to call Mum today at 2 pm"),
                ElementsAre(HasSubstr("is over already")));
    EXPECT_THAT(tester_.say("Erinnere mich an den Müll", "de-DE"), ElementsAre(HasSubstr("Wann")));
    EXPECT_THAT(tester_.advance(48h), IsEmpty());
}

TEST_F(ReminderSkill, ListsAndCancels) {
    EXPECT_THAT(tester_.say("what are my reminders"), ElementsAre("There is no reminder."));
    tester_.say("remind me to call Mum at 5 pm");
    tester_.say("remind me to water the plants every monday at 9 am");
    EXPECT_THAT(tester_.say("list my reminders"),
                ElementsAre("There are 2 reminders: call Mum, at 5 PM and water the plants, every "
                            "Monday at 9 AM."));
    EXPECT_THAT(tester_.say("cancel the reminder"),
                ElementsAre(HasSubstr("Tell me which one to cancel.")));
    EXPECT_THAT(tester_.say("cancel the reminder to buy milk"),
                ElementsAre("There is no reminder about buy milk."));
    EXPECT_THAT(tester_.say("cancel the reminder to water the plants"),
                ElementsAre("The reminder is cancelled: water the plants."));
    EXPECT_THAT(tester_.say("Lösche alle Erinnerungen", "de-DE"),
                ElementsAre("Die Erinnerung ist gelöscht: call Mum."));
    EXPECT_THAT(tester_.advance(240h), IsEmpty());
}

// SCH-056
TEST_F(ReminderSkill, TellsOfWhatItSleptThrough) {
    std::string pattern = testing::TempDir() + "/utter-reminder-XXXXXX";
    const std::filesystem::path folder = ::mkdtemp(pattern.data());
    {
        skill::SkillTester tester(entry(), options(folder / "scheduler.db"));
        tester.say_in("kitchen", "remind me to call Mum at 4 pm");
        EXPECT_THAT(
            tester.restart(24h),
            ElementsAre("You wanted to be reminded on March 14, 2026 at 4 PM, but I was not "
                        "running then: call Mum."));
    }
    std::filesystem::remove_all(folder);
}

TEST_F(ReminderSkill, RemindersBelongToTheSessionTheyWereSetIn) {
    tester_.say_in("bedroom", "remind me to sleep at 11 pm");
    EXPECT_THAT(tester_.say_in("kitchen", "list my reminders"),
                ElementsAre("There is no reminder."));
}

TEST(ReminderSkillLanguages, SpeaksSpanishFrenchItalianPortugueseAndDutch) {
    skill::SkillTester tester(entry(),
                              {.languages = {"es-ES", "fr-FR", "it-IT", "pt-PT", "nl-NL"},
                               .timezone = "Europe/Lisbon",
                               .service = scheduler::scheduler_for_tests()});
    const auto es = [&](const char* text) { return tester.say(text, "es-ES").at(0); };
    EXPECT_EQ(es("Recuérdame llamar a Ana mañana a las nueve"),
              "Te lo recordaré mañana a las 9: llamar a Ana.");
    EXPECT_EQ(es("Recuérdame en diez minutos mirar el horno"),
              "Te lo recordaré a las 15:19: mirar el horno.");
    EXPECT_EQ(es("Borra todos los recordatorios"), "Los 2 recordatorios están cancelados.");
    EXPECT_THAT(es("Recuérdame"), HasSubstr("¿Qué, y cuándo?"));
    const auto fr = [&](const char* text) { return tester.say(text, "fr-FR").at(0); };
    EXPECT_EQ(fr("Rappelle-moi d'appeler Anna demain à neuf heures"),
              "Je te le rappellerai demain à 9 h : appeler Anna.");
    EXPECT_EQ(fr("Rappelle-moi dans dix minutes de vérifier le four"),
              "Je te le rappellerai à 15:19 : vérifier le four.");
    EXPECT_EQ(fr("Quels rappels ai-je ?"),
              "Il y a 2 rappels : vérifier le four, à 15:19 et appeler Anna, demain à 9 h.");
    EXPECT_EQ(fr("Supprime tous les rappels"), "Les 2 rappels sont annulés.");
    EXPECT_THAT(fr("Rappelle-moi"), HasSubstr("De quoi, et quand ?"));
    EXPECT_THAT(fr("Rappelle-moi d'appeler Anna"), HasSubstr("Quand dois-je"));
    const auto it = [&](const char* text) { return tester.say(text, "it-IT").at(0); };
    EXPECT_EQ(it("Ricordami di chiamare Anna domani alle nove"),
              "Te lo ricorderò domani, ore 9: chiamare Anna.");
    EXPECT_EQ(it("Ricordami tra dieci minuti di controllare il forno"),
              "Te lo ricorderò per le 15:19: controllare il forno.");
    EXPECT_EQ(it("Cancella tutti i promemoria"), "I 2 promemoria sono annullati.");
    EXPECT_THAT(it("Ricordami"), HasSubstr("Che cosa, e quando?"));
    const auto pt = [&](const char* text) { return tester.say(text, "pt-PT").at(0); };
    EXPECT_EQ(pt("Lembra-me de ligar à Ana amanhã às nove"),
              "Vou lembrar-te amanhã às 9 horas: ligar à Ana.");
    EXPECT_EQ(pt("Lembra-me daqui a dez minutos de ver o forno"),
              "Vou lembrar-te às 15:19: ver o forno.");
    EXPECT_EQ(pt("Apaga todos os lembretes"), "Os 2 lembretes estão cancelados.");
    EXPECT_THAT(pt("Lembra-me"), HasSubstr("De quê, e quando?"));
    const auto nl = [&](const char* text) { return tester.say(text, "nl-NL").at(0); };
    EXPECT_EQ(nl("Herinner me morgen om negen uur aan het vuilnis"),
              "Ik zal je morgen om 9 uur herinneren: het vuilnis.");
    EXPECT_EQ(nl("Herinner me over tien minuten aan de oven"),
              "Ik zal je om 15:19 uur herinneren: de oven.");
    EXPECT_EQ(nl("Verwijder alle herinneringen"), "Alle 2 herinneringen zijn geannuleerd.");
    EXPECT_THAT(nl("Herinner me"), HasSubstr("Waaraan, en wanneer?"));
    EXPECT_THAT(tester.advance(48h), IsEmpty());
}

}  // namespace
}  // namespace utter::skills
