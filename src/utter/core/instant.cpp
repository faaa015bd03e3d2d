#include "utter/core/instant.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <optional>

namespace utter {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;

/// Takes the parts of a fixed format off the front of a text.
class Reader {
  public:
    explicit Reader(std::string_view text) : rest_(text) {}

    /// Exactly `digits` digits.
    std::optional<int> number(std::size_t digits) {
        if (rest_.size() < digits) return std::nullopt;
        int value = 0;
        for (const char c : rest_.substr(0, digits)) {
            if (c < '0' || c > '9') return std::nullopt;
            value = value * 10 + (c - '0');
        }
        rest_.remove_prefix(digits);
        return value;
    }

    bool one_of(std::string_view characters) {
        if (rest_.empty() || characters.find(rest_.front()) == std::string_view::npos) return false;
        rest_.remove_prefix(1);
        return true;
    }

    /// The digits after a decimal point, as microseconds.
    std::optional<microseconds> fraction() {
        std::int64_t value = 0;
        std::int64_t unit = 100'000;
        std::size_t count = 0;
        for (; count < rest_.size() && rest_[count] >= '0' && rest_[count] <= '9'; ++count) {
            value += (rest_[count] - '0') * unit;
            unit /= 10;
        }
        rest_.remove_prefix(count);
        return count == 0 ? std::nullopt : std::optional(microseconds(value));
    }

    [[nodiscard]] bool at_end() const { return rest_.empty(); }

  private:
    std::string_view rest_;
};

std::unexpected<Error> broken(std::string_view text, std::string_view what) {
    return fail(
        ErrorCode::malformed,
        fmt::format(
            "'{}' is no instant like 2031-03-29T07:30:00+01:00: {}", text.substr(0, 64), what));
}

}  // namespace

Result<Instant> parse_instant(std::string_view text) {
    Reader reader(text);
    const auto year = reader.number(4);
    const bool first_dash = reader.one_of("-");
    const auto month = reader.number(2);
    const bool second_dash = reader.one_of("-");
    const auto day = reader.number(2);
    if (!year || !first_dash || !month || !second_dash || !day) {
        return broken(text, "the date is malformed");
    }
    const std::chrono::year_month_day date{std::chrono::year(*year),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) return broken(text, "there is no such day");

    const bool has_time = reader.one_of("Tt ");
    const auto hour = reader.number(2);
    const bool first_colon = reader.one_of(":");
    const auto minute = reader.number(2);
    const bool second_colon = reader.one_of(":");
    const auto second = reader.number(2);
    if (!has_time || !hour || !first_colon || !minute || !second_colon || !second || *hour > 23 ||
        *minute > 59 || *second > 59) {
        return broken(text, "the time is malformed");
    }
    microseconds part{0};
    if (reader.one_of(".")) {
        const auto fraction = reader.fraction();
        if (!fraction) return broken(text, "the part of a second is malformed");
        part = *fraction;
    }

    minutes offset{0};
    if (!reader.one_of("Zz")) {
        if (reader.at_end()) return broken(text, "the offset from UTC is missing");
        const bool east = reader.one_of("+");
        if (!east && !reader.one_of("-")) return broken(text, "the offset is malformed");
        const auto offset_hours = reader.number(2);
        const bool colon = reader.one_of(":");
        const auto offset_minutes = reader.number(2);
        if (!offset_hours || !colon || !offset_minutes || *offset_hours > 23 ||
            *offset_minutes > 59) {
            return broken(text, "the offset is malformed");
        }
        offset = hours(*offset_hours) + minutes(*offset_minutes);
        if (!east) offset = -offset;
    }
    if (!reader.at_end()) return broken(text, "something follows it");
    const Time local =
        std::chrono::sys_days(date) + hours(*hour) + minutes(*minute) + seconds(*second) + part;
    return Instant{local - offset, offset};
}

std::string to_string(const Instant& instant) {
    const auto local = instant.time + instant.offset;
    const auto day = std::chrono::floor<days>(local);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(local - day);
    auto text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
                            static_cast<int>(date.year()),
                            static_cast<unsigned>(date.month()),
                            static_cast<unsigned>(date.day()),
                            time.hours().count(),
                            time.minutes().count(),
                            time.seconds().count());
    if (const auto part = time.subseconds().count(); part % 1'000 != 0) {
        text += fmt::format(".{:06}", part);
    } else if (part != 0) {
        text += fmt::format(".{:03}", part / 1'000);
    }
    const auto offset = std::chrono::abs(instant.offset);
    return text + fmt::format("{}{:02}:{:02}",
                              instant.offset < minutes(0) ? '-' : '+',
                              offset / hours(1),
                              (offset % hours(1)).count());
}

}  // namespace utter
