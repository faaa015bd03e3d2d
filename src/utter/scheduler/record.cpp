#include "utter/scheduler/record.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <cmath>
#include <utility>

#include "utter/core/topic.hpp"

namespace utter::scheduler {
namespace {

using std::chrono::microseconds;

template <class T>
using Checked = std::expected<T, Refusal>;

std::unexpected<Refusal> refuse(std::string_view error, std::string reason) {
    return std::unexpected(Refusal{error, std::move(reason)});
}

// More would not fit the time line in microseconds.
constexpr double seconds_max = 3.0e11;

constexpr std::array<std::string_view, 7> weekdays{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
constexpr std::array<std::string_view, 4> timings{"at", "in", "every", "local"};

std::optional<double> number(const json::value& value) {
    if (const auto* n = value.if_double()) return *n;
    if (const auto* n = value.if_int64()) return static_cast<double>(*n);
    if (const auto* n = value.if_uint64()) return static_cast<double>(*n);
    return std::nullopt;
}

Checked<Instant> instant(const json::value& value, std::string_view field) {
    const auto* text = value.if_string();
    if (text == nullptr) {
        return refuse(
            refusal::bad_instant,
            fmt::format("'{}' must be an RFC 3339 string, got {}", field, describe_type(value)));
    }
    auto parsed = parse_instant(*text);
    if (!parsed) {
        return refuse(refusal::bad_instant, fmt::format("'{}': {}", field, parsed.error().detail));
    }
    return *parsed;
}

Checked<const json::object*> recurrence_object(const json::value& value, std::string_view field) {
    const auto* object = value.if_object();
    if (object == nullptr) {
        return refuse(refusal::bad_recurrence,
                      fmt::format("'{}' must be an object, got {}", field, describe_type(value)));
    }
    return object;
}

Checked<microseconds> period(const json::object& object, std::string_view field) {
    const auto* value = object.if_contains("seconds");
    const auto seconds = value == nullptr ? std::nullopt : number(*value);
    if (!seconds || !(*seconds > 0)) {
        return refuse(refusal::bad_recurrence,
                      fmt::format("'{}.seconds' must be a number above 0", field));
    }
    if (*seconds > seconds_max) {
        return refuse(refusal::bad_recurrence,
                      fmt::format("'{}.seconds' leads beyond the year 9999", field));
    }
    return microseconds(std::max<std::int64_t>(1, std::llround(*seconds * 1e6)));
}

Checked<Timing> read_in(const json::value& value) {
    const auto object = recurrence_object(value, "in");
    if (!object) return std::unexpected(object.error());
    const auto delay = period(**object, "in");
    if (!delay) return std::unexpected(delay.error());
    return In{*delay};
}

Checked<Timing> read_every(const json::value& value) {
    const auto object = recurrence_object(value, "every");
    if (!object) return std::unexpected(object.error());
    const auto length = period(**object, "every");
    if (!length) return std::unexpected(length.error());
    if (*length < period_min) {
        return refuse(refusal::bad_recurrence, "'every.seconds' must be 0.1 or more");
    }
    Every every{*length, std::nullopt};
    if (const auto* start = (*object)->if_contains("start")) {
        const auto parsed = instant(*start, "every.start");
        if (!parsed) return std::unexpected(parsed.error());
        every.start = *parsed;
    }
    return every;
}

// "HH:MM" or "HH:MM:SS".
std::optional<std::chrono::seconds> clock_time(std::string_view text) {
    if (text.size() != 5 && text.size() != 8) return std::nullopt;
    std::array<int, 3> parts{};
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (i % 3 == 2 ? c != ':' : c < '0' || c > '9') return std::nullopt;
        if (i % 3 != 2) parts.at(i / 3) = parts.at(i / 3) * 10 + (c - '0');
    }
    if (parts[0] > 23 || parts[1] > 59 || parts[2] > 59) return std::nullopt;
    return std::chrono::hours(parts[0]) + std::chrono::minutes(parts[1]) +
           std::chrono::seconds(parts[2]);
}

Checked<std::bitset<7>> read_days(const json::object& object) {
    const auto* value = object.if_contains("days");
    if (value == nullptr) return std::bitset<7>().set();
    const auto* list = value->if_array();
    const auto bad = [] {
        return refuse(refusal::bad_recurrence,
                      "'local.days' must be a list of mon, tue, wed, thu, fri, sat, sun, and not "
                      "empty");
    };
    if (list == nullptr || list->empty()) return bad();
    std::bitset<7> days;
    for (const auto& member : *list) {
        const auto* name = member.if_string();
        const auto* found =
            name == nullptr ? weekdays.end() : std::ranges::find(weekdays, std::string_view(*name));
        if (found == weekdays.end()) return bad();
        days.set(static_cast<std::size_t>(found - weekdays.begin()));
    }
    return days;
}

Checked<Timing> read_local(const json::value& value) {
    const auto object = recurrence_object(value, "local");
    if (!object) return std::unexpected(object.error());
    const auto time = clock_time(string_or_empty(**object, "time"));
    if (!time) {
        return refuse(refusal::bad_recurrence, "'local.time' must be HH:MM or HH:MM:SS");
    }
    const auto days = read_days(**object);
    if (!days) return std::unexpected(days.error());
    std::string zone(string_or_empty(**object, "zone"));
    if (!is_zone(zone)) {
        return refuse(refusal::bad_recurrence,
                      fmt::format("'local.zone': the time zone database has no '{}'",
                                  std::string_view(zone).substr(0, 64)));
    }
    return Local{*time, *days, std::move(zone)};
}

Checked<Timing> read_timing(const json::object& data) {
    const auto count =
        std::ranges::count_if(timings, [&](std::string_view name) { return data.contains(name); });
    if (count != 1) {
        return refuse(
            refusal::invalid_record,
            fmt::format("exactly one of 'at', 'in', 'every' and 'local' is needed, got {}", count));
    }
    if (const auto* value = data.if_contains("at")) {
        const auto at = instant(*value, "at");
        if (!at) return std::unexpected(at.error());
        return At{*at};
    }
    if (const auto* value = data.if_contains("in")) return read_in(*value);
    if (const auto* value = data.if_contains("every")) return read_every(*value);
    return read_local(data.at("local"));
}

Checked<void> read_limits(const json::object& data, Record& record) {
    const auto* until = data.if_contains("until");
    const auto* count = data.if_contains("count");
    if (is_one_shot(record.timing) && (until != nullptr || count != nullptr)) {
        return refuse(refusal::invalid_record,
                      fmt::format("'{}' goes with 'every' and 'local' only",
                                  until != nullptr ? "until" : "count"));
    }
    if (until != nullptr) {
        const auto parsed = instant(*until, "until");
        if (!parsed) return std::unexpected(parsed.error());
        record.until = *parsed;
    }
    if (count != nullptr) {
        const auto* n = count->if_int64();
        if (n == nullptr || *n < 1) {
            return refuse(refusal::invalid_record, "'count' must be a whole number from 1");
        }
        record.count = *n;
    }
    return {};
}

Checked<void> read_policies(const json::object& data, Record& record) {
    if (const auto* value = data.if_contains("misfire")) {
        const auto* text = value->if_string();
        if (text == nullptr || (*text != "late" && *text != "skip")) {
            return refuse(refusal::invalid_record, "'misfire' must be \"late\" or \"skip\"");
        }
        record.misfire = *text == "skip" ? Misfire::skip : Misfire::late;
    }
    if (const auto* value = data.if_contains("grace_s")) {
        const auto seconds = number(*value);
        if (!seconds || !(*seconds >= 0)) {
            return refuse(refusal::invalid_record, "'grace_s' must be a number, 0 or more");
        }
        record.grace = microseconds(std::llround(std::min(*seconds, seconds_max) * 1e6));
    }
    if (const auto* value = data.if_contains("ephemeral")) {
        const auto* flag = value->if_bool();
        if (flag == nullptr)
            return refuse(refusal::invalid_record, "'ephemeral' must be a boolean");
        record.ephemeral = *flag;
    }
    return {};
}

Checked<std::string> read_event(const json::object& data, const std::string& skill_id) {
    const auto* value = data.if_contains("event");
    const auto* text = value == nullptr ? nullptr : value->if_string();
    if (value == nullptr) return refuse(refusal::invalid_record, "'event' is missing");
    const auto prefix = skill_id + ".";
    if (text == nullptr || text->size() <= prefix.size() || !text->starts_with(prefix)) {
        return refuse(refusal::bad_event, fmt::format("'event' must be \"{}\" and a name", prefix));
    }
    if (!is_identifier(*text)) {
        return refuse(refusal::bad_event,
                      "'event' must be words of A-Z a-z 0-9 _ - joined by '.', without ':'");
    }
    return std::string(*text);
}

Checked<void> check_sizes(const Record& record) {
    const auto bytes = [](const json::object& object) { return json::serialize(object).size(); };
    const auto data = bytes(record.data());
    if (data > data_bytes_max) {
        return refuse(refusal::payload_too_large,
                      fmt::format("'data' is {} bytes, {} are the most", data, data_bytes_max));
    }
    if (bytes(record.body) - data > record_bytes_max) {
        return refuse(
            refusal::payload_too_large,
            fmt::format("the record is longer than {} bytes besides 'data'", record_bytes_max));
    }
    if (bytes(record.context) > record_bytes_max) {
        return refuse(refusal::payload_too_large,
                      fmt::format("the context is longer than {} bytes", record_bytes_max));
    }
    return {};
}

}  // namespace

json::object Record::data() const {
    const auto* value = body.if_contains("data");
    const auto* object = value == nullptr ? nullptr : value->if_object();
    return object == nullptr ? json::object{} : *object;
}

json::object Record::to_json() const {
    auto out = body;
    out["context"] = context;
    return out;
}

std::expected<std::string, Refusal> owner_of(const json::object& data,
                                             const json::object& context) {
    std::string owner(string_or_empty(context, "skill_id"));
    if (owner.empty()) {
        return refuse(refusal::invalid_record,
                      "the message's context has no 'skill_id', which says whose schedule it is");
    }
    const auto* named = data.if_contains("skill_id");
    if (named != nullptr && (!named->is_string() || named->get_string() != owner)) {
        return refuse(refusal::skill_id_mismatch,
                      "'skill_id' names another owner than the message's context");
    }
    return owner;
}

std::expected<std::string, Refusal> id_of(const json::object& data) {
    std::string id(string_or_empty(data, "id"));
    if (id.empty() || id.size() > id_bytes_max) {
        return refuse(refusal::invalid_record,
                      fmt::format("'id' must be a string of 1 to {} bytes", id_bytes_max));
    }
    return id;
}

std::expected<Record, Refusal> read_record(const json::object& data, const json::object& context) {
    auto owner = owner_of(data, context);
    if (!owner) return std::unexpected(owner.error());
    Record record;
    record.skill_id = std::move(*owner);
    auto id = id_of(data);
    if (!id) return std::unexpected(id.error());
    record.id = std::move(*id);
    auto event = read_event(data, record.skill_id);
    if (!event) return std::unexpected(event.error());
    record.event = std::move(*event);
    if (const auto* value = data.if_contains("data"); value != nullptr && !value->is_object()) {
        return refuse(refusal::invalid_record, "'data' must be an object");
    }
    auto timing = read_timing(data);
    if (!timing) return std::unexpected(timing.error());
    record.timing = std::move(*timing);
    if (auto read = read_limits(data, record); !read) return std::unexpected(read.error());
    if (auto read = read_policies(data, record); !read) return std::unexpected(read.error());
    for (const auto& [key, value] : data) {
        if (key != "context") record.body.emplace(key, value);
    }
    record.context = context;
    if (auto checked = check_sizes(record); !checked) return std::unexpected(checked.error());
    return record;
}

}  // namespace utter::scheduler
