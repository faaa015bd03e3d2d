#include "utter/intent/normalizer.hpp"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <tuple>
#include <utility>

#include "utter/intent/accents.hpp"
#include "utter/intent/language.hpp"
#include "utter/intent/languages/language_data.hpp"
#include "utter/intent/text.hpp"

namespace utter::intent {
namespace {

enum class Class : std::uint8_t { word, apostrophe, dot, ignored, separator };

struct Kind {
    Class type = Class::separator;
    bool is_letter = false;
};

Kind look_up(char32_t c) {
    switch (c) {
        case '\'':
        case '`':
        case U'\u2018':
        case U'\u2019':
        case U'\u02BC':
        case U'\uFF07':
            return {Class::apostrophe, u_isalpha(static_cast<UChar32>(c)) != 0};
        case '.':
            return {Class::dot, false};
        default:
            break;
    }
    const auto mask = U_GET_GC_MASK(static_cast<UChar32>(c));
    const bool is_letter = (mask & U_GC_L_MASK) != 0;
    if ((mask & (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK)) != 0) return {Class::word, is_letter};
    return {(mask & U_GC_CF_MASK) != 0 ? Class::ignored : Class::separator, is_letter};
}

using AsciiKinds = std::array<Kind, 128>;

// Most text is ASCII, and asking ICU for every character is most of the cost of a match.
const AsciiKinds& ascii_kinds() {
    static const AsciiKinds kinds = [] {
        AsciiKinds made{};
        for (char32_t i = 0; i < made.size(); ++i) made[i] = look_up(i);
        return made;
    }();
    return kinds;
}

Kind classify(char32_t c) {
    const AsciiKinds& ascii = ascii_kinds();
    return c < ascii.size() ? ascii[c] : look_up(c);
}

// Scripts that write no spaces between words. Each of their letters, with its marks, is a word, so
// that a template and an utterance are always cut alike. Words from a dictionary (ICU's
// BreakIterator) would depend on what stands around them, and a slot's value could not be told
// from the text beside it.
bool stands_alone(char32_t c) {
    constexpr char32_t first = 0x0E00;  // Thai
    constexpr char32_t long_vowel = 0x30FC;
    if (c < first || !u_isalpha(static_cast<UChar32>(c))) return false;
    if (c == long_vowel) return true;
    UErrorCode status = U_ZERO_ERROR;
    switch (uscript_getScript(static_cast<UChar32>(c), &status)) {
        case USCRIPT_HAN:
        case USCRIPT_HIRAGANA:
        case USCRIPT_KATAKANA:
        case USCRIPT_THAI:
        case USCRIPT_LAO:
        case USCRIPT_KHMER:
        case USCRIPT_MYANMAR:
            return true;
        default:
            return false;
    }
}

bool is_mark(char32_t c) {
    return (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_M_MASK) != 0;
}

struct CodePoint {
    char32_t value = 0;
    Kind kind;
    std::size_t begin = 0;
    std::size_t end = 0;
};

// The code point at `at`; a separator of no length past the end.
CodePoint decode(std::string_view text, std::size_t at, const AsciiKinds& ascii) {
    if (at >= text.size()) return {0, {}, at, at};
    if (const auto byte = static_cast<unsigned char>(text[at]); byte < ascii.size()) {
        return {byte, ascii[byte], at, at + 1};
    }
    std::size_t end = at;
    const char32_t c = next_code_point(text, end);
    return {c, classify(c), at, end};
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
        if (c == '\'' || classify(c).type == Class::word) append_utf8(out, c);
    }
    return out;
}

std::size_t slot_of(std::string_view word) {
    return (static_cast<unsigned char>(word.front()) * 31U +
            static_cast<unsigned char>(word.back()) * 7U + word.size()) %
           512;
}

}  // namespace

class Normalizer::Splitter {
  public:
    Splitter(std::string_view text, const Normalizer& normalizer, NormalText& out)
        : text_(text),
          rules_(*normalizer.rules_),
          written_out_(normalizer.written_out_),
          out_(out) {}

    // Emits the folded word that came from bytes [begin, end), taken apart by the rules.
    void emit(std::string_view folded, std::size_t begin, std::size_t end) {
        if (folded.empty()) return;
        if (written_out_.test(slot_of(folded))) {
            for (const Rewrite& rule : rules_.words) {
                if (folded == rule.from) return rewrite(folded, rule.to, begin, end);
            }
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
        if (!word.empty()) out_.add(word, begin, end);
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
    const std::bitset<512>& written_out_;
    NormalText& out_;
};

Normalizer::Normalizer(std::string_view lang) : locale_(primary_subtag(lang)) {
    rules_ = &normalization_rules(locale_);
    // These languages have their own ideas of what the lower case of "I" is.
    ascii_is_simple_ = locale_ != "tr" && locale_ != "az" && locale_ != "lt";
    for (const Rewrite& rule : rules_->words) {
        if (!rule.from.empty()) written_out_.set(slot_of(rule.from));
    }
}

Result<void> Normalizer::read(std::string_view text, NormalText& out) const {
    out.clear();
    if (text.size() > utterance_code_points_max * 4 ||
        code_point_count(text) > utterance_code_points_max) {
        return fail(ErrorCode::limit,
                    "The text is longer than " + std::to_string(utterance_code_points_max) +
                        " characters.");
    }
    if (!is_valid_utf8(text)) return fail(ErrorCode::malformed, "The text is not valid UTF-8.");

    Splitter splitter(text, *this, out);
    std::string& raw = out.raw_;
    raw.clear();
    bool ascii = true;
    bool alone = false;  // `raw` is a letter that stands alone
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
            std::string folded = keep_word_characters(fold_unicode(raw, locale_));
            if (rules_->folds_accents) folded = fold_accents(folded, rules_->kept_letters);
            splitter.emit(folded, begin, end);
        }
        raw.clear();
        ascii = true;
    };

    CodePoint before_last;
    CodePoint last;
    const AsciiKinds& ascii_table = ascii_kinds();
    CodePoint next = decode(text, 0, ascii_table);
    while (next.begin < text.size()) {
        const CodePoint c = std::exchange(next, decode(text, next.end, ascii_table));
        // A dot joins single letters ("a.m", "u.s.a") and separates everything else.
        const bool vanishes = c.kind.type == Class::ignored ||
                              (c.kind.type == Class::dot && last.kind.is_letter &&
                               next.kind.is_letter && before_last.kind.type != Class::word);
        const bool joins = c.kind.type == Class::apostrophe && last.kind.type == Class::word &&
                           next.kind.type == Class::word;
        before_last = std::exchange(last, c);
        if (vanishes) continue;
        if (c.kind.type != Class::word && !joins) {
            flush();
            continue;
        }
        if (const bool starts = stands_alone(c.value); starts || (alone && !is_mark(c.value))) {
            flush();
            alone = starts;
        }
        if (raw.empty()) begin = c.begin;
        end = c.end;
        const char32_t kept = joins ? U'\'' : c.value;
        if (kept < 0x80) {
            raw += static_cast<char>(kept);
        } else {
            append_utf8(raw, kept);
        }
        ascii = ascii && c.value < 0x80;
    }
    flush();
    return {};
}

Result<std::vector<Word>> Normalizer::words(std::string_view text) const {
    NormalText normal;
    if (auto read_well = read(text, normal); !read_well) {
        return std::unexpected(std::move(read_well.error()));
    }
    return normal.words(0, normal.size());
}

Result<std::string> Normalizer::text(std::string_view text) const {
    NormalText normal;
    if (auto read_well = read(text, normal); !read_well) {
        return std::unexpected(std::move(read_well.error()));
    }
    return normal.text();
}

std::string_view NormalText::surface(std::string_view original,
                                     std::size_t first,
                                     std::size_t last) const {
    const std::size_t begin = spans_[first].begin;
    const std::size_t end = std::max(spans_[first].end, spans_[last - 1].end);
    return original.substr(begin, end - begin);
}

std::vector<Word> NormalText::words(std::size_t first, std::size_t last) const {
    std::vector<Word> out;
    out.reserve(last - first);
    for (std::size_t i = first; i < last; ++i) {
        out.push_back({std::string(word(i)), spans_[i].begin, spans_[i].end});
    }
    return out;
}

void NormalText::clear() {
    text_.clear();
    spans_.clear();
}

void NormalText::add(std::string_view word, std::size_t begin, std::size_t end) {
    if (!spans_.empty()) text_ += ' ';
    const auto at = static_cast<std::uint32_t>(text_.size());
    text_ += word;
    spans_.push_back({at,
                      static_cast<std::uint32_t>(text_.size()),
                      static_cast<std::uint32_t>(begin),
                      static_cast<std::uint32_t>(end)});
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
