#include "utter/platform/storage/sql_storage.hpp"

#include <string_view>
#include <utility>

#include "utter/platform/storage/migrations.hpp"
#include "utter/platform/storage/sql_connection.hpp"
#include "utter/platform/storage/sql_context.hpp"
#include "utter/platform/storage/sql_conversations.hpp"
#include "utter/platform/storage/sql_jobs.hpp"
#include "utter/platform/storage/sql_personas.hpp"
#include "utter/platform/storage/sql_voices.hpp"

namespace utter::platform {
namespace {

template <class T>
Result<void> in_range(std::string_view field, T value, T min, T max, std::string_view range) {
    if (value >= min && value <= max) return {};
    return fail(ErrorCode::invalid_argument,
                "the storage setting '" + std::string(field) + "' must be " + std::string(range));
}

}  // namespace

Result<void> StorageSettings::validate() const {
    using namespace std::chrono_literals;
    using std::chrono::milliseconds;
    if (database.empty()) {
        return fail(ErrorCode::invalid_argument, "the storage setting 'database' is empty");
    }
    Result<void> result;
    const auto check = [&result](Result<void> next) {
        if (result) result = std::move(next);
    };
    check(in_range("voices_max", voices_max, 1U, 1'000'000U, "1 to 1000000"));
    check(in_range("samples_per_voice_max", samples_per_voice_max, 1U, 100'000U, "1 to 100000"));
    check(in_range<std::chrono::minutes>(
        "sound_per_voice_max", sound_per_voice_max, 1min, 100h, "1 minute to 100 hours"));
    check(in_range("personas_max", personas_max, 1U, 1'000'000U, "1 to 1000000"));
    check(in_range("turns_per_session_max", turns_per_session_max, 1U, 1'000'000U, "1 to 1000000"));
    check(in_range("jobs_waiting_max", jobs_waiting_max, 1U, 10'000U, "1 to 10000"));
    check(in_range("jobs_kept_per_voice", jobs_kept_per_voice, 1U, 10'000U, "1 to 10000"));
    check(in_range("attempts_max", attempts_max, 1U, 100U, "1 to 100"));
    check(in_range<milliseconds>("lease", lease, 100ms, 1h, "100 ms to 1 hour"));
    check(in_range<milliseconds>("retry_first", retry_first, 0ms, 1h, "0 to 1 hour"));
    check(in_range<milliseconds>(
        "retry_max", retry_max, retry_first, 24h, "retry_first to 24 hours"));
    return result;
}

struct SqlStorage::Parts {
    Parts(StorageSettings wanted, std::unique_ptr<SqlConnection> connection, const Clock& clock)
        : settings(std::move(wanted)),
          database(std::move(connection)),
          context{*database, clock, settings},
          voices(context),
          personas(context),
          conversations(context),
          jobs(context) {}

    StorageSettings settings;
    std::unique_ptr<SqlConnection> database;
    SqlContext context;
    SqlVoices voices;
    SqlPersonas personas;
    SqlConversations conversations;
    SqlJobs jobs;
};

SqlStorage::SqlStorage(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
SqlStorage::~SqlStorage() = default;

Result<std::unique_ptr<SqlStorage>> SqlStorage::open(StorageSettings settings, const Clock& clock) {
    if (auto valid = settings.validate(); !valid) return std::unexpected(valid.error());
    auto connection = SqlConnection::open(settings.database);
    if (!connection) return std::unexpected(connection.error());
    if (auto migrated = migrate(**connection); !migrated) return std::unexpected(migrated.error());
    auto parts = std::make_unique<Parts>(std::move(settings), std::move(*connection), clock);
    return std::unique_ptr<SqlStorage>(new SqlStorage(std::move(parts)));
}

VoiceRepository& SqlStorage::voices() noexcept {
    return parts_->voices;
}

PersonaRepository& SqlStorage::personas() noexcept {
    return parts_->personas;
}

ConversationRepository& SqlStorage::conversations() noexcept {
    return parts_->conversations;
}

JobQueue& SqlStorage::jobs() noexcept {
    return parts_->jobs;
}

Result<void> SqlStorage::check() {
    return parts_->database->read([](soci::session& sql) -> Result<void> {
        SqlInt version = 0;
        sql << "SELECT MAX(version) FROM utter_schema", soci::into(version);
        return {};
    });
}

}  // namespace utter::platform
