#include "utter/intent/phrasing/signature.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "utter/intent/template.hpp"

namespace utter::intent::phrasing {

Vocabulary vocabulary_of(const std::vector<Signature>& signatures, const Lexicon& lexicon) {
    constexpr double much_the_same = 0.85;
    Vocabulary vocabulary;
    std::vector<Usual>& all = vocabulary.usual;
    for (const Signature& signature : signatures) {
        bool asks = false;
        bool tells = false;
        bool does = false;
        for (const Meaning& meaning : signature.meanings) {
            all.push_back({meaning, 0});
            const bool is_action =
                meaning.kind == UnitKind::action || meaning.kind == UnitKind::state;
            // "Tomorrow" is missed like a question, but asks nothing.
            asks |= meaning.kind == UnitKind::question && !lexicon.is_light(meaning.key);
            tells |= lexicon.is_telling(meaning);
            does |= is_action && !lexicon.is_telling(meaning);
        }
        vocabulary.addresses |= signature.addresses;
        vocabulary.asks += asks || (tells && !does) ? 1 : 0;
        vocabulary.does += does && !asks ? 1 : 0;
    }
    if (signatures.empty()) return vocabulary;
    // "The temperature tomorrow" does neither, and goes by the others.
    const double both = vocabulary.asks + vocabulary.does;
    vocabulary.asks = both > 0 ? vocabulary.asks / both : 1;
    vocabulary.does = both > 0 ? vocabulary.does / both : 1;
    const auto key = [](const Usual& usual) -> const std::string& { return usual.meaning.key; };
    std::ranges::sort(all, {}, key);
    const auto twice = std::ranges::unique(all, {}, key);
    all.erase(twice.begin(), twice.end());
    for (Usual& usual : all) {
        const auto having = std::ranges::count_if(signatures, [&](const Signature& signature) {
            return std::ranges::any_of(signature.meanings, [&](const Meaning& meaning) {
                return similarity(meaning, usual.meaning) >= much_the_same;
            });
        });
        usual.share = static_cast<double>(having) / static_cast<double>(signatures.size());
    }
    return vocabulary;
}

Reader::Reader(std::string_view lang)
    : normalizer_(lang), stemmer_(lang), lexicon_(Lexicon::of(lang)) {
    if (auto numbers = NumberWords::of(lang)) numbers_ = *std::move(numbers);
}

bool Reader::is_number(const std::string& word) const {
    if (lexicon_.is_determiner(word)) return false;  // "un"
    const bool digits = std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
    return digits || (numbers_ && numbers_->of_word(word).has_value());
}

Token Reader::token(const std::string& word) {
    Token::Role role = Token::Role::content;
    if (lexicon_.is_determiner(word)) {
        role = Token::Role::determiner;
    } else if (lexicon_.is_function(word)) {
        role = Token::Role::function;
    } else if (lexicon_.is_vague(word)) {
        role = Token::Role::vague;
    } else if (lexicon_.is_distant(word)) {
        role = Token::Role::distant;
    } else if (lexicon_.is_negation(word)) {
        role = Token::Role::negation;
    }
    return {role, stemmer_.stem(word), word, is_number(word)};
}

std::vector<Token> Reader::tokens(const std::vector<Word>& words) {
    std::vector<Token> out;
    out.reserve(words.size());
    for (const Word& word : words) out.push_back(token(word.text));
    return out;
}

// A piece is what stands between two spaces of a sample. The same ones come again and again.
void Reader::append_piece(std::string_view piece, std::vector<Token>& out) {
    constexpr std::size_t seen_max = 20'000;
    const auto open = piece.find('{');
    if (open != std::string_view::npos) {
        const auto close = std::min(piece.find('}', open), piece.size() - 1);
        if (open > 0) append_piece(piece.substr(0, open), out);
        out.push_back(
            {Token::Role::slot, std::string(piece.substr(open + 1, close - open - 1)), {}, false});
        if (close + 1 < piece.size()) append_piece(piece.substr(close + 1), out);
        return;
    }
    if (seen_.size() >= seen_max) seen_.clear();
    const auto [entry, added] = seen_.try_emplace(std::string(piece));
    if (added) {
        if (const auto words = normalizer_.words(piece)) entry->second = tokens(*words);
    }
    out.insert(out.end(), entry->second.begin(), entry->second.end());
}

std::vector<Token> Reader::sample_tokens(std::string_view sample) {
    std::vector<Token> tokens;
    while (!sample.empty()) {
        const auto end = std::min(sample.find(' '), sample.size());
        if (end > 0) append_piece(sample.substr(0, end), tokens);
        sample.remove_prefix(std::min(end + 1, sample.size()));
    }
    return tokens;
}

void Reader::add_sample(std::vector<Token> tokens, Merged& merged) {
    Sentence sentence = take_apart(std::move(tokens), lexicon_);
    Signature signature;
    signature.addresses = sentence.addresses;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < sentence.tokens.size(); ++i) {
        if (sentence.tokens[i].role != Token::Role::slot) continue;
        const auto beside = [&](std::size_t at) {
            return at < sentence.tokens.size() ? sentence.tokens[at].stem : std::string();
        };
        names.push_back(sentence.tokens[i].stem);
        signature.slots.push_back(
            {names.back(), {{i > 0 ? beside(i - 1) : std::string(), beside(i + 1)}}});
    }
    for (Unit& unit : sentence.units) signature.meanings.push_back(std::move(unit.meaning));
    std::ranges::sort(signature.meanings, {}, &Meaning::key);
    const auto twice = std::ranges::unique(signature.meanings, {}, &Meaning::key);
    signature.meanings.erase(twice.begin(), twice.end());
    if (signature.meanings.empty()) return;
    std::vector<std::string> keys;
    keys.reserve(signature.meanings.size());
    for (const Meaning& meaning : signature.meanings) keys.push_back(meaning.key);
    const auto [same, added] =
        merged.try_emplace({std::move(keys), std::move(names)}, std::move(signature));
    if (added) return;
    same->second.addresses &= sentence.addresses;
    for (std::size_t i = 0; i < same->second.slots.size(); ++i) {
        same->second.slots[i].neighbours.merge(signature.slots[i].neighbours);
    }
}

namespace {

struct Sample {
    std::string text;
    std::size_t of = 0;  // the number of its template
};

// What stands around the only slot of a sample.
using Frame = std::pair<std::string, std::string>;

std::optional<Frame> frame_of(const std::string& sample) {
    const auto open = sample.find('{');
    const auto close = sample.find('}');
    if (open == std::string::npos || close == std::string::npos || close < open ||
        sample.find('{', open + 1) != std::string::npos) {
        return std::nullopt;
    }
    Frame frame{sample.substr(0, open), sample.substr(close + 1)};
    if (frame.first.empty() && frame.second.empty()) return std::nullopt;
    return frame;
}

bool fills(const std::string& sample, const Frame& frame) {
    return sample.size() > frame.first.size() + frame.second.size() &&
           sample.starts_with(frame.first) && sample.ends_with(frame.second);
}

// Samples that only show what may stand in a slot: "say good morning" beside "say {sentence}".
// Their words are not the intent's. One or two may be phrases of their own ("play music" beside
// "play {artist}"); an author who writes several gives examples.
void drop_example_values(std::vector<Sample>& samples) {
    constexpr std::ptrdiff_t examples_min = 4;
    constexpr std::size_t frames_max = 64;
    std::vector<Frame> frames;
    for (const auto& sample : samples) {
        if (auto frame = frame_of(sample.text)) frames.push_back(std::move(*frame));
        if (frames.size() == frames_max) break;
    }
    const auto is_example = [&](const Sample& sample) {
        return sample.text.find('{') == std::string::npos &&
               std::ranges::any_of(frames,
                                   [&](const Frame& frame) { return fills(sample.text, frame); });
    };
    if (frames.empty() || std::ranges::count_if(samples, is_example) < examples_min) return;
    std::erase_if(samples, is_example);
}

}  // namespace

Samples Reader::samples(const std::vector<std::string>& templates) {
    std::vector<Sample> samples;
    for (std::size_t number = 0; number < templates.size(); ++number) {
        const auto parsed = Template::parse(templates[number], Direction::input);
        if (!parsed) continue;  // the template matcher tells the author
        const std::size_t count = parsed->variant_count();
        // The first group varies fastest, so an odd stride sees the branches of every group.
        const std::size_t stride = count <= variants_max ? 1 : (count / variants_max) | 1U;
        for (std::size_t i = 0; i < count; i += stride) {
            if (samples.size() == samples_max) break;
            samples.push_back({parsed->variant(i), number});
        }
    }
    drop_example_values(samples);
    Merged merged;
    WordingCounter wording;
    for (const auto& sample : samples) {
        std::vector<Token> tokens = sample_tokens(sample.text);
        wording.add(sample.of, tokens);
        add_sample(std::move(tokens), merged);
        if (merged.size() >= signatures_max) break;
    }
    Samples out;
    out.signatures.reserve(merged.size());
    for (auto& [key, signature] : merged) out.signatures.push_back(std::move(signature));
    out.wording = std::move(wording).finish();
    return out;
}

}  // namespace utter::intent::phrasing
