#include "utter/legacy/topic_pairs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "utter/core/topic.hpp"
#include "utter/legacy/dispatch_topic.hpp"
#include "utter/legacy/twin.hpp"

namespace utter::legacy {
namespace {

TEST(TopicPairs, NamesAreTopicsAndEachAppearsOnce) {
    std::set<std::string_view> seen;
    for (const auto& pair : topic_pairs()) {
        EXPECT_TRUE(is_topic(pair.legacy)) << pair.legacy;
        EXPECT_TRUE(is_topic(pair.spec)) << pair.spec;
        EXPECT_TRUE(seen.insert(pair.legacy).second) << pair.legacy;
        EXPECT_TRUE(seen.insert(pair.spec).second) << pair.spec;
        EXPECT_TRUE(pair.to_spec != nullptr || pair.to_legacy != nullptr) << pair.legacy;
    }
}

TEST(TopicPairs, AnUtteranceKeepsItsPayloadAndContext) {
    const Message legacy("recognizer_loop:utterance",
                         {{"utterances", json::array{"hello"}}, {"lang", "en-US"}},
                         {{"source", "cli"}});
    const auto spec = spec_message(legacy).value();
    EXPECT_EQ(spec.type(), "ovos.utterance.handle");
    EXPECT_EQ(spec.data(), legacy.data());
    EXPECT_EQ(spec.context(), legacy.context());
}

TEST(TopicPairs, ASpeakSaysInBothNamesThatTheMicrophoneOpens) {
    const Message legacy("speak", {{"utterance", "Which?"}, {"expect_response", true}});
    EXPECT_EQ(spec_message(legacy).value().data().at("listen"), true);
    const Message spec("ovos.utterance.speak", {{"utterance", "Which?"}, {"listen", true}});
    EXPECT_EQ(legacy_twin(spec).value().data().at("expect_response"), true);
    EXPECT_EQ(legacy_twin(Message("ovos.utterance.speak")).value().data().at("expect_response"),
              false);
}

TEST(TopicPairs, SoundsChangeTheirEncoding) {
    const Message legacy("mycroft.audio.queue", {{"binary_data", "00ff10"}, {"audio_ext", "mp3"}});
    const auto spec = spec_message(legacy).value();
    EXPECT_EQ(spec.data(), (json::object{{"audio", "AP8Q"}, {"mime", "audio/mpeg"}}));
    EXPECT_EQ(legacy_twin(spec).value().data(), legacy.data());
    const Message padded("mycroft.audio.queue", {{"binary_data", "00"}, {"audio_ext", "wav"}});
    EXPECT_EQ(spec_message(padded).value().data().at("audio"), "AA==");
    EXPECT_EQ(legacy_twin(spec_message(padded).value()).value().data(), padded.data());
}

TEST(TopicPairs, SoundsThatAreNoHexStayAsTheyAre) {
    const Message legacy("mycroft.audio.queue", {{"binary_data", "xyz"}});
    EXPECT_EQ(spec_message(legacy).value().data(), legacy.data());
    const Message uri("mycroft.audio.play_sound", {{"uri", "snd/error.mp3"}});
    EXPECT_EQ(spec_message(uri).value().data(), uri.data());
}

TEST(TopicPairs, ADetachedIntentIsSplitAtTheFirstColon) {
    const Message legacy("detach_intent", {{"intent_name", "a.b:x.intent"}});
    EXPECT_EQ(spec_message(legacy).value().data(),
              (json::object{{"skill_id", "a.b"}, {"intent_name", "x"}}));
    const Message spec("ovos.intent.deregister", {{"skill_id", "a.b"}, {"intent_name", "x"}});
    EXPECT_EQ(legacy_twin(spec).value().data(), (json::object{{"intent_name", "a.b:x"}}));
}

TEST(TopicPairs, WhatSkillsReactToThemselvesIsNotTakenOver) {
    EXPECT_FALSE(spec_message(Message("mycroft.skill.disable_intent", {{"intent_name", "x"}})));
    EXPECT_FALSE(spec_message(Message("some.other.topic")));
}

// LEG-07
TEST(Twin, IsMarkedAndOtherwiseACopy) {
    const Message spec("ovos.stop", {{"a", 1}}, {{"source", "x"}});
    const auto twin = legacy_twin(spec).value();
    EXPECT_EQ(twin.type(), "mycroft.stop");
    EXPECT_EQ(twin.data(), spec.data());
    EXPECT_EQ(twin.context(), (json::object{{"source", "x"}, {namespace_marker, true}}));
    EXPECT_EQ(without_markers(twin).context(), spec.context());
}

TEST(Twin, ASkillsStopIsSpelledWithADot) {
    const auto twin = legacy_twin(Message("music.me:stop")).value();
    EXPECT_EQ(twin.type(), "music.me.stop");
    EXPECT_FALSE(legacy_twin(Message("music.me:play")));
}

// LEG-02
TEST(DispatchTopic, OldNamesWithAColonAreNone) {
    for (const auto* topic : {"recognizer_loop:utterance",
                              "padatious:register_intent",
                              "question:query",
                              "converse:skill",
                              "stop:global",
                              "speak:b64_audio"}) {
        EXPECT_FALSE(split_dispatch(topic)) << topic;
    }
    const std::string topic = "a.b:x";
    const auto dispatch = split_dispatch(topic).value();
    EXPECT_EQ(dispatch.skill_id, "a.b");
    EXPECT_EQ(dispatch.intent_name, "x");
}

// I4-054
TEST(LegacyTwin, ASkillThatRemovesAnotherIsNotMirrored) {
    const json::object other{{"skill_id", "c.d"}};
    EXPECT_FALSE(legacy_twin(Message("ovos.skill.deregister", other, {{"skill_id", "a.b"}})));
    EXPECT_TRUE(legacy_twin(Message("ovos.skill.deregister", other, {{"skill_id", "c.d"}})));
    EXPECT_TRUE(legacy_twin(Message("ovos.skill.deregister", other)));
}

}  // namespace
}  // namespace utter::legacy
