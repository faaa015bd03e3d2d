#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "utter/core/clock.hpp"
#include "utter/core/result.hpp"
#include "utter/platform/storage/conversation_repository.hpp"
#include "utter/platform/storage/job_queue.hpp"
#include "utter/platform/storage/persona_repository.hpp"
#include "utter/platform/storage/voice_repository.hpp"

namespace utter::platform {

/// Where the platform keeps what it knows, and how much of it.
struct StorageSettings {
    /// A path, or "postgresql://user@host/name" as libpq reads it (password in ~/.pgpass or the
    /// environment, not in here). The file's folder is made when it is missing.
    std::string database;

    std::uint32_t voices_max = 1'000;               ///< 1 .. 1,000,000
    std::uint32_t samples_per_voice_max = 100;      ///< 1 .. 100,000
    std::chrono::minutes sound_per_voice_max{120};  ///< 1 min .. 100 h
    std::uint32_t personas_max = 1'000;             ///< 1 .. 1,000,000
    std::uint32_t turns_per_session_max = 10'000;   ///< 1 .. 1,000,000; the oldest go

    std::uint32_t jobs_waiting_max = 100;          ///< 1 .. 10,000
    std::uint32_t jobs_kept_per_voice = 100;       ///< 1 .. 10,000 that are over; the oldest go
    std::uint32_t attempts_max = 3;                ///< 1 .. 100 of a job
    std::chrono::milliseconds lease{30'000};       ///< 100 ms .. 1 h without a heartbeat
    std::chrono::milliseconds retry_first{5'000};  ///< 0 .. 1 h; doubles with each attempt
    std::chrono::milliseconds retry_max{300'000};  ///< retry_first .. 24 h

    /// @return invalid_argument naming the first field that is out of its range
    [[nodiscard]] Result<void> validate() const;
};

/// The repositories and the queue in one SQL database: SQLite (built in; WAL, each commit on the
/// disk) or PostgreSQL 12 and later (SOCI's module for it is loaded when the setting asks for it).
/// The queries are the same, and writers wait for each other on both, so what is said at the ports
/// holds on both.
///
/// A connection, for one thread at a time: a thread that shares it with nobody opens its own on the
/// same database. A connection to a server that was lost is made anew by the next call.
class SqlStorage {
  public:
    /// Opens or makes the database and brings its tables up to date; each migration is done wholly
    /// or not at all, whoever kills the program.
    /// @param clock outlives it
    /// @return invalid_argument for the settings; unavailable when the server does not answer or
    ///         SOCI's PostgreSQL module is not installed; unsupported when a newer program made the
    ///         tables; io for all else. Names the database, without password.
    [[nodiscard]] static Result<std::unique_ptr<SqlStorage>> open(StorageSettings settings,
                                                                  const Clock& clock);
    ~SqlStorage();
    SqlStorage(const SqlStorage&) = delete;
    SqlStorage& operator=(const SqlStorage&) = delete;
    SqlStorage(SqlStorage&&) = delete;
    SqlStorage& operator=(SqlStorage&&) = delete;

    [[nodiscard]] VoiceRepository& voices() noexcept;
    [[nodiscard]] PersonaRepository& personas() noexcept;
    [[nodiscard]] ConversationRepository& conversations() noexcept;
    [[nodiscard]] JobQueue& jobs() noexcept;

    /// Whether the database answers now; for health pages.
    [[nodiscard]] Result<void> check();

  private:
    struct Parts;
    explicit SqlStorage(std::unique_ptr<Parts> parts);

    std::unique_ptr<Parts> parts_;
};

}  // namespace utter::platform
