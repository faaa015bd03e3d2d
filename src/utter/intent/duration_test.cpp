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
    EXPECT_EQ(parse_duration("dix minutes", "fr").error().code, ErrorCode::unsupported);
    EXPECT_EQ(parse_duration("ten minutes", "").error().code, ErrorCode::unsupported);
    std::string many;
    for (int i = 0; i < 100; ++i) many += "one hour ";
    EXPECT_EQ(parse_duration(many, "en").error().code, ErrorCode::malformed);
}

}  // namespace
}  // namespace utter::intent
