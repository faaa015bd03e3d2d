#pragma once

#include <array>
#include <string_view>

#include "utter/intent/phrasing/evidence.hpp"
#include "utter/intent/phrasing/sentence.hpp"

namespace utter::intent::phrasing {

/// What the likeliest intent of a sentence is believed for, each with how much it counts.
struct Trait {
    std::string_view name;
    double weight = 0;
};

inline constexpr std::array traits = std::to_array<Trait>({
    {"likely", 1.68},
    {"spelt_out", 1.36},
    {"lead", 0.97},
    {"core_full", 0.18},
    {"tells_apart", 0.91},
    {"log_precision", 0.00},
    {"log_recall", 0.00},
    {"courteous", 0.37},
    {"asked_later", 0.28},
    {"action_said", 0.31},
    {"slots_known", 1.00},
    {"slots_by_place", -0.65},
    {"excluded", -4.00},
    {"stateless", -2.00},
    {"misfit", -4.50},
    {"off_topic", -2.50},
    {"asks_to_do", -2.03},
    {"does_to_ask", -2.85},
    {"missing_action", -0.69},
    {"unknown", -0.30},
    {"known", -0.28},
    {"other_in_statement", -0.05},
    {"other_after_inflected", -1.11},
    {"begins_distant", -4.02},
    {"begins_with_thing", -1.82},
    {"inflected_stated", -3.81},
    {"bygone", -0.85},
    {"told", -0.91},
    {"wished", -0.40},
    {"doer", -0.72},
    {"defining", -3.50},
    {"distant", -0.33},
    {"declaring", -2.50},
    {"impersonal", -0.26},
    {"otherwise", -3.00},
    {"begins_general", -2.00},
    {"of_another", -1.00},
    {"narrated", -2.50},
    {"whole", 1.06},
    {"likeness", 4.20},
    {"loose", -0.85},
    {"topic_unsaid", -0.01},
    {"action_unsaid", -0.63},
    {"much_beside", -0.52},
    {"does_other", -1.10},
    {"of_you", -0.57},
    {"not_of_you", -1.50},
    {"by_one_word", -0.04},
    {"lacks_usual_topic", -1.90},
    {"wording_lead", 11.34},
    {"usual_said", 2.10},
});

/// What counts whatever is said.
inline constexpr double believed_anyway = -5.89;

using TraitValues = std::array<double, traits.size()>;

/// @param rival confidence of the next likely intent
[[nodiscard]] TraitValues trait_values(const Evidence& best, double rival, const Manner& manner);

/// 0 .. 1: how far the intent is to be believed.
[[nodiscard]] double belief(const TraitValues& values);

}  // namespace utter::intent::phrasing
