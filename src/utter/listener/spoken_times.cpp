#include "utter/listener/spoken_times.hpp"

#include "utter/listener/spoken_numbers.hpp"

namespace utter::listener {
namespace {

bool is_english(std::string_view lang) {
    const auto primary = lang.substr(0, lang.find_first_of("-_"));
    return primary == "en" || primary == "EN";
}

// Each number on its own, so that all are equally likely.
void add_numbers(std::vector<std::string>& to, int first, int last, const std::string& before) {
    for (int n = first; n <= last; ++n) {
        for (const auto& spelled : spell_number("en", n)) to.push_back(before + spelled);
    }
}

}  // namespace

std::map<std::string, std::vector<std::string>> time_rules(std::string_view lang) {
    if (!is_english(lang)) return {};
    std::map<std::string, std::vector<std::string>> rules;
    add_numbers(rules["hour"], 1, 12, "");
    add_numbers(rules["minute"], 1, 9, "oh ");
    add_numbers(rules["minute"], 10, 59, "");
    rules["time"] = {"{hour} {minute} [(am|pm)]", "{hour} (o'clock|am|pm)"};

    rules["first_to_ninth"] = {"(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)"};
    rules["day"] = {"{first_to_ninth}",
                    "(tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth)",
                    "(seventeenth|eighteenth|nineteenth|twentieth|thirtieth)",
                    "twenty {first_to_ninth}",
                    "thirty first"};
    rules["weekday"] = {"(monday|tuesday|wednesday|thursday|friday|saturday|sunday)"};
    rules["month"] = {"(january|february|march|april|may|june)",
                      "(july|august|september|october|november|december)"};
    add_numbers(rules["year"], 10, 99, "twenty ");
    add_numbers(rules["year"], 10, 99, "nineteen ");
    add_numbers(rules["year"], 1, 9, "two thousand [and] ");
    rules["year"].emplace_back("two thousand");
    rules["date"] = {"{weekday}", "{month}", "{year}", "[{weekday}] {month} {day} [{year}]"};
    return rules;
}

}  // namespace utter::listener
