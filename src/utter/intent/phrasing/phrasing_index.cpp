#include "utter/intent/phrasing/phrasing_index.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <tuple>

namespace utter::intent::phrasing {

std::uint32_t PhrasingIndex::known(const Meaning& meaning) {
    const auto next = static_cast<std::uint32_t>(known_.size());
    const auto [entry, added] = by_key_.try_emplace(meaning.key, next);
    if (added) {
        known_.push_back({&meaning, 0, 0, 0, {}});
        for (const Sense& sense : meaning.senses) by_concept_[sense.concept_id].push_back(next);
    }
    return entry->second;
}

void PhrasingIndex::add(const std::vector<Signature>& signatures,
                        std::uint32_t row,
                        std::string_view name,
                        bool counts) {
    std::set<std::uint32_t> of_row;
    for (std::size_t place = 0; place < signatures.size(); ++place) {
        const auto entry = static_cast<std::uint32_t>(entries_.size());
        entries_.push_back({&signatures[place], row, static_cast<std::uint32_t>(place), name});
        for (const Meaning& meaning : signatures[place].meanings) {
            const auto id = known(meaning);
            known_[id].entries.push_back(entry);
            of_row.insert(id);
        }
    }
    if (!counts) return;
    ++rows_;
    for (const auto id : of_row) {
        if (known_[id].rows++ == 0) known_[id].first_row = row;
        known_[id].last_row = row;
    }
}

double PhrasingIndex::weight(const Meaning& meaning) const {
    // Words nobody has registered are as rare as can be.
    double rarity = 1;
    if (const auto found = by_key_.find(meaning.key); found != by_key_.end() && rows_ > 1) {
        const auto rows = static_cast<double>(std::max<std::size_t>(known_[found->second].rows, 1));
        const auto all = static_cast<double>(rows_);
        rarity = std::log((all + 1) / rows) / std::log(all + 1);
    }
    return base_weight(meaning.kind) * (0.75 + (0.5 * rarity));
}

bool PhrasingIndex::is_said(const Meaning& meaning, float strength_min) const {
    if (by_key_.contains(meaning.key)) return true;
    return std::ranges::any_of(meaning.senses, [&](const Sense& sense) {
        return sense.strength >= strength_min && by_concept_.contains(sense.concept_id);
    });
}

bool PhrasingIndex::is_topic(const Meaning& meaning) const {
    return meaning.kind == UnitKind::topic && is_said(meaning, 0.9F);
}

bool PhrasingIndex::is_known(const Meaning& meaning) const {
    return is_said(meaning, 0.7F);
}

bool PhrasingIndex::is_shared(const Meaning& meaning) const {
    constexpr double synonym = 0.85;
    std::optional<std::uint32_t> row;
    const auto is_another = [&](std::uint32_t id) {
        const Known& known = known_[id];
        if (known.rows == 0) return false;
        if (known.first_row != known.last_row || row.value_or(known.first_row) != known.first_row) {
            return true;
        }
        row = known.first_row;
        return false;
    };
    if (const auto same = by_key_.find(meaning.key); same != by_key_.end()) {
        if (is_another(same->second)) return true;
    }
    for (const Sense& sense : meaning.senses) {
        const auto ids = by_concept_.find(sense.concept_id);
        if (ids == by_concept_.end()) continue;
        for (const auto id : ids->second) {
            if (similarity(*known_[id].meaning, meaning) >= synonym && is_another(id)) return true;
        }
    }
    return false;
}

double PhrasingIndex::total(const Signature& signature) const {
    double sum = static_cast<double>(signature.slots.size());
    for (const Meaning& meaning : signature.meanings) sum += weight(meaning);
    return sum;
}

std::vector<PhrasingIndex::Found> PhrasingIndex::find(
    const Sentence& sentence, const std::function<bool(std::uint32_t row)>& admits) const {
    // For every signature, how much of what was said it might mean. An estimate from above: a
    // meaning may be counted for several words.
    std::unordered_map<std::uint32_t, double> shared;
    double said = 0;
    for (const Unit& unit : sentence.units) {
        const double worth = weight(unit.meaning);
        said += worth;
        std::map<std::uint32_t, double> like;  // of the entries, by this unit
        const auto meet = [&](std::uint32_t id) {
            const double value = similarity(*known_[id].meaning, unit.meaning);
            for (const auto entry : known_[id].entries) {
                auto& best = like[entry];
                best = std::max(best, value);
            }
        };
        if (const auto same = by_key_.find(unit.meaning.key); same != by_key_.end()) {
            meet(same->second);
        }
        for (const Sense& sense : unit.meaning.senses) {
            const auto ids = by_concept_.find(sense.concept_id);
            if (ids == by_concept_.end()) continue;
            for (const auto id : ids->second) meet(id);
        }
        for (const auto& [entry, value] : like) shared[entry] += worth * value;
    }
    using Rank = std::tuple<double, std::string_view, std::uint32_t, std::uint32_t>;
    std::vector<Rank> ranks;
    ranks.reserve(shared.size());
    for (const auto& [id, worth] : shared) {
        const Entry& entry = entries_[id];
        ranks.emplace_back(
            -worth / (total(*entry.signature) + said - worth), entry.name, entry.place, id);
    }
    std::ranges::sort(ranks);
    std::vector<Found> found;
    std::map<std::uint32_t, bool> admitted;
    for (const auto& [rank, name, place, id] : ranks) {
        if (found.size() >= weighed_max) break;
        const Entry& entry = entries_[id];
        const auto [known, added] = admitted.try_emplace(entry.row, false);
        if (added) known->second = admits(entry.row);
        if (known->second) found.push_back({entry.row, entry.signature});
    }
    return found;
}

}  // namespace utter::intent::phrasing
