#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace utter::skills {

/// A time of day as a language writes it, and what its grammar needs to know.
struct ClockText {
    std::string time;           ///< "3:09 PM", "15:09"
    std::string hour;           ///< without minutes: "3 PM", "15 Uhr", "15"
    bool is_one = false;        ///< the hour shown is one: "Es la 1:09"
    bool is_sharp = false;      ///< at minute 0
    bool twelve_hours = false;  ///< shown with AM and PM or their like
};
[[nodiscard]] ClockText clock_text(std::chrono::local_seconds at, std::string_view lang);

/// "March 14, 2026", "14. März 2026".
[[nodiscard]] std::string date_text(std::chrono::local_days day, std::string_view lang);
/// "Saturday".
[[nodiscard]] std::string weekday_text(std::chrono::local_days day, std::string_view lang);
/// "March", as it stands alone.
[[nodiscard]] std::string month_text(std::chrono::local_days day, std::string_view lang);
/// "2026".
[[nodiscard]] std::string year_text(std::chrono::local_days day);
/// Number of the week by ISO 8601: weeks begin on Monday, the first has the year's first Thursday.
[[nodiscard]] int iso_week(std::chrono::local_days day);

}  // namespace utter::skills
