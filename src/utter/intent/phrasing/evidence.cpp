#include "utter/intent/phrasing/evidence.hpp"

#include <algorithm>
#include <numeric>
#include <span>
#include <utility>

namespace utter::intent::phrasing {
namespace {

constexpr double similarity_min = 0.35;
constexpr double slot_weight = 0.8;
/// Whether somebody asks, tells or wishes says little about what for.
constexpr double unasked = 0.5;
/// How well a slot explains a word of which nothing is known but its place.
constexpr double explained_by_place = 0.95;
/// How well a slot explains a word of one who tells something.
constexpr double explained_distant = 0.5;
/// How well a slot explains a word that intents have in their samples.
constexpr double explained_topic = 0.6;
/// Below it the words of a sample alone do not say what is wanted: "play {anything}".
constexpr double spelt_out_min = 0.9;

bool is_opposed(const Meaning& a, const Meaning& b, const Lexicon& lexicon) {
    constexpr float strong = 0.7F;
    return std::ranges::any_of(a.senses, [&](const Sense& x) {
        return x.strength >= strong && std::ranges::any_of(b.senses, [&](const Sense& y) {
                   return y.strength >= strong && lexicon.are_opposed(x.concept_id, y.concept_id);
               });
    });
}

/// A synonym good enough to stand for a sample that says little else.
constexpr double synonym_min = 0.85;

/// Whether it is done and is a thing too: one can remind, and add a reminder.
bool is_thing(const Meaning& meaning, const Lexicon& lexicon) {
    constexpr float strong = 0.75F;
    return meaning.kind == UnitKind::action &&
           std::ranges::any_of(meaning.senses, [&](const Sense& sense) {
               return sense.strength >= strong && lexicon.is_topic(sense.concept_id);
           });
}

/// What a word is worth to a second meaning that it says too.
constexpr double twice = 0.9;

/// Which unit says which meaning.
struct Said {
    std::vector<double> of_meaning;  // similarity, 0: not said
    std::vector<bool> is_used;       // by unit
};

Said find_meanings(const Sentence& sentence,
                   const Signature& signature,
                   const Distribution& distribution) {
    const auto& meanings = signature.meanings;
    Said said{std::vector<double>(meanings.size()), std::vector<bool>(sentence.units.size())};
    std::vector<std::size_t> order(meanings.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    // The weightiest has the first choice.
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
        return distribution.weight(meanings[a]) > distribution.weight(meanings[b]);
    });
    for (const bool same_words : {true, false}) {
        for (const auto i : order) {
            if (said.of_meaning[i] > 0) continue;
            std::size_t best = sentence.units.size();
            double best_similarity = same_words ? 0.999 : similarity_min;
            for (std::size_t u = 0; u < sentence.units.size(); ++u) {
                if (said.is_used[u]) continue;
                const double value = similarity(meanings[i], sentence.units[u].meaning);
                if (value < best_similarity || (best < u && value <= best_similarity)) continue;
                best = u;
                best_similarity = value;
            }
            if (best == sentence.units.size()) continue;
            said.of_meaning[i] = best_similarity;
            said.is_used[best] = true;
        }
    }
    // "The forecast" says the weather and the forecast.
    for (std::size_t i = 0; i < meanings.size(); ++i) {
        for (std::size_t u = 0; u < sentence.units.size() && said.of_meaning[i] == 0; ++u) {
            const double value = similarity(meanings[i], sentence.units[u].meaning);
            if (said.is_used[u] && value >= synonym_min) said.of_meaning[i] = twice * value;
        }
    }
    return said;
}

bool begins_with_determiner(const Sentence& sentence) {
    const auto first = sentence.begin();
    return first < sentence.tokens.size() && sentence.tokens[first].role == Token::Role::determiner;
}

/// How much of a meaning's weight is missed when it is not said. What an intent's other samples do
/// without is missed less.
double unsaid_share(const Meaning& meaning, std::span<const Usual> own) {
    constexpr double optional = 0.5;
    const auto usual = std::ranges::lower_bound(
        own, meaning.key, {}, [](const Usual& u) { return u.meaning.key; });
    const double share = usual != own.end() ? usual->share : 1;
    const double missed = optional + ((1 - optional) * share);
    return meaning.kind == UnitKind::question ? unasked * missed : missed;
}

/// How much words that are not of the sample speak for something else, 0: not at all.
double weight_against(const Unit& unit,
                      const Sentence& sentence,
                      std::span<const Usual> own,
                      const Distribution& distribution) {
    constexpr double question = 0.1;  // many questions are one: "what is", "tell me", "do you know"
    constexpr double known = 1.3;     // they mean something, but nothing of this
    constexpr double unknown = 0.85;
    const Meaning& meaning = unit.meaning;
    if (meaning.kind == UnitKind::distant || meaning.kind == UnitKind::negation) return 1;
    if (sentence.tokens[unit.tokens.front()].is_number) return 0;
    const auto is_own = [&](const Usual& usual) {
        return similarity(usual.meaning, meaning) >= synonym_min;
    };
    if (std::ranges::any_of(own, is_own)) return 0;
    if (meaning.kind == UnitKind::question) return question;
    return !meaning.senses.empty() || distribution.is_known(meaning) ? known : unknown;
}

}  // namespace

Evidence weigh(const Sentence& sentence,
               const Signature& signature,
               std::span<const Usual> own,
               const Lexicon& lexicon,
               const Distribution& distribution,
               const SlotJudge& judge) {
    Evidence evidence;
    const Said said = find_meanings(sentence, signature, distribution);
    double wanted = 0;
    double found = 0;
    double spelt_out = 0;
    bool is_off_topic = false;  // what it is about was not said
    bool is_topic_said = false;
    bool is_thing_unsaid = false;
    bool is_done = false;       // an action was said
    bool is_partial = false;    // something was not said
    bool tells_apart = false;   // something was said that only this intent has
    bool is_loose = false;      // said with no full synonym
    bool is_stateless = false;  // on or off was not said
    for (std::size_t i = 0; i < signature.meanings.size(); ++i) {
        const double worth = distribution.weight(signature.meanings[i]);
        const bool is_question = signature.meanings[i].kind == UnitKind::question;
        wanted += said.of_meaning[i] > 0 ? worth : worth * unsaid_share(signature.meanings[i], own);
        found += worth * said.of_meaning[i];
        is_stateless |= said.of_meaning[i] == 0 && signature.meanings[i].kind == UnitKind::state;
        if (said.of_meaning[i] == 0) {
            is_partial |= !is_question;
            is_off_topic |= signature.meanings[i].kind == UnitKind::topic;
            is_thing_unsaid |= is_thing(signature.meanings[i], lexicon);
        } else if (!is_question) {
            tells_apart |= !distribution.is_shared(signature.meanings[i]);
        }
        is_topic_said |= said.of_meaning[i] > 0 && signature.meanings[i].kind == UnitKind::topic;
        is_done |= said.of_meaning[i] > 0 && signature.meanings[i].kind == UnitKind::action;
        if (said.of_meaning[i] > 0) ++evidence.said;
        if (said.of_meaning[i] > 0) spelt_out += worth;
        is_loose |= said.of_meaning[i] > 0 && said.of_meaning[i] < synonym_min;
    }
    if (evidence.said == 0) return evidence;
    is_off_topic |= is_thing_unsaid && is_done && !is_topic_said;

    std::vector<bool> taken(sentence.tokens.size());
    for (std::size_t u = 0; u < sentence.units.size(); ++u) {
        if (!said.is_used[u]) continue;
        for (const auto token : sentence.units[u].tokens) taken[token] = true;
    }
    evidence.spans = fill_slots(sentence, signature, taken, judge);
    // By token, how well a slot explains it, and whether by nothing but its place.
    std::vector<double> credit(sentence.tokens.size());
    std::vector<bool> by_place(sentence.tokens.size());
    std::vector<bool> is_exact(sentence.tokens.size());
    double explained = spelt_out;
    bool is_by_place = false;
    bool is_sure_of_slots = evidence.spans.size() == signature.slots.size();
    for (const SlotSpan& span : evidence.spans) {
        found += slot_weight * span.credit;
        explained += slot_weight * span.credit;
        for (std::size_t i = span.first; i < span.last; ++i) {
            credit[i] = span.credit;
            by_place[i] = span.worth == SlotWorth::open;
            is_exact[i] = span.is_exact;
        }
        if (span.worth < SlotWorth::fitting && !span.is_beside) is_sure_of_slots = false;
        is_by_place |= span.worth == SlotWorth::open;
        if (span.worth >= SlotWorth::fitting) spelt_out += slot_weight;
    }
    wanted += slot_weight * static_cast<double>(signature.slots.size());

    double unexplained = 0;
    bool is_excluded = false;
    for (std::size_t u = 0; u < sentence.units.size(); ++u) {
        if (said.is_used[u]) continue;
        const Unit& unit = sentence.units[u];
        const auto before = std::span(sentence.units).first(u);
        const bool is_repeated = std::ranges::any_of(
            before, [&](const Unit& other) { return other.meaning.key == unit.meaning.key; });
        if (is_repeated) continue;
        double worst = 1;
        for (const auto token : unit.tokens) worst = std::min(worst, credit[token]);
        const auto at = unit.tokens.front();
        if (by_place[at] && !is_exact[at] && distribution.is_topic(unit.meaning)) {
            worst *= explained_topic;
        }
        if (base_weight(unit.meaning.kind) == base_weight(UnitKind::distant))
            worst *= explained_distant;
        if (by_place[unit.tokens.front()]) worst *= explained_by_place;
        unexplained += (1 - worst) * distribution.weight(unit.meaning) *
                       weight_against(unit, sentence, own, distribution);
        if (worst > 0) continue;
        is_excluded |= unit.meaning.kind == UnitKind::negation;
        is_excluded |= std::ranges::any_of(signature.meanings, [&](const Meaning& meaning) {
            return is_opposed(unit.meaning, meaning, lexicon);
        });
    }
    const bool is_weak = spelt_out < spelt_out_min && !signature.slots.empty();
    evidence.is_misfit = unexplained > 0 && evidence.spans.size() < signature.slots.size();
    evidence.spelt_out = spelt_out;
    evidence.unsaid = signature.meanings.size() - evidence.said;
    evidence.tells_apart = tells_apart;
    evidence.recall = found / wanted;
    evidence.precision = explained / (explained + (is_weak ? 2 : 1) * unexplained);
    evidence.confidence = evidence.recall * evidence.precision;
    // "Some music": to hear it, to stop it, or to have the next?
    if (is_partial && !tells_apart && evidence.spans.empty()) evidence.confidence *= 0.75;
    // "The timer on the oven broke" tells of it.
    if (is_by_place && begins_with_determiner(sentence)) evidence.confidence *= 0.7;
    // "Add two and two" has not said what the rest of the sample is about.
    if (is_off_topic && !evidence.spans.empty()) evidence.confidence *= 0.75;
    if (is_stateless) evidence.confidence *= 0.75;
    if (is_excluded) evidence.confidence *= 0.4;
    if (is_weak && ((is_loose && is_by_place) || !is_sure_of_slots)) evidence.confidence *= 0.6;
    return evidence;
}

}  // namespace utter::intent::phrasing
