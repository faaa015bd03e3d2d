#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/json.hpp"
#include "utter/core/result.hpp"

/// The events of the Wyoming protocol as bytes: a line of JSON, then a block of JSON, then raw
/// bytes, the last two only where the line announces them. No sockets here.
namespace utter::speech::wyoming {

struct Event {
    std::string type;
    json::object data;
    std::string payload;

    friend bool operator==(const Event&, const Event&) = default;
};

/// What a peer may send; more ends the reading.
struct EventLimits {
    std::size_t header_bytes_max = 65'536;  ///< the reference's own limit
    std::size_t data_bytes_max = 4'194'304;
    std::size_t payload_bytes_max = 4'194'304;
};

/// The event as it goes over the wire.
[[nodiscard]] std::string encode(const Event& event);

/// Takes a stream apart, however it was cut. Not thread-safe. Holds at most what the limits allow
/// and what one feed() brought.
class EventDecoder {
  public:
    explicit EventDecoder(EventLimits limits = {}) : limits_(limits) {}

    /// Appends the events that are complete now to `out`. Data in the line and data in the block
    /// are one, and the block wins.
    /// @return malformed or limit, naming the field, for the first event that cannot be read;
    ///         nothing after it can be either, so every later call returns the same
    [[nodiscard]] Result<void> feed(std::string_view bytes, std::vector<Event>& out);

    /// Whether the stream may end here: between two events.
    [[nodiscard]] bool at_boundary() const { return !failed_ && !header_read_ && buffer_.empty(); }

  private:
    [[nodiscard]] Result<bool> read_header();
    [[nodiscard]] Result<void> finish_event(std::vector<Event>& out);

    EventLimits limits_;
    std::string buffer_;              // what of the stream no event has taken yet
    std::size_t taken_bytes_ = 0;     // of the buffer, by events that are complete
    std::size_t searched_bytes_ = 0;  // of the rest, without a line's end
    bool header_read_ = false;
    Event event_;  // what its header said
    std::size_t data_bytes_ = 0;
    std::size_t payload_bytes_ = 0;
    bool failed_ = false;
    Error error_;
};

}  // namespace utter::speech::wyoming
