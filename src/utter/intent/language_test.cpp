#include "utter/intent/language.hpp"

#include <gmock/gmock.h>

#include <vector>

namespace utter::intent {
namespace {

std::string closest(std::string_view target,
                    const std::vector<std::string>& available,
                    int max = 10) {
    const auto found = closest_language(target, available, max);
    return found ? available[*found] : "none";
}

// I2-001
TEST(Language, StandardizesTags) {
    EXPECT_EQ(standardize_tag("en_us"), "en-US");
    EXPECT_EQ(standardize_tag("PT"), "pt");
    EXPECT_EQ(standardize_tag("zh-hant-tw"), "zh-Hant-TW");
    EXPECT_EQ(standardize_tag("tgl"), "tl");
    EXPECT_EQ(standardize_tag("tl"), "tl");
    EXPECT_EQ(standardize_tag("es-419"), "es-419");
    EXPECT_EQ(standardize_tag("en-x-us"), "en-x-us");
    EXPECT_EQ(standardize_tag(""), "");
    EXPECT_EQ(standardize_tag("en-"), "en-");
}

// I2-001
TEST(Language, ComparesTagsWithoutCase) {
    EXPECT_EQ(fold_tag("en-US"), fold_tag("EN_us"));
    EXPECT_EQ(tag_distance("en-us", "en-US"), 0);
}

// I2-007
TEST(Language, MeasuresTheDistanceOfTags) {
    EXPECT_EQ(tag_distance("pt", "pt-PT"), 0);
    EXPECT_EQ(tag_distance("pt", "pt-BR"), 3);
    EXPECT_EQ(tag_distance("en", "en-GB"), 3);
    EXPECT_EQ(tag_distance("en-AU", "en-GB"), 5);
    EXPECT_EQ(tag_distance("bs", "hr"), 100);
}

// I2-007
TEST(Language, FindsTheClosest) {
    EXPECT_EQ(closest("en-AU", {"pt-BR", "en-US", "de-DE"}), "en-US");
    EXPECT_EQ(closest("pt", {"pt-BR", "pt-PT"}), "pt-PT");
    EXPECT_EQ(closest("zz-ZZ", {"en-US", "de-DE"}), "none");
    EXPECT_EQ(closest("en-AU", {"en-US"}, 0), "none");
    EXPECT_EQ(closest("en-us", {"en-US"}, 0), "en-US");
    EXPECT_EQ(closest("en-AU", {"en-US", "en-GB"}), "en-US");
    EXPECT_EQ(closest("bs", {"hr"}, 1000), "none");
}

TEST(Language, KnowsTheShapeOfATag) {
    for (const char* tag : {"en", "en-US", "zh-Hant-TW", "ast", "es-419"}) {
        EXPECT_TRUE(is_language_tag(tag)) << tag;
    }
    for (const char* tag : {"", "e", "english", "en_US", "en-", "1n", "en--US"}) {
        EXPECT_FALSE(is_language_tag(tag)) << tag;
    }
}

}  // namespace
}  // namespace utter::intent
