#include "catalogue.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>

namespace utter::skills {
namespace {

TEST(Catalogue, EverySkillIsThereOnceAndHasItsLocale) {
    std::set<std::string> ids;
    for (const auto& entry : catalogue(UTTER_SOURCE_DIR "/skills")) {
        EXPECT_TRUE(ids.insert(entry.skill_id).second) << entry.skill_id;
        EXPECT_TRUE(std::filesystem::is_directory(entry.locale_dir)) << entry.locale_dir;
        EXPECT_NE(entry.make(), nullptr);
    }
    EXPECT_EQ(ids,
              (std::set<std::string>{"about.utter",
                                     "alarm.utter",
                                     "calculator.utter",
                                     "date-time.utter",
                                     "reminder.utter",
                                     "timer.utter",
                                     "unknown.utter"}));
}

}  // namespace
}  // namespace utter::skills
