#include "utter/intent/lazy_locale.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "utter/core/log.hpp"

namespace utter::intent {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

class LazyLocaleTest : public testing::Test {
  protected:
    void SetUp() override {
        root_ = fs::temp_directory_path() /
                ("utter_lazy_" + std::to_string(::getpid()) + "_" +
                 testing::UnitTest::GetInstance()->current_test_info()->name());
        fs::remove_all(root_);
    }
    void TearDown() override { fs::remove_all(root_); }

    void write(const std::string& path, const std::string& text) {
        fs::create_directories((root_ / path).parent_path());
        std::ofstream(root_ / path, std::ios::binary) << text;
    }

    [[nodiscard]] LocaleSources sources() const {
        return {.user = root_ / "user", .skill = root_ / "skill", .core = {}};
    }

    fs::path root_;
};

TEST_F(LazyLocaleTest, ALanguageIsReadWhenItIsFirstAskedFor) {
    write("skill/en-US/hello.voc", "hello\n");
    write("skill/de-DE/hello.voc", "hallo\n");
    const LazyLocale locale("greet.test", sources());
    write("skill/de-DE/hello.voc", "moin\n");
    const auto* german = locale.closest("de-AT");
    ASSERT_NE(german, nullptr);
    EXPECT_EQ(german->lang, "de-DE");
    EXPECT_THAT(german->vocabularies.at("hello"), ElementsAre("moin"));
    write("skill/de-DE/hello.voc", "servus\n");
    EXPECT_EQ(locale.closest("de-DE"), german);
    EXPECT_THAT(german->vocabularies.at("hello"), ElementsAre("moin"));
}

TEST_F(LazyLocaleTest, WhatIsWrongIsLoggedByWhoeverReadsIt) {
    write("skill/en-US/hello.dialog", "hello\n");
    write("skill/de-DE/hello.dialog", "hallo {name\n");
    const log::Capture logs;
    const LazyLocale locale("greet.test", sources());
    ASSERT_NE(locale.closest("en-US"), nullptr);
    EXPECT_EQ(logs.text().find("locale.refused"), std::string::npos);
    ASSERT_NE(locale.closest("de-DE"), nullptr);
    EXPECT_NE(logs.text().find("locale.refused"), std::string::npos);
}

TEST_F(LazyLocaleTest, LanguagesAndFilesAreKnownUnread) {
    write("skill/en-US/greet.intent", "hello\n");
    write("skill/pt-BR/greet.intent", "oi\n");
    write("user/nl-NL/greet.intent", "hoi\n");
    const LazyLocale locale("greet.test", sources());
    EXPECT_THAT(locale.languages(), ElementsAre("en-US", "nl-NL", "pt-BR"));
    EXPECT_THAT(locale.languages_among({"pt-PT", "en-GB"}), ElementsAre("en-US", "pt-BR"));
    EXPECT_THAT(locale.languages_among({"de-DE"}), IsEmpty());
    EXPECT_TRUE(locale.has("en-AU"));
    EXPECT_FALSE(locale.has("de-DE"));
    EXPECT_EQ(locale.closest("de-DE"), nullptr);
    EXPECT_TRUE(locale.has_intent("greet"));
    EXPECT_FALSE(locale.has_intent("ghost"));
}

// I2-030: two files with one role and name make the whole skill unusable.
TEST_F(LazyLocaleTest, ADuplicateInAnyLanguageRefusesAll) {
    write("skill/en-US/hello.dialog", "hello\n");
    write("skill/de-DE/hello.dialog", "hallo\n");
    write("skill/de-DE/more/hello.dialog", "moin\n");
    const LazyLocale locale("greet.test", sources());
    const auto* problem = locale.malformed();
    ASSERT_NE(problem, nullptr);
    EXPECT_NE(problem->detail.find("same name and role"), std::string::npos);
    EXPECT_THAT(locale.languages(), IsEmpty());
    EXPECT_EQ(locale.closest("en-US"), nullptr);
}

}  // namespace
}  // namespace utter::intent
