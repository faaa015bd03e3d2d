#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "utter/core/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace utter::scheduler {

/// An SQLite database that this process alone has open, and whose commits have reached the disk
/// when they return. For one thread at a time.
class Database {
  public:
    /// Opens or makes the file, its folder included; an empty path is a database in memory. Waits
    /// two seconds for another process to let go of it.
    /// @return `unavailable` when another has it open, `io` for all else, naming the file.
    [[nodiscard]] static Result<Database> open(const std::filesystem::path& path);

    /// Runs statements that have no parameters and no result.
    [[nodiscard]] Result<void> run(const char* sql);

    /// One statement being used: parameters in order, then rows.
    class Statement {
      public:
        Statement& bind(const std::string& text);
        Statement& bind(std::int64_t number);
        Statement& bind(const std::optional<std::string>& text);
        Statement& bind(const std::optional<std::int64_t>& number);

        /// Goes to the next row. @return whether there is one.
        [[nodiscard]] Result<bool> step();
        /// Runs a statement without rows.
        [[nodiscard]] Result<void> run();

        /// Columns of the row, from 0. An absent text is empty.
        [[nodiscard]] std::string text(int column) const;
        [[nodiscard]] std::int64_t number(int column) const;
        [[nodiscard]] bool is_null(int column) const;

      private:
        friend class Database;
        struct Finalize {
            void operator()(sqlite3_stmt* statement) const noexcept;
        };
        explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}

        std::unique_ptr<sqlite3_stmt, Finalize> statement_;
        int bound_ = 0;
    };

    /// @param sql one statement, which is right: a wrong one is a bug and ends in std::logic_error
    [[nodiscard]] Statement prepare(const char* sql);

  private:
    struct Close {
        void operator()(sqlite3* database) const noexcept;
    };
    explicit Database(sqlite3* database) : database_(database) {}

    std::unique_ptr<sqlite3, Close> database_;
};

}  // namespace utter::scheduler
