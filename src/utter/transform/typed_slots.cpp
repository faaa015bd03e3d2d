#include "utter/transform/typed_slots.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <utility>
#include <vector>

#include "utter/intent/duration.hpp"
#include "utter/intent/normalizer.hpp"
#include "utter/intent/numbers.hpp"
#include "utter/intent/spoken_time.hpp"

namespace utter::transform {
namespace {

using Words = std::vector<intent::Word>;

std::int64_t code_points(std::string_view text) {
    return std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; });
}

// One candidate and its words.
struct Text {
    std::string_view original;
    Words words;

    [[nodiscard]] std::string_view surface(std::size_t first, std::size_t last) const {
        return intent::surface(original, words, first, last);
    }

    void add(json::array& entries, std::size_t first, std::size_t last, json::value value) const {
        const auto said = surface(first, last);
        const auto begin = code_points(
            original.substr(0, static_cast<std::size_t>(said.data() - original.data())));
        json::object entry{{"span", json::array{begin, begin + code_points(said)}},
                           {"surface", said},
                           {"value", std::move(value)}};
        // Two candidates often say the same thing in the same place.
        const auto twin = [&](const json::value& known) { return known.as_object() == entry; };
        if (std::ranges::none_of(entries, twin)) entries.push_back(std::move(entry));
    }

    // Every reading holds a short one ("twenty five minutes" has "five minutes" in it), so that
    // most of what is said need not be looked at in all its pieces.
    template <class Read>
    [[nodiscard]] bool has_short_reading(Read&& read) const {
        constexpr std::size_t short_words = 3;
        for (std::size_t first = 0; first < words.size(); ++first) {
            for (auto last = first + 1; last <= std::min(words.size(), first + short_words);
                 ++last) {
                if (read(first, last)) return true;
            }
        }
        return false;
    }

    // The longest readings from left to right. `read(first, last)` gives a value or nothing.
    template <class Read>
    void collect(json::array& entries, Read&& read) const {
        if (!has_short_reading(read)) return;
        for (std::size_t first = 0; first < words.size();) {
            auto last = std::min(words.size(), first + SpokenSlots::reading_words_max);
            for (; last > first; --last) {
                auto value = read(first, last);
                if (!value) continue;
                // The parsers take prepositions too: "for five minutes".
                while (first + 1 < last && read(first + 1, last) == value) ++first;
                add(entries, first, last, *std::move(value));
                break;
            }
            first = std::max(first + 1, last);
        }
    }
};

// How many words from `first` on are one number. An article is none alone.
std::optional<intent::NumberPrefix> number_at(const intent::NumberWords& numbers,
                                              const Words& words,
                                              std::size_t first) {
    const auto found = numbers.longest_prefix(std::span(words).subspan(first));
    if (found && found->words == 1 && !numbers.of_word(words[first].text)) return std::nullopt;
    return found;
}

// Where the number begins that words [first, last) end in.
std::optional<std::size_t> trailing_number(const intent::NumberWords& numbers,
                                           const Words& words,
                                           std::size_t first,
                                           std::size_t last) {
    for (; first < last; ++first) {
        const auto number = number_at(numbers, words, first);
        if (number && first + number->words >= last) return first;
    }
    return std::nullopt;
}

void find_numbers(const Text& text, const intent::NumberWords& numbers, json::array& entries) {
    for (std::size_t first = 0; first < text.words.size();) {
        const auto number = number_at(numbers, text.words, first);
        if (number) text.add(entries, first, first + number->words, number->value);
        first += number ? number->words : 1;
    }
}

}  // namespace

SpokenSlots::SpokenSlots(const Clock& clock, std::string timezone, Zones zones)
    : clock_(clock), timezone_(std::move(timezone)), zones_(std::move(zones)) {}

json::object SpokenSlots::extract(const TypedSlotsRequest& request) {
    const auto numbers = intent::NumberWords::of(request.lang);
    const auto zone =
        request.session.timezone().empty() ? timezone_ : std::string(request.session.timezone());
    json::object found;
    const auto entries_of = [&](const char* type) -> json::array* {
        if (!request.types.contains(type)) return nullptr;
        auto& list = found[type];
        return list.is_array() ? &list.get_array() : &list.emplace_array();
    };
    for (const auto& utterance :
         request.utterances.first(std::min(utterances_max, request.utterances.size()))) {
        auto words = intent::Normalizer(request.lang).words(utterance);
        if (!words) continue;
        if (words->size() > words_max) words->resize(words_max);
        const Text text{utterance, *std::move(words)};
        if (auto* entries = entries_of("number"); entries != nullptr && numbers) {
            find_numbers(text, **numbers, *entries);
        }
        if (auto* entries = entries_of("duration")) {
            text.collect(*entries, [&](auto first, auto last) -> std::optional<json::value> {
                const auto span = intent::parse_duration(text.surface(first, last), request.lang);
                return span ? std::optional<json::value>(span->count()) : std::nullopt;
            });
        }
        if (auto* entries = entries_of("date")) {
            text.collect(*entries, [&](auto first, auto last) -> std::optional<json::value> {
                auto value = date_of(text.surface(first, last), request.lang, zone);
                if (!value || !numbers) return value;
                // "five minutes" is how long before it is a time of day.
                if (intent::parse_duration(text.surface(first, last), request.lang)) {
                    return std::nullopt;
                }
                // "for twenty five" is a number before it is a time of day.
                const auto number = trailing_number(**numbers, text.words, first, last);
                const bool is_number =
                    number && (*number == first ||
                               date_of(text.surface(*number, last), request.lang, zone) == value);
                return is_number ? std::nullopt : std::move(value);
            });
        }
    }
    for (auto it = found.begin(); it != found.end();) {
        it = it->value().as_array().empty() ? found.erase(it) : std::next(it);
    }
    return found;
}

std::optional<json::value> SpokenSlots::date_of(std::string_view text,
                                                std::string_view lang,
                                                const std::string& zone) const {
    auto spoken = intent::parse_time(text, lang);
    if (!spoken || spoken->repeats.any()) return std::nullopt;
    const auto now = zones_.local_time(zone, clock_.now());
    if (!now) return std::nullopt;
    std::optional<std::chrono::local_seconds> local;
    if (!spoken->time && spoken->in_days) {
        local = std::chrono::floor<std::chrono::days>(*now) + *spoken->in_days;
    } else {
        if (!spoken->time) spoken->time = std::chrono::seconds(0);
        local = intent::first_moment(*spoken, *now, std::chrono::hours(0));
    }
    if (!local) return std::nullopt;
    const auto moment = zones_.moment_of(zone, *local);
    if (!moment) return std::nullopt;
    const auto utc = std::chrono::floor<std::chrono::seconds>(*moment).time_since_epoch();
    const auto offset =
        std::chrono::duration_cast<std::chrono::minutes>(local->time_since_epoch() - utc).count();
    const auto day = std::chrono::floor<std::chrono::days>(*local);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(*local - day);
    return json::value(fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}{:02}:{:02}",
                                   static_cast<int>(date.year()),
                                   static_cast<unsigned>(date.month()),
                                   static_cast<unsigned>(date.day()),
                                   time.hours().count(),
                                   time.minutes().count(),
                                   time.seconds().count(),
                                   offset < 0 ? '-' : '+',
                                   std::abs(offset) / 60,
                                   std::abs(offset) % 60));
}

}  // namespace utter::transform
