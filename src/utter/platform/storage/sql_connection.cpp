#include "utter/platform/storage/sql_connection.hpp"

#include <soci/sqlite3/soci-sqlite3.h>
#include <sys/stat.h>

#include <filesystem>
#include <string_view>

#include "utter/core/log.hpp"

namespace utter::platform {
namespace {

// How long a writer waits for another.
constexpr int patience_s = 10;

bool is_server(std::string_view database) {
    return database.starts_with("postgresql://") || database.starts_with("postgres://");
}

// The address without what stands between its ':' and '@', and without parameters.
std::string without_secrets(std::string_view url) {
    std::string out(url.substr(0, url.find('?')));
    const auto begin = out.find("://") + 3;
    const auto at = out.rfind('@');
    const auto colon = out.find(':', begin);
    if (at != std::string::npos && colon < at) out.erase(colon, at - colon);
    return out;
}

// What is wrong, in our words: those of the library and of the server are for the log.
std::string trouble_with_file(int sqlite_result) {
    constexpr int primary = 0xff;
    switch (sqlite_result & primary) {
        case SQLITE_FULL:
            return "cannot be written: the disk is full";
        case SQLITE_IOERR:
            return "cannot be read or written: its disk is full or broken";
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return "was held by another program for more than " + std::to_string(patience_s) + " s";
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
        case SQLITE_READONLY:
            return "cannot be opened for writing: is it a file, and may this user write it and its "
                   "folder?";
        case SQLITE_NOTADB:
        case SQLITE_CORRUPT:
            return "is damaged, or no database at all";
        default:
            return "cannot be used; the log says why";
    }
}

std::string trouble_with_server(soci::soci_error::error_category category) {
    switch (category) {
        case soci::soci_error::system_error:
            return "has no room, memory or connections left, or was stopped; its own log says more";
        case soci::soci_error::no_privilege:
            return "does not allow this to the user it is opened as";
        default:
            return "cannot be used; the log says why";
    }
}

}  // namespace

Result<std::unique_ptr<SqlConnection>> SqlConnection::open(const std::string& database) {
    const bool server = is_server(database);
    if (!server) {
        if (database.empty() || database.find('"') != std::string::npos ||
            database.find("://") != std::string::npos) {
            return fail(ErrorCode::invalid_argument,
                        "'platform.database' must be a path without quotation marks, or begin with "
                        "postgresql://");
        }
        std::error_code failed;
        const std::filesystem::path path(database);
        if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), failed);
        if (failed) {
            return fail(ErrorCode::io,
                        "the folder " + path.parent_path().string() +
                            " cannot be made: " + failed.message());
        }
    }
    std::unique_ptr<SqlConnection> connection(
        new SqlConnection(server ? without_secrets(database) : database, server));
    try {
        connection->connect(database);
        connection->set_up();
    } catch (const std::exception& failed) {
        auto error = connection->to_error(failed);
        if (server) error.code = ErrorCode::unavailable;
        return std::unexpected(std::move(error));
    }
    return connection;
}

void SqlConnection::connect(const std::string& database) {
    if (server_) {
        // By name, so that the module is loaded here and not with the program.
        session_.open("postgresql", database);
        return;
    }
    session_.open(*soci::factory_sqlite3(),
                  "dbname=\"" + database + "\" timeout=" + std::to_string(patience_s));
    // What people say is nobody else's business; WAL takes its mode from this file.
    ::chmod(database.c_str(), S_IRUSR | S_IWUSR);
}

void SqlConnection::set_up() {
    if (server_) {
        session_ << "SET client_min_messages = warning";
        session_ << "SET lock_timeout = '" << patience_s << "s'";
        session_ << "SET synchronous_commit = on";
        return;
    }
    std::string mode;
    session_ << "PRAGMA journal_mode = WAL", soci::into(mode);
    session_ << "PRAGMA synchronous = FULL";
    session_ << "PRAGMA foreign_keys = ON";
}

void SqlConnection::reconnect_if_lost() {
    if (session_.is_connected()) return;
    session_.reconnect();
    set_up();
}

// Writers queue at the beginning, where waiting is safe: SQLite by its write lock, PostgreSQL by a
// lock of ours that goes with the transaction (its number is arbitrary).
void SqlConnection::begin() {
    if (!server_) {
        session_ << "BEGIN IMMEDIATE";
        return;
    }
    constexpr auto queue = "SELECT CAST(pg_advisory_xact_lock(7164981) AS TEXT)";
    try {
        session_ << "BEGIN";
        session_ << queue;
    } catch (const soci::soci_error&) {
        // A server that was started anew is noticed only now. Nothing was done yet.
        if (session_.is_connected()) throw;
        reconnect_if_lost();
        session_ << "BEGIN";
        session_ << queue;
    }
}

void SqlConnection::commit() {
    session_ << "COMMIT";
}

void SqlConnection::roll_back() noexcept {
    try {
        session_ << "ROLLBACK";
    } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch)
        // The database has done so itself, or the connection is gone and the transaction with it.
    }
}

Error SqlConnection::to_error(const std::exception& failed) const {
    // what() would add the values of the query, and they are what people said; so might what
    // follows the first line of a server's answer.
    const auto* const sql = dynamic_cast<const soci::soci_error*>(&failed);
    const auto words = sql != nullptr ? sql->get_error_message() : std::string(failed.what());
    log::warning("platform.database_failed",
                 {{"database", name_}, {"reason", words.substr(0, words.find('\n'))}});
    const auto category = sql != nullptr ? sql->get_error_category() : soci::soci_error::unknown;
    const auto* const file = dynamic_cast<const soci::sqlite3_soci_error*>(&failed);
    // What fails for want of a server has any category, or none.
    const bool lost =
        server_ && (category == soci::soci_error::connection_error || !session_.is_connected());
    const auto the_database = "the database " + name_ + " ";
    if (lost) {
        return {ErrorCode::unavailable, the_database + "cannot be reached; the log says why", true};
    }
    const auto trouble =
        file != nullptr ? trouble_with_file(file->result()) : trouble_with_server(category);
    return {ErrorCode::io, the_database + trouble, true};
}

}  // namespace utter::platform
