#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "utter/core/clock.hpp"
#include "utter/core/result.hpp"
#include "utter/platform/storage/sql_storage.hpp"

/// For the storage's tests: each runs on both databases.
namespace utter::platform::testing {

enum class Backend : std::uint8_t { sqlite, postgresql };

/// A folder that goes with the object.
class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    TemporaryFolder(TemporaryFolder&&) = delete;
    TemporaryFolder& operator=(TemporaryFolder&&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

/// A real PostgreSQL of this process: started by the first that asks, stopped at the end.
class PostgresServer {
  public:
    /// @return the server, or why there is none here
    [[nodiscard]] static Result<PostgresServer*> instance();

    ~PostgresServer();
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;
    PostgresServer(PostgresServer&&) = delete;
    PostgresServer& operator=(PostgresServer&&) = delete;

    /// A fresh, empty database. @return its StorageSettings::database
    [[nodiscard]] std::string make_database();

    /// Ends every process of the server at once, as a crash of the machine does.
    void crash();
    /// Starts it anew.
    [[nodiscard]] Result<void> start();

  private:
    explicit PostgresServer(std::filesystem::path programs) : programs_(std::move(programs)) {}
    [[nodiscard]] Result<void> initialise();
    [[nodiscard]] std::string url(const std::string& database) const;

    TemporaryFolder folder_;
    std::filesystem::path programs_;
    int process_ = 0;
    int databases_ = 0;
};

/// A clock that a test moves. For one thread at a time.
class ManualClock final : public Clock {
  public:
    [[nodiscard]] std::chrono::system_clock::time_point now() const override { return now_; }
    void advance(std::chrono::milliseconds by) { now_ += by; }

  private:
    std::chrono::system_clock::time_point now_{
        std::chrono::sys_days{std::chrono::year(2031) / 3 / 1}};
};

/// An empty database that goes with the object.
class TestDatabase {
  public:
    /// @return the reason why there is none of this kind here
    [[nodiscard]] static Result<std::unique_ptr<TestDatabase>> make(Backend backend);

    [[nodiscard]] const std::string& database() const { return database_; }
    [[nodiscard]] Backend backend() const { return backend_; }

  private:
    explicit TestDatabase(Backend backend) : backend_(backend) {}

    Backend backend_;
    TemporaryFolder folder_;
    std::string database_;
};

}  // namespace utter::platform::testing
