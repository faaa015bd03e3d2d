#include "timer_skill.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <chrono>
#include <filesystem>
#include <string>

#include "utter/scheduler/test_scheduler.hpp"
#include "utter/skill/skill_tester.hpp"

namespace utter::skills {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

skill::SkillEntry entry() {
    return {std::string(timer_skill_id),
            UTTER_SOURCE_DIR "/skills/timer.utter/locale",
            make_timer_skill};
}

class TimerSkill : public testing::Test {
  protected:
    skill::SkillTester tester_{entry(), {.service = scheduler::scheduler_for_tests()}};
};

TEST_F(TimerSkill, SpeaksWhenDue) {
    EXPECT_THAT(tester_.say("Set a timer for two seconds."),
                ElementsAre("Timer set for 2 seconds."));
    EXPECT_THAT(tester_.advance(1999ms), IsEmpty());
    EXPECT_THAT(tester_.advance(1ms), ElementsAre("Your timer for 2 seconds is up."));
    EXPECT_THAT(tester_.advance(24h), IsEmpty());
    EXPECT_THAT(tester_.say("what timers are running"), ElementsAre("No timer is running."));
}

TEST_F(TimerSkill, SpeaksInTheLanguageItWasSetIn) {
    EXPECT_THAT(tester_.say("Stelle einen Timer auf eine Stunde und zwei Minuten", "de-DE"),
                ElementsAre("Timer auf eine Stunde und 2 Minuten gestellt."));
    EXPECT_THAT(tester_.say("Pon un temporizador de un minuto", "es-ES"),
                ElementsAre("Temporizador de un minuto en marcha."));
    EXPECT_THAT(tester_.advance(1min), ElementsAre("Tu temporizador de un minuto ha terminado."));
    EXPECT_THAT(tester_.advance(61min),
                ElementsAre("Dein Timer über eine Stunde und 2 Minuten ist abgelaufen."));
}

TEST(TimerSkillLanguages, AnswersInFrenchItalianPortugueseAndDutch) {
    skill::SkillTester tester(entry(),
                              {.languages = {"fr-FR", "it-IT", "pt-PT", "nl-NL"},
                               .service = scheduler::scheduler_for_tests()});
    EXPECT_THAT(tester.say("Mets un minuteur d'une heure et deux minutes", "fr-FR"),
                ElementsAre("Minuteur lancé pour une heure et 2 minutes."));
    EXPECT_THAT(tester.say("Imposta un timer di un'ora e due minuti", "it-IT"),
                ElementsAre("Timer di un'ora e 2 minuti avviato."));
    EXPECT_THAT(tester.say("Põe um temporizador de uma hora e dois minutos", "pt-PT"),
                ElementsAre("Temporizador de uma hora e 2 minutos iniciado."));
    EXPECT_THAT(tester.say("Zet een timer op een uur en twee minuten", "nl-NL"),
                ElementsAre("Timer ingesteld op één uur en 2 minuten."));
    EXPECT_THAT(tester.advance(62min),
                UnorderedElementsAre("Ton minuteur réglé sur une heure et 2 minutes est terminé.",
                                     "Il tuo timer di un'ora e 2 minuti è scaduto.",
                                     "O teu temporizador de uma hora e 2 minutos terminou.",
                                     "Je timer van één uur en 2 minuten is afgelopen."));
}

TEST_F(TimerSkill, TimersHaveNames) {
    EXPECT_THAT(tester_.say("Set a pasta timer for five minutes"),
                ElementsAre("The pasta timer is set for 5 minutes."));
    EXPECT_THAT(tester_.advance(5min), ElementsAre("Your pasta timer is up."));
    EXPECT_THAT(tester_.say("Stelle einen Pasta-Timer auf fünf Minuten", "de-DE"),
                ElementsAre("Der Pasta-Timer ist auf 5 Minuten gestellt."));
    EXPECT_THAT(tester_.advance(5min), ElementsAre("Dein Pasta-Timer ist abgelaufen."));
    EXPECT_THAT(tester_.say("Pon un temporizador para la pasta de cinco minutos", "es-ES"),
                ElementsAre("El temporizador de pasta está en marcha: 5 minutos."));
    EXPECT_THAT(tester_.advance(5min), ElementsAre("Tu temporizador de pasta ha terminado."));
}

TEST_F(TimerSkill, SeveralSpeakInTheOrderTheyAreDue) {
    tester_.say("set a tea timer for three minutes");
    tester_.say("set a timer for one minute");
    tester_.say("set a pasta timer for two minutes");
    EXPECT_THAT(
        tester_.advance(10min),
        ElementsAre(
            "Your timer for 1 minute is up.", "Your pasta timer is up.", "Your tea timer is up."));
}

TEST_F(TimerSkill, TimersDueTogetherSpeakInTheOrderTheyWereSet) {
    tester_.say("set a tea timer for one minute");
    tester_.say("set a rice timer for one minute");
    EXPECT_THAT(tester_.advance(1min),
                ElementsAre("Your tea timer is up.", "Your rice timer is up."));
}

TEST_F(TimerSkill, TellsHowMuchIsLeft) {
    tester_.say("set a timer for five minutes");
    tester_.advance(48s);
    EXPECT_THAT(tester_.say("How long is left?"),
                ElementsAre("You have 4 minutes and 12 seconds left."));
    EXPECT_THAT(tester_.say("Wie lange noch?", "de-DE"),
                ElementsAre("Der Timer läuft noch 4 Minuten und 12 Sekunden."));
    EXPECT_THAT(tester_.say("¿Cuánto queda?", "es-ES"),
                ElementsAre("Tiempo restante: 4 minutos y 12 segundos."));
    tester_.say("set an egg timer for ten minutes");
    EXPECT_THAT(tester_.say("how long is left on the egg timer"),
                ElementsAre("The egg timer has 10 minutes left."));
    EXPECT_THAT(tester_.say("how much time is left on the five minute timer"),
                ElementsAre("You have 4 minutes and 12 seconds left."));
    EXPECT_THAT(tester_.say("how much time is left"),
                ElementsAre("2 timers are running: 4 minutes and 12 seconds on the timer for 5 "
                            "minutes and 10 minutes on the egg timer."));
    EXPECT_THAT(tester_.say("how long is left on the tea timer"),
                ElementsAre("There is no tea timer."));
}

TEST_F(TimerSkill, ListsWhatRuns) {
    EXPECT_THAT(tester_.say("what timers are running"), ElementsAre("No timer is running."));
    tester_.say("set a tea timer for three minutes");
    EXPECT_THAT(tester_.say("list my timers"),
                ElementsAre("One timer is running: 3 minutes on the tea timer."));
    tester_.say("set a timer for one hour");
    EXPECT_THAT(tester_.say("Welche Timer laufen gerade?", "de-DE"),
                ElementsAre("2 Timer laufen: der tea-Timer noch 3 Minuten und der Timer über eine "
                            "Stunde noch eine Stunde."));
    EXPECT_THAT(tester_.say("¿Qué temporizadores hay?", "es-ES"),
                ElementsAre("Hay 2 temporizadores en marcha: 3 minutos en el temporizador de tea y "
                            "una hora en el temporizador de una hora."));
}

TEST_F(TimerSkill, CancelsTheOneThatIsMeant) {
    tester_.say("set a tea timer for three minutes");
    tester_.say("set a timer for five minutes");
    EXPECT_THAT(tester_.say("cancel the Tea timer"), ElementsAre("The tea timer is cancelled."));
    EXPECT_THAT(tester_.say("cancel the timer"),
                ElementsAre("The timer for 5 minutes is cancelled."));
    EXPECT_THAT(tester_.advance(1h), IsEmpty());
    EXPECT_THAT(tester_.say("stop the timer"), ElementsAre("No timer is running."));
}

TEST_F(TimerSkill, CancelsByLength) {
    tester_.say("set a timer for five minutes");
    tester_.say("set a timer for ten minutes");
    EXPECT_THAT(tester_.say("cancel the ten minute timer"),
                ElementsAre("The timer for 10 minutes is cancelled."));
    EXPECT_THAT(tester_.say("Lösche den 5-Minuten-Timer", "de-DE"),
                ElementsAre("Der Timer über 5 Minuten ist gelöscht."));
}

TEST_F(TimerSkill, CancelsNothingWhenItIsNotClearWhich) {
    tester_.say("set a tea timer for three minutes");
    tester_.say("set a timer for one hour");
    tester_.say("set a pasta timer for ten minutes");
    EXPECT_THAT(tester_.say("cancel the timer"),
                ElementsAre("Tell me which one to cancel. 3 timers are running: 3 minutes on the "
                            "tea timer, 10 minutes on the pasta timer, and 1 hour on the timer for "
                            "1 hour."));
    EXPECT_THAT(tester_.say("cancel the pizza timer"), ElementsAre("There is no pizza timer."));
    EXPECT_EQ(tester_.advance(1h).size(), 3U);
}

TEST_F(TimerSkill, CancelsAll) {
    EXPECT_THAT(tester_.say("cancel all timers"), ElementsAre("No timer is running."));
    tester_.say("set a tea timer for three minutes");
    tester_.say("set a timer for one hour");
    EXPECT_THAT(tester_.say("Lösche alle Timer", "de-DE"),
                ElementsAre("Alle 2 Timer sind gelöscht."));
    tester_.say("set a tea timer for three minutes");
    EXPECT_THAT(tester_.say("cancela todos los temporizadores", "es-ES"),
                ElementsAre("El temporizador de tea está cancelado."));
    EXPECT_THAT(tester_.advance(2h), IsEmpty());
}

TEST_F(TimerSkill, ATimerSetAgainCountsFromItsBeginning) {
    tester_.say("set a tea timer for three minutes");
    tester_.advance(2min);
    tester_.say("cancel the tea timer");
    tester_.say("set a tea timer for three minutes");
    EXPECT_THAT(tester_.advance(2min + 59s), IsEmpty());
    EXPECT_THAT(tester_.advance(1s), ElementsAre("Your tea timer is up."));
}

TEST_F(TimerSkill, SaysWhenItDoesNotUnderstandTheLength) {
    EXPECT_THAT(tester_.say("set a timer for banana"),
                ElementsAre("I could not work out how long banana is."));
    EXPECT_THAT(tester_.say("Stelle einen Timer auf Banane", "de-DE"),
                ElementsAre("Ich verstehe nicht, wie lange Banane ist."));
    EXPECT_THAT(tester_.say("pon un temporizador de plátano", "es-ES"),
                ElementsAre("No entiendo cuánto tiempo es plátano."));
    EXPECT_THAT(tester_.advance(240h), IsEmpty());
}

TEST_F(TimerSkill, AsksForAMissingLength) {
    EXPECT_THAT(tester_.say("set a timer"), ElementsAre(HasSubstr("For how long?")));
    EXPECT_THAT(tester_.say("set a pasta timer"),
                ElementsAre(HasSubstr("How long should the pasta timer run?")));
    EXPECT_THAT(tester_.say("Stell einen Timer", "de-DE"), ElementsAre(HasSubstr("Wie lange?")));
    EXPECT_THAT(tester_.say("pon un temporizador", "es-ES"),
                ElementsAre(HasSubstr("¿De cuánto tiempo?")));
}

TEST_F(TimerSkill, BoundsTheLength) {
    EXPECT_THAT(tester_.say("set a timer for seven days"), ElementsAre("Timer set for 7 days."));
    EXPECT_THAT(tester_.say("set a timer for eight days"),
                ElementsAre("A timer can run for 7 days at most."));
    EXPECT_THAT(tester_.say("set a timer for nine hundred thousand weeks"),
                ElementsAre("A timer can run for 7 days at most."));
    EXPECT_THAT(tester_.say("set a timer for zero seconds"),
                ElementsAre("A timer needs at least one second."));
}

TEST_F(TimerSkill, BoundsTheirNumber) {
    for (std::size_t i = 0; i < timers_max; ++i) tester_.say("set a timer for one hour");
    EXPECT_THAT(tester_.say("set a timer for one hour"),
                ElementsAre("There are 100 timers already, and I cannot keep more."));
    EXPECT_THAT(tester_.say("cancel the timer"),
                ElementsAre(HasSubstr("100 timers are running. The next ones are 1 hour on")));
    EXPECT_LT(tester_.say("list my timers").at(0).size(), 300U);
    EXPECT_THAT(tester_.say("cancel all timers"), ElementsAre("All 100 timers are cancelled."));
    EXPECT_THAT(tester_.say("set a timer for one hour"), ElementsAre("Timer set for 1 hour."));
}

TEST_F(TimerSkill, TimersBelongToTheSessionTheyWereSetIn) {
    tester_.say_in("kitchen", "set a pasta timer for five minutes");
    tester_.say_in("bath", "set a timer for ten minutes");
    EXPECT_THAT(tester_.say("what timers are running"), ElementsAre("No timer is running."));
    EXPECT_THAT(tester_.say_in("kitchen", "how long is left"),
                ElementsAre("The pasta timer has 5 minutes left."));
    EXPECT_THAT(tester_.say_in("bath", "cancel the pasta timer"),
                ElementsAre("There is no pasta timer."));
    EXPECT_THAT(tester_.say_in("bath", "cancel all timers"),
                ElementsAre("The timer for 10 minutes is cancelled."));
    EXPECT_THAT(tester_.advance(5min), ElementsAre("Your pasta timer is up."));
}

TEST(TimerSkillKept, TimersSurviveTheProgram) {
    std::string pattern = testing::TempDir() + "/utter-timer-XXXXXX";
    const std::filesystem::path folder = ::mkdtemp(pattern.data());
    {
        skill::SkillTester tester(
            entry(), {.service = scheduler::scheduler_for_tests(folder / "scheduler.db")});
        tester.say("set a pasta timer for five minutes");
        EXPECT_THAT(tester.restart(2min), IsEmpty());
        EXPECT_THAT(tester.say("how long is left"),
                    ElementsAre("The pasta timer has 3 minutes left."));
        EXPECT_THAT(tester.advance(3min), ElementsAre("Your pasta timer is up."));
        tester.say("set a timer for five minutes");
        EXPECT_THAT(tester.restart(15min),
                    ElementsAre("Your timer for 5 minutes was up 10 minutes "
                                "ago."));
        EXPECT_THAT(tester.say("list my timers"), ElementsAre("No timer is running."));
    }
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace utter::skills
