#include "utter/core/log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <sstream>
#include <thread>
#include <vector>

namespace utter::log {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

class Log : public testing::Test {
  protected:
    void SetUp() override { configure({}); }
    void TearDown() override { configure({}); }
};

// One line with a single field, as it would be printed.
std::string line_of(std::string_view value) {
    const Capture capture;
    info("event", {{"key", value}});
    return capture.text();
}

// What reaches standard error while `speak` runs.
template <class Speak>
std::string stderr_of(Speak speak) {
    testing::internal::CaptureStderr();
    speak();
    return testing::internal::GetCapturedStderr();
}

TEST_F(Log, WritesEventAndFieldsInOrder) {
    const Capture capture;
    warning("bus.closed", {{"client", 7}, {"clean", false}, {"code", "too_slow"}, {"took", 0.5}});
    EXPECT_EQ(capture.text(),
              "WARNING bus.closed client=7 clean=false code=too_slow took=0.500000\n");
}

TEST_F(Log, QuotesWhatWouldReadAsSeveralFields) {
    EXPECT_EQ(line_of("plain"), "INFO    event key=plain\n");
    EXPECT_EQ(line_of("two words"), "INFO    event key=\"two words\"\n");
    EXPECT_EQ(line_of("a=b"), "INFO    event key=\"a=b\"\n");
    EXPECT_EQ(line_of("say \"hi\""), "INFO    event key=\"say \\\"hi\\\"\"\n");
    EXPECT_EQ(line_of("back\\slash"), "INFO    event key=\"back\\\\slash\"\n");
    EXPECT_EQ(line_of(""), "INFO    event key=\"\"\n");
}

TEST_F(Log, LeavesOtherLanguagesReadable) {
    EXPECT_EQ(line_of("früh"), "INFO    event key=früh\n");
    EXPECT_EQ(line_of("上午 好"), "INFO    event key=\"上午 好\"\n");
}

TEST_F(Log, LetsNobodyForgeALine) {
    EXPECT_EQ(line_of("x\nERROR   forged"), "INFO    event key=\"x\\nERROR   forged\"\n");
    EXPECT_EQ(line_of("x\r<0>forged"), "INFO    event key=\"x\\x0d<0>forged\"\n");
    EXPECT_EQ(line_of("\x1b[2J"), "INFO    event key=\"\\x1b[2J\"\n");
    EXPECT_EQ(line_of(std::string_view("\0", 1)), "INFO    event key=\"\\x00\"\n");
    EXPECT_EQ(line_of("\x7f"), "INFO    event key=\"\\x7f\"\n");
}

TEST_F(Log, EscapesTheControlCharactersAboveAscii) {
    EXPECT_EQ(line_of("\xc2\x9b[2J"), "INFO    event key=\"\\xc2\\x9b[2J\"\n");
    EXPECT_EQ(line_of("\xc2\xa0"), "INFO    event key=\xc2\xa0\n");
    EXPECT_EQ(line_of("\xc2"), "INFO    event key=\xc2\n");
}

TEST_F(Log, KeepsHostileNamesInTheirLine) {
    const Capture capture;
    info("event\nERROR   forged", {{"a\nb", 1}, {"c=d", 2}});
    EXPECT_EQ(capture.text(), "INFO    \"event\\nERROR   forged\" \"a\\nb\"=1 \"c=d\"=2\n");
}

TEST_F(Log, DropsWhatUsersSayUnlessAsked) {
    const auto speak = [] {
        const Capture capture;
        info("stt.final", {{"took_ms", 3}, {"pii.text", "call my mother"}});
        return capture.text();
    };
    EXPECT_EQ(speak(), "INFO    stt.final took_ms=3\n");
    configure({.level = Level::info, .pii = true});
    EXPECT_EQ(speak(), "INFO    stt.final took_ms=3 pii.text=\"call my mother\"\n");
}

TEST_F(Log, PrintsFromTheConfiguredLevelUp) {
    const auto speak = [] {
        debug("debug.event");
        info("info.event");
        warning("warning.event");
        error("error.event");
    };
    configure({.level = Level::warning, .pii = false});
    EXPECT_THAT(stderr_of(speak),
                AllOf(Not(HasSubstr("debug.event")),
                      Not(HasSubstr("info.event")),
                      HasSubstr("WARNING warning.event\n"),
                      HasSubstr("ERROR   error.event\n")));
    EXPECT_FALSE(enabled(Level::info));
    EXPECT_TRUE(enabled(Level::warning));
    configure({.level = Level::debug, .pii = false});
    EXPECT_THAT(stderr_of(speak), HasSubstr("DEBUG   debug.event\n"));
}

TEST_F(Log, StartsLinesWithATimeOutsideTheJournal) {
    EXPECT_THAT(
        stderr_of([] { info("event"); }),
        ContainsRegex("^[0-9]+-[0-9]+-[0-9]+ [0-9]+:[0-9]+:[0-9]+\\.[0-9]+ INFO    event\n"));
}

TEST_F(Log, DoesNotFormatWhatItPrints) {
    EXPECT_THAT(stderr_of([] { info("event", {{"key", "{}%v%n{0}"}}); }),
                EndsWith(" INFO    event key={}%v%n{0}\n"));
}

TEST_F(Log, KeepsLinesOfThreadsApart) {
    constexpr int threads = 4;
    constexpr int lines = 200;
    const auto printed = stderr_of([] {
        std::vector<std::jthread> writers;
        writers.reserve(threads);
        for (int id = 0; id < threads; ++id) {
            writers.emplace_back([id] {
                for (int i = 0; i < lines; ++i) info("event", {{"thread", id}, {"text", "a b"}});
            });
        }
    });
    std::istringstream in(printed);
    std::string line;
    int count = 0;
    while (std::getline(in, line)) {
        EXPECT_THAT(line, ContainsRegex(" INFO    event thread=[0-3] text=\"a b\"$"));
        ++count;
    }
    EXPECT_EQ(count, threads * lines);
}

TEST_F(Log, CapturesFromEveryThread) {
    const Capture capture;
    {
        const std::jthread one([] { info("one"); });
        const std::jthread two([] { info("two"); });
    }
    EXPECT_THAT(capture.text(), AllOf(HasSubstr("one\n"), HasSubstr("two\n")));
}

TEST_F(Log, PrintsNothingWhileCaptured) {
    EXPECT_EQ(stderr_of([] {
                  const Capture capture;
                  error("event");
              }),
              "");
}

// Whether we write to the journal is decided once, so each case needs a process of its own.
[[noreturn]] void log_with_stream(bool ours) {
    struct stat info{};
    fstat(2, &info);
    const auto stream =
        std::to_string(info.st_dev) + ":" + std::to_string(info.st_ino + (ours ? 0U : 1U));
    setenv("JOURNAL_STREAM", stream.c_str(), 1);
    configure({.level = Level::debug, .pii = false});
    debug("d");
    log::info("i");
    warning("w", {{"key", "x\n<0>forged"}});
    error("e");
    std::exit(0);
}

TEST(LogJournalDeathTest, MarksPrioritiesForTheJournal) {
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    EXPECT_EXIT(log_with_stream(true),
                testing::ExitedWithCode(0),
                "^<7>d\n<6>i\n<4>w key=\"x.n<0>forged\"\n<3>e\n$");
}

TEST(LogJournalDeathTest, IgnoresAJournalStreamThatIsNotOurs) {
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    EXPECT_EXIT(
        log_with_stream(false), testing::ExitedWithCode(0), "^[0-9-]+ [0-9:.]+ DEBUG   d\n");
}

TEST(LogLevel, ParsesItsOwnNamesInAnyCase) {
    for (const auto level : {Level::debug, Level::info, Level::warning, Level::error}) {
        EXPECT_EQ(parse_level(to_string(level)), level);
    }
    EXPECT_EQ(parse_level("warn"), Level::warning);
    EXPECT_EQ(parse_level("Error"), Level::error);
}

TEST(LogLevel, SaysWhichNamesThereAre) {
    const auto level = parse_level("loud");
    ASSERT_FALSE(level);
    EXPECT_EQ(level.error().code, ErrorCode::invalid_argument);
    EXPECT_THAT(level.error().detail, HasSubstr("DEBUG, INFO, WARNING, ERROR"));
}

}  // namespace
}  // namespace utter::log
