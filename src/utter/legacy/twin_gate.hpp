#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "utter/bus/frame_gate.hpp"
#include "utter/core/message.hpp"

namespace utter::legacy {

/// What a frame that came in is.
enum class Ruling : std::uint8_t {
    relay,   ///< pass it on as it is
    strip,   ///< take the markers out (without_markers), then pass it on
    absorb,  ///< nobody needs it
};

/// Judges the frames of each connection on their way in.
///
/// Programs that do not know the twin markers copy them into everything they derive from a twin, so
/// a marker is believed only when the same connection sent the spec frame, at most witness_age_max
/// before; one spec frame proves one twin. An unproven marker is to be stripped, or everybody would
/// drop the only copy there is. And a classic skill reports `ovos.utterance.handled` itself besides
/// the orchestrator; that one is absorbed, recognised by what the connection reported of the same
/// round before, unless an orchestrator speaks on it too.
///
/// When a connection ends in the middle of a handler, its report of an error is made up here, as
/// the skill would have sent it, so that nobody waits for the rest.
///
/// State: per connection the newest witnesses_max candidate frames within witness_bytes_max, and
/// the ids of reports_max rounds and as many handlers that run. One thread.
class TwinGate final : public bus::FrameGate {
  public:
    using ConnectionId = std::uint64_t;
    using Time = std::chrono::steady_clock::time_point;

    static constexpr std::chrono::seconds witness_age_max{5};
    static constexpr std::size_t witnesses_max = 32;
    static constexpr std::size_t witness_bytes_max = std::size_t{1024} * 1024;
    static constexpr std::size_t reports_max = 64;

    /// @param publish puts a message on the bus; called from connection_left()
    explicit TwinGate(std::function<void(Message)> publish = {}) : publish_(std::move(publish)) {}

    [[nodiscard]] std::string_view marker_ending() const override { return "_compat_twin"; }
    [[nodiscard]] Interest interest(std::string_view topic, bool marked) const override;
    void remember(std::uint64_t connection, std::string_view frame) override;
    [[nodiscard]] Verdict judge(std::uint64_t connection, const Message& message) override;
    void connection_left(std::uint64_t connection) override;

    /// Looks at one frame, in the order they came in.
    [[nodiscard]] Ruling examine(ConnectionId connection, const Message& message, Time now);

  private:
    /// Only parsed when a twin comes, since most frames never have one.
    struct Witness {
        std::string frame;
        Time seen;
    };
    struct Connection {
        std::deque<Witness> witnesses;
        std::size_t witness_bytes = 0;
        std::deque<std::string> reported;  // utterance ids of rounds its skills took part in
        std::deque<Message> running;       // what its skills reported of handlers that began
        bool orchestrates = false;
    };

    static void remember_witness(Connection& connection, std::string_view frame, Time now);
    [[nodiscard]] static bool take_witness(Connection& connection, const Message& twin, Time now);
    static void remember_report(Connection& connection, const Message& message);
    [[nodiscard]] static bool repeats_end(const Connection& connection, const Message& message);

    std::function<void(Message)> publish_;
    std::map<ConnectionId, Connection> connections_;
};

}  // namespace utter::legacy
