#include "utter/speech/engines/wyoming/connection.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <iterator>
#include <system_error>
#include <utility>
#include <vector>

#include "utter/core/duration_text.hpp"
#include "utter/speech/engines/wyoming/socket.hpp"

namespace utter::speech::wyoming {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t read_bytes = std::size_t{64} * 1024;
// Events that wait while we still talk; no service says so much before it has heard everything.
constexpr std::size_t waiting_events_max = 1000;

}  // namespace

Result<Connection> Connection::open(const Address& address, Timeouts timeouts) {
    const auto started = Clock::now();
    const auto descriptor = connect_socket(address, std::min(timeouts.connect, timeouts.total));
    if (!descriptor) return std::unexpected(descriptor.error());
    return Connection(*descriptor, timeouts, started);
}

Connection Connection::adopt(int descriptor, Timeouts timeouts) {
    return Connection(descriptor, timeouts, Clock::now());
}

Connection::Connection(int descriptor, Timeouts timeouts, Clock::time_point started)
    : descriptor_(descriptor), timeouts_(timeouts), deadline_(started + timeouts.total) {}

Connection::~Connection() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Connection::Connection(Connection&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      timeouts_(other.timeouts_),
      deadline_(other.deadline_),
      decoder_(std::move(other.decoder_)),
      received_(std::move(other.received_)),
      ended_(other.ended_) {}

Connection& Connection::operator=(Connection&& other) noexcept {
    if (this == &other) return *this;
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = std::exchange(other.descriptor_, -1);
    timeouts_ = other.timeouts_;
    deadline_ = other.deadline_;
    decoder_ = std::move(other.decoder_);
    received_ = std::move(other.received_);
    ended_ = other.ended_;
    return *this;
}

Result<void> Connection::send(const Event& event) {
    return send_bytes(encode(event));
}

Result<Event> Connection::receive() {
    while (true) {
        auto event = take_received();
        if (!event) return std::unexpected(event.error());
        if (auto& came = *event) return *std::move(came);
        const auto ready = wait_for(POLLIN);
        if (!ready) return std::unexpected(ready.error());
        if (auto taken = take_in(); !taken) return std::unexpected(taken.error());
    }
}

Result<std::optional<Event>> Connection::receive_within(std::chrono::milliseconds patience) {
    const auto until = Clock::now() + patience;
    while (true) {
        auto event = take_received();
        if (!event || *event) return event;
        pollfd watched{descriptor_, POLLIN, 0};
        const int ready = ::poll(&watched, 1, milliseconds_until(until));
        if (ready < 0 && errno != EINTR) {
            return fail(ErrorCode::unavailable,
                        "cannot be waited for: " + std::generic_category().message(errno));
        }
        if (ready > 0) {
            if (auto taken = take_in(); !taken) return std::unexpected(taken.error());
        } else if (Clock::now() >= until) {
            return std::nullopt;
        }
    }
}

// What has arrived already: an event, nothing, or the end.
Result<std::optional<Event>> Connection::take_received() {
    while (!received_.empty()) {
        auto event = std::move(received_.front());
        received_.pop_front();
        if (event.type != "ping") return event;
        event.type = "pong";
        event.payload.clear();
        if (auto sent = send(event); !sent && !ended_) return std::unexpected(sent.error());
    }
    if (!ended_) return std::nullopt;
    return fail(ErrorCode::unavailable,
                decoder_.at_boundary() ? "closed the connection before it was done"
                                       : "closed the connection in the middle of an event");
}

Result<void> Connection::send_bytes(std::string_view bytes) {
    while (!bytes.empty()) {
        const bool listening = !ended_ && received_.size() < waiting_events_max;
        const auto ready = wait_for(static_cast<short>(POLLOUT | (listening ? POLLIN : 0)));
        if (!ready) return std::unexpected(ready.error());
        if ((*ready & POLLIN) != 0) {
            if (auto taken = take_in(); !taken) return taken;
        }
        if ((*ready & (POLLOUT | POLLERR | POLLHUP)) == 0) continue;
        const auto sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent >= 0) {
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        } else if (errno != EAGAIN && errno != EINTR) {
            // It hears nothing more. What it said before, an error perhaps, is worth more than that
            // it went.
            const auto reason = std::generic_category().message(errno);
            while (!ended_ && received_.size() < waiting_events_max) {
                if (auto taken = take_in(); !taken) break;
                if (!wait_for(POLLIN)) break;
            }
            ended_ = true;
            return fail(ErrorCode::unavailable, "stopped listening: " + reason);
        }
    }
    return {};
}

Result<short> Connection::wait_for(short events) const {
    const auto idle = Clock::now() + timeouts_.idle;
    pollfd watched{descriptor_, events, 0};
    while (true) {
        const int ready = ::poll(&watched, 1, milliseconds_until(std::min(idle, deadline_)));
        if (ready > 0) return watched.revents;
        if (ready < 0 && errno != EINTR) {
            return fail(ErrorCode::unavailable,
                        "cannot be waited for: " + std::generic_category().message(errno));
        }
        const auto now = Clock::now();
        if (now >= deadline_) {
            return fail(ErrorCode::timeout, "was not done after " + duration_text(timeouts_.total));
        }
        if (now >= idle) {
            return fail(ErrorCode::timeout, "was silent for " + duration_text(timeouts_.idle));
        }
    }
}

// Whatever has arrived, without waiting.
Result<void> Connection::take_in() {
    std::array<char, read_bytes> buffer;
    const auto got = ::recv(descriptor_, buffer.data(), buffer.size(), 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return {};
    // A reset is an end like any other: what counts is whether the last event was complete.
    if (got <= 0) {
        ended_ = true;
        return {};
    }
    std::vector<Event> events;
    const auto read =
        decoder_.feed(std::string_view(buffer.data(), static_cast<std::size_t>(got)), events);
    std::ranges::move(events, std::back_inserter(received_));
    if (read) return {};
    ended_ = true;
    return fail(ErrorCode::unavailable, "does not speak Wyoming: " + read.error().detail);
}

}  // namespace utter::speech::wyoming
