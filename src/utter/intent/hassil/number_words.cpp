#include "utter/intent/hassil/number_words.hpp"

#include <unicode/locid.h>
#include <unicode/rbnf.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <set>

#include "utter/intent/hassil/text.hpp"

namespace utter::intent::hassil {
namespace {

constexpr char32_t soft_hyphen = U'\u00ad';

std::set<double> numbers_of(const std::vector<RangeList>& ranges) {
    std::set<double> out;
    for (const auto& range : ranges) {
        for (auto number = range.from; number <= range.to; number += range.step) {
            if (out.size() >= spelled_numbers_max) return out;
            out.insert(static_cast<double>(number));
            if (range.fractions == Fractions::halves) out.insert(static_cast<double>(number) + 0.5);
            if (range.fractions == Fractions::tenths) {
                for (int i = 1; i < 10; ++i) out.insert(static_cast<double>(number) + i / 10.0);
            }
        }
    }
    return out;
}

// The rule sets that count: "second" is no number of things, and a year reads differently.
std::vector<icu::UnicodeString> counting_rules(const icu::RuleBasedNumberFormat& format) {
    std::vector<icu::UnicodeString> out;
    for (std::int32_t i = 0; i < format.getNumberOfRuleSetNames(); ++i) {
        const auto name = format.getRuleSetName(i);
        const auto has = [&name](const char* part) { return name.indexOf(part) >= 0; };
        if ((has("cardinal") || has("numbering")) && !has("ordinal") && !has("year")) {
            out.push_back(name);
        }
    }
    return out;
}

// A language without rules falls back to the root's, which write digits.
bool is_spelled(std::u32string_view words) {
    return std::ranges::any_of(words,
                               [](char32_t c) { return is_word(c) && (c < U'0' || c > U'9'); });
}

std::u32string spell(const icu::RuleBasedNumberFormat& format,
                     const icu::UnicodeString& rules,
                     double number) {
    icu::UnicodeString text;
    icu::FieldPosition position;
    UErrorCode status = U_ZERO_ERROR;
    format.format(number, rules, text, position, status);
    if (U_FAILURE(status) != 0) return {};
    std::string bytes;
    text.toUTF8String(bytes);
    auto out = decode(bytes);
    std::erase(out, soft_hyphen);
    return out;
}

}  // namespace

NumberWords::NumberWords(std::string_view language, const std::vector<RangeList>& ranges) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::RuleBasedNumberFormat format(
        icu::URBNF_SPELLOUT, icu::Locale::createCanonical(std::string(language).c_str()), status);
    if (U_FAILURE(status) != 0) return;
    const auto rule_sets = counting_rules(format);
    for (const double number : numbers_of(ranges)) {
        std::set<std::u32string> seen;
        for (const auto& rules : rule_sets) {
            auto words = spell(format, rules, number);
            if (!is_spelled(words) || !seen.insert(words).second) continue;
            insert(words, number);
            std::ranges::replace_if(words, [](char32_t c) { return c == U'-' || c == U'_'; }, U' ');
            if (seen.insert(words).second) insert(words, number);
        }
    }
}

void NumberWords::insert(std::u32string_view words, double number) {
    std::uint32_t at = 0;
    for (const char32_t c : words) {
        const auto [edge, added] =
            nodes_[at].next.try_emplace(c, static_cast<std::uint32_t>(nodes_.size()));
        at = edge->second;
        if (added) nodes_.emplace_back();
    }
    nodes_[at].numbers.push_back(number);
}

void NumberWords::find(std::u32string_view text, std::vector<Match>& out) const {
    std::uint32_t at = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto edge = nodes_[at].next.find(text[i]);
        if (edge == nodes_[at].next.end()) return;
        at = edge->second;
        for (const double number : nodes_[at].numbers) out.push_back({i + 1, number});
    }
}

}  // namespace utter::intent::hassil
