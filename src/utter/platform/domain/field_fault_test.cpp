#include "utter/platform/domain/field_fault.hpp"

#include <gtest/gtest.h>

namespace utter::platform {
namespace {

std::string fault(std::string_view text, const TextRule& rule) {
    std::vector<FieldFault> faults;
    check_text(faults, "name", text, rule);
    return faults.empty() ? "" : faults.front().problem;
}

TEST(TextRule, TakesTextOfAnyLanguage) {
    for (const char* text : {"", "a", "Käthe", "ひろし", "Ünal 👩🏽‍🚀", "a\u00a0b"}) {
        EXPECT_EQ(fault(text, {}), "") << text;
    }
}

TEST(TextRule, CountsCharactersNotBytes) {
    EXPECT_EQ(fault("ääääää", {.characters_max = 6}), "");
    EXPECT_EQ(fault("ääääää", {.characters_max = 5}), "has 6 characters, at most 5 are allowed");
}

TEST(TextRule, RequiredTextIsMoreThanSpace) {
    for (const char* text : {"", " ", "\u00a0", "\u3000"}) {
        EXPECT_EQ(fault(text, {.required = true}), "must not be empty");
    }
    EXPECT_EQ(fault("\n\t", {.required = true, .lines = true}), "must not be empty");
}

TEST(TextRule, RefusesControlsNamingTheirPlace) {
    EXPECT_EQ(fault("ab\x01", {}), "has a control character at byte 2");
    EXPECT_EQ(fault("a\nb", {}), "has a control character at byte 1");
    EXPECT_EQ(fault("a\r\n\tb", {.lines = true}), "");
    EXPECT_EQ(fault(std::string_view("a\0b", 3), {.lines = true}),
              "has a control character at byte 1");
    EXPECT_EQ(fault("\x7f", {.lines = true}), "has a control character at byte 0");
    EXPECT_EQ(fault("\u0085", {.lines = true}), "has a control character at byte 0");
    EXPECT_EQ(fault("\u2028", {.lines = true}), "has a control character at byte 0");
}

TEST(TextRule, RefusesWhatIsNoUtf8) {
    for (const char* text : {"\xff",
                             "\xc3",
                             "\xc3(",
                             "\xc0\xaf",
                             "\xe0\x80\xaf",
                             "\xed\xa0\x80",
                             "\xf4\x90\x80\x80",
                             "\xf8\x88\x80\x80\x80",
                             "\x80",
                             "\xf0\x9f\x98"}) {
        EXPECT_EQ(fault(text, {}), "is not UTF-8 at byte 0");
        EXPECT_FALSE(is_utf8(text));
    }
    EXPECT_TRUE(is_utf8("\xf4\x8f\xbf\xbf"));
}

TEST(CleanLine, LeavesOutWhatNoLineHolds) {
    EXPECT_EQ(clean_line("a\nb\x01\xff\xc3 \xc3\xa4.wav\xc3", 100), "ab \xc3\xa4.wav");
    EXPECT_EQ(clean_line("\xc3\xa4\xc3\xb6\xc3\xbc", 2), "\xc3\xa4\xc3\xb6");
    EXPECT_EQ(clean_line("", 2), "");
}

TEST(LanguageTag, HasTheFormOfBcp47) {
    for (const char* tag :
         {"en", "en-US", "de-AT", "zh-Hant-TW", "es-419", "sl-rozaj-biske-1994"}) {
        EXPECT_TRUE(is_language_tag(tag)) << tag;
    }
    for (const char* tag : {"",
                            "e",
                            "1a",
                            "en_US",
                            "en-",
                            "-en",
                            "en--US",
                            "englishlanguage",
                            "en-US ",
                            "en-aaaaaaaa-bbbbbbbb-cccccccc-ddddddd"}) {
        EXPECT_FALSE(is_language_tag(tag)) << tag;
    }
}

TEST(Uuid, HasOneForm) {
    EXPECT_TRUE(is_uuid("123e4567-e89b-42d3-a456-426614174000"));
    for (const char* text : {"",
                             "123E4567-e89b-42d3-a456-426614174000",
                             "123e4567e89b-42d3-a456-426614174000-",
                             "123e4567-e89b-42d3-a456-42661417400",
                             "123e4567-e89b-42d3-a456-4266141740000",
                             "{23e4567-e89b-42d3-a456-426614174000"}) {
        EXPECT_FALSE(is_uuid(text)) << text;
    }
}

TEST(FieldFaults, BecomeOneSentence) {
    EXPECT_TRUE(to_result({}));
    const auto result = to_result({{"name", "must not be empty"}, {"memory", "must be 0 to 100"}});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::invalid_argument);
    EXPECT_EQ(result.error().detail, "'name' must not be empty; 'memory' must be 0 to 100");
}

}  // namespace
}  // namespace utter::platform
