#include "utter/intent/keyword_index.hpp"

#include <algorithm>
#include <utility>

namespace utter::intent::detail {
namespace {

using Hit = PhraseTrie::Hit;
using Row = KeywordIndex::Row;
using Vocabulary = KeywordIndex::Vocabulary;

// What a match needs room for, kept by each thread so that matching does not allocate.
struct Room {
    struct Value {
        const Vocabulary* vocabulary;
        const Hit* hit;  // null when the context gave the value
    };
    NormalText words;
    std::vector<Label> labels;
    std::vector<Hit> hits;
    std::vector<KeywordIndex::RowId> candidates;
    std::vector<Value> values;
    std::vector<bool> covered;
};

Room& room() {
    thread_local Room of_this_thread;
    return of_this_thread;
}

}  // namespace

// One utterance against one intent after the other.
class KeywordIndex::Evaluation {
  public:
    Evaluation(const std::string& utterance, const MatchOptions& options, Room& room)
        : utterance_(utterance), options_(options), room_(room) {}

    // How well the row fits, or nothing. What it found is good until the next call.
    std::optional<Rank> rank(const Row& row) {
        room_.values.clear();
        for (const Vocabulary& vocabulary : row.vocabularies) {
            if (vocabulary.role == KeywordRole::excluded && find(vocabulary) != nullptr) {
                return std::nullopt;
            }
        }
        std::size_t group = 0;  // of one_of, the first that has no value yet
        for (const Vocabulary& vocabulary : row.vocabularies) {
            if (vocabulary.role == KeywordRole::excluded) continue;
            const bool has_value = take(row, vocabulary);
            if (!has_value && vocabulary.role == KeywordRole::required) return std::nullopt;
            if (vocabulary.role != KeywordRole::one_of) continue;
            if (vocabulary.group > group) return std::nullopt;
            if (has_value) group = vocabulary.group + 1;
        }
        if (group < row.facts.groups) return std::nullopt;
        const std::size_t words = count_covered();
        if (words == 0) return std::nullopt;
        return Rank(words, count_names());
    }

    // The values of the row that was ranked last.
    [[nodiscard]] std::map<std::string, std::string> slots(const Row& row) const {
        std::map<std::string, std::string> slots;
        for (const auto& [vocabulary, hit] : room_.values) {
            if (hit != nullptr) {
                slots[vocabulary->name] = room_.words.surface(utterance_, hit->first, hit->last);
            } else if (auto value = context_value(row, *vocabulary)) {
                slots[vocabulary->name] = *std::move(value);
            }
        }
        return slots;
    }

  private:
    // The phrase of most words, then the longest, then the leftmost.
    [[nodiscard]] const Hit* find(const Vocabulary& vocabulary) const {
        const Hit* best = nullptr;
        std::pair<std::size_t, std::size_t> best_size;
        for (const Hit& hit : room_.hits) {
            if (!std::ranges::binary_search(vocabulary.phrases, hit.phrase)) continue;
            const std::pair size{static_cast<std::size_t>(hit.last - hit.first),
                                 room_.words.run(hit.first, hit.last).size()};
            if (best != nullptr && size <= best_size) continue;
            best = &hit;
            best_size = size;
        }
        return best;
    }

    bool take(const Row& row, const Vocabulary& vocabulary) {
        const Hit* hit = find(vocabulary);
        if (hit == nullptr && !context_value(row, vocabulary)) return false;
        room_.values.push_back({&vocabulary, hit});
        return true;
    }

    [[nodiscard]] std::optional<std::string> context_value(const Row& row,
                                                           const Vocabulary& vocabulary) const {
        if (!options_.context_value) return std::nullopt;
        return options_.context_value(row.facts.skill_id, row.facts.intent_name, vocabulary.name);
    }

    [[nodiscard]] std::size_t count_covered() {
        room_.covered.assign(room_.words.size(), false);
        for (const auto& [vocabulary, hit] : room_.values) {
            for (auto i = hit != nullptr ? hit->first : 0; hit != nullptr && i < hit->last; ++i) {
                room_.covered[i] = true;
            }
        }
        return static_cast<std::size_t>(std::ranges::count(room_.covered, true));
    }

    // A name may stand in several groups of one_of.
    [[nodiscard]] std::size_t count_names() const {
        std::size_t count = 0;
        for (auto value = room_.values.begin(); value != room_.values.end(); ++value) {
            const auto same = [&](const Room::Value& other) {
                return other.vocabulary->name == value->vocabulary->name;
            };
            if (std::find_if(room_.values.begin(), value, same) == value) ++count;
        }
        return count;
    }

    const std::string& utterance_;
    const MatchOptions& options_;
    Room& room_;
};

KeywordIndex::RowId KeywordIndex::insert(CompiledKeyword compiled) {
    auto made = std::make_unique<Row>();
    for (CompiledVocabulary& vocabulary : compiled.vocabularies) {
        auto& kept = made->vocabularies.emplace_back(
            std::move(vocabulary.name), vocabulary.role, vocabulary.group);
        for (const auto& phrase : vocabulary.phrases) {
            kept.phrases.push_back(phrases_.acquire(phrase));
        }
        std::ranges::sort(kept.phrases);
    }
    compiled.vocabularies = {};
    made->facts = std::move(compiled);
    anchored_.resize(phrases_.id_bound());
    made->anchors = choose_anchors(*made);

    auto id = static_cast<RowId>(rows_.size());
    if (free_.empty()) {
        rows_.emplace_back();
    } else {
        id = free_.back();
        free_.pop_back();
    }
    for (const std::size_t anchor : made->anchors) {
        const Vocabulary& vocabulary = made->vocabularies[anchor];
        for (const auto phrase : vocabulary.phrases) anchored_[phrase].push_back(id);
        anchored_by_name_[vocabulary.name].push_back(id);
    }
    rows_[id] = std::move(made);
    return id;
}

void KeywordIndex::erase(RowId id) {
    const auto row = std::move(rows_[id]);
    for (const std::size_t anchor : row->anchors) {
        const Vocabulary& vocabulary = row->vocabularies[anchor];
        for (const auto phrase : vocabulary.phrases) std::erase(anchored_[phrase], id);
        const auto named = anchored_by_name_.find(vocabulary.name);
        if (named == anchored_by_name_.end()) continue;
        std::erase(named->second, id);
        if (named->second.empty()) anchored_by_name_.erase(named);
    }
    for (const Vocabulary& vocabulary : row->vocabularies) {
        for (const auto phrase : vocabulary.phrases) phrases_.release(phrase);
    }
    free_.push_back(id);
}

// How many intents are anchored to the phrase of the vocabulary that has most.
std::size_t KeywordIndex::crowd(const Vocabulary& vocabulary) const {
    std::size_t most = 0;
    for (const auto phrase : vocabulary.phrases) most = std::max(most, anchored_[phrase].size());
    return most;
}

// A required vocabulary, or all members of a group of one_of.
std::vector<std::size_t> KeywordIndex::choose_anchors(const Row& row) const {
    std::map<std::size_t, std::vector<std::size_t>> choices;  // a group together, others alone
    std::map<std::size_t, std::size_t> crowds;
    for (std::size_t i = 0; i < row.vocabularies.size(); ++i) {
        const Vocabulary& vocabulary = row.vocabularies[i];
        const bool grouped = vocabulary.role == KeywordRole::one_of;
        if (!grouped && vocabulary.role != KeywordRole::required) continue;
        const std::size_t choice = grouped ? row.vocabularies.size() + vocabulary.group : i;
        choices[choice].push_back(i);
        crowds[choice] = std::max(crowds[choice], crowd(vocabulary));
    }
    const auto least = std::ranges::min_element(crowds, {}, [](const auto& c) { return c.second; });
    return choices[least->first];
}

void KeywordIndex::match(const std::string& utterance,
                         const MatchOptions& options,
                         std::span<const std::string> context_names,
                         const Usable& usable,
                         Best& best) const {
    Room& here = room();
    if (!normalizer_.read(utterance, here.words)) return;
    here.hits.clear();
    here.candidates.clear();
    phrases_.find(here.words, here.labels, here.hits);
    const auto look_at = [&](const std::vector<RowId>& rows) {
        here.candidates.insert(here.candidates.end(), rows.begin(), rows.end());
    };
    for (const Hit& hit : here.hits) look_at(anchored_[hit.phrase]);
    for (const auto& name : context_names) {
        const auto named = anchored_by_name_.find(name);
        if (named != anchored_by_name_.end()) look_at(named->second);
    }
    std::ranges::sort(here.candidates);
    const auto repeats = std::ranges::unique(here.candidates);
    here.candidates.erase(repeats.begin(), repeats.end());

    Evaluation evaluation(utterance, options, here);
    for (const RowId id : here.candidates) {
        const Row& row = *rows_[id];
        const auto rank = evaluation.rank(row);
        if (!rank) continue;
        const bool better =
            best.row == nullptr || *rank > best.rank ||
            (*rank == best.rank && row.facts.qualified_name < best.row->facts.qualified_name);
        if (!better || !usable(row)) continue;
        best = {&row, *rank, evaluation.slots(row), here.words.size()};
    }
}

}  // namespace utter::intent::detail
