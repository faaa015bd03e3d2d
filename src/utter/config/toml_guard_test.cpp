#include "utter/config/toml_guard.hpp"

#include <gtest/gtest.h>

namespace utter::config {
namespace {

std::string repeated(std::string_view text, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i) out += text;
    return out;
}

TEST(TomlGuard, PassesAnOrdinaryFile) {
    EXPECT_EQ(
        guard_toml("[bus]\nport = 8182 # a.b.c\n[skills.settings.\"a.b\"]\nx = [[1.5], {y = 2}]\n")
            .reason,
        "");
    EXPECT_EQ(guard_toml("").reason, "");
}

TEST(TomlGuard, RefusesDottedKeysOfAnyShape) {
    const auto deep = repeated(".a", 100'000);
    EXPECT_NE(guard_toml("a" + deep + " = 1").reason, "");
    EXPECT_NE(guard_toml("[a" + deep + "]").reason, "");
    EXPECT_NE(guard_toml("x = {a" + deep + " = 1}").reason, "");
    EXPECT_NE(guard_toml("\"a\"" + repeated(" . 'a'", 40) + " = 1").reason, "");
}

TEST(TomlGuard, RefusesDeepBrackets) {
    EXPECT_NE(guard_toml("a = " + repeated("[", 33)).reason, "");
    EXPECT_NE(guard_toml("a = " + repeated("{a=", 33)).reason, "");
    EXPECT_NE(guard_toml("a = " + repeated("[\n", 33)).reason, "");
}

TEST(TomlGuard, AcceptsAsManyAsItsLimits) {
    EXPECT_EQ(guard_toml("a" + repeated(".a", 31) + " = 1").reason, "");
    EXPECT_EQ(guard_toml("a = " + repeated("[", 32) + repeated("]", 32)).reason, "");
}

TEST(TomlGuard, LooksPastStringsAndComments) {
    const auto dots = repeated(".", 100);
    EXPECT_EQ(guard_toml("a = \"" + dots + "\"").reason, "");
    EXPECT_EQ(guard_toml("a = '" + dots + "'").reason, "");
    EXPECT_EQ(guard_toml("a = \"\"\"\n" + dots + "\"" + dots + "\"\"\"").reason, "");
    EXPECT_EQ(guard_toml("# " + dots).reason, "");
    EXPECT_EQ(guard_toml("a = [" + repeated("1.5, ", 100) + "]").reason, "");
}

TEST(TomlGuard, ResumesAfterEachKindOfString) {
    const auto deep = "\na" + repeated(".a", 40) + " = 1";
    EXPECT_NE(guard_toml("a = \"x\\\"\"" + deep).reason, "");
    EXPECT_NE(guard_toml("a = 'x\\'" + deep).reason, "");
    EXPECT_NE(guard_toml("a = \"\"\"x\"\"\"\"\"" + deep).reason, "");
    EXPECT_NE(guard_toml("a = '''x''''" + deep).reason, "");
    EXPECT_NE(guard_toml("a = \"\"" + deep).reason, "");
    EXPECT_NE(guard_toml("a = 1 # \"'" + deep).reason, "");
}

TEST(TomlGuard, SurvivesUnfinishedStrings) {
    for (const auto* text : {"\"", "'", "\"\"\"", "'''", "\"\\", "\"\"\"\\", "#"}) {
        EXPECT_EQ(guard_toml(text).reason, "") << text;
    }
}

TEST(TomlGuard, RefusesAFileAboveTheLimit) {
    EXPECT_NE(guard_toml(std::string(config_file_max_bytes + 1, '\n')).reason, "");
    EXPECT_EQ(guard_toml(std::string(config_file_max_bytes, '\n')).reason, "");
}

TEST(TomlGuard, SaysWhere) {
    const auto found = guard_toml("x = 1\na = " + repeated("[", 33));
    EXPECT_EQ(found.line, 2U);
    EXPECT_EQ(found.column, 37U);
}

}  // namespace
}  // namespace utter::config
