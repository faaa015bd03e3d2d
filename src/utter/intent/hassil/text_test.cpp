#include "utter/intent/hassil/text.hpp"

#include <gtest/gtest.h>

#include "utter/intent/hassil/recognizer.hpp"

namespace utter::intent::hassil {
namespace {

std::string without_punctuation(std::string_view text) {
    return encode(remove_punctuation(decode(text)));
}

// HASS-004
TEST(Text, LosesPunctuationAtTheEdgesOfWordsOnly) {
    const std::pair<const char*, const char*> cases[] = {{"Turn it on!", "Turn it on"},
                                                         {"a, b", "a b"},
                                                         {"a,b", "a,b"},
                                                         {"set 2.5 now", "set 2.5 now"},
                                                         {"3:45", "3:45"},
                                                         {"A.C.", "A.C."},
                                                         {"the A.C.", "the A.C"},
                                                         {"\u00bfqu\u00e9?", "qu\u00e9"},
                                                         {"what's up", "what's up"},
                                                         {"dogs\u2019 bed", "dogs bed"},
                                                         {"it\u2019s", "it\u2019s"},
                                                         {"well... no", "well no"},
                                                         {"\u4f60\u597d\u3002", "\u4f60\u597d"}};
    for (const auto& [text, expected] : cases)
        EXPECT_EQ(without_punctuation(text), expected) << text;
}

// HASS-004
TEST(Text, DropsSkipWordsAsWholeWordsLongestFirst) {
    const SkipWords words({"please", "could you", "could"}, false);
    EXPECT_EQ(encode(prepare(words, "Could you, PLEASE, turn it on")), "turn it on");
    EXPECT_EQ(encode(prepare(words, "pleased to meet")), "pleased to meet");
    EXPECT_EQ(encode(prepare(words, "e\u0301te\u0301  x ")), "\u00e9t\u00e9 x");
    EXPECT_EQ(encode(prepare(SkipWords({"\u8bf7"}, true), "\u8bf7\u6253\u5f00")), "\u6253\u5f00");
}

TEST(Text, FoldsOneLetterToOneLetter) {
    EXPECT_EQ(fold_case(U'\u03a3'), fold_case(U'\u03c2'));
    EXPECT_NE(fold_case(U'\u00df'), U's');
    EXPECT_NE(fold_case(U'\u0130'), U'i');
}

TEST(Text, SurvivesBytesThatAreNoText) {
    EXPECT_EQ(encode(decode("a\xff\xc3")), "a\xef\xbf\xbd\xef\xbf\xbd");
}

}  // namespace
}  // namespace utter::intent::hassil
