#include "utter/intent/phrasing/phrasing_matcher.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace utter::intent::phrasing {
namespace {

using Names = std::vector<std::string>;
using Slots = std::map<std::string, std::string>;

TemplateDefinition definition(std::string skill,
                              std::string intent,
                              Names samples,
                              std::string lang = "en-US") {
    TemplateDefinition made;
    made.skill_id = std::move(skill);
    made.intent_name = std::move(intent);
    made.lang = std::move(lang);
    made.samples = std::move(samples);
    return made;
}

TemplateDefinition timer() {
    auto made =
        definition("timer.skill", "set", {"set a timer for {length}", "start a {length} timer"});
    made.slot_types["length"] = "duration";
    return made;
}

// Whole sentences, with what might be a slot's value in each.
TemplateDefinition spelling() {
    return definition("word.skill",
                      "spell",
                      {"how do you spell out the word shepherd",
                       "i need to know how to spell conscience",
                       "can you tell me how to spell elephant",
                       "how do you spell superficial if i may ask",
                       "please tell me how you would spell liaison",
                       "how is the word exquisite to be spelled"});
}

class Phrasing : public ::testing::Test {
  protected:
    void add(const TemplateDefinition& made, std::string_view session = default_session_id) {
        const auto added = matcher_.add(made, session);
        ASSERT_TRUE(added) << added.error().detail;
    }

    PhrasingVerdict ask(const std::string& utterance,
                        const MatchOptions& options = {},
                        std::string_view lang = "en-US") {
        return matcher_.match(Names{utterance}, lang, options);
    }

    std::string name(const std::string& utterance,
                     const MatchOptions& options = {},
                     std::string_view lang = "en-US") {
        const auto verdict = ask(utterance, options, lang);
        return verdict.match ? verdict.match->intent_name : "";
    }

    PhrasingMatcher matcher_;
};

TEST_F(Phrasing, UnderstandsWhatNobodyForesaw) {
    add(timer());
    const auto verdict = ask("could you maybe put five minutes on the clock");
    ASSERT_TRUE(verdict.match) << verdict.reason;
    EXPECT_EQ(verdict.match->skill_id, "timer.skill");
    EXPECT_EQ(verdict.match->slots, (Slots{{"length", "five minutes"}}));
    EXPECT_EQ(verdict.match->score, verdict.confidence);
    EXPECT_GT(verdict.confidence, 0.6);
    EXPECT_LE(verdict.confidence, 1.0);
}

TEST_F(Phrasing, KeepsTheSpeakersSpelling) {
    add(definition("music.skill", "play", {"play {song} by {artist}"}));
    const auto verdict = ask("Please put on Thriller by Michael Jackson!");
    ASSERT_TRUE(verdict.match) << verdict.reason;
    EXPECT_EQ(verdict.match->slots, (Slots{{"song", "Thriller"}, {"artist", "Michael Jackson"}}));
}

TEST_F(Phrasing, AVerbThatManyThingsAreDoneWithIsNotEnough) {
    add(definition("reminder.skill", "remind", {"remind me {what}", "add a reminder {what}"}));
    EXPECT_EQ(name("add two and two"), "");
    EXPECT_EQ(name("could you add a reminder for the dentist"), "remind");
}

TEST_F(Phrasing, AVerbIsPartedByAPronounWhateverFollows) {
    add(definition("note.skill", "note", {"write [this] down {text}"}));
    const auto verdict = ask("jot this down milk and eggs");
    ASSERT_TRUE(verdict.match) << verdict.reason;
    EXPECT_EQ(verdict.match->slots, (Slots{{"text", "milk and eggs"}}));
}

TEST_F(Phrasing, DeclinesWhatIsOfSomethingElse) {
    add(timer());
    add(definition("music.skill", "play", {"play {song}"}));
    add(definition("lamp.skill", "on", {"turn on the lights", "turn on the {room} lights"}));
    for (const char* chat : {"what is the capital of france",
                             "tell me a joke",
                             "the time has come to leave",
                             "set the table for dinner please",
                             "the children are playing in the garden",
                             "it takes about five minutes to walk to the station",
                             "they played football in the park until it got dark",
                             "the lights of the city were beautiful",
                             "",
                             "?"}) {
        const auto verdict = ask(chat);
        EXPECT_FALSE(verdict.match) << chat << ": " << verdict.reason;
        EXPECT_FALSE(verdict.reason.empty());
    }
}

TEST_F(Phrasing, DeclinesWhatExcludesTheIntent) {
    add(definition("lamp.skill", "on", {"turn on the lights"}));
    EXPECT_EQ(name("could you switch the lamps on"), "on");
    EXPECT_EQ(name("could you switch the lamps off"), "");
    EXPECT_EQ(name("the lamps"), "");
    EXPECT_EQ(name("do not turn on the lights"), "");
}

TEST_F(Phrasing, TwoIntentsOfASkillThatWantTheSameAreNoReasonToDecline) {
    auto set = definition("timer.skill", "set", {"create a timer for {length}"});
    auto brief = definition("timer.skill", "set_short", {"set a {length} timer"});
    set.slot_types["length"] = brief.slot_types["length"] = "duration";
    add(set);
    add(brief);
    const auto verdict = ask("could you maybe put five minutes on the clock");
    ASSERT_TRUE(verdict.match) << verdict.reason;
    EXPECT_EQ(verdict.match->slots, (Slots{{"length", "five minutes"}}));
}

TEST_F(Phrasing, DeclinesWhenTwoSkillsAreAsLikely) {
    add(definition("a.skill", "one", {"turn on the lights"}));
    EXPECT_EQ(name("could you turn the lamps on"), "one");
    add(definition("b.skill", "two", {"switch on the lights"}));
    const auto verdict = ask("could you flip the lamps on");
    EXPECT_FALSE(verdict.match);
    EXPECT_FALSE(verdict.runner_up.empty());
}

TEST_F(Phrasing, AValueOfTheWrongTypeIsNone) {
    add(timer());
    EXPECT_EQ(name("would you set the timer for paris"), "");
}

TEST_F(Phrasing, WhatAThingIsIsNothingToDo) {
    add(definition("story.skill", "tell", {"tell me a story", "read [me] a story"}));
    EXPECT_EQ(name("let us have a story"), "tell");
    EXPECT_EQ(name("it is a long story"), "");
}

TEST_F(Phrasing, WhatOtherSamplesOfTheIntentSayIsNoSignOfAnythingElse) {
    const std::string said = "would you feed the cat some of its tuna";
    add(definition("cat.skill", "feed", {"feed the cat"}));
    const double alone = ask(said).confidence;
    add(definition("cat.skill", "feed", {"feed the cat", "give the cat its tuna"}));
    EXPECT_GT(ask(said).confidence, alone);
}

TEST_F(Phrasing, WhatOtherSamplesDoWithoutIsMissedLess) {
    const std::string said = "the factory settings please";
    add(definition("reset.skill", "all", {"go back to factory settings"}));
    const double alone = ask(said).confidence;
    add(definition("reset.skill",
                   "all",
                   {"go back to factory settings", "restore factory settings", "reset settings"}));
    EXPECT_GT(ask(said).confidence, alone);
}

TEST_F(Phrasing, ANumberThatNoSlotTakesIsNoSignOfAnythingElse) {
    add(definition("lamp.skill", "on", {"turn on the lights"}));
    EXPECT_EQ(ask("could you switch on lamp three").confidence,
              ask("could you switch on lamp").confidence);
}

TEST_F(Phrasing, ARequestIsBelievedSoonerThanATale) {
    add(definition("weather.skill", "ask", {"what is the weather"}));
    const double told = ask("we watched the weather chart").confidence;
    EXPECT_GT(ask("give me the weather chart").confidence, told);
    EXPECT_GT(ask("please the weather chart").confidence, told);
}

TEST_F(Phrasing, WhatIsSaidOfAnythingOrOfTheSameFieldSpeaksLessAgainstAnIntent) {
    add(definition("air.skill", "flight", {"when does the flight leave"}));
    const double stranger = ask("what about the flight marmalade").confidence;
    EXPECT_GT(ask("what about the flight level").confidence, stranger);
    EXPECT_GT(ask("what about the flight luggage").confidence, stranger);
}

TEST_F(Phrasing, AQuestionIsNoCommandAndACommandNoQuestion) {
    add(definition("lawn.skill", "mow", {"start the mower", "run the mower"}));
    add(definition("game.skill", "score", {"how did the {team} play", "did the {team} play"}));
    EXPECT_EQ(name("would you run the mower"), "mow");
    EXPECT_EQ(name("who invented the mower"), "");
    EXPECT_LT(ask("play something by the beatles").confidence,
              ask("do you know if the beatles play").confidence);
}

TEST_F(Phrasing, AReasonBesideWhatIsWantedIsPassedOver) {
    add(definition("heat.skill", "warmer", {"turn up the heating", "make it warmer"}));
    add(definition("bank.skill", "block", {"block my card", "freeze my card"}));
    EXPECT_EQ(name("the shoes are wet could you turn up the heating"), "warmer");
    EXPECT_EQ(name("freeze my card so nobody can buy horses"), "block");
    EXPECT_EQ(name("she asked whether you could turn up the heating"), "");
}

TEST_F(Phrasing, AConditionIsNotPassedOver) {
    add(definition("chat.skill", "hobbies", {"what do you do for fun", "what do you like to do"}));
    EXPECT_EQ(name("and what do you do for fun then"), "hobbies");
    EXPECT_EQ(name("what do you do if you can't stop vomiting"), "");
    EXPECT_EQ(name("what should i do if i saw a cockroach in my house"), "");
}

TEST_F(Phrasing, WhatAsksOfTheAssistantAsksOfNothingElse) {
    add(definition("chat.skill", "who", {"(who|what) are you", "are you [a] (human|robot)"}));
    EXPECT_EQ(name("so are you a robot then"), "who");
    EXPECT_EQ(name("is the robot vacuum charged"), "");
}

TEST_F(Phrasing, OneQuestionAmongItsSamplesMakesAnIntentAnswerFew) {
    add(definition("alarm.skill",
                   "set",
                   {"set an alarm for tomorrow morning",
                    "wake me up early",
                    "create an alarm",
                    "add a new alarm",
                    "what about an alarm at noon"}));
    EXPECT_EQ(name("please set me a new alarm"), "set");
    EXPECT_EQ(name("which alarms are on"), "");
    EXPECT_EQ(name("when will my alarm go off"), "");
    EXPECT_EQ(name("how many alarms do i have"), "");
}

TEST_F(Phrasing, ASumIsNoComputer) {
    add(definition("about.skill", "who", {"who are you", "are you [a] (human|robot|computer)"}));
    EXPECT_EQ(name("are you really a computer"), "who");
    EXPECT_EQ(name("what is 10 divided by 3"), "");
}

TEST_F(Phrasing, AnotherThingIsAnotherIntent) {
    add(definition("tea.skill", "brew", {"make me some tea", "brew tea"}));
    add(definition("tea.skill", "wash", {"wash the (cup|cups|pot)"}));
    EXPECT_EQ(name("could you wash my cups please"), "wash");
    EXPECT_EQ(name("wash my car"), "");
}

TEST_F(Phrasing, WhatIsToldOfTheWorldAsksForNothing) {
    add(definition("bus.skill", "times", {"when is the next bus", "what time does the bus leave"}));
    add(definition("sea.skill", "tides", {"when is (high|low) tide", "what is the tide doing"}));
    EXPECT_EQ(name("how soon does the bus go"), "times");
    EXPECT_EQ(name("how many wheels does a bus have"), "");
    EXPECT_EQ(name("there is a tide in the affairs of men"), "");
}

TEST_F(Phrasing, WhatASentenceIsSaidForIsNoValue) {
    add(definition("list.skill", "add", {"add {item} to my list", "put {item} on my list"}));
    EXPECT_EQ(name("stick some milk on my list"), "add");
    EXPECT_EQ(name("delete the milk on my list"), "");
}

TEST_F(Phrasing, AKnownValueIsFoundWhereverItStands) {
    add(definition("weather.skill", "at", {"what is the weather in {city}"}));
    ASSERT_TRUE(matcher_.add(EntityDefinition{"weather.skill", "city", "en-US", {"new york"}}));
    const auto verdict = ask("new york weather please");
    ASSERT_TRUE(verdict.match) << verdict.reason;
    EXPECT_EQ(verdict.match->slots, (Slots{{"city", "new york"}}));
}

TEST_F(Phrasing, RequiredSlotsBlacklistsAndExcludedValuesHold) {
    auto made = definition("music.skill", "play", {"play {song} music", "play music"});
    made.required_slots = {"song"};
    made.blacklist = {"chess"};
    made.slot_blacklist["song"] = {"some"};
    add(made);
    EXPECT_EQ(name("could you put on jazz music"), "play");
    EXPECT_EQ(name("could you put on music"), "");
    EXPECT_EQ(name("could you put on chess music"), "");
    MatchOptions options;
    options.context_value = [](auto, auto, auto slot) -> std::optional<std::string> {
        return slot == "song" ? std::optional<std::string>("blues") : std::nullopt;
    };
    EXPECT_EQ(ask("could you put on music", options).match.value().slots.at("song"), "blues");
}

TEST_F(Phrasing, SessionsSeeTheirOwnOverWhatTheyInherit) {
    add(timer());
    add(definition("lamp.skill", "on", {"turn on the lights"}), "kitchen");
    MatchOptions kitchen;
    kitchen.session_id = "kitchen";
    EXPECT_EQ(name("would you switch on the lamps", kitchen), "on");
    EXPECT_EQ(name("would you switch on the lamps"), "");
    EXPECT_EQ(name("put five minutes on the clock", kitchen), "set");

    matcher_.set_enabled("timer.skill", "set", std::nullopt, false, "kitchen");
    EXPECT_EQ(name("put five minutes on the clock", kitchen), "");
    EXPECT_EQ(name("put five minutes on the clock"), "set");
    matcher_.set_enabled("timer.skill", "set", std::nullopt, true, "kitchen");
    EXPECT_EQ(name("put five minutes on the clock", kitchen), "set");

    matcher_.remove_skill("lamp.skill", "kitchen");
    EXPECT_EQ(name("would you switch on the lamps", kitchen), "");
}

TEST_F(Phrasing, DenylistsAndGatesTakeIntentsOut) {
    add(timer());
    const std::string said = "put five minutes on the clock";
    const Names skills{"timer.skill"};
    const Names intents{"timer.skill:set"};
    MatchOptions options;
    options.blacklisted_skills = skills;
    EXPECT_EQ(name(said, options), "");
    options.blacklisted_skills = {};
    options.blacklisted_intents = intents;
    EXPECT_EQ(name(said, options), "");
    options.blacklisted_intents = {};
    options.admits = [](auto, auto) { return false; };
    EXPECT_EQ(name(said, options), "");
}

TEST_F(Phrasing, WhatIsRemovedOrReplacedIsForgotten) {
    add(timer());
    EXPECT_EQ(name("put five minutes on the clock"), "set");
    add(definition("timer.skill", "set", {"open the hatch"}));
    EXPECT_EQ(matcher_.size(), 1U);
    EXPECT_EQ(name("put five minutes on the clock"), "");
    EXPECT_EQ(name("could you open up the hatch"), "set");
    matcher_.remove_intent("timer.skill", "set");
    EXPECT_EQ(name("could you open up the hatch"), "");
    EXPECT_EQ(matcher_.size(), 0U);
}

TEST_F(Phrasing, AnUnusableDefinitionDoesNotReplaceAUsableOne) {
    add(timer());
    add(definition("timer.skill", "set", {"(broken"}));
    EXPECT_EQ(name("put five minutes on the clock"), "set");
    EXPECT_FALSE(matcher_.add(definition("", "set", {"a"})));
    EXPECT_FALSE(matcher_.add(definition("timer.skill", "stop", {"a"})));
    EXPECT_FALSE(matcher_.add(definition("timer.skill", "set", {"a"}, "")));
}

TEST_F(Phrasing, TheNearestRegionAnswersForTheLanguage) {
    add(timer());
    EXPECT_EQ(name("put five minutes on the clock", {}, "en-GB"), "set");
    EXPECT_EQ(name("put five minutes on the clock", {}, "de-DE"), "");
    add(definition("timer.skill", "set", {"open the hatch"}, "en-GB"));
    EXPECT_EQ(name("put five minutes on the clock", {}, "en-GB"), "");
}

TEST_F(Phrasing, GermanAndSpanishAreUnderstoodToo) {
    add(definition("timer.skill", "set", {"stell einen timer auf {length}"}, "de-DE"));
    add(definition("timer.skill", "set", {"pon un temporizador de {length}"}, "es-ES"));
    EXPECT_EQ(ask("könntest du bitte einen timer für fünf minuten stellen", {}, "de-DE")
                  .match.value()
                  .slots.at("length"),
              "fünf minuten");
    EXPECT_EQ(ask("me gustaría poner un temporizador de diez minutos", {}, "es-ES")
                  .match.value()
                  .slots.at("length"),
              "diez minutos");
}

TEST_F(Phrasing, SamplesThatAreWholeSentencesAreUnderstoodByWhatTheyShare) {
    add(spelling());
    add(definition("timer.skill", "stop_it", {"(cancel|stop) the timer"}));
    EXPECT_EQ(name("how do you spell aaron"), "spell");
    EXPECT_EQ(name("could you tell me how i should spell kangaroo"), "spell");
    // Of what they share nothing was said, and of what one of them is about little.
    EXPECT_EQ(name("is there an elephant in the zoo"), "");
    EXPECT_EQ(name("a shepherd has a dog and many sheep"), "");
}

TEST_F(Phrasing, TheOrderOfRegistrationPlaysNoPart) {
    std::vector<TemplateDefinition> all{
        timer(),
        definition("timer.skill", "stop_it", {"(cancel|stop) the timer"}),
        definition("lamp.skill", "on", {"turn on the [{room}] lights"}),
        definition("lamp.skill", "off", {"turn off the [{room}] lights"}),
        definition("lamp.two", "on", {"switch on the lamp"}),
        definition("music.skill", "play", {"play {song}", "play {song} by {artist}"}),
        definition("alarm.skill", "wake", {"wake me [up] at {time}", "set an alarm for {time}"}),
        definition("weather.skill", "ask", {"what is the weather [in {city}]"}),
        definition("clock.skill", "time", {"what time is it", "tell me the time"}),
        spelling(),
        definition("word.skill",
                   "meaning",
                   {"can you tell me what liaison means in a letter",
                    "i would like to know what conscience means please",
                    "what does it mean when somebody says shepherd to you"})};
    const Names said{"how do you spell aaron",
                     "please tell me how kangaroo means in a letter",
                     "could you get the kitchen lamps on",
                     "put five minutes on the clock",
                     "never mind the timer",
                     "i need to be up at seven",
                     "do i need an umbrella in rome",
                     "stick on some jazz by miles davis",
                     "have you got the time",
                     "i would like it to stop",
                     "lamp"};
    std::vector<std::string> expected;
    std::mt19937 random(7);
    for (int round = 0; round < 40; ++round) {
        std::ranges::shuffle(all, random);
        PhrasingMatcher matcher;
        for (const auto& made : all) ASSERT_TRUE(matcher.add(made));
        std::vector<std::string> decided;
        for (const auto& utterance : said) {
            const auto verdict = matcher.match(Names{utterance}, "en-US");
            std::string row = verdict.reason + "|" + verdict.runner_up;
            if (verdict.match) {
                for (const auto& [slot, value] : verdict.match->slots) {
                    row.append(slot).append("=").append(value);
                }
            }
            decided.push_back(std::move(row));
        }
        if (expected.empty()) expected = decided;
        ASSERT_EQ(decided, expected) << "in round " << round;
    }
}

TEST_F(Phrasing, HugeAndBrokenUtterancesAreDeclined) {
    add(timer());
    EXPECT_EQ(name(std::string(1'000'000, 'a')), "");
    std::string many;
    for (int i = 0; i < 500; ++i) many += "timer five minutes ";
    EXPECT_EQ(name(many), "");
    EXPECT_EQ(name("put five minutes on the \xFF clock"), "");
    EXPECT_FALSE(matcher_.match({}, "en-US").match);
}

TEST_F(Phrasing, ADefinitionOfMillionsOfSamplesIsBounded) {
    std::string text = "open the hatch";
    for (int i = 0; i < 40; ++i) text += " [w" + std::to_string(i) + "]";
    add(definition("a.skill", "many", {text}));
    EXPECT_EQ(name("could you open the hatch"), "");  // refused, as the template stage does
    Names samples;
    for (int i = 0; i < 5'000; ++i) samples.push_back("open the hatch number" + std::to_string(i));
    add(definition("a.skill", "long", samples));
    EXPECT_EQ(ask("could you open up the hatch number7").closest, "a.skill:long");
}

TEST_F(Phrasing, TheFirstCandidateThatIsBelievedWins) {
    add(timer());
    const auto verdict = matcher_.match(
        Names{"but five minnows on the cloth", "put five minutes on the clock"}, "en-US");
    ASSERT_TRUE(verdict.match);
    EXPECT_EQ(verdict.match->utterance, "put five minutes on the clock");
}

TEST_F(Phrasing, HowSureItHasToBeIsASetting) {
    PhrasingSettings settings;
    settings.confidence_min = 0.99;
    PhrasingMatcher strict(settings);
    ASSERT_TRUE(strict.add(timer()));
    const auto verdict = strict.match(Names{"put five minutes on the clock"}, "en-US");
    EXPECT_FALSE(verdict.match);
    EXPECT_EQ(verdict.closest, "timer.skill:set");
}

}  // namespace
}  // namespace utter::intent::phrasing
