// The storage in a process of its own that is killed again and again, and on a disk that is full.

#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <functional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "utter/platform/storage/migrations.hpp"
#include "utter/platform/storage/sql_connection.hpp"
#include "utter/platform/storage/storage_fixture.hpp"

namespace utter::platform {
namespace {

// Runs `work` in a process of its own, which is killed once it has told `lines_max` lines or has
// come to its end. @return what it told
std::vector<std::string> life(const std::function<void(int out)>& work, std::size_t lines_max) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) return {};
    const auto child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        work(ends[1]);
        ::close(ends[1]);
        ::_exit(0);
    }
    ::close(ends[1]);
    std::vector<std::string> lines;
    std::string line;
    char c = 0;
    while (::read(ends[0], &c, 1) == 1) {
        if (c != '\n') {
            line += c;
            continue;
        }
        lines.push_back(std::exchange(line, ""));
        if (lines.size() == lines_max) ::kill(child, SIGKILL);
    }
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    return lines;
}

void tell(int out, std::string_view what) {
    const auto line = std::string(what) + "\n";
    static_cast<void>(::write(out, line.data(), line.size()));
}

long long count(SqlConnection& connection, const std::string& query) {
    return connection
        .read([&](soci::session& sql) -> Result<long long> {
            long long found = 0;
            sql << query, soci::into(found);
            return found;
        })
        .value_or(-1);
}

void expect_sound(const StorageSettings& settings) {
    if (settings.database.starts_with("postgresql://")) return;
    const auto verdict = SqlConnection::open(settings.database)
                             .value()
                             ->read([](soci::session& sql) -> Result<std::string> {
                                 std::string text;
                                 sql << "PRAGMA integrity_check", soci::into(text);
                                 return text;
                             });
    EXPECT_EQ(verdict, "ok");
}

class StorageCrash : public testing::StorageTest {};

TEST_P(StorageCrash, WhatWasAcknowledgedIsThere) {
    constexpr int lives = 15;
    storage.reset();  // a connection is not shared with a child
    std::mt19937 random(1);
    std::set<std::string> voices;
    std::set<std::string> jobs;
    long long turns = 0;
    for (int i = 0; i < lives; ++i) {
        const auto lines = life(
            [&](int out) {
                auto mine = SqlStorage::open(settings, clock);
                if (!mine) return;
                for (;;) {
                    const auto voice = (*mine)->voices().create({"A", "", "en"});
                    if (voice) tell(out, "V" + voice->id);
                    VoiceSample sample{.id = voice->id,
                                       .voice_id = voice->id,
                                       .name = "",
                                       .audio_path = "x",
                                       .duration = std::chrono::seconds(10)};
                    if (!(*mine)->voices().add_sample(sample)) return;
                    const auto job = (*mine)->jobs().enqueue(voice->id);
                    if (job) tell(out, "J" + job->id);
                    const auto leased = (*mine)->jobs().lease("w");
                    if (leased && *leased) {
                        const auto done = (*mine)->jobs().complete((*leased)->id, "w", {"{}", ""});
                        if (done) tell(out, "D" + done->voice_id);
                    }
                    if ((*mine)->conversations().append({"s", "", TurnRole::user, "x"})) {
                        tell(out, "T");
                    }
                }
            },
            1 + random() % 60);
        ASSERT_FALSE(lines.empty());
        storage = open();
        for (const auto& line : lines) {
            const auto id = line.substr(1);
            if (line[0] == 'V') voices.insert(id);
            if (line[0] == 'J') jobs.insert(id);
            if (line[0] == 'T') ++turns;
            if (line[0] == 'D') {
                EXPECT_TRUE(storage->voices().get(id)->trained);
            }
        }
        for (const auto& id : voices) EXPECT_TRUE(storage->voices().get(id)) << id;
        for (const auto& id : jobs) EXPECT_TRUE(storage->jobs().get(id)) << id;
        auto connection = SqlConnection::open(settings.database).value();
        const auto stored = count(*connection, "SELECT COUNT(*) FROM conversation_turn");
        // Each life may have stored one that it could not tell any more.
        EXPECT_GE(stored, turns);
        EXPECT_LE(stored, turns + i + 1);
        expect_sound(settings);
        // Whatever was leased when the worker died is given to the next.
        clock.advance(std::chrono::minutes(1));
        for (;;) {
            const auto job = storage->jobs().lease("next");
            ASSERT_TRUE(job) << job.error().detail;
            if (!*job) break;
            ASSERT_TRUE(storage->jobs().complete((*job)->id, "next", {"{}", ""}));
        }
        EXPECT_EQ(count(*connection,
                        "SELECT COUNT(*) FROM training_job WHERE state IN ('queued', 'running')"),
                  0);
        storage.reset();
    }
    EXPECT_GT(turns, lives);
}

TEST_P(StorageCrash, AMigrationIsDoneWhollyOrNotAtAll) {
    constexpr std::array first{"CREATE TABLE grown (a BIGINT)", "INSERT INTO grown VALUES (0)"};
    constexpr std::array further{"INSERT INTO grown SELECT a + 1 FROM grown",
                                 "DELETE FROM grown WHERE a > 100",
                                 "UPDATE utter_schema SET version = version"};
    std::vector<Migration> steps{Migration{first}};
    constexpr std::size_t steps_max = 12;
    while (steps.size() < steps_max) steps.push_back(Migration{further});
    storage.reset();
    ASSERT_TRUE(SqlConnection::open(settings.database)
                    .value()
                    ->write([](soci::session& sql) -> Result<void> {
                        sql << "DELETE FROM utter_schema";
                        return {};
                    }));
    std::mt19937 random(2);
    long long version = 0;
    for (int lives = 0; version < static_cast<long long>(steps_max); ++lives) {
        ASSERT_LT(lives, 100);
        // Killed while the step after the one it told is under way.
        life(
            [&](int out) {
                auto mine = SqlConnection::open(settings.database);
                if (!mine) return;
                for (auto done = version; done < static_cast<long long>(steps_max); ++done) {
                    tell(out, "step");
                    if (!migrate(**mine,
                                 std::span(steps).first(static_cast<std::size_t>(done + 1)))) {
                        return;
                    }
                }
            },
            1 + random() % 4);
        auto connection = SqlConnection::open(settings.database).value();
        version = count(*connection, "SELECT COALESCE(MAX(version), 0) FROM utter_schema");
        // Each step after the first doubles the rows.
        if (version > 0) {
            EXPECT_EQ(count(*connection, "SELECT COUNT(*) FROM grown"), 1LL << (version - 1));
        }
        expect_sound(settings);
    }
    auto connection = SqlConnection::open(settings.database).value();
    EXPECT_TRUE(migrate(*connection, steps));
}

UTTER_ON_BOTH_DATABASES(StorageCrash);

// The bound on a file's size stands for the disk's: the system refuses to write beyond it.
TEST(StorageOnAFullDisk, SaysSoAndGoesOnWhenThereIsRoom) {
    const testing::TemporaryFolder folder;
    const SystemClock clock;
    const StorageSettings settings{.database = folder.path() / "platform.db"};
    const auto lines = life(
        [&](int out) {
            auto storage = SqlStorage::open(settings, clock).value();
            std::signal(SIGXFSZ, SIG_IGN);
            rlimit bound{};
            ::getrlimit(RLIMIT_FSIZE, &bound);
            const auto room = std::exchange(bound.rlim_cur, rlim_t{400} * 1024);
            ::setrlimit(RLIMIT_FSIZE, &bound);
            const std::string text(10'000, 'x');
            int refused = 0;
            for (int i = 0; i < 1'000 && refused < 3; ++i) {
                const auto added = storage->conversations().append({"s", "", TurnRole::user, text});
                if (added) {
                    tell(out, "T");
                } else {
                    tell(out, added.error().code == ErrorCode::io ? "io" : added.error().detail);
                    ++refused;
                }
            }
            bound.rlim_cur = room;
            ::setrlimit(RLIMIT_FSIZE, &bound);
            const auto again = storage->conversations().append({"s", "", TurnRole::user, text});
            tell(out, again ? "T" : again.error().detail);
        },
        SIZE_MAX);
    const auto told = [&](std::string_view what) { return std::ranges::count(lines, what); };
    EXPECT_GT(told("T"), 5);
    EXPECT_EQ(told("io"), 3);
    ASSERT_FALSE(lines.empty());
    EXPECT_EQ(lines.back(), "T");
    EXPECT_EQ(told("T") + told("io"), static_cast<std::ptrdiff_t>(lines.size())) << lines.back();
    expect_sound(settings);
    auto storage = SqlStorage::open(settings, clock).value();
    EXPECT_EQ(storage->conversations().list("s", {}, {.limit = 200})->items.size(),
              static_cast<std::size_t>(told("T")));
}

}  // namespace
}  // namespace utter::platform
