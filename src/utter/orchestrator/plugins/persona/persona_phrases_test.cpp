#include "utter/orchestrator/plugins/persona/persona_phrases.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>

namespace utter::orchestrator {
namespace {

intent::LocaleSources sources() {
    intent::LocaleSources out;
    out.skill =
        std::filesystem::path(UTTER_SOURCE_DIR) / "src/utter/orchestrator/plugins/persona/locale";
    return out;
}

// PERS-005
TEST(PersonaPhrases, HaveASoundLocale) {
    const auto locale = intent::load_locale("persona", sources());
    for (const auto& problem : locale.report.errors) ADD_FAILURE() << intent::to_string(problem);
    for (const auto& problem : locale.report.warnings) ADD_FAILURE() << intent::to_string(problem);
    for (const auto& gap : locale.report.gaps) {
        // The persona's name and the query are open on purpose.
        if (gap.kind == intent::ParityGap::Kind::missing_entity) continue;
        ADD_FAILURE() << gap.lang << " lacks " << intent::to_string(gap.role) << " " << gap.name;
    }
    EXPECT_EQ(locale.languages.size(), 3U);
}

// PERS-004
TEST(PersonaPhrases, UnderstandTheCommands) {
    PersonaPhrases phrases(sources(), {"en-US", "de-DE", "es-ES"});
    phrases.set_names({"Doctor Who", "alice"});
    struct Case {
        const char* lang;
        const char* utterance;
        const char* name;
        const char* persona;
        const char* query;
    };
    const auto cases = std::to_array<Case>({
        {"en-US", "talk to alice", "summon", "alice", ""},
        {"en-US", "Could you please put me through to Doctor Who?", "summon", "Doctor Who", ""},
        {"en-US", "stop talking to alice", "release", "alice", ""},
        {"en-US", "end the conversation", "release", "", ""},
        {"en-US", "ask alice about the sea", "ask", "alice", "the sea"},
        {"en-US", "ask Doctor Who who he is", "ask", "Doctor Who", "who he is"},
        {"en-US", "which personas do you have", "list", "", ""},
        {"en-US", "who am i talking to", "check", "", ""},
        {"de-DE", "Sprich bitte mit Alice", "summon", "Alice", ""},
        {"de-DE", "beende das Gespräch", "release", "", ""},
        {"de-DE", "frag mal Alice wie das Wetter ist", "ask", "Alice", "wie das Wetter ist"},
        {"de-DE", "welche Personas gibt es", "list", "", ""},
        {"de-DE", "mit wem spreche ich gerade", "check", "", ""},
        {"es-ES", "quiero hablar con Alice", "summon", "Alice", ""},
        {"es-ES", "pregúntale a Alice sobre el mar", "ask", "Alice", "el mar"},
    });
    for (const auto& one : cases) {
        const auto found = phrases.find(std::array<std::string, 1>{one.utterance}, one.lang);
        ASSERT_TRUE(found) << one.utterance;
        EXPECT_EQ(found->name, one.name) << one.utterance;
        EXPECT_EQ(found->persona, one.persona) << one.utterance;
        EXPECT_EQ(found->query, one.query) << one.utterance;
    }
    for (const auto* other : {"what time is it", "stop", "talk to me about the sea now"}) {
        const auto found = phrases.find(std::array<std::string, 1>{other}, "en-US");
        EXPECT_TRUE(!found || found->name == "summon") << other;
    }
}

TEST(PersonaPhrases, SpeakEnglishWhereTheyKnowNoBetter) {
    PersonaPhrases phrases(sources(), {"en-US"});
    EXPECT_EQ(phrases.say("active", "fr-FR", {{"name", "Alice"}}), "You are talking to Alice.");
    EXPECT_EQ(phrases.say("active", "de-DE", {{"name", "Alice"}}), "Du sprichst mit Alice.");
    EXPECT_NE(phrases.prompt("spoken", "fr-FR", {{"name", "A"}, {"lang", "fr-FR"}}).find("fr-FR"),
              std::string::npos);
}

}  // namespace
}  // namespace utter::orchestrator
