#include "utter/legacy/twin_gate.hpp"

#include <algorithm>
#include <ctime>

#include "utter/legacy/twin.hpp"

namespace utter::legacy {
namespace {

constexpr std::string_view handled_topic = "ovos.utterance.handled";
constexpr std::string_view handler_start = "mycroft.skill.handler.start";
constexpr std::string_view matched_topic = "ovos.intent.matched";

// To the millisecond, which is enough here; the precise clock costs five times as much, and this
// is asked for every frame.
TwinGate::Time coarse_now() {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return TwinGate::Time(std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec));
}

// What a skill says of its part in a round.
bool is_report(std::string_view topic) noexcept {
    return topic.starts_with("mycroft.skill.handler.") || topic == "skill.converse.response" ||
           topic.ends_with(".stop.response") ||
           (topic.starts_with("ovos.skills.fallback.") && topic.ends_with(".response"));
}

}  // namespace

bus::FrameGate::Interest TwinGate::interest(std::string_view topic, bool marked) const {
    if (marked || topic == handled_topic || topic == matched_topic || is_report(topic)) {
        return Interest::judge;
    }
    return has_counterpart(topic) ? Interest::remember : Interest::none;
}

void TwinGate::remember(std::uint64_t connection, std::string_view frame) {
    remember_witness(connections_[connection], frame, coarse_now());
}

bus::FrameGate::Verdict TwinGate::judge(std::uint64_t connection, const Message& message) {
    switch (examine(connection, message, coarse_now())) {
        case Ruling::strip:
            return without_markers(message);
        case Ruling::absorb:
            return Absorb{};
        case Ruling::relay:
            break;
    }
    return Pass{};
}

Ruling TwinGate::examine(ConnectionId connection, const Message& message, Time now) {
    auto& state = connections_[connection];
    if (message.type() == matched_topic) state.orchestrates = true;
    if (is_report(message.type())) remember_report(state, message);
    if (message.type() == handled_topic && repeats_end(state, message)) return Ruling::absorb;
    if (is_marked(message)) {
        return take_witness(state, message, now) ? Ruling::relay : Ruling::strip;
    }
    if (has_counterpart(message.type())) remember_witness(state, *message.wire(), now);
    return Ruling::relay;
}

void TwinGate::connection_left(std::uint64_t connection) {
    const auto left = connections_.extract(connection);
    if (left.empty() || !publish_) return;
    for (const auto& started : left.mapped().running) {
        publish_(started.forward("mycroft.skill.handler.error",
                                 {{"name", started.data_string("name")},
                                  {"exception", "the connection to the skill was lost"}}));
    }
}

void TwinGate::remember_witness(Connection& connection, std::string_view frame, Time now) {
    auto& witnesses = connection.witnesses;
    const auto drop_oldest = [&] {
        auto oldest = std::move(witnesses.front());
        witnesses.pop_front();
        connection.witness_bytes -= oldest.frame.size();
        return oldest;
    };
    // The oldest one's memory serves the newest.
    auto newest = witnesses.size() < witnesses_max ? Witness{} : drop_oldest();
    newest.frame.assign(frame);
    newest.seen = now;
    connection.witness_bytes += frame.size();
    witnesses.push_back(std::move(newest));
    // The newest stays whatever its size: its twin comes right behind it.
    while (witnesses.size() > 1 && connection.witness_bytes > witness_bytes_max) drop_oldest();
}

bool TwinGate::take_witness(Connection& connection, const Message& twin, Time now) {
    // The newest first: a twin comes right behind its spec frame.
    auto& witnesses = connection.witnesses;
    // Read as its witness is, which can move the last digit of a number that was made here.
    const auto read = Message::parse(*twin.wire());
    if (!read) return false;
    for (auto i = witnesses.size(); i-- > 0;) {
        const auto& witness = witnesses[i];
        if (now - witness.seen > witness_age_max) return false;
        const auto spec = Message::parse(witness.frame);
        if (!spec || !is_twin_of(*read, *spec)) continue;
        connection.witness_bytes -= witness.frame.size();
        witnesses.erase(witnesses.begin() + static_cast<std::ptrdiff_t>(i));
        return true;
    }
    return false;
}

void TwinGate::remember_report(Connection& connection, const Message& message) {
    const auto utterance_id = message.context_string("utterance_id");
    if (utterance_id.empty()) return;
    connection.reported.emplace_back(utterance_id);
    if (connection.reported.size() > reports_max) connection.reported.pop_front();
    std::erase_if(connection.running, [&](const Message& started) {
        return started.context_string("utterance_id") == utterance_id;
    });
    if (message.type() != handler_start) return;
    connection.running.push_back(without_markers(message));
    if (connection.running.size() > reports_max) connection.running.pop_front();
}

bool TwinGate::repeats_end(const Connection& connection, const Message& message) {
    const auto utterance_id = message.context_string("utterance_id");
    return !connection.orchestrates && !utterance_id.empty() &&
           std::ranges::find(connection.reported, utterance_id) != connection.reported.end();
}

}  // namespace utter::legacy
