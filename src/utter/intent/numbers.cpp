#include "utter/intent/numbers.hpp"

#include <unicode/locid.h>
#include <unicode/rbnf.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <mutex>
#include <set>
#include <utility>

#include "utter/intent/accents.hpp"
#include "utter/intent/language.hpp"
#include "utter/intent/languages/language_data.hpp"

namespace utter::intent {
namespace {

constexpr std::size_t number_words_max = 24;
constexpr std::size_t digits_max = 15;
constexpr std::int64_t ordinal_max = 100;
// No number below the scales' limit is written longer, in any language there are tables for.
constexpr std::size_t number_bytes_max = 256;

// Only what is letters and marks, folded: "drei­ßig" and "twenty-one" as an utterance joined
// without spaces spells them.
std::string letters_of(const icu::UnicodeString& text) {
    icu::UnicodeString folded(text);
    folded.foldCase(U_FOLD_CASE_DEFAULT);
    icu::UnicodeString kept;
    for (std::int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
        const UChar32 c = folded.char32At(i);
        if ((U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK)) != 0) kept.append(c);
    }
    std::string out;
    kept.toUTF8String(out);
    return out;
}

// ICU answers for any locale, with English rules where it has none, so ask what it really used.
bool speaks(const icu::RuleBasedNumberFormat& format, const std::string& language) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Locale actual = format.getLocale(ULOC_ACTUAL_LOCALE, status);
    return U_SUCCESS(status) && language == actual.getLanguage();
}

std::unique_ptr<icu::RuleBasedNumberFormat> spellout(const std::string& locale) {
    if (locale.empty()) return nullptr;
    UErrorCode status = U_ZERO_ERROR;
    auto format = std::make_unique<icu::RuleBasedNumberFormat>(
        icu::URBNF_SPELLOUT, icu::Locale(locale.c_str()), status);
    if (U_FAILURE(status) || !speaks(*format, primary_subtag(locale))) return nullptr;
    return format;
}

Error unsupported(const std::string& language) {
    return {ErrorCode::unsupported,
            "There are no number words for the language '" + language + "'.",
            false};
}

}  // namespace

class NumberWords::Builder {
  public:
    /// @param formats one for each region of the language
    Builder(std::span<const std::unique_ptr<icu::RuleBasedNumberFormat>> formats,
            const NumberData& data)
        : data_(data) {
        for (const auto& format : formats) {
            for (std::int32_t i = 0; i < format->getNumberOfRuleSetNames(); ++i) {
                icu::UnicodeString name = format->getRuleSetName(i);
                if (name.startsWith("%spellout-ordinal")) {
                    ordinals_.push_back({format.get(), std::move(name)});
                } else if (name.startsWith("%spellout-cardinal") || name == "%spellout-numbering" ||
                           name == "%spellout-numbering-verbose") {
                    cardinals_.push_back({format.get(), std::move(name)});
                }
            }
        }
    }

    void fill(NumberWords& words) const {
        const std::set<std::string> ones = forms(1);
        std::map<std::int64_t, std::set<std::string>> tails;
        for (std::int64_t n = 0; n < 1'000; ++n) {
            const std::set<std::string> all = forms(n);
            // The first reading stays: no language spells two numbers alike on purpose.
            for (const std::string& form : all) words.below_thousand_.try_emplace(form, n);
            if (n < 100) tails[n] = all;
            for (const std::string& form :
                 n >= 100 ? more_hundreds(all, ones, tails[n % 100]) : all) {
                words.below_thousand_.try_emplace(form, n);
            }
        }
        for (std::int64_t n = 1; n <= ordinal_max; ++n) {
            for (const std::string& form : spelled(n, ordinals_)) {
                words.ordinals_.try_emplace(form, n);
            }
        }
        words.ones_.assign(ones.begin(), ones.end());
        for (const std::int64_t value : {1'000'000, 1'000}) {
            const std::set<std::string> found = scale_words(value);
            words.scales_.push_back({value, {found.begin(), found.end()}});
        }
        for (const std::string& whole : forms(200)) {
            if (std::string word = after_any(whole, forms(2)); !word.empty()) {
                words.hundreds_.push_back(std::move(word));
            }
        }
        const std::set<std::string> glue = glue_words();
        words.glue_.assign(glue.begin(), glue.end());
        if (!data_.glue.empty()) words.glue_.emplace_back(data_.glue);
    }

  private:
    struct RuleSet {
        const icu::RuleBasedNumberFormat* format;
        icu::UnicodeString name;
    };

    // How the rule sets spell `n`, without repeats, and without accents too.
    static std::set<std::string> spelled(std::int64_t n, const std::vector<RuleSet>& rule_sets) {
        std::set<std::string> out;
        for (const RuleSet& rules : rule_sets) {
            UErrorCode status = U_ZERO_ERROR;
            icu::UnicodeString text;
            icu::FieldPosition ignored;
            rules.format->format(n, rules.name, text, ignored, status);
            if (U_FAILURE(status) || text.isEmpty() || u_isdigit(text.char32At(0))) continue;
            std::string letters = letters_of(text);
            out.insert(fold_accents(letters));
            out.insert(std::move(letters));
        }
        return out;
    }

    // The spellings ICU has, and those of the language's table.
    [[nodiscard]] std::set<std::string> forms(std::int64_t n) const {
        std::set<std::string> out = spelled(n, cardinals_);
        for (const auto& [from, to] : data_.variants) {
            std::vector<std::string> more;
            for (const std::string& form : out) {
                if (const auto at = form.find(from); at != std::string::npos) {
                    more.push_back(std::string(form).replace(at, from.size(), to));
                }
            }
            out.insert(more.begin(), more.end());
        }
        return out;
    }

    // "hundred" for "one hundred", "hundertundeins" for "hunderteins".
    [[nodiscard]] std::set<std::string> more_hundreds(const std::set<std::string>& all,
                                                      const std::set<std::string>& ones,
                                                      const std::set<std::string>& tails) const {
        std::set<std::string> out;
        const auto add_glued = [&](const std::string& form) {
            out.insert(form);
            for (const std::string& tail : tails) {
                if (data_.glue.empty() || !form.ends_with(tail)) continue;
                std::string head = form.substr(0, form.size() - tail.size());
                if (!head.ends_with(data_.glue)) out.insert(head.append(data_.glue) + tail);
            }
        };
        for (const std::string& form : all) {
            add_glued(form);
            if (std::string rest = after_any(form, ones); !rest.empty()) add_glued(rest);
        }
        return out;
    }

    // The languages say "two thousand" in one to three forms that depend on the count before;
    // these counts bring them all out.
    [[nodiscard]] std::set<std::string> scale_words(std::int64_t value) const {
        std::set<std::string> out;
        for (const std::int64_t count : {1, 2, 3, 5, 11, 21, 100, 101}) {
            const std::set<std::string> counts = forms(count);
            for (const std::string& whole : forms(count * value)) {
                std::string rest = after_any(whole, counts);
                if (!rest.empty()) {
                    out.insert(std::move(rest));
                } else if (count == 1) {
                    out.insert(whole);
                }
            }
        }
        return out;
    }

    [[nodiscard]] std::set<std::string> glue_words() const {
        std::set<std::string> out;
        const std::set<std::string> thousand = forms(1'000);
        for (const std::int64_t n : {1, 5, 50, 500}) {
            for (const std::string& whole : forms(1'000 + n)) {
                std::string rest = after_any(whole, thousand);
                for (const std::string& tail : forms(n)) {
                    if (rest.size() <= tail.size() || !rest.ends_with(tail)) continue;
                    out.insert(rest.substr(0, rest.size() - tail.size()));
                    break;
                }
            }
        }
        return out;
    }

    // What follows the longest of `heads` that `whole` starts with.
    static std::string after_any(const std::string& whole, const std::set<std::string>& heads) {
        std::size_t longest = 0;
        for (const std::string& head : heads) {
            if (whole.starts_with(head)) longest = std::max(longest, head.size());
        }
        return longest > 0 ? whole.substr(longest) : std::string();
    }

    const NumberData& data_;
    std::vector<RuleSet> cardinals_;
    std::vector<RuleSet> ordinals_;
};

Result<std::shared_ptr<const NumberWords>> NumberWords::of(std::string_view lang) {
    static std::mutex mutex;
    static std::map<std::string, std::shared_ptr<const NumberWords>> built;
    const std::string language = primary_subtag(lang);
    const std::scoped_lock lock(mutex);
    if (const auto known = built.find(language); known != built.end()) return known->second;
    const LanguageData* table = language_data(language);
    static constexpr NumberData none;
    const NumberData& data = table != nullptr ? table->numbers : none;
    std::vector<std::unique_ptr<icu::RuleBasedNumberFormat>> formats;
    for (const char* locale : data.locales) {
        if (auto format = spellout(locale)) formats.push_back(std::move(format));
    }
    if (formats.empty()) formats.push_back(spellout(language));
    if (!formats.front()) return std::unexpected(unsupported(language));
    std::shared_ptr<NumberWords> words(new NumberWords());
    words->articles_ = data.articles;
    Builder(formats, data).fill(*words);
    built.emplace(language, words);
    return words;
}

std::optional<std::int64_t> NumberWords::lookup(const std::string& joined) const {
    const auto found = below_thousand_.find(joined);
    return found != below_thousand_.end() ? std::optional(found->second) : std::nullopt;
}

// `joined` as (count)(scale word)(rest), from scale number `scale` downwards.
std::optional<std::int64_t> NumberWords::composed(const std::string& joined,
                                                  std::size_t scale) const {
    if (joined.size() > number_bytes_max) return std::nullopt;
    if (auto small = lookup(joined)) return small;
    if (scale == 0) {
        if (auto hundreds = in_hundreds(joined)) return hundreds;
    }
    for (; scale < scales_.size(); ++scale) {
        for (const std::string& word : scales_[scale].words) {
            for (std::size_t at = joined.find(word); at != std::string::npos;
                 at = joined.find(word, at + 1)) {
                const auto count =
                    at == 0 ? std::optional<std::int64_t>(1) : lookup(joined.substr(0, at));
                if (!count || *count == 0) continue;
                const auto below = rest(joined.substr(at + word.size()), scale + 1);
                if (below) return *count * scales_[scale].value + *below;
            }
        }
    }
    return std::nullopt;
}

std::optional<std::int64_t> NumberWords::rest(const std::string& joined, std::size_t scale) const {
    if (joined.empty()) return 0;
    if (auto value = composed(joined, scale)) return value;
    for (const std::string& glue : glue_) {
        if (!joined.starts_with(glue)) continue;
        if (auto value = composed(joined.substr(glue.size()), scale)) return value;
    }
    return std::nullopt;
}

// "nineteen hundred and five": eleven to ninety nine hundreds.
std::optional<std::int64_t> NumberWords::in_hundreds(const std::string& joined) const {
    for (const std::string& word : hundreds_) {
        const auto at = joined.find(word);
        if (at == std::string::npos || at == 0) continue;
        const auto count = lookup(joined.substr(0, at));
        if (!count || *count < 11 || *count > 99) continue;
        const auto below = rest(joined.substr(at + word.size()), scales_.size());
        if (below && *below < 100) return *count * 100 + *below;
    }
    return std::nullopt;
}

std::optional<std::int64_t> NumberWords::of_word(const std::string& word) const {
    const bool digits =
        !word.empty() && std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
    if (!digits) return composed(word, 0);
    if (word.size() > digits_max) return std::nullopt;
    std::int64_t value = 0;
    for (const char c : word) value = value * 10 + (c - '0');
    return value;
}

std::optional<NumberPrefix> NumberWords::longest_prefix(std::span<const Word> words) const {
    if (words.empty()) return std::nullopt;
    const std::string& first = words.front().text;
    if (first.front() >= '0' && first.front() <= '9') {
        const auto value = of_word(first);
        if (!value) return std::nullopt;
        for (const Scale& scale : scales_) {
            if (words.size() > 1 && *value <= 999'999 &&
                std::ranges::find(scale.words, words[1].text) != scale.words.end()) {
                return NumberPrefix{*value * scale.value, 2};
            }
        }
        return NumberPrefix{*value, 1};
    }

    const bool article = is_article(first) && !lookup(first);
    std::vector<std::string> joined{article ? std::string() : first};
    for (std::size_t i = 1; i < std::min(words.size(), number_words_max); ++i) {
        // Number words are letters; a digit ends them.
        if (words[i].text.front() >= '0' && words[i].text.front() <= '9') break;
        joined.push_back(joined.back() + words[i].text);
    }
    for (std::size_t count = joined.size(); count > 0; --count) {
        const std::string& text = joined[count - 1];
        if (!article) {
            if (const auto value = composed(text, 0)) return NumberPrefix{*value, count};
            continue;
        }
        if (count == 1) return NumberPrefix{1, 1};
        for (const std::string& one : ones_) {
            if (const auto value = composed(one + text, 0)) return NumberPrefix{*value, count};
        }
    }
    return std::nullopt;
}

std::optional<NumberPrefix> NumberWords::longest_ordinal(std::span<const Word> words) const {
    std::optional<NumberPrefix> longest;
    std::string joined;
    for (std::size_t i = 0; i < words.size() && joined.size() < number_bytes_max; ++i) {
        joined += words[i].text;
        const auto found = ordinals_.find(joined);
        if (found != ordinals_.end()) longest = NumberPrefix{found->second, i + 1};
    }
    return longest;
}

bool NumberWords::is_article(const std::string& word) const {
    return std::ranges::find(articles_, word) != articles_.end();
}

Result<std::int64_t> parse_number(std::string_view text, std::string_view lang) {
    const auto numbers = NumberWords::of(lang);
    if (!numbers) return std::unexpected(numbers.error());
    const auto words = Normalizer(lang).words(text);
    if (!words) return std::unexpected(words.error());
    const auto found = (*numbers)->longest_prefix(*words);
    if (!found || found->words != words->size()) {
        return fail(ErrorCode::malformed, "The text is not a number.");
    }
    return found->value;
}

Result<std::string> spell_out(std::int64_t n, std::string_view lang) {
    const std::string language = primary_subtag(lang);
    std::string locale = standardize_tag(lang);
    std::ranges::replace(locale, '-', '_');
    auto format = spellout(locale);
    if (!format) format = spellout(language);
    if (!format) return std::unexpected(unsupported(language));
    icu::UnicodeString text;
    format->format(n, text);
    // Hints for breaking lines mean nothing to the ear.
    text.findAndReplace(icu::UnicodeString(static_cast<UChar32>(0xAD)), icu::UnicodeString());
    std::string out;
    text.toUTF8String(out);
    return out;
}

}  // namespace utter::intent
