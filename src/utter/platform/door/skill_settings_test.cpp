#include "utter/platform/door/skill_settings.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "utter/config/skill_settings.hpp"

namespace utter::platform {
namespace {

namespace fs = std::filesystem;

json::value parsed(const char* text) {
    return parse_json(text).value();
}

class SkillSettingsTest : public testing::Test {
  protected:
    SkillSettingsTest() {
        fs::remove_all(folder_);
        configured_.settings["ours.test"] = {{"steps", 3}, {"word", "configured"}};
    }
    ~SkillSettingsTest() override { fs::remove_all(folder_); }

    void write(const fs::path& file, const char* text) const {
        fs::create_directories((folder_ / file).parent_path());
        std::ofstream(folder_ / file) << text;
    }

    const fs::path folder_ =
        fs::temp_directory_path() / ("utter-skill-settings-" + std::to_string(::getpid()));
    config::SkillsSettings configured_;
    SkillSettings settings_{{.configured = configured_,
                             .folder = folder_,
                             .own = {{"ours.test", true, folder_ / "meta" / "ours.json"}}}};
};

TEST_F(SkillSettingsTest, TheFileOfASkillGoesBeforeTheConfiguration) {
    EXPECT_EQ(settings_.get("ours.test")->settings, parsed(R"({"steps":3,"word":"configured"})"));
    write("ours.test/settings.json", R"({"word":"written"})");
    EXPECT_EQ(settings_.get("ours.test")->settings, parsed(R"({"steps":3,"word":"written"})"));
    EXPECT_EQ(settings_.get("python.skill")->settings, json::object{});
}

TEST_F(SkillSettingsTest, OfTwoWritersTheSecondIsTold) {
    const auto seen = settings_.get("python.skill")->revision;
    const auto first = settings_.put("python.skill", {{"units", "metric"}}, seen);
    ASSERT_TRUE(first) << first.error().detail;
    const auto second = settings_.put("python.skill", {{"units", "imperial"}}, seen);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::conflict);
    EXPECT_EQ(config::read_json_file(folder_ / "python.skill" / "settings.json").value(),
              parsed(R"({"units":"metric"})"));
    EXPECT_TRUE(settings_.put("python.skill", {{"units", "imperial"}}, first->revision));
}

TEST_F(SkillSettingsTest, ARefusedChangeIsTakenBackUnlessSomebodyElseChanged) {
    const auto put = settings_.put("ours.test", {{"word", "rude"}}, std::nullopt);
    settings_.restore("ours.test", {{"word", "before"}}, put->revision);
    EXPECT_EQ(settings_.get("ours.test")->settings.at("word"), "before");
    settings_.restore("ours.test", {{"word", "rude"}}, put->revision);
    EXPECT_EQ(settings_.get("ours.test")->settings.at("word"), "before");
}

TEST_F(SkillSettingsTest, WhatTheDescriptionSaysIsHeldAndTheFaultNamed) {
    write("python.skill/settingsmeta.json",
          R"({"skillMetadata":{"sections":[{"name":"All","fields":[
        {"name":"count","type":"number"}, {"name":"loud","type":"checkbox"},
        {"name":"units","type":"select","options":"Celsius|c;Fahrenheit|f"},
        {"name":"city","type":"text"}, {"type":"label","label":"Only words."}]}]}})");
    const json::object good{{"count", 2},
                            {"loud", true},
                            {"units", "f"},
                            {"city", "Bonn"},
                            {"__mycroft_skill_firstrun", false}};
    EXPECT_TRUE(settings_.put("python.skill", good, std::nullopt));
    const std::vector<std::pair<std::string, json::value>> faults{
        {"count", "2"}, {"loud", "true"}, {"units", "Celsius"}, {"city", nullptr}};
    for (const auto& [name, value] : faults) {
        auto bad = good;
        bad[name] = value;
        const auto put = settings_.put("python.skill", bad, std::nullopt);
        ASSERT_FALSE(put) << name;
        EXPECT_TRUE(put.error().detail.starts_with('\'' + name + "' must be "))
            << put.error().detail;
    }
}

TEST_F(SkillSettingsTest, AFileThatIsNoObjectIsNamedAndNotWrittenOver) {
    write("python.skill/settings.json", "[1, 2");
    const auto put = settings_.put("python.skill", {}, std::nullopt);
    ASSERT_FALSE(put);
    EXPECT_EQ(put.error().code, ErrorCode::malformed);
    EXPECT_NE(put.error().detail.find("python.skill/settings.json"), std::string::npos);
}

}  // namespace
}  // namespace utter::platform
