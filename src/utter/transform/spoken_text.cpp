#include "utter/transform/spoken_text.hpp"

#include <unicode/regex.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "utter/intent/language.hpp"
#include "utter/intent/languages/language_data.hpp"
#include "utter/intent/numbers.hpp"

namespace utter::transform {
namespace {

constexpr std::string_view digits = "0123456789";

// Turns the numbers of a text, from `begin` on, into words.
void spell_numbers(icu::UnicodeString& text, std::int32_t begin, std::string_view lang) {
    std::string tail;
    text.tempSubString(begin).toUTF8String(tail);
    for (std::size_t at = 0; (at = tail.find_first_of(digits, at)) != std::string::npos;) {
        auto size = std::min(tail.find_first_not_of(digits, at), tail.size()) - at;
        if (const auto words = intent::spell_out(std::atoll(tail.c_str() + at), lang)) {
            tail.replace(at, size, *words);
            size = words->size();
        }
        at += size;
    }
    text.replace(begin, text.length() - begin, icu::UnicodeString::fromUTF8(tail));
}

// The rules of a language, compiled once.
class Rewriter {
  public:
    explicit Rewriter(const intent::LanguageData& data) {
        for (const auto& [pattern, replacement] : data.spoken.times) {
            add(pattern, replacement, data.spoken.times_in_words ? data.language : "");
        }
        const std::string grouping = data.decimal_separator == '.' ? "," : "\\.";
        add("(?<=\\d)" + grouping + "(?=\\d{3}\\b)", "");
        for (const auto& [unit, words] : data.spoken.units) {
            // A letter would continue the unit; a sign ends itself.
            const bool ends_in_letter = (unit.back() | 0x20) >= 'a' && (unit.back() | 0x20) <= 'z';
            add("(?<=\\d)\\s?" + std::string(unit) + (ends_in_letter ? "\\b" : ""),
                " " + std::string(words));
        }
        for (const auto& [pattern, replacement] : data.spoken.abbreviations) {
            add(pattern, replacement);
        }
    }

    void rewrite(icu::UnicodeString& text) const {
        for (const auto& rule : rules_) {
            UErrorCode error = U_ZERO_ERROR;
            const std::unique_ptr<icu::RegexMatcher> matcher(rule.pattern->matcher(text, error));
            if (U_FAILURE(error)) continue;
            icu::UnicodeString changed;
            std::int32_t copied = 0;  // of the text, so far
            while (matcher->find(error) != 0) {
                const auto begin = changed.length() + matcher->start(error) - copied;
                matcher->appendReplacement(changed, rule.replacement, error);
                copied = matcher->end(error);
                if (!rule.number_words.empty()) spell_numbers(changed, begin, rule.number_words);
            }
            matcher->appendTail(changed);
            if (U_SUCCESS(error)) text = std::move(changed);
        }
    }

  private:
    struct Rule {
        std::unique_ptr<icu::RegexPattern> pattern;
        icu::UnicodeString replacement;
        std::string
            number_words;  // the language whose words the replacement's numbers become, or none
    };

    void add(const std::string& pattern,
             const std::string& replacement,
             std::string_view number_words = {}) {
        UErrorCode error = U_ZERO_ERROR;
        rules_.push_back({std::unique_ptr<icu::RegexPattern>(icu::RegexPattern::compile(
                              icu::UnicodeString::fromUTF8(pattern), 0, error)),
                          icu::UnicodeString::fromUTF8(replacement),
                          std::string(number_words)});
    }

    std::vector<Rule> rules_;
};

const Rewriter* rewriter_of(std::string_view lang) {
    static std::mutex mutex;
    static std::map<const intent::LanguageData*, Rewriter> compiled;
    const auto* data = intent::language_data(intent::primary_subtag(lang));
    if (data == nullptr || data->spoken.units.empty()) return nullptr;
    const std::scoped_lock lock(mutex);
    return &compiled.try_emplace(data, *data).first->second;
}

}  // namespace

void SpokenText::transform(Dialog& dialog, json::object& /*context*/) {
    const auto* rewriter = rewriter_of(dialog.lang ? *dialog.lang : lang_);
    if (rewriter == nullptr) return;
    auto text = icu::UnicodeString::fromUTF8(dialog.text);
    rewriter->rewrite(text);
    std::string changed;
    text.toUTF8String(changed);
    dialog.text = std::move(changed);
}

}  // namespace utter::transform
