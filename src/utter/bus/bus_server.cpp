#include "utter/bus/bus_server.hpp"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/json/serialize.hpp>
#include <mutex>
#include <set>
#include <utility>
#include <vector>

#include "utter/bus/frame.hpp"
#include "utter/bus/outbox.hpp"
#include "utter/core/log.hpp"
#include "utter/core/version.hpp"
#include "utter/runtime/async.hpp"
#include "utter/runtime/event_loop.hpp"
#include "utter/runtime/task_scope.hpp"

namespace utter::bus {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using tcp = asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr std::size_t header_bytes_max = 8 * 1024;
constexpr std::size_t read_piece_bytes = 64 * 1024;
constexpr std::size_t read_buffer_keep_bytes = 64 * 1024;
constexpr std::chrono::milliseconds close_grace{1000};
constexpr std::chrono::milliseconds accept_pause{50};

// A page in a browser may reach loopback ports; only pages served from this machine are let in.
bool origin_is_local(std::string_view origin) {
    const auto scheme_end = origin.find("://");
    if (scheme_end == std::string_view::npos) return false;
    const auto host = origin.substr(scheme_end + 3);
    for (const std::string_view local : {"localhost", "127.0.0.1", "[::1]"}) {
        if (host == local || (host.starts_with(local) && host[local.size()] == ':')) return true;
    }
    return false;
}

class Connection : public std::enable_shared_from_this<Connection> {
  public:
    Connection(tcp::socket socket, std::size_t number, const BusServerSettings& settings)
        : ws(std::move(socket)), number_(number), outbox_(settings.client_queue_bytes_max) {}

    websocket::stream<beast::tcp_stream> ws;

    [[nodiscard]] std::size_t number() const noexcept { return number_; }
    [[nodiscard]] bool closing() const noexcept { return closing_; }

    void send(const Outbox::Frame& frame) {
        if (closing_) return;
        if (!outbox_.push(frame)) {
            log::warning("bus.client_too_slow",
                         {{"client", number_},
                          {"queued_bytes", outbox_.bytes()},
                          {"queued_frames", outbox_.frames()}});
            close(websocket::close_code::policy_error, "too slow: outbound queue is full");
            return;
        }
        if (!writing_) write_next();
    }

    // Says why, then closes; a peer that does not answer is cut after a moment.
    void close(websocket::close_code code, std::string reason) {
        if (std::exchange(closing_, true)) return;
        reason_ = websocket::close_reason(code, reason);
        if (code == websocket::close_code::policy_error) {
            // What is queued will not be read; only the frame on the wire stays.
            drop_queue_ = true;
        }
        if (!writing_) start_close();
        auto timer = std::make_shared<asio::steady_timer>(ws.get_executor(), close_grace);
        timer->async_wait([self = shared_from_this(), timer](error_code) { self->cut(); });
    }

    void cut() {
        error_code ignored;
        ws.next_layer().socket().close(ignored);
    }

  private:
    void write_next() {
        writing_ = true;
        ws.async_write(asio::buffer(*outbox_.front()),
                       [self = shared_from_this()](error_code error, std::size_t) {
                           self->on_written(error);
                       });
    }

    void on_written(error_code error) {
        writing_ = false;
        if (error) return;  // the read loop sees the same loss and ends the connection
        outbox_.pop();
        if (drop_queue_) outbox_.clear();
        if (!outbox_.empty()) {
            write_next();
        } else if (closing_) {
            start_close();
        }
    }

    void start_close() {
        ws.async_close(reason_, [self = shared_from_this()](error_code) {});
    }

    std::size_t number_;
    Outbox outbox_;
    bool writing_ = false;
    bool closing_ = false;
    bool drop_queue_ = false;
    websocket::close_reason reason_;
};

http::response<http::string_body> answer(const http::request<http::empty_body>& request,
                                         http::status status,
                                         std::string_view content_type,
                                         std::string body) {
    http::response<http::string_body> response{status, request.version()};
    response.set(http::field::server, std::string("utter/") + std::string(version));
    response.set(http::field::content_type, content_type);
    response.keep_alive(false);
    response.body() = std::move(body);
    response.prepare_payload();
    return response;
}

}  // namespace

struct BusServer::Impl : std::enable_shared_from_this<BusServer::Impl> {
    Impl(runtime::EventLoop& l, Bus& b, BusServerSettings s)
        : loop(l),
          bus(b),
          settings(std::move(s)),
          acceptor(l.context()),
          scope(l.context().get_executor()) {}

    runtime::EventLoop& loop;
    Bus& bus;
    BusServerSettings settings;
    tcp::acceptor acceptor;
    InlineExecutor here;
    Subscription tap;
    std::chrono::steady_clock::time_point started = std::chrono::steady_clock::now();
    std::set<std::shared_ptr<Connection>> connections;
    std::size_t accepted = 0;
    bool closing = false;

    std::mutex pending_mutex;
    std::vector<Outbox::Frame> pending;  // guarded by pending_mutex: published, not yet fanned out
    bool flush_posted = false;           // guarded by pending_mutex

    runtime::TaskScope scope;  // last: ends before what its tasks use

    Result<void> listen() {
        error_code error;
        const auto address = asio::ip::make_address(settings.host, error);
        if (error) {
            return fail(ErrorCode::invalid_argument,
                        "bus.host '" + settings.host + "' is not an IP address");
        }
        const tcp::endpoint endpoint(address, settings.port);
        acceptor.open(endpoint.protocol(), error);
        if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
        if (!error) acceptor.bind(endpoint, error);
        if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
        if (error) {
            std::string detail = "cannot listen on " + settings.host + ":" +
                                 std::to_string(settings.port) + ": " + error.message();
            if (error == asio::error::address_in_use) {
                detail += "; another bus is running there (stop it, or set bus.port)";
            }
            return fail(ErrorCode::io, std::move(detail));
        }
        tap = bus.subscribe("*", here, [weak = weak_from_this()](const Message& message) {
            if (const auto self = weak.lock()) self->broadcast(message.wire());
        });
        scope.spawn("bus.accept", accept_loop(shared_from_this()));
        return {};
    }

    // From any thread. Frames wait in one list, so that those of one publisher stay in order.
    void broadcast(Outbox::Frame frame) {
        const std::lock_guard lock(pending_mutex);
        pending.push_back(std::move(frame));
        if (std::exchange(flush_posted, true)) return;
        loop.post([self = shared_from_this()] { self->flush(); });
    }

    void flush() {
        std::vector<Outbox::Frame> frames;
        {
            const std::lock_guard lock(pending_mutex);
            frames.swap(pending);
            flush_posted = false;
        }
        for (const auto& frame : frames) {
            for (const auto& connection : connections) connection->send(frame);
        }
    }

    void on_frame(const Connection& from, std::string frame) {
        auto verdict = judge_frame(std::move(frame));
        if (auto* accepted_frame = std::get_if<Accepted>(&verdict)) {
            bus.publish(std::move(accepted_frame->message));
        } else if (auto* relayed = std::get_if<Relayed>(&verdict)) {
            log::debug("bus.frame_relayed_only",
                       {{"client", from.number()}, {"reason", relayed->reason}});
            broadcast(std::make_shared<const std::string>(std::move(relayed->frame)));
        } else if (auto* rejected = std::get_if<CarrierRejected>(&verdict)) {
            log::warning("bus.frame_refused",
                         {{"client", from.number()},
                          {"reason", "field 'context.session' must be an object"},
                          {"type", rejected->notice.data_string("msg_type")}});
            bus.publish(std::move(rejected->notice));
        } else {
            log::warning(
                "bus.frame_refused",
                {{"client", from.number()}, {"reason", std::get<Refused>(verdict).reason}});
        }
    }

    [[nodiscard]] std::string health() const {
        const auto uptime = std::chrono::steady_clock::now() - started;
        return json::serialize(json::object{
            {"status", closing ? "closing" : "ok"},
            {"service", "bus"},
            {"version", version},
            {"uptime_s", std::chrono::duration_cast<std::chrono::seconds>(uptime).count()},
            {"clients", connections.size()}});
    }

    // What an HTTP request gets when it is not let in as a client.
    [[nodiscard]] http::response<http::string_body> respond(
        const http::request<http::empty_body>& request) const {
        const std::string_view target(request.target().data(), request.target().size());
        if (target == "/health") {
            if (request.method() == http::verb::get || request.method() == http::verb::head) {
                auto response = answer(request, http::status::ok, "application/json", health());
                if (request.method() == http::verb::head) response.body().clear();
                return response;
            }
            return answer(request, http::status::method_not_allowed, "text/plain", "use GET\n");
        }
        if (target == settings.path) {
            return answer(request,
                          http::status::upgrade_required,
                          "text/plain",
                          "this is a WebSocket: connect with an upgrade\n");
        }
        return answer(request,
                      http::status::not_found,
                      "text/plain",
                      "there is " + settings.path + " (WebSocket) and /health\n");
    }

    // Why an upgrade request is not let in, or nothing.
    [[nodiscard]] std::optional<http::response<http::string_body>> refuse(
        const http::request<http::empty_body>& request) const {
        if (!websocket::is_upgrade(request) ||
            std::string_view(request.target().data(), request.target().size()) != settings.path) {
            return respond(request);
        }
        const auto origin = request[http::field::origin];
        if (!origin.empty() && !origin_is_local({origin.data(), origin.size()})) {
            return answer(request,
                          http::status::forbidden,
                          "text/plain",
                          "pages from other machines may not use this bus\n");
        }
        if (connections.size() >= settings.clients_max) {
            return answer(request,
                          http::status::service_unavailable,
                          "text/plain",
                          "the bus has " + std::to_string(settings.clients_max) +
                              " clients, its limit (bus.clients_max)\n");
        }
        return std::nullopt;
    }

    static asio::awaitable<void> accept_loop(std::shared_ptr<Impl> self) {
        while (!self->closing) {
            tcp::socket socket(self->loop.context());
            error_code error;
            co_await self->acceptor.async_accept(socket,
                                                 asio::redirect_error(asio::use_awaitable, error));
            if (error == asio::error::operation_aborted || self->closing) co_return;
            if (error) {
                // Out of descriptors, most likely: pause, so that closing clients can free some.
                log::error("bus.accept_failed", {{"what", error.message()}});
                runtime::AsyncEvent pause(self->loop.context().get_executor());
                co_await pause.wait_for(accept_pause);
                continue;
            }
            self->scope.spawn("bus.connection", serve(self, std::move(socket)));
        }
    }

    static asio::awaitable<void> serve(std::shared_ptr<Impl> self, tcp::socket socket) {
        error_code error;
        socket.set_option(tcp::no_delay(true), error);
        const auto connection =
            std::make_shared<Connection>(std::move(socket), ++self->accepted, self->settings);
        auto& ws = connection->ws;
        auto& stream = ws.next_layer();
        beast::flat_buffer buffer;

        http::request_parser<http::empty_body> parser;
        parser.header_limit(header_bytes_max);
        stream.expires_after(self->settings.handshake_time_max);
        co_await http::async_read_header(
            stream, buffer, parser, asio::redirect_error(asio::use_awaitable, error));
        if (error) co_return;
        if (auto refusal = self->refuse(parser.get())) {
            co_await http::async_write(
                stream, *refusal, asio::redirect_error(asio::use_awaitable, error));
            stream.socket().shutdown(tcp::socket::shutdown_send, error);
            co_return;
        }

        stream.expires_never();
        ws.set_option(websocket::stream_base::timeout{
            self->settings.handshake_time_max, 2 * self->settings.ping_after, true});
        ws.read_message_max(0);  // read_frames() keeps the limit
        ws.auto_fragment(false);
        co_await ws.async_accept(parser.get(), asio::redirect_error(asio::use_awaitable, error));
        if (error) co_return;
        ws.text(true);
        self->connections.insert(connection);
        log::info("bus.client_connected",
                  {{"client", connection->number()}, {"clients", self->connections.size()}});
        co_await self->read_frames(connection, std::move(buffer));
        self->connections.erase(connection);
        log::info("bus.client_left",
                  {{"client", connection->number()}, {"clients", self->connections.size()}});
    }

    // Frames are read piece by piece, so that one over the limit is refused as soon as it shows,
    // and the sender, which may still be writing it, gets our close frame instead of a reset.
    asio::awaitable<void> read_frames(std::shared_ptr<Connection> connection,
                                      beast::flat_buffer buffer) {
        auto& ws = connection->ws;
        for (;;) {
            error_code error;
            co_await ws.async_read_some(
                buffer, read_piece_bytes, asio::redirect_error(asio::use_awaitable, error));
            if (error) co_return;
            if (connection->closing()) {
                buffer.clear();  // until the peer's own close frame
                continue;
            }
            if (ws.got_binary()) {
                refuse_frame(*connection,
                             websocket::close_code::unknown_data,
                             "binary frame: the bus carries JSON text");
                buffer.clear();
                continue;
            }
            if (buffer.size() > settings.frame_bytes_max) {
                refuse_frame(*connection,
                             websocket::close_code::too_big,
                             "frame is larger than bus.frame_max, " +
                                 std::to_string(settings.frame_bytes_max) + " bytes");
                buffer.clear();
                buffer.shrink_to_fit();
                continue;
            }
            if (!ws.is_message_done()) continue;
            on_frame(*connection, beast::buffers_to_string(buffer.data()));
            buffer.clear();
            if (buffer.capacity() > read_buffer_keep_bytes) buffer.shrink_to_fit();
        }
    }

    static void refuse_frame(Connection& from, websocket::close_code code, std::string reason) {
        log::warning("bus.frame_refused", {{"client", from.number()}, {"reason", reason}});
        from.close(code, std::move(reason));
    }

    void stop() {
        closing = true;
        tap.reset();
        error_code ignored;
        acceptor.close(ignored);
        scope.cancel();
        for (const auto& connection : connections) connection->cut();
    }
};

Result<std::unique_ptr<BusServer>> BusServer::start(runtime::EventLoop& loop,
                                                    Bus& bus,
                                                    BusServerSettings settings) {
    auto impl = std::make_shared<Impl>(loop, bus, std::move(settings));
    if (auto listening = impl->listen(); !listening) return std::unexpected(listening.error());
    return std::unique_ptr<BusServer>(new BusServer(std::move(impl)));
}

BusServer::BusServer(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
BusServer::~BusServer() {
    impl_->stop();
}

std::uint16_t BusServer::port() const noexcept {
    error_code ignored;
    return impl_->acceptor.is_open() ? impl_->acceptor.local_endpoint(ignored).port()
                                     : impl_->settings.port;
}

std::size_t BusServer::clients() const noexcept {
    return impl_->connections.size();
}

void BusServer::begin_close() {
    impl_->closing = true;
    error_code ignored;
    impl_->acceptor.close(ignored);
    impl_->flush();
    const auto connections = impl_->connections;
    for (const auto& connection : connections) {
        connection->close(websocket::close_code::going_away, "the bus is shutting down");
    }
}

}  // namespace utter::bus
