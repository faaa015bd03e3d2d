#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "utter/bus/websocket.hpp"

namespace utter::bus {

/// Takes what a WebSocket server sends apart into messages. Bytes in, events out; no socket. Not
/// thread-safe. Spec: RFC 6455 section 5.
class FrameDecoder {
  public:
    /// A whole message, put together when it came in pieces. Whether its sender called it text or
    /// binary makes no difference to what it says.
    struct Data {
        std::string payload;
    };
    struct Ping {
        std::string payload;
    };
    /// The server says goodbye.
    struct Goodbye {
        std::uint16_t code = 0;  ///< 0: it gave none
        std::string reason;
    };
    /// The server broke a rule or sent too much; nothing can be read any more.
    struct Violation {
        websocket::CloseCode code;
        std::string reason;
    };
    using Event = std::variant<websocket::NeedMore, Data, Ping, Goodbye, Violation>;

    /// @param message_bytes_max largest message that is taken.
    explicit FrameDecoder(std::size_t message_bytes_max) : message_bytes_max_(message_bytes_max) {}

    void append(std::string_view received);
    [[nodiscard]] Event next();

  private:
    [[nodiscard]] std::string_view problem_of(const websocket::FrameHeader& header) const;

    const std::size_t message_bytes_max_;
    std::string bytes_;
    std::size_t taken_ = 0;  // of bytes_
    std::string fragments_;
    bool in_fragments_ = false;
};

}  // namespace utter::bus
