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
    {"likely", 1.93},
    {"spelt_out", 1.32},
    {"lead", 0.91},
    {"core_full", 0.18},
    {"tells_apart", 0.87},
    {"log_precision", 0.00},
    {"log_recall", 0.00},
    {"courteous", 0.41},
    {"asked_later", 0.21},
    {"action_said", 0.34},
    {"slots_known", 1.00},
    {"slots_by_place", -0.71},
    {"excluded", -4.00},
    {"stateless", -2.00},
    {"misfit", -4.50},
    {"off_topic", -2.50},
    {"asks_to_do", -2.14},
    {"does_to_ask", -2.91},
    {"missing_action", -0.61},
    {"unknown", -0.30},
    {"known", -0.26},
    {"other_in_statement", -0.08},
    {"other_after_inflected", -0.94},
    {"begins_distant", -3.96},
    {"begins_with_thing", -1.81},
    {"inflected_stated", -3.84},
    {"bygone", -0.95},
    {"told", -0.89},
    {"wished", -0.38},
    {"doer", -0.72},
    {"defining", -3.50},
    {"distant", -0.30},
    {"declaring", -2.50},
    {"impersonal", -0.18},
    {"otherwise", -3.00},
    {"begins_general", -2.00},
    {"of_another", -1.00},
    {"narrated", -2.50},
    {"whole", 0.94},
    {"likeness", 4.06},
    {"loose", -0.78},
    {"topic_unsaid", 0.00},
    {"action_unsaid", -0.65},
    {"much_beside", -0.68},
    {"does_other", -1.10},
    {"of_you", -0.72},
    {"not_of_you", -1.50},
    {"by_one_word", -0.06},
    {"lacks_usual_topic", -2.01},
    {"wording_lead", 11.12},
    {"usual_said", 2.17},
});

/// What counts whatever is said.
inline constexpr double believed_anyway = -5.73;

using TraitValues = std::array<double, traits.size()>;

/// @param rival confidence of the next likely intent
[[nodiscard]] TraitValues trait_values(const Evidence& best, double rival, const Manner& manner);

/// 0 .. 1: how far the intent is to be believed.
[[nodiscard]] double belief(const TraitValues& values);

}  // namespace utter::intent::phrasing
