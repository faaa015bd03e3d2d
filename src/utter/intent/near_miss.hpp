#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "utter/intent/definitions.hpp"

namespace utter::intent {

/// Ways to read one template that are compared; of a larger one an even selection.
inline constexpr std::size_t near_variants_max = 256;

/// An intent that could have been meant, and what speaks against it.
struct NearMiss {
    std::string skill_id;
    std::string intent_name;
    /// The closest one; of a keyword intent the vocabularies it needs, as "<verb> (<lamp>|<fan>)".
    std::string sample;
    /// Its words, and `{slot}`s or `<vocabulary>`s, that were not said.
    std::vector<std::string> missing;
    std::vector<std::string> unexpected;  ///< what was said and is not in it
    std::vector<std::string> excluded;  ///< what was said and keeps a keyword intent from matching

    [[nodiscard]] std::size_t distance() const {
        return missing.size() + unexpected.size() + excluded.size();
    }
    friend bool operator==(const NearMiss&, const NearMiss&) = default;
};

/// The intents closest to the utterance, the nearest first, at most `max`; none that shares no word
/// of its own with it. Those that fit are among them, at distance 0. For people to read, not for
/// deciding: a slot takes one word or more at no cost. Definitions of other languages than
/// `lang`'s closest region are passed over. Pure; any thread.
[[nodiscard]] std::vector<NearMiss> near_misses(std::span<const TemplateDefinition> definitions,
                                                std::string_view utterance,
                                                std::string_view lang,
                                                std::size_t max);
/// The same of keyword intents: those of which a vocabulary that they need was said.
[[nodiscard]] std::vector<NearMiss> near_misses(std::span<const KeywordDefinition> definitions,
                                                std::string_view utterance,
                                                std::string_view lang,
                                                std::size_t max);

}  // namespace utter::intent
