#include "utter/platform/storage/conversation_repository.hpp"

#include <gmock/gmock.h>

#include <thread>
#include <vector>

#include "utter/platform/storage/storage_fixture.hpp"

namespace utter::platform {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Conversations : public testing::StorageTest {
  protected:
    ConversationRepository& conversations() { return storage->conversations(); }

    void say(std::string session,
             std::string persona,
             std::string text,
             TurnRole role = TurnRole::user) {
        const auto added =
            conversations().append({std::move(session), std::move(persona), role, std::move(text)});
        ASSERT_TRUE(added) << added.error().detail;
    }

    static std::vector<std::string> texts(const ConversationHistory& turns) {
        std::vector<std::string> out;
        for (const auto& turn : turns) out.push_back(turn.text);
        return out;
    }
};

TEST_P(Conversations, AreKeptInOrder) {
    const auto first = conversations().append(
        {"s1", "watson", TurnRole::user, "wie geht's?\nGut 🙂 :text", {}, 99});
    ASSERT_TRUE(first) << first.error().detail;
    EXPECT_EQ(first->number, 1);
    EXPECT_EQ(first->at, clock.now());
    const auto at = Time(5s);
    const auto second = conversations().append({"s1", "", TurnRole::assistant, "", at});
    EXPECT_EQ(second->number, 2);
    EXPECT_EQ(second->at, at);
    say("s2", "", "elsewhere");
    reopen();
    const auto page = conversations().list("s1", {}).value();
    EXPECT_THAT(page.items, ElementsAre(*first, *second));
    EXPECT_EQ(page.next, "");
}

TEST_P(Conversations, AreListedInPages) {
    for (int i = 1; i <= 5; ++i) say("s", "", std::to_string(i));
    const auto first = conversations().list("s", {.limit = 2}).value();
    EXPECT_THAT(texts(first.items), ElementsAre("1", "2"));
    const auto rest = conversations().list("s", {.limit = 200, .after = first.next}).value();
    EXPECT_THAT(texts(rest.items), ElementsAre("3", "4", "5"));
    EXPECT_TRUE(conversations().list("nobody", {})->items.empty());
    EXPECT_EQ(conversations().list("s", {.limit = 201}).error().code, ErrorCode::invalid_argument);
    EXPECT_EQ(conversations().list("", {}).error().code, ErrorCode::invalid_argument);
}

TEST_P(Conversations, TellAPersonaWhatItSaidLast) {
    for (int i = 1; i <= 4; ++i) {
        say("s", "a", "a" + std::to_string(i));
        say("s", "b", "b" + std::to_string(i), TurnRole::assistant);
    }
    EXPECT_THAT(texts(conversations().recent("s", "a", 2).value()), ElementsAre("a3", "a4"));
    EXPECT_THAT(texts(conversations().recent("s", "b", 200).value()),
                ElementsAre("b1", "b2", "b3", "b4"));
    EXPECT_TRUE(conversations().recent("s", "c", 2)->empty());
    EXPECT_TRUE(conversations().recent("s", "no such", 2)->empty());
    EXPECT_EQ(conversations().recent("s", "a", 0).error().code, ErrorCode::invalid_argument);
}

TEST_P(Conversations, ForgetTheOldestBeyondTheirBound) {
    settings.turns_per_session_max = 3;
    reopen();
    say("other", "", "stays");
    for (int i = 1; i <= 5; ++i) say("s", "", std::to_string(i));
    EXPECT_THAT(texts(conversations().list("s", {})->items), ElementsAre("3", "4", "5"));
    EXPECT_THAT(texts(conversations().list("other", {})->items), ElementsAre("stays"));
}

TEST_P(Conversations, AreForgotten) {
    say("a", "", "1");
    clock.advance(1h);
    say("a", "", "2");
    say("b", "", "3");
    const auto now = std::chrono::floor<std::chrono::microseconds>(clock.now());
    EXPECT_EQ(conversations().remove_before(now), 1);
    EXPECT_THAT(texts(conversations().list("a", {})->items), ElementsAre("2"));
    EXPECT_EQ(conversations().remove("a"), 1);
    EXPECT_EQ(conversations().remove("a"), 0);
    EXPECT_THAT(texts(conversations().list("b", {})->items), ElementsAre("3"));
}

TEST_P(Conversations, RefuseFieldsByName) {
    const auto refused = conversations().append({"", "", TurnRole::user, "\x01secret"});
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().detail, HasSubstr("'session_id'"));
    EXPECT_THAT(refused.error().detail, HasSubstr("'text'"));
    EXPECT_THAT(refused.error().detail, Not(HasSubstr("secret")));
}

// Each thread with a connection of its own; writers wait for each other.
TEST_P(Conversations, TakeTurnsFromManyWriters) {
    constexpr int writers = 4;
    constexpr int turns = 25;
    std::vector<std::thread> threads;
    std::vector<std::unique_ptr<SqlStorage>> connections;
    for (int i = 0; i < writers; ++i) connections.push_back(open());
    threads.reserve(connections.size());
    std::vector<std::string> failures(writers);
    for (int i = 0; i < writers; ++i) {
        threads.emplace_back([&, i] {
            for (int n = 0; n < turns; ++n) {
                const auto added =
                    connections[i]->conversations().append({"s", "", TurnRole::user, "x"});
                if (!added) failures[i] = added.error().detail;
            }
        });
    }
    for (auto& thread : threads) thread.join();
    for (const auto& failure : failures) EXPECT_EQ(failure, "");
    const auto page = conversations().list("s", {.limit = 200}).value();
    ASSERT_EQ(page.items.size(), std::size_t{writers} * turns);
    for (std::size_t i = 0; i < page.items.size(); ++i) {
        EXPECT_EQ(page.items[i].number, static_cast<std::int64_t>(i + 1));
    }
}

UTTER_ON_BOTH_DATABASES(Conversations);

}  // namespace
}  // namespace utter::platform
