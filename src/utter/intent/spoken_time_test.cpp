#include "utter/intent/spoken_time.hpp"

#include <gtest/gtest.h>

#include <string>

namespace utter::intent {
namespace {

using namespace std::chrono_literals;
using std::chrono::local_days;
using std::chrono::local_seconds;

// A Saturday, 15:09.
const local_seconds now =
    local_days(std::chrono::year(2026) / 3 / 14) + std::chrono::hours(15) + std::chrono::minutes(9);

std::string shown(local_seconds at) {
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(at - day);
    const auto two = [](auto n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return two(static_cast<unsigned>(date.month())) + "-" + two(static_cast<unsigned>(date.day())) +
           " " + two(time.hours().count()) + ":" + two(time.minutes().count());
}

// When it is, said on that Saturday; "" when it is not understood, "?" without a time.
std::string moment(std::string_view text, std::string_view lang, std::chrono::hours earliest = 0h) {
    const auto spoken = parse_time(text, lang);
    if (!spoken) return "";
    const auto found = first_moment(*spoken, now, earliest);
    return found ? shown(*found) : "?";
}

std::string repeated(std::string_view text, std::string_view lang) {
    const auto spoken = parse_time(text, lang);
    return spoken ? spoken->repeats.to_string() : "";
}

TEST(SpokenTime, ReadsEnglishTimes) {
    EXPECT_EQ(moment("7 am", "en-US"), "03-15 07:00");
    EXPECT_EQ(moment("7am", "en"), "03-15 07:00");
    EXPECT_EQ(moment("7:30 a.m.", "en"), "03-15 07:30");
    EXPECT_EQ(moment("at seven thirty in the evening", "en"), "03-14 19:30");
    EXPECT_EQ(moment("seven o'clock", "en"), "03-14 19:00");
    EXPECT_EQ(moment("seven oh five", "en"), "03-14 19:05");
    EXPECT_EQ(moment("3", "en"), "03-15 03:00");
    EXPECT_EQ(moment("16:45", "en"), "03-14 16:45");
    EXPECT_EQ(moment("half past seven", "en"), "03-14 19:30");
    EXPECT_EQ(moment("a quarter to eight am", "en"), "03-15 07:45");
    EXPECT_EQ(moment("ten past nine in the morning", "en"), "03-15 09:10");
    EXPECT_EQ(moment("twenty five minutes to six", "en"), "03-14 17:35");
    EXPECT_EQ(moment("12 pm", "en"), "03-15 12:00");
    EXPECT_EQ(moment("12 am", "en"), "03-15 00:00");
    EXPECT_EQ(moment("12:30 pm", "en"), "03-15 12:30");
    EXPECT_EQ(moment("noon", "en"), "03-15 12:00");
    EXPECT_EQ(moment("midnight", "en"), "03-15 00:00");
    EXPECT_EQ(moment("five to twelve", "en"), "03-14 23:55");
    EXPECT_EQ(moment("five to one", "en"), "03-15 00:55");
    EXPECT_EQ(moment("quarter past twelve", "en"), "03-15 00:15");
    EXPECT_EQ(moment("11 at night", "en"), "03-14 23:00");
}

TEST(SpokenTime, ReadsEnglishDays) {
    EXPECT_EQ(moment("tomorrow at 9", "en"), "03-15 09:00");
    EXPECT_EQ(moment("at 9 tomorrow", "en"), "03-15 09:00");
    EXPECT_EQ(moment("tomorrow morning", "en"), "03-15 09:00");
    EXPECT_EQ(moment("tomorrow morning at 7", "en"), "03-15 07:00");
    EXPECT_EQ(moment("7 tomorrow evening", "en"), "03-15 19:00");
    EXPECT_EQ(moment("the day after tomorrow at 6 pm", "en"), "03-16 18:00");
    EXPECT_EQ(moment("tonight at eight", "en"), "03-14 20:00");
    EXPECT_EQ(moment("this evening", "en"), "03-14 19:00");
    EXPECT_EQ(moment("today at 5", "en"), "03-14 17:00");
    EXPECT_EQ(moment("today at 2 pm", "en"), "?");
    EXPECT_EQ(moment("on Monday at 8", "en"), "03-16 08:00");
    EXPECT_EQ(moment("saturday at 4", "en"), "03-14 16:00");
    EXPECT_EQ(moment("saturday at noon", "en"), "03-21 12:00");
    EXPECT_EQ(moment("tomorrow", "en"), "?");
    EXPECT_EQ(moment("monday", "en"), "?");
}

TEST(SpokenTime, ReadsWhatRepeats) {
    EXPECT_EQ(moment("every day at 7:30", "en"), "03-15 07:30");
    EXPECT_EQ(repeated("every day at 7:30", "en"), "1111111");
    EXPECT_EQ(moment("weekdays at 6 am", "en"), "03-16 06:00");
    EXPECT_EQ(repeated("at 6 on weekdays", "en"), "0111110");
    EXPECT_EQ(repeated("every monday and thursday at 7", "en"), "0010010");
    EXPECT_EQ(repeated("7 am on weekends", "en"), "1000001");
    EXPECT_EQ(repeated("sundays at noon", "en"), "0000001");
    EXPECT_EQ(moment("werktags um sieben", "de"), "03-16 07:00");
    EXPECT_EQ(repeated("jeden Montag und Freitag um halb acht", "de"), "0100010");
    EXPECT_EQ(repeated("täglich um 6 Uhr", "de"), "1111111");
    EXPECT_EQ(repeated("am Wochenende um zehn", "de"), "1000001");
    EXPECT_EQ(repeated("montags um 19 Uhr", "de"), "0000010");
}

TEST(SpokenTime, ReadsGermanTimes) {
    EXPECT_EQ(moment("um sieben Uhr", "de-DE"), "03-14 19:00");
    EXPECT_EQ(moment("7 Uhr 30", "de"), "03-14 19:30");
    EXPECT_EQ(moment("sieben Uhr dreißig morgens", "de"), "03-15 07:30");
    EXPECT_EQ(moment("19:45 Uhr", "de"), "03-14 19:45");
    EXPECT_EQ(moment("19 Uhr 45", "de"), "03-14 19:45");
    EXPECT_EQ(moment("halb acht", "de"), "03-14 19:30");
    EXPECT_EQ(moment("halb eins", "de"), "03-15 00:30");
    EXPECT_EQ(moment("halb eins mittags", "de"), "03-15 12:30");
    EXPECT_EQ(moment("Viertel vor acht", "de"), "03-14 19:45");
    EXPECT_EQ(moment("Viertel nach acht", "de"), "03-14 20:15");
    EXPECT_EQ(moment("viertel acht", "de"), "03-14 19:15");
    EXPECT_EQ(moment("dreiviertel acht abends", "de"), "03-14 19:45");
    EXPECT_EQ(moment("fünf vor halb acht", "de"), "03-14 19:25");
    EXPECT_EQ(moment("zehn nach sieben", "de"), "03-14 19:10");
    EXPECT_EQ(moment("fünf Minuten vor zwölf", "de"), "03-14 23:55");
    EXPECT_EQ(moment("null Uhr", "de"), "03-15 00:00");
    EXPECT_EQ(moment("Mitternacht", "de"), "03-15 00:00");
    EXPECT_EQ(moment("drei Uhr nachts", "de"), "03-15 03:00");
}

TEST(SpokenTime, ReadsGermanDays) {
    EXPECT_EQ(moment("morgen um 9", "de"), "03-15 09:00");
    EXPECT_EQ(moment("morgen früh um sieben", "de"), "03-15 07:00");
    EXPECT_EQ(moment("morgen Abend um acht", "de"), "03-15 20:00");
    EXPECT_EQ(moment("heute Abend um acht", "de"), "03-14 20:00");
    EXPECT_EQ(moment("übermorgen um 18 Uhr", "de"), "03-16 18:00");
    EXPECT_EQ(moment("am Montag um 8 Uhr", "de"), "03-16 08:00");
    EXPECT_EQ(moment("Montag Morgen um 8", "de"), "03-16 08:00");
    EXPECT_EQ(moment("morgen", "de"), "?");
}

TEST(SpokenTime, ReadsSpanish) {
    EXPECT_EQ(moment("a las tres y media", "es-ES"), "03-14 15:30");
    EXPECT_EQ(moment("las tres y cuarto", "es"), "03-14 15:15");
    EXPECT_EQ(moment("a las cuatro menos cuarto", "es"), "03-14 15:45");
    EXPECT_EQ(moment("las cinco menos diez", "es"), "03-14 16:50");
    EXPECT_EQ(moment("las cinco y veinte", "es"), "03-14 17:20");
    EXPECT_EQ(moment("cuarto para las seis", "es-MX"), "03-14 17:45");
    EXPECT_EQ(moment("diez para las seis", "es-MX"), "03-14 17:50");
    EXPECT_EQ(moment("a la una y media", "es"), "03-15 01:30");
    EXPECT_EQ(moment("a la una de la tarde", "es"), "03-15 13:00");
    EXPECT_EQ(moment("mañana a las siete de la mañana", "es"), "03-15 07:00");
    EXPECT_EQ(moment("mañana por la mañana", "es"), "03-15 09:00");
    EXPECT_EQ(moment("pasado mañana a las 18:30", "es"), "03-16 18:30");
    EXPECT_EQ(moment("a las nueve de la noche", "es"), "03-14 21:00");
    EXPECT_EQ(moment("esta noche a las ocho", "es"), "03-14 20:00");
    EXPECT_EQ(moment("a las tres de la madrugada", "es"), "03-15 03:00");
    EXPECT_EQ(moment("a las doce del mediodía", "es"), "03-15 12:00");
    EXPECT_EQ(moment("al mediodía", "es"), "03-15 12:00");
    EXPECT_EQ(moment("a medianoche", "es"), "03-15 00:00");
    EXPECT_EQ(moment("el miércoles a las 8", "es"), "03-18 08:00");
    EXPECT_EQ(moment("el miercoles a las ocho en punto", "es"), "03-18 08:00");
    EXPECT_EQ(moment("el tres de mayo a las diez", "es"), "05-03 10:00");
    EXPECT_EQ(moment("el primero de enero a las 0:00", "es"), "01-01 00:00");
    EXPECT_EQ(repeated("todos los días a las siete", "es"), "1111111");
    EXPECT_EQ(repeated("cada lunes y jueves a las 7", "es"), "0010010");
    EXPECT_EQ(repeated("los sábados a las diez", "es"), "1000000");
    EXPECT_EQ(repeated("de lunes a viernes a las seis y media", "es"), "0111110");
}

TEST(SpokenTime, ReadsFrench) {
    EXPECT_EQ(moment("à trois heures et demie", "fr-FR"), "03-14 15:30");
    EXPECT_EQ(moment("trois heures et quart", "fr"), "03-14 15:15");
    EXPECT_EQ(moment("quatre heures moins le quart", "fr"), "03-14 15:45");
    EXPECT_EQ(moment("cinq heures moins dix", "fr"), "03-14 16:50");
    EXPECT_EQ(moment("cinq heures vingt", "fr"), "03-14 17:20");
    EXPECT_EQ(moment("15h45", "fr"), "03-14 15:45");
    EXPECT_EQ(moment("à 18 h", "fr"), "03-14 18:00");
    EXPECT_EQ(moment("à une heure du matin", "fr"), "03-15 01:00");
    EXPECT_EQ(moment("demain à sept heures du matin", "fr"), "03-15 07:00");
    EXPECT_EQ(moment("demain matin à 7h", "fr"), "03-15 07:00");
    EXPECT_EQ(moment("après-demain à vingt heures", "fr"), "03-16 20:00");
    EXPECT_EQ(moment("trois heures de l'après-midi", "fr"), "03-15 15:00");
    EXPECT_EQ(moment("ce soir à huit heures", "fr"), "03-14 20:00");
    EXPECT_EQ(moment("aujourd'hui à 16h", "fr"), "03-14 16:00");
    EXPECT_EQ(moment("à midi", "fr"), "03-15 12:00");
    EXPECT_EQ(moment("midi et demi", "fr"), "03-15 12:30");
    EXPECT_EQ(moment("midi moins le quart", "fr"), "03-15 11:45");
    EXPECT_EQ(moment("minuit", "fr"), "03-15 00:00");
    EXPECT_EQ(moment("mercredi prochain à 8 heures", "fr"), "03-18 08:00");
    EXPECT_EQ(moment("le premier mai à dix heures", "fr"), "05-01 10:00");
    EXPECT_EQ(moment("le 1er mai à 10h", "fr"), "05-01 10:00");
    EXPECT_EQ(repeated("tous les jours à sept heures", "fr"), "1111111");
    EXPECT_EQ(repeated("chaque lundi et jeudi à 7h", "fr"), "0010010");
    EXPECT_EQ(repeated("tous les samedis à 10h", "fr"), "1000000");
    EXPECT_EQ(repeated("en semaine à 6h30", "fr"), "0111110");
}

TEST(SpokenTime, ReadsItalian) {
    EXPECT_EQ(moment("alle tre e mezza", "it-IT"), "03-14 15:30");
    EXPECT_EQ(moment("le tre e un quarto", "it"), "03-14 15:15");
    EXPECT_EQ(moment("alle quattro meno un quarto", "it"), "03-14 15:45");
    EXPECT_EQ(moment("le tre e tre quarti", "it"), "03-14 15:45");
    EXPECT_EQ(moment("le cinque meno dieci", "it"), "03-14 16:50");
    EXPECT_EQ(moment("le cinque e venti", "it"), "03-14 17:20");
    EXPECT_EQ(moment("alle 18:30", "it"), "03-14 18:30");
    EXPECT_EQ(moment("all'una", "it"), "03-15 01:00");
    EXPECT_EQ(moment("all'una di notte", "it"), "03-15 01:00");
    EXPECT_EQ(moment("domani alle sette di mattina", "it"), "03-15 07:00");
    EXPECT_EQ(moment("domattina alle sette", "it"), "03-15 07:00");
    EXPECT_EQ(moment("dopodomani alle venti", "it"), "03-16 20:00");
    EXPECT_EQ(moment("alle tre del pomeriggio", "it"), "03-15 15:00");
    EXPECT_EQ(moment("stasera alle otto", "it"), "03-14 20:00");
    EXPECT_EQ(moment("a mezzogiorno", "it"), "03-15 12:00");
    EXPECT_EQ(moment("mezzogiorno e mezza", "it"), "03-15 12:30");
    EXPECT_EQ(moment("a mezzanotte", "it"), "03-15 00:00");
    EXPECT_EQ(moment("mercoledì alle 8", "it"), "03-18 08:00");
    EXPECT_EQ(moment("il primo maggio alle dieci", "it"), "05-01 10:00");
    EXPECT_EQ(moment("l'otto aprile a mezzogiorno", "it"), "04-08 12:00");
    EXPECT_EQ(repeated("ogni giorno alle sette", "it"), "1111111");
    EXPECT_EQ(repeated("tutti i lunedì alle 7", "it"), "0000010");
    EXPECT_EQ(repeated("nei giorni feriali alle sei e mezza", "it"), "0111110");
}

TEST(SpokenTime, ReadsPortuguese) {
    EXPECT_EQ(moment("às três e meia", "pt-BR"), "03-14 15:30");
    EXPECT_EQ(moment("três e quinze", "pt"), "03-14 15:15");
    EXPECT_EQ(moment("quinze para as quatro", "pt-BR"), "03-14 15:45");
    EXPECT_EQ(moment("quatro menos um quarto", "pt-PT"), "03-14 15:45");
    EXPECT_EQ(moment("dez para o meio-dia", "pt"), "03-15 11:50");
    EXPECT_EQ(moment("às cinco e vinte e cinco", "pt"), "03-14 17:25");
    EXPECT_EQ(moment("18h30", "pt"), "03-14 18:30");
    EXPECT_EQ(moment("à uma da tarde", "pt"), "03-15 13:00");
    EXPECT_EQ(moment("amanhã às sete da manhã", "pt"), "03-15 07:00");
    EXPECT_EQ(moment("amanhã de manhã", "pt"), "03-15 09:00");
    EXPECT_EQ(moment("depois de amanhã às vinte horas", "pt"), "03-16 20:00");
    EXPECT_EQ(moment("hoje à noite às oito", "pt"), "03-14 20:00");
    EXPECT_EQ(moment("às onze da noite", "pt"), "03-14 23:00");
    EXPECT_EQ(moment("ao meio-dia", "pt"), "03-15 12:00");
    EXPECT_EQ(moment("meio-dia e meia", "pt"), "03-15 12:30");
    EXPECT_EQ(moment("à meia-noite", "pt"), "03-15 00:00");
    EXPECT_EQ(moment("quarta-feira às 8", "pt"), "03-18 08:00");
    EXPECT_EQ(moment("na quarta às oito", "pt"), "03-18 08:00");
    EXPECT_EQ(moment("dia 3 de maio às dez", "pt"), "05-03 10:00");
    EXPECT_EQ(moment("primeiro de março às 10h", "pt"), "03-01 10:00");
    EXPECT_EQ(repeated("todos os dias às sete", "pt"), "1111111");
    EXPECT_EQ(repeated("toda segunda e quinta às 7", "pt"), "0010010");
    EXPECT_EQ(repeated("de segunda a sexta às seis e meia", "pt"), "0111110");
}

TEST(SpokenTime, ReadsDutch) {
    EXPECT_EQ(moment("om half vier", "nl-NL"), "03-14 15:30");
    EXPECT_EQ(moment("kwart over drie", "nl"), "03-14 15:15");
    EXPECT_EQ(moment("kwart voor vier", "nl"), "03-14 15:45");
    EXPECT_EQ(moment("tien voor vijf", "nl"), "03-14 16:50");
    EXPECT_EQ(moment("vijf voor half vier", "nl"), "03-14 15:25");
    EXPECT_EQ(moment("vijf over half vier", "nl"), "03-14 15:35");
    EXPECT_EQ(moment("vijf uur twintig", "nl"), "03-14 17:20");
    EXPECT_EQ(moment("18:30 uur", "nl"), "03-14 18:30");
    EXPECT_EQ(moment("één uur 's nachts", "nl"), "03-15 01:00");
    EXPECT_EQ(moment("morgen om zeven uur 's ochtends", "nl"), "03-15 07:00");
    EXPECT_EQ(moment("morgenochtend om zeven uur", "nl"), "03-15 07:00");
    EXPECT_EQ(moment("overmorgen om twintig uur", "nl"), "03-16 20:00");
    EXPECT_EQ(moment("drie uur 's middags", "nl"), "03-15 15:00");
    EXPECT_EQ(moment("twaalf uur 's middags", "nl"), "03-15 12:00");
    EXPECT_EQ(moment("vanavond om acht uur", "nl"), "03-14 20:00");
    EXPECT_EQ(moment("middernacht", "nl"), "03-15 00:00");
    EXPECT_EQ(moment("woensdag om 8 uur", "nl"), "03-18 08:00");
    EXPECT_EQ(moment("drie mei om tien uur", "nl"), "05-03 10:00");
    EXPECT_EQ(moment("voor morgen om acht uur", "nl"), "03-15 08:00");
    EXPECT_EQ(repeated("elke dag om zeven uur", "nl"), "1111111");
    EXPECT_EQ(repeated("elke maandag en donderdag om 7 uur", "nl"), "0010010");
    EXPECT_EQ(repeated("doordeweeks om half zeven", "nl"), "0111110");
}

TEST(SpokenTime, ReadsDates) {
    EXPECT_EQ(moment("on May the third at noon", "en"), "05-03 12:00");
    EXPECT_EQ(moment("the 3rd of May at 9", "en"), "05-03 09:00");
    EXPECT_EQ(moment("march 14th at 4 pm", "en"), "03-14 16:00");
    EXPECT_EQ(moment("monday march 16 at 8", "en"), "03-16 08:00");
    EXPECT_EQ(moment("twenty first of january at 8", "en"), "01-21 08:00");
    EXPECT_EQ(moment("february 29 at noon", "en"), "02-29 12:00");
    EXPECT_EQ(moment("february 30 at noon", "en"), "");
    EXPECT_EQ(moment("may 3rd", "en"), "?");
    EXPECT_EQ(moment("march 3rd 2020 at noon", "en"), "?");
    EXPECT_EQ(moment("am dritten Mai um halb vier", "de"), "05-03 03:30");
    EXPECT_EQ(moment("am 3. Mai 2027 um 15 Uhr", "de"), "05-03 15:00");
    const auto spoken = parse_time("may 3rd 2027 at 3 pm", "en").value();
    EXPECT_EQ(spoken.date->year, std::chrono::year(2027));
    EXPECT_EQ(spoken.date->day, std::chrono::May / 3);
}

TEST(SpokenTime, WakingHoursDecideForOtherDays) {
    EXPECT_EQ(moment("tomorrow at 3", "en"), "03-15 03:00");
    EXPECT_EQ(moment("tomorrow at 3", "en", 7h), "03-15 15:00");
    EXPECT_EQ(moment("tomorrow at 9", "en", 7h), "03-15 09:00");
    EXPECT_EQ(moment("tomorrow at 3 am", "en", 7h), "03-15 03:00");
    EXPECT_EQ(moment("monday at 5", "en", 7h), "03-16 17:00");
}

TEST(SpokenTime, RefusesWhatIsNone) {
    for (const auto* text : {"",
                             "banana",
                             "seven dwarfs",
                             "25:00",
                             "7:60",
                             "half",
                             "at",
                             "7 8 9",
                             "monday tuesday",
                             "past seven",
                             "every",
                             "7 am pm",
                             "a"}) {
        EXPECT_EQ(moment(text, "en"), "") << text;
    }
    EXPECT_EQ(parse_time("klockan sju", "sv").error().code, ErrorCode::unsupported);
    EXPECT_FALSE(parse_time(std::string(5'000, 'x'), "en"));
}

std::string split(std::string_view text, std::string_view lang) {
    const auto found = split_time(text, lang);
    if (found.delay) return found.rest + " | +" + std::to_string(found.delay->count());
    if (!found.time) return found.rest + " |";
    const auto at = first_moment(*found.time, now, 7h);
    return found.rest + " | " + (at ? shown(*at) : "?");
}

TEST(SpokenTime, IsFoundAtEitherEnd) {
    EXPECT_EQ(split("buy milk tomorrow at nine", "en"), "buy milk | 03-15 09:00");
    EXPECT_EQ(split("buy 7 eggs at 5 pm", "en"), "buy 7 eggs | 03-14 17:00");
    EXPECT_EQ(split("call Mum in ten minutes", "en"), "call Mum | +600");
    EXPECT_EQ(split("in half an hour to check the oven", "en"), "to check the oven | +1800");
    EXPECT_EQ(split("en diez minutos mirar el horno", "es"), "mirar el horno | +600");
    EXPECT_EQ(split("mirar el horno en diez minutos", "es"), "mirar el horno | +600");
    EXPECT_EQ(split("tomorrow to water the plants", "en"), "to water the plants | ?");
    EXPECT_EQ(split("feed the cat", "en"), "feed the cat |");
    EXPECT_EQ(split("die Wäsche aufzuhängen in zehn Minuten", "de"),
              "die Wäsche aufzuhängen | +600");
    EXPECT_EQ(split("morgen um neun an den Müll", "de"), "an den Müll | 03-15 09:00");
    EXPECT_EQ(split("morgen um neun Uhr an den Müll", "de"), "an den Müll | 03-15 09:00");
    EXPECT_EQ(split("at nine o'clock to water the plants", "en"),
              "to water the plants | 03-14 21:00");
    EXPECT_EQ(split("om negen uur de was op te hangen", "nl"), "de was op te hangen | 03-14 21:00");
    EXPECT_EQ(split("comprar pan mañana a las nueve", "es"), "comprar pan | 03-15 09:00");
    EXPECT_EQ(split("llamar a Ana dentro de diez minutos", "es"), "llamar a Ana | +600");
    EXPECT_EQ(split("sortir les poubelles demain soir", "fr"),
              "sortir les poubelles | 03-15 19:00");
    EXPECT_EQ(split("tra mezz'ora di spegnere il forno", "it"), "di spegnere il forno | +1800");
    EXPECT_EQ(split("ligar para a mãe às cinco", "pt"), "ligar para a mãe | 03-14 17:00");
    EXPECT_EQ(split("over tien minuten de was op te hangen", "nl"), "de was op te hangen | +600");
    EXPECT_EQ(split("tomorrow", "en"), " | ?");
    EXPECT_EQ(split("", "en"), " |");
}

}  // namespace
}  // namespace utter::intent
