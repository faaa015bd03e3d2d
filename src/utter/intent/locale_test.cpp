#include "utter/intent/locale.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <fstream>
#include <set>

#include "utter/core/log.hpp"
#include "utter/intent/locale_files.hpp"
#include "utter/intent/template_matcher.hpp"

namespace utter::intent {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class LocaleTest : public testing::Test {
  protected:
    void SetUp() override {
        root = fs::temp_directory_path() /
               ("utter_locale_" + std::to_string(::getpid()) + "_" +
                testing::UnitTest::GetInstance()->current_test_info()->name());
        fs::remove_all(root);
    }
    void TearDown() override { fs::remove_all(root); }

    void write(const std::string& path, const std::string& text) {
        const fs::path file = root / path;
        fs::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary) << text;
    }

    Locale load() {
        return load_locale("media.skill", {root / "user", root / "skill", root / "core"});
    }

    // The only language, en-US.
    LocaleResources english() { return load().languages.at("en-US"); }

    static std::vector<std::string> texts(const std::vector<LocaleProblem>& problems) {
        std::vector<std::string> out;
        out.reserve(problems.size());
        for (const auto& problem : problems) out.push_back(to_string(problem));
        return out;
    }

    fs::path root;
};

std::vector<std::string> line_texts(std::string_view bytes) {
    std::vector<std::string> out;
    const auto lines = read_locale_lines(bytes).value();
    out.reserve(lines.size());
    for (const auto& line : lines) out.push_back(line.text);
    return out;
}

// I2-020 I2-021 I2-022
TEST(LocaleLines, DropsBomCarriageReturnsBlanksAndComments) {
    const auto lines = read_locale_lines(
        "\xEF\xBB\xBF"
        "first\r\n\r\n  # x\n# y\n\ta # b  \n\u00a0\nlast");
    ASSERT_TRUE(lines);
    EXPECT_EQ(*lines, (std::vector<LocaleLine>{{1, "first"}, {5, "a # b"}, {7, "last"}}));
    EXPECT_THAT(line_texts("x"), ElementsAre("x"));
}

// I2-024
TEST(LocaleLines, RefusesAFileWithNothingInIt) {
    for (const char* text : {"", "\n\n", "# only\n  # comments", "\xEF\xBB\xBF", " \t\r\n"}) {
        EXPECT_EQ(read_locale_lines(text).error().code, ErrorCode::malformed) << text;
    }
    EXPECT_EQ(read_locale_lines("a\n\xff").error().code, ErrorCode::malformed);
}

// I2-023 I2-044 I2-046
TEST(LocaleDocument, IsKeptVerbatim) {
    EXPECT_EQ(read_locale_document("\xEF\xBB\xBF# Role\r\n\n<!-- {x} -->\n "),
              "# Role\r\n\n<!-- {x} -->\n ");
    EXPECT_FALSE(read_locale_document(" \n\t\u3000"));
    EXPECT_FALSE(read_locale_document(""));
    EXPECT_FALSE(read_locale_document("a\xc3"));
}

// I2-002 I2-030 I2-039 I2-043 I2-048 I2-049 I2-050 I2-041
TEST_F(LocaleTest, BuildsTheRegistrationOfAnIntent) {
    write("skill/en-US/play.intent", "(play|start) {title} [on {device}]\n");
    write("skill/en-US/play.blacklist", "trailer\n");
    write("skill/en-US/play.required", "title\n");
    write("skill/en-US/it/pronoun.voc", "it\nthat\n");
    write("skill/en-US/title.blacklist", "<pronoun>\n");
    const Locale locale = load();
    EXPECT_THAT(locale.report.errors, IsEmpty());
    ASSERT_THAT(locale.languages.at("en-US").templates, SizeIs(1));
    const TemplateDefinition& play = locale.languages.at("en-US").templates[0];
    EXPECT_EQ(play.skill_id, "media.skill");
    EXPECT_EQ(play.intent_name, "play");
    EXPECT_EQ(play.lang, "en-US");
    EXPECT_THAT(play.samples, ElementsAre("(play|start) {title} [on {device}]"));
    EXPECT_THAT(play.blacklist, ElementsAre("trailer"));
    EXPECT_THAT(play.required_slots, ElementsAre("title"));
    EXPECT_THAT(play.slot_blacklist.at("title"), ElementsAre("(it|that)"));

    TemplateMatcher matcher;
    ASSERT_TRUE(matcher.add(play));
    EXPECT_FALSE(matcher.match(std::vector<std::string>{"play that"}, "en-US"));
    EXPECT_TRUE(matcher.match(std::vector<std::string>{"play that 70s show"}, "en-US"));
    EXPECT_FALSE(matcher.match(std::vector<std::string>{"play the dune trailer"}, "en-US"));
}

// I2-001
TEST_F(LocaleTest, ComparesFolderNamesWithoutCase) {
    write("skill/en-us/a.intent", "one two\n");
    write("skill/EN-US/b.intent", "three four\n");
    const Locale locale = load();
    EXPECT_THAT(locale.languages.at("en-US").templates, SizeIs(2));
    EXPECT_THAT(locale.report.warnings, SizeIs(1));
    EXPECT_NE(locale.closest("EN_us"), nullptr);
}

// I2-003
TEST_F(LocaleTest, OneNameMayHaveSeveralRoles) {
    write("skill/en-US/confirm.intent", "do it\n");
    write("skill/en-US/confirm.dialog", "Shall I?\n");
    EXPECT_THAT(english().templates, SizeIs(1));
    EXPECT_THAT(english().dialogs, SizeIs(1));
}

// I2-004
TEST_F(LocaleTest, DuplicatesRefuseTheWholeSkillNamingBoth) {
    write("skill/en-US/a/play.intent", "play {x}\n");
    write("skill/en-US/b/play.intent", "start {x}\n");
    write("skill/de-DE/play.intent", "spiele {x}\n");
    const Locale locale = load();
    EXPECT_TRUE(locale.report.skill_malformed);
    EXPECT_THAT(locale.languages, IsEmpty());
    EXPECT_THAT(texts(locale.report.errors),
                ElementsAre(AllOf(HasSubstr("a/play.intent"), HasSubstr("b/play.intent"))));
}

// I2-005
TEST_F(LocaleTest, RefusesBadNames) {
    write("skill/en-US/Play.intent", "play\n");
    write("skill/en-US/what.time.intent", "play\n");
    write("skill/en-US/1st.entity", "one\n");
    write("skill/en-US/stop.intent", "halt\n");
    write("skill/en-US/up.INTENT", "up\n");
    write("skill/en-US/1ok.dialog", "Fine.\n");
    const Locale locale = load();
    EXPECT_THAT(locale.report.errors, SizeIs(5));
    EXPECT_THAT(locale.languages.at("en-US").templates, IsEmpty());
    EXPECT_THAT(locale.languages.at("en-US").dialogs, SizeIs(1));
}

// I2-006
TEST_F(LocaleTest, TheUserOverridesTheSkillOverridesTheCoreByWholeFiles) {
    write("skill/en-US/play.intent", "play {x}\nstart {x}\n");
    write("skill/en-US/play.blacklist", "trailer\n");
    write("user/en-us/sub/play.blacklist", "teaser\n");
    write("core/en-US/yes.voc", "yes\n");
    write("core/en-US/no.voc", "no\n");
    write("skill/en-US/yes.voc", "sure\n");
    write("core/fr-FR/yes.voc", "oui\n");
    const Locale locale = load();
    const auto& resources = locale.languages.at("en-US");
    EXPECT_THAT(resources.templates[0].blacklist, ElementsAre("teaser"));
    EXPECT_THAT(resources.vocabularies.at("yes"), ElementsAre("sure"));
    EXPECT_THAT(resources.vocabularies.at("no"), ElementsAre("no"));
    EXPECT_FALSE(locale.languages.contains("fr-FR"));
    EXPECT_FALSE(locale.report.skill_malformed);
}

// I2-007
TEST_F(LocaleTest, FindsTheClosestLanguage) {
    write("skill/en-US/a.dialog", "Hi.\n");
    write("skill/de-DE/a.dialog", "Hallo.\n");
    const Locale locale = load();
    EXPECT_EQ(locale.closest("en-AU")->lang, "en-US");
    EXPECT_EQ(locale.closest("de")->lang, "de-DE");
    EXPECT_EQ(locale.closest("fr-FR"), nullptr);
}

// I2-024 I2-050
TEST_F(LocaleTest, SkipsBadLinesNamingFileLineAndColumn) {
    write("skill/en-US/play.intent", "# play\n(play|start {x}\nplay {x}\na|b\n{x}\n");
    const log::Capture log;
    const Locale locale = load();
    EXPECT_THAT(locale.languages.at("en-US").templates[0].samples, ElementsAre("play {x}"));
    EXPECT_THAT(texts(locale.report.errors),
                ElementsAre(AllOf(HasSubstr("play.intent:2:1: "), HasSubstr("'('")),
                            HasSubstr("play.intent:4:2: "),
                            HasSubstr("play.intent:5:1: ")));
    EXPECT_THAT(log.text(), IsEmpty());
    log_report("media.skill", locale.report);
    EXPECT_THAT(log.text(),
                AllOf(HasSubstr("media.skill"), HasSubstr("play.intent"), HasSubstr("line=2")));
}

// I2-024
TEST_F(LocaleTest, RefusesAFileWithNothingLeftAndLoadsTheOthers) {
    write("skill/en-US/a.intent", "{x}\n");
    write("skill/en-US/b.voc", "# nothing\n");
    write("skill/en-US/c.dialog", "\xff\n");
    write("skill/en-US/d.intent", "good one\n");
    write("skill/en-US/e.prompt", "  \n");
    const Locale locale = load();
    EXPECT_THAT(locale.languages.at("en-US").templates, SizeIs(1));
    EXPECT_THAT(texts(locale.report.errors),
                AllOf(Contains(HasSubstr("a.intent: No usable line")),
                      Contains(HasSubstr("b.voc: ")),
                      Contains(HasSubstr("c.dialog: ")),
                      Contains(HasSubstr("e.prompt: "))));
}

// I2-025
TEST_F(LocaleTest, IgnoresOtherExtensionsAndWarnsOfOldOnes) {
    write("skill/en-US/a.intent", "good one\n");
    write("skill/en-US/a.rx", "(?P<x>.*)\n");
    write("skill/en-US/a.list", "x\n");
    write("skill/en-US/README.md", "x\n");
    write("skill/en-US/.hidden.intent", "x\n");
    write("skill/stray.intent", "x\n");
    write("skill/not a tag/b.intent", "x\n");
    const Locale locale = load();
    EXPECT_THAT(locale.report.errors, IsEmpty());
    EXPECT_THAT(locale.report.warnings, SizeIs(4));
    EXPECT_THAT(locale.languages, SizeIs(1));
}

// I1-055 I2-031
TEST_F(LocaleTest, RefusesADialogWithDifferingSlots) {
    write("skill/en-US/greet.dialog", "Hi {who}.\nWelcome {{who}}, nice day.\nHello there.\n");
    write("skill/en-US/now.dialog", "Now {t} degrees.\n{t}\n{number:t} [degrees]\n");
    const Locale locale = load();
    EXPECT_THAT(texts(locale.report.errors), ElementsAre(HasSubstr("greet.dialog:3: ")));
    EXPECT_THAT(locale.languages.at("en-US").dialogs, SizeIs(1));
    EXPECT_EQ(locale.languages.at("en-US").dialogs.at("now").phrases.size(), 3U);
}

// I1-056 I2-030
TEST_F(LocaleTest, AcceptsAnIntentWithDifferingSlots) {
    write("skill/en-US/play.intent", "play {x}\nplay {x} by {y}\nplay something\n");
    EXPECT_THAT(english().templates[0].samples, SizeIs(3));
}

// I2-035 I1-030
TEST_F(LocaleTest, RefusesSlotsInSlotFreeRoles) {
    write("skill/en-US/a.entity", "to {x}\nred\n");
    write("skill/en-US/b.voc", "to {x}\n");
    write("skill/en-US/c.blacklist", "{x}\n");
    const Locale locale = load();
    EXPECT_THAT(texts(locale.report.errors),
                AllOf(Contains(HasSubstr("a.entity:1: ")),
                      Contains(HasSubstr("b.voc:1: ")),
                      Contains(HasSubstr("c.blacklist:1"))));
    EXPECT_THAT(locale.languages.at("en-US").entities[0].samples, ElementsAre("red"));
}

// I2-036 I1-012
TEST_F(LocaleTest, WritesVocabulariesOut) {
    write("skill/en-US/color.entity", "<shade> (red|blue)\n");
    write("skill/en-US/shade.voc", "(dark|light)\n<deep>\n");
    write("skill/en-US/deep.voc", "deep\n");
    const auto resources = english();
    EXPECT_EQ(
        resources.entities[0],
        (EntityDefinition{"media.skill", "color", "en-US", {"(dark|light|deep) (red|blue)"}}));
    EXPECT_THAT(resources.vocabularies.at("shade"), ElementsAre("(dark|light)", "deep"));
}

// I1-027 I2-024
TEST_F(LocaleTest, ABadVocabularyLineCostsOnlyItself) {
    write("skill/en-US/a.voc", "one\n<b>\n(broken\n");
    write("skill/en-US/b.voc", "two\n<a>\n");
    write("skill/en-US/go.intent", "go <a>\n");
    const Locale locale = load();
    EXPECT_THAT(locale.languages.at("en-US").templates[0].samples, ElementsAre("go one"));
    EXPECT_THAT(texts(locale.report.errors),
                AllOf(Contains(HasSubstr("a.voc:2: ")),
                      Contains(HasSubstr("b.voc:2: ")),
                      Contains(HasSubstr("a.voc:3:1: "))));
}

// I2-040
TEST_F(LocaleTest, ABlacklistBelongsToTheIntentBeforeTheSlot) {
    write("skill/en-US/play.intent", "play {play}\nplay the {song}\n");
    write("skill/en-US/play.entity", "x\n");
    write("skill/en-US/play.blacklist", "trailer\n");
    const auto resources = english();
    EXPECT_THAT(resources.templates[0].blacklist, ElementsAre("trailer"));
    EXPECT_THAT(resources.templates[0].slot_blacklist, IsEmpty());
    EXPECT_THAT(resources.slot_blacklists, IsEmpty());
}

// I2-040
TEST_F(LocaleTest, ABlacklistWithoutTargetIsInert) {
    write("skill/en-US/play.intent", "play it\n");
    write("skill/en-US/nobody.blacklist", "trailer\n");
    const Locale locale = load();
    EXPECT_THAT(locale.report.errors, IsEmpty());
    EXPECT_THAT(texts(locale.report.warnings), ElementsAre(HasSubstr("nobody.blacklist")));
}

// I2-047 I2-048
TEST_F(LocaleTest, RequiredSlotsThatCannotBeReadRefuseTheIntent) {
    write("skill/en-US/a.intent", "go to {x}\n");
    write("skill/en-US/a.required", "{x}\n");
    write("skill/en-US/b.intent", "go to {x}\n");
    write("skill/en-US/b.required", "y\n");
    write("skill/en-US/c.required", "x\n");
    write("skill/en-US/d.intent", "go to {x}\n");
    write("skill/en-US/d.required", "x\nx\n");
    const Locale locale = load();
    EXPECT_THAT(locale.languages.at("en-US").templates,
                ElementsAre(AllOf(Field(&TemplateDefinition::intent_name, "d"),
                                  Field(&TemplateDefinition::required_slots, ElementsAre("x")))));
    EXPECT_THAT(texts(locale.report.errors),
                AllOf(Contains(HasSubstr("a.required:1")),
                      Contains(HasSubstr("'y'")),
                      Contains(HasSubstr("c.required: "))));
}

// I1-008 I4-035
TEST_F(LocaleTest, DerivesSlotTypesFromPrefixes) {
    write("skill/en-US/a.intent", "in {duration:length}\nfor {length} and {foo:bar}\n");
    const Locale locale = load();
    const auto& made = locale.languages.at("en-US").templates[0];
    EXPECT_EQ(made.slot_types, (std::map<std::string, std::string>{{"length", "duration"}}));
    EXPECT_THAT(made.samples, ElementsAre("in {length}", "for {length} and {bar}"));
    EXPECT_THAT(texts(locale.report.warnings), ElementsAre(HasSubstr("a.intent:2:")));
}

// I2-008 I2-009 I2-010 I2-012 I2-013 I2-037
TEST_F(LocaleTest, ReportsWhatALanguageLacksApartFromErrors) {
    write("skill/en-US/play.intent", "play {song}\nplay {song} by {artist}\n");
    write("skill/en-US/play.blacklist", "x\n");
    write("skill/en-US/say.dialog", "Hi.\n");
    write("skill/en-US/who.prompt", "Hi.\n");
    write("skill/de-DE/play.intent", "spiele {song}\n");
    const Locale locale = load();
    EXPECT_THAT(locale.report.errors, IsEmpty());
    using Kind = ParityGap::Kind;
    EXPECT_EQ(locale.report.gaps,
              (std::vector<ParityGap>{
                  {Kind::missing_resource, "de-DE", LocaleRole::dialog, "say", ""},
                  {Kind::missing_slot, "de-DE", LocaleRole::intent, "play", "artist"},
                  {Kind::missing_entity, "de-DE", LocaleRole::entity, "song", ""},
                  {Kind::missing_entity, "en-US", LocaleRole::entity, "artist", ""},
                  {Kind::missing_entity, "en-US", LocaleRole::entity, "song", ""},
              }));
    EXPECT_THAT(locale.languages.at("de-DE").templates, SizeIs(1));
    EXPECT_THAT(locale.languages.at("de-DE").dialogs, IsEmpty());
}

// I2-011
TEST_F(LocaleTest, AMissingVocabularyAnIntentNamesIsAnErrorAndNoGap) {
    write("skill/en-US/halt.intent", "halt <beep>\n");
    write("skill/en-US/beep.voc", "beep\n");
    write("skill/de-DE/halt.intent", "halt <beep>\nhalt an\n");
    const Locale locale = load();
    EXPECT_THAT(locale.languages.at("de-DE").templates, IsEmpty());
    EXPECT_THAT(texts(locale.report.errors), Contains(HasSubstr("halt.intent:1:6: ")));
    EXPECT_THAT(locale.report.gaps, IsEmpty());

    write("skill/de-DE/halt.intent", "halt an\n");
    const Locale unused = load();
    EXPECT_THAT(unused.report.errors, IsEmpty());
    EXPECT_THAT(unused.report.gaps,
                ElementsAre(ParityGap{
                    ParityGap::Kind::missing_resource, "de-DE", LocaleRole::voc, "beep", ""}));
}

// I2-026
TEST_F(LocaleTest, BoundsTheSizeOfAFile) {
    write("skill/en-US/a.intent", std::string(locale_file_bytes_max + 1, 'a'));
    write("skill/en-US/b.intent", "fine so far\n");
    const Locale locale = load();
    EXPECT_THAT(texts(locale.report.errors), ElementsAre(HasSubstr("larger than")));
    EXPECT_THAT(locale.languages.at("en-US").templates, SizeIs(1));
}

TEST_F(LocaleTest, FollowsNoLinksInCircles) {
    write("skill/en-US/a.intent", "fine so far\n");
    fs::create_directory_symlink(root / "skill" / "en-US", root / "skill" / "en-US" / "loop");
    const Locale locale = load();
    EXPECT_FALSE(locale.report.skill_malformed);
    EXPECT_THAT(locale.report.warnings, SizeIs(1));
}

TEST_F(LocaleTest, AMissingFolderIsEmpty) {
    const Locale locale = load();
    EXPECT_THAT(locale.languages, IsEmpty());
    EXPECT_THAT(locale.report.errors, IsEmpty());
}

}  // namespace
}  // namespace utter::intent
