#include "utter/intent/normalizer.hpp"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstdint>
#include <tuple>
#include <utility>

#include "utter/intent/language.hpp"
#include "utter/intent/normalizer_rules.hpp"
#include "utter/intent/text.hpp"

namespace utter::intent {
namespace {

enum class Class : std::uint8_t { word, apostrophe, dot, ignored, separator };

Class classify(char32_t c) {
    switch (c) {
        case '\'':
        case '`':
        case U'\u2018':
        case U'\u2019':
        case U'\u02BC':
        case U'\uFF07':
            return Class::apostrophe;
        case '.':
            return Class::dot;
        default:
            break;
    }
    const auto mask = U_GET_GC_MASK(static_cast<UChar32>(c));
    if ((mask & (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK)) != 0) return Class::word;
    return (mask & U_GC_CF_MASK) != 0 ? Class::ignored : Class::separator;
}

bool is_letter(char32_t c) {
    return u_isalpha(static_cast<UChar32>(c)) != 0;
}

struct CodePoint {
    char32_t value;
    Class kind;
    std::size_t begin;
    std::size_t end;
};

std::vector<CodePoint> decode(std::string_view text) {
    std::vector<CodePoint> out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t begin = i;
        const char32_t c = next_code_point(text, i);
        out.push_back({c, classify(c), begin, i});
    }
    return out;
}

// A dot joins single letters ("a.m", "u.s.a") and separates everything else.
bool dot_joins(const std::vector<CodePoint>& text, std::size_t i) {
    return i > 0 && i + 1 < text.size() && is_letter(text[i - 1].value) &&
           is_letter(text[i + 1].value) && (i < 2 || text[i - 2].kind != Class::word);
}

bool apostrophe_joins(const std::vector<CodePoint>& text, std::size_t i) {
    return i > 0 && i + 1 < text.size() && text[i - 1].kind == Class::word &&
           text[i + 1].kind == Class::word;
}

std::string fold_unicode(std::string_view raw, const std::string& locale) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
    if (U_FAILURE(status)) return std::string(raw);
    icu::UnicodeString text = icu::UnicodeString::fromUTF8(
        icu::StringPiece(raw.data(), static_cast<std::int32_t>(raw.size())));
    // Twice, because case mapping can undo composition and composition can offer new mappings.
    icu::UnicodeString composed = nfc->normalize(text, status);
    composed.toLower(icu::Locale(locale.c_str())).foldCase(U_FOLD_CASE_DEFAULT);
    composed = nfc->normalize(composed, status);
    std::string folded;
    composed.toUTF8String(folded);
    return folded;
}

// Folding may bring in characters that no word has. The apostrophes written stay for the rules to
// see; those that folding makes ("ŉ" is one letter) do not.
std::string keep_word_characters(const std::string& folded) {
    std::string out;
    for (std::size_t i = 0; i < folded.size();) {
        const char32_t c = next_code_point(folded, i);
        if (c == '\'' || classify(c) == Class::word) append_utf8(out, c);
    }
    return out;
}

class Splitter {
  public:
    Splitter(std::string_view text, const NormalizationRules& rules, std::vector<Word>& out)
        : text_(text), rules_(rules), out_(out) {}

    // Emits the folded word that came from bytes [begin, end), taken apart by the rules.
    void emit(std::string_view folded, std::size_t begin, std::size_t end) {
        for (const Rewrite& rule : rules_.words) {
            if (folded == rule.from) return rewrite(folded, rule.to, begin, end);
        }
        for (const Rewrite& rule : rules_.beginnings) {
            if (folded.size() > rule.from.size() && folded.starts_with(rule.from)) {
                const std::size_t middle = forward(begin, end, rule.from.size());
                push(rule.to, begin, middle);
                return emit(folded.substr(rule.from.size()), middle, end);
            }
        }
        for (const Rewrite& rule : rules_.endings) {
            if (folded.size() > rule.from.size() && folded.ends_with(rule.from)) {
                const std::size_t middle = back(begin, end, rule.from.size());
                emit(folded.substr(0, folded.size() - rule.from.size()), begin, middle);
                return push(rule.to, middle, end);
            }
        }
        if (folded.find('\'') == std::string_view::npos) return push(folded, begin, end);
        // Without it the word may be one of the table ("wha'ts"); text normalised twice would be.
        std::string joined(folded);
        std::erase(joined, '\'');
        emit(joined, begin, end);
    }

  private:
    void push(std::string_view word, std::size_t begin, std::size_t end) {
        if (!word.empty()) out_.push_back({std::string(word), begin, end});
    }

    // `what's` -> what[what] is['s]; where the words do not start alike, each has it all.
    void rewrite(std::string_view folded, std::string_view to, std::size_t begin, std::size_t end) {
        const std::size_t space = to.find(' ');
        const std::string_view first = to.substr(0, space);
        const bool alike = end - begin == folded.size() && folded.starts_with(first);
        const std::size_t middle = begin + first.size();
        push(first, begin, alike ? middle : end);
        if (space != std::string_view::npos) {
            push(to.substr(space + 1), alike ? middle : begin, end);
        }
    }

    // The byte `count` code points from `begin`, or before `end`; never outside of the word.
    [[nodiscard]] std::size_t forward(std::size_t begin, std::size_t end, std::size_t count) const {
        for (; count > 0 && begin < end; --count) {
            std::ignore = next_code_point(text_, begin);
        }
        return begin;
    }

    [[nodiscard]] std::size_t back(std::size_t begin, std::size_t end, std::size_t count) const {
        for (; count > 0 && end > begin; --count) {
            do --end;
            while (end > begin && (static_cast<unsigned char>(text_[end]) & 0xC0U) == 0x80U);
        }
        return end;
    }

    std::string_view text_;
    const NormalizationRules& rules_;
    std::vector<Word>& out_;
};

}  // namespace

Normalizer::Normalizer(std::string_view lang) : locale_(primary_subtag(lang)) {
    rules_ = &normalization_rules(locale_);
    // These languages have their own ideas of what the lower case of "I" is.
    ascii_is_simple_ = locale_ != "tr" && locale_ != "az" && locale_ != "lt";
}

Result<std::vector<Word>> Normalizer::words(std::string_view text) const {
    if (text.size() > utterance_code_points_max * 4 ||
        code_point_count(text) > utterance_code_points_max) {
        return fail(ErrorCode::limit,
                    "The text is longer than " + std::to_string(utterance_code_points_max) +
                        " characters.");
    }
    if (!is_valid_utf8(text)) return fail(ErrorCode::malformed, "The text is not valid UTF-8.");

    std::vector<Word> out;
    Splitter splitter(text, *rules_, out);
    std::string raw;
    bool ascii = true;
    std::size_t begin = 0;
    std::size_t end = 0;
    const auto flush = [&] {
        if (raw.empty()) return;
        if (ascii && ascii_is_simple_) {
            for (char& c : raw) {
                if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
            }
            splitter.emit(raw, begin, end);
        } else {
            splitter.emit(keep_word_characters(fold_unicode(raw, locale_)), begin, end);
        }
        raw.clear();
        ascii = true;
    };

    const std::vector<CodePoint> code_points = decode(text);
    for (std::size_t i = 0; i < code_points.size(); ++i) {
        const CodePoint& c = code_points[i];
        if (c.kind == Class::ignored || (c.kind == Class::dot && dot_joins(code_points, i))) {
            continue;
        }
        const bool joins = c.kind == Class::apostrophe && apostrophe_joins(code_points, i);
        if (c.kind != Class::word && !joins) {
            flush();
            continue;
        }
        if (raw.empty()) begin = c.begin;
        end = c.end;
        append_utf8(raw, joins ? U'\'' : c.value);
        ascii = ascii && c.value < 0x80;
    }
    flush();
    return out;
}

Result<std::string> Normalizer::text(std::string_view text) const {
    auto split = words(text);
    if (!split) return std::unexpected(std::move(split.error()));
    return join_words(*split, 0, split->size());
}

std::string_view surface(std::string_view original,
                         const std::vector<Word>& words,
                         std::size_t first,
                         std::size_t last) {
    const std::size_t begin = words[first].begin;
    const std::size_t end = std::max(words[first].end, words[last - 1].end);
    return original.substr(begin, end - begin);
}

std::string join_words(const std::vector<Word>& words, std::size_t first, std::size_t last) {
    std::string out;
    for (std::size_t i = first; i < last; ++i) {
        if (i > first) out += ' ';
        out += words[i].text;
    }
    return out;
}

}  // namespace utter::intent
