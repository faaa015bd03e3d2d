#include "utter/config/show.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "utter/config/redact.hpp"
#include "utter/config/schema.hpp"

namespace utter::config {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

ConfigLoad example() {
    return load_settings({
        .files =
            {{"user.toml",
              true,
              "[bus]\nport = 9\nurl = \"ws://me:hunter2@host/core\"\n"
              "[skills.settings.\"weather.utter\"]\napi_key = \"hunter2\"\nunits = \"metric\"\n"
              "account = {Password = \"hunter2\", name = \"x\"}\n"}},
        .environment = {{"UTTER_LOG_LEVEL", "DEBUG"}},
        .flags = {"tts.rate=2"},
    });
}

TEST(ConfigShow, SaysWhereEachValueCameFrom) {
    const auto text = show_text(example());
    EXPECT_THAT(text, ContainsRegex("bus.port = 9 +# user.toml:2\n"));
    EXPECT_THAT(text,
                ContainsRegex("log.level = \"DEBUG\" +# environment variable UTTER_LOG_LEVEL\n"));
    EXPECT_THAT(text, ContainsRegex("tts.rate = 2.0 +# --set tts.rate\n"));
    EXPECT_THAT(text, ContainsRegex("bus.frame_max = \"10MiB\" +# default\n"));
    EXPECT_THAT(
        text, ContainsRegex("skills.settings.\"weather.utter\".units = \"metric\" +# user.toml:6"));
}

TEST(ConfigShow, RedactsSecrets) {
    const auto load = example();
    for (const auto& text : {show_text(load), serialize(show_json(load))}) {
        EXPECT_THAT(text, Not(HasSubstr("hunter2")));
        EXPECT_THAT(text, HasSubstr("<redacted>"));
        EXPECT_THAT(text, HasSubstr("ws://<redacted>@host/core"));
    }
}

TEST(ConfigShow, PrintsSettingsThatLoadAgain) {
    const auto load = load_settings({.flags = {"bus.port=9", "skills.enabled=a.b"}});
    const auto again = load_settings({.files = {{"shown", true, show_text(load)}}});
    EXPECT_TRUE(again.ok());
    EXPECT_EQ(again.settings.bus.port, 9);
    EXPECT_EQ(show_json(load).as_object().size(), schema().size());
}

TEST(ConfigShow, HasTypedJson) {
    const auto json = show_json(example());
    EXPECT_EQ(json.at("bus.port").at("value"), 9);
    EXPECT_EQ(json.at("bus.port").at("origin"), "user.toml:2");
    EXPECT_EQ(json.at("log.pii").at("value"), false);
    EXPECT_EQ(json.at("locale.secondary_langs").at("value").as_array().size(), 2U);
    EXPECT_EQ(json.at("orchestrator.match_timeout").at("value"), "10s");
}

TEST(Redact, KnowsSecretsByName) {
    for (const auto* name : {"password", "API-Key", "bot_token", "client_secret", "apikey"}) {
        EXPECT_TRUE(is_secret_name(name)) << name;
    }
    for (const auto* name : {"port", "voice", "token_file", "password_path", ""}) {
        EXPECT_FALSE(is_secret_name(name)) << name;
    }
}

TEST(Redact, TakesUsersOutOfUrlsOnly) {
    const auto shown = [](const char* text) {
        return boost::json::serialize(redact("url", boost::json::value(text)));
    };
    EXPECT_EQ(shown("ws://u:p@h/a@b"), "\"ws://<redacted>@h/a@b\"");
    EXPECT_EQ(shown("ws://u@x:p@h"), "\"ws://<redacted>@h\"");
    EXPECT_EQ(shown("ws://h/a@b"), "\"ws://h/a@b\"");
    EXPECT_EQ(shown("me@example.org"), "\"me@example.org\"");
}

// Set UPDATE_DOCS=1 to write the file anew.
TEST(ConfigReference, IsInStepWithTheSchema) {
    const std::string path = UTTER_SOURCE_DIR "/docs/configuration.md";
    if (std::getenv("UPDATE_DOCS") != nullptr) std::ofstream(path) << reference_markdown();
    std::ostringstream written;
    written << std::ifstream(path).rdbuf();
    EXPECT_EQ(written.str(), reference_markdown())
        << "docs/configuration.md is out of date: run this test with UPDATE_DOCS=1";
}

}  // namespace
}  // namespace utter::config
