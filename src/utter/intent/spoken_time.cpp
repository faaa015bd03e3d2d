#include "utter/intent/spoken_time.hpp"

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "utter/intent/digit_cut.hpp"
#include "utter/intent/duration.hpp"
#include "utter/intent/language.hpp"
#include "utter/intent/languages/language_data.hpp"
#include "utter/intent/normalizer.hpp"
#include "utter/intent/numbers.hpp"

namespace utter::intent {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::local_seconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::size_t phrase_words_max = 4;
// No moment is said in more words.
constexpr std::size_t moment_words_max = 16;

minutes usual_time(DayPart part) {
    switch (part) {
        case DayPart::morning:
            return hours(9);
        case DayPart::noon:
            return hours(12);
        case DayPart::afternoon:
            return hours(15);
        case DayPart::evening:
            return hours(19);
        case DayPart::night:
            return hours(22);
    }
    return hours(0);
}

class Parser {
  public:
    Parser(std::span<const Word> words, const TimeWords& time_words, const NumberWords& numbers)
        : words_(words), time_words_(time_words), numbers_(numbers) {}

    std::optional<SpokenTime> run() {
        while (at_ < words_.size()) {
            if (!date() && !clock() && !phrase()) return std::nullopt;
        }
        settle();
        const bool says_something = spoken_.time || spoken_.in_days || spoken_.weekday ||
                                    spoken_.date || spoken_.repeats.any();
        return says_something ? std::optional(spoken_) : std::nullopt;
    }

  private:
    struct Found {
        const TimePhrase* phrase = nullptr;
        std::size_t words = 0;
    };

    // What means something without a clock time beside it.
    static constexpr std::initializer_list<TimeWord> said_alone{TimeWord::filler,
                                                                TimeWord::plus,
                                                                TimeWord::in_days,
                                                                TimeWord::this_part,
                                                                TimeWord::part,
                                                                TimeWord::weekday,
                                                                TimeWord::every,
                                                                TimeWord::repeats};
    static constexpr int no_halves = 13;  // an hour that is not also twelve hours later

    // The longest phrase at a place that says one of these things.
    [[nodiscard]] Found phrase_at(std::size_t at, std::initializer_list<TimeWord> kinds) const {
        std::string joined;
        Found found;
        for (std::size_t n = 1; n <= phrase_words_max && at + n <= words_.size(); ++n) {
            joined += (n == 1 ? "" : " ") + words_[at + n - 1].text;
            for (const TimePhrase& phrase : time_words_.phrases) {
                if (phrase.words == joined &&
                    std::ranges::find(kinds, phrase.what) != kinds.end()) {
                    found = {&phrase, n};
                    break;
                }
            }
        }
        return found;
    }

    [[nodiscard]] std::optional<NumberPrefix> number_at(std::size_t at, std::int64_t max) const {
        if (at >= words_.size()) return {};
        const auto number = numbers_.longest_prefix(words_.subspan(at));
        if (!number || number->value > max) return {};
        // The English articles.
        if (number->words == 1 && !numbers_.of_word(words_[at].text)) return {};
        return number;
    }

    // How many words the filler at a place takes. One that begins a longer phrase is none: "de la
    // tarde".
    [[nodiscard]] std::size_t filler_at(std::size_t at) const {
        const auto found = phrase_at(at, said_alone);
        return found.phrase != nullptr && found.phrase->what == TimeWord::filler ? found.words : 0;
    }

    [[nodiscard]] std::size_t skip_fillers(std::size_t at) const {
        while (const auto words = filler_at(at)) at += words;
        return at;
    }

    // A number of a month's day: `3`, `3rd`, `third`, `premier`, `drei`.
    [[nodiscard]] std::optional<NumberPrefix> day_at(std::size_t at) const {
        if (at >= words_.size()) return {};
        auto day = numbers_.longest_ordinal(words_.subspan(at));
        if (!day) {
            day = number_at(at, 31);
            const auto next = day ? at + day->words : at;
            if (day && next < words_.size() &&
                std::ranges::find(time_words_.ordinal_endings, words_[next].text) !=
                    time_words_.ordinal_endings.end()) {
                ++day->words;
            }
        }
        return day && day->value >= 1 && day->value <= 31 ? day : std::nullopt;
    }

    // `the third of May`, `May 3rd 2027`
    bool date() {
        if (spoken_.date || spoken_.in_days || repeats_) return false;
        std::size_t at = at_;
        auto day = day_at(at);
        if (day) at = skip_fillers(at + day->words);
        const auto month = phrase_at(at, {TimeWord::month});
        if (month.phrase == nullptr) return false;
        at += month.words;
        if (!day) {
            at = skip_fillers(at);
            day = day_at(at);
            if (!day) return false;
            at += day->words;
        }
        const std::chrono::month_day said(
            std::chrono::month(static_cast<unsigned>(month.phrase->value)),
            std::chrono::day(static_cast<unsigned>(day->value)));
        if (!said.ok()) return false;
        spoken_.date = SpokenDate{said, {}};
        const auto next = skip_fillers(at);
        if (const auto year = number_at(next, 2999); year && year->value >= 1900) {
            spoken_.date->year = std::chrono::year(static_cast<int>(year->value));
            if (!(*spoken_.date->year / said).ok()) return false;
            at = next + year->words;
        }
        at_ = at;
        return true;
    }

    // `half past`, `ten to`, `fünf vor halb`: minutes from the hour that follows.
    [[nodiscard]] std::optional<int> minutes_before_hour(std::size_t& at) const {
        std::optional<int> offset;
        if (const auto count = number_at(at, 59)) {
            // The word between may be a filler elsewhere: "para", "voor".
            auto next = at + count->words;
            auto found = phrase_at(next, {TimeWord::past, TimeWord::before});
            while (found.phrase == nullptr && filler_at(next) > 0) {
                next += filler_at(next);
                found = phrase_at(next, {TimeWord::past, TimeWord::before});
            }
            if (found.phrase != nullptr) {
                const bool past = found.phrase->what == TimeWord::past;
                offset = static_cast<int>(past ? count->value : -count->value);
                at = next + found.words;
            }
        }
        if (const auto found = phrase_at(at, {TimeWord::offset}); found.phrase != nullptr) {
            offset = offset.value_or(0) + found.phrase->value;
            at += found.words;
        }
        return offset;
    }

    // `thirty`, `oh five`, `y media`, `moins dix`: minutes from the hour before.
    [[nodiscard]] int minutes_after_hour(std::size_t& at) const {
        auto next = skip_fillers(at);
        if (const auto found = phrase_at(next, {TimeWord::added}); found.phrase != nullptr) {
            at = next + found.words;
            return found.phrase->value;
        }
        const auto sign = phrase_at(next, {TimeWord::plus, TimeWord::minus, TimeWord::zero});
        next += sign.words;
        const auto is = [&](TimeWord what) {
            return sign.phrase != nullptr && sign.phrase->what == what;
        };
        const auto said = number_at(next, is(TimeWord::zero) ? 9 : 59);
        if (!said) return 0;
        at = next + said->words;
        return static_cast<int>(is(TimeWord::minus) ? -said->value : said->value);
    }

    // `seven`, `7:30`, `half past seven`, `noon`, `las tres menos cuarto`
    bool clock() {
        if (time_) return false;
        std::size_t at = at_;
        const auto offset = minutes_before_hour(at);
        if (offset) at = skip_fillers(at);
        minutes time{0};
        if (const auto named = phrase_at(at, {TimeWord::clock}); named.phrase != nullptr) {
            time = minutes(named.phrase->value);
            at += named.words;
            hour_ = no_halves;
        } else if (const auto hour = number_at(at, 23)) {
            time = hours(hour->value);
            at += hour->words;
            hour_ = static_cast<int>(hour->value);
        } else {
            return false;
        }
        time_ = time + minutes(offset ? *offset : minutes_after_hour(at));
        at_ = at;
        return true;
    }

    bool phrase() {
        const auto [found, words] = phrase_at(at_, said_alone);
        if (found == nullptr) return false;
        switch (found->what) {
            case TimeWord::filler:
            case TimeWord::plus:
                break;
            case TimeWord::this_part:
                if (part_ || spoken_.weekday || spoken_.date) return false;
                spoken_.in_days = days(0);
                part_ = static_cast<DayPart>(found->value);
                break;
            case TimeWord::in_days:
                // "morgen" after another day is its morning.
                if (spoken_.in_days || spoken_.weekday || spoken_.date) {
                    if (found->value != 1 || part_) return false;
                    part_ = DayPart::morning;
                } else {
                    spoken_.in_days = days(found->value);
                }
                break;
            case TimeWord::part:
                if (part_) return false;
                part_ = static_cast<DayPart>(found->value);
                break;
            case TimeWord::weekday:
                if (repeats_) {
                    spoken_.repeats.set(static_cast<std::size_t>(found->value));
                } else if (spoken_.weekday || spoken_.in_days) {
                    return false;
                } else {
                    spoken_.weekday = std::chrono::weekday(static_cast<unsigned>(found->value));
                }
                break;
            case TimeWord::every:
                repeats_ = true;
                break;
            case TimeWord::repeats:
                repeats_ = true;
                spoken_.repeats |= std::bitset<7>(static_cast<unsigned>(found->value));
                break;
            default:
                return false;
        }
        at_ += words;
        return true;
    }

    // The half of the day, once all is said.
    void settle() {
        if (!time_) {
            if (part_) spoken_.time = usual_time(*part_);
            return;
        }
        auto time = *time_;
        const bool two_halves = hour_ >= 1 && hour_ <= 12;
        if (two_halves) {
            time -= hour_ == 12 ? minutes(hours(12)) : minutes(0);
            if (!part_) {
                spoken_.either_half = true;
            } else {
                const bool late_night = *part_ == DayPart::night && hour_ >= 6 && hour_ != 12;
                const bool noonish = *part_ == DayPart::noon && (hour_ == 12 || hour_ <= 3);
                if (*part_ == DayPart::afternoon || *part_ == DayPart::evening || late_night ||
                    noonish) {
                    time += hours(12);
                }
            }
        }
        // "five to twelve" is on the other side of midnight.
        const minutes day = spoken_.either_half ? hours(12) : hours(24);
        spoken_.time = (time % day + day) % day;
    }

    std::span<const Word> words_;
    const TimeWords& time_words_;
    const NumberWords& numbers_;
    std::size_t at_ = 0;
    SpokenTime spoken_;
    std::optional<minutes> time_;
    int hour_ = 0;
    std::optional<DayPart> part_;
    bool repeats_ = false;
};

struct Language {
    const TimeWords* times;
    std::shared_ptr<const NumberWords> numbers;
};

Result<Language> language_of(std::string_view lang) {
    const std::string language = primary_subtag(lang);
    const LanguageData* data = language_data(language);
    if (data == nullptr || data->times.phrases.empty()) {
        return fail(ErrorCode::unsupported,
                    "Times in the language '" + language + "' are not understood.");
    }
    auto numbers = NumberWords::of(lang);
    if (!numbers) return std::unexpected(numbers.error());
    return Language{&data->times, *std::move(numbers)};
}

std::optional<SpokenTime> read(std::span<const Word> words, const Language& language) {
    if (words.empty() || words.size() > moment_words_max) return std::nullopt;
    return Parser(words, *language.times, *language.numbers).run();
}

}  // namespace

Result<SpokenTime> parse_time(std::string_view text, std::string_view lang) {
    const auto language = language_of(lang);
    if (!language) return std::unexpected(language.error());
    const auto words = Normalizer(lang).words(text);
    if (!words) return std::unexpected(words.error());
    const auto cut = cut_at_digits(*words);
    auto spoken = read(cut, *language);
    if (!spoken) return fail(ErrorCode::malformed, "The text is not a time.");
    return *spoken;
}

std::optional<seconds> time_of_day(const SpokenTime& spoken, hours earliest) {
    if (!spoken.time || !spoken.either_half || *spoken.time >= earliest) return spoken.time;
    return *spoken.time + hours(12);
}

std::optional<local_seconds> first_moment(const SpokenTime& spoken,
                                          local_seconds now,
                                          hours earliest) {
    const auto usual = time_of_day(spoken, earliest);
    if (!usual || !spoken.time) return std::nullopt;
    const auto today = std::chrono::floor<days>(now);
    const auto on_today = [&]() -> std::optional<local_seconds> {
        for (const auto time : {*spoken.time, *spoken.time + seconds(hours(12))}) {
            if ((time == *spoken.time || spoken.either_half) && today + time > now) {
                return today + time;
            }
        }
        return std::nullopt;
    };
    if (spoken.repeats.any()) {
        for (days ahead{0}; ahead <= days(7); ++ahead) {
            const auto day = today + ahead;
            if (spoken.repeats.test(std::chrono::weekday(day).c_encoding()) && day + *usual > now) {
                return day + *usual;
            }
        }
    }
    if (spoken.date) {
        const auto first =
            spoken.date->year ? *spoken.date->year : std::chrono::year_month_day(today).year();
        // Nine years hold a leap year, so every day is in one of them.
        for (auto year = first; year <= first + std::chrono::years(8); ++year) {
            const auto day = year / spoken.date->day;
            if (!day.ok() && !spoken.date->year) continue;
            const auto at = std::chrono::local_days(day) == today
                                ? on_today()
                                : std::optional(std::chrono::local_days(day) + *usual);
            if (at && *at > now) return at;
            if (spoken.date->year) return std::nullopt;
        }
    }
    if (spoken.weekday) {
        const auto ahead = *spoken.weekday - std::chrono::weekday(today);
        if (ahead > days(0)) return today + ahead + *usual;
        const auto found = on_today();
        return found ? *found : today + days(7) + *usual;
    }
    if (spoken.in_days && *spoken.in_days > days(0)) return today + *spoken.in_days + *usual;
    if (const auto found = on_today()) return found;
    if (spoken.in_days) return std::nullopt;  // today, but it is over
    // Of tomorrow, what comes first.
    return today + days(1) + *spoken.time;
}

TimedText split_time(std::string_view text, std::string_view lang) {
    TimedText none{std::string(text), {}, {}};
    const auto language = language_of(lang);
    const auto words = Normalizer(lang).words(text);
    if (!language || !words) return none;
    const auto cut = cut_at_digits(*words);
    const auto said = [&](std::size_t first, std::size_t last) {
        return first < last ? std::string(surface(text, cut, first, last)) : std::string();
    };
    const auto as_moment =
        [&](std::size_t first, std::size_t last, std::string rest) -> std::optional<TimedText> {
        const auto piece = std::span(cut).subspan(first, last - first);
        // First: "en diez minutos" could be read as ten o'clock too.
        const auto& delays = language->times->delays;
        if (piece.size() > 1 && std::ranges::find(delays, piece[0].text) != delays.end()) {
            const auto delay = parse_duration(said(first + 1, last), lang);
            if (delay) return TimedText{std::move(rest), {}, *delay};
        }
        auto time = read(piece, *language);
        return time ? std::optional(TimedText{std::move(rest), time, {}}) : std::nullopt;
    };
    const auto longest = std::min(cut.size(), moment_words_max);
    for (std::size_t n = longest; n > 0; --n) {
        const auto from = cut.size() - n;
        if (auto found = as_moment(from, cut.size(), said(0, from))) return *found;
    }
    for (std::size_t n = longest; n > 0; --n) {
        const auto all = as_moment(0, n, "");
        if (!all) continue;
        // "an den Müll": what says nothing of the moment belongs to what follows.
        for (std::size_t m = 1; m <= n; ++m) {
            const auto found = as_moment(0, m, "");
            if (!found || found->time != all->time || found->delay != all->delay) continue;
            const auto& endings = language->times->hour_endings;
            while (m < n && std::ranges::find(endings, cut[m].text) != endings.end()) ++m;
            return {said(m, cut.size()), found->time, found->delay};
        }
    }
    return none;
}

}  // namespace utter::intent
