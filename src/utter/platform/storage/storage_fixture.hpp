#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "utter/platform/storage/sql_storage.hpp"
#include "utter/platform/storage/test_database.hpp"

namespace utter::platform::testing {

/// A test on an empty database of either kind.
class StorageTest : public ::testing::TestWithParam<Backend> {
  protected:
    void SetUp() override {
        auto made = TestDatabase::make(GetParam());
        if (!made) GTEST_SKIP() << made.error().detail;
        database_ = std::move(*made);
        settings.database = database_->database();
        storage = open();
    }

    /// A connection of its own.
    [[nodiscard]] std::unique_ptr<SqlStorage> open() {
        auto opened = SqlStorage::open(settings, clock);
        EXPECT_TRUE(opened) << opened.error().detail;
        return opened ? std::move(*opened) : nullptr;
    }

    /// Opens again with changed settings.
    void reopen() { storage = open(); }

    [[nodiscard]] std::string make_voice(std::chrono::milliseconds sound = {}) {
        const auto id = storage->voices().create({"Anna", "", "en-US"}).value().id;
        if (sound.count() > 0) add_sound(id, sound);
        return id;
    }

    std::string add_sound(const std::string& voice_id, std::chrono::milliseconds sound) {
        VoiceSample sample{
            .id = sample_id(++samples_),
            .voice_id = voice_id,
            .name = "a.wav",
            .audio_path = "x/a.wav",
            .duration = sound,
            .sample_rate_hz = 16'000,
            .bytes = 32'000,
            .uploaded_at = std::chrono::floor<std::chrono::microseconds>(clock.now())};
        const auto added = storage->voices().add_sample(sample);
        EXPECT_TRUE(added) << added.error().detail;
        return sample.id;
    }

    static std::string sample_id(int number) {
        auto digits = std::to_string(number);
        digits.insert(0, 12 - digits.size(), '0');
        return "00000000-0000-4000-8000-" + digits;
    }

    ManualClock clock;
    StorageSettings settings;
    std::unique_ptr<SqlStorage> storage;

  private:
    std::unique_ptr<TestDatabase> database_;
    int samples_ = 0;
};

}  // namespace utter::platform::testing

/// The suite on both databases; ctest runs the second kind in one process, for one server.
#define UTTER_ON_BOTH_DATABASES(suite)                                                         \
    INSTANTIATE_TEST_SUITE_P(SQLite,                                                           \
                             suite,                                                            \
                             ::testing::Values(utter::platform::testing::Backend::sqlite),     \
                             [](const auto&) { return "File"; });                              \
    INSTANTIATE_TEST_SUITE_P(PostgreSQL,                                                       \
                             suite,                                                            \
                             ::testing::Values(utter::platform::testing::Backend::postgresql), \
                             [](const auto&) { return "Server"; })
