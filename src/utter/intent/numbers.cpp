#include "utter/intent/numbers.hpp"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/rbnf.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <set>
#include <utility>

#include "utter/intent/language.hpp"

namespace utter::intent {
namespace {

constexpr std::size_t number_words_max = 24;
constexpr std::size_t digits_max = 15;

/// Words that stand for one but are no numbers of their own.
struct Articles {
    std::string_view language;
    std::span<const std::string_view> words;
};
constexpr std::array<std::string_view, 2> english_articles{"a", "an"};
constexpr std::array articles_by_language{Articles{"en", english_articles}};

std::span<const std::string_view> articles_of(std::string_view language) {
    const auto found = std::ranges::find(articles_by_language, language, &Articles::language);
    return found != articles_by_language.end() ? found->words : std::span<const std::string_view>();
}

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

// Recognisers of some languages leave the accents of Latin letters out.
std::string without_accents(const std::string& word) {
    icu::UnicodeString text = icu::UnicodeString::fromUTF8(word);
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(status);
    if (U_FAILURE(status)) return word;
    icu::UnicodeString split = nfd->normalize(text, status);
    icu::UnicodeString kept;
    for (std::int32_t i = 0; i < split.length(); ++i) {
        if (u_charType(split.charAt(i)) != U_NON_SPACING_MARK) kept.append(split.charAt(i));
    }
    std::string out;
    kept.toUTF8String(out);
    return out;
}

bool has_accented_latin(std::string_view word) {
    // Lead bytes 0xC3..0xC9 are U+00C0..U+024F.
    return std::ranges::any_of(word, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0xC3 && byte <= 0xC9;
    });
}

// ICU answers for any locale, with English rules where it has none, so ask what it really used.
bool speaks(const icu::RuleBasedNumberFormat& format, const std::string& language) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Locale actual = format.getLocale(ULOC_ACTUAL_LOCALE, status);
    return U_SUCCESS(status) && language == actual.getLanguage();
}

std::unique_ptr<icu::RuleBasedNumberFormat> spellout(const std::string& language) {
    if (language.empty()) return nullptr;
    UErrorCode status = U_ZERO_ERROR;
    auto format = std::make_unique<icu::RuleBasedNumberFormat>(
        icu::URBNF_SPELLOUT, icu::Locale(language.c_str()), status);
    if (U_FAILURE(status) || !speaks(*format, language)) return nullptr;
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
    explicit Builder(const icu::RuleBasedNumberFormat& format) : format_(format) {
        for (std::int32_t i = 0; i < format.getNumberOfRuleSetNames(); ++i) {
            icu::UnicodeString name = format.getRuleSetName(i);
            if (name.startsWith("%spellout-cardinal") || name == "%spellout-numbering" ||
                name == "%spellout-numbering-verbose") {
                rule_sets_.push_back(std::move(name));
            }
        }
    }

    void fill(NumberWords& words) const {
        for (std::int64_t n = 0; n < 1'000; ++n) {
            for (const std::string& form : forms(n)) {
                // The first reading stays: no language spells two numbers alike on purpose.
                if (has_accented_latin(form)) {
                    words.below_thousand_.try_emplace(without_accents(form), n);
                }
                words.below_thousand_.try_emplace(form, n);
            }
        }
        const std::set<std::string> ones = forms(1);
        words.ones_.assign(ones.begin(), ones.end());
        for (const std::int64_t value : {1'000'000, 1'000}) {
            const std::set<std::string> found = scale_words(value);
            words.scales_.push_back({value, {found.begin(), found.end()}});
        }
        const std::set<std::string> glue = glue_words();
        words.glue_.assign(glue.begin(), glue.end());
    }

  private:
    // How the rule sets spell `n`, without repeats.
    [[nodiscard]] std::set<std::string> forms(std::int64_t n) const {
        std::vector<icu::UnicodeString> spelled;
        for (const icu::UnicodeString& rules : rule_sets_) {
            UErrorCode status = U_ZERO_ERROR;
            icu::UnicodeString text;
            icu::FieldPosition ignored;
            format_.format(n, rules, text, ignored, status);
            if (U_FAILURE(status) || text.isEmpty() || u_isdigit(text.char32At(0))) continue;
            if (std::ranges::find(spelled, text) == spelled.end()) spelled.push_back(text);
        }
        std::set<std::string> out;
        for (const auto& text : spelled) out.insert(letters_of(text));
        return out;
    }

    // The languages say "two thousand" in one to three forms that depend on the count before;
    // these counts bring them all out.
    [[nodiscard]] std::set<std::string> scale_words(std::int64_t value) const {
        std::set<std::string> out;
        for (const std::int64_t count : {1, 2, 3, 5, 11, 21, 100, 101}) {
            for (const std::string& whole : forms(count * value)) {
                const std::string rest = after_any(whole, forms(count));
                if (!rest.empty()) out.insert(rest);
                if (rest.empty() && count == 1) out.insert(whole);
            }
        }
        return out;
    }

    [[nodiscard]] std::set<std::string> glue_words() const {
        std::set<std::string> out;
        for (const std::int64_t n : {1, 5, 50, 500}) {
            for (const std::string& whole : forms(1'000 + n)) {
                std::string rest = after_any(whole, forms(1'000));
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

    const icu::RuleBasedNumberFormat& format_;
    std::vector<icu::UnicodeString> rule_sets_;
};

Result<std::shared_ptr<const NumberWords>> NumberWords::of(std::string_view lang) {
    static std::mutex mutex;
    static std::map<std::string, std::shared_ptr<const NumberWords>> built;
    const std::string language = primary_subtag(lang);
    const std::scoped_lock lock(mutex);
    if (const auto known = built.find(language); known != built.end()) return known->second;
    const auto format = spellout(language);
    if (!format) return std::unexpected(unsupported(language));
    std::shared_ptr<NumberWords> words(new NumberWords());
    words->articles_ = articles_of(language);
    Builder(*format).fill(*words);
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
    if (auto small = lookup(joined)) return small;
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

    const bool article = std::ranges::find(articles_, first) != articles_.end();
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
    const auto format = spellout(language);
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
