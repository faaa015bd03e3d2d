#include "utter/orchestrator/plugins/persona/sentence_splitter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace utter::orchestrator {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<std::string> split(std::string_view text, std::string_view lang, std::size_t piece) {
    SentenceSplitter splitter(lang);
    std::vector<std::string> out;
    for (std::size_t at = 0; at < text.size(); at += piece) {
        for (auto& sentence : splitter.feed(text.substr(at, piece))) out.push_back(sentence);
    }
    if (auto rest = splitter.finish(); !rest.empty()) out.push_back(rest);
    return out;
}

template <class Matcher>
void expect_split(std::string_view text, std::string_view lang, const Matcher& matcher) {
    for (const std::size_t piece : {1, 3, 1000}) EXPECT_THAT(split(text, lang, piece), matcher);
}

TEST(SentenceSplitter, CutsAtTheEndsOfSentences) {
    expect_split("Hello there. How are you? I am fine! Good",
                 "en-US",
                 ElementsAre("Hello there.", "How are you?", "I am fine!", "Good"));
    expect_split(
        "Er kam. \"Wirklich?\" Ja!", "de-DE", ElementsAre("Er kam.", "\"Wirklich?\"", "Ja!"));
}

TEST(SentenceSplitter, KnowsAbbreviationsInitialsAndNumbers) {
    expect_split(
        "Dr. Smith paid 3.50 dollars to J. S. Bach, e.g. in the U.S. at 5 p.m. today. Ok.",
        "en-US",
        ElementsAre("Dr. Smith paid 3.50 dollars to J. S. Bach, e.g. in the U.S. at 5 p.m. today.",
                    "Ok."));
    expect_split("Am 3. Mai kam z. B. Dr. Maier, bzw. Frau Kurz. Gut.",
                 "de-DE",
                 ElementsAre("Am 3. Mai kam z. B. Dr. Maier, bzw. Frau Kurz.", "Gut."));
    expect_split(
        "El Sr. López vive aquí. Sí.", "es-ES", ElementsAre("El Sr. López vive aquí.", "Sí."));
    expect_split("The answer is 42. Next.", "en-US", ElementsAre("The answer is 42.", "Next."));
}

TEST(SentenceSplitter, GoesOnAfterAnEllipsisInTheMiddle) {
    expect_split(
        "Well ... maybe not. So… Yes.", "en-US", ElementsAre("Well ... maybe not.", "So…", "Yes."));
}

TEST(SentenceSplitter, TakesLinesAsSentences) {
    expect_split("First:\n1. Eggs\n2. Milk\n\nDone",
                 "en-US",
                 ElementsAre("First:", "1. Eggs", "2. Milk", "Done"));
}

TEST(SentenceSplitter, CutsOtherScripts) {
    expect_split("你好。今天好吗？好", "zh-CN", ElementsAre("你好。", "今天好吗？", "好"));
}

TEST(SentenceSplitter, SaysASentenceBeforeTheNextBegins) {
    SentenceSplitter splitter("en");
    EXPECT_THAT(splitter.feed("Once upon a time"), IsEmpty());
    EXPECT_THAT(splitter.feed(". "), ElementsAre("Once upon a time."));
}

TEST(SentenceSplitter, KeepsTheLastQuestionForTheEnd) {
    SentenceSplitter splitter("en");
    EXPECT_THAT(splitter.feed("Which one? "), IsEmpty());
    EXPECT_EQ(splitter.finish(), "Which one?");
}

TEST(SentenceSplitter, LeavesOutWhatSaysNothing) {
    expect_split("---\n***\nA.\n", "en", ElementsAre("A."));
    EXPECT_EQ(SentenceSplitter("en").finish(), "");
}

TEST(SentenceSplitter, CutsTextThatNeverEnds) {
    std::string words;
    for (int i = 0; i < 1000; ++i) words += "word, ";
    for (const auto& sentence : split(words, "en", 7)) {
        EXPECT_LE(sentence.size(), SentenceSplitter::sentence_bytes_max);
    }
    const std::string umlauts = [] {
        std::string out;
        for (int i = 0; i < 1000; ++i) out += "ü";
        return out;
    }();
    std::string joined;
    for (const auto& sentence : split(umlauts, "de", 50)) {
        EXPECT_EQ(sentence.size() % 2, 0U);
        joined += sentence;
    }
    EXPECT_EQ(joined, umlauts);
}

TEST(Speakable, DropsWhatIsOnlyForTheEye) {
    EXPECT_EQ(speakable("## **Very** good, `x`."), "Very good, x.");
    EXPECT_EQ(speakable("- an item"), "an item");
    EXPECT_EQ(speakable("2 * 3"), "2 * 3");
}

}  // namespace
}  // namespace utter::orchestrator
