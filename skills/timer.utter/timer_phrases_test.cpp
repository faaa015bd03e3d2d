#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "support/locale_expectations.hpp"
#include "timer_skill.hpp"
#include "utter/scheduler/test_scheduler.hpp"
#include "utter/skill/skill_tester.hpp"

namespace utter::skills {
namespace {

using namespace std::chrono_literals;

skill::SkillEntry entry() {
    return {std::string(timer_skill_id),
            UTTER_SOURCE_DIR "/skills/timer.utter/locale",
            make_timer_skill};
}

TEST(TimerLocale, IsSoundAndEven) {
    expect_sound_locale(entry());
    EXPECT_EQ(skill::SkillTester(entry()).load_log(), "");
}

// What must have been understood is heard when the timer is up, and not a second before.
struct Request {
    const char* lang;
    const char* utterance;
    std::chrono::seconds length;
    const char* name = "";
};

// NOLINTNEXTLINE(readability-identifier-naming): the name GoogleTest looks for
void PrintTo(const Request& request, std::ostream* out) {
    *out << request.lang << " " << request.utterance;
}

class TimerRequests : public testing::TestWithParam<Request> {};

TEST_P(TimerRequests, AreUnderstood) {
    const auto& [lang, utterance, length, name] = GetParam();
    skill::SkillTester tester(entry(),
                              {.languages = {lang}, .service = scheduler::scheduler_for_tests()});
    ASSERT_EQ(tester.say(utterance, lang).size(), 1U) << utterance;
    EXPECT_EQ(tester.last_error(), "");
    EXPECT_TRUE(tester.advance(length - 1s).empty()) << utterance;
    const auto spoken = tester.advance(1s);
    ASSERT_EQ(spoken.size(), 1U) << utterance;
    const std::map<std::string_view, std::pair<std::string, std::string>> announcements{
        {"en-US", {"Your ", " timer is"}},
        {"de-DE", {"Dein ", "-Timer ist"}},
        {"es-ES", {"Tu temporizador de ", " ha"}},
        {"fr-FR", {"Ton minuteur ", " est"}},
        {"it-IT", {"Il tuo timer ", " è"}},
        {"pt-PT", {"O teu temporizador ", " terminou"}},
        {"nl-NL", {"Je ", " timer is"}}};
    const auto& [before, behind] = announcements.at(lang);
    const auto expected = before + name + behind;
    EXPECT_EQ(spoken[0].find(expected) != std::string::npos, *name != '\0') << spoken[0];
}

INSTANTIATE_TEST_SUITE_P(
    English,
    TimerRequests,
    testing::Values(
        Request{"en-US", "set a five minute timer", 5min},
        Request{"en-US", "Set a 10-minute timer, please", 10min},
        Request{"en-US", "set a pasta timer for five minutes", 5min, "pasta"},
        Request{"en-US", "set a timer for one hour and thirty minutes", 90min},
        Request{"en-US", "set a timer for two seconds", 2s},
        Request{"en-US", "start a timer for half an hour", 30min},
        Request{"en-US", "set an hour timer", 1h},
        Request{"en-US", "set a timer for an hour and a half", 90min},
        Request{"en-US", "please set another timer for ten minutes", 10min},
        Request{"en-US", "can you set a timer for twenty five minutes", 25min},
        Request{"en-US", "set a timer for five minutes called pasta", 5min, "pasta"},
        Request{"en-US", "set a timer for five minutes for the eggs", 5min, "eggs"},
        Request{"en-US", "set a five minute timer for pasta", 5min, "pasta"},
        Request{"en-US", "set a five minute pasta timer", 5min, "pasta"},
        Request{"en-US", "set a timer called homework for one hour", 1h, "homework"},
        Request{"en-US", "set a flux capacitor timer for ten seconds", 10s, "flux capacitor"},
        Request{"en-US", "timer for ten minutes", 10min},
        Request{"en-US", "timer ten minutes", 10min},
        Request{"en-US", "set timer for ten minutes", 10min},
        Request{"en-US", "set a timer to ten minutes", 10min},
        Request{"en-US", "set a timer ten minutes", 10min},
        Request{"en-US", "a pizza timer for 12 minutes", 12min, "pizza"},
        Request{"en-US", "count down from ten seconds", 10s},
        Request{"en-US", "give me a ninety second timer", 90s},
        Request{"en-US", "tell me when ten minutes are up", 10min}));

INSTANTIATE_TEST_SUITE_P(
    German,
    TimerRequests,
    testing::Values(
        Request{"de-DE", "Stelle einen Timer auf fünf Minuten", 5min},
        Request{"de-DE", "Stell mir bitte einen Timer für zehn Minuten", 10min},
        Request{"de-DE", "Stelle einen Timer auf eineinhalb Stunden", 90min},
        Request{"de-DE", "Starte einen Timer über 2 Stunden", 2h},
        Request{"de-DE", "Stelle einen 5-Minuten-Timer", 5min},
        Request{"de-DE", "Kannst du bitte einen Timer auf zwanzig Minuten stellen?", 20min},
        Request{"de-DE", "Timer fünf Minuten", 5min},
        Request{"de-DE", "Timer auf 30 Sekunden", 30s},
        Request{"de-DE", "Stelle einen Nudel-Timer auf acht Minuten", 8min, "Nudel"},
        Request{"de-DE", "Stelle einen Timer für die Pasta auf zehn Minuten", 10min, "Pasta"},
        Request{"de-DE", "Stelle einen Timer auf zehn Minuten für die Pizza", 10min, "Pizza"},
        Request{"de-DE", "Stelle einen 8 Minuten Timer für die Nudeln", 8min, "Nudeln"},
        Request{"de-DE", "Stelle einen Timer für eine Viertelstunde", 15min},
        Request{"de-DE", "Sag mir in zehn Minuten Bescheid", 10min}));

INSTANTIATE_TEST_SUITE_P(
    Spanish,
    TimerRequests,
    testing::Values(
        Request{"es-ES", "Pon un temporizador de cinco minutos", 5min},
        Request{"es-ES", "Ponme un temporizador de media hora, por favor", 30min},
        Request{"es-ES", "pon un temporizador de un cuarto de hora", 15min},
        Request{"es-ES", "pon un temporizador de tres cuartos de hora", 45min},
        Request{"es-ES", "pon un temporizador de hora y media", 90min},
        Request{"es-ES", "¿Puedes poner un temporizador de diez minutos?", 10min},
        Request{"es-ES", "Inicia un temporizador para 20 minutos", 20min},
        Request{"es-ES", "temporizador de diez segundos", 10s},
        Request{"es-ES", "pon temporizador 5 minutos", 5min},
        Request{"es-ES", "pon un temporizador de pasta de ocho minutos", 8min, "pasta"},
        Request{"es-ES", "pon un temporizador de ocho minutos para la pasta", 8min, "pasta"},
        Request{"es-ES", "pon un temporizador llamado siesta de una hora", 1h, "siesta"},
        Request{"es-ES", "pon una cuenta atrás de diez segundos", 10s},
        Request{"es-ES", "avísame en diez minutos", 10min}));

INSTANTIATE_TEST_SUITE_P(
    French,
    TimerRequests,
    testing::Values(
        Request{"fr-FR", "Mets un minuteur de cinq minutes", 5min},
        Request{"fr-FR", "Lance un minuteur d'une heure et demie s'il te plaît", 90min},
        Request{"fr-FR", "Peux-tu mettre un minuteur de dix minutes ?", 10min},
        Request{"fr-FR", "mets-moi un minuteur pour un quart d'heure", 15min},
        Request{"fr-FR", "minuteur 30 secondes", 30s},
        Request{"fr-FR", "mets un minuteur de huit minutes pour les pâtes", 8min, "pâtes"},
        Request{"fr-FR", "mets un minuteur pour la pizza de douze minutes", 12min, "pizza"},
        Request{"fr-FR", "préviens-moi dans vingt minutes", 20min}));

INSTANTIATE_TEST_SUITE_P(
    Italian,
    TimerRequests,
    testing::Values(Request{"it-IT", "Imposta un timer di cinque minuti", 5min},
                    Request{"it-IT", "Metti un timer da un'ora e mezza", 90min},
                    Request{"it-IT", "Puoi impostare un timer di dieci minuti?", 10min},
                    Request{"it-IT", "metti un timer di mezz'ora per favore", 30min},
                    Request{"it-IT", "timer 30 secondi", 30s},
                    Request{"it-IT", "imposta un timer di otto minuti per la pasta", 8min, "pasta"},
                    Request{
                        "it-IT", "imposta un timer per la pizza di dodici minuti", 12min, "pizza"},
                    Request{"it-IT", "avvisami tra venti minuti", 20min}));

INSTANTIATE_TEST_SUITE_P(
    Portuguese,
    TimerRequests,
    testing::Values(
        Request{"pt-PT", "Põe um temporizador de cinco minutos", 5min},
        Request{"pt-PT", "Inicia um temporizador de hora e meia", 90min},
        Request{"pt-PT", "Podes pôr um temporizador de dez minutos?", 10min},
        Request{"pt-PT", "cria um temporizador de meia hora por favor", 30min},
        Request{"pt-PT", "temporizador 30 segundos", 30s},
        Request{"pt-PT", "põe um temporizador de oito minutos para a massa", 8min, "massa"},
        Request{"pt-PT", "põe um temporizador para a pizza de doze minutos", 12min, "pizza"},
        Request{"pt-PT", "avisa-me daqui a vinte minutos", 20min}));

INSTANTIATE_TEST_SUITE_P(
    Dutch,
    TimerRequests,
    testing::Values(Request{"nl-NL", "Zet een timer op vijf minuten", 5min},
                    Request{"nl-NL", "Zet een timer van anderhalf uur", 90min},
                    Request{"nl-NL", "Kun je een timer van tien minuten zetten?", 10min},
                    Request{"nl-NL", "Stel een timer in voor een kwartier", 15min},
                    Request{"nl-NL", "timer 30 seconden", 30s},
                    Request{"nl-NL", "Zet een pasta timer op acht minuten", 8min, "pasta"},
                    Request{
                        "nl-NL", "Zet een timer van twaalf minuten voor de pizza", 12min, "pizza"},
                    Request{"nl-NL", "Zet een vijf minuten timer", 5min},
                    Request{"nl-NL", "Waarschuw me over twintig minuten", 20min}));

struct Phrasings {
    const char* lang;
    const char* intent;
    std::vector<std::string> utterances;
};

class TimerSayings : public testing::TestWithParam<Phrasings> {};

TEST_P(TimerSayings, AreUnderstoodAndAnswered) {
    skill::SkillTester tester(
        entry(), {.languages = {GetParam().lang}, .service = scheduler::scheduler_for_tests()});
    for (const auto& utterance : GetParam().utterances) {
        EXPECT_EQ(tester.say(utterance, GetParam().lang).size(), 1U) << utterance;
        EXPECT_EQ(tester.last_intent(), GetParam().intent) << utterance;
        EXPECT_EQ(tester.last_error(), "") << utterance;
    }
}

INSTANTIATE_TEST_SUITE_P(
    French,
    TimerSayings,
    testing::Values(
        Phrasings{"fr-FR",
                  "time_left",
                  {"Combien de temps reste-t-il ?",
                   "Il reste combien de temps",
                   "Combien de temps reste-t-il sur le minuteur",
                   "Combien de temps il reste sur le minuteur des pâtes",
                   "Quand sonne le minuteur ?"}},
        Phrasings{"fr-FR",
                  "cancel_timer",
                  {"Annule le minuteur", "Arrête mon minuteur", "Supprime le minuteur des pâtes"}},
        Phrasings{"fr-FR", "cancel_all", {"Annule tous les minuteurs", "Supprime mes minuteurs"}},
        Phrasings{"fr-FR",
                  "list_timers",
                  {"Quels minuteurs sont en cours ?",
                   "Montre-moi mes minuteurs",
                   "Y a-t-il un minuteur"}},
        Phrasings{"fr-FR", "set_timer_no_length", {"Mets un minuteur"}}));

INSTANTIATE_TEST_SUITE_P(
    Italian,
    TimerSayings,
    testing::Values(
        Phrasings{"it-IT",
                  "time_left",
                  {"Quanto tempo manca?",
                   "Quanto manca al timer",
                   "Quanto manca al timer della pasta?",
                   "Quando finisce il timer"}},
        Phrasings{"it-IT",
                  "cancel_timer",
                  {"Annulla il timer", "Ferma il mio timer", "Cancella il timer della pasta"}},
        Phrasings{"it-IT", "cancel_all", {"Annulla tutti i timer", "Cancella i miei timer"}},
        Phrasings{"it-IT",
                  "list_timers",
                  {"Quali timer ci sono?", "Mostrami i miei timer", "C'è un timer attivo?"}},
        Phrasings{"it-IT", "set_timer_no_length", {"Imposta un timer"}}));

INSTANTIATE_TEST_SUITE_P(
    Portuguese,
    TimerSayings,
    testing::Values(Phrasings{"pt-PT",
                              "time_left",
                              {"Quanto tempo falta?",
                               "Quanto falta no temporizador",
                               "Quanto tempo falta no temporizador da massa?",
                               "Quando termina o temporizador"}},
                    Phrasings{"pt-PT",
                              "cancel_timer",
                              {"Cancela o temporizador",
                               "Para o meu temporizador",
                               "Apaga o temporizador da massa"}},
                    Phrasings{"pt-PT",
                              "cancel_all",
                              {"Cancela todos os temporizadores", "Apaga os meus temporizadores"}},
                    Phrasings{"pt-PT",
                              "list_timers",
                              {"Que temporizadores há?",
                               "Mostra-me os meus temporizadores",
                               "Há algum temporizador?"}},
                    Phrasings{"pt-PT", "set_timer_no_length", {"Põe um temporizador"}}));

INSTANTIATE_TEST_SUITE_P(
    Dutch,
    TimerSayings,
    testing::Values(
        Phrasings{"nl-NL",
                  "time_left",
                  {"Hoe lang nog?",
                   "Hoe lang duurt de timer nog",
                   "Hoeveel tijd is er nog over op de timer",
                   "Hoe lang loopt mijn pasta timer nog?",
                   "Wanneer gaat de timer af"}},
        Phrasings{"nl-NL",
                  "cancel_timer",
                  {"Annuleer de timer",
                   "Zet de timer uit",
                   "Stop de pasta timer",
                   "Kun je de timer stoppen"}},
        Phrasings{"nl-NL", "cancel_all", {"Annuleer alle timers", "Zet al mijn timers uit"}},
        Phrasings{"nl-NL",
                  "list_timers",
                  {"Welke timers lopen er?", "Noem mijn timers", "Loopt er nog een timer?"}},
        Phrasings{"nl-NL", "set_timer_no_length", {"Zet een timer"}}));

INSTANTIATE_TEST_SUITE_P(
    English,
    TimerSayings,
    testing::Values(Phrasings{"en-US",
                              "time_left",
                              {"how long is left",
                               "how much time is left",
                               "how much time do I have left",
                               "how long is left on the pasta timer",
                               "how much time is left on my timer",
                               "how long does the egg timer have left",
                               "when will the timer go off",
                               "check the timer",
                               "how much longer"}},
                    Phrasings{"en-US",
                              "cancel_timer",
                              {"cancel the timer",
                               "stop the timer",
                               "cancel my pasta timer",
                               "please cancel the timer",
                               "turn off the timer",
                               "turn the timer off",
                               "delete the timer called pasta",
                               "cancel timer",
                               "can you stop the egg timer"}},
                    Phrasings{"en-US",
                              "cancel_all",
                              {"cancel all timers",
                               "cancel all my timers",
                               "stop all of the timers",
                               "clear my timers",
                               "delete every timer",
                               "cancel both timers"}},
                    Phrasings{"en-US",
                              "list_timers",
                              {"list my timers",
                               "what timers are running",
                               "which timers are set",
                               "show me my timers",
                               "do I have any timers",
                               "are there any timers running",
                               "how many timers do I have",
                               "is there a timer running"}},
                    Phrasings{"en-US",
                              "set_timer_no_length",
                              {"set a timer", "start a new timer please", "I need a timer"}}));

INSTANTIATE_TEST_SUITE_P(German,
                         TimerSayings,
                         testing::Values(Phrasings{"de-DE",
                                                   "time_left",
                                                   {"Wie lange noch?",
                                                    "Wie viel Zeit ist noch übrig?",
                                                    "Wie viel Zeit bleibt noch",
                                                    "Wie lange läuft der Timer noch?",
                                                    "Wie lange läuft der Pasta-Timer noch?",
                                                    "Wann ist der Timer fertig?",
                                                    "Wie lange geht mein Eier Timer noch"}},
                                         Phrasings{"de-DE",
                                                   "cancel_timer",
                                                   {"Lösche den Timer",
                                                    "Stoppe den Pasta-Timer",
                                                    "Brich den Timer ab",
                                                    "Timer löschen",
                                                    "Schalte bitte den Timer aus",
                                                    "Kannst du den Timer stoppen?",
                                                    "Beende meinen Timer",
                                                    "Den Pasta-Timer löschen bitte"}},
                                         Phrasings{"de-DE",
                                                   "cancel_all",
                                                   {"Lösche alle Timer",
                                                    "Alle Timer löschen",
                                                    "Brich alle Timer ab",
                                                    "Stoppe alle meine Timer",
                                                    "Kannst du alle Timer löschen"}},
                                         Phrasings{"de-DE",
                                                   "list_timers",
                                                   {"Welche Timer laufen?",
                                                    "Welche Timer habe ich gestellt?",
                                                    "Zeig mir meine Timer",
                                                    "Läuft gerade ein Timer?",
                                                    "Wie viele Timer laufen gerade?",
                                                    "Habe ich noch einen Timer laufen"}},
                                         Phrasings{"de-DE",
                                                   "set_timer_no_length",
                                                   {"Stelle einen Timer",
                                                    "Stell bitte einen neuen Timer",
                                                    "Timer stellen"}}));

INSTANTIATE_TEST_SUITE_P(
    Spanish,
    TimerSayings,
    testing::Values(Phrasings{"es-ES",
                              "time_left",
                              {"¿Cuánto queda?",
                               "¿Cuánto tiempo queda?",
                               "¿Cuánto le queda al temporizador?",
                               "¿Cuánto tiempo queda en el temporizador de la pasta?",
                               "¿Cuándo termina el temporizador?",
                               "¿Cómo va el temporizador del horno?",
                               "¿Cuánto falta para que suene el temporizador?"}},
                    Phrasings{"es-ES",
                              "cancel_timer",
                              {"Cancela el temporizador",
                               "Para el temporizador de la pasta",
                               "¿Puedes cancelar el temporizador?",
                               "Quita el temporizador de cinco minutos",
                               "Cancela el temporizador del horno",
                               "Detén el temporizador"}},
                    Phrasings{"es-ES",
                              "cancel_all",
                              {"Cancela todos los temporizadores",
                               "Quita todos mis temporizadores",
                               "Borra los temporizadores"}},
                    Phrasings{"es-ES",
                              "list_timers",
                              {"¿Qué temporizadores hay?",
                               "¿Qué temporizadores tengo?",
                               "Dime mis temporizadores",
                               "¿Hay algún temporizador en marcha?",
                               "¿Cuántos temporizadores tengo?"}},
                    Phrasings{"es-ES",
                              "set_timer_no_length",
                              {"Pon un temporizador", "Necesito un temporizador"}}));

TEST(TimerPhrasings, OtherThingsAreLeftAlone) {
    skill::SkillTester tester(entry(), {.service = scheduler::scheduler_for_tests()});
    for (const char* text : {"what time is it",
                             "stop",
                             "cancel",
                             "set the table",
                             "what is a timer",
                             "stop the music"}) {
        EXPECT_TRUE(tester.say(text).empty()) << text << " -> " << tester.last_intent();
    }
}

}  // namespace
}  // namespace utter::skills
