#include "support/icu_text.hpp"

#include <unicode/listformatter.h>

#include <memory>
#include <string>
#include <vector>

namespace utter::skills {
namespace {

icu::UnicodeString from_utf8(std::string_view text) {
    return icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
}

}  // namespace

icu::Locale icu_locale(std::string_view lang) {
    UErrorCode status = U_ZERO_ERROR;
    auto locale =
        icu::Locale::forLanguageTag({lang.data(), static_cast<int32_t>(lang.size())}, status);
    return U_SUCCESS(status) ? locale : icu::Locale::getRoot();
}

std::string to_speech(const icu::UnicodeString& text) {
    icu::UnicodeString plain(text);
    for (const char16_t space : {u'\u00a0', u'\u2007', u'\u202f'}) {
        plain.findAndReplace(icu::UnicodeString(space), icu::UnicodeString(u' '));
    }
    plain.findAndReplace(icu::UnicodeString(u'\u00ad'), icu::UnicodeString());
    std::string out;
    plain.toUTF8String(out);
    return out;
}

std::string join_and(const std::vector<std::string>& items, std::string_view lang) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::ListFormatter> formatter(
        icu::ListFormatter::createInstance(icu_locale(lang), status));
    std::vector<icu::UnicodeString> parts;
    parts.reserve(items.size());
    for (const auto& item : items) parts.push_back(from_utf8(item));
    icu::UnicodeString joined;
    if (U_SUCCESS(status)) {
        formatter->format(parts.data(), static_cast<int32_t>(parts.size()), joined, status);
    }
    if (U_SUCCESS(status)) return to_speech(joined);
    std::string plain;
    for (const auto& item : items) plain += (plain.empty() ? "" : ", ") + item;
    return plain;
}

std::string sentence_case(std::string_view text, std::string_view lang) {
    auto whole = from_utf8(text);
    if (whole.isEmpty()) return {};
    const auto first_units = whole.moveIndex32(0, 1);
    icu::UnicodeString first(whole, 0, first_units);
    whole.replace(0, first_units, first.toUpper(icu_locale(lang)));
    std::string out;
    whole.toUTF8String(out);
    return out;
}

}  // namespace utter::skills
