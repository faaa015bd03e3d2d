#include "utter/legacy/twin_gate.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "utter/legacy/twin.hpp"

namespace utter::legacy {
namespace {

using namespace std::chrono_literals;

const TwinGate::Time start{};

Message twin_of(const Message& spec) {
    return legacy_twin(spec).value();
}

Message speak(std::string_view text, json::object context = {}) {
    return Message("ovos.utterance.speak", {{"utterance", text}}, std::move(context));
}

// LEG-05
TEST(TwinGate, ATwinBehindItsSpecFrameIsRelayed) {
    TwinGate gate;
    const auto spec = speak("hello", {{"source", "a"}});
    EXPECT_EQ(gate.examine(1, spec, start), Ruling::relay);
    EXPECT_EQ(gate.examine(1, twin_of(spec), start), Ruling::relay);
}

TEST(TwinGate, ATwinWithThePayloadAsItWasIsProvenToo) {
    TwinGate gate;
    const auto spec = speak("hello");
    EXPECT_EQ(gate.examine(1, spec, start), Ruling::relay);
    const auto twin = with_marker(Message("speak", spec.data()), namespace_marker);
    EXPECT_EQ(gate.examine(1, twin, start), Ruling::relay);
}

// Reading JSON may move the last digit of a number; what is compared has to be read alike, or an
// answer would be heard twice.
TEST(TwinGate, ATwinIsProvenWhateverTimesItsSessionHas) {
    TwinGate gate;
    for (int i = 0; i < 2'000; ++i) {
        const double at = 1'795'975'000.0 + i * 0.123456789;
        const auto spec = speak("hello", {{"session", json::object{{"activated_at", at}}}});
        ASSERT_EQ(gate.examine(1, spec, start), Ruling::relay);
        ASSERT_EQ(gate.examine(1, twin_of(spec), start), Ruling::relay) << i;
    }
}

// LEG-05
TEST(TwinGate, AnInheritedMarkerIsStripped) {
    TwinGate gate;
    const auto pong =
        with_marker(Message("ovos.skills.fallback.pong", {{"skill_id", "a"}}), namespace_marker);
    EXPECT_EQ(gate.examine(1, pong, start), Ruling::strip);
    const auto plain = with_marker(Message("gui.page.show"), intent_marker);
    EXPECT_EQ(gate.examine(1, plain, start), Ruling::strip);
}

TEST(TwinGate, AnotherConnectionsFrameProvesNothing) {
    TwinGate gate;
    const auto spec = speak("hello");
    EXPECT_EQ(gate.examine(1, spec, start), Ruling::relay);
    EXPECT_EQ(gate.examine(2, twin_of(spec), start), Ruling::strip);
}

TEST(TwinGate, OneFrameProvesOneTwin) {
    TwinGate gate;
    const auto spec = speak("hello");
    EXPECT_EQ(gate.examine(1, spec, start), Ruling::relay);
    EXPECT_EQ(gate.examine(1, twin_of(spec), start), Ruling::relay);
    EXPECT_EQ(gate.examine(1, twin_of(spec), start), Ruling::strip);
}

TEST(TwinGate, APayloadThatDiffersIsNoTwin) {
    TwinGate gate;
    EXPECT_EQ(gate.examine(1, speak("hello"), start), Ruling::relay);
    EXPECT_EQ(gate.examine(1, twin_of(speak("hallo")), start), Ruling::strip);
}

TEST(TwinGate, AFrameProvesNothingAfterFiveSeconds) {
    TwinGate gate;
    const auto spec = speak("hello");
    EXPECT_EQ(gate.examine(1, spec, start), Ruling::relay);
    EXPECT_EQ(gate.examine(1, twin_of(spec), start + 5001ms), Ruling::strip);
}

TEST(TwinGate, AnIntentsTwinIsProvenByItsDispatch) {
    TwinGate gate;
    const Message dispatch("a.b:x", {{"lang", "en-US"}}, {{"skill_id", "a.b"}});
    EXPECT_EQ(gate.examine(1, dispatch, start), Ruling::relay);
    EXPECT_EQ(gate.examine(1, intent_twin(dispatch), start), Ruling::relay);
    EXPECT_EQ(gate.examine(1, intent_twin(dispatch), start), Ruling::strip);
}

// LEG-14
TEST(TwinGate, TheEndThatAClassicSkillReportsItselfIsAbsorbed) {
    TwinGate gate;
    const json::object context{{"utterance_id", "u1"}, {std::string(intent_marker), true}};
    const json::object name{{"name", "Hello.handle"}};
    EXPECT_EQ(gate.examine(1, Message("mycroft.skill.handler.complete", name, context), start),
              Ruling::strip);
    EXPECT_EQ(gate.examine(1, Message("ovos.utterance.handled", name, context), start),
              Ruling::absorb);
}

// LEG-14
TEST(TwinGate, TheEndOfAConversationOrFallbackIsAbsorbedToo) {
    TwinGate gate;
    std::uint64_t connection = 0;
    for (const auto* topic :
         {"skill.converse.response", "ovos.skills.fallback.a.b.response", "a.b.stop.response"}) {
        const json::object context{{"utterance_id", "u1"}};
        ++connection;
        EXPECT_EQ(gate.examine(connection, Message(topic, {}, context), start), Ruling::relay);
        EXPECT_EQ(gate.examine(connection, Message("ovos.utterance.handled", {}, context), start),
                  Ruling::absorb);
    }
}

TEST(TwinGate, TheEndThatAnOrchestratorReportsIsRelayed) {
    TwinGate gate;
    const json::object context{{"utterance_id", "u1"}};
    const Message complete("mycroft.skill.handler.complete", {}, context);
    const Message handled("ovos.utterance.handled", {}, context);
    EXPECT_EQ(gate.examine(1, complete, start), Ruling::relay);
    EXPECT_EQ(gate.examine(2, handled, start), Ruling::relay);
    // One that runs its skills in its own process.
    EXPECT_EQ(gate.examine(2, Message("ovos.intent.matched", {}, context), start), Ruling::relay);
    EXPECT_EQ(gate.examine(2, complete, start), Ruling::relay);
    EXPECT_EQ(gate.examine(2, handled, start), Ruling::relay);
    // One of the classic generation stamps no id and leaves the report to the skill.
    EXPECT_EQ(gate.examine(3, Message("mycroft.skill.handler.complete"), start), Ruling::relay);
    EXPECT_EQ(gate.examine(3, Message("ovos.utterance.handled"), start), Ruling::relay);
}

// LEG-26
TEST(TwinGate, AHandlerWhoseConnectionIsLostFailed) {
    std::vector<Message> published;
    TwinGate gate([&](Message message) { published.push_back(std::move(message)); });
    const auto report = [&](const char* topic, const char* id) {
        const Message message(
            topic, {{"name", "A.b"}}, {{"utterance_id", id}, {"skill_id", "a.b"}});
        EXPECT_EQ(gate.examine(1, message, start), Ruling::relay);
    };
    report("mycroft.skill.handler.start", "u1");
    report("mycroft.skill.handler.complete", "u1");
    report("mycroft.skill.handler.start", "u2");
    gate.connection_left(1);
    gate.connection_left(1);
    ASSERT_EQ(published.size(), 1U);
    EXPECT_EQ(published[0].type(), "mycroft.skill.handler.error");
    EXPECT_EQ(published[0].context_string("utterance_id"), "u2");
    EXPECT_EQ(published[0].context_string("skill_id"), "a.b");
    EXPECT_EQ(published[0].data_string("exception"), "the connection to the skill was lost");
}

TEST(TwinGate, ForgetsAConnectionThatLeft) {
    TwinGate gate;
    const auto spec = speak("hello");
    EXPECT_EQ(gate.examine(1, spec, start), Ruling::relay);
    gate.connection_left(1);
    EXPECT_EQ(gate.examine(1, twin_of(spec), start), Ruling::strip);
}

TEST(TwinGate, RemembersSoManyFramesAndNoMore) {
    TwinGate gate;
    const auto oldest = speak("oldest");
    EXPECT_EQ(gate.examine(1, oldest, start), Ruling::relay);
    for (std::size_t i = 0; i < TwinGate::witnesses_max; ++i) {
        EXPECT_EQ(gate.examine(1, speak(std::to_string(i)), start), Ruling::relay);
    }
    EXPECT_EQ(gate.examine(1, twin_of(oldest), start), Ruling::strip);
    EXPECT_EQ(gate.examine(1, twin_of(speak("7")), start), Ruling::relay);
}

TEST(TwinGate, RemembersTheNewestFrameHoweverLarge) {
    TwinGate gate;
    const auto small = speak("small");
    const auto large = speak(std::string(2 * TwinGate::witness_bytes_max, 'x'));
    EXPECT_EQ(gate.examine(1, small, start), Ruling::relay);
    EXPECT_EQ(gate.examine(1, large, start), Ruling::relay);
    EXPECT_EQ(gate.examine(1, twin_of(small), start), Ruling::strip);
    EXPECT_EQ(gate.examine(1, twin_of(large), start), Ruling::relay);
}

TEST(TwinGate, HandsTheServerAFrameWithoutItsMarkers) {
    TwinGate gate;
    const auto verdict = gate.judge(1, with_marker(Message("gui.page.show"), intent_marker));
    const auto* changed = std::get_if<Message>(&verdict);
    ASSERT_NE(changed, nullptr);
    EXPECT_FALSE(is_marked(*changed));
    EXPECT_TRUE(std::holds_alternative<bus::FrameGate::Pass>(gate.judge(1, speak("hello"))));
}

TEST(TwinGate, OrdinaryFramesAreNoneOfItsConcern) {
    const TwinGate gate;
    using Interest = bus::FrameGate::Interest;
    EXPECT_EQ(gate.interest("gui.page.show", false), Interest::none);
    EXPECT_EQ(gate.interest("ovos.intent.handler.start", false), Interest::none);
    EXPECT_EQ(gate.interest("speak", false), Interest::remember);
    EXPECT_EQ(gate.interest("a.b:x", false), Interest::remember);
    EXPECT_EQ(gate.interest("ovos.utterance.handled", false), Interest::judge);
    EXPECT_EQ(gate.interest("any", true), Interest::judge);
}

TEST(TwinGate, AFrameThatWasOnlyRememberedProvesItsTwin) {
    TwinGate gate;
    const auto spec = speak("hello");
    gate.remember(1, *spec.wire());
    const auto now = std::chrono::steady_clock::now();
    EXPECT_EQ(gate.examine(1, twin_of(spec), now), Ruling::relay);
    EXPECT_EQ(gate.examine(1, twin_of(spec), now), Ruling::strip);
}

}  // namespace
}  // namespace utter::legacy
