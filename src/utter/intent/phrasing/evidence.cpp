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
/// Less is not worth speaking of.
constexpr double trifle = 0.1;
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

/// How many of an intent's signatures have a meaning of one of them.
double share_of(const Meaning& meaning, std::span<const Usual> own) {
    const auto usual = std::ranges::lower_bound(
        own, meaning.key, {}, [](const Usual& u) { return u.meaning.key; });
    return usual != own.end() ? usual->share : 1;
}

/// How much of a meaning's weight is missed when it is not said. What an intent's other samples do
/// without is missed less.
double unsaid_share(const Meaning& meaning, double share) {
    constexpr double optional = 0.5;
    const double missed = optional + ((1 - optional) * share);
    return meaning.kind == UnitKind::question ? unasked * missed : missed;
}

class Weighing {
  public:
    Weighing(const Sentence& sentence,
             const Signature& signature,
             const Vocabulary& own,
             const Lexicon& lexicon,
             const Distribution& distribution)
        : sentence_(sentence),
          signature_(signature),
          own_(own),
          lexicon_(lexicon),
          distribution_(distribution),
          said_(find_meanings(sentence, signature, distribution)) {}

    Evidence run(const SlotJudge& judge) && {
        for (std::size_t i = 0; i < signature_.meanings.size(); ++i) count_meaning(i);
        out_.meanings = signature_.meanings.size();
        out_.is_of_you = sentence_.addresses && !own_.addresses;
        out_.is_not_of_you = signature_.addresses && !sentence_.addresses;
        if (out_.said == 0) return std::move(out_);
        out_.likeness = found_ / out_.spelt_out;
        fill(judge);
        const double explained = out_.spelt_out + credited_;
        for (const SlotSpan& span : out_.spans) {
            if (span.worth < SlotWorth::fitting) continue;
            out_.spelt_out += slot_weight;
            ++out_.slots_known;
        }
        for (std::size_t u = 0; u < sentence_.units.size(); ++u) count_unit(u);
        const bool is_weak = out_.spelt_out < spelt_out_min && !signature_.slots.empty();
        out_.is_misfit = unexplained_ > 0 && out_.slots_unfilled > 0;
        out_.is_off_topic = !out_.spans.empty() &&
                            (is_off_topic_ || (is_thing_unsaid_ && is_done_ && !is_topic_said_));
        out_.is_of_another = is_off_topic_ && says_other_thing_;
        out_.is_whole = unexplained_ < trifle && !is_partial_ && out_.slots_unfilled == 0;
        out_.recall = (found_ + credited_) / (wanted_ + (slot_weight * slots()));
        out_.precision = explained / (explained + ((is_weak ? 2 : 1) * unexplained_));
        out_.confidence = out_.recall * out_.precision * doubt(is_weak);
        judge_purpose();
        return std::move(out_);
    }

  private:
    [[nodiscard]] double slots() const { return static_cast<double>(signature_.slots.size()); }

    void count_meaning(std::size_t index) {
        const Meaning& meaning = signature_.meanings[index];
        const double likeness = said_.of_meaning[index];
        const double worth = distribution_.weight(meaning);
        const bool is_question = meaning.kind == UnitKind::question;
        const bool is_action = meaning.kind == UnitKind::action || meaning.kind == UnitKind::state;
        if (worth > core_worth_) {
            core_worth_ = worth;
            out_.core = likeness;
        }
        if (likeness > 0) {
            wanted_ += worth;
            found_ += worth * likeness;
            ++out_.said;
            out_.spelt_out += worth;
            weakest_ = std::min(weakest_, likeness);
            out_.is_action_said |= is_action;
            out_.tells_apart |= !is_question && !distribution_.is_shared(meaning);
            is_done_ |= meaning.kind == UnitKind::action;
            is_topic_said_ |= meaning.kind == UnitKind::topic;
            return;
        }
        const double share = share_of(meaning, own_.usual);
        const double missed = worth * unsaid_share(meaning, share);
        constexpr double most = 0.6;  // of the signatures
        out_.lacks_usual_topic |= share >= most && meaning.kind == UnitKind::topic;
        wanted_ += missed;
        if (is_action) out_.missing_action += missed;
        if (meaning.kind == UnitKind::topic) out_.missing_topic += missed;
        is_partial_ |= !is_question;
        is_off_topic_ |= meaning.kind == UnitKind::topic;
        is_thing_unsaid_ |= is_thing(meaning, lexicon_);
        out_.is_stateless |= meaning.kind == UnitKind::state;
    }

    void fill(const SlotJudge& judge) {
        std::vector<bool> taken(sentence_.tokens.size());
        for (std::size_t u = 0; u < sentence_.units.size(); ++u) {
            if (!said_.is_used[u]) continue;
            for (const auto token : sentence_.units[u].tokens) taken[token] = true;
            if (sentence_.units[u].meaning.kind == UnitKind::topic) {
                add_fields(sentence_.units[u], fields_);
            }
        }
        out_.spans = fill_slots(sentence_, signature_, std::move(taken), judge);
        out_.slots_unfilled = signature_.slots.size() - out_.spans.size();
        is_sure_of_slots_ = out_.slots_unfilled == 0;
        credit_.resize(sentence_.tokens.size());
        by_place_.resize(sentence_.tokens.size());
        is_exact_.resize(sentence_.tokens.size());
        for (const SlotSpan& span : out_.spans) {
            credited_ += slot_weight * span.credit;
            for (std::size_t i = span.first; i < span.last; ++i) {
                credit_[i] = span.credit;
                by_place_[i] = span.worth == SlotWorth::open;
                is_exact_[i] = span.is_exact;
            }
            if (span.worth < SlotWorth::fitting && !span.is_beside) is_sure_of_slots_ = false;
            if (span.worth == SlotWorth::open && span.is_beside) ++out_.slots_by_place;
            is_by_place_ |= span.worth == SlotWorth::open;
        }
    }

    void count_unit(std::size_t index) {
        const Unit& unit = sentence_.units[index];
        if (said_.is_used[index] || is_repeated(index)) return;
        double worst = 1;
        for (const auto token : unit.tokens) worst = std::min(worst, credit_[token]);
        const auto at = unit.tokens.front();
        if (by_place_[at] && !is_exact_[at] && distribution_.is_topic(unit.meaning)) {
            worst *= explained_topic;
        }
        const bool is_distant = base_weight(unit.meaning.kind) == base_weight(UnitKind::distant);
        if (is_distant) worst *= explained_distant;
        if (by_place_[at]) worst *= explained_by_place;
        unexplained_ += (1 - worst) * weight_against(unit, 1 - worst);
        const Token& token = sentence_.tokens[at];
        out_.tells_past |=
            worst == 0 && (is_past(token, lexicon_) || lexicon_.is_bygone(token.word));
        if (worst > 0) return;
        count_left_over(unit);
        out_.is_excluded |= unit.meaning.kind == UnitKind::negation;
        out_.is_excluded |= std::ranges::any_of(signature_.meanings, [&](const Meaning& meaning) {
            return is_opposed(unit.meaning, meaning, lexicon_);
        });
    }

    /// What is said beside a signature and that no sample of the intent has anything like.
    void count_left_over(const Unit& unit) {
        const UnitKind kind = unit.meaning.kind;
        const auto first = unit.tokens.front();
        if (kind == UnitKind::question || sentence_.tokens[first].is_number) return;
        const bool is_own = std::ranges::any_of(own_.usual, [&](const Usual& usual) {
            return similarity(usual.meaning, unit.meaning) >= similarity_min;
        });
        if (is_own) return;
        ++out_.left_over;
        const bool is_done = kind == UnitKind::action || kind == UnitKind::state;
        out_.does_other |= is_done && sentence_.manner.begins_with_action &&
                           first == sentence_.begin() && !is_light(unit);
    }

    [[nodiscard]] bool is_repeated(std::size_t index) const {
        const auto before = std::span(sentence_.units).first(index);
        return std::ranges::any_of(before, [&](const Unit& other) {
            return other.meaning.key == sentence_.units[index].meaning.key;
        });
    }

    /// How much words that are not of the sample speak for something else, 0: not at all.
    /// @param share how much of them nothing explains
    double weight_against(const Unit& unit, double share) {
        constexpr double light = 0.35;    // said of anything
        constexpr double question = 0.1;  // many are one: "what is", "tell me", "do you know"
        constexpr double known = 1.3;     // they mean something, but nothing of this
        constexpr double unknown = 0.85;
        constexpr double related = 0.4;  // of what they do mean
        const Meaning& meaning = unit.meaning;
        const double weight = distribution_.weight(meaning);
        if (meaning.kind == UnitKind::distant) out_.beside.distant += share * weight;
        if (meaning.kind == UnitKind::distant || meaning.kind == UnitKind::negation) return weight;
        if (sentence_.tokens[unit.tokens.front()].is_number) return 0;
        const auto is_own = [&](const Usual& usual) {
            return similarity(usual.meaning, meaning) >= synonym_min;
        };
        if (std::ranges::any_of(own_.usual, is_own)) return 0;
        if (meaning.kind != UnitKind::question && is_light(unit)) return light * weight;
        const bool is_known = !meaning.senses.empty() || distribution_.is_known(meaning);
        double against = weight;
        if (meaning.kind == UnitKind::question) {
            against *= question;
        } else {
            against *= is_known ? known : unknown;
        }
        if (is_of_field(unit)) {
            against *= related;
            out_.beside.related += share * against;
        } else if (meaning.kind != UnitKind::question) {
            says_other_thing_ |= share == 1 && meaning.kind == UnitKind::topic;
            (is_known ? out_.beside.known : out_.beside.unknown) += share * against;
        }
        return against;
    }

    [[nodiscard]] bool is_light(const Unit& unit) const {
        return std::ranges::all_of(unit.tokens, [&](std::size_t token) {
            return lexicon_.is_light(sentence_.tokens[token].stem);
        });
    }

    void add_fields(const Unit& unit, std::vector<FieldId>& out) const {
        const auto of_whole = lexicon_.fields(unit.meaning.key);
        out.insert(out.end(), of_whole.begin(), of_whole.end());
        for (const auto token : unit.tokens) {
            const auto of_word = lexicon_.fields(sentence_.tokens[token].stem);
            out.insert(out.end(), of_word.begin(), of_word.end());
        }
    }

    /// Whether it is of a field of what was said of the signature.
    [[nodiscard]] bool is_of_field(const Unit& unit) const {
        if (fields_.empty()) return false;
        std::vector<FieldId> own;
        add_fields(unit, own);
        return std::ranges::find_first_of(own, fields_) != own.end();
    }

    /// 0 .. 1: what is left of the confidence for reasons that no share of words shows.
    [[nodiscard]] double doubt(bool is_weak) const {
        const bool is_loose = weakest_ < synonym_min;
        double left = 1;
        // "Some music": to hear it, to stop it, or to have the next?
        if (is_partial_ && !out_.tells_apart && out_.spans.empty()) left *= 0.75;
        // "The timer on the oven broke" tells of it.
        if (is_by_place_ && begins_with_determiner(sentence_)) left *= 0.7;
        // "Add two and two" has not said what the rest of the sample is about.
        if (out_.is_off_topic) left *= 0.75;
        if (out_.is_stateless) left *= 0.75;
        if (out_.is_excluded) left *= 0.4;
        if (is_weak && ((is_loose && is_by_place_) || !is_sure_of_slots_)) left *= 0.6;
        return left;
    }

    void judge_purpose() {
        const Manner& manner = sentence_.manner;
        const Unit& first = sentence_.units.front();
        if (credit_[first.tokens.front()] > 0) return;  // "new york" asks for nothing new
        constexpr double few = 0.3;  // of the samples; one may be put as a question for once
        out_.asks_to_do = manner.begins_with_question && own_.asks < few;
        out_.asks_otherwise = lexicon_.is_strict(first.meaning) &&
                              std::ranges::none_of(own_.usual, [&](const Usual& usual) {
                                  return similarity(usual.meaning, first.meaning) >= similarity_min;
                              });
        out_.does_to_ask =
            manner.begins_with_action && own_.does < few && !lexicon_.is_telling(first.meaning);
    }

    const Sentence& sentence_;
    const Signature& signature_;
    const Vocabulary& own_;
    const Lexicon& lexicon_;
    const Distribution& distribution_;
    Said said_;
    Evidence out_;
    double wanted_ = 0;
    double found_ = 0;
    double credited_ = 0;  // by slots
    double unexplained_ = 0;
    double weakest_ = 1;  // likeness of what was said least literally
    double core_worth_ = 0;
    std::vector<double> credit_;   // by token, how well a slot explains it
    std::vector<bool> by_place_;   // by token, whether by nothing but its place
    std::vector<bool> is_exact_;   // by token
    std::vector<FieldId> fields_;  // of what was said
    bool says_other_thing_ = false;
    bool is_topic_said_ = false;
    bool is_done_ = false;          // an action was said
    bool is_partial_ = false;       // something was not said
    bool is_off_topic_ = false;     // a topic was not said
    bool is_thing_unsaid_ = false;  // a thing that is done was not said
    bool is_by_place_ = false;      // a slot took whatever stands there
    bool is_sure_of_slots_ = false;
};

}  // namespace

Evidence weigh(const Sentence& sentence,
               const Signature& signature,
               const Vocabulary& own,
               const Lexicon& lexicon,
               const Distribution& distribution,
               const SlotJudge& judge) {
    return Weighing(sentence, signature, own, lexicon, distribution).run(judge);
}

}  // namespace utter::intent::phrasing
