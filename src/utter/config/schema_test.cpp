#include "utter/config/schema.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "utter/config/load.hpp"
#include "utter/config/value.hpp"

namespace utter::config {
namespace {

TEST(Schema, NamesEverySettingOnce) {
    std::set<std::string_view> keys;
    std::set<std::string> variables;
    for (const auto& variable : reserved_variables()) variables.emplace(variable.name);
    for (const auto& row : schema()) {
        EXPECT_TRUE(keys.insert(row.key).second) << row.key;
        // '.' and '_' both become '_', so two keys could share a variable.
        EXPECT_TRUE(variables.insert(environment_name(row)).second) << row.key;
    }
}

TEST(Schema, PointsEachRowAtItsOwnSetting) {
    Settings settings;
    std::set<const void*> slots;
    for (const auto& row : schema()) {
        const auto* slot =
            std::visit([](const auto* s) -> const void* { return s; }, row.slot(settings));
        EXPECT_TRUE(slots.insert(slot).second) << row.key;
    }
}

TEST(Schema, GivesTextsARuleAndNumbersARange) {
    for (const auto& row : schema()) {
        const auto type = type_name(row);
        const bool text = type.contains("text");
        EXPECT_EQ(row.rule != nullptr, text) << row.key;
        if (!text && type != "boolean" && type != "log level") {
            EXPECT_LT(row.range.min, row.range.max) << row.key;
        }
        EXPECT_TRUE(row.description.ends_with(".")) << row.key;
    }
}

TEST(Schema, AcceptsItsOwnDefaults) {
    const Settings defaults;
    std::string text;
    for (const auto& row : schema()) {
        text += std::string(row.key) + " = " + toml_value(row, defaults) + "\n";
    }
    const auto load = load_settings({.files = {{"defaults", true, text}}});
    for (const auto& problem : load.problems) ADD_FAILURE() << to_string(problem);
    for (const auto& row : schema()) {
        EXPECT_EQ(toml_value(row, load.settings), toml_value(row, defaults));
        EXPECT_TRUE(load.origins.contains(std::string(row.key)));
    }
}

TEST(Schema, LeavesASettingAloneWhenTheValueIsWrong) {
    Settings settings;
    const auto before = toml_value(*find_row("bus.port"), settings);
    EXPECT_FALSE(assign(*find_row("bus.port"), settings, std::int64_t{70'000}));
    EXPECT_FALSE(assign(*find_row("bus.port"), settings, FileValue{}));
    EXPECT_FALSE(assign_text(*find_row("bus.port"), settings, "99999999999999999999"));
    EXPECT_FALSE(assign_text(*find_row("bus.port"), settings, " 1"));
    EXPECT_EQ(toml_value(*find_row("bus.port"), settings), before);
}

TEST(Schema, ChecksTexts) {
    Settings settings;
    const auto takes = [&settings](std::string_view key, std::string_view text) {
        return assign_text(*find_row(key), settings, text);
    };
    for (const auto* tag : {"en", "en-US", "pt-BR", "zh-Hant-TW", "es-419"}) {
        EXPECT_TRUE(takes("locale.lang", tag)) << tag;
    }
    for (const auto* tag : {"", "e", "en_US", "en-", "-en", "en--US", "123", "en-toolongsubtag"}) {
        EXPECT_FALSE(takes("locale.lang", tag)) << tag;
    }
    EXPECT_TRUE(takes("locale.timezone", "Europe/Lisbon"));
    EXPECT_TRUE(takes("locale.timezone", "Etc/GMT+5"));
    EXPECT_TRUE(takes("locale.timezone", ""));
    EXPECT_FALSE(takes("locale.timezone", "../../etc/passwd"));
    EXPECT_FALSE(takes("locale.timezone", "/etc/passwd"));
    EXPECT_TRUE(takes("bus.url", "ws://127.0.0.1:8181/core"));
    EXPECT_FALSE(takes("bus.url", "http://127.0.0.1"));
    EXPECT_FALSE(takes("bus.url", "ws://"));
    EXPECT_FALSE(takes("tts.voice", "a\nb"));
    EXPECT_FALSE(takes("stt.engine", ""));
    EXPECT_FALSE(takes("stt.engine", "wyoming,"));
    EXPECT_TRUE(takes("stt.engine", "wyoming,pocketsphinx"));
    for (const char* good : {"", "tcp://whisper.local:10300", "tcp://[::1]:1", "unix:///run/x"}) {
        EXPECT_TRUE(takes("stt.wyoming.url", good)) << good;
    }
    for (const char* bad :
         {"http://x:1", "tcp://x", "tcp://:1", "tcp://a b:1", "unix://x", "x:1"}) {
        EXPECT_FALSE(takes("stt.wyoming.url", bad)) << bad;
    }
    EXPECT_FALSE(takes("skills.enabled", "../x"));
}

TEST(Schema, KnowsItsSections) {
    EXPECT_TRUE(is_section("bus"));
    EXPECT_TRUE(is_section("stt.pocketsphinx"));
    EXPECT_TRUE(is_section("skills.settings"));
    EXPECT_FALSE(is_section("bus.port"));
    EXPECT_FALSE(is_section("bu"));
    EXPECT_FALSE(is_section(""));
}

}  // namespace
}  // namespace utter::config
