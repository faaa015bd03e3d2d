#include "utter/llm/utf8_joiner.hpp"

#include <gtest/gtest.h>

namespace utter::llm {
namespace {

TEST(Utf8Joiner, JoinsCharactersThatWereCutAnywhere) {
    const std::string text = "aü€😀z";
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
        Utf8Joiner joiner;
        auto joined = joiner.feed(text.substr(0, cut));
        joined += joiner.feed(text.substr(cut));
        EXPECT_EQ(joined, text) << cut;
    }
}

TEST(Utf8Joiner, LeavesOutWhatIsNoCharacter) {
    Utf8Joiner joiner;
    EXPECT_EQ(joiner.feed("a\xFF\x80 b\xC3"), "a b");
    EXPECT_EQ(joiner.feed("c"), "c");              // the half character had no rest
    EXPECT_EQ(joiner.feed("\xED\xA0\x80!"), "!");  // a surrogate
    EXPECT_EQ(joiner.feed("\xC0\xAF\xF5?"), "?");  // too long, too high
}

}  // namespace
}  // namespace utter::llm
