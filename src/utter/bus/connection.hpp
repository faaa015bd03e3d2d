#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "utter/bus/access.hpp"
#include "utter/bus/http_door.hpp"
#include "utter/bus/input_buffer.hpp"
#include "utter/bus/poller.hpp"
#include "utter/bus/send_queue.hpp"
#include "utter/bus/transport.hpp"
#include "utter/bus/websocket.hpp"

namespace utter::bus {

class Connection;

/// What a connection needs from the server it belongs to.
class ConnectionOwner {
  public:
    using Clock = std::chrono::steady_clock;

    ConnectionOwner() = default;
    virtual ~ConnectionOwner() = default;
    ConnectionOwner(const ConnectionOwner&) = delete;
    ConnectionOwner& operator=(const ConnectionOwner&) = delete;
    ConnectionOwner(ConnectionOwner&&) = delete;
    ConnectionOwner& operator=(ConnectionOwner&&) = delete;

    /// Room to read into, shared by all connections; scan_padding more bytes lie behind it.
    [[nodiscard]] virtual std::span<char> read_room() noexcept = 0;
    /// False while reading has to wait; the connection is told to go on with resume_reading().
    [[nodiscard]] virtual bool may_read(Connection& connection) = 0;
    /// A request head arrived; answer with accept() or respond().
    virtual void on_request(Connection& connection, const Result<HttpRequest>& request) = 0;
    /// A whole text message, with scan_padding readable bytes behind it.
    virtual void on_text(Connection& connection, std::string_view payload) = 0;
    /// The peer broke a rule and is being closed.
    virtual void on_refused(Connection& connection, std::string_view reason) = 0;
    virtual void on_written(Connection& connection, std::size_t bytes) = 0;
    /// The socket is gone. Destroy the connection after the poller's round, not here.
    virtual void on_gone(Connection& connection) = 0;
};

/// One peer of the bus: HTTP until it has upgraded, WebSocket from then on. One thread.
class Connection final : public PollSource {
  public:
    using Clock = ConnectionOwner::Clock;
    enum class State : std::uint8_t {
        handshake,  ///< no request yet
        open,       ///< a client of the bus
        closing,    ///< has been told goodbye; its own goodbye is awaited
        gone,
    };
    /// Time a peer has to answer a close frame, or to take the response of a refused request.
    static constexpr std::chrono::milliseconds close_grace{1000};

    Connection(std::uint64_t number,
               std::unique_ptr<Transport> transport,
               std::string address,
               std::size_t frame_bytes_max,
               Poller& poller,
               ConnectionOwner& owner);
    ~Connection() override;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    Connection(Connection&&) = delete;
    Connection& operator=(Connection&&) = delete;

    [[nodiscard]] std::uint64_t number() const noexcept { return number_; }
    /// Where it comes from: an IP address, or "unix".
    [[nodiscard]] const std::string& address() const noexcept { return address_; }
    [[nodiscard]] Clock::time_point connected_at() const noexcept { return connected_; }
    [[nodiscard]] State state() const noexcept { return state_; }
    [[nodiscard]] std::size_t queued_bytes() const noexcept { return queue_.bytes(); }
    [[nodiscard]] bool queues_one_frame() const { return queue_.holds_one_frame(); }
    /// Whether it may not or does not want to see everything.
    [[nodiscard]] bool is_limited() const noexcept {
        return principal.role != nullptr || subscription.has_value();
    }
    /// Whether the socket takes no more for now.
    [[nodiscard]] bool blocked() const noexcept { return write_armed_; }

    /// Lets the client in.
    void accept(const HttpRequest& request, std::string_view subprotocol);
    /// Answers a request that is not let in, and ends.
    void respond(const HttpResponse& response, bool head_only);

    /// Queues frames that are already laid out; flush() sends them.
    void queue(const FrameSpan& frames) { queue_.push(frames); }
    /// Queues one frame that only this client gets.
    void queue_own(std::string_view frame);
    /// Writes what the socket takes.
    void flush();

    /// Says why, then closes; a peer that does not answer is cut after close_grace.
    /// @param keep_queue whether what is queued goes out before.
    void close(websocket::CloseCode code, std::string_view reason, bool keep_queue);
    /// Ends at once.
    void cut();

    /// Called about once a second: time-outs and pings.
    void tick(Clock::time_point now, Clock::duration handshake_max, Clock::duration ping_after);
    void resume_reading();

    void on_ready(std::uint32_t events) override;

    // Set and read by the server.
    Principal principal;
    bool is_local_user = false;  ///< a Unix peer: known without a key
    std::string key;             ///< what it was let in with, to see whether it is still good
    /// Topics the client asked for; nothing: all.
    std::optional<std::vector<TopicFilter>> subscription;
    bool dirty = false;
    bool held_reading = false;
    std::optional<Clock::time_point> queued_since;  ///< when the oldest waiting frame came
    // How long this slow reader has held up the writers, and whether it still may.
    std::size_t written_since_check = 0;
    Clock::duration held_others{};
    bool may_hold = true;

  private:
    void read();
    std::size_t take(char* data, std::size_t size);
    std::size_t take_frame(char* data, std::size_t size);
    bool take_control(const websocket::FrameHeader& header, std::string_view payload);
    void take_data(const websocket::FrameHeader& header, std::string_view payload);
    void refuse(websocket::CloseCode code, std::string_view reason);
    void finish();
    void watch();
    void watch_for_writing();

    const std::uint64_t number_;
    const std::unique_ptr<Transport> transport_;
    const std::string address_;
    const std::size_t frame_bytes_max_;
    Poller& poller_;
    ConnectionOwner& owner_;

    State state_ = State::handshake;
    InputBuffer input_;
    std::uint64_t skip_bytes_ = 0;  // of a refused frame, still to come
    std::string fragments_;
    bool in_fragments_ = false;
    SendQueue queue_;
    bool write_armed_ = false;
    bool read_armed_ = true;
    bool end_after_flush_ = false;
    bool pinged_ = false;
    const Clock::time_point connected_;
    Clock::time_point heard_;
    Clock::time_point closing_since_;
};

}  // namespace utter::bus
