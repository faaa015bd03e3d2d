#include "utter/intent/phrasing/belief.hpp"

#include <algorithm>
#include <cmath>

namespace utter::intent::phrasing {

TraitValues trait_values(const Evidence& best, double rival, const Manner& manner) {
    constexpr double share_min = 0.05;
    constexpr double full_synonym = 0.9;
    // As much as a rare topic weighs, or an action that every sample of the intent has.
    constexpr double full_topic = 0.975;
    constexpr double full_action = 0.65;
    // Three meanings and more, none of them quite the word: much can be said that is like that.
    const bool is_loose = best.meanings > 2 && best.likeness < 0.955;
    const auto flag = [](bool value) { return value ? 1.0 : 0.0; };
    const double other = std::min(best.beside.unknown + best.beside.known, 2.0);
    // Of several meanings one was said, and of something else.
    const bool is_by_one_word =
        best.said == 1 && best.meanings > 1 && best.slots_known == 0 && other >= 0.5;
    const bool is_stated = manner.is_stated && !manner.is_asked;
    const bool is_bygone = manner.is_bygone && !manner.is_asked;
    const bool is_past = manner.is_past && !manner.is_asked;
    const bool is_inflected = manner.begins_inflected && !manner.is_asked;
    const bool is_request =
        manner.is_courteous || manner.begins_with_action || manner.begins_with_question;
    return {best.confidence,
            std::min(best.spelt_out, 3.0),
            std::min(best.confidence - rival, 0.5),
            flag(best.core >= full_synonym),
            flag(best.tells_apart),
            std::log(std::max(best.precision, share_min)),
            std::log(std::max(best.recall, share_min)),
            flag(manner.is_courteous),
            flag(manner.is_asked && !is_request),
            flag(best.is_action_said),
            static_cast<double>(best.slots_known),
            static_cast<double>(best.slots_by_place),
            flag(best.is_excluded),
            flag(best.is_stateless),
            flag(best.is_misfit),
            flag(best.is_off_topic),
            flag(best.asks_to_do),
            flag(best.does_to_ask),
            best.missing_action,
            std::min(best.beside.unknown, 3.0),
            std::min(best.beside.known, 3.0),
            flag(!is_request) * other,
            flag(is_inflected) * other,
            flag(manner.begins_distant && !manner.is_asked),
            flag(manner.begins_with_thing && !manner.is_asked),
            flag(is_inflected && (is_stated || is_bygone)),
            flag(is_bygone),
            flag(is_stated || is_bygone || is_past),
            flag(manner.is_wished && !manner.is_asked),
            flag(manner.begins_with_doer && !manner.is_asked),
            flag(manner.is_defining && !manner.is_asked),
            best.beside.distant,
            flag(manner.is_declaring && !manner.is_asked),
            flag(manner.is_impersonal),
            flag(best.asks_otherwise),
            flag(manner.begins_general && !manner.is_asked),
            flag(best.is_of_another),
            flag(best.tells_past && manner.begins_personal),
            flag(best.is_whole),
            best.likeness,
            flag(is_loose),
            flag(best.missing_topic >= full_topic),
            flag(best.missing_action >= full_action),
            flag(best.left_over > 1),
            flag(best.does_other),
            flag(best.is_of_you),
            flag(best.is_not_of_you),
            flag(is_by_one_word),
            flag(best.lacks_usual_topic),
            best.wording_lead,
            best.usual_said};
}

double belief(const TraitValues& values) {
    double sum = believed_anyway;
    for (std::size_t i = 0; i < values.size(); ++i) sum += traits[i].weight * values[i];
    constexpr double sure_max = 0.98;  // nobody spelt it out
    return sure_max / (1 + std::exp(-sum));
}

}  // namespace utter::intent::phrasing
