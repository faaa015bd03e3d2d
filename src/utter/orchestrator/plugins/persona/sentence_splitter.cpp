#include "utter/orchestrator/plugins/persona/sentence_splitter.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "utter/intent/language.hpp"
#include "utter/intent/text.hpp"

namespace utter::orchestrator {
namespace {

constexpr auto english = std::to_array<std::string_view>(
    {"mr",     "mrs",  "ms",  "dr",  "prof", "st",  "vs", "etc", "jr",  "sr",
     "approx", "dept", "vol", "fig", "inc",  "ltd", "co", "mt",  "gen", "rev"});
constexpr auto german = std::to_array<std::string_view>(
    {"dr",  "prof", "hr",  "fr",  "bzw", "usw", "ca",  "etc", "nr", "bspw", "evtl", "ggf",
     "str", "inkl", "max", "min", "mio", "mrd", "vgl", "sog", "st", "jh",   "geb",  "gest"});
constexpr auto spanish = std::to_array<std::string_view>(
    {"sr", "sra", "srta", "dr", "dra", "ud", "uds", "etc", "av", "núm", "pág", "aprox", "prof"});

constexpr auto cjk_ends = std::to_array<std::string_view>({"。", "！", "？"});
constexpr auto closers = std::to_array<std::string_view>(
    {"\"", "'", ")", "]", "*", "_", "”", "’", "»", "“", "」", "』"});
constexpr std::string_view ellipsis = "…";
constexpr std::string_view openers = "\"'([*_";

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

std::string lowered(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) {
        return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return out;
}

// The length of the member of `set` that stands at `at`, or 0.
template <std::size_t N>
std::size_t length_of_any(const std::array<std::string_view, N>& set,
                          std::string_view text,
                          std::size_t at) {
    for (const auto member : set) {
        if (text.substr(at).starts_with(member)) return member.size();
    }
    return 0;
}

// Past the run of full stops, marks and ellipses that starts at `at`.
std::size_t after_marks(std::string_view text, std::size_t at) {
    while (at < text.size()) {
        if (text[at] == '.' || text[at] == '!' || text[at] == '?') {
            ++at;
        } else if (text.substr(at).starts_with(ellipsis)) {
            at += ellipsis.size();
        } else {
            break;
        }
    }
    return at;
}

std::size_t after_closers(std::string_view text, std::size_t at) {
    while (const auto length = length_of_any(closers, text, at)) at += length;
    return at;
}

bool says_something(std::string_view text) {
    return std::ranges::any_of(text, [](char c) {
        return is_digit(c) || is_upper(c) || is_lower(c) || static_cast<unsigned char>(c) >= 0x80;
    });
}

// Where to cut text that has no end: after the last clause, else the last word, else a character.
std::size_t forced_cut(std::string_view text) {
    const auto head = text.substr(0, SentenceSplitter::sentence_bytes_max);
    for (auto at = head.size() - 1; at > head.size() / 4; --at) {
        if (is_blank(head[at]) &&
            (head[at - 1] == ',' || head[at - 1] == ';' || head[at - 1] == ':'))
            return at;
    }
    if (const auto at = head.find_last_of(" \t"); at != std::string_view::npos && at > 0) return at;
    auto at = head.size();
    while (at > 1 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) --at;
    return at;
}

}  // namespace

SentenceSplitter::SentenceSplitter(std::string_view lang) {
    const auto language = intent::primary_subtag(lang);
    if (language == "en") abbreviations_ = english;
    if (language == "de") abbreviations_ = german;
    if (language == "es") abbreviations_ = spanish;
    ordinals_ = language == "de";
}

std::vector<std::string> SentenceSplitter::feed(std::string_view text) {
    buffer_ += text;
    std::vector<std::string> out;
    while (const auto end = end_of_sentence()) {
        const std::string sentence(intent::trim(std::string_view(buffer_).substr(0, *end)));
        buffer_.erase(0, *end);
        if (says_something(sentence)) out.push_back(sentence);
    }
    return out;
}

std::string SentenceSplitter::finish() {
    const auto rest = std::exchange(buffer_, {});
    return says_something(rest) ? std::string(intent::trim(rest)) : std::string();
}

std::optional<std::size_t> SentenceSplitter::end_of_sentence() const {
    const std::string_view text = buffer_;
    std::size_t at = 0;
    while (at < text.size()) {
        if (const auto length = length_of_any(cjk_ends, text, at)) {
            return after_closers(text, at + length);
        }
        // A line is a sentence, unless its own end says that it waits for what follows.
        if (text[at] == '\n') return at + 1;
        const auto after = after_marks(text, at);
        if (after == at) {
            ++at;
            continue;
        }
        const auto end = after_closers(text, after);
        bool undecided = false;
        if (ends_at(at, after, undecided) && !undecided) return end;
        if (undecided) return std::nullopt;
        at = end;
    }
    if (text.size() > sentence_bytes_max) return forced_cut(text);
    return std::nullopt;
}

// Whether the marks in [stop, after) end a sentence.
bool SentenceSplitter::ends_at(std::size_t stop, std::size_t after, bool& undecided) const {
    const std::string_view text = buffer_;
    const auto marks = text.substr(stop, after - stop);
    const auto end = after_closers(text, after);
    if (end == text.size()) {
        undecided = true;
        return false;
    }
    if (!is_blank(text[end])) return false;  // "3.14", "example.org", "?!x"
    const auto next = text.find_first_not_of(" \t\r\n", end);
    const bool question = marks.contains('?');
    if (marks == ".") return is_full_stop(stop);
    if (!question && marks.contains('!')) return true;
    if (next == std::string_view::npos) {
        undecided = true;
        return false;
    }
    // "Well ... maybe." goes on; so does "Really?" she asked.
    return !is_lower(text[next]);
}

// Whether the single full stop at `stop` ends more than a word.
bool SentenceSplitter::is_full_stop(std::size_t stop) const {
    const auto text = std::string_view(buffer_).substr(0, stop);
    const auto blank = text.find_last_of(" \t\n");
    auto word = blank == std::string_view::npos ? text : text.substr(blank + 1);
    while (!word.empty() && openers.contains(word.front())) word.remove_prefix(1);
    if (word.empty()) return true;
    if (std::ranges::all_of(word, is_digit)) {
        const bool starts_list = intent::trim(text).size() == word.size();
        return !starts_list && !(ordinals_ && word.size() <= 2);
    }
    // "J. S. Bach", "z. B."
    if (word.size() == 1 && (is_upper(word.front()) || is_lower(word.front()))) return word == "I";
    if (word.contains('.')) return false;  // "e.g", "z.B", "U.S"
    return std::ranges::find(abbreviations_, std::string_view(lowered(word))) ==
           abbreviations_.end();
}

std::string speakable(std::string_view sentence) {
    while (!sentence.empty() && (sentence.front() == '#' || sentence.front() == '>')) {
        sentence.remove_prefix(1);
    }
    sentence = intent::trim(sentence);
    if (sentence.starts_with("- ") || sentence.starts_with("* ")) sentence.remove_prefix(2);
    std::string out;
    for (std::size_t at = 0; at < sentence.size(); ++at) {
        if (sentence[at] == '`') continue;
        if (sentence.substr(at).starts_with("**")) {
            ++at;
            continue;
        }
        out += sentence[at];
    }
    return std::string(intent::trim(out));
}

}  // namespace utter::orchestrator
