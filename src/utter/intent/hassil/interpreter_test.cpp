#include "utter/intent/hassil/interpreter.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <fstream>

namespace utter::intent::hassil {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

class InterpreterTest : public testing::Test {
  protected:
    void SetUp() override {
        root_ = fs::temp_directory_path() /
                ("utter_interpreter_" + std::to_string(::getpid()) + "_" +
                 testing::UnitTest::GetInstance()->current_test_info()->name());
        fs::remove_all(root_);
    }
    void TearDown() override { fs::remove_all(root_); }

    fs::path write(const std::string& path, const std::string& text) {
        fs::create_directories((root_ / path).parent_path());
        std::ofstream(root_ / path) << text;
        return root_ / path;
    }

    Result<std::unique_ptr<Interpreter>> load(const std::vector<std::string>& folders,
                                              std::string_view lang,
                                              Home home = {}) {
        std::vector<fs::path> paths;
        paths.reserve(folders.size());
        for (const auto& folder : folders) paths.push_back(root_ / folder);
        return Interpreter::load(
            paths, lang, std::make_shared<const Home>(std::move(home)), &test_clock);
    }

    fs::path root_;
};

constexpr auto water_en = R"(
language: en
intents:
  Water:
    data: [{sentences: ["water [the] {plant}"]}]
lists:
  plant: {values: [fern, cactus]}
)";

TEST_F(InterpreterTest, ReadsTheClosestLanguageOfACorpusWithItsAnswers) {
    write("garden/sentences/en/water.yaml", water_en);
    write("garden/sentences/de/water.yaml", "language: de\n");
    write("garden/responses/en/water.yaml",
          "responses: {intents: {Water: {default: \"The {{ slots.plant }} is wet.\"}}}\n");
    const auto english = load({"garden"}, "en-GB");
    ASSERT_TRUE(english) << english.error().detail;
    const auto heard = (*english)->recognize("Water the fern!", {});
    ASSERT_TRUE(heard);
    EXPECT_EQ((*english)->answer(*heard).value(), "The fern is wet.");
    EXPECT_THAT((*english)->intents(), ElementsAre("Water"));
    EXPECT_EQ(load({"garden"}, "fr-FR").error().code, ErrorCode::not_found);
}

TEST_F(InterpreterTest, AddsWhatALaterFolderHasWhereAnswersStandBesideSentences) {
    write("garden/sentences/en/water.yaml", water_en);
    write("mine/en/prune.yaml",
          R"(
language: en
intents:
  Prune:
    data: [{sentences: ["prune [the] {plant}"]}]
lists:
  plant: {values: [rose]}
responses:
  intents:
    Prune: {default: "Snip."}
)");
    const auto both = load({"garden", "mine"}, "en-US");
    ASSERT_TRUE(both) << both.error().detail;
    EXPECT_TRUE((*both)->recognize("water the rose", {}));
    const auto pruned = (*both)->recognize("prune the fern", {});
    ASSERT_TRUE(pruned);
    EXPECT_EQ((*both)->answer(*pruned).value(), "Snip.");
}

TEST_F(InterpreterTest, TakesListsThingsAndContextFromTheHome) {
    write("mine/en/all.yaml",
          R"(
language: en
intents:
  Open:
    data:
      - sentences: ["open {name} [in {area}]"]
        requires_context: {domain: cover}
      - sentences: ["open everything here"]
        requires_context: {area: {slot: true}}
  Pick: {data: [{sentences: ["pick {fruit}"]}]}
lists:
  fruit: {values: [plum]}
)");
    const auto file = write("home.yaml",
                            R"(
areas: [{name: Attic, id: attic}]
entities:
  - {name: Blind, id: cover.blind, area: attic, state: closed}
  - {name: Lamp, id: light.lamp, area: attic}
lists:
  fruit: {values: [apple]}
context: {area: attic}
)");
    const auto home = load_home(file);
    ASSERT_TRUE(home) << home.error().detail;
    const auto made = load({"mine"}, "en", *home);
    ASSERT_TRUE(made) << made.error().detail;
    auto& ear = **made;
    EXPECT_EQ(ear.recognize("open blind in attic", {})->slot("area")->value, "Attic");
    EXPECT_FALSE(ear.recognize("open lamp", {}));
    EXPECT_EQ(ear.recognize("open everything here", {})->slot("area")->value, "attic");
    EXPECT_EQ(ear.recognize("open everything here", {{"area", "cellar"}})->slot("area")->value,
              "cellar");
    EXPECT_TRUE(ear.recognize("pick apple", {}));
    EXPECT_FALSE(ear.recognize("pick plum", {}));
}

TEST_F(InterpreterTest, TellsTheTimeOfTheClockItIsGiven) {
    write("mine/en/time.yaml",
          R"(
language: en
intents: {Time: {data: [{sentences: ["the time"]}]}}
responses:
  intents:
    Time:
      default: "{{ slots.time.hour }}:{{ slots.time.minute }} {{ slots.date.day }}.{{ slots.date.month }}.{{ slots.date.year }} {{ slots.date.weekday() }}"
)");
    using namespace std::chrono_literals;
    const auto made =
        Interpreter::load(std::vector{root_ / "mine"}, "en", std::make_shared<const Home>(), [] {
            return std::chrono::local_seconds(std::chrono::local_days(2026y / 11 / 29)) + 13h +
                   45min;
        });
    ASSERT_TRUE(made) << made.error().detail;
    const auto heard = (*made)->recognize("the time", {});
    EXPECT_EQ((*made)->answer(*heard).value(), "13:45 29.11.2026 6");
}

TEST_F(InterpreterTest, NamesFileAndLineOfWhatIsWrong) {
    write("bad/en/a.yaml", "language: en\nintents:\n  Water:\n    data:\n      - sentences: 5\n");
    EXPECT_THAT(load({"bad"}, "en").error().detail, HasSubstr("bad/en/a.yaml:5"));
    write("open/en/a.yaml",
          "language: en\nintents:\n  Water:\n    data:\n      - sentences: [\"water (it\"]\n");
    EXPECT_THAT(load({"open"}, "en").error().detail, HasSubstr("open/en/a.yaml:5"));
    EXPECT_THAT(load({"nowhere"}, "en").error().detail, HasSubstr("nowhere is no folder"));
    EXPECT_THAT(load_home(write("home.yaml", "areas: []\nlamps: []\n")).error().detail,
                HasSubstr("home.yaml:2: there is no key 'lamps' here"));
    EXPECT_THAT(load_home(write("home.yaml", "context: 3\n")).error().detail,
                HasSubstr("'context' has to be a mapping"));
    EXPECT_THAT(load_home(write("home.yaml", "areas: []\nmedia: [radio]\n")).error().detail,
                HasSubstr("home.yaml:2: media have to be mappings"));
    EXPECT_THAT(load_home(root_ / "none.yaml").error().detail, HasSubstr("cannot be read"));
    EXPECT_TRUE(load_home(write("home.json", R"({"areas": [{"name": "Attic", "id": "attic"}]})")));
}

}  // namespace
}  // namespace utter::intent::hassil
