#include "utter/transform/number_digits.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace utter::transform {
namespace {

using testing::ElementsAre;

std::vector<std::string> offered(const std::string& utterance,
                                 std::optional<std::string> lang = std::nullopt) {
    NumberDigits transformer("en-US");
    Utterances utterances{{utterance, "other"}, std::move(lang)};
    json::object context;
    transformer.transform(utterances, context);
    EXPECT_TRUE(context.empty());
    return utterances.candidates;
}

TEST(NumberDigits, OffersDigitsBehindTheOtherCandidates) {
    EXPECT_THAT(offered("What's twenty five plus two?"),
                ElementsAre("What's twenty five plus two?", "other", "what is 25 plus 2"));
    EXPECT_THAT(offered("play one hundred and one songs").back(), "play 101 songs");
    EXPECT_THAT(offered("wecke mich in dreiundzwanzig Minuten", "de-DE").back(),
                "wecke mich in 23 minuten");
    EXPECT_THAT(offered("mets un minuteur de soixante-quinze minutes", "fr-FR").back(),
                "mets un minuteur de 75 minutes");
    EXPECT_THAT(offered("somma ventuno e ventotto", "it-IT").back(), "somma 21 e 28");
}

TEST(NumberDigits, LeavesTheRestAlone) {
    EXPECT_THAT(offered("turn on a light"), ElementsAre("turn on a light", "other"));
    EXPECT_THAT(offered("mach ein Licht an", "de"), ElementsAre("mach ein Licht an", "other"));
    EXPECT_THAT(offered("set it to 25"), ElementsAre("set it to 25", "other"));
    EXPECT_THAT(offered("huit", "fr-XX").size(), testing::Ge(2U));
    EXPECT_THAT(offered("tlh nine", "tlh"), ElementsAre("tlh nine", "other"));
}

}  // namespace
}  // namespace utter::transform
