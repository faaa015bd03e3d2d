#include "utter/intent/phrasing/belief.hpp"

#include <algorithm>
#include <cmath>

namespace utter::intent::phrasing {

TraitValues trait_values(const Evidence& best, double rival, const Manner& manner) {
    constexpr double share_min = 0.05;
    constexpr double full_synonym = 0.9;
    const auto flag = [](bool value) { return value ? 1.0 : 0.0; };
    const double other = std::min(best.beside.unknown + best.beside.known, 2.0);
    const bool is_stated = manner.is_stated && !manner.is_asked;
    const bool is_bygone = manner.is_bygone && !manner.is_asked;
    const bool is_past = manner.is_past && !manner.is_asked;
    const bool is_inflected = manner.begins_inflected && !manner.is_asked;
    const bool is_request =
        manner.is_courteous || manner.begins_with_action || manner.begins_with_question;
    return {best.confidence,
            std::min(best.spelt_out, 3.0),
            std::min(best.confidence - rival, 0.5),
            best.weakest,
            flag(best.core >= full_synonym),
            flag(best.tells_apart),
            best.precision,
            std::log(std::max(best.precision, share_min)),
            std::log(std::max(best.recall, share_min)),
            flag(manner.is_courteous),
            flag(manner.is_asked && !is_request),
            flag(best.is_action_said),
            static_cast<double>(best.slots_known),
            static_cast<double>(best.slots_by_place),
            static_cast<double>(best.slots_unfilled),
            flag(best.is_excluded),
            flag(best.is_stateless),
            flag(best.is_misfit),
            flag(best.is_off_topic),
            flag(best.asks_to_do),
            flag(best.does_to_ask),
            best.missing_action,
            std::min(best.beside.unknown, 3.0),
            std::min(best.beside.known, 3.0),
            best.beside.related,
            flag(manner.begins_with_question) * other,
            flag(!is_request) * other,
            flag(is_inflected) * other,
            flag(manner.begins_distant && !manner.is_asked),
            flag(manner.begins_with_thing && !manner.is_asked),
            flag(is_inflected && (is_stated || is_bygone)),
            flag(is_past),
            flag(is_bygone),
            flag(is_stated || is_bygone || is_past),
            flag(manner.is_wished && !manner.is_asked),
            flag(manner.begins_with_doer && !manner.is_asked),
            flag(manner.is_defining && !manner.is_asked),
            best.beside.distant,
            flag(manner.is_declaring && !manner.is_asked),
            flag(manner.is_impersonal),
            flag(manner.is_impersonal) * other,
            flag(best.asks_otherwise),
            flag(manner.begins_general && !manner.is_asked),
            flag(best.is_of_another),
            flag(best.tells_past && manner.begins_personal),
            flag(best.is_whole)};
}

double belief(const TraitValues& values) {
    double sum = believed_anyway;
    for (std::size_t i = 0; i < values.size(); ++i) sum += traits[i].weight * values[i];
    constexpr double sure_max = 0.98;  // nobody spelt it out
    return sure_max / (1 + std::exp(-sum));
}

}  // namespace utter::intent::phrasing
