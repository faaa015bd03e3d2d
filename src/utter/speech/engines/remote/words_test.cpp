#include "utter/speech/engines/remote/words.hpp"

#include <gtest/gtest.h>

#include <string_view>

namespace utter::speech::remote {
namespace {

TEST(ServiceWords, KeepsWhatBelongsToWords) {
    const auto words = [](std::string_view text) { return transcript_words(text, "en-US"); };
    EXPECT_EQ(words(" What time is it?\n"), "what time is it");
    EXPECT_EQ(words("It's 10:30, or 3.5 -- \"no\"!"), "it's 10:30 or 3.5 no");
    EXPECT_EQ(words("Set it to -5 degrees, 20%."), "set it to -5 degrees 20%");
    EXPECT_EQ(words("¿Qué HORA es?"), "qué hora es");
    EXPECT_EQ(words("well-known... twenty - one"), "well-known twenty one");
    EXPECT_EQ(words(" ... "), "");
    EXPECT_EQ(transcript_words("İZMİR ILIK", "tr-TR"), "izmir ılık");
}

TEST(ServiceWords, SendsOnlyCleanText) {
    EXPECT_EQ(speakable_text("  a\tb\x01 \n"), "a b");
    EXPECT_EQ(speakable_text("ok \xff"), "ok \xEF\xBF\xBD");
    EXPECT_TRUE(is_pronounceable("... 1"));
    EXPECT_FALSE(is_pronounceable(" ...?! "));
}

}  // namespace
}  // namespace utter::speech::remote
