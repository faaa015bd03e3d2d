#include "utter/intent/intent_lint.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <fstream>

namespace utter::intent {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

class IntentLint : public testing::Test {
  protected:
    void SetUp() override {
        root_ = fs::temp_directory_path() /
                ("utter_lint_" + std::to_string(::getpid()) + "_" +
                 testing::UnitTest::GetInstance()->current_test_info()->name());
        fs::remove_all(root_);
    }
    void TearDown() override { fs::remove_all(root_); }

    void write(const std::string& path, const std::string& text) {
        fs::create_directories((root_ / path).parent_path());
        std::ofstream(root_ / path, std::ios::binary) << text;
    }

    // `file:line severity rule` of each finding, files relative to the skills.
    std::vector<std::string> found(const std::vector<std::string>& skills) {
        std::vector<LintSkill> read;
        for (const auto& skill : skills) read.push_back(read_skill_folder(root_ / skill).value());
        std::vector<std::string> out;
        for (const auto& finding : lint(read)) {
            out.push_back(fs::relative(finding.file, root_).string() + ":" +
                          std::to_string(finding.line) + " " +
                          (finding.severity == LintSeverity::error ? "error " : "warning ") +
                          std::string(to_string(finding.rule)));
        }
        return out;
    }

    fs::path root_;
};

TEST_F(IntentLint, IsQuietAboutASoundSkill) {
    write("tea/locale/en-US/brew.intent", "(make|brew) [some] tea\nmake {kind} tea\n");
    write("tea/locale/en-US/kind.entity", "green\nblack\n");
    write("tea/locale/en-US/done.dialog", "Your tea is ready.\n");
    EXPECT_THAT(found({"tea"}), IsEmpty());
}

TEST_F(IntentLint, NamesFileAndLineOfWhatIsRefused) {
    write("tea/locale/en-US/brew.intent", "make tea\nmake (tea\nmake <missing>\n");
    write("tea/locale/en-US/brew.required", "cup\n");
    EXPECT_THAT(found({"tea"}),
                ElementsAre("tea/locale/en-US/brew.intent:0 error malformed",
                            "tea/locale/en-US/brew.intent:2 error malformed",
                            "tea/locale/en-US/brew.intent:3 error malformed"));
}

TEST_F(IntentLint, FindsIntentsThatSayTheSame) {
    write("tea/locale/en-US/brew.intent", "make [some] tea\n");
    write("tea/locale/en-US/cook.intent", "make (tea|soup|coffee)\n");
    write("soup/locale/en-US/cook.intent", "cook {dish}\nmake (soup|stew)\n");
    write("soup/locale/en-US/dish.entity", "stew\n");
    EXPECT_THAT(found({"tea", "soup"}),
                ElementsAre("soup/locale/en-US/cook.intent:2 warning ambiguous",
                            "tea/locale/en-US/cook.intent:1 error ambiguous"));
}

TEST_F(IntentLint, FindsLinesThatNeverWin) {
    write("tea/locale/en-US/brew.intent", "make [some] tea\n");
    write("tea/locale/en-US/cook.intent", "make tea\nmake soup\n");
    EXPECT_THAT(found({"tea"}), ElementsAre("tea/locale/en-US/cook.intent:1 error unreachable"));
}

TEST_F(IntentLint, FindsLinesThatAddNothing) {
    write("tea/locale/en-US/brew.intent", "make [some] tea\nMake tea!\n");
    EXPECT_THAT(found({"tea"}),
                ElementsAre("tea/locale/en-US/brew.intent:2 warning repeated",
                            "tea/locale/en-US/brew.intent:2 warning doubtful"));
}

TEST_F(IntentLint, FindsSlotsNobodyFillsAndFilesNobodyUses) {
    write("tea/locale/en-US/brew.intent", "make {kind} tea\nmake tea\n");
    write("tea/locale/en-US/brew.required", "kind\n");
    write("tea/locale/en-US/cup.entity", "mug\n");
    write("tea/locale/en-US/please.voc", "please\n");
    write("tea/locale/en-US/unit_gram.voc", "gram\n");
    write("tea/tea.py", "def unit(name): return 'unit_' + name\n");
    EXPECT_THAT(found({"tea"}),
                ElementsAre("tea/locale/en-US/brew.intent:2 warning required-slot",
                            "tea/locale/en-US/cup.entity:0 warning unused-entity",
                            "tea/locale/en-US/kind.entity:0 warning missing-entity",
                            "tea/locale/en-US/please.voc:0 warning unused-vocabulary"));
}

TEST_F(IntentLint, ComparesTheLanguagesOfASkill) {
    write("tea/locale/en-US/brew.intent", "make {kind} tea\n");
    write("tea/locale/en-US/kind.entity", "green\n");
    write("tea/locale/en-US/done.dialog", "Your {kind} tea.\n");
    write("tea/tea.py", "speak_dialog('done', {'kind': kind})\n");
    write("tea/locale/de-DE/brew.intent", "mach tee\n");
    write("tea/locale/de-DE/done.dialog", "Dein {sorte}.\n");
    EXPECT_THAT(found({"tea"}),
                ElementsAre("tea/locale/de-DE/brew.intent:0 warning missing-translation",
                            "tea/locale/de-DE/done.dialog:0 error dialog-slots",
                            "tea/locale/de-DE/kind.entity:0 warning missing-translation"));
}

TEST_F(IntentLint, ReadsAFolderTheWayAuthorsLayItOut) {
    write("skill-tea/package/locale/en-US/brew.intent", "make tea\n");
    EXPECT_EQ(read_skill_folder(root_ / "skill-tea").value().skill_id, "skill-tea");
    EXPECT_EQ(read_skill_folder(root_ / "skill-tea/package/locale").value().skill_id, "package");
    EXPECT_EQ(read_skill_folder(root_ / "skill-tea/").value().skill_id, "skill-tea");
    EXPECT_EQ(read_skill_folder(root_ / "nothing").error().code, ErrorCode::not_found);
}

TEST(LintFinding, IsWrittenAsCompilersDo) {
    EXPECT_EQ(to_string(LintFinding{
                  LintSeverity::error, LintRule::malformed, "a.intent", 3, 7, "It is wrong."}),
              "a.intent:3:7: error: It is wrong. [malformed]");
    EXPECT_EQ(to_string(LintFinding{
                  LintSeverity::warning, LintRule::unused_entity, "b.entity", 0, 0, "Unused."}),
              "b.entity: warning: Unused. [unused-entity]");
}

}  // namespace
}  // namespace utter::intent
