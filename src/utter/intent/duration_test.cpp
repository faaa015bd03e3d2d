#include "utter/intent/duration.hpp"

#include <gtest/gtest.h>

#include <string>

namespace utter::intent {
namespace {

// In seconds; -1 when the text is no duration.
std::int64_t seconds(std::string_view text, std::string_view lang) {
    const auto parsed = parse_duration(text, lang);
    return parsed ? parsed->count() : -1;
}

TEST(Duration, ReadsEnglish) {
    EXPECT_EQ(seconds("one hour and thirty minutes", "en-US"), 5'400);
    EXPECT_EQ(seconds("10 min", "en"), 600);
    EXPECT_EQ(seconds("Ten minutes.", "en"), 600);
    EXPECT_EQ(seconds("10-minute", "en"), 600);
    EXPECT_EQ(seconds("half an hour", "en"), 1'800);
    EXPECT_EQ(seconds("a half hour", "en"), 1'800);
    EXPECT_EQ(seconds("an hour and a half", "en"), 5'400);
    EXPECT_EQ(seconds("one and a half hours", "en"), 5'400);
    EXPECT_EQ(seconds("two and a half minutes", "en"), 150);
    EXPECT_EQ(seconds("a quarter of an hour", "en"), 900);
    EXPECT_EQ(seconds("three quarters of an hour", "en"), 2'700);
    EXPECT_EQ(seconds("an hour and a quarter", "en"), 4'500);
    EXPECT_EQ(seconds("1h30", "en"), 5'400);
    EXPECT_EQ(seconds("1h 30m 10s", "en"), 5'410);
    EXPECT_EQ(seconds("1 hour, 2 minutes and 3 seconds", "en"), 3'723);
    EXPECT_EQ(seconds("one hour thirty", "en"), 5'400);
    EXPECT_EQ(seconds("five minutes thirty", "en"), 330);
    EXPECT_EQ(seconds("1.5 hours", "en"), 5'400);
    EXPECT_EQ(seconds("1,500 seconds", "en"), 1'500);
    EXPECT_EQ(seconds("a hundred and twenty seconds", "en"), 120);
    EXPECT_EQ(seconds("for an hour", "en"), 3'600);
    EXPECT_EQ(seconds("twenty four hours", "en"), 86'400);
    EXPECT_EQ(seconds("two weeks", "en"), 1'209'600);
    EXPECT_EQ(seconds("ninety minutes", "en"), 5'400);
    EXPECT_EQ(seconds("a couple of minutes", "en"), 120);
}

TEST(Duration, ReadsGerman) {
    EXPECT_EQ(seconds("eine Stunde und dreißig Minuten", "de-DE"), 5'400);
    EXPECT_EQ(seconds("dreißig Sekunden", "de"), 30);
    EXPECT_EQ(seconds("eineinhalb Stunden", "de"), 5'400);
    EXPECT_EQ(seconds("anderthalb Stunden", "de"), 5'400);
    EXPECT_EQ(seconds("zweieinhalb Minuten", "de"), 150);
    EXPECT_EQ(seconds("eine halbe Stunde", "de"), 1'800);
    EXPECT_EQ(seconds("einer halben Stunde", "de"), 1'800);
    EXPECT_EQ(seconds("eine Viertelstunde", "de"), 900);
    EXPECT_EQ(seconds("eine dreiviertel Stunde", "de"), 2'700);
    EXPECT_EQ(seconds("fünfundvierzig Minuten", "de"), 2'700);
    EXPECT_EQ(seconds("1,5 Stunden", "de"), 5'400);
    EXPECT_EQ(seconds("10 Min.", "de"), 600);
    EXPECT_EQ(seconds("1h30", "de"), 5'400);
    EXPECT_EQ(seconds("zwei Tage", "de"), 172'800);
}

TEST(Duration, ReadsSpanish) {
    EXPECT_EQ(seconds("una hora y treinta minutos", "es-ES"), 5'400);
    EXPECT_EQ(seconds("media hora", "es"), 1'800);
    EXPECT_EQ(seconds("una hora y media", "es"), 5'400);
    EXPECT_EQ(seconds("hora y media", "es"), 5'400);
    EXPECT_EQ(seconds("dos horas y cuarto", "es"), 8'100);
    EXPECT_EQ(seconds("un cuarto de hora", "es"), 900);
    EXPECT_EQ(seconds("tres cuartos de hora", "es"), 2'700);
    EXPECT_EQ(seconds("treinta y cinco minutos", "es"), 2'100);
    EXPECT_EQ(seconds("veintiún segundos", "es"), 21);
    EXPECT_EQ(seconds("10 min", "es"), 600);
    EXPECT_EQ(seconds("1,5 horas", "es"), 5'400);
    EXPECT_EQ(seconds("dos días", "es"), 172'800);
    EXPECT_EQ(seconds("un minuto y medio", "es"), 90);
}

TEST(Duration, ReadsFrench) {
    EXPECT_EQ(seconds("une heure et trente minutes", "fr-FR"), 5'400);
    EXPECT_EQ(seconds("une heure et demie", "fr"), 5'400);
    EXPECT_EQ(seconds("deux heures et quart", "fr"), 8'100);
    EXPECT_EQ(seconds("une demi-heure", "fr"), 1'800);
    EXPECT_EQ(seconds("un quart d'heure", "fr"), 900);
    EXPECT_EQ(seconds("trois quarts d’heure", "fr"), 2'700);
    EXPECT_EQ(seconds("quatre-vingt-dix minutes", "fr"), 5'400);
    EXPECT_EQ(seconds("septante minutes", "fr-BE"), 4'200);
    EXPECT_EQ(seconds("pendant dix minutes", "fr"), 600);
    EXPECT_EQ(seconds("une minute trente", "fr"), 90);
    EXPECT_EQ(seconds("1h30", "fr"), 5'400);
    EXPECT_EQ(seconds("1,5 heure", "fr"), 5'400);
    EXPECT_EQ(seconds("deux jours", "fr"), 172'800);
}

TEST(Duration, ReadsItalian) {
    EXPECT_EQ(seconds("un'ora e trenta minuti", "it-IT"), 5'400);
    EXPECT_EQ(seconds("un'ora e mezza", "it"), 5'400);
    EXPECT_EQ(seconds("mezz'ora", "it"), 1'800);
    EXPECT_EQ(seconds("mezza ora", "it"), 1'800);
    EXPECT_EQ(seconds("mezzora", "it"), 1'800);
    EXPECT_EQ(seconds("un quarto d'ora", "it"), 900);
    EXPECT_EQ(seconds("tre quarti d'ora", "it"), 2'700);
    EXPECT_EQ(seconds("due ore e un quarto", "it"), 8'100);
    EXPECT_EQ(seconds("ventun minuti", "it"), 1'260);
    EXPECT_EQ(seconds("per cinque minuti", "it"), 300);
    EXPECT_EQ(seconds("un paio di minuti", "it"), 120);
    EXPECT_EQ(seconds("un minuto e mezzo", "it"), 90);
    EXPECT_EQ(seconds("due giorni", "it"), 172'800);
}

TEST(Duration, ReadsPortuguese) {
    EXPECT_EQ(seconds("uma hora e trinta minutos", "pt-BR"), 5'400);
    EXPECT_EQ(seconds("uma hora e meia", "pt-PT"), 5'400);
    EXPECT_EQ(seconds("hora e meia", "pt"), 5'400);
    EXPECT_EQ(seconds("meia hora", "pt"), 1'800);
    EXPECT_EQ(seconds("um quarto de hora", "pt"), 900);
    EXPECT_EQ(seconds("três quartos de hora", "pt"), 2'700);
    EXPECT_EQ(seconds("vinte e cinco minutos", "pt"), 1'500);
    EXPECT_EQ(seconds("dois minutos e meio", "pt"), 150);
    EXPECT_EQ(seconds("daqui a dez minutos", "pt"), 600);
    EXPECT_EQ(seconds("dezasseis segundos", "pt-PT"), 16);
    EXPECT_EQ(seconds("1,5 horas", "pt"), 5'400);
    EXPECT_EQ(seconds("duas semanas", "pt"), 1'209'600);
}

TEST(Duration, ReadsDutch) {
    EXPECT_EQ(seconds("een uur en dertig minuten", "nl-NL"), 5'400);
    EXPECT_EQ(seconds("anderhalf uur", "nl"), 5'400);
    EXPECT_EQ(seconds("een half uur", "nl"), 1'800);
    EXPECT_EQ(seconds("een halve minuut", "nl"), 30);
    EXPECT_EQ(seconds("een kwartier", "nl"), 900);
    EXPECT_EQ(seconds("drie kwartier", "nl"), 2'700);
    EXPECT_EQ(seconds("tweeënhalf uur", "nl"), 9'000);
    EXPECT_EQ(seconds("twee en een half uur", "nl"), 9'000);
    EXPECT_EQ(seconds("vijfenveertig minuten", "nl"), 2'700);
    EXPECT_EQ(seconds("een minuutje", "nl"), 60);
    EXPECT_EQ(seconds("over tien minuten", "nl"), 600);
    EXPECT_EQ(seconds("twee dagen", "nl"), 172'800);
}

TEST(Duration, RefusesWhatIsNone) {
    for (const char* text : {"",
                             "ten",
                             "minutes",
                             "ten lamps",
                             "ten minutes please",
                             "and",
                             "an hour and",
                             "10:30 minutes",
                             "half",
                             "one hour ninety",
                             "for",
                             "five seconds ten",
                             "ten minutes of"}) {
        const auto parsed = parse_duration(text, "en-US");
        ASSERT_FALSE(parsed) << text;
        EXPECT_EQ(parsed.error().code, ErrorCode::malformed) << text;
    }
    EXPECT_EQ(parse_duration("\xff", "en").error().code, ErrorCode::malformed);
}

TEST(Duration, BoundsLengthAndLanguage) {
    EXPECT_EQ(parse_duration("999999999 weeks", "en").error().code, ErrorCode::limit);
    EXPECT_EQ(parse_duration("tio minuter", "sv").error().code, ErrorCode::unsupported);
    EXPECT_EQ(parse_duration("ten minutes", "").error().code, ErrorCode::unsupported);
    std::string many;
    for (int i = 0; i < 100; ++i) many += "one hour ";
    EXPECT_EQ(parse_duration(many, "en").error().code, ErrorCode::malformed);
}

}  // namespace
}  // namespace utter::intent
