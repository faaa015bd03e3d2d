#pragma once

#include <cstdint>
#include <string_view>
#include <variant>

#include "utter/core/message.hpp"

namespace utter::bus {

/// Port: looks at clients' frames before the bus passes them on, for translations that have to
/// know which connection said what. Called on the server's thread.
class FrameGate {
  public:
    struct Pass {};                                       ///< as it is
    struct Absorb {};                                     ///< to nobody
    using Verdict = std::variant<Pass, Absorb, Message>;  ///< a Message takes the frame's place

    FrameGate() = default;
    virtual ~FrameGate() = default;
    FrameGate(const FrameGate&) = delete;
    FrameGate& operator=(const FrameGate&) = delete;
    FrameGate(FrameGate&&) = delete;
    FrameGate& operator=(FrameGate&&) = delete;

    /// What has to be done about a frame before it is passed on.
    enum class Interest : std::uint8_t {
        none,
        remember,  ///< remember() it, as it is
        judge,     ///< judge() it
    };

    /// Ending of the context keys that mark a frame for this gate.
    [[nodiscard]] virtual std::string_view marker_ending() const = 0;
    /// Asked of every frame, so it must be cheap.
    /// @param marked whether a key of its context ends in marker_ending()
    [[nodiscard]] virtual Interest interest(std::string_view topic, bool marked) const = 0;
    /// Keeps the frame in mind for a later verdict; as cheap.
    virtual void remember(std::uint64_t connection, std::string_view frame) = 0;
    [[nodiscard]] virtual Verdict judge(std::uint64_t connection, const Message& message) = 0;
    virtual void connection_left(std::uint64_t connection) = 0;
};

}  // namespace utter::bus
