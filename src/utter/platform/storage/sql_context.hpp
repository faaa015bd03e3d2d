#pragma once

#include <chrono>
#include <string>
#include <utility>

#include "utter/core/clock.hpp"
#include "utter/core/instant.hpp"
#include "utter/core/result.hpp"
#include "utter/core/uuid.hpp"
#include "utter/platform/storage/page.hpp"
#include "utter/platform/storage/sql_connection.hpp"
#include "utter/platform/storage/sql_storage.hpp"

/// What the repositories over SQL share. Internal to the storage.
namespace utter::platform {

struct SqlContext {
    SqlConnection& database;
    const Clock& clock;
    const StorageSettings& settings;
};

/// SOCI binds what it can point to, so every number in a query is one of these.
using SqlInt = long long;

[[nodiscard]] inline SqlInt to_sql(Time time) {
    return time.time_since_epoch().count();
}

[[nodiscard]] inline Time to_time(SqlInt micros) {
    return Time(std::chrono::microseconds(micros));
}

[[nodiscard]] inline SqlInt sql_now(const Clock& clock) {
    return to_sql(std::chrono::floor<std::chrono::microseconds>(clock.now()));
}

/// What a page begins behind: the time and the id of the last item before it. Lists are ordered by
/// both, so items may come and go.
struct Cursor {
    SqlInt at = 0;
    std::string id;
};

[[nodiscard]] std::string to_text(const Cursor& cursor);

/// Where `page` begins. @return invalid_argument naming 'limit' or 'after'
[[nodiscard]] Result<Cursor> cursor_of(const PageRequest& page);

/// Makes a page of what a query for one more item than asked for has found.
template <class T, class CursorOf>
[[nodiscard]] Page<T> make_page(std::vector<T> items, const PageRequest& page, CursorOf cursor_of) {
    Page<T> out{std::move(items)};
    if (out.items.size() > static_cast<std::size_t>(page.limit)) {
        out.items.pop_back();
        out.next = to_text(cursor_of(out.items.back()));
    }
    return out;
}

/// Runs an INSERT, UPDATE or DELETE. @return how many rows it met
template <class... Uses>
SqlInt change(soci::session& sql, const std::string& query, const Uses&... values) {
    soci::statement statement(sql);
    (statement.exchange(soci::use(values)), ...);
    statement.alloc();
    statement.prepare(query);
    statement.define_and_bind();
    statement.execute(true);
    return statement.get_affected_rows();
}

}  // namespace utter::platform
