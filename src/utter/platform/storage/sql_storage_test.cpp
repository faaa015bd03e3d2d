#include "utter/platform/storage/sql_storage.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <array>
#include <fstream>

#include "utter/core/log.hpp"
#include "utter/platform/storage/migrations.hpp"
#include "utter/platform/storage/sql_connection.hpp"
#include "utter/platform/storage/storage_fixture.hpp"

namespace utter::platform {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;

class Storage : public testing::StorageTest {
  protected:
    Result<void> run(const std::string& query) {
        return SqlConnection::open(settings.database)
            .value()
            ->write([&](soci::session& sql) -> Result<void> {
                sql << query;
                return {};
            });
    }
};

TEST_P(Storage, OpensWhatItMade) {
    const auto id = make_voice();
    for (int i = 0; i < 3; ++i) {
        reopen();
        EXPECT_TRUE(storage->check());
        EXPECT_TRUE(storage->voices().get(id));
    }
}

TEST_P(Storage, LeavesANewerProgramsTablesAlone) {
    ASSERT_TRUE(run("UPDATE utter_schema SET version = 99"));
    const auto opened = SqlStorage::open(settings, clock);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::unsupported);
    EXPECT_THAT(opened.error().detail, HasSubstr("newer version"));
}

TEST_P(Storage, MigratesStepByStep) {
    constexpr std::array one{"CREATE TABLE step1 (a BIGINT)"};
    constexpr std::array two{"INSERT INTO step1 VALUES (1)", "CREATE TABLE step2 (a BIGINT)"};
    constexpr std::array broken{"INSERT INTO step1 VALUES (2)", "CREATE TABLE step2 (a BIGINT)"};
    ASSERT_TRUE(run("DELETE FROM utter_schema"));
    auto connection = SqlConnection::open(settings.database).value();
    const std::array first{Migration{one}};
    ASSERT_TRUE(migrate(*connection, first));
    const std::array both{Migration{one}, Migration{two}};
    ASSERT_TRUE(migrate(*connection, both));
    ASSERT_TRUE(migrate(*connection, both));
    const std::array wrong{Migration{one}, Migration{two}, Migration{broken}};
    EXPECT_FALSE(migrate(*connection, wrong));  // and leaves nothing of the step
    const auto rows = connection->read([](soci::session& sql) -> Result<long long> {
        long long count = 0;
        sql << "SELECT COUNT(*) FROM step1", soci::into(count);
        return count;
    });
    EXPECT_EQ(rows, 1);
    EXPECT_TRUE(migrate(*connection, both));
}

TEST_P(Storage, ErrorsHoldNothingOfWhatWasSaid) {
    ASSERT_TRUE(run("DROP TABLE conversation_turn"));
    const log::Capture logged;
    const auto failed =
        storage->conversations().append({"s", "", TurnRole::user, "my password is swordfish"});
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, ErrorCode::io);
    EXPECT_THAT(failed.error().detail, HasSubstr("cannot be used; the log says why"));
    EXPECT_THAT(logged.text(), HasSubstr("conversation_turn"));
    EXPECT_THAT(failed.error().detail + logged.text(), Not(HasSubstr("swordfish")));
}

TEST_P(Storage, AFailedWriteLeavesNothingBehind) {
    ASSERT_TRUE(run("DROP TABLE voice_sample"));
    EXPECT_FALSE(storage->personas().create({.name = "W", .voice_id = sample_id(1)}));
    EXPECT_TRUE(storage->personas().create({.name = "W"}));  // the transaction was left
}

UTTER_ON_BOTH_DATABASES(Storage);

TEST(StorageOnServer, ComesBackWithItsServer) {
    auto server = testing::PostgresServer::instance();
    if (!server) GTEST_SKIP() << server.error().detail;
    testing::ManualClock clock;
    const StorageSettings settings{.database = (*server)->make_database()};
    auto storage = SqlStorage::open(settings, clock).value();
    const auto first = storage->voices().create({"A", "", "en"}).value();
    (*server)->crash();
    ASSERT_TRUE((*server)->start());
    EXPECT_EQ(storage->voices().get(first.id), first);
    (*server)->crash();
    ASSERT_TRUE((*server)->start());
    const auto second = storage->voices().create({"B", "", "en"});
    EXPECT_TRUE(second) << second.error().detail;
}

TEST(StorageOnServer, SaysThatItsServerIsGoneUntilItIsBack) {
    auto server = testing::PostgresServer::instance();
    if (!server) GTEST_SKIP() << server.error().detail;
    const log::Capture quiet;
    testing::ManualClock clock;
    const StorageSettings settings{.database = (*server)->make_database()};
    auto storage = SqlStorage::open(settings, clock).value();
    const auto voice = storage->voices().create({"A", "", "en"}).value();
    (*server)->crash();
    for (int again = 0; again < 2; ++again) {
        const auto written = storage->voices().create({"B", "", "en"});
        ASSERT_FALSE(written);
        EXPECT_EQ(written.error().code, ErrorCode::unavailable);
        EXPECT_THAT(written.error().detail, HasSubstr("cannot be reached"));
        const auto read = storage->voices().get(voice.id);
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().code, ErrorCode::unavailable);
        EXPECT_EQ(storage->check().error().code, ErrorCode::unavailable);
    }
    ASSERT_TRUE((*server)->start());
    EXPECT_EQ(storage->voices().get(voice.id), voice);
    EXPECT_TRUE(storage->voices().create({"B", "", "en"}));
}

TEST(StorageOnServer, SaysWhenThereIsNone) {
    const SystemClock clock;
    const auto refused = SqlStorage::open(
        {.database = "postgresql://me:hunter2@/db?host=/nonexistent&password=hunter3"}, clock);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
    EXPECT_THAT(refused.error().detail, HasSubstr("postgresql://me@/db"));
    EXPECT_THAT(refused.error().detail, Not(HasSubstr("hunter")));
}

TEST(StorageInAFile, IsForItsOwnerAlone) {
    const testing::TemporaryFolder folder;
    const SystemClock clock;
    const auto path = folder.path() / "new" / "platform.db";
    auto storage = SqlStorage::open({.database = path}, clock);
    ASSERT_TRUE(storage) << storage.error().detail;
    ASSERT_TRUE((*storage)->voices().create({"A", "", "en"}));
    for (const char* suffix : {"", "-wal"}) {
        struct stat info{};
        ASSERT_EQ(::stat((path.string() + suffix).c_str(), &info), 0) << suffix;
        EXPECT_EQ(info.st_mode & 0777U, 0600U) << suffix;
    }
}

TEST(StorageInAFile, SaysWhatIsNoDatabase) {
    const testing::TemporaryFolder folder;
    const SystemClock clock;
    const auto path = folder.path() / "notes.txt";
    std::ofstream(path) << std::string(4'096, 'x');
    const log::Capture quiet;
    for (const auto& [database, why] :
         {std::pair(path.string(), "is damaged, or no database at all"),
          std::pair(folder.path().string(), "cannot be opened for writing"),
          std::pair(std::string("/proc/nowhere/platform.db"), "the folder /proc/nowhere")}) {
        const auto refused = SqlStorage::open({.database = database}, clock);
        ASSERT_FALSE(refused) << database;
        EXPECT_EQ(refused.error().code, ErrorCode::io) << database;
        EXPECT_THAT(refused.error().detail, HasSubstr(why));
        EXPECT_THAT(refused.error().detail, Not(HasSubstr("sqlite"))) << "no library's words";
    }
    EXPECT_EQ(std::filesystem::file_size(path), 4'096U);
    for (const char* database : {"mysql://x/y", "a\"b", ""}) {
        EXPECT_EQ(SqlStorage::open({.database = database}, clock).error().code,
                  ErrorCode::invalid_argument);
    }
}

TEST(StorageSettings, NameTheFieldOutOfRange) {
    EXPECT_TRUE(StorageSettings{.database = "x"}.validate());
    const auto with = [](auto change) {
        StorageSettings settings{.database = "x"};
        change(settings);
        const auto valid = settings.validate();
        return valid ? std::string() : valid.error().detail;
    };
    using S = StorageSettings;
    EXPECT_THAT(with([](S& s) { s.voices_max = 0; }), HasSubstr("'voices_max'"));
    EXPECT_THAT(with([](S& s) { s.lease = 99ms; }), HasSubstr("'lease'"));
    EXPECT_THAT(with([](S& s) { s.retry_max = 1s; }), HasSubstr("'retry_max'"));
    EXPECT_THAT(with([](S& s) { s.sound_per_voice_max = 101h; }),
                HasSubstr("'sound_per_voice_max'"));
}

}  // namespace
}  // namespace utter::platform
