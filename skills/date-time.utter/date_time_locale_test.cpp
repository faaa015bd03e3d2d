#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "date_time_skill.hpp"
#include "support/locale_expectations.hpp"
#include "utter/skill/skill_tester.hpp"

namespace utter::skills {
namespace {

skill::SkillEntry entry() {
    return {std::string(date_time_skill_id),
            UTTER_SOURCE_DIR "/skills/date-time.utter/locale",
            make_date_time_skill};
}

TEST(DateTimeLocale, IsSoundAndEven) {
    expect_sound_locale(entry());
    EXPECT_EQ(skill::SkillTester(entry()).load_log(), "");
}

struct Phrasings {
    const char* lang;
    const char* intent;
    std::vector<std::string> utterances;
};

class DateTimePhrasings : public testing::TestWithParam<Phrasings> {};

TEST_P(DateTimePhrasings, AreUnderstoodAndAnswered) {
    skill::SkillTester tester(entry(), {.languages = {GetParam().lang}});
    for (const auto& utterance : GetParam().utterances) {
        EXPECT_EQ(tester.say(utterance, GetParam().lang).size(), 1U) << utterance;
        EXPECT_EQ(tester.last_intent(), GetParam().intent) << utterance;
        EXPECT_EQ(tester.last_error(), "") << utterance;
    }
}

INSTANTIATE_TEST_SUITE_P(
    English,
    DateTimePhrasings,
    testing::Values(
        Phrasings{"en-US",
                  "time",
                  {"what time is it",
                   "What's the time?",
                   "tell me the time",
                   "do you have the time",
                   "can you tell me what time it is",
                   "could you please tell me the time",
                   "what time is it right now",
                   "what is the current time please",
                   "time please",
                   "have you got the time",
                   "do you know what time it is"}},
        Phrasings{"en-US",
                  "time_in",
                  {"what time is it in paris",
                   "what's the time in los angeles",
                   "tell me the time in new delhi",
                   "what time is it right now in tokyo",
                   "what is the current time in hong kong",
                   "time in sydney please",
                   "could you tell me what time it is in mexico city"}},
        Phrasings{"en-US",
                  "date",
                  {"what day is it",
                   "what day is it today",
                   "what's the date",
                   "what's the date today",
                   "what is today's date",
                   "tell me the date please",
                   "what is today",
                   "can you tell me what day it is",
                   "what's today's date"}},
        Phrasings{"en-US",
                  "weekday",
                  {"what day of the week is it",
                   "which weekday is it today",
                   "what day of the week is today"}},
        Phrasings{"en-US", "date_in", {"what day is it in tokyo", "what's the date in auckland"}},
        Phrasings{"en-US",
                  "date_tomorrow",
                  {"what day is it tomorrow",
                   "what day is tomorrow",
                   "what is tomorrow's date",
                   "what day of the week is it tomorrow",
                   "what day will it be tomorrow"}},
        Phrasings{"en-US",
                  "date_yesterday",
                  {"what was the date yesterday",
                   "what day was yesterday",
                   "what day was it "
                   "yesterday",
                   "what was yesterday's date"}},
        Phrasings{"en-US", "month", {"what month is it", "which month are we in"}},
        Phrasings{"en-US", "year", {"what year is it", "what is the current year"}},
        Phrasings{"en-US", "week", {"what week is it", "which calendar week is it"}}));

INSTANTIATE_TEST_SUITE_P(
    German,
    DateTimePhrasings,
    testing::Values(
        Phrasings{"de-DE",
                  "time",
                  {"Wie spät ist es?",
                   "Wie viel Uhr ist es?",
                   "Wieviel Uhr ist es gerade",
                   "Sag mir bitte die Uhrzeit",
                   "Kannst du mir sagen, wie spät es ist?",
                   "Welche Uhrzeit haben wir",
                   "Uhrzeit bitte",
                   "Wie spät haben wir es"}},
        Phrasings{"de-DE",
                  "time_in",
                  {"Wie spät ist es in New York?",
                   "Wie viel Uhr ist es gerade in London",
                   "Weißt du, wie spät es in Tokio ist?",
                   "Wie spät ist es in den USA",
                   "Wie spät ist es jetzt in Rio de Janeiro"}},
        Phrasings{"de-DE",
                  "date",
                  {"Welcher Tag ist heute?",
                   "Den wievielten haben wir heute?",
                   "Der wievielte ist heute",
                   "Welches Datum ist heute?",
                   "Was ist heute für ein Tag?",
                   "Sag mir das heutige Datum",
                   "Was für einen Tag haben wir heute"}},
        Phrasings{"de-DE",
                  "weekday",
                  {"Welcher Wochentag ist heute?",
                   "Was ist heute für ein "
                   "Wochentag"}},
        Phrasings{"de-DE",
                  "date_in",
                  {"Welcher Tag ist in Sydney?",
                   "Welches Datum ist heute in "
                   "Tokio"}},
        Phrasings{"de-DE",
                  "date_tomorrow",
                  {"Welcher Tag ist morgen",
                   "Den wievielten haben wir "
                   "morgen?",
                   "Was ist morgen für ein Tag"}},
        Phrasings{"de-DE",
                  "date_yesterday",
                  {"Welcher Tag war gestern?",
                   "Welches Datum hatten wir "
                   "gestern"}},
        Phrasings{"de-DE", "date_after_tomorrow", {"Was ist übermorgen für ein Tag?"}},
        Phrasings{"de-DE", "month", {"Welchen Monat haben wir?", "In welchem Monat sind wir"}},
        Phrasings{"de-DE", "year", {"Welches Jahr haben wir?", "Welches Jahr ist es"}},
        Phrasings{"de-DE",
                  "week",
                  {"In welcher Kalenderwoche sind wir?",
                   "Welche Kalenderwoche "
                   "ist gerade",
                   "Die wievielte Woche haben wir"}}));

INSTANTIATE_TEST_SUITE_P(
    Spanish,
    DateTimePhrasings,
    testing::Values(
        Phrasings{"es-ES",
                  "time",
                  {"¿Qué hora es?",
                   "¿Tienes hora?",
                   "¿Me dices la hora?",
                   "Dime la hora por favor",
                   "¿Puedes decirme qué hora es?",
                   "¿Qué hora es ahora mismo?",
                   "¿Qué horas son?",
                   "¿Sabes qué hora es?",
                   "la hora por favor"}},
        Phrasings{"es-ES",
                  "time_in",
                  {"¿Qué hora es en Nueva York?",
                   "¿Qué hora es ahora en Londres?",
                   "Dime la hora en Los Ángeles",
                   "¿Qué hora tienen en Japón?",
                   "¿Qué hora es en Ciudad de México?"}},
        Phrasings{"es-ES",
                  "date",
                  {"¿Qué día es hoy?",
                   "¿A qué día estamos?",
                   "¿Cuál es la fecha de hoy?",
                   "¿Qué fecha es?",
                   "¿A cuántos estamos?",
                   "Dime qué día es",
                   "¿Qué día es?"}},
        Phrasings{"es-ES",
                  "weekday",
                  {"¿Qué día de la semana es?",
                   "¿En qué día de la semana "
                   "estamos hoy?"}},
        Phrasings{"es-ES", "date_in", {"¿Qué día es en Tokio?", "¿Cuál es la fecha en Sídney?"}},
        Phrasings{"es-ES", "date_tomorrow", {"¿Qué día es mañana?", "¿Mañana qué día es?"}},
        Phrasings{"es-ES", "date_yesterday", {"¿Qué día fue ayer?", "¿Cuál fue la fecha de ayer?"}},
        Phrasings{"es-ES", "date_after_tomorrow", {"¿Qué día es pasado mañana?"}},
        Phrasings{"es-ES", "date_before_yesterday", {"¿Qué día fue anteayer?"}},
        Phrasings{"es-ES", "month", {"¿En qué mes estamos?", "¿Qué mes es?"}},
        Phrasings{"es-ES", "year", {"¿En qué año estamos?", "¿Qué año es?"}},
        Phrasings{"es-ES", "week", {"¿En qué semana estamos?", "¿Qué número de semana es?"}}));

INSTANTIATE_TEST_SUITE_P(
    French,
    DateTimePhrasings,
    testing::Values(
        Phrasings{"fr-FR",
                  "time",
                  {"Quelle heure est-il ?",
                   "Il est quelle heure ?",
                   "Dis-moi l'heure s'il te plaît",
                   "Tu peux me dire quelle heure il est ?",
                   "Tu as l'heure ?",
                   "C'est quoi l'heure"}},
        Phrasings{"fr-FR",
                  "time_in",
                  {"Quelle heure est-il à Tokyo ?",
                   "Il est quelle heure à New York",
                   "Quelle heure est-il aux États-Unis ?",
                   "Donne-moi l'heure à Montréal"}},
        Phrasings{"fr-FR",
                  "date",
                  {"Quel jour sommes-nous ?",
                   "Quelle est la date d'aujourd'hui ?",
                   "On est quel jour ?",
                   "On est le combien aujourd'hui"}},
        Phrasings{"fr-FR", "weekday", {"Quel jour de la semaine est-on ?"}},
        Phrasings{"fr-FR", "date_in", {"Quel jour est-on à Sydney ?"}},
        Phrasings{"fr-FR",
                  "date_tomorrow",
                  {"Quel jour sommes-nous demain ?",
                   "Demain on est quel jour",
                   "C'est quel jour demain"}},
        Phrasings{"fr-FR", "date_yesterday", {"Quel jour était-on hier ?"}},
        Phrasings{"fr-FR", "date_after_tomorrow", {"On sera quel jour après-demain ?"}},
        Phrasings{"fr-FR", "date_before_yesterday", {"Quel jour étions-nous avant-hier ?"}},
        Phrasings{"fr-FR", "month", {"En quel mois sommes-nous ?", "On est quel mois"}},
        Phrasings{"fr-FR", "year", {"En quelle année sommes-nous ?", "On est en quelle année"}},
        Phrasings{
            "fr-FR", "week", {"Quelle semaine sommes-nous ?", "On est dans quelle semaine"}}));

INSTANTIATE_TEST_SUITE_P(
    Italian,
    DateTimePhrasings,
    testing::Values(
        Phrasings{"it-IT",
                  "time",
                  {"Che ora è?",
                   "Che ore sono?",
                   "Mi puoi dire che ore sono?",
                   "Dimmi l'ora per favore",
                   "Sai che ore sono"}},
        Phrasings{"it-IT",
                  "time_in",
                  {"Che ore sono a Tokyo?",
                   "Che ora è a New York adesso",
                   "Qual è l'ora negli Stati Uniti?",
                   "Che ore sono in Giappone"}},
        Phrasings{"it-IT",
                  "date",
                  {"Che giorno è?",
                   "Che giorno è oggi?",
                   "Quanti ne abbiamo oggi?",
                   "Qual è la data di oggi?"}},
        Phrasings{"it-IT", "weekday", {"Che giorno della settimana è?"}},
        Phrasings{"it-IT", "date_in", {"Che giorno è a Sydney?"}},
        Phrasings{"it-IT",
                  "date_tomorrow",
                  {"Che giorno è domani?", "Domani che giorno è", "Quanti ne abbiamo domani"}},
        Phrasings{"it-IT", "date_yesterday", {"Che giorno era ieri?"}},
        Phrasings{"it-IT", "date_after_tomorrow", {"Che giorno è dopodomani?"}},
        Phrasings{"it-IT", "date_before_yesterday", {"Che giorno era l'altro ieri?"}},
        Phrasings{"it-IT", "month", {"In che mese siamo?", "Che mese è"}},
        Phrasings{"it-IT", "year", {"In che anno siamo?", "Che anno è"}},
        Phrasings{"it-IT", "week", {"In che settimana siamo?"}}));

INSTANTIATE_TEST_SUITE_P(
    Portuguese,
    DateTimePhrasings,
    testing::Values(
        Phrasings{"pt-PT",
                  "time",
                  {"Que horas são?",
                   "Podes dizer-me que horas são?",
                   "Diz-me as horas, por favor",
                   "Tens horas?",
                   "Que horas são agora"}},
        Phrasings{"pt-PT",
                  "time_in",
                  {"Que horas são em Tóquio?",
                   "Que horas são agora em Nova Iorque",
                   "Que horas são nos Estados Unidos?"}},
        Phrasings{
            "pt-PT",
            "date",
            {"Que dia é hoje?", "A quantos estamos?", "Qual é a data de hoje?", "Hoje é que dia"}},
        Phrasings{"pt-PT", "weekday", {"Que dia da semana é hoje?"}},
        Phrasings{"pt-PT", "date_in", {"Que dia é em Sydney?"}},
        Phrasings{"pt-PT", "date_tomorrow", {"Que dia é amanhã?", "Amanhã é que dia"}},
        Phrasings{"pt-PT", "date_yesterday", {"Que dia foi ontem?"}},
        Phrasings{"pt-PT", "date_after_tomorrow", {"Que dia é depois de amanhã?"}},
        Phrasings{"pt-PT", "date_before_yesterday", {"Que dia foi anteontem?"}},
        Phrasings{"pt-PT", "month", {"Em que mês estamos?", "Que mês é"}},
        Phrasings{"pt-PT", "year", {"Em que ano estamos?", "Que ano é"}},
        Phrasings{"pt-PT", "week", {"Em que semana estamos?"}}));

INSTANTIATE_TEST_SUITE_P(
    Dutch,
    DateTimePhrasings,
    testing::Values(
        Phrasings{"nl-NL",
                  "time",
                  {"Hoe laat is het?",
                   "Hoe laat is het nu",
                   "Kun je me zeggen hoe laat het is?",
                   "Wat is de tijd?",
                   "Weet je hoe laat het is"}},
        Phrasings{"nl-NL",
                  "time_in",
                  {"Hoe laat is het in Tokio?",
                   "Hoe laat is het nu in New York",
                   "Weet je hoe laat het in Londen is?",
                   "Hoe laat is het in de Verenigde Staten"}},
        Phrasings{"nl-NL",
                  "date",
                  {"Welke dag is het vandaag?",
                   "Welke datum is het?",
                   "De hoeveelste is het vandaag?",
                   "Wat is de datum van vandaag?"}},
        Phrasings{"nl-NL", "weekday", {"Welke dag van de week is het?"}},
        Phrasings{"nl-NL", "date_in", {"Welke dag is het in Sydney?"}},
        Phrasings{
            "nl-NL", "date_tomorrow", {"Welke dag is het morgen?", "De hoeveelste is het morgen"}},
        Phrasings{"nl-NL", "date_yesterday", {"Welke dag was het gisteren?"}},
        Phrasings{"nl-NL", "date_after_tomorrow", {"Welke dag is het overmorgen?"}},
        Phrasings{"nl-NL", "date_before_yesterday", {"Welke dag was het eergisteren?"}},
        Phrasings{"nl-NL", "month", {"Welke maand is het?", "In welke maand zitten we"}},
        Phrasings{"nl-NL", "year", {"Welk jaar is het?", "In welk jaar leven we"}},
        Phrasings{"nl-NL", "week", {"Welke week is het?", "In welke week zitten we"}}));

}  // namespace
}  // namespace utter::skills
