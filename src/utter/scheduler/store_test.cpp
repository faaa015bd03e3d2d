#include "utter/scheduler/store.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "utter/core/log.hpp"

namespace utter::scheduler {
namespace {

using namespace std::chrono_literals;

const Time noon = parse_instant("2031-01-01T12:00:00Z").value().time;

class SchedulerStore : public testing::Test {
  protected:
    void SetUp() override {
        std::string pattern = testing::TempDir() + "/utter-store-XXXXXX";
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    [[nodiscard]] std::filesystem::path path() const { return folder_ / "state" / "scheduler.db"; }

    // Changes the file as another program would.
    void run_sql(const std::string& sql) const {
        sqlite3* database = nullptr;
        ASSERT_EQ(sqlite3_open(path().c_str(), &database), SQLITE_OK);
        ASSERT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
            << sqlite3_errmsg(database);
        sqlite3_close(database);
    }

    std::filesystem::path folder_;
};

Schedule schedule(std::string id, std::string_view more = "{}") {
    json::object data{{"id", id}, {"event", "me.ring"}, {"every", {{"seconds", 600}}}};
    const auto over = parse_json(more).value();
    for (const auto& [key, value] : over.as_object()) data[key] = value;
    const auto context =
        parse_json(R"({"skill_id": "me", "session": {"session_id": "s", "x": null}, "n": 1.0})");
    return make_schedule(read_record(data, context->as_object()).value(), noon, nullptr).value();
}

// SCH-018 SCH-027
TEST_F(SchedulerStore, KeepsRecordsAsTheyAre) {
    auto stored = schedule("a", R"({"data": {"deep": [null, {"ü": 1e3}]}, "unknown": [1, "2"]})");
    if (const auto due = stored.next()) stored.fired(*due);
    stored.gave_up(stored.missed_at(noon + 45min));
    ASSERT_TRUE(Store::open(path())->put(stored, Store::Stamp{noon, stored.progress.mark}));

    auto loaded = Store::open(path())->load().value();
    ASSERT_EQ(loaded.size(), 1U);
    EXPECT_EQ(loaded[0].record.to_json(), stored.record.to_json());
    EXPECT_EQ(loaded[0].state(), stored.state());
    EXPECT_EQ(loaded[0].progress.mark, stored.progress.mark);
    EXPECT_EQ(loaded[0].progress.anchor, stored.progress.anchor);
    EXPECT_EQ(loaded[0].progress.used, 4);
}

TEST_F(SchedulerStore, ReplacesAndRemoves) {
    auto store = Store::open(path()).value();
    ASSERT_TRUE(store.put(schedule("a"), std::nullopt));
    ASSERT_TRUE(store.put(schedule("b"), std::nullopt));
    ASSERT_TRUE(store.put(schedule("a", R"({"count": 2})"), std::nullopt));
    ASSERT_TRUE(store.remove("me", "b", std::nullopt));
    ASSERT_TRUE(store.remove("me", "nobody", std::nullopt));
    const auto loaded = store.load().value();
    ASSERT_EQ(loaded.size(), 1U);
    EXPECT_EQ(loaded[0].record.count, 2);
}

// SCH-036
TEST_F(SchedulerStore, RemembersWhatHasPassed) {
    auto store = Store::open(path()).value();
    EXPECT_EQ(store.passed().value(), std::nullopt);
    ASSERT_TRUE(store.put(schedule("a"), Store::Stamp{noon, std::nullopt}));
    EXPECT_EQ(store.passed().value(), noon);
    ASSERT_TRUE(store.put(schedule("a"), Store::Stamp{noon + 1h, noon + 2h}));
    EXPECT_EQ(store.passed().value(), noon + 2h);
    ASSERT_TRUE(store.remove("me", "a", Store::Stamp{noon + 3h, std::nullopt}));
    EXPECT_EQ(store.passed().value(), noon + 3h);
    ASSERT_TRUE(store.put(schedule("a"), std::nullopt));
    EXPECT_EQ(store.passed().value(), noon + 3h);
}

TEST_F(SchedulerStore, IsForOneProcess) {
    auto first = Store::open(path()).value();
    // Locks are a process's own, so the second one has to be another.
    const auto child = ::fork();
    if (child == 0) {
        const auto second = Store::open(path());
        const bool refused = !second && second.error().code == ErrorCode::unavailable &&
                             second.error().detail.contains("another process has it open") &&
                             second.error().detail.contains(path().string());
        ::_exit(refused ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
    EXPECT_TRUE(first.put(schedule("a"), std::nullopt));
}

TEST_F(SchedulerStore, IsTheUsersOwn) {
    ASSERT_TRUE(Store::open(path())->put(schedule("a"), std::nullopt));
    struct stat file{};
    ASSERT_EQ(::stat(path().c_str(), &file), 0);
    EXPECT_EQ(file.st_mode & 0777U, 0600U);
}

TEST_F(SchedulerStore, NamesAFileItCannotUse) {
    std::filesystem::create_directories(path());
    const auto opened = Store::open(path());
    ASSERT_FALSE(opened);
    EXPECT_TRUE(opened.error().detail.contains(path().string())) << opened.error().detail;
}

TEST_F(SchedulerStore, LeavesANewerProgramsTablesAlone) {
    ASSERT_TRUE(Store::open(path()));
    run_sql("PRAGMA user_version = 99");
    const auto opened = Store::open(path());
    ASSERT_FALSE(opened);
    EXPECT_TRUE(opened.error().detail.contains("newer version")) << opened.error().detail;
}

TEST_F(SchedulerStore, ARecordThatCannotBeReadCostsNoOther) {
    {
        auto store = Store::open(path()).value();
        ASSERT_TRUE(store.put(schedule("a"), std::nullopt));
        ASSERT_TRUE(store.put(schedule("b"), std::nullopt));
    }
    run_sql("UPDATE schedule SET record = '{\"id\": 5' WHERE id = 'a'");
    const log::Capture logs;
    EXPECT_EQ(Store::open(path())->load()->size(), 1U);
    EXPECT_TRUE(logs.text().contains("scheduler.record_unreadable")) << logs.text();
    EXPECT_TRUE(logs.text().contains("id=a")) << logs.text();
}

}  // namespace
}  // namespace utter::scheduler
