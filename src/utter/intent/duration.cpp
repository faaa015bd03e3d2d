#include "utter/intent/duration.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "utter/intent/digit_cut.hpp"
#include "utter/intent/language.hpp"
#include "utter/intent/languages/language_data.hpp"
#include "utter/intent/normalizer.hpp"
#include "utter/intent/numbers.hpp"

namespace utter::intent {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_digits(std::string_view text) {
    return !text.empty() && text.size() <= 12 && std::ranges::all_of(text, is_digit);
}

/// A word, or a number written in digits.
struct Token {
    Word word;
    std::optional<double> digits;
};

// Numbers in digits, put back together where a separator cut them: `1.5`, `1,500`.
std::vector<Token> tokens_of(std::string_view text,
                             const std::vector<Word>& words,
                             char decimal_separator) {
    std::vector<Token> out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (!is_digits(words[i].text)) {
            out.push_back({words[i], std::nullopt});
            continue;
        }
        double value = std::stod(words[i].text);
        if (i + 1 < words.size() && is_digits(words[i + 1].text) &&
            words[i + 1].begin == words[i].end + 1) {
            const char separator = text[words[i].end];
            const std::string& tail = words[i + 1].text;
            const bool separates = separator == '.' || separator == ',';
            const bool groups = separator != decimal_separator && tail.size() == 3;
            if (separates) {
                value = groups ? value * 1'000 + std::stod(tail)
                               : value + std::stod(tail) /
                                             std::pow(10.0, static_cast<double>(tail.size()));
                ++i;
            }
        }
        out.push_back({words[i], value});
    }
    return out;
}

class Parser {
  public:
    Parser(std::vector<Token> tokens, const DurationWords& words, const NumberWords& numbers)
        : tokens_(std::move(tokens)), words_(words), numbers_(numbers) {}

    std::optional<double> run() {
        while (is_one_of(words_.leads, at_)) ++at_;
        if (at_ == tokens_.size()) return std::nullopt;
        while (at_ < tokens_.size()) {
            if (last_unit_ != 0 && is_one_of(words_.joiners, at_)) ++at_;
            if (!part() && !part_of_last_unit() && !smaller_unit()) return std::nullopt;
        }
        return seconds_;
    }

  private:
    struct Number {
        double value;
        std::size_t next;
    };

    [[nodiscard]] bool is_one_of(std::span<const std::string_view> words, std::size_t i) const {
        return i < tokens_.size() && std::ranges::find(words, tokens_[i].word.text) != words.end();
    }

    [[nodiscard]] std::int64_t unit(std::size_t i) const {
        if (i >= tokens_.size()) return 0;
        const auto found =
            std::ranges::find(words_.units, tokens_[i].word.text, &DurationUnit::word);
        return found != words_.units.end() ? found->seconds : 0;
    }

    [[nodiscard]] std::optional<double> in(std::span<const DurationFraction> list,
                                           std::size_t i) const {
        if (i >= tokens_.size()) return std::nullopt;
        const auto found = std::ranges::find(list, tokens_[i].word.text, &DurationFraction::word);
        return found != list.end() ? std::optional(found->value) : std::nullopt;
    }

    [[nodiscard]] std::optional<Number> number(std::size_t i) const {
        if (i >= tokens_.size()) return std::nullopt;
        if (const auto& digits = tokens_[i].digits) return Number{*digits, i + 1};
        if (const auto value = in(words_.mixed, i)) return Number{*value, i + 1};
        std::vector<Word> run;
        for (std::size_t j = i; j < tokens_.size() && !tokens_[j].digits; ++j) {
            run.push_back(tokens_[j].word);
        }
        if (const auto found = numbers_.longest_prefix(run)) {
            return Number{static_cast<double>(found->value), i + found->words};
        }
        const std::string& word = tokens_[i].word.text;
        for (const std::string_view ending : words_.half_endings) {
            if (!word.ends_with(ending)) continue;
            const auto whole = numbers_.of_word(word.substr(0, word.size() - ending.size()));
            if (whole) return Number{static_cast<double>(*whole) + 0.5, i + 1};
        }
        return std::nullopt;
    }

    // `half`, `a half`, `three quarters`, without the unit.
    [[nodiscard]] std::optional<Number> fraction(std::size_t i) const {
        if (const auto value = in(words_.fractions, i)) return Number{*value, i + 1};
        const auto count = number(i);
        if (!count) return std::nullopt;
        const auto value = in(words_.fractions, count->next);
        if (!value) return std::nullopt;
        return Number{count->value * *value, count->next + 1};
    }

    [[nodiscard]] std::size_t skip_joiner(std::size_t i) const {
        return is_one_of(words_.joiners, i) ? i + 1 : i;
    }

    bool take(double value, std::size_t unit_at) {
        const std::int64_t seconds = unit(unit_at);
        if (seconds == 0) return false;
        seconds_ += value * static_cast<double>(seconds);
        last_unit_ = seconds;
        at_ = unit_at + 1;
        return true;
    }

    // One amount of one unit.
    bool part() {
        if (const auto some = fraction(at_)) {  // half an hour, three quarters of an hour
            std::size_t i = some->next;
            while (unit(i) == 0 && is_one_of(words_.fillers, i)) ++i;
            if (take(some->value, i)) return true;
        }
        if (const auto count = number(at_)) {
            if (take(count->value, count->next)) return true;
            const std::size_t joined = skip_joiner(count->next);
            const auto more = joined > count->next ? fraction(joined) : std::nullopt;
            return more && take(count->value + more->value, more->next);  // two and a half hours
        }
        // `hora y media` has no number.
        if (unit(at_) == 0 || skip_joiner(at_ + 1) == at_ + 1) return false;
        const auto more = fraction(skip_joiner(at_ + 1));
        return more && unit(more->next) == 0 && take(1, at_);
    }

    // `an hour and a half`
    bool part_of_last_unit() {
        if (last_unit_ == 0) return false;
        const auto some = fraction(at_);
        if (!some) return false;
        seconds_ += some->value * static_cast<double>(last_unit_);
        at_ = some->next;
        return true;
    }

    // `1h30`, `one hour thirty`
    bool smaller_unit() {
        const auto count = number(at_);
        if (!count || count->next != tokens_.size() || count->value >= 60) return false;
        if (last_unit_ != 3'600 && last_unit_ != 60) return false;
        seconds_ += count->value * static_cast<double>(last_unit_) / 60;
        at_ = count->next;
        return true;
    }

    std::vector<Token> tokens_;
    const DurationWords& words_;
    const NumberWords& numbers_;
    std::size_t at_ = 0;
    std::int64_t last_unit_ = 0;
    double seconds_ = 0;
};

}  // namespace

Result<std::chrono::seconds> parse_duration(std::string_view text, std::string_view lang) {
    const std::string language = primary_subtag(lang);
    const LanguageData* data = language_data(language);
    if (data == nullptr || data->durations.units.empty()) {
        return fail(ErrorCode::unsupported,
                    "Durations in the language '" + language + "' are not understood.");
    }
    const auto numbers = NumberWords::of(lang);
    if (!numbers) return std::unexpected(numbers.error());
    const auto normal = Normalizer(lang).words(text);
    if (!normal) return std::unexpected(normal.error());
    constexpr std::size_t words_max = 64;
    const auto cut = cut_at_digits(*normal);
    std::optional<double> seconds;
    if (cut.size() <= words_max) {
        seconds =
            Parser(tokens_of(text, cut, data->decimal_separator), data->durations, **numbers).run();
    }
    if (!seconds) return fail(ErrorCode::malformed, "The text is not a duration.");
    if (*seconds > static_cast<double>(duration_max.count())) {
        return fail(ErrorCode::limit, "The duration is longer than ten years.");
    }
    return std::chrono::seconds(std::llround(*seconds));
}

}  // namespace utter::intent
