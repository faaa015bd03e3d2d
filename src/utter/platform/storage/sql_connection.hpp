#pragma once

#include <soci/soci.h>

#include <exception>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include "utter/core/result.hpp"

/// Internal to the storage. SOCI's types stay behind SqlStorage.
namespace utter::platform {

/// A connection to an SQLite file or a PostgreSQL database on which the same queries run the same
/// way. For one thread at a time.
class SqlConnection {
  public:
    /// @param database as StorageSettings::database
    [[nodiscard]] static Result<std::unique_ptr<SqlConnection>> open(const std::string& database);

    /// Runs `work(session)`, one query or several that need no common view.
    /// @return what it returns, a Result; io or unavailable for what SOCI throws
    template <class Work>
    [[nodiscard]] std::invoke_result_t<Work, soci::session&> read(Work work) {
        for (bool again = server_;; again = false) {
            try {
                reconnect_if_lost();
                return work(session_);
            } catch (const std::exception& failed) {
                // A server that was started anew is noticed only now.
                if (again && !session_.is_connected()) continue;
                return std::unexpected(to_error(failed));
            }
        }
    }

    /// Runs `work(session)` as the only writer there is. What it has written is on the disk if this
    /// returns a value, and is gone if it or `work` returns an error.
    template <class Work>
    [[nodiscard]] std::invoke_result_t<Work, soci::session&> write(Work work) {
        try {
            reconnect_if_lost();
            begin();
            auto result = work(session_);
            if (result) {
                commit();
            } else {
                roll_back();
            }
            return result;
        } catch (const std::exception& failed) {
            auto error = to_error(failed);
            roll_back();
            return std::unexpected(std::move(error));
        }
    }

  private:
    SqlConnection(std::string name, bool server) : name_(std::move(name)), server_(server) {}
    void connect(const std::string& database);
    void set_up();
    void reconnect_if_lost();
    void begin();
    void commit();
    void roll_back() noexcept;
    [[nodiscard]] Error to_error(const std::exception& failed) const;

    std::string name_;  // for people; without password
    bool server_;       // PostgreSQL
    soci::session session_;
};

}  // namespace utter::platform
