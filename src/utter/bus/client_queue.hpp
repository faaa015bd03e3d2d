#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "utter/bus/random_source.hpp"
#include "utter/bus/websocket.hpp"

namespace utter::bus {

/// What a client has yet to say, in order. It waits as it is, shared with its message; only what is
/// about to be written is laid out and masked, many frames one behind the other. Not thread-safe.
class ClientQueue {
  public:
    using Payload = std::shared_ptr<const std::string>;

    /// @param bytes_max what may wait; a frame alone may always.
    explicit ClientQueue(std::size_t bytes_max) : bytes_max_(bytes_max) {}

    /// Adds a text message. @return how many of the oldest were dropped to make room: what was said
    /// long ago matters least when the bus comes back.
    std::size_t push(Payload payload);
    /// Adds a frame that goes before all that waits, and only on this connection. One of the same
    /// opcode that still waits is replaced. Behind a close frame nothing goes out until rewind().
    void push_urgent(websocket::Opcode opcode, std::string payload);

    [[nodiscard]] bool empty() const noexcept {
        return waiting_.empty() && urgent_.empty() && laid_out_.empty();
    }
    [[nodiscard]] std::size_t waiting_bytes() const noexcept { return waiting_bytes_; }

    /// The next bytes to write; they stay good until another call changes the queue. Empty when
    /// there is nothing to say.
    [[nodiscard]] std::string_view next();
    void written(std::size_t bytes);

    /// The connection is gone: what has not gone out whole will go out again on the next one.
    void rewind();

  private:
    struct Urgent {
        websocket::Opcode opcode;
        std::string payload;
    };
    struct OnItsWay {
        Payload payload;      // none of an urgent frame
        std::size_t end = 0;  // in laid_out_
    };
    void lay_out(websocket::Opcode opcode, std::string_view payload, Payload keep);

    const std::size_t bytes_max_;
    RandomSource masks_;  // RFC 6455 section 5.3: unpredictable
    std::vector<Urgent> urgent_;
    std::deque<Payload> waiting_;
    std::size_t waiting_bytes_ = 0;
    std::string laid_out_;  // whole masked frames; empty once all is written
    std::size_t sent_ = 0;  // of laid_out_
    bool closed_ = false;   // a close frame has been laid out
    std::deque<OnItsWay> on_its_way_;
};

}  // namespace utter::bus
