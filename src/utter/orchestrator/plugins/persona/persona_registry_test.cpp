#include "utter/orchestrator/plugins/persona/persona_registry.hpp"

#include <gtest/gtest.h>

#include "utter/orchestrator/plugins/persona/chat_memory.hpp"

namespace utter::orchestrator {
namespace {

PersonaRegistry two() {
    return {{{"alice", "Alice"}, {"bob", "Doctor Bob"}}, "bob"};
}

TEST(PersonaRegistry, FindsByIdAndByWhatIsSaid) {
    const auto registry = two();
    EXPECT_EQ(registry.find("alice", "s1")->name, "Alice");
    EXPECT_EQ(registry.find("carol", "s1"), nullptr);
    EXPECT_EQ(registry.find("", "s1"), nullptr);
    EXPECT_EQ(registry.named("doctor bob", "en-US")->id, "bob");
    EXPECT_EQ(registry.named("BOB", "en-US")->id, "bob");
    EXPECT_EQ(registry.named("doctor", "en-US"), nullptr);
    EXPECT_EQ(registry.fallback()->id, "bob");
}

// PERS-031
TEST(PersonaRegistry, RegistersOnce) {
    auto registry = two();
    registry.add("alice");
    registry.add("carol");
    registry.add("carol");
    ASSERT_EQ(registry.list().size(), 3U);
    EXPECT_EQ(registry.find("carol", "s1")->name, "carol");
    registry.add("not an id");
    EXPECT_EQ(registry.list().size(), 3U);
}

// PERS-032
TEST(PersonaRegistry, ServesWhoTalkedToItWhenItWasDeregistered) {
    auto registry = two();
    registry.talks("s1", "alice");
    registry.talks("s2", "bob");
    registry.remove("alice");
    EXPECT_EQ(registry.list().size(), 1U);
    EXPECT_NE(registry.find("alice", "s1"), nullptr);
    EXPECT_EQ(registry.find("alice", "s2"), nullptr);
    EXPECT_EQ(registry.named("alice", "en-US"), nullptr);
    registry.leaves("s1");
    EXPECT_EQ(registry.find("alice", "s1"), nullptr);
    registry.add("alice");
    EXPECT_EQ(registry.find("alice", "s1")->name, "Alice");
}

TEST(PersonaRegistry, IsBounded) {
    auto registry = two();
    for (int i = 0; i < 1000; ++i) registry.add("p" + std::to_string(i));
    EXPECT_EQ(registry.list().size(), PersonaRegistry::personas_max);
}

TEST(ChatMemory, KeepsTheLastTurnsOfEachConversation) {
    ChatMemory memory;
    for (int i = 0; i < 5; ++i) {
        memory.remember("s1", "a", 2, "q" + std::to_string(i), "a" + std::to_string(i));
    }
    memory.remember("s2", "a", 2, "other", "other");
    const auto recalled = memory.recall("s1", "a");
    ASSERT_EQ(recalled.size(), 4U);
    EXPECT_EQ(recalled[0].text, "q3");
    EXPECT_EQ(recalled[3].text, "a4");
    EXPECT_EQ(recalled[3].role, llm::Role::assistant);
    EXPECT_TRUE(memory.recall("s1", "b").empty());
    memory.remember("s3", "a", 0, "q", "a");
    EXPECT_TRUE(memory.recall("s3", "a").empty());
}

TEST(ChatMemory, ForgetsTheConversationThatWasSilentLongest) {
    ChatMemory memory;
    memory.remember("first", "a", 2, "q", "a");
    memory.remember("second", "a", 2, "q", "a");
    for (std::size_t i = 0; i < ChatMemory::conversations_max - 1; ++i) {
        EXPECT_FALSE(memory.recall("first", "a").empty());
        memory.remember("s" + std::to_string(i), "a", 2, "q", "a");
    }
    EXPECT_FALSE(memory.recall("first", "a").empty());
    EXPECT_TRUE(memory.recall("second", "a").empty());
}

TEST(ChatMemory, ShortensWhatIsLongBetweenCharacters) {
    ChatMemory memory;
    std::string question = "a";
    for (std::size_t i = 0; i < ChatMemory::text_bytes_max; ++i) question += "ü";
    memory.remember("s", "a", 2, question, "a");
    EXPECT_EQ(memory.recall("s", "a").front().text.size(), ChatMemory::text_bytes_max - 1);
}

}  // namespace
}  // namespace utter::orchestrator
