#include "utter/bus/bus_client.hpp"

#include <algorithm>
#include <atomic>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>
#include <charconv>
#include <mutex>
#include <optional>
#include <random>
#include <utility>
#include <vector>

#include "utter/bus/local_bus.hpp"
#include "utter/bus/outbox.hpp"
#include "utter/core/log.hpp"
#include "utter/core/version.hpp"
#include "utter/runtime/async.hpp"
#include "utter/runtime/event_loop.hpp"
#include "utter/runtime/task_scope.hpp"

namespace utter::bus {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using tcp = asio::ip::tcp;
using boost::system::error_code;

namespace {

struct Endpoint {
    std::string host;
    std::string port;
    std::string path;
};

Result<Endpoint> parse_url(std::string_view url) {
    const auto bad = [url] {
        return fail(ErrorCode::invalid_argument,
                    "bus.url '" + std::string(url) + "' is not of the form ws://host:port/path");
    };
    constexpr std::string_view scheme = "ws://";
    if (!url.starts_with(scheme)) return bad();
    const auto rest = url.substr(scheme.size());
    const auto slash = rest.find('/');
    const auto authority = rest.substr(0, slash);
    const auto path = slash == std::string_view::npos ? std::string_view("/") : rest.substr(slash);
    const auto bracket = authority.rfind(']');
    const auto colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
    auto host = authority.substr(0, colon);
    auto port =
        colon == std::string_view::npos ? std::string_view("80") : authority.substr(colon + 1);
    unsigned number = 0;
    const auto [end, status] = std::from_chars(port.data(), port.data() + port.size(), number);
    if (host.empty() || status != std::errc{} || end != port.data() + port.size() || number == 0 ||
        number > 65535) {
        return bad();
    }
    if (host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
    return Endpoint{std::string(host), std::string(port), std::string(path)};
}

}  // namespace

struct BusClient::Impl : std::enable_shared_from_this<BusClient::Impl> {
    Impl(runtime::EventLoop& l, BusClientSettings s, Endpoint e)
        : loop(l),
          settings(std::move(s)),
          endpoint(std::move(e)),
          outbox(settings.queue_bytes_max),
          retry_pause(l.context().get_executor()),
          scope(l.context().get_executor()) {}

    using Stream = websocket::stream<beast::tcp_stream>;

    runtime::EventLoop& loop;
    const BusClientSettings settings;
    const Endpoint endpoint;
    LocalBus inbound;
    std::atomic<bool> connected = false;
    std::vector<std::function<void()>> connected_handlers;
    std::string last_error;

    Outbox outbox;
    std::size_t dropped = 0;
    bool writing = false;
    bool closing = false;
    std::shared_ptr<Stream> stream;  // set while connected
    runtime::AsyncEvent retry_pause;
    std::mt19937 random{std::random_device{}()};

    std::mutex pending_mutex;
    std::vector<Outbox::Frame> pending;  // guarded by pending_mutex
    bool flush_posted = false;           // guarded by pending_mutex

    runtime::TaskScope scope;  // last: ends before what its tasks use

    void publish(const Message& message) {
        const std::lock_guard lock(pending_mutex);
        pending.push_back(message.wire());
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
        for (auto& frame : frames) enqueue(std::move(frame));
        write_next();
    }

    // Keeps the newest: what was said long ago matters least when the bus comes back.
    void enqueue(Outbox::Frame frame) {
        while (!outbox.push(frame)) {
            if (writing && outbox.frames() == 1) return;  // only the frame on the wire is left
            if (dropped++ == 0) {
                log::warning("bus.client_queue_full",
                             {{"url", settings.url}, {"queued_bytes", outbox.bytes()}});
            }
            outbox.pop();
        }
    }

    void write_next() {
        if (writing || !stream || !connected || outbox.empty()) {
            if (closing && connected && !writing) start_close();
            return;
        }
        writing = true;
        stream->async_write(asio::buffer(*outbox.front()),
                            [self = shared_from_this(), keep = stream, frame = outbox.front()](
                                error_code error, std::size_t) {
                                self->writing = false;
                                if (error) return;  // sent again once the connection is back
                                self->outbox.pop();
                                self->write_next();
                            });
    }

    void start_close() {
        if (!stream) return;
        stream->async_close(websocket::close_code::normal,
                            [self = shared_from_this(), keep = stream](error_code) {});
    }

    void stop() {
        closing = true;
        scope.cancel();
        retry_pause.set();
        if (stream) {
            error_code ignored;
            stream->next_layer().socket().close(ignored);
        }
    }

    // One attempt to connect. On failure last_error says why.
    asio::awaitable<std::shared_ptr<Stream>> connect() {
        error_code error;
        tcp::resolver resolver(loop.context());
        const auto found = co_await resolver.async_resolve(
            endpoint.host, endpoint.port, asio::redirect_error(asio::use_awaitable, error));
        auto made = std::make_shared<Stream>(loop.context());
        auto& tcp_layer = made->next_layer();
        if (!error) {
            tcp_layer.expires_after(settings.connect_time_max);
            co_await tcp_layer.async_connect(found,
                                             asio::redirect_error(asio::use_awaitable, error));
        }
        if (!error) {
            error_code ignored;
            tcp_layer.socket().set_option(tcp::no_delay(true), ignored);
            tcp_layer.expires_never();
            auto timeouts = websocket::stream_base::timeout::suggested(beast::role_type::client);
            timeouts.handshake_timeout = settings.connect_time_max;
            made->set_option(timeouts);
            made->set_option(
                websocket::stream_base::decorator([](websocket::request_type& request) {
                    request.set(beast::http::field::user_agent, "utter/" + std::string(version));
                }));
            made->read_message_max(settings.frame_bytes_max);
            made->auto_fragment(false);
            made->text(true);
            co_await made->async_handshake(endpoint.host + ":" + endpoint.port,
                                           endpoint.path,
                                           asio::redirect_error(asio::use_awaitable, error));
        }
        if (!error) co_return made;
        last_error = settings.url + ": " + error.message();
        co_return nullptr;
    }

    asio::awaitable<void> read_frames(std::shared_ptr<Stream> from) {
        beast::flat_buffer buffer;
        for (;;) {
            error_code error;
            co_await from->async_read(buffer, asio::redirect_error(asio::use_awaitable, error));
            if (error) {
                last_error = settings.url + ": " + error.message();
                co_return;
            }
            auto message = Message::parse(beast::buffers_to_string(buffer.data()));
            buffer.clear();
            if (message) {
                inbound.publish(std::move(*message));
            } else {
                log::debug("bus.frame_ignored", {{"reason", message.error().detail}});
            }
        }
    }

    static asio::awaitable<void> run(std::shared_ptr<Impl> self) {
        auto pause = self->settings.retry_min;
        while (!self->closing) {
            auto made = co_await self->connect();
            if (self->closing) co_return;
            if (made) {
                pause = self->settings.retry_min;
                self->stream = made;
                self->connected = true;
                log::debug("bus.connected", {{"url", self->settings.url}});
                for (const auto& handler : self->connected_handlers) handler();
                self->write_next();
                co_await self->read_frames(made);
                self->connected = false;
                self->stream.reset();
                if (self->closing) co_return;
                log::warning("bus.connection_lost", {{"what", self->last_error}});
            } else {
                log::debug("bus.connect_failed", {{"what", self->last_error}});
            }
            // Jitter, so that all the parts of a house do not come back in the same millisecond.
            std::uniform_int_distribution<std::int64_t> jitter(pause.count() / 2, pause.count());
            co_await self->retry_pause.wait_for(std::chrono::milliseconds(jitter(self->random)));
            pause = std::min(pause * 2, self->settings.retry_max);
        }
    }
};

Result<std::unique_ptr<BusClient>> BusClient::start(runtime::EventLoop& loop,
                                                    BusClientSettings settings) {
    auto endpoint = parse_url(settings.url);
    if (!endpoint) return std::unexpected(endpoint.error());
    auto impl = std::make_shared<Impl>(loop, std::move(settings), std::move(*endpoint));
    impl->scope.spawn("bus.client", Impl::run(impl));
    return std::unique_ptr<BusClient>(new BusClient(std::move(impl)));
}

BusClient::BusClient(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
BusClient::~BusClient() {
    impl_->stop();
}

void BusClient::publish(Message message) {
    impl_->publish(message);
}

Subscription BusClient::subscribe(TopicFilter filter, Executor& executor, Handler handler) {
    return impl_->inbound.subscribe(std::move(filter), executor, std::move(handler));
}

void BusClient::on_connected(std::function<void()> handler) {
    if (impl_->connected) handler();
    impl_->connected_handlers.push_back(std::move(handler));
}

bool BusClient::connected() const noexcept {
    return impl_->connected;
}
std::string BusClient::last_error() const {
    return impl_->last_error;
}

void BusClient::begin_close() {
    impl_->closing = true;
    impl_->retry_pause.set();
    impl_->flush();
}

}  // namespace utter::bus
