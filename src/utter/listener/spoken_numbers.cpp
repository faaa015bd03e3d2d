#include "utter/listener/spoken_numbers.hpp"

#include <unicode/rbnf.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <memory>
#include <set>
#include <utility>

namespace utter::listener {
namespace {

constexpr int number_max = 999;

// What a language calls its units, and what it says without a number. `{many}` is any number above
// one that people set timers for.
struct DurationWords {
    std::string_view lang;
    std::array<std::string_view, 3> units;      // plural: seconds, minutes, hours
    std::vector<std::string_view> whole;        // besides "{many} unit"
    std::vector<std::string_view> before_word;  // only in front of a noun
};

const std::vector<DurationWords>& duration_words() {
    static const std::vector<DurationWords> table{
        {"en",
         {"seconds", "minutes", "hours"},
         {"(a|one) (second|minute)",
          "(an|one) hour",
          "half (a minute|an hour)",
          "(a|one) minute and a half",
          "(an|one) hour and a half",
          "{many} and a half (minutes|hours)",
          "(an|one) hour [and] ({many} minutes|one minute)",
          "{many} hours [and] ({many} minutes|one minute)",
          "(a|one) minute [and] {many} seconds",
          "{many} minutes [and] {many} seconds"},
         {"{many} (second|minute|hour)", "one (second|minute|hour)"}},
        {"de",
         {"sekunden", "minuten", "stunden"},
         {"(eine|einer) (sekunde|minute|stunde)",
          "(eine|einer) halbe[n] (minute|stunde)",
          "(anderthalb|eineinhalb) (minuten|stunden)",
          "(eine|einer) stunde [und] {many} minuten",
          "{many} stunden [und] {many} minuten",
          "(eine|einer) minute [und] {many} sekunden",
          "{many} minuten [und] {many} sekunden"},
         {}},
        {"es",
         {"segundos", "minutos", "horas"},
         {"un (segundo|minuto)",
          "una hora",
          "(media hora|medio minuto)",
          "un minuto y medio",
          "una hora y media",
          "{many} horas y media",
          "{many} minutos y medio",
          "una hora [y] {many} minutos",
          "{many} horas [y] {many} minutos",
          "un minuto [y] {many} segundos",
          "{many} minutos [y] {many} segundos"},
         {}},
    };
    return table;
}

std::string_view primary_language(std::string_view lang) {
    return lang.substr(0, lang.find_first_of("-_"));
}

// Spelling writes "twenty-five" and, invisibly broken, "fünf\u00adund\u00adzwanzig".
std::string as_words(icu::UnicodeString text) {
    constexpr char16_t soft_hyphen = 0x00ad;
    text.findAndReplace(icu::UnicodeString(soft_hyphen), icu::UnicodeString());
    text.findAndReplace(icu::UnicodeString(u'-'), icu::UnicodeString(u' '));
    text.findAndReplace(icu::UnicodeString(u','), icu::UnicodeString());
    text.toLower();
    std::string made;
    text.toUTF8String(made);
    return made;
}

// Languages with genders or cases have a rule set each; all of them are things people say.
class Speller {
  public:
    explicit Speller(std::string_view lang) {
        UErrorCode status = U_ZERO_ERROR;
        const auto locale = icu::Locale::forLanguageTag(
            icu::StringPiece(lang.data(), static_cast<int>(lang.size())), status);
        if (U_FAILURE(status) || locale.isBogus()) return;
        format_ = std::make_unique<icu::RuleBasedNumberFormat>(icu::URBNF_SPELLOUT, locale, status);
        UErrorCode actual = U_ZERO_ERROR;
        const auto used = format_->getLocale(ULOC_ACTUAL_LOCALE, actual);
        // For a language it does not know ICU falls back to its root rules, which are no words.
        if (U_FAILURE(status) || U_FAILURE(actual) ||
            std::string_view(used.getLanguage()) != locale.getLanguage()) {
            format_.reset();
            return;
        }
        for (int i = 0; i < format_->getNumberOfRuleSetNames(); ++i) {
            const auto name = format_->getRuleSetName(i);
            if (name.startsWith(u"%spellout-cardinal")) sets_.push_back(name);
        }
    }

    [[nodiscard]] std::vector<std::string> spell(int number) const {
        std::set<std::string> ways;
        for (const auto& set : sets_) {
            icu::UnicodeString text;
            icu::FieldPosition position;
            UErrorCode status = U_ZERO_ERROR;
            format_->format(number, set, text, position, status);
            if (U_SUCCESS(status) && !text.isEmpty()) ways.insert(as_words(text));
        }
        return {ways.begin(), ways.end()};
    }

    [[nodiscard]] bool works() const { return format_ != nullptr && !sets_.empty(); }

  private:
    std::unique_ptr<icu::RuleBasedNumberFormat> format_;
    std::vector<icu::UnicodeString> sets_;
};

void append(std::vector<std::string>& to, std::vector<std::string> more) {
    std::ranges::move(more, std::back_inserter(to));
}

}  // namespace

std::vector<std::string> spell_number(std::string_view lang, int number) {
    const Speller speller(lang);
    return speller.works() ? speller.spell(number) : std::vector<std::string>{};
}

std::map<std::string, std::vector<std::string>> number_rules(std::string_view lang) {
    const Speller speller(lang);
    std::map<std::string, std::vector<std::string>> rules;
    if (!speller.works()) return rules;
    auto& number = rules["number"];
    for (int n = 0; n <= number_max; ++n) append(number, speller.spell(n));

    for (const auto& words : duration_words()) {
        if (words.lang != primary_language(lang)) continue;
        auto& many = rules["many"];
        constexpr int counted_max = 120;
        for (int n = 2; n <= counted_max; ++n) append(many, speller.spell(n));
        for (const int n : {150, 180, 200, 240, 250, 300, 360, 400, 480, 500, 600, 900}) {
            append(many, speller.spell(n));
        }
        auto& duration = rules["duration"];
        for (const auto unit : words.units) duration.push_back("{many} " + std::string(unit));
        duration.insert(duration.end(), words.whole.begin(), words.whole.end());
        auto& before_word = rules["duration_before_word"];
        before_word = {"{duration}"};
        before_word.insert(before_word.end(), words.before_word.begin(), words.before_word.end());
    }
    for (auto& [name, alternatives] : rules) std::ranges::sort(alternatives);
    return rules;
}

}  // namespace utter::listener
