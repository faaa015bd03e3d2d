#pragma once

#include <string_view>

/// What is known of a language beforehand, as text that lexicon.cpp reads. One entry a line:
///
///     function: of in on              words without a meaning of their own
///     vague: current nice just        words that add no more than a shade
///     determiner: a the my            function words that begin a noun phrase
///     negation: not never             turns what is said into its opposite
///     distant: he they was            words of somebody who tells, not of one who asks
///     past: ed                        endings of verbs of the past, where one who tells is known
///     by filler: please | could you      phrases of courtesy and hesitation action play = play |
///     put _ on   ways to say one thing; `_` stands for up to five words topic rain = rain |
///     umbrella~9  `~9`: nine tenths of a synonym; without it, a full one means: dimmer = lamp
///     decrease   a phrase that says several things at once against on off concepts that exclude
///     each other compounds                       words are written together: `kuchenlicht` ends
///     with `licht`
///
/// Concepts are actions, states, topics or questions, which differ in weight. `^` before a phrase
/// wants it first in the sentence; `$` after it wants it where no noun phrase follows.
namespace utter::intent::phrasing {

extern const std::string_view english_lexicon;
extern const std::string_view german_lexicon;
extern const std::string_view spanish_lexicon;
extern const std::string_view french_lexicon;
extern const std::string_view italian_lexicon;
extern const std::string_view portuguese_lexicon;
extern const std::string_view dutch_lexicon;

}  // namespace utter::intent::phrasing
