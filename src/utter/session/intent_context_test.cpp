#include "utter/session/intent_context.hpp"

#include <gtest/gtest.h>

#include "utter/core/log.hpp"

namespace utter::session {
namespace {

using namespace std::chrono_literals;

json::object object(const std::string& text) {
    return parse_json(text).value().as_object();
}

constexpr std::chrono::system_clock::time_point now{1000s};

// CTX-004 CTX-006
TEST(IntentContext, WhatHasNoTurnOrNoTimeLeftIsPruned) {
    auto map = object(R"({"spent":{"value":"x","turns_remaining":0},
                          "late":{"value":"x","expires_at":1000,"turns_remaining":5},
                          "soon":{"value":"x","expires_at":1000.5},
                          "turn":{"value":null,"turns_remaining":1},
                          "whole":{"value":"x","turns_remaining":2.0},
                          "odd":{"value":"x","turns_remaining":1.5,"expires_at":"never"},
                          "nulls":{"value":"x","turns_remaining":null,"expires_at":null},
                          "ever":{"value":"x"}})");
    prune_context(map, now);
    EXPECT_FALSE(map.contains("spent"));
    EXPECT_FALSE(map.contains("late"));
    EXPECT_EQ(map.size(), 6U);
}

// CTX-002
TEST(IntentContext, WhatIsNoEntryIsDroppedByName) {
    const log::Capture log;
    auto map = object(R"({"a":1,"b":{"turns_remaining":1},"c":{"value":7},"d":{"value":"x"}})");
    prune_context(map, now);
    EXPECT_EQ(map, object(R"({"d":{"value":"x"}})"));
    EXPECT_NE(log.text().find("key=a"), std::string::npos);
}

// CTX-005
TEST(IntentContext, ALimitedNumberOfEntriesIsKeptTheShortestLivedGoFirst) {
    json::object map;
    for (std::size_t i = 0; i < context_entries_max - 1; ++i) {
        map["ever" + std::to_string(i)] = json::object{{"value", "x"}};
    }
    map["three"] = json::object{{"value", "x"}, {"turns_remaining", 3}};
    map["two"] = json::object{{"value", "x"}, {"turns_remaining", 2}};
    map["late"] = json::object{{"value", "x"}, {"expires_at", 5000}};
    prune_context(map, now);
    EXPECT_EQ(map.size(), context_entries_max);
    EXPECT_FALSE(map.contains("two"));
    EXPECT_FALSE(map.contains("three"));
    EXPECT_TRUE(map.contains("late"));
}

// CTX-013 CTX-014 CTX-016
TEST(IntentContext, ATurnIsSpentByWhatTheRoundFoundAndDidNotTouch) {
    const auto before = object(R"({"a":{"value":"x","turns_remaining":2},
                                   "s:a":{"value":"x","turns_remaining":2},
                                   "b":{"value":"x","turns_remaining":2},
                                   "c":{"value":"x"}})");
    auto map = before;
    map["b"].get_object()["value"] = "rewritten";
    map["new"] = json::object{{"value", "x"}, {"turns_remaining", 1}};
    spend_turn(map, before);
    EXPECT_EQ(map.at("a").at("turns_remaining"), 1);
    EXPECT_EQ(map.at("s:a").at("turns_remaining"), 1);
    EXPECT_EQ(map.at("b").at("turns_remaining"), 2);
    EXPECT_EQ(map.at("new").at("turns_remaining"), 1);
    EXPECT_EQ(map.at("c"), before.at("c"));
}

// CTX-003 CTX-010
TEST(IntentContext, APrivateKeyHasExactlyOneColon) {
    EXPECT_EQ(private_context_key("tea.skill", "confirming"), "tea.skill:confirming");
    EXPECT_FALSE(private_context_key("", "confirming"));
    EXPECT_FALSE(private_context_key("tea.skill", ""));
    EXPECT_FALSE(private_context_key("tea.skill", "a:b"));
    EXPECT_FALSE(private_context_key("tea:skill", "a"));
}

// CTX-007 CTX-008 CTX-009
TEST(IntentContext, PrivateAndSharedEntriesAreNeverTakenForEachOther) {
    const auto map =
        object(R"({"shared":{"value":null},"a:own":{"value":null},"a:b:c":{"value":"x"}})");
    EXPECT_TRUE(has_shared_context(map, "shared"));
    EXPECT_FALSE(has_private_context(map, "a", "shared"));
    EXPECT_TRUE(has_private_context(map, "a", "own"));
    EXPECT_FALSE(has_private_context(map, "b", "own"));
    EXPECT_FALSE(has_shared_context(map, "own"));
    EXPECT_FALSE(has_shared_context(map, "a:own"));
    EXPECT_FALSE(has_private_context(map, "a", "b:c"));
}

// CTX-038 CTX-040
TEST(IntentContext, APrivateValueIsOfferedBeforeASharedOneAndAFlagNever) {
    const auto map = object(R"({"person":{"value":"Bob"},"bio:person":{"value":"Eve"},
                                "bio:flag":{"value":null},"flag":{"value":"shared"},
                                "lone":{"value":null}})");
    EXPECT_EQ(context_value(map, "bio", "person"), "Eve");
    EXPECT_EQ(context_value(map, "other", "person"), "Bob");
    EXPECT_EQ(context_value(map, "bio", "flag"), "shared");
    EXPECT_EQ(context_value(map, "bio", "lone"), std::nullopt);
    EXPECT_EQ(context_value(map, "bio", "unknown"), std::nullopt);
}

}  // namespace
}  // namespace utter::session
