#include "utter/platform/domain/persona.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace utter::platform {
namespace {

std::string first_fault(const PersonaFields& fields) {
    const auto faults = check(fields);
    return faults.empty() ? "" : faults.front().field;
}

PersonaFields good() {
    return {.name = "Watson",
            .description = "helps",
            .system_prompt = "You are Watson.\nBe brief.",
            .provider = "local",
            .model = "llama3.2:3b",
            .voice_id = "123e4567-e89b-42d3-a456-426614174000",
            .memory = 100,
            .temperature = 0.7,
            .max_tokens = 500,
            .tools = {"*", "home/lights"}};
}

TEST(PersonaFields, TakesWhatIsRight) {
    EXPECT_EQ(first_fault(good()), "");
    EXPECT_EQ(first_fault({.name = "W"}), "");
}

TEST(PersonaFields, NamesTheFieldThatIsWrong) {
    const auto with = [](auto change) {
        auto fields = good();
        change(fields);
        return first_fault(fields);
    };
    using F = PersonaFields;
    EXPECT_EQ(with([](F& f) { f.name = "  "; }), "name");
    EXPECT_EQ(with([](F& f) { f.description.assign(2'001, 'x'); }), "description");
    EXPECT_EQ(with([](F& f) { f.system_prompt.assign(32'001, 'x'); }), "system_prompt");
    EXPECT_EQ(with([](F& f) { f.system_prompt = "\xc3"; }), "system_prompt");
    EXPECT_EQ(with([](F& f) { f.provider = "my llm"; }), "provider");
    EXPECT_EQ(with([](F& f) { f.model = "a\nb"; }), "model");
    EXPECT_EQ(with([](F& f) { f.voice_id = "anna"; }), "voice_id");
    EXPECT_EQ(with([](F& f) { f.memory = 101; }), "memory");
    for (const double t : {-0.1, 2.1, std::nan(""), HUGE_VAL}) {
        EXPECT_EQ(with([t](F& f) { f.temperature = t; }), "temperature");
    }
    EXPECT_EQ(with([](F& f) { f.max_tokens = 0; }), "max_tokens");
    EXPECT_EQ(with([](F& f) { f.max_tokens = 65'537; }), "max_tokens");
    EXPECT_EQ(with([](F& f) { f.tools = {"a", ""}; }), "tools[1]");
    EXPECT_EQ(with([](F& f) { f.tools.assign(257, "a"); }), "tools");
}

TEST(PersonaId, IsMadeFromTheName) {
    EXPECT_EQ(persona_id_from("Dr. Watson"), "dr-watson");
    EXPECT_EQ(persona_id_from("  R2-D2!  "), "r2-d2");
    EXPECT_EQ(persona_id_from("Dr. Watson", 2), "dr-watson-2");
    EXPECT_EQ(persona_id_from("ひろし"), "persona");
    EXPECT_EQ(persona_id_from("ひろし", 3), "persona-3");
    EXPECT_EQ(persona_id_from(""), "persona");
    const auto longest = persona_id_from(std::string(100, 'x'), 12);
    EXPECT_EQ(longest.size(), persona_id_bytes_max);
    EXPECT_TRUE(longest.ends_with("x-12"));
    for (const char* name : {"Dr. Watson", "-", "ひ a", "_x_", "Ä"}) {
        EXPECT_TRUE(is_persona_id(persona_id_from(name))) << name;
    }
}

TEST(PersonaId, HasTheCharactersOfTheSessionsField) {
    EXPECT_TRUE(is_persona_id("A_b-9"));
    for (const auto& text :
         {std::string(), std::string("a b"), std::string("ä"), std::string(65, 'a')}) {
        EXPECT_FALSE(is_persona_id(text)) << text;
    }
}

}  // namespace
}  // namespace utter::platform
