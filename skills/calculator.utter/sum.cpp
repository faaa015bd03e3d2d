#include "sum.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <limits>
#include <span>
#include <utility>

#include "units.hpp"
#include "utter/intent/language.hpp"
#include "utter/intent/normalizer.hpp"
#include "utter/intent/numbers.hpp"

namespace utter::skills {
namespace {

struct Operation {
    std::string_view vocabulary;
    std::string_view signs;
};

constexpr std::array operations{Operation{"plus", "+"},
                                Operation{"minus", "-"},
                                Operation{"times", "*\xc3\x97"},
                                Operation{"divided", "/:\xc3\xb7"}};
constexpr std::string_view percent_sign = "%";
constexpr std::size_t items_max = 64;

// A word as it is compared, or a number.
struct Item {
    intent::Word word;
    std::optional<double> number;
};

bool is_digit(char c) {
    return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

// The digits `text` begins with, with the decimal mark of the language; "1,000" in English is read
// without its mark. @return how many bytes it takes, 0 when it is no number.
std::size_t read_number(std::string_view text, char decimal_mark, double& value) {
    std::string digits;
    std::size_t end = 0;
    while (end < text.size()) {
        const char c = text[end];
        const bool is_inside = end + 1 < text.size() && is_digit(text[end + 1]) && end > 0;
        if (is_digit(c)) {
            digits += c;
        } else if ((c == '.' || c == ',') && is_inside) {
            if (c == decimal_mark) digits += '.';
        } else {
            break;
        }
        ++end;
    }
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return read.ec == std::errc() && read.ptr == digits.data() + digits.size() ? end : 0;
}

const Operation* operation_of_sign(std::string_view text, std::size_t& bytes) {
    for (const auto& operation : operations) {
        for (const auto sign : {operation.signs.substr(0, 1), operation.signs.substr(1)}) {
            if (sign.empty() || !text.starts_with(sign)) continue;
            bytes = sign.size();
            return &operation;
        }
    }
    return nullptr;
}

class Reader {
  public:
    Reader(std::string_view utterance, std::string_view lang, const SumWords& words)
        : lang_(lang), normalizer_(lang), words_(words) {
        split(utterance);
    }

    std::optional<SumResult> read() {
        if (items_.empty() || items_.size() > items_max) return std::nullopt;
        if (auto many = read_how_many()) return many;
        place_ = 0;
        skip("ask");
        const auto start = place_;
        if (auto converted = read_conversion()) return converted;
        place_ = start;
        return read_sum();
    }

  private:
    void split(std::string_view text) {
        const char decimal_mark = intent::primary_subtag(lang_) == "en" ? '.' : ',';
        std::string words;
        const auto flush = [&] {
            auto found = normalizer_.words(words);
            words.clear();
            if (!found) return;
            for (auto& word : *found) items_.push_back({std::move(word), std::nullopt});
        };
        while (!text.empty()) {
            double value = 0;
            std::size_t bytes = is_digit(text.front()) ? read_number(text, decimal_mark, value) : 0;
            if (bytes > 0) {
                flush();
                items_.push_back({{}, value});
            } else if (const auto* operation = operation_of_sign(text, bytes)) {
                flush();
                items_.push_back({{std::string(operation->signs)}, std::nullopt});
            } else if (text.starts_with(percent_sign)) {
                flush();
                items_.push_back({{std::string(percent_sign)}, std::nullopt});
                bytes = percent_sign.size();
            } else {
                bytes = 1;
                words += text.front();
            }
            text.remove_prefix(bytes);
        }
        flush();
    }

    // The longest phrase of a vocabulary that stands here; empty when none does.
    std::string take(std::string_view vocabulary) {
        const auto known = words_.find(vocabulary);
        if (known == words_.end()) return {};
        std::size_t longest = 0;
        std::string out;
        for (const auto& [written, words] : known->second) {
            if (words.size() <= longest || place_ + words.size() > items_.size()) continue;
            const auto here = std::span(items_).subspan(place_, words.size());
            const bool stands = std::ranges::equal(
                words, here, {}, {}, [](const Item& item) { return item.word.text; });
            if (!stands) continue;
            longest = words.size();
            out = written;
        }
        place_ += longest;
        return out;
    }

    void skip(std::string_view vocabulary) { (void)take(vocabulary); }

    std::optional<double> read_number_here() {
        const bool negative = take_operation("minus");
        auto value = unsigned_number();
        if (value && negative) value = -*value;
        return value;
    }

    std::optional<double> unsigned_number() {
        if (place_ < items_.size() && items_[place_].number) return items_[place_++].number;
        std::vector<intent::Word> ahead;
        for (auto i = place_; i < items_.size() && !items_[i].number; ++i) {
            ahead.push_back(items_[i].word);
        }
        const auto known = intent::NumberWords::of(lang_);
        if (!known) return std::nullopt;
        const auto found = (*known)->longest_prefix(ahead);
        if (!found) return std::nullopt;
        place_ += found->words;
        return static_cast<double>(found->value);
    }

    bool take_operation(std::string_view vocabulary) {
        const auto* operation = std::ranges::find(operations, vocabulary, &Operation::vocabulary);
        if (place_ < items_.size() && items_[place_].word.text == operation->signs) {
            ++place_;
            return true;
        }
        return !take(vocabulary).empty();
    }

    [[nodiscard]] bool at_end() const { return place_ == items_.size(); }

    std::pair<const Unit*, std::string> read_unit() {
        const Unit* best = nullptr;
        std::string said;
        const auto start = place_;
        auto end = start;
        for (const auto& unit : units) {
            place_ = start;
            auto found = take("unit_" + std::string(unit.name));
            if (found.empty() || place_ <= end) continue;
            best = &unit;
            said = std::move(found);
            end = place_;
        }
        place_ = end;
        return {best, said};
    }

    static std::optional<SumResult> convert(double amount,
                                            const std::pair<const Unit*, std::string>& from,
                                            const std::pair<const Unit*, std::string>& to) {
        if (from.first == nullptr || to.first == nullptr ||
            from.first->quantity != to.first->quantity) {
            return std::nullopt;
        }
        const double base = amount * from.first->factor + from.first->offset;
        return SumResult{
            (base - to.first->offset) / to.first->factor, amount, from.second, to.second};
    }

    // "how many kilometres are five miles"
    std::optional<SumResult> read_how_many() {
        if (take("how_many").empty()) return std::nullopt;
        const auto to = read_unit();
        skip("are");
        const auto amount = read_number_here();
        const auto from = read_unit();
        if (!amount || !at_end()) return std::nullopt;
        return convert(*amount, from, to);
    }

    // "five miles in kilometres"
    std::optional<SumResult> read_conversion() {
        const auto amount = read_number_here();
        const auto from = read_unit();
        const bool connected = !take("into").empty();
        const auto to = read_unit();
        if (!amount || !connected || !at_end()) return std::nullopt;
        return convert(*amount, from, to);
    }

    std::optional<SumResult> read_sum() {
        auto sum = read_product();
        bool operated = operated_;
        while (sum && !at_end()) {
            const bool adds = take_operation("plus");
            if (!adds && !take_operation("minus")) return std::nullopt;
            operated = true;
            const auto next = read_product();
            if (!next) return std::nullopt;
            *sum += adds ? *next : -*next;
        }
        if (!sum || !operated) return std::nullopt;  // a number alone is no question
        return SumResult{*sum, std::nullopt, {}, {}};
    }

    // A number, "the square root of 16" or "20 percent of 50".
    std::optional<double> read_factor() {
        if (!take("root").empty()) {
            operated_ = true;
            const auto of = read_factor();
            return of && *of >= 0 ? std::optional(std::sqrt(*of)) : std::nullopt;
        }
        auto number = read_number_here();
        if (number && take_percent_of()) {
            operated_ = true;
            const auto of = read_factor();
            return of ? std::optional(*number / 100 * *of) : std::nullopt;
        }
        return number;
    }

    bool take_percent_of() {
        const auto start = place_;
        const bool is_sign = place_ < items_.size() && items_[place_].word.text == percent_sign;
        if (is_sign) ++place_;
        if ((is_sign || !take("percent").empty()) && !take("of").empty()) return true;
        place_ = start;
        return false;
    }

    std::optional<double> read_product() {
        auto product = read_factor();
        while (product) {
            const bool multiplies = take_operation("times");
            if (!multiplies && !take_operation("divided")) break;
            operated_ = true;
            const auto next = read_factor();
            if (!next) return std::nullopt;
            if (!multiplies && *next == 0) {
                product = std::numeric_limits<double>::quiet_NaN();
            } else {
                *product = multiplies ? *product * *next : *product / *next;
            }
        }
        return product;
    }

    std::string lang_;
    intent::Normalizer normalizer_;
    const SumWords& words_;
    std::vector<Item> items_;
    std::size_t place_ = 0;
    bool operated_ = false;
};

}  // namespace

std::optional<SumResult> work_out(std::string_view utterance,
                                  std::string_view lang,
                                  const SumWords& words) {
    auto result = Reader(utterance, lang, words).read();
    if (result && std::isinf(result->value)) return std::nullopt;
    return result;
}

SumWords make_sum_words(
    std::string_view lang,
    const std::function<std::vector<std::string>(const std::string&)>& phrases_of) {
    std::vector<std::string> names{"ask", "how_many", "are", "into", "percent", "of", "root"};
    for (const auto& operation : operations) names.emplace_back(operation.vocabulary);
    for (const auto& unit : units) names.push_back("unit_" + std::string(unit.name));
    const intent::Normalizer normalizer(lang);
    SumWords out;
    for (const auto& name : names) {
        auto& phrases = out[name];
        for (const auto& phrase : phrases_of(name)) {
            const auto words = normalizer.words(phrase);
            if (!words) continue;
            auto& known = phrases.emplace_back(SumPhrase{phrase, {}});
            for (const auto& word : *words) known.words.push_back(word.text);
        }
    }
    return out;
}

}  // namespace utter::skills
