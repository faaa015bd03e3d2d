#include "utter/platform/storage/conversation_repository.hpp"

#include <gmock/gmock.h>

#include <thread>
#include <vector>

#include "utter/platform/storage/migrations.hpp"
#include "utter/platform/storage/sql_connection.hpp"
#include "utter/platform/storage/storage_fixture.hpp"

namespace utter::platform {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* me = "me";

class Conversations : public testing::StorageTest {
  protected:
    ConversationRepository& conversations() { return storage->conversations(); }

    void say(std::string session,
             std::string persona,
             std::string text,
             TurnRole role = TurnRole::user,
             std::string owner = me) {
        const auto added = conversations().append({.session_id = std::move(session),
                                                   .persona_id = std::move(persona),
                                                   .role = role,
                                                   .text = std::move(text),
                                                   .owner = std::move(owner)});
        ASSERT_TRUE(added) << added.error().detail;
    }

    [[nodiscard]] std::vector<std::string> heard(const std::optional<std::string>& owner) {
        return texts(conversations().list("s", owner, {})->items);
    }

    static std::vector<std::string> texts(const ConversationHistory& turns) {
        std::vector<std::string> out;
        for (const auto& turn : turns) out.push_back(turn.text);
        return out;
    }
};

TEST_P(Conversations, AreKeptInOrder) {
    const auto first = conversations().append(
        {"s1", "watson", TurnRole::user, "wie geht's?\nGut 🙂 :text", {}, 99, me});
    ASSERT_TRUE(first) << first.error().detail;
    EXPECT_EQ(first->number, 1);
    EXPECT_EQ(first->at, clock.now());
    const auto at = Time(5s);
    const auto second = conversations().append({"s1", "", TurnRole::assistant, "", at, 0, me});
    EXPECT_EQ(second->number, 2);
    EXPECT_EQ(second->at, at);
    say("s2", "", "elsewhere");
    reopen();
    const auto page = conversations().list("s1", me, {}).value();
    EXPECT_THAT(page.items, ElementsAre(*first, *second));
    EXPECT_EQ(page.next, "");
}

TEST_P(Conversations, AreListedInPages) {
    for (int i = 1; i <= 5; ++i) say("s", "", std::to_string(i));
    const auto first = conversations().list("s", me, {.limit = 2}).value();
    EXPECT_THAT(texts(first.items), ElementsAre("1", "2"));
    const auto rest = conversations().list("s", me, {.limit = 200, .after = first.next}).value();
    EXPECT_THAT(texts(rest.items), ElementsAre("3", "4", "5"));
    EXPECT_TRUE(conversations().list("nobody", me, {})->items.empty());
    EXPECT_EQ(conversations().list("s", me, {.limit = 201}).error().code,
              ErrorCode::invalid_argument);
    EXPECT_EQ(conversations().list("", me, {}).error().code, ErrorCode::invalid_argument);
}

TEST_P(Conversations, TellAPersonaWhatItSaidLast) {
    for (int i = 1; i <= 4; ++i) {
        say("s", "a", "a" + std::to_string(i));
        say("s", "b", "b" + std::to_string(i), TurnRole::assistant);
    }
    EXPECT_THAT(texts(conversations().recent("s", me, "a", 2).value()), ElementsAre("a3", "a4"));
    EXPECT_THAT(texts(conversations().recent("s", me, "b", 200).value()),
                ElementsAre("b1", "b2", "b3", "b4"));
    EXPECT_TRUE(conversations().recent("s", me, "c", 2)->empty());
    EXPECT_TRUE(conversations().recent("s", me, "no such", 2)->empty());
    EXPECT_EQ(conversations().recent("s", me, "a", 0).error().code, ErrorCode::invalid_argument);
}

TEST_P(Conversations, ForgetTheOldestBeyondTheirBound) {
    settings.turns_per_session_max = 3;
    reopen();
    say("other", "", "stays");
    for (int i = 1; i <= 5; ++i) say("s", "", std::to_string(i));
    EXPECT_THAT(texts(conversations().list("s", me, {})->items), ElementsAre("3", "4", "5"));
    EXPECT_THAT(texts(conversations().list("other", me, {})->items), ElementsAre("stays"));
}

TEST_P(Conversations, AreForgotten) {
    say("a", "", "1");
    clock.advance(1h);
    say("a", "", "2");
    say("b", "", "3");
    const auto now = std::chrono::floor<std::chrono::microseconds>(clock.now());
    EXPECT_EQ(conversations().remove_before(now), 1);
    EXPECT_THAT(texts(conversations().list("a", me, {})->items), ElementsAre("2"));
    EXPECT_EQ(conversations().remove("a", me), 1);
    EXPECT_EQ(conversations().remove("a", me), 0);
    EXPECT_THAT(texts(conversations().list("b", me, {})->items), ElementsAre("3"));
}

TEST_P(Conversations, AreTheirOwnersAlone) {
    say("s", "", "mine 1");
    say("s", "", "yours 1", TurnRole::user, "you");
    say("s", "", "mine 2");
    EXPECT_THAT(heard(me), ElementsAre("mine 1", "mine 2"));
    EXPECT_THAT(heard("you"), ElementsAre("yours 1"));
    EXPECT_THAT(heard("stranger"), IsEmpty());
    EXPECT_THAT(heard(""), IsEmpty());
    EXPECT_THAT(heard({}), ElementsAre("mine 1", "yours 1", "mine 2"));
    EXPECT_EQ(conversations().list("s", {}, {})->items[1].owner, "you");
    EXPECT_THAT(texts(conversations().recent("s", "you", "", 10).value()), ElementsAre("yours 1"));
    const auto first = conversations().list("s", me, {.limit = 1}).value();
    const auto rest = conversations().list("s", me, {.limit = 1, .after = first.next}).value();
    EXPECT_THAT(texts(rest.items), ElementsAre("mine 2"));
    EXPECT_EQ(rest.next, "");

    EXPECT_EQ(conversations().remove("s", "stranger"), 0);
    EXPECT_EQ(conversations().remove("s", me), 2);
    EXPECT_THAT(heard({}), ElementsAre("yours 1"));
    EXPECT_EQ(conversations().remove("s", {}), 1);
}

TEST_P(Conversations, DoNotPushOutThoseOfAnother) {
    settings.turns_per_session_max = 2;
    reopen();
    for (int i = 1; i <= 3; ++i) say("s", "", "yours " + std::to_string(i), TurnRole::user, "you");
    for (int i = 1; i <= 5; ++i) say("s", "", "mine " + std::to_string(i));
    say("s", "", "yours 4", TurnRole::user, "you");
    EXPECT_THAT(heard("you"), ElementsAre("yours 3", "yours 4"));
    EXPECT_THAT(heard(me), ElementsAre("mine 4", "mine 5"));
}

// Those of programs that did not keep whose they were.
TEST_P(Conversations, WithoutAnOwnerAreForWhoSeesAll) {
    storage.reset();
    {
        auto connection = SqlConnection::open(settings.database).value();
        const auto of_old = connection->write([](soci::session& sql) -> Result<void> {
            for (const char* table : {"training_job",
                                      "conversation_turn",
                                      "persona",
                                      "voice_sample",
                                      "voice",
                                      "utter_schema"}) {
                sql << "DROP TABLE " << table;
            }
            return {};
        });
        ASSERT_TRUE(of_old);
        ASSERT_TRUE(migrate(*connection, all_migrations().first(1)));
        const auto said = connection->write([](soci::session& sql) -> Result<void> {
            sql << "INSERT INTO conversation_turn (session_id, number, persona_id, role, text, at)"
                   " VALUES ('s', 1, '', 'user', 'old', 1)";
            return {};
        });
        ASSERT_TRUE(said);
    }
    reopen();
    say("s", "", "new");
    EXPECT_THAT(heard(me), ElementsAre("new"));
    EXPECT_THAT(heard({}), ElementsAre("old", "new"));
    EXPECT_EQ(conversations().remove("s", {}), 2);
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
    connections.reserve(writers);
    for (int i = 0; i < writers; ++i) connections.push_back(open());
    threads.reserve(connections.size());
    std::vector<std::string> failures(writers);
    for (int i = 0; i < writers; ++i) {
        threads.emplace_back([&, i] {
            for (int n = 0; n < turns; ++n) {
                const auto added = connections[i]->conversations().append(
                    {"s", "", TurnRole::user, "x", {}, 0, me});
                if (!added) failures[i] = added.error().detail;
            }
        });
    }
    for (auto& thread : threads) thread.join();
    for (const auto& failure : failures) EXPECT_EQ(failure, "");
    const auto page = conversations().list("s", me, {.limit = 200}).value();
    ASSERT_EQ(page.items.size(), std::size_t{writers} * turns);
    for (std::size_t i = 0; i < page.items.size(); ++i) {
        EXPECT_EQ(page.items[i].number, static_cast<std::int64_t>(i + 1));
    }
}

UTTER_ON_BOTH_DATABASES(Conversations);

}  // namespace
}  // namespace utter::platform
