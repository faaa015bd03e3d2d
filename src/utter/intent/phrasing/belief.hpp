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
    {"likely", 1.79},
    {"spelt_out", 1.20},
    {"lead", 0.59},
    {"core_full", 0.15},
    {"tells_apart", 0.95},
    {"log_precision", 0.04},
    {"log_recall", 0.16},
    {"courteous", 0.39},
    {"asked_later", 0.24},
    {"action_said", 0.24},
    {"slots_known", 1.00},
    {"slots_by_place", -0.64},
    {"excluded", -4.00},
    {"stateless", -2.00},
    {"misfit", -4.50},
    {"off_topic", -2.50},
    {"asks_to_do", -2.34},
    {"does_to_ask", -3.11},
    {"missing_action", -0.54},
    {"unknown", -0.30},
    {"known", -0.25},
    {"other_in_statement", -0.03},
    {"other_after_inflected", -1.12},
    {"begins_distant", -4.02},
    {"begins_with_thing", -1.80},
    {"inflected_stated", -3.88},
    {"bygone", -0.93},
    {"told", -0.83},
    {"wished", -0.39},
    {"doer", -0.71},
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
    {"loose", -0.86},
    {"topic_unsaid", -0.05},
    {"action_unsaid", -0.65},
    {"much_beside", -0.52},
    {"does_other", -1.10},
    {"of_you", -0.42},
    {"not_of_you", -1.50},
    {"by_one_word", -0.10},
    {"lacks_usual_topic", -1.74},
    {"wording_lead", 11.86},
    {"usual_said", 2.21},
});

/// What counts whatever is said.
inline constexpr double believed_anyway = -5.50;

using TraitValues = std::array<double, traits.size()>;

/// @param rival confidence of the next likely intent
[[nodiscard]] TraitValues trait_values(const Evidence& best, double rival, const Manner& manner);

/// 0 .. 1: how far the intent is to be believed.
[[nodiscard]] double belief(const TraitValues& values);

}  // namespace utter::intent::phrasing
