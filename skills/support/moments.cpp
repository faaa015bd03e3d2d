#include "support/moments.hpp"

#include <vector>

#include "support/calendar.hpp"
#include "support/icu_text.hpp"

namespace utter::skills {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::local_seconds;

std::string clock_in_words(local_seconds at, skill::Conversation& conversation) {
    const auto text = clock_text(at, conversation.lang());
    return conversation.render_dialog(text.is_sharp ? "when_clock_sharp" : "when_clock",
                                      {{"time", text.time}, {"hour", text.hour}});
}

}  // namespace

std::string moment_in_words(local_seconds at,
                            local_seconds now,
                            skill::Conversation& conversation) {
    const auto& lang = conversation.lang();
    const auto day = std::chrono::floor<days>(at);
    const auto ahead = day - std::chrono::floor<days>(now);
    const auto clock = clock_in_words(at, conversation);
    if (ahead == days(0)) return conversation.render_dialog("when_today", {{"clock", clock}});
    if (ahead == days(1)) return conversation.render_dialog("when_tomorrow", {{"clock", clock}});
    if (ahead > days(0) && ahead < days(7)) {
        return conversation.render_dialog("when_weekday",
                                          {{"clock", clock}, {"weekday", weekday_text(day, lang)}});
    }
    return conversation.render_dialog("when_date",
                                      {{"clock", clock}, {"date", date_text(day, lang)}});
}

std::string repetition_in_words(std::chrono::seconds time,
                                const std::bitset<7>& days,
                                skill::Conversation& conversation) {
    const local_days sunday(std::chrono::year(2026) / 3 / 1);
    const skill::Slots clock{{"clock", clock_in_words(sunday + time, conversation)}};
    if (days.all()) return conversation.render_dialog("when_daily", clock);
    if (days == std::bitset<7>(0b0111110)) {
        return conversation.render_dialog("when_working_days", clock);
    }
    if (days == std::bitset<7>(0b1000001))
        return conversation.render_dialog("when_weekends", clock);
    std::vector<std::string> names;
    for (const std::size_t weekday : {1, 2, 3, 4, 5, 6, 0}) {
        if (!days.test(weekday)) continue;
        names.push_back(weekday_text(sunday + std::chrono::days(weekday), conversation.lang()));
    }
    auto slots = clock;
    slots["weekdays"] = join_and(names, conversation.lang());
    return conversation.render_dialog("when_days", slots);
}

}  // namespace utter::skills
