#pragma once

#include <chrono>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "utter/core/result.hpp"
#include "utter/speech/engines/wyoming/address.hpp"
#include "utter/speech/engines/wyoming/event.hpp"

namespace utter::speech::wyoming {

/// How long a peer may take. Whichever ends first counts.
struct Timeouts {
    std::chrono::milliseconds connect{2'000};  ///< until it is connected
    std::chrono::milliseconds idle{5'000};     ///< without a byte in either direction
    std::chrono::milliseconds total{60'000};   ///< from opening to the last event
};

/// One connection between a Wyoming client and a service, either end. Blocks, never longer than the
/// time-outs say. Not thread-safe. Errors are unavailable or timeout, and their texts go on after
/// the peer's name: "closed the connection".
class Connection {
  public:
    [[nodiscard]] static Result<Connection> open(const Address& address, Timeouts timeouts);

    /// The service's end of one: a connected, non-blocking descriptor, which it closes.
    [[nodiscard]] static Connection adopt(int descriptor, Timeouts timeouts);

    ~Connection();
    Connection(Connection&& other) noexcept;
    Connection& operator=(Connection&& other) noexcept;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Sends the whole event, and takes in what arrives meanwhile, so that a peer which talks
    /// before it has heard everything stops nobody. When the peer has gone, what it said before
    /// can still be received.
    [[nodiscard]] Result<void> send(const Event& event);

    /// The next event; a `ping` is answered and passed over.
    [[nodiscard]] Result<Event> receive();

    /// The same, but waits for no longer than `patience` and then returns nothing.
    [[nodiscard]] Result<std::optional<Event>> receive_within(std::chrono::milliseconds patience);

  private:
    Connection(int descriptor, Timeouts timeouts, std::chrono::steady_clock::time_point started);

    [[nodiscard]] Result<void> send_bytes(std::string_view bytes);
    [[nodiscard]] Result<short> wait_for(short events) const;
    [[nodiscard]] Result<void> take_in();
    [[nodiscard]] Result<std::optional<Event>> take_received();

    int descriptor_;
    Timeouts timeouts_;
    std::chrono::steady_clock::time_point deadline_;
    EventDecoder decoder_;
    std::deque<Event> received_;
    bool ended_ = false;  // nothing more will arrive
};

}  // namespace utter::speech::wyoming
