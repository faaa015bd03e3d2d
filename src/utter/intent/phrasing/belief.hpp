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
    {"likely", 1.88},
    {"spelt_out", 1.32},
    {"lead", 0.85},
    {"core_full", 0.16},
    {"tells_apart", 0.96},
    {"log_precision", 0.00},
    {"log_recall", 0.02},
    {"courteous", 0.41},
    {"asked_later", 0.26},
    {"action_said", 0.33},
    {"slots_known", 1.00},
    {"slots_by_place", -0.62},
    {"excluded", -4.00},
    {"stateless", -2.00},
    {"misfit", -4.50},
    {"off_topic", -2.50},
    {"asks_to_do", -2.26},
    {"does_to_ask", -3.15},
    {"missing_action", -0.64},
    {"unknown", -0.30},
    {"known", -0.26},
    {"other_in_statement", -0.04},
    {"other_after_inflected", -1.12},
    {"begins_distant", -4.01},
    {"begins_with_thing", -1.80},
    {"inflected_stated", -3.84},
    {"bygone", -0.86},
    {"told", -0.90},
    {"wished", -0.40},
    {"doer", -0.72},
    {"defining", -3.50},
    {"distant", -0.31},
    {"declaring", -2.50},
    {"impersonal", -0.21},
    {"otherwise", -3.00},
    {"begins_general", -2.00},
    {"of_another", -1.00},
    {"narrated", -2.50},
    {"whole", 1.03},
    {"likeness", 4.30},
    {"loose", -0.86},
    {"topic_unsaid", -0.02},
    {"action_unsaid", -0.60},
    {"much_beside", -0.51},
    {"does_other", -1.10},
    {"of_you", -0.52},
    {"not_of_you", -1.50},
    {"by_one_word", -0.01},
    {"lacks_usual_topic", -1.93},
    {"wording_lead", 11.36},
    {"usual_said", 2.20},
});

/// What counts whatever is said.
inline constexpr double believed_anyway = -6.07;

using TraitValues = std::array<double, traits.size()>;

/// @param rival confidence of the next likely intent
[[nodiscard]] TraitValues trait_values(const Evidence& best, double rival, const Manner& manner);

/// 0 .. 1: how far the intent is to be believed.
[[nodiscard]] double belief(const TraitValues& values);

}  // namespace utter::intent::phrasing
