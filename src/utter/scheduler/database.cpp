#include "utter/scheduler/database.hpp"

#include <sqlite3.h>
#include <sys/stat.h>

#include <stdexcept>
#include <utility>

namespace utter::scheduler {
namespace {

constexpr int patience_ms = 2'000;

Error error_of(sqlite3* database) {
    const int code = sqlite3_errcode(database);
    const bool busy = code == SQLITE_BUSY || code == SQLITE_LOCKED;
    return {busy ? ErrorCode::unavailable : ErrorCode::io, sqlite3_errmsg(database), busy};
}

Error naming(const std::filesystem::path& path, Error error) {
    const auto* what = error.code == ErrorCode::unavailable
                           ? "another process has it open; stop that one, or give this one a "
                             "database of its own with scheduler.database"
                           : error.detail.c_str();
    error.detail = "the database " + path.string() + " cannot be used: " + what;
    return error;
}

}  // namespace

void Database::Close::operator()(sqlite3* database) const noexcept {
    sqlite3_close(database);
}

void Database::Statement::Finalize::operator()(sqlite3_stmt* statement) const noexcept {
    sqlite3_finalize(statement);
}

Result<Database> Database::open(const std::filesystem::path& path) {
    if (!path.empty()) {
        std::error_code failed;
        std::filesystem::create_directories(path.parent_path(), failed);
        if (failed) {
            return fail(ErrorCode::io,
                        "the folder " + path.parent_path().string() +
                            " cannot be made: " + failed.message());
        }
    }
    sqlite3* raw = nullptr;
    const int opened =
        sqlite3_open_v2(path.empty() ? ":memory:" : path.c_str(),
                        &raw,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                        nullptr);
    Database database(raw);
    if (raw == nullptr) return fail(ErrorCode::limit, "no memory for a database");
    if (opened != SQLITE_OK) return std::unexpected(naming(path, error_of(raw)));
    // What people asked for is nobody else's business; WAL takes its mode from this file.
    if (!path.empty()) ::chmod(path.c_str(), S_IRUSR | S_IWUSR);
    sqlite3_busy_timeout(raw, patience_ms);
    // The lock is taken by the first write and kept; it goes with the process, however that ends.
    if (auto ready = database.run("PRAGMA locking_mode = EXCLUSIVE;"
                                  "PRAGMA journal_mode = WAL;"
                                  "PRAGMA synchronous = FULL;"
                                  "BEGIN EXCLUSIVE; COMMIT;");
        !ready) {
        return std::unexpected(naming(path, ready.error()));
    }
    return database;
}

Result<void> Database::run(const char* sql) {
    if (sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
        return std::unexpected(error_of(database_.get()));
    }
    return {};
}

Database::Statement Database::prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(database_.get(), sql, -1, &statement, nullptr) != SQLITE_OK) {
        throw std::logic_error(std::string(sql) + ": " + sqlite3_errmsg(database_.get()));
    }
    return Statement(statement);
}

Database::Statement& Database::Statement::bind(const std::string& text) {
    sqlite3_bind_text64(
        statement_.get(), ++bound_, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    return *this;
}

Database::Statement& Database::Statement::bind(std::int64_t number) {
    sqlite3_bind_int64(statement_.get(), ++bound_, number);
    return *this;
}

Database::Statement& Database::Statement::bind(const std::optional<std::string>& text) {
    if (text) return bind(*text);
    sqlite3_bind_null(statement_.get(), ++bound_);
    return *this;
}

Database::Statement& Database::Statement::bind(const std::optional<std::int64_t>& number) {
    if (number) return bind(*number);
    sqlite3_bind_null(statement_.get(), ++bound_);
    return *this;
}

Result<bool> Database::Statement::step() {
    const int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return std::unexpected(error_of(sqlite3_db_handle(statement_.get())));
}

Result<void> Database::Statement::run() {
    auto stepped = step();
    if (!stepped) return std::unexpected(stepped.error());
    return {};
}

std::string Database::Statement::text(int column) const {
    const auto* text = sqlite3_column_text(statement_.get(), column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
    return text == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(text), size);
}

std::int64_t Database::Statement::number(int column) const {
    return sqlite3_column_int64(statement_.get(), column);
}

bool Database::Statement::is_null(int column) const {
    return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

}  // namespace utter::scheduler
