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
    {"likely", 1.01},
    {"spelt_out", 1.78},
    {"lead", 1.24},
    {"core_full", 0.06},
    {"tells_apart", 0.88},
    {"log_precision", 0.10},
    {"log_recall", 0.38},
    {"courteous", 0.52},
    {"asked_later", 0.26},
    {"action_said", 0.36},
    {"slots_known", 1.00},
    {"slots_by_place", -0.50},
    {"excluded", -4.00},
    {"stateless", -2.00},
    {"misfit", -4.50},
    {"off_topic", -2.50},
    {"asks_to_do", -1.62},
    {"does_to_ask", -1.93},
    {"missing_action", -0.66},
    {"unknown", -0.30},
    {"known", -0.29},
    {"other_in_statement", 0.00},
    {"other_after_inflected", -1.19},
    {"begins_distant", -4.68},
    {"begins_with_thing", -1.86},
    {"inflected_stated", -3.99},
    {"bygone", -1.66},
    {"told", -0.75},
    {"wished", -0.21},
    {"doer", -0.92},
    {"defining", -3.50},
    {"distant", -0.16},
    {"declaring", -2.50},
    {"impersonal", -0.19},
    {"otherwise", -3.00},
    {"begins_general", -2.00},
    {"of_another", -1.00},
    {"narrated", -2.50},
    {"whole", 1.30},
    {"likeness", 5.74},
    {"loose", -1.12},
    {"topic_unsaid", -1.03},
    {"action_unsaid", -0.91},
    {"much_beside", -0.22},
    {"does_other", -1.10},
    {"of_you", -0.21},
    {"not_of_you", -1.50},
    {"by_one_word", -0.18},
});

/// What counts whatever is said.
inline constexpr double believed_anyway = -7.32;

using TraitValues = std::array<double, traits.size()>;

/// @param rival confidence of the next likely intent
[[nodiscard]] TraitValues trait_values(const Evidence& best, double rival, const Manner& manner);

/// 0 .. 1: how far the intent is to be believed.
[[nodiscard]] double belief(const TraitValues& values);

}  // namespace utter::intent::phrasing
