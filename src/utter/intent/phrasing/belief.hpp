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
    {"likely", 1.73},
    {"spelt_out", 1.21},
    {"lead", 0.76},
    {"core_full", 0.15},
    {"tells_apart", 0.95},
    {"log_precision", 0.03},
    {"log_recall", 0.14},
    {"courteous", 0.41},
    {"asked_later", 0.26},
    {"action_said", 0.25},
    {"slots_known", 1.00},
    {"slots_by_place", -0.65},
    {"excluded", -4.00},
    {"stateless", -2.00},
    {"misfit", -4.50},
    {"off_topic", -2.50},
    {"asks_to_do", -2.26},
    {"does_to_ask", -3.12},
    {"missing_action", -0.54},
    {"unknown", -0.30},
    {"known", -0.26},
    {"other_in_statement", -0.02},
    {"other_after_inflected", -1.13},
    {"begins_distant", -3.99},
    {"begins_with_thing", -1.77},
    {"inflected_stated", -3.82},
    {"bygone", -0.89},
    {"told", -0.90},
    {"wished", -0.39},
    {"doer", -0.69},
    {"defining", -3.50},
    {"distant", -0.32},
    {"declaring", -2.50},
    {"impersonal", -0.24},
    {"otherwise", -3.00},
    {"begins_general", -2.00},
    {"of_another", -1.00},
    {"narrated", -2.50},
    {"whole", 1.04},
    {"likeness", 4.10},
    {"loose", -0.89},
    {"topic_unsaid", -0.01},
    {"action_unsaid", -0.66},
    {"much_beside", -0.52},
    {"does_other", -1.10},
    {"of_you", -0.47},
    {"not_of_you", -1.50},
    {"by_one_word", -0.08},
    {"lacks_usual_topic", -1.84},
    {"wording_lead", 11.61},
    {"usual_said", 2.27},
});

/// What counts whatever is said.
inline constexpr double believed_anyway = -5.54;

using TraitValues = std::array<double, traits.size()>;

/// @param rival confidence of the next likely intent
[[nodiscard]] TraitValues trait_values(const Evidence& best, double rival, const Manner& manner);

/// 0 .. 1: how far the intent is to be believed.
[[nodiscard]] double belief(const TraitValues& values);

}  // namespace utter::intent::phrasing
