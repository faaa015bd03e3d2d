#include "utter/platform/storage/migrations.hpp"

#include <array>
#include <string>

// Types that both databases read alike: TEXT, BIGINT (SQLite keeps any integer so) and DOUBLE
// PRECISION. Points of time are microseconds of Unix time; truths are 0 and 1.

namespace utter::platform {
namespace {

constexpr std::array first{
    "CREATE TABLE voice ("
    " id TEXT PRIMARY KEY,"
    " name TEXT NOT NULL,"
    " description TEXT NOT NULL,"
    " lang TEXT NOT NULL,"
    " profile TEXT,"  // NULL: never trained
    " embedding_path TEXT NOT NULL DEFAULT '',"
    " created_at BIGINT NOT NULL,"
    " updated_at BIGINT NOT NULL,"
    " revision BIGINT NOT NULL)",
    "CREATE INDEX voice_by_age ON voice (created_at, id)",

    "CREATE TABLE voice_sample ("
    " id TEXT PRIMARY KEY,"
    " voice_id TEXT NOT NULL REFERENCES voice (id) ON DELETE CASCADE,"
    " name TEXT NOT NULL,"
    " audio_path TEXT NOT NULL,"
    " duration_ms BIGINT NOT NULL,"
    " sample_rate_hz BIGINT NOT NULL,"
    " bytes BIGINT NOT NULL,"
    " uploaded_at BIGINT NOT NULL)",
    "CREATE INDEX voice_sample_by_age ON voice_sample (voice_id, uploaded_at, id)",

    "CREATE TABLE persona ("
    " id TEXT PRIMARY KEY,"
    " name TEXT NOT NULL,"
    " description TEXT NOT NULL,"
    " system_prompt TEXT NOT NULL,"
    " provider TEXT NOT NULL,"
    " model TEXT NOT NULL,"
    " voice_id TEXT REFERENCES voice (id),"
    " memory BIGINT NOT NULL,"
    " temperature DOUBLE PRECISION,"
    " max_tokens BIGINT,"
    " tools TEXT NOT NULL,"  // a JSON array
    " created_at BIGINT NOT NULL,"
    " updated_at BIGINT NOT NULL,"
    " revision BIGINT NOT NULL)",
    "CREATE INDEX persona_by_age ON persona (created_at, id)",
    "CREATE INDEX persona_by_voice ON persona (voice_id)",

    "CREATE TABLE conversation_turn ("
    " session_id TEXT NOT NULL,"
    " number BIGINT NOT NULL,"
    " persona_id TEXT NOT NULL,"  // stays when the persona goes
    " role TEXT NOT NULL,"
    " text TEXT NOT NULL,"
    " at BIGINT NOT NULL,"
    " PRIMARY KEY (session_id, number))",
    "CREATE INDEX conversation_turn_by_age ON conversation_turn (at)",

    "CREATE TABLE training_job ("
    " id TEXT PRIMARY KEY,"
    " voice_id TEXT NOT NULL REFERENCES voice (id) ON DELETE CASCADE,"
    " state TEXT NOT NULL,"
    " percent BIGINT NOT NULL,"
    " attempts BIGINT NOT NULL,"
    " cancel_requested BIGINT NOT NULL,"
    " error TEXT NOT NULL,"
    " created_at BIGINT NOT NULL,"
    " started_at BIGINT,"
    " finished_at BIGINT,"
    " not_before BIGINT NOT NULL,"
    " lease_owner TEXT NOT NULL,"  // empty: nobody has it
    " lease_expires BIGINT)",
    "CREATE INDEX training_job_by_age ON training_job (voice_id, created_at, id)",
    "CREATE INDEX training_job_by_state ON training_job (state, not_before)",
    // One job of a voice at a time.
    "CREATE UNIQUE INDEX training_job_not_over ON training_job (voice_id)"
    " WHERE state IN ('queued', 'running')",
};

// Whose a turn is. Of those that are there nobody knows it; an empty name is no principal's.
constexpr std::array owned_turns{
    "ALTER TABLE conversation_turn ADD COLUMN owner TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX conversation_turn_by_owner ON conversation_turn (session_id, owner, number)",
};

constexpr std::array migrations{Migration{first}, Migration{owned_turns}};

}  // namespace

std::span<const Migration> all_migrations() noexcept {
    return migrations;
}

Result<void> migrate(SqlConnection& connection, std::span<const Migration> migrations) {
    const auto newest = static_cast<long long>(migrations.size());
    for (;;) {
        // Read and written in one transaction, as another process may be migrating too.
        const auto version = connection.write([&](soci::session& sql) -> Result<long long> {
            sql << "CREATE TABLE IF NOT EXISTS utter_schema (version BIGINT NOT NULL)";
            long long now = 0;
            sql << "SELECT COALESCE(MAX(version), 0) FROM utter_schema", soci::into(now);
            if (now > newest) {
                return fail(ErrorCode::unsupported,
                            "the platform's database was written by a newer version of this "
                            "program (its tables are version " +
                                std::to_string(now) + ", this one knows " + std::to_string(newest) +
                                ")");
            }
            if (now == newest) return now;
            for (const auto* statement : migrations[static_cast<std::size_t>(now)].statements) {
                sql << statement;
            }
            ++now;
            sql << "DELETE FROM utter_schema";
            sql << "INSERT INTO utter_schema (version) VALUES (:version)", soci::use(now);
            return now;
        });
        if (!version) return std::unexpected(version.error());
        if (*version == newest) return {};
    }
}

}  // namespace utter::platform
