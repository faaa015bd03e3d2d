#include "utter/scheduler/store.hpp"

#include <array>
#include <boost/json/serialize.hpp>
#include <utility>

#include "utter/core/log.hpp"

namespace utter::scheduler {
namespace {

// The steps from an empty file to today's tables. A step that has been released never changes.
constexpr auto migrations = std::to_array<const char*>({
    // record: section 3.1's, context included, as JSON. Instants are RFC 3339, to be read by
    // whoever comes next; mark, written and fired are microseconds since 1970.
    R"(CREATE TABLE schedule (
           skill_id TEXT NOT NULL,
           id TEXT NOT NULL,
           record TEXT NOT NULL,
           anchor TEXT NOT NULL,
           mark INTEGER,
           used INTEGER NOT NULL,
           last_fired TEXT,
           missed TEXT NOT NULL,
           PRIMARY KEY (skill_id, id)
       ) STRICT, WITHOUT ROWID;
       CREATE TABLE clock (
           only INTEGER PRIMARY KEY CHECK (only = 1),
           written INTEGER NOT NULL,
           fired INTEGER
       ) STRICT;)",
});

std::int64_t microseconds(Time time) {
    return time.time_since_epoch().count();
}

Time from_microseconds(std::int64_t count) {
    return Time(std::chrono::microseconds(count));
}

std::optional<std::string> text_of(const std::optional<Instant>& instant) {
    return instant ? std::optional(to_string(*instant)) : std::nullopt;
}

Result<Schedule> read_schedule(const Database::Statement& row) {
    auto parsed = parse_json(row.text(2));
    if (!parsed) return std::unexpected(parsed.error());
    const auto* body = parsed->if_object();
    const auto* context = body == nullptr ? nullptr : body->if_contains("context");
    if (context == nullptr || !context->is_object()) {
        return fail(ErrorCode::malformed, "the record has no context");
    }
    auto record = read_record(*body, context->get_object());
    if (!record) return fail(ErrorCode::malformed, record.error().reason);
    auto anchor = parse_instant(row.text(3));
    if (!anchor) return std::unexpected(anchor.error());
    Schedule schedule{std::move(*record), {*anchor, {}, row.number(5), {}, {}}};
    if (!row.is_null(4)) schedule.progress.mark = from_microseconds(row.number(4));
    if (!row.is_null(6)) {
        auto fired = parse_instant(row.text(6));
        if (!fired) return std::unexpected(fired.error());
        schedule.progress.last_fired = *fired;
    }
    const auto missed = parse_json(row.text(7));
    if (!missed || !missed->is_array()) {
        return fail(ErrorCode::malformed, "the missed occurrences are no list");
    }
    for (const auto& member : missed->get_array()) {
        auto instant = parse_instant(member.is_string() ? member.get_string() : "");
        if (!instant) return std::unexpected(instant.error());
        schedule.progress.missed.push_back(*instant);
    }
    return schedule;
}

}  // namespace

Result<Store> Store::open(const std::filesystem::path& path) {
    auto database = Database::open(path);
    if (!database) return std::unexpected(database.error());
    Store store(std::move(*database));
    if (auto migrated = store.migrate(); !migrated) {
        auto error = migrated.error();
        error.detail = "the database " + path.string() + " cannot be used: " + error.detail;
        return std::unexpected(std::move(error));
    }
    return store;
}

Result<void> Store::migrate() {
    std::int64_t version = 0;
    {
        auto query = database_.prepare("PRAGMA user_version");
        auto row = query.step();
        if (!row) return std::unexpected(row.error());
        version = query.number(0);
    }
    const auto newest = static_cast<std::int64_t>(migrations.size());
    if (version > newest) {
        return fail(ErrorCode::unsupported,
                    "it was written by a newer version of this program (its tables are version " +
                        std::to_string(version) + ", this one knows " + std::to_string(newest) +
                        ")");
    }
    for (; version < newest; ++version) {
        const auto sql = std::string("BEGIN;") + migrations.at(static_cast<std::size_t>(version)) +
                         "PRAGMA user_version = " + std::to_string(version + 1) + ";COMMIT;";
        if (auto done = database_.run(sql.c_str()); !done) return done;
    }
    return {};
}

Result<std::vector<Schedule>> Store::load() {
    std::vector<Schedule> out;
    auto query = database_.prepare(
        "SELECT skill_id, id, record, anchor, mark, used, last_fired, missed FROM schedule "
        "ORDER BY skill_id, id");
    for (;;) {
        auto row = query.step();
        if (!row) return std::unexpected(row.error());
        if (!*row) return out;
        auto schedule = read_schedule(query);
        if (schedule) {
            out.push_back(std::move(*schedule));
        } else {
            log::error("scheduler.record_unreadable",
                       {{"skill_id", query.text(0)},
                        {"id", query.text(1)},
                        {"reason", schedule.error().detail}});
        }
    }
}

Result<std::optional<Time>> Store::passed() {
    auto query = database_.prepare("SELECT max(written, ifnull(fired, written)) FROM clock");
    auto row = query.step();
    if (!row) return std::unexpected(row.error());
    if (!*row) return std::nullopt;
    return from_microseconds(query.number(0));
}

template <class Write>
Result<void> Store::in_transaction(const std::optional<Stamp>& stamp, Write write) {
    if (auto begun = database_.run("BEGIN IMMEDIATE"); !begun) return begun;
    auto written = write();
    if (written && stamp) written = record(*stamp);
    if (written) written = database_.run("COMMIT");
    if (!written) {
        // After a failed COMMIT there may be nothing left to roll back.
        [[maybe_unused]] const auto rolled_back = database_.run("ROLLBACK");
    }
    return written;
}

Result<void> Store::record(const Stamp& stamp) {
    return database_
        .prepare(
            "INSERT INTO clock (only, written, fired) VALUES (1, ?1, ?2) "
            "ON CONFLICT (only) DO UPDATE SET written = ?1, fired = ifnull(?2, fired)")
        .bind(microseconds(stamp.now))
        .bind(stamp.fired ? std::optional(microseconds(*stamp.fired)) : std::nullopt)
        .run();
}

Result<void> Store::put(const Schedule& schedule, const std::optional<Stamp>& stamp) {
    const auto& [record, progress] = schedule;
    return in_transaction(stamp, [&] {
        return database_
            .prepare(
                "INSERT OR REPLACE INTO schedule "
                "(skill_id, id, record, anchor, mark, used, last_fired, missed) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
            .bind(record.skill_id)
            .bind(record.id)
            .bind(json::serialize(record.to_json()))
            .bind(to_string(progress.anchor))
            .bind(progress.mark ? std::optional(microseconds(*progress.mark)) : std::nullopt)
            .bind(progress.used)
            .bind(text_of(progress.last_fired))
            .bind(json::serialize(to_json(progress.missed)))
            .run();
    });
}

Result<void> Store::remove(const std::string& skill_id,
                           const std::string& id,
                           const std::optional<Stamp>& stamp) {
    return in_transaction(stamp, [&] {
        return database_.prepare("DELETE FROM schedule WHERE skill_id = ? AND id = ?")
            .bind(skill_id)
            .bind(id)
            .run();
    });
}

}  // namespace utter::scheduler
