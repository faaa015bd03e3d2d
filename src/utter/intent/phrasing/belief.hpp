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
    {"likely", 1.42},
    {"spelt_out", 1.12},
    {"lead", 2.17},
    {"weakest", 1.09},
    {"core_full", 0.78},
    {"tells_apart", 0.89},
    {"precision", 0.00},
    {"log_precision", 0.28},
    {"log_recall", 1.48},
    {"courteous", 0.10},
    {"asked_later", 0.00},
    {"action_said", 0.33},
    {"slots_known", 1.00},
    {"slots_by_place", -0.75},
    {"slots_unfilled", 0.00},
    {"excluded", -4.00},
    {"stateless", -2.00},
    {"misfit", -4.50},
    {"off_topic", -2.50},
    {"asks_to_do", -1.07},
    {"does_to_ask", -1.91},
    {"missing_action", -0.04},
    {"unknown", -0.30},
    {"known", -0.20},
    {"related", 0.00},
    {"other_in_question", 0.00},
    {"other_in_statement", -0.16},
    {"other_after_inflected", -1.50},
    {"begins_distant", -2.95},
    {"begins_with_thing", -1.66},
    {"inflected_stated", -3.44},
    {"past", 0.00},
    {"bygone", -1.27},
    {"told", -0.86},
    {"wished", -0.35},
    {"doer", -1.66},
    {"defining", -3.50},
    {"distant", -0.31},
    {"declaring", -2.54},
    {"impersonal", -0.22},
    {"impersonal_other", -0.30},
    {"otherwise", -3.00},
    {"begins_general", -2.19},
    {"of_another", -1.00},
    {"narrated", -1.50},
    {"whole", 0.66},
});

/// What counts whatever is said.
inline constexpr double believed_anyway = -2.97;

using TraitValues = std::array<double, traits.size()>;

/// @param rival confidence of the next likely intent
[[nodiscard]] TraitValues trait_values(const Evidence& best, double rival, const Manner& manner);

/// 0 .. 1: how far the intent is to be believed.
[[nodiscard]] double belief(const TraitValues& values);

}  // namespace utter::intent::phrasing
