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
    {"likely", 1.12},
    {"spelt_out", 1.79},
    {"lead", 1.15},
    {"core_full", 0.07},
    {"tells_apart", 0.86},
    {"log_precision", 0.08},
    {"log_recall", 0.36},
    {"courteous", 0.50},
    {"asked_later", 0.29},
    {"action_said", 0.35},
    {"slots_known", 1.00},
    {"slots_by_place", -0.48},
    {"excluded", -4.00},
    {"stateless", -2.00},
    {"misfit", -4.50},
    {"off_topic", -2.50},
    {"asks_to_do", -1.48},
    {"does_to_ask", -1.87},
    {"missing_action", -0.69},
    {"unknown", -0.30},
    {"known", -0.30},
    {"other_in_statement", 0.00},
    {"other_after_inflected", -1.16},
    {"begins_distant", -4.71},
    {"begins_with_thing", -1.86},
    {"inflected_stated", -4.01},
    {"bygone", -1.69},
    {"told", -0.73},
    {"wished", -0.19},
    {"doer", -0.91},
    {"defining", -3.50},
    {"distant", -0.11},
    {"declaring", -2.50},
    {"impersonal", -0.23},
    {"otherwise", -3.00},
    {"begins_general", -2.00},
    {"of_another", -1.00},
    {"narrated", -2.50},
    {"whole", 1.29},
    {"likeness", 5.71},
    {"loose", -1.15},
    {"topic_unsaid", -1.04},
    {"action_unsaid", -0.91},
    {"much_beside", -0.25},
    {"does_other", -0.87},
    {"of_you", -0.18},
    {"not_of_you", -1.00},
});

/// What counts whatever is said.
inline constexpr double believed_anyway = -7.34;

using TraitValues = std::array<double, traits.size()>;

/// @param rival confidence of the next likely intent
[[nodiscard]] TraitValues trait_values(const Evidence& best, double rival, const Manner& manner);

/// 0 .. 1: how far the intent is to be believed.
[[nodiscard]] double belief(const TraitValues& values);

}  // namespace utter::intent::phrasing
