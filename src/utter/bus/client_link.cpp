#include "utter/bus/client_link.hpp"

#include <sys/socket.h>

#include <array>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "utter/bus/upgrade.hpp"

namespace utter::bus {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

// A socket, or what is wrong; a bus that is not there may be there soon.
std::unexpected<Error> not_there(std::string detail) {
    return std::unexpected<Error>(Error{ErrorCode::unavailable, std::move(detail), true});
}

asio::awaitable<Result<int>> connect_local(asio::io_context& context, std::string path) {
    error_code error;
    asio::local::stream_protocol::socket socket(context);
    const asio::local::stream_protocol::endpoint endpoint(path);
    co_await socket.async_connect(endpoint, asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return not_there(error.message());
    co_return socket.release();
}

asio::awaitable<Result<int>> connect_tcp(asio::io_context& context, BusUrl url) {
    error_code error;
    std::vector<tcp::endpoint> endpoints;
    const auto address = asio::ip::make_address(url.host, error);
    if (!error) {
        endpoints.emplace_back(address, url.port);
    } else {
        tcp::resolver resolver(context);
        const auto port = std::to_string(url.port);
        const auto found = co_await resolver.async_resolve(
            url.host, port, asio::redirect_error(asio::use_awaitable, error));
        if (error) co_return not_there(error.message());
        endpoints.assign(found.begin(), found.end());
    }
    tcp::socket socket(context);
    co_await asio::async_connect(
        socket, endpoints, asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return not_there(error.message());
    if (socket.set_option(tcp::no_delay(true), error)) co_return not_there(error.message());
    co_return socket.release();
}

asio::awaitable<void> wait_for(ClientLink& link) {
    error_code ignored;  // the next read says what is wrong
    const auto direction = link.transport->wants_write()
                               ? asio::posix::stream_descriptor::wait_write
                               : asio::posix::stream_descriptor::wait_read;
    co_await link.readiness.async_wait(direction,
                                       asio::redirect_error(asio::use_awaitable, ignored));
}

// Asks for a WebSocket. What came behind the answer is in the decoder then.
asio::awaitable<Result<void>> shake_hands(ClientLink& link,
                                          std::string request,
                                          std::string websocket_key) {
    using Status = Transport::Status;
    std::string_view unsent = request;
    std::string received;
    std::array<char, 4096> room{};
    for (;;) {
        // Reads before it writes: what is read may complete TLS's own handshake, and until then
        // nothing can be written.
        auto moved = link.transport->read(room);
        if (moved.status == Status::again) {
            auto written = Transport::Moved{};
            while (!unsent.empty() && written.status == Status::done) {
                const iovec piece{const_cast<char*>(unsent.data()), unsent.size()};
                written = link.transport->write({&piece, 1});
                unsent.remove_prefix(written.bytes);
            }
            if (written.status == Status::failed) co_return not_there(link.transport->failure());
            co_await wait_for(link);
            continue;
        }
        if (moved.status == Status::failed) co_return not_there(link.transport->failure());
        received.append(room.data(), moved.bytes);
        const bool ended = moved.status == Status::closed;
        const auto answer = read_upgrade_response(received, ended, websocket_key);
        if (!answer) co_return std::unexpected(answer.error());
        if (const auto head = *answer) {
            link.decoder.append(std::string_view(received).substr(*head));
            co_return Result<void>{};
        }
    }
}

}  // namespace

ClientLink::ClientLink(asio::io_context& context,
                       std::unique_ptr<Transport> connected,
                       std::size_t message_bytes_max)
    : transport(std::move(connected)),
      readiness(context, transport->descriptor()),
      decoder(message_bytes_max) {}

ClientLink::~ClientLink() {
    readiness.release();  // the transport closes it
}

void ClientLink::cut() noexcept {
    ::shutdown(transport->descriptor(), SHUT_RDWR);
}

asio::awaitable<Result<std::shared_ptr<ClientLink>>> connect_link(asio::io_context& context,
                                                                  BusClientSettings settings,
                                                                  BusUrl url) {
    auto connecting = url.kind == BusUrl::Kind::local ? connect_local(context, url.socket)
                                                      : connect_tcp(context, url);
    const auto descriptor = co_await std::move(connecting);
    if (!descriptor) co_return std::unexpected(descriptor.error());
    auto transport = url.kind == BusUrl::Kind::tls ? settings.make_tls(*descriptor, url.host)
                                                   : make_socket_transport(*descriptor);
    auto link =
        std::make_shared<ClientLink>(context, std::move(transport), settings.frame_bytes_max);
    auto websocket_key = make_websocket_key();
    auto request = upgrade_request(url, websocket_key, settings.key);
    auto shaking = shake_hands(*link, std::move(request), std::move(websocket_key));
    const auto shaken = co_await std::move(shaking);
    if (!shaken) co_return std::unexpected(shaken.error());
    co_return link;
}

}  // namespace utter::bus
