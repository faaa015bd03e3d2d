#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "utter/bus/bus_client.hpp"
#include "utter/bus/bus_url.hpp"
#include "utter/bus/frame_decoder.hpp"
#include "utter/bus/transport.hpp"
#include "utter/core/result.hpp"

namespace utter::bus {

/// One connection of a client that has become a WebSocket. One thread.
struct ClientLink {
    using Clock = std::chrono::steady_clock;

    ClientLink(boost::asio::io_context& context,
               std::unique_ptr<Transport> connected,
               std::size_t message_bytes_max);
    ~ClientLink();
    ClientLink(const ClientLink&) = delete;
    ClientLink& operator=(const ClientLink&) = delete;
    ClientLink(ClientLink&&) = delete;
    ClientLink& operator=(ClientLink&&) = delete;

    /// Ends the connection at once; the object may be in use yet.
    void cut() noexcept;

    const std::unique_ptr<Transport> transport;
    boost::asio::posix::stream_descriptor readiness;  // borrows the transport's descriptor
    FrameDecoder decoder;
    Clock::time_point heard = Clock::now();
    bool pinged = false;
    bool close_sent = false;
    bool waits_to_write = false;
    bool broken = false;  // to be given up once what has arrived is read
};

/// Finds the bus, connects, shakes hands. No time limit of its own: wrap it in with_deadline().
/// @return unavailable or malformed saying what went wrong, retryable unless the bus itself refused
/// in a way that the same request will meet again.
[[nodiscard]] boost::asio::awaitable<Result<std::shared_ptr<ClientLink>>> connect_link(
    boost::asio::io_context& context, BusClientSettings settings, BusUrl url);

}  // namespace utter::bus
