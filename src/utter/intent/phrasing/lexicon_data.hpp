#pragma once

#include <string_view>

/// What is known of a language beforehand, as text that lexicon.cpp reads. One entry a line:
///
// clang-format off
///     function: of in on              words without a meaning of their own
///     vague: current nice just        words that add no more than a shade
///     light: check yet full           words said of anything, which hardly speak against an intent
///     determiner: a the my            function words that begin a noun phrase
///     negation: not never             turns what is said into its opposite
///     distant: he they was            words of somebody who tells, not of one who asks
///     past: ed                        endings of verbs of the past, where one who tells is known
///     inflected: s ing                endings that no command has
///     copula: is has                  verbs by which something is told of the words before them,
///     bygone: was had                 of what is gone,
///     modal: can should needs         and of what ought to be
///     verb: sleep wait             verbs by which something is told of things: "babies sleep"
///     reports: ask say tell           verbs that tell what others say or think
///     personal: i my you here         words of who speaks, who is spoken to and what is at hand
///     addressed: you your          words of who is spoken to
///     general: a every there          words with which one begins who tells of things
///     joins: because when so          words that begin a clause of less weight
///     strict: who why                 questions that ask for one thing and no other
///     filler: please | could you      phrases of courtesy and hesitation
///     action play = play | put _ on   ways to say one thing; `_` stands for up to five words
///     topic rain = rain | umbrella~9  `~9`: nine tenths of a synonym; without it, a full one
///     means: dimmer = lamp decrease   a phrase that says several things at once
///     idiom: piece of cake | by ear   phrases that mean something else than their words
///     telling: list find              actions that are done by telling something
///     field music = song | band       words of one field of life, which speak for each other
///     against on off                  concepts that exclude each other
///     compounds                       words are written together: `kuchenlicht` ends with `licht`
// clang-format on
///
/// Concepts are actions, states, topics or questions, which differ in weight. `^` before a phrase
/// wants it first in the sentence; `$` after it wants it where no noun phrase follows.
namespace utter::intent::phrasing {

extern const std::string_view english_lexicon;
extern const std::string_view english_manner;  ///< this and the next seven are read after it
extern const std::string_view english_home;
extern const std::string_view english_media;
extern const std::string_view english_daily;
extern const std::string_view english_travel;
extern const std::string_view english_talk;
extern const std::string_view english_devices;
extern const std::string_view english_life;
extern const std::string_view german_lexicon;
extern const std::string_view spanish_lexicon;
extern const std::string_view french_lexicon;
extern const std::string_view italian_lexicon;
extern const std::string_view portuguese_lexicon;
extern const std::string_view dutch_lexicon;

}  // namespace utter::intent::phrasing
