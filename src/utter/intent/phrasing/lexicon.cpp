#include "utter/intent/phrasing/lexicon.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <mutex>

#include "utter/intent/accents.hpp"
#include "utter/intent/language.hpp"
#include "utter/intent/languages/language_data.hpp"
#include "utter/intent/phrasing/lexicon_data.hpp"
#include "utter/intent/phrasing/stemmer.hpp"
#include "utter/intent/text.hpp"

namespace utter::intent::phrasing {
namespace {

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const auto end = text.find(separator);
        const auto part = trim(text.substr(0, end));
        if (!part.empty()) parts.push_back(part);
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return parts;
}

std::string data_of(std::string_view language) {
    using Row = std::pair<std::string_view, const std::string_view*>;
    constexpr std::array rows = std::to_array<Row>({
        {"de", &german_lexicon},
        {"en", &english_lexicon},
        {"en", &english_manner},
        {"en", &english_home},
        {"en", &english_media},
        {"en", &english_daily},
        {"en", &english_travel},
        {"en", &english_talk},
        {"en", &english_devices},
        {"en", &english_life},
        {"es", &spanish_lexicon},
        {"fr", &french_lexicon},
        {"it", &italian_lexicon},
        {"nl", &dutch_lexicon},
        {"pt", &portuguese_lexicon},
    });
    std::string data;
    for (const auto& [of, part] : rows) {
        if (of == language) data += *part;
    }
    return data;
}

}  // namespace

double base_weight(UnitKind kind) noexcept {
    switch (kind) {
        case UnitKind::topic:
            return 1.0;
        case UnitKind::state:
            return 0.8;
        case UnitKind::action:
            return 0.6;
        case UnitKind::question:
            return 0.35;
        case UnitKind::distant:
        case UnitKind::negation:
            return 0.9;
    }
    return 1.0;
}

double similarity(const Meaning& a, const Meaning& b) noexcept {
    constexpr double synonym = 0.95;
    if (a.key == b.key) return 1;
    double best = 0;
    for (const Sense& x : a.senses) {
        for (const Sense& y : b.senses) {
            if (x.concept_id != y.concept_id) continue;
            best = std::max(best, synonym * static_cast<double>(std::min(x.strength, y.strength)));
        }
    }
    return best;
}

// Reads the form that lexicon_data.hpp describes. The data is ours, so a line that is none of it is
// a mistake that the tests find, not an error to report.
class Lexicon::Reader {
  public:
    Reader(Lexicon& out, std::string_view lang) : out_(out), lang_(lang), stemmer_(lang) {}

    // @param written with the language's accents, which its words are matched without
    void read(std::string_view written) {
        const auto& rules = normalization_rules(lang_);
        const std::string data =
            rules.folds_accents ? fold_accents(written, rules.kept_letters) : std::string(written);
        for (const auto line : split(data, '\n')) {
            const auto colon = line.find(':');
            const auto equals = line.find('=');
            if (line == "compounds") {
                out_.joins_words_ = true;
            } else if (line.starts_with("against ")) {
                read_opposition(line.substr(8));
            } else if (line.starts_with("field ")) {
                read_field(line.substr(equals + 1));
            } else if (line.starts_with("means:")) {
                read_composition(line.substr(6, equals - 6), line.substr(equals + 1));
            } else if (line.starts_with("idiom:")) {
                for (const auto text : split(line.substr(6), '|')) read_idiom(text);
            } else if (line.starts_with("filler:")) {
                for (const auto text : split(line.substr(7), '|')) entry(text);
            } else if (equals != std::string_view::npos) {
                read_concept(line.substr(0, equals), line.substr(equals + 1));
            } else {
                read_words(line.substr(0, colon), line.substr(colon + 1));
            }
        }
        for (auto& [first, phrases] : out_.phrases_) {
            // Of as many words, the one without a gap says more about where they stand.
            std::ranges::stable_sort(phrases, [](const Phrase& a, const Phrase& b) {
                if (a.stems.size() != b.stems.size()) return a.stems.size() > b.stems.size();
                return (a.gap == 0) > (b.gap == 0);
            });
        }
    }

  private:
    void read_words(std::string_view kind, std::string_view words) {
        if (kind == "light" || kind == "verb" || kind == "reports") {
            auto& set = kind == "light"  ? out_.light_
                        : kind == "verb" ? out_.verbs_
                                         : out_.reports_;
            for (const auto word : split(words, ' ')) set.insert(stem(word));
            return;
        }
        if (kind == "telling" || kind == "strict") {
            auto& set = kind == "telling" ? out_.telling_ : out_.strict_;
            for (const auto word : split(words, ' ')) set.insert(concept_of(word));
            return;
        }
        for (const auto word : split(words, ' ')) {
            auto& set = kind == "distant"      ? out_.distant_
                        : kind == "negation"   ? out_.negations_
                        : kind == "past"       ? out_.past_
                        : kind == "vague"      ? out_.vague_
                        : kind == "copula"     ? out_.copulas_
                        : kind == "bygone"     ? out_.bygone_
                        : kind == "modal"      ? out_.modals_
                        : kind == "inflected"  ? out_.inflections_
                        : kind == "personal"   ? out_.personal_
                        : kind == "joins"      ? out_.subordinators_
                        : kind == "general"    ? out_.general_
                        : kind == "addressed"  ? out_.addressed_
                        : kind == "determiner" ? out_.determiners_
                                               : out_.function_;
            set.emplace(word);
        }
    }

    void read_concept(std::string_view head, std::string_view phrases) {
        const auto parts = split(head, ' ');
        UnitKind kind = UnitKind::topic;
        if (parts.front() == "action") kind = UnitKind::action;
        if (parts.front() == "state") kind = UnitKind::state;
        if (parts.front() == "question") kind = UnitKind::question;
        const auto concept_id = concept_of(parts.back());
        kinds_.try_emplace(concept_id, kind);
        if (kind == UnitKind::topic) out_.topics_.insert(concept_id);
        if (kind == UnitKind::question) out_.questions_.insert(concept_id);
        for (auto text : split(phrases, '|')) {
            float strength = 1;
            if (const auto tilde = text.find('~'); tilde != std::string_view::npos) {
                strength = static_cast<float>(text[tilde + 1] - '0') / 10;
                text = text.substr(0, tilde);
            }
            Phrase& phrase = entry(text);
            if (phrase.meanings.empty()) phrase.meanings.push_back({key_of(phrase), kind, {}});
            auto& senses = phrase.meanings.front().senses;
            if (std::ranges::find(senses, concept_id, &Sense::concept_id) == senses.end()) {
                senses.push_back({concept_id, strength});
            }
        }
    }

    // None is like another.
    void read_idiom(std::string_view text) {
        Phrase& phrase = entry(text);
        const std::string key = key_of(phrase);
        const auto concept_id = concept_of("idiom " + key);
        if (phrase.meanings.empty()) phrase.meanings.push_back({key, UnitKind::topic, {}});
        phrase.meanings.front().senses.push_back({concept_id, 1.0F});
    }

    void read_field(std::string_view phrases) {
        const FieldId field = fields_++;
        for (const auto text : split(phrases, '|')) {
            std::string key;
            for (const auto word : split(text, ' ')) {
                if (!key.empty()) key += '_';
                key += stem(word);
            }
            auto& fields = out_.fields_[key];
            if (fields.empty() || fields.back() != field) fields.push_back(field);
        }
    }

    void read_composition(std::string_view text, std::string_view concepts) {
        Phrase& phrase = entry(trim(text));
        phrase.meanings.clear();
        for (const auto name : split(concepts, ' ')) {
            const auto concept_id = concept_of(name);
            const auto kind = kinds_.find(concept_id);
            phrase.meanings.push_back({std::string("=").append(name),
                                       kind != kinds_.end() ? kind->second : UnitKind::topic,
                                       {{concept_id, 1.0F}}});
        }
    }

    void read_opposition(std::string_view pair) {
        const auto names = split(pair, ' ');
        const auto a = concept_of(names.front());
        const auto b = concept_of(names.back());
        out_.opposed_.emplace(std::min(a, b), std::max(a, b));
    }

    Phrase& entry(std::string_view text) {
        Phrase made;
        if (text.starts_with('^')) made.at_begin = true;
        if (text.ends_with('$')) made.at_end = true;
        if (made.at_begin) text.remove_prefix(1);
        if (made.at_end) text.remove_suffix(1);
        for (const auto word : split(text, ' ')) {
            if (word == "_") {
                made.gap = made.stems.size();
            } else {
                made.stems.push_back(stem(word));
            }
        }
        if (made.stems.size() == 1) made.word = text;
        auto& phrases = out_.phrases_[made.stems.front()];
        const auto found = std::ranges::find_if(phrases, [&](const Phrase& other) {
            return other.stems == made.stems && other.gap == made.gap &&
                   other.at_begin == made.at_begin && other.at_end == made.at_end;
        });
        return found != phrases.end() ? *found : phrases.emplace_back(std::move(made));
    }

    static std::string key_of(const Phrase& phrase) {
        std::string key;
        for (const auto& stem : phrase.stems) {
            if (!key.empty()) key += '_';
            key += stem;
        }
        return key;
    }

    // The same words come again and again, and cutting off their endings is most of the work.
    const std::string& stem(std::string_view word) {
        const auto [known, added] = stems_.try_emplace(word);
        if (added) known->second = stemmer_.stem(word);
        return known->second;
    }

    ConceptId concept_of(std::string_view name) {
        const auto next = static_cast<ConceptId>(concepts_.size());
        return concepts_.try_emplace(std::string(name), next).first->second;
    }

    Lexicon& out_;
    std::string lang_;
    Stemmer stemmer_;
    std::unordered_map<std::string_view, std::string> stems_;  // by word of the data
    std::unordered_map<std::string, ConceptId> concepts_;
    std::unordered_map<ConceptId, UnitKind> kinds_;
    FieldId fields_ = 0;
};

const Lexicon& Lexicon::of(std::string_view lang) {
    static std::mutex mutex;
    static std::unordered_map<std::string, std::unique_ptr<const Lexicon>> read;
    const std::lock_guard lock(mutex);
    auto language = primary_subtag(lang);
    const std::string data = data_of(language);
    if (data.empty()) language.clear();
    auto& entry = read[language];
    if (!entry) {
        std::unique_ptr<Lexicon> made(new Lexicon());
        Reader(*made, language).read(data);
        entry = std::move(made);
    }
    return *entry;
}

std::span<const Phrase> Lexicon::phrases(const std::string& stem) const {
    const auto found = phrases_.find(stem);
    if (found == phrases_.end()) return {};
    return found->second;
}

std::span<const FieldId> Lexicon::fields(const std::string& key) const {
    const auto found = fields_.find(key);
    if (found == fields_.end()) return {};
    return found->second;
}

const Meaning* Lexicon::word(const std::string& stem) const {
    for (const Phrase& phrase : phrases(stem)) {
        if (phrase.stems.size() == 1 && phrase.meanings.size() == 1 && !phrase.at_begin &&
            !phrase.at_end) {
            return &phrase.meanings.front();
        }
    }
    return nullptr;
}

bool Lexicon::is_function(std::string_view word) const {
    return function_.contains(word);
}

bool Lexicon::is_vague(std::string_view word) const {
    return vague_.contains(word);
}

bool Lexicon::is_determiner(std::string_view word) const {
    return determiners_.contains(word);
}

bool Lexicon::is_distant(std::string_view word) const {
    return distant_.contains(word);
}

bool Lexicon::is_negation(std::string_view word) const {
    return negations_.contains(word);
}

bool Lexicon::is_light(const std::string& stem) const {
    return light_.contains(stem);
}

bool Lexicon::is_copula(std::string_view word) const {
    return copulas_.contains(word);
}

bool Lexicon::is_bygone(std::string_view word) const {
    return bygone_.contains(word);
}

bool Lexicon::is_modal(std::string_view word) const {
    return modals_.contains(word);
}

bool Lexicon::is_verb(const std::string& stem) const {
    return verbs_.contains(stem);
}

bool Lexicon::is_report(const std::string& stem) const {
    return reports_.contains(stem);
}

bool Lexicon::is_personal(std::string_view word) const {
    return personal_.contains(word);
}

bool Lexicon::is_general(std::string_view word) const {
    return general_.contains(word);
}

bool Lexicon::is_addressed(std::string_view word) const {
    return addressed_.contains(word);
}

bool Lexicon::is_subordinator(std::string_view word) const {
    return subordinators_.contains(word);
}

bool Lexicon::is_inflected(std::string_view word) const {
    constexpr std::size_t before_min = 3;
    return std::ranges::any_of(inflections_, [&](const std::string& ending) {
        return word.size() >= ending.size() + before_min && word.ends_with(ending);
    });
}

bool Lexicon::is_telling(const Meaning& meaning) const {
    constexpr float strong = 0.6F;
    return std::ranges::any_of(meaning.senses, [&](const Sense& sense) {
        return sense.strength >= strong && telling_.contains(sense.concept_id);
    });
}

bool Lexicon::is_strict(const Meaning& meaning) const {
    constexpr float strong = 0.9F;
    return meaning.kind == UnitKind::question &&
           std::ranges::any_of(meaning.senses, [&](const Sense& sense) {
               return sense.strength >= strong && strict_.contains(sense.concept_id);
           });
}

bool Lexicon::is_past(std::string_view word) const {
    constexpr std::size_t before_min = 3;  // "bed", "need"
    return std::ranges::any_of(past_, [&](const std::string& ending) {
        return word.size() >= ending.size() + before_min && word.ends_with(ending);
    });
}

bool Lexicon::are_opposed(ConceptId a, ConceptId b) const {
    return opposed_.contains({std::min(a, b), std::max(a, b)});
}

}  // namespace utter::intent::phrasing
