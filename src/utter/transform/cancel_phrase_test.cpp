#include "utter/transform/cancel_phrase.hpp"

#include <gtest/gtest.h>

namespace utter::transform {
namespace {

bool cancels(const std::string& utterance, std::optional<std::string> lang = std::nullopt) {
    CancelPhrase transformer("en-US");
    Utterances utterances{{utterance, "never mind"}, std::move(lang)};
    json::object context;
    transformer.transform(utterances, context);
    EXPECT_EQ(utterances.candidates.front(), utterance);
    if (!context.contains("canceled")) return false;
    EXPECT_EQ(context, (json::object{{"canceled", true}, {"cancel_reason", "stop_word"}}));
    return true;
}

TEST(CancelPhrase, AnUtteranceTakenBackAtItsEndIsCancelled) {
    EXPECT_TRUE(cancels("set a timer for ten, no... Never mind!"));
    EXPECT_TRUE(cancels("forget it"));
    EXPECT_TRUE(cancels("stell einen Timer ach vergiss es", "de-AT"));
    EXPECT_TRUE(cancels("pon un temporizador, olvídalo", "es-MX"));
    EXPECT_TRUE(cancels("mets un minuteur, oublie ça", "fr-FR"));
    EXPECT_TRUE(cancels("Imposta un timer... lascia perdere!", "it-IT"));
    EXPECT_TRUE(cancels("põe um alarme, deixa lá", "pt-BR"));
    EXPECT_TRUE(cancels("zet een wekker, laat maar", "nl"));
}

TEST(CancelPhrase, WhoWaitsForAnAnswerWaitsNoMore) {
    CancelPhrase transformer("en-US");
    Utterances utterances{{"oh never mind"}, std::nullopt};
    json::object context{
        {"session", {{"session_id", "s"}, {"response_mode", {{"skill_id", "a"}}}}}};
    transformer.transform(utterances, context);
    EXPECT_EQ(context.at("session"), (json::object{{"session_id", "s"}}));
}

TEST(CancelPhrase, WishesAndOtherWordsPass) {
    EXPECT_FALSE(cancels("cancel the timer"));
    EXPECT_FALSE(cancels("never mind the gap"));
    EXPECT_FALSE(cancels("play unforget it"));
    EXPECT_FALSE(cancels("what time is it"));
    EXPECT_FALSE(cancels("never mind", "fr-FR"));
    EXPECT_FALSE(cancels("never mind", "de-DE"));
}

}  // namespace
}  // namespace utter::transform
