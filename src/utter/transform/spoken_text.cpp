#include "utter/transform/spoken_text.hpp"

#include <unicode/regex.h>
#include <unicode/unistr.h>

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "utter/intent/language.hpp"
#include "utter/intent/languages/language_data.hpp"

namespace utter::transform {
namespace {

// The rules of a language, compiled once.
class Rewriter {
  public:
    explicit Rewriter(const intent::LanguageData& data) {
        for (const auto& [pattern, replacement] : data.spoken.times) add(pattern, replacement);
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
        for (const auto& [pattern, replacement] : compiled_) {
            UErrorCode error = U_ZERO_ERROR;
            const std::unique_ptr<icu::RegexMatcher> matcher(pattern->matcher(text, error));
            if (U_FAILURE(error)) continue;
            auto changed = matcher->replaceAll(replacement, error);
            if (U_SUCCESS(error)) text = std::move(changed);
        }
    }

  private:
    struct Compiled {
        std::unique_ptr<icu::RegexPattern> pattern;
        icu::UnicodeString replacement;
    };

    void add(const std::string& pattern, const std::string& replacement) {
        UErrorCode error = U_ZERO_ERROR;
        compiled_.push_back({std::unique_ptr<icu::RegexPattern>(icu::RegexPattern::compile(
                                 icu::UnicodeString::fromUTF8(pattern), 0, error)),
                             icu::UnicodeString::fromUTF8(replacement)});
    }

    std::vector<Compiled> compiled_;
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
