#include "utter/intent/phrasing/phrasing_matcher.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "utter/intent/definition_scopes.hpp"
#include "utter/intent/duration.hpp"
#include "utter/intent/numbers.hpp"
#include "utter/intent/phrase_set.hpp"
#include "utter/intent/phrasing/belief.hpp"
#include "utter/intent/phrasing/evidence.hpp"
#include "utter/intent/phrasing/phrasing_index.hpp"
#include "utter/intent/phrasing/signature.hpp"
#include "utter/intent/phrasing/wording.hpp"
#include "utter/intent/template_row.hpp"

namespace utter::intent::phrasing {
namespace {

/// One intent. What was registered last waits until it is needed.
struct Row {
    std::optional<TemplateDefinition> waiting;
    std::unique_ptr<const detail::TemplateRow> learnt;  // null: nothing usable was registered
    std::vector<Signature> signatures;
    Vocabulary vocabulary;  // of them all
    Wording wording;
    std::string name;  // by which equals are told apart: a session's own before what it inherits
};

/// What is learnt of one language.
struct Learnt {
    std::unique_ptr<Reader> reader;  // made when it is first needed: a start needs none
    PhrasingIndex index;
    WordingIndex wordings;  // by row
    std::vector<const std::pair<const DefinitionKey, Row>*> rows;
    bool is_stale = true;
};

/// An intent and what speaks for it.
struct Contender {
    const DefinitionKey* key = nullptr;
    const Row* row = nullptr;
    const Signature* signature = nullptr;
    Evidence evidence;
    double alone = 0;  // how far it would be believed were another as likely
    std::map<std::string, std::string> slots;

    [[nodiscard]] std::string qualified() const { return qualified_name(key->skill_id, key->name); }
};

// "Create a timer" and "a timer" with the same length are no two wishes, where one skill has both.
bool says_the_same(const Contender& a, const Contender& b) {
    constexpr double alike_enough = 0.7;
    const auto includes = [](const Contender& more, const Contender& less) {
        return std::ranges::all_of(less.signature->meanings, [&](const Meaning& meaning) {
            return std::ranges::any_of(more.signature->meanings, [&](const Meaning& other) {
                return similarity(meaning, other) >= alike_enough;
            });
        });
    };
    return a.key->skill_id == b.key->skill_id && a.slots == b.slots &&
           (includes(a, b) || includes(b, a));
}

/// How a sentence is put, against the samples of one intent.
struct WordingScore {
    double lead = 0;
    double usual_said = 0;
};

/// How a sentence is put, against the samples of all intents.
class WordingScores {
  public:
    /// @param admits whether a row may be what is meant
    WordingScores(const WordingIndex& wordings,
                  const Sentence& sentence,
                  const std::function<bool(std::uint32_t row)>& admits)
        : wordings_(wordings),
          grams_(grams_of(sentence.tokens)),
          likeness_(wordings.likeness(grams_)) {
        for (std::uint32_t row = 0; row < likeness_.size(); ++row) {
            if (likeness_[row] <= second_ || !admits(row)) continue;
            second_ = likeness_[row];
            if (second_ > first_) {
                std::swap(first_, second_);
                first_row_ = row;
            }
        }
    }

    [[nodiscard]] WordingScore of_row(std::uint32_t row) const {
        constexpr double lead_max = 0.3;
        const double other = row == first_row_ ? second_ : first_;
        const double richness = wordings_.richness(row);
        return {richness * std::clamp(likeness_[row] - other, -lead_max, lead_max),
                richness * wordings_.usual_said(row, grams_)};
    }

  private:
    const WordingIndex& wordings_;
    std::vector<Gram> grams_;
    std::vector<double> likeness_;  // by row
    double first_ = 0;              // the most of all
    double second_ = 0;
    std::uint32_t first_row_ = 0;
};

std::string percent(double value) {
    return std::to_string(std::lround(value * 100)) + " %";
}

}  // namespace

class PhrasingMatcher::Impl {
  public:
    explicit Impl(PhrasingSettings settings) : settings_(settings) {}

    Result<void> add(TemplateDefinition definition, std::string_view session_id) {
        if (auto sound = check_intent_identity(definition.skill_id, definition.intent_name);
            !sound) {
            return sound;
        }
        if (definition.lang.empty()) return fail(ErrorCode::malformed, "The lang is missing.");
        const auto key = definition_key(
            session_id, definition.skill_id, definition.intent_name, definition.lang);
        stale(key.lang);
        Row& row = scopes_.rows()[key];
        if (row.waiting && *row.waiting == definition) return {};
        // Should the newer one turn out unusable, the older stays.
        if (row.waiting) settle(key, row, reader_of(key.lang));
        row.waiting = std::move(definition);
        row.name = qualified_name(key.skill_id, key.name) +
                   (session_id == default_session_id ? "\x02" : "\x01") + key.session_id;
        return {};
    }

    Result<void> add(const EntityDefinition& definition, std::string_view session_id) {
        auto values =
            detail::compile(definition, Normalizer(definition.lang), detail::Skips::silent);
        if (!values) return std::unexpected(std::move(values.error()));
        entities_[definition_key(
            session_id, definition.skill_id, definition.entity_name, definition.lang)] =
            *std::move(values);
        return {};
    }

    void remove_intent(std::string_view skill_id,
                       std::string_view intent_name,
                       std::optional<std::string_view> lang,
                       std::string_view session_id) {
        scopes_.remove_intent(skill_id, intent_name, lang, session_id);
        all_stale();
    }

    void remove_entity(std::string_view skill_id,
                       std::string_view entity_name,
                       std::optional<std::string_view> lang,
                       std::string_view session_id) {
        std::erase_if(entities_, [&](const auto& entry) {
            const DefinitionKey& key = entry.first;
            return key.session_id == session_id && key.skill_id == skill_id &&
                   key.name == entity_name && (!lang || key.lang == fold_tag(*lang));
        });
    }

    void remove_skill(std::string_view skill_id, std::string_view session_id) {
        scopes_.remove_skill(skill_id, session_id);
        all_stale();
        std::erase_if(entities_, [&](const auto& entry) {
            return entry.first.session_id == session_id && entry.first.skill_id == skill_id;
        });
    }

    void set_enabled(std::string_view skill_id,
                     std::string_view intent_name,
                     std::optional<std::string_view> lang,
                     bool enabled,
                     std::string_view session_id) {
        scopes_.set_enabled(skill_id, intent_name, lang, enabled, session_id);
    }

    [[nodiscard]] PhrasingVerdict match(std::span<const std::string> utterances,
                                        std::string_view lang,
                                        const MatchOptions& options) {
        PhrasingVerdict best;
        best.reason = "no intent says anything like it";
        const auto languages = languages_for(lang, options.nearest_region);
        for (std::size_t depth = 0; depth < languages.size(); ++depth) {
            Learnt& learnt = learn(languages[depth]);
            const auto nearer = std::span(languages).first(depth);
            for (const std::string& utterance :
                 utterances.first(std::min(utterances.size(), utterance_candidates_max))) {
                auto verdict = match_one(utterance, learnt, nearer, options);
                if (verdict.match) return verdict;
                if (verdict.confidence > best.confidence) best = std::move(verdict);
            }
        }
        return best;
    }

    [[nodiscard]] std::size_t size() const noexcept { return scopes_.rows().size(); }

  private:
    void stale(const std::string& lang) { languages_[lang].is_stale = true; }

    // The index points into the rows, so none may go while it is believed.
    void all_stale() {
        for (auto& [lang, learnt] : languages_) learnt.is_stale = true;
        // Languages that clients made up go with their last intent.
        std::erase_if(languages_, [&](const auto& entry) {
            return std::ranges::none_of(
                scopes_.rows(), [&](const auto& row) { return row.first.lang == entry.first; });
        });
    }

    Reader& reader_of(const std::string& lang) {
        auto& reader = languages_.at(lang).reader;
        if (!reader) reader = std::make_unique<Reader>(lang);
        return *reader;
    }

    // Learns what waits, unless it cannot be used.
    static void settle(const DefinitionKey& key, Row& row, Reader& reader) {
        if (!row.waiting) return;
        auto definition = *std::move(row.waiting);
        row.waiting.reset();
        auto compiled = detail::compile(
            std::move(definition), key.session_id, reader.normalizer(), detail::Skips::silent);
        if (!compiled) return;
        row.learnt = std::make_unique<const detail::TemplateRow>(std::move(compiled->row));
        auto samples = reader.samples(row.learnt->definition.samples);
        row.signatures = std::move(samples.signatures);
        row.wording = std::move(samples.wording);
        row.vocabulary = vocabulary_of(row.signatures, reader.lexicon());
    }

    Learnt& learn(const std::string& lang) {
        Learnt& learnt = languages_.at(lang);
        if (!learnt.is_stale) return learnt;
        std::ignore = reader_of(lang);
        learnt.index = PhrasingIndex();
        learnt.rows.clear();
        std::vector<WordingIndex::Row> wordings;
        for (auto& entry : scopes_.rows()) {
            auto& [key, row] = entry;
            if (key.lang != lang) continue;
            settle(key, row, reader_of(lang));
            if (!row.learnt) continue;
            const bool counts = key.session_id == default_session_id;
            learnt.index.add(
                row.signatures, static_cast<std::uint32_t>(learnt.rows.size()), row.name, counts);
            wordings.push_back({&row.wording, counts});
            learnt.rows.push_back(&entry);
        }
        learnt.wordings = WordingIndex(std::move(wordings));
        learnt.is_stale = false;
        return learnt;
    }

    // The exact language first, then other regions of it, the nearest first.
    [[nodiscard]] std::vector<std::string> languages_for(std::string_view lang,
                                                         bool nearest_region) const {
        const std::string folded = fold_tag(lang);
        std::vector<std::pair<int, std::string>> found;
        for (const auto& [tag, learnt] : languages_) {
            const int distance = tag == folded ? -1 : tag_distance(folded, tag);
            if (distance < 0 || (nearest_region && distance < language_distance_max)) {
                found.emplace_back(distance, tag);
            }
        }
        std::ranges::sort(found);
        std::vector<std::string> tags;
        tags.reserve(found.size());
        for (auto& [distance, tag] : found) tags.push_back(std::move(tag));
        return tags;
    }

    [[nodiscard]] const PhraseSet* entity_values(const DefinitionKey& key,
                                                 std::string_view slot,
                                                 std::string_view session_id) const {
        auto found = entities_.find(definition_key(session_id, key.skill_id, slot, key.lang));
        if (found == entities_.end() && session_id != default_session_id) {
            found =
                entities_.find(definition_key(default_session_id, key.skill_id, slot, key.lang));
        }
        return found != entities_.end() ? &found->second : nullptr;
    }

    [[nodiscard]] SlotWorth judge(const Contender& contender,
                                  std::string_view slot,
                                  const std::string& value,
                                  bool begins_with_number,
                                  std::string_view session_id) const {
        const auto& row = *contender.row->learnt;
        const auto excluded = row.slot_blacklist.find(slot);
        if (excluded != row.slot_blacklist.end() && excluded->second.contains(value)) {
            return SlotWorth::unfit;
        }
        const auto* known = entity_values(*contender.key, slot, session_id);
        if (known != nullptr && known->contains(value)) return SlotWorth::known;
        const auto type = row.definition.slot_types.find(std::string(slot));
        if (type == row.definition.slot_types.end()) {
            return begins_with_number ? SlotWorth::number : SlotWorth::open;
        }
        const auto fits = [](const auto& parsed) {
            if (parsed) return SlotWorth::fitting;
            return parsed.error().code == ErrorCode::unsupported ? SlotWorth::open
                                                                 : SlotWorth::unfit;
        };
        if (type->second == "duration") return fits(parse_duration(value, contender.key->lang));
        if (type->second == "number") return fits(parse_number(value, contender.key->lang));
        return SlotWorth::open;
    }

    [[nodiscard]] PhrasingVerdict match_one(const std::string& utterance,
                                            Learnt& learnt,
                                            std::span<const std::string> nearer,
                                            const MatchOptions& options) const {
        PhrasingVerdict verdict;
        NormalText text;
        if (!learnt.reader->normalizer().read(utterance, text)) return verdict;
        if (text.empty() || text.size() > phrasing_words_max) return verdict;
        const auto words = text.words(0, text.size());
        const Sentence sentence =
            take_apart(learnt.reader->tokens(words), learnt.reader->lexicon());
        verdict = match_sentence(utterance, text, words, sentence, learnt, nearer, options);
        if (verdict.match) return verdict;
        for (const auto& [first, last] : clauses_of(sentence, learnt.reader->lexicon())) {
            const std::vector<Word> part(words.begin() + static_cast<std::ptrdiff_t>(first),
                                         words.begin() + static_cast<std::ptrdiff_t>(last));
            auto of_part =
                match_sentence(utterance,
                               text,
                               part,
                               take_apart(learnt.reader->tokens(part), learnt.reader->lexicon()),
                               learnt,
                               nearer,
                               options);
            if (of_part.match) return of_part;
        }
        return verdict;
    }

    [[nodiscard]] PhrasingVerdict match_sentence(const std::string& utterance,
                                                 const NormalText& text,
                                                 const std::vector<Word>& words,
                                                 const Sentence& sentence,
                                                 const Learnt& learnt,
                                                 std::span<const std::string> nearer,
                                                 const MatchOptions& options) const {
        PhrasingVerdict verdict;
        const auto admits = [&](std::uint32_t id) {
            const auto& [key, row] = *learnt.rows[id];
            return scopes_.in_pool(key, options) && !row.learnt->blacklist.occurs_in(text) &&
                   !scopes_.is_shadowed(key, nearer, options);
        };
        const auto found = learnt.index.find(sentence, admits);
        if (found.empty()) return verdict;
        const WordingScores scores(learnt.wordings, sentence, admits);
        std::map<const DefinitionKey*, Contender> contenders;
        for (const auto& [id, signature] : found) {
            auto contender = consider(*learnt.rows[id],
                                      *signature,
                                      scores.of_row(id),
                                      utterance,
                                      words,
                                      sentence,
                                      learnt,
                                      options);
            if (!contender) continue;
            auto& best = contenders[contender->key];
            if (best.key == nullptr || is_better(*contender, best)) best = std::move(*contender);
        }
        std::vector<Contender> ranked;
        ranked.reserve(contenders.size());
        for (auto& [key, contender] : contenders) ranked.push_back(std::move(contender));
        std::ranges::sort(ranked, [](const Contender& a, const Contender& b) {
            if (is_better(a, b)) return true;
            return !is_better(b, a) && a.row->name < b.row->name;
        });
        if (ranked.empty()) return verdict;
        decide(std::move(ranked), utterance, sentence, verdict);
        return verdict;
    }

    static bool is_better(const Contender& a, const Contender& b) {
        constexpr double equal = 1e-9;  // sums of the same weights in another order
        const double difference = a.alone - b.alone;
        if (std::abs(difference) > equal) return difference > 0;
        return a.evidence.detail() > b.evidence.detail();
    }

    [[nodiscard]] std::optional<Contender> consider(
        const std::pair<const DefinitionKey, Row>& entry,
        const Signature& signature,
        const WordingScore& wording,
        const std::string& utterance,
        const std::vector<Word>& words,
        const Sentence& sentence,
        const Learnt& learnt,
        const MatchOptions& options) const {
        Contender contender{&entry.first, &entry.second, &signature, {}, 0, {}};
        contender.evidence = weigh(sentence,
                                   signature,
                                   entry.second.vocabulary,
                                   learnt.reader->lexicon(),
                                   learnt.index,
                                   [&](std::string_view slot, std::size_t first, std::size_t last) {
                                       return judge(contender,
                                                    slot,
                                                    join_words(words, first, last),
                                                    sentence.tokens[first].is_number,
                                                    options.session_id);
                                   });
        contender.evidence.wording_lead = wording.lead;
        contender.evidence.usual_said = wording.usual_said;
        contender.alone = belief(
            trait_values(contender.evidence, contender.evidence.confidence, sentence.manner));
        for (const SlotSpan& span : contender.evidence.spans) {
            contender.slots.emplace(signature.slots[span.slot].name,
                                    surface(utterance, words, span.first, span.last));
        }
        if (options.context_value) {
            for (const std::string& slot : entry.second.learnt->slots) {
                if (contender.slots.contains(slot)) continue;
                auto value = options.context_value(entry.first.skill_id, entry.first.name, slot);
                if (value) contender.slots.emplace(slot, *std::move(value));
            }
        }
        const bool complete = std::ranges::all_of(
            entry.second.learnt->definition.required_slots,
            [&](const std::string& slot) { return contender.slots.contains(slot); });
        if (!complete) return std::nullopt;
        return contender;
    }

    // Believes the first of `ranked`, or says why not.
    void decide(std::vector<Contender> ranked,
                const std::string& utterance,
                const Sentence& sentence,
                PhrasingVerdict& verdict) const {
        Contender& first = ranked.front();
        verdict.closest = first.qualified();
        const auto rival = std::ranges::find_if(
            ranked, [&](const Contender& other) { return other.qualified() != verdict.closest; });
        if (rival != ranked.end()) verdict.runner_up = rival->qualified();
        const auto other = std::ranges::find_if(ranked, [&](const Contender& contender) {
            return contender.qualified() != verdict.closest && !says_the_same(first, contender);
        });
        verdict.traits = trait_values(first.evidence,
                                      other != ranked.end() ? other->evidence.confidence : 0,
                                      sentence.manner);
        verdict.confidence = belief(verdict.traits);
        const bool is_close =
            other != ranked.end() &&
            first.evidence.confidence - other->evidence.confidence < settings_.lead_min &&
            first.alone - other->alone < settings_.lead_min;
        verdict.reason = "closest is " + verdict.closest + ", " + percent(verdict.confidence) +
                         " sure (" + percent(first.evidence.recall) + " of it was said, " +
                         percent(first.evidence.precision) + " of what was said is of it)";
        if (verdict.confidence < settings_.confidence_min) {
            verdict.reason += ", less than the " + percent(settings_.confidence_min) + " wanted";
            return;
        }
        if (is_close) {
            verdict.reason += ", " + other->qualified() + " is as likely";
            return;
        }
        verdict.match = TemplateMatch{first.key->skill_id,
                                      first.key->name,
                                      first.row->learnt->definition.lang,
                                      utterance,
                                      std::move(first.slots),
                                      verdict.confidence};
    }

    PhrasingSettings settings_;
    DefinitionScopes<Row> scopes_;
    std::map<DefinitionKey, PhraseSet> entities_;
    std::map<std::string, Learnt> languages_;  // by folded tag
};

PhrasingMatcher::PhrasingMatcher(PhrasingSettings settings)
    : impl_(std::make_unique<Impl>(settings)) {}
PhrasingMatcher::~PhrasingMatcher() = default;
PhrasingMatcher::PhrasingMatcher(PhrasingMatcher&&) noexcept = default;
PhrasingMatcher& PhrasingMatcher::operator=(PhrasingMatcher&&) noexcept = default;

Result<void> PhrasingMatcher::add(TemplateDefinition definition, std::string_view session_id) {
    return impl_->add(std::move(definition), session_id);
}

Result<void> PhrasingMatcher::add(const EntityDefinition& definition, std::string_view session_id) {
    return impl_->add(definition, session_id);
}

void PhrasingMatcher::remove_intent(std::string_view skill_id,
                                    std::string_view intent_name,
                                    std::optional<std::string_view> lang,
                                    std::string_view session_id) {
    impl_->remove_intent(skill_id, intent_name, lang, session_id);
}

void PhrasingMatcher::remove_entity(std::string_view skill_id,
                                    std::string_view entity_name,
                                    std::optional<std::string_view> lang,
                                    std::string_view session_id) {
    impl_->remove_entity(skill_id, entity_name, lang, session_id);
}

void PhrasingMatcher::remove_skill(std::string_view skill_id, std::string_view session_id) {
    impl_->remove_skill(skill_id, session_id);
}

void PhrasingMatcher::set_enabled(std::string_view skill_id,
                                  std::string_view intent_name,
                                  std::optional<std::string_view> lang,
                                  bool enabled,
                                  std::string_view session_id) {
    impl_->set_enabled(skill_id, intent_name, lang, enabled, session_id);
}

PhrasingVerdict PhrasingMatcher::match(std::span<const std::string> utterances,
                                       std::string_view lang,
                                       const MatchOptions& options) {
    return impl_->match(utterances, lang, options);
}

std::size_t PhrasingMatcher::size() const noexcept {
    return impl_->size();
}

}  // namespace utter::intent::phrasing
