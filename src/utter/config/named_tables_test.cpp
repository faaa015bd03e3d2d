#include "utter/config/named_tables.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "utter/config/load.hpp"
#include "utter/config/show.hpp"

namespace utter::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

ConfigLoad load(std::string text) {
    return load_settings({.files = {{"user.toml", true, std::move(text)}}});
}

std::string only_problem(std::string text) {
    const auto loaded = load(std::move(text));
    EXPECT_EQ(loaded.problems.size(), 1U);
    return loaded.problems.empty() ? "" : to_string(loaded.problems.front());
}

constexpr auto sound = R"([llm.home]
type = "ollama"
url = "http://127.0.0.1:11434"
stall_timeout = "5s"

[persona]
default = "alice"

[persona.alice]
name = "Alice"
system_prompt = """
You are Alice.
Be kind."""
model = "llama3.2"
tools = ["*", "timer_utter/set_timer"]
temperature = 0.5
max_tokens = 200
)";

TEST(NamedTables, AreRead) {
    const auto loaded = load(sound);
    for (const auto& problem : loaded.problems) ADD_FAILURE() << to_string(problem);
    const auto& home = loaded.settings.llm.at("home");
    EXPECT_EQ(home.type, "ollama");
    EXPECT_EQ(home.stall_timeout, std::chrono::seconds(5));
    EXPECT_EQ(home.first_timeout, LlmSettings{}.first_timeout);
    const auto& alice = loaded.settings.persona.entries.at("alice");
    EXPECT_EQ(alice.system_prompt, "You are Alice.\nBe kind.");
    EXPECT_THAT(alice.tools, ElementsAre("*", "timer_utter/set_timer"));
    EXPECT_EQ(alice.max_tokens, 200U);
    EXPECT_EQ(loaded.settings.persona.default_persona, "alice");
}

TEST(NamedTables, AreShownWithTheirOrigins) {
    const auto text = show_text(load(sound));
    EXPECT_THAT(text, HasSubstr("llm.home.url = \"http://127.0.0.1:11434\""));
    EXPECT_THAT(text, HasSubstr("persona.alice.max_tokens = 200"));
    EXPECT_THAT(text, HasSubstr("user.toml:3"));
    const auto again = load(text);
    for (const auto& problem : again.problems) ADD_FAILURE() << to_string(problem);
    EXPECT_EQ(show_text(again).size() > 0, true);
    EXPECT_EQ(again.settings.persona.entries.at("alice").temperature, 0.5);
}

TEST(NamedTables, NameWhatIsWrong) {
    EXPECT_THAT(
        only_problem("[llm.a]\nurl = \"http://x\"\nretries = 11\n"),
        HasSubstr("user.toml:3:11: 'llm.a.retries' must be an integer from 0 to 10, got 11"));
}

TEST(NamedTables, SuggestTheSettingThatWasMeant) {
    EXPECT_THAT(
        only_problem("[llm.a]\nurl = \"http://x\"\nkeyfile = \"k\"\n"),
        HasSubstr("user.toml:3:1: key 'llm.a.keyfile' is unknown; did you mean 'key_file'?"));
}

TEST(NamedTables, BelongTogether) {
    EXPECT_THAT(only_problem("[llm.a]\ntype = \"openai\"\n"), HasSubstr("'llm.a.url' is missing"));
    EXPECT_THAT(only_problem("[persona.p]\nmodel = \"m\"\n"),
                HasSubstr("needs a table [llm.NAME]"));
    EXPECT_THAT(only_problem("[llm.a]\nurl = \"http://x\"\n[persona.p]\nprovider = \"a\"\n"),
                HasSubstr("'persona.p.model' is missing"));
    EXPECT_THAT(
        only_problem("[llm.a]\nurl=\"http://x\"\n[persona.p]\nmodel=\"m\"\nprovider=\"b\"\n"),
        HasSubstr("there is no [llm.b]"));
    EXPECT_THAT(only_problem("[llm.a]\nurl=\"http://x\"\n[llm.b]\nurl=\"http://y\"\n"
                             "[persona.p]\nmodel=\"m\"\n"),
                HasSubstr("must say which"));
    EXPECT_THAT(only_problem("[persona]\ndefault = \"x\"\n"), HasSubstr("'persona.default'"));
    EXPECT_THAT(only_problem("llm = 3\n"), HasSubstr("'llm'"));
    EXPECT_THAT(only_problem("[llm]\nurl = \"http://x\"\n"),
                HasSubstr("'llm.url' must be a table"));
    EXPECT_THAT(only_problem("[llm.\"a.b\"]\nurl = \"http://x\"\n"), HasSubstr("letters, digits"));
    EXPECT_THAT(only_problem("[persona]\nx = 1\n"), HasSubstr("'persona.x' is unknown"));
}

// PERS-034
TEST(NamedTables, PersonasAreNeverTheLastToAnswer) {
    EXPECT_THAT(only_problem("[orchestrator]\npipeline = [\"persona\", \"persona_fallback\"]\n"),
                HasSubstr("must not end with persona_fallback"));
    EXPECT_NE(Settings{}.orchestrator.pipeline.back(), "persona_fallback");
}

// PERS-033
TEST(NamedTables, StandInTheDefaultPipelineAfterTheIntentsAndBeforeTheFallback) {
    const auto& pipeline = Settings{}.orchestrator.pipeline;
    const auto at = [&](std::string_view name) {
        return std::ranges::find(pipeline, name) - pipeline.begin();
    };
    EXPECT_LT(at("stop"), at("converse"));
    EXPECT_LT(at("converse"), at("template"));
    EXPECT_LT(at("keyword"), at("persona"));
    EXPECT_LT(at("persona"), at("persona_fallback"));
    EXPECT_LT(at("persona_fallback"), at("fallback"));
}

TEST(NamedTables, DescribeEverySetting) {
    for (const auto table : {llm_key, persona_key}) {
        for (const auto& row : named_rows(table)) {
            EXPECT_TRUE(row.key.starts_with(std::string(table) + ".NAME.")) << row.key;
            EXPECT_TRUE(row.description.ends_with(".")) << row.key;
            const auto type = type_name(row);
            EXPECT_EQ(row.rule != nullptr, type == "text" || type == "list of text") << row.key;
        }
    }
    EXPECT_THAT(named_rows("bus"), IsEmpty());
}

}  // namespace
}  // namespace utter::config
