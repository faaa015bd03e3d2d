#include "duration_words.hpp"

#include <unicode/measfmt.h>
#include <unicode/measunit.h>
#include <unicode/measure.h>

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "support/icu_text.hpp"

namespace utter::skills {
namespace {

std::string measured(std::int64_t count, icu::MeasureUnit* unit, std::string_view lang) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Measure measure(icu::Formattable(count), unit, status);  // owns the unit
    const icu::MeasureFormat format(icu_locale(lang), UMEASFMT_WIDTH_WIDE, status);
    icu::FieldPosition ignored;
    icu::UnicodeString text;
    format.formatMeasures(&measure, 1, text, ignored, status);
    return U_SUCCESS(status) ? to_speech(text) : std::to_string(count);
}

}  // namespace

std::string duration_in_words(std::chrono::seconds duration, skill::Conversation& conversation) {
    struct Unit {
        std::chrono::seconds length;
        std::string_view one;
        icu::MeasureUnit* (*make)(UErrorCode&);
    };
    const Unit units[] = {
        {std::chrono::days(1), "one_day", icu::MeasureUnit::createDay},
        {std::chrono::hours(1), "one_hour", icu::MeasureUnit::createHour},
        {std::chrono::minutes(1), "one_minute", icu::MeasureUnit::createMinute},
        {std::chrono::seconds(1), "one_second", icu::MeasureUnit::createSecond},
    };
    std::vector<std::string> parts;
    for (const auto& unit : units) {
        const auto count = duration / unit.length;
        duration %= unit.length;
        const bool is_last = unit.length == std::chrono::seconds(1);
        if (count == 0 && !(is_last && parts.empty())) continue;
        UErrorCode status = U_ZERO_ERROR;
        parts.push_back(count == 1 ? conversation.render_dialog(unit.one)
                                   : measured(count, unit.make(status), conversation.lang()));
    }
    return join_and(parts, conversation.lang());
}

}  // namespace utter::skills
