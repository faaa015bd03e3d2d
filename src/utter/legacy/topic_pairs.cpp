#include "utter/legacy/topic_pairs.hpp"

#include <algorithm>
#include <array>

#include "utter/legacy/payloads.hpp"
#include "utter/legacy/twin.hpp"

namespace utter::legacy {
namespace {

constexpr auto pairs = std::to_array<TopicPair>({
    {"recognizer_loop:utterance", "ovos.utterance.handle", same_payload, same_payload},
    {"speak", "ovos.utterance.speak", speak_payload, speak_payload},
    {"speak:b64_audio", "ovos.utterance.speak.b64", speak_payload, speak_payload},
    {"speak:b64_audio.response", "ovos.audio.speech", same_payload, same_payload},
    {"recognizer_loop:audio_output_start", "ovos.audio.output.started", same_payload, same_payload},
    {"recognizer_loop:audio_output_end", "ovos.audio.output.ended", same_payload, same_payload},
    {"mycroft.mic.listen", "ovos.mic.listen", same_payload, same_payload},
    {"mycroft.audio.queue", "ovos.audio.queue", audio_to_spec, audio_to_legacy},
    {"mycroft.audio.play_sound", "ovos.audio.play_sound", audio_to_spec, audio_to_legacy},
    {"mycroft.audio.speech.stop", "ovos.audio.stop", same_payload, same_payload},
    {"mycroft.audio.speak.status", "ovos.audio.is_speaking", same_payload, same_payload},
    {"recognizer_loop:record_begin", "ovos.listener.record.started", same_payload, same_payload},
    {"recognizer_loop:record_end", "ovos.listener.record.ended", same_payload, same_payload},
    {"recognizer_loop:sleep", "ovos.listener.sleep", same_payload, same_payload},
    {"mycroft.awoken", "ovos.listener.awoken", same_payload, same_payload},
    {"recognizer_loop:speech.recognition.unknown", "ovos.stt.failed", same_payload, same_payload},
    {"mycroft.stop", "ovos.stop", same_payload, same_payload},
    {"skill.stop.pong", "ovos.stop.pong", same_payload, same_payload},
    {"ovos.skills.fallback.register", "ovos.fallback.register", same_payload, same_payload},
    {"ovos.skills.fallback.deregister", "ovos.fallback.deregister", same_payload, same_payload},
    {"ovos.skills.fallback.ping", "ovos.fallback.ping", same_payload, same_payload},
    {"ovos.skills.fallback.pong", "ovos.fallback.pong", same_payload, same_payload},
    {"complete_intent_failure", "ovos.intent.unmatched", same_payload, same_payload},
    {"detach_intent", "ovos.intent.deregister", detach_to_spec, detach_to_legacy},
    {"detach_skill", "ovos.skill.deregister", same_payload, same_payload},
    // A skill that hears these answers with a detach or a registration of its own.
    {"mycroft.skill.enable_intent", "ovos.intent.enable", nullptr, toggle_to_legacy},
    {"mycroft.skill.disable_intent", "ovos.intent.disable", nullptr, toggle_to_legacy},
    // Skills of both generations say this one; what they loaded is in skills_seen.hpp.
    {"mycroft.skills.loaded", "ovos.skill.loaded", nullptr, loaded_to_legacy},
    {"skillmanager.list", "ovos.skills.list", same_payload, nullptr},
    {"mycroft.skills.list", "ovos.skills.list.response", nullptr, skills_list_to_legacy},
    {"skill.converse.pong", "ovos.converse.pong", same_payload, nullptr},
});

}  // namespace

std::span<const TopicPair> topic_pairs() noexcept {
    return pairs;
}

const TopicPair* find_legacy_topic(std::string_view topic) noexcept {
    const auto* it = std::ranges::find(pairs, topic, &TopicPair::legacy);
    return it == pairs.end() ? nullptr : it;
}

const TopicPair* find_spec_topic(std::string_view topic) noexcept {
    const auto* it = std::ranges::find(pairs, topic, &TopicPair::spec);
    return it == pairs.end() ? nullptr : it;
}

std::optional<Message> spec_message(const Message& legacy) {
    const auto* pair = find_legacy_topic(legacy.type());
    if (pair == nullptr || pair->to_spec == nullptr) return std::nullopt;
    return Message(std::string(pair->spec), pair->to_spec(legacy), unmarked_context(legacy));
}

}  // namespace utter::legacy
