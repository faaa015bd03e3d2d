#include "support/calendar.hpp"

#include <unicode/dtptngen.h>
#include <unicode/smpdtfmt.h>

#include <memory>

#include "support/icu_text.hpp"

namespace utter::skills {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::local_seconds;

icu::UnicodeString best_pattern(const char* skeleton, const icu::Locale& locale) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::DateTimePatternGenerator> generator(
        icu::DateTimePatternGenerator::createInstance(locale, status));
    if (U_FAILURE(status)) return {};
    return generator->getBestPattern(icu::UnicodeString(skeleton), status);
}

// Local time is formatted as if it were UTC: ICU's own zone data may be older than the system's.
std::string format(local_seconds at, const icu::UnicodeString& pattern, const icu::Locale& locale) {
    UErrorCode status = U_ZERO_ERROR;
    icu::SimpleDateFormat format(pattern, locale, status);
    if (U_FAILURE(status)) return {};
    format.adoptTimeZone(icu::TimeZone::getGMT()->clone());
    icu::UnicodeString text;
    format.format(
        static_cast<UDate>(
            std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count()),
        text);
    return to_speech(text);
}

std::string format(local_seconds at, const char* skeleton, std::string_view lang) {
    const auto locale = icu_locale(lang);
    return format(at, best_pattern(skeleton, locale), locale);
}

// "01:09" is for reading in columns; people say "1:09".
std::string without_padding(std::string time) {
    if (time.size() > 1 && time[0] == '0' && time[1] >= '0' && time[1] <= '9') time.erase(0, 1);
    return time;
}

}  // namespace

ClockText clock_text(local_seconds at, std::string_view lang) {
    const auto locale = icu_locale(lang);
    const auto pattern = best_pattern("jmm", locale);
    const std::chrono::hh_mm_ss time(at - std::chrono::floor<days>(at));
    ClockText text;
    text.time = without_padding(format(at, pattern, locale));
    text.hour = without_padding(format(at, best_pattern("j", locale), locale));
    text.twelve_hours = pattern.indexOf(u'h') >= 0 || pattern.indexOf(u'K') >= 0;
    text.is_sharp = time.minutes().count() == 0;
    text.is_one = time.hours().count() == 1 || (text.twelve_hours && time.hours().count() == 13);
    return text;
}

std::string date_text(local_days day, std::string_view lang) {
    return format(day, "yMMMMd", lang);
}

std::string weekday_text(local_days day, std::string_view lang) {
    return format(day, "EEEE", lang);
}

std::string month_text(local_days day, std::string_view lang) {
    return format(day, "LLLL", lang);
}

std::string year_text(local_days day) {
    return std::to_string(static_cast<int>(std::chrono::year_month_day(day).year()));
}

int iso_week(local_days day) {
    const auto weekday = std::chrono::weekday(day).iso_encoding();
    const auto thursday = day + days(4 - static_cast<int>(weekday));
    const auto year = std::chrono::year_month_day(thursday).year();
    const auto new_year = local_days(year / std::chrono::January / 1);
    return static_cast<int>((thursday - new_year) / days(7)) + 1;
}

}  // namespace utter::skills
