#include "utter/web/server.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/chunk_encode.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/serializer.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <list>
#include <optional>
#include <utility>

#include "utter/core/log.hpp"
#include "utter/core/version.hpp"
#include "utter/runtime/async.hpp"
#include "utter/runtime/event_loop.hpp"
#include "utter/runtime/task_scope.hpp"
#include "utter/web/beast_websocket.hpp"
#include "utter/web/stream.hpp"

namespace utter::web {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;
using namespace std::chrono_literals;

namespace {

constexpr std::uint32_t header_bytes_max = 16 * 1024;
constexpr std::size_t buffer_bytes_max = std::size_t{64} * 1024;
constexpr std::uint16_t close_going_away = 1001;

using Parser = http::request_parser<http::string_body>;

std::string text(beast::string_view view) {
    return {view.data(), view.size()};
}

std::string server_name() {
    return "utter/" + std::string(version);
}

Headers headers_of(const http::fields& fields) {
    Headers headers;
    for (const auto& field : fields) {
        headers.emplace_back(text(field.name_string()), text(field.value()));
    }
    return headers;
}

// What a browser asks before it sends something from another origin.
Response preflight(const std::vector<std::string>& allowed) {
    auto response = no_content();
    std::string methods = "OPTIONS";
    for (const auto& method : allowed) {
        if (method != "WS") methods += ", " + method;
    }
    response.headers = {{"Access-Control-Allow-Methods", methods},
                        {"Access-Control-Allow-Headers", "Authorization, Content-Type, If-Match"},
                        {"Access-Control-Max-Age", "600"},
                        {"Allow", methods}};
    return response;
}

}  // namespace

struct Server::Impl : std::enable_shared_from_this<Server::Impl> {
    Impl(runtime::EventLoop& loop, ServerSettings made, Gate& its_gate, const Router& its_router)
        : settings(std::move(made)),
          gate(its_gate),
          router(its_router),
          acceptor(loop.context()),
          tasks(loop.context().get_executor()) {}

    [[nodiscard]] Result<void> listen();
    [[nodiscard]] asio::awaitable<void> accept();
    [[nodiscard]] asio::awaitable<void> serve(tcp::socket socket, std::string peer);

    ServerSettings settings;
    Gate& gate;
    const Router& router;
    tcp::acceptor acceptor;
    std::size_t connections = 0;
    std::size_t body_bytes = 0;
    bool closing = false;
    std::list<std::weak_ptr<BeastWebSocket>> sockets;
    runtime::TaskScope tasks;  // last: its coroutines use the rest
};

namespace {

// What of a body waits to be taken.
constexpr std::size_t sink_piece_bytes = std::size_t{256} * 1024;

// Counts while it lives.
class Counted {
  public:
    explicit Counted(std::shared_ptr<std::size_t> count) : count_(std::move(count)) { ++*count_; }
    ~Counted() { --*count_; }
    Counted(const Counted&) = delete;
    Counted& operator=(const Counted&) = delete;
    Counted(Counted&&) = delete;
    Counted& operator=(Counted&&) = delete;

  private:
    std::shared_ptr<std::size_t> count_;
};

class ChunkWriter final : public BodyWriter {
  public:
    ChunkWriter(Stream& stream, std::chrono::seconds patience)
        : stream_(stream), patience_(patience) {}

    asio::awaitable<void> write(std::string_view piece) override {
        if (piece.empty()) co_return;  // an empty chunk would be the end
        stream_.expires_after(patience_);
        const auto chunk = http::make_chunk(asio::const_buffer(piece.data(), piece.size()));
        co_await asio::async_write(stream_, chunk, asio::use_awaitable);
        stream_.expires_never();
    }

  private:
    Stream& stream_;
    std::chrono::seconds patience_;
};

// One connection, request after request.
class Exchange {
  public:
    Exchange(std::shared_ptr<Server::Impl> server, tcp::socket socket, std::string peer)
        : server_(std::move(server)),
          stream_(std::move(socket), server_->settings.make_tls),
          peer_(std::move(peer)) {}

    [[nodiscard]] asio::awaitable<void> run() {
        bool goes_on = true;
        while (goes_on) goes_on = co_await serve_one();
        stream_.shut_down();
        if (lingers_) co_await linger();
    }

  private:
    // @return whether the connection goes on
    [[nodiscard]] asio::awaitable<bool> serve_one() {
        parser_.emplace();
        parser_->header_limit(header_bytes_max);
        parser_->body_limit(boost::none);  // the route's own, once it is known
        stream_.expires_after(server_->settings.idle_time_max);
        beast::error_code error;
        co_await http::async_read_header(
            stream_, buffer_, *parser_, asio::redirect_error(asio::use_awaitable, error));
        co_await runtime::throw_if_cancelled();
        if (error) {
            if (error.category() != http::make_error_code(http::error::bad_method).category() ||
                error == http::error::end_of_stream) {
                co_return false;
            }
            const auto status = error == http::error::header_limit ? 431U : 400U;
            auto refused = problem(status, "not an HTTP request: " + error.message());
            co_return co_await refuse(std::move(refused));
        }
        auto answered = co_await answer();
        co_return answered;
    }

    [[nodiscard]] asio::awaitable<bool> answer() {
        const auto& head = parser_->get();
        Request request;
        request.method = text(head.method_string());
        request.headers = headers_of(head.base());
        request.host = text(head[http::field::host]);
        request.peer = peer_;
        request_ = &request;
        const auto target = read_target(text(head.target()), request);
        if (!target) {
            auto refused = problem(target.error());
            co_return co_await refuse(std::move(refused));
        }
        const bool upgrade = beast::websocket::is_upgrade(head);
        const auto found =
            server_->router.find(upgrade ? "WS" : request.method, request.path, request.params);
        if (request.method == "OPTIONS" && !found.allowed.empty()) {
            auto answered = preflight(found.allowed);
            co_return co_await refuse(std::move(answered));
        }
        const bool is_public = found.route != nullptr && found.route->is_public;
        if (auto refused = server_->gate.refuse(request, is_public)) {
            co_return co_await refuse(std::move(*refused));
        }
        if (found.route == nullptr) {
            auto refused = nothing_there(found.allowed, request);
            co_return co_await refuse(std::move(refused));
        }
        if (found.route->check) {
            if (auto refused = found.route->check(request)) {
                co_return co_await refuse(std::move(*refused));
            }
        }
        if (upgrade) {
            co_await serve_socket(*found.route, std::move(request));
            co_return false;
        }
        const auto limit = found.route->body_bytes_max;
        if (found.route->make_sink) request.sink = found.route->make_sink();
        auto refused = co_await read_body(limit, request.sink);
        if (refused) co_return co_await refuse(std::move(*refused));
        // What is looked at when it is answered stays here; the body, which may be large, does not.
        auto asked = request;
        asked.body = std::move(parser_->get().body());
        const Held held(*this, asked.body.size());
        auto response = co_await call(*found.route, std::move(asked));
        co_return co_await send(std::move(response), parser_->get().keep_alive());
    }

    // The bytes of a body count until they are answered.
    class Held {
      public:
        Held(Exchange& exchange, std::size_t bytes) : server_(exchange.server_), bytes_(bytes) {
            server_->body_bytes += bytes_;
        }
        ~Held() { server_->body_bytes -= bytes_; }
        Held(const Held&) = delete;
        Held& operator=(const Held&) = delete;
        Held(Held&&) = delete;
        Held& operator=(Held&&) = delete;
        void grow_to(std::size_t bytes) {
            server_->body_bytes += bytes - bytes_;
            bytes_ = bytes;
        }

      private:
        std::shared_ptr<Server::Impl> server_;
        std::size_t bytes_;
    };

    [[nodiscard]] static Response nothing_there(const std::vector<std::string>& allowed,
                                                const Request& request) {
        if (allowed.empty()) return problem(404, "there is nothing at " + request.path);
        if (allowed.size() == 1 && allowed.front() == "WS") {
            auto response = problem(426, "only a WebSocket can be opened here");
            response.headers.emplace_back("Upgrade", "websocket");
            return response;
        }
        std::string methods;
        for (const auto& method : allowed) {
            if (method != "WS") methods += (methods.empty() ? "" : ", ") + method;
        }
        auto response = problem(405, request.path + " allows " + methods);
        response.headers.emplace_back("Allow", methods);
        return response;
    }

    // @return why it cannot be read; nothing when it was
    [[nodiscard]] asio::awaitable<std::optional<Response>> read_body(
        std::size_t limit, std::shared_ptr<BodySink> sink) {
        const auto too_large = [limit] {
            return problem(413, "the body may have " + std::to_string(limit) + " bytes");
        };
        const auto length = parser_->content_length();
        if (length && *length > limit) co_return too_large();
        parser_->body_limit(limit);
        if (beast::iequals(parser_->get()[http::field::expect], "100-continue")) {
            http::response<http::empty_body> go_on{http::status::continue_,
                                                   parser_->get().version()};
            beast::error_code error;
            co_await http::async_write(
                stream_, go_on, asio::redirect_error(asio::use_awaitable, error));
        }
        Held held(*this, 0);
        while (!parser_->is_done()) {
            if (server_->body_bytes > server_->settings.body_bytes_max) {
                auto busy = problem(503, "too much is being uploaded; try again later");
                busy.headers.emplace_back("Retry-After", "5");
                co_return busy;
            }
            stream_.expires_after(server_->settings.idle_time_max);
            beast::error_code error;
            co_await http::async_read_some(
                stream_, buffer_, *parser_, asio::redirect_error(asio::use_awaitable, error));
            co_await runtime::throw_if_cancelled();
            if (error == http::error::body_limit) co_return too_large();
            if (error) co_return problem(400, "the body broke off: " + error.message());
            auto& body = parser_->get().body();
            if (sink && (parser_->is_done() || body.size() >= sink_piece_bytes)) {
                const auto taken = co_await sink->write(std::exchange(body, {}));
                if (!taken) co_return problem(taken.error());
            }
            held.grow_to(body.size());
        }
        co_return std::nullopt;
    }

    [[nodiscard]] asio::awaitable<Response> call(const Route& route, Request request) {
        stream_.expires_never();
        try {
            co_return co_await route.handler(std::move(request));
        } catch (const boost::system::system_error& error) {
            if (error.code() == asio::error::operation_aborted) throw;
            log::error("web.handler_failed", {{"path", route.pattern}, {"reason", error.what()}});
        } catch (const std::exception& error) {
            log::error("web.handler_failed", {{"path", route.pattern}, {"reason", error.what()}});
        }
        co_return problem(500, "this failed; the log says why");
    }

    // An answer to a request whose body is not read.
    [[nodiscard]] asio::awaitable<bool> refuse(Response response) {
        bool keep = false;
        if (parser_->is_header_done()) {
            const bool has_body = parser_->chunked() || parser_->content_length().value_or(0) > 0;
            keep = (parser_->is_done() || !has_body) && parser_->get().keep_alive();
        }
        lingers_ = !keep;
        co_return co_await send(std::move(response), keep);
    }

    [[nodiscard]] asio::awaitable<bool> send(Response response, bool keep_alive) {
        if (request_ != nullptr) server_->gate.add_cors(*request_, response);
        request_ = nullptr;
        const auto status = static_cast<http::status>(response.status);
        const auto wire_version = parser_->is_header_done() ? parser_->get().version() : 11U;
        const bool head_only =
            parser_->is_header_done() && parser_->get().method() == http::verb::head;
        keep_alive = keep_alive && !server_->closing;
        beast::error_code error;
        stream_.expires_after(server_->settings.idle_time_max);
        if (response.stream && !head_only) {
            http::response<http::empty_body> head{status, wire_version};
            fill(head, response, keep_alive);
            head.chunked(true);
            http::response_serializer<http::empty_body> serializer(head);
            co_await http::async_write_header(
                stream_, serializer, asio::redirect_error(asio::use_awaitable, error));
            if (error) co_return false;
            ChunkWriter writer(stream_, server_->settings.idle_time_max);
            co_await response.stream(writer);  // throws when the client is gone
            stream_.expires_after(server_->settings.idle_time_max);
            co_await asio::async_write(
                stream_, http::make_chunk_last(), asio::redirect_error(asio::use_awaitable, error));
            co_return !error && keep_alive;
        }
        http::response<http::string_body> whole{status, wire_version};
        fill(whole, response, keep_alive);
        if (response.status != 204 && response.status != 304) {
            whole.content_length(response.body.size());
        }
        if (!head_only) whole.body() = std::move(response.body);
        co_await http::async_write(
            stream_, whole, asio::redirect_error(asio::use_awaitable, error));
        co_await runtime::throw_if_cancelled();
        co_return !error && keep_alive;
    }

    template <class Message>
    static void fill(Message& message, const Response& response, bool keep_alive) {
        message.set(http::field::server, server_name());
        if (!response.content_type.empty()) {
            message.set(http::field::content_type, response.content_type);
        }
        for (const auto& [name, value] : response.headers) message.insert(name, value);
        message.keep_alive(keep_alive);
    }

    [[nodiscard]] asio::awaitable<void> serve_socket(const Route& route, Request request) {
        stream_.expires_never();
        auto socket = std::make_shared<BeastWebSocket>(
            std::move(stream_),
            BeastWebSocket::Limits{.frame_bytes_max = route.frame_bytes_max,
                                   .queue_bytes_max = server_->settings.socket_queue_bytes_max});
        const auto asked = request.header("Sec-WebSocket-Protocol");
        const bool names_it =
            !route.subprotocol.empty() && asked.find(route.subprotocol) != std::string_view::npos;
        socket->stream().set_option(beast::websocket::stream_base::decorator(
            [names_it, protocol = route.subprotocol](beast::websocket::response_type& response) {
                response.set(http::field::server, server_name());
                if (names_it) response.set(http::field::sec_websocket_protocol, protocol);
            }));
        beast::error_code error;
        co_await socket->stream().async_accept(parser_->get(),
                                               asio::redirect_error(asio::use_awaitable, error));
        co_await runtime::throw_if_cancelled();
        if (error) co_return;
        parser_.reset();
        buffer_ = {};
        std::erase_if(server_->sockets, [](const auto& known) { return known.expired(); });
        server_->sockets.push_back(socket);
        if (server_->closing) socket->close(close_going_away, "the server stops");
        const std::string pattern = route.pattern;
        try {
            co_await route.on_socket(std::move(request), socket);
        } catch (const boost::system::system_error& failure) {
            if (failure.code() == asio::error::operation_aborted) throw;
            log::error("web.socket_failed", {{"path", pattern}, {"reason", failure.what()}});
            socket->close(1011, "this failed; the log says why");
        } catch (const std::exception& failure) {
            log::error("web.socket_failed", {{"path", pattern}, {"reason", failure.what()}});
            socket->close(1011, "this failed; the log says why");
        }
        // The handler is done: take the goodbye, or give one.
        socket->close(1000, "");
        bool goes_on = true;
        while (goes_on) goes_on = (co_await socket->read()).has_value();
    }

    // Reads on for a while, so that the answer is not lost to a reset.
    [[nodiscard]] asio::awaitable<void> linger() {
        beast::error_code error;
        stream_.expires_after(2s);
        std::array<char, 4096> scrap{};
        for (int reads = 0; !error && reads < 1024; ++reads) {
            co_await stream_.async_read_some(asio::buffer(scrap),
                                             asio::redirect_error(asio::use_awaitable, error));
            co_await runtime::throw_if_cancelled();
        }
    }

    std::shared_ptr<Server::Impl> server_;
    Stream stream_;
    const std::string peer_;
    beast::flat_buffer buffer_{buffer_bytes_max};
    std::optional<Parser> parser_;
    const Request* request_ = nullptr;  // the one that is answered, for its origin
    bool lingers_ = false;
};

}  // namespace

Result<void> Server::Impl::listen() {
    beast::error_code error;
    const auto address = asio::ip::make_address(settings.host, error);
    if (!error) {
        const tcp::endpoint endpoint(address, settings.port);
        acceptor.open(endpoint.protocol(), error);
        if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
        if (!error) acceptor.bind(endpoint, error);
        if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    }
    if (error) {
        return fail(ErrorCode::io,
                    settings.host + ':' + std::to_string(settings.port) + ": " + error.message());
    }
    return {};
}

asio::awaitable<void> Server::Impl::accept() {
    const auto self = shared_from_this();
    asio::steady_timer rest(acceptor.get_executor());
    while (!closing) {
        beast::error_code error;
        auto socket =
            co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
        co_await runtime::throw_if_cancelled();
        if (error) {
            if (closing) co_return;
            // Out of descriptors: others have to leave first.
            rest.expires_after(100ms);
            co_await rest.async_wait(asio::redirect_error(asio::use_awaitable, error));
            co_await runtime::throw_if_cancelled();
            continue;
        }
        if (connections >= settings.connections_max) {
            log::warning("web.full", {{"connections", connections}});
            continue;  // closes it
        }
        const auto from = socket.remote_endpoint(error);
        if (error) continue;
        socket.set_option(tcp::no_delay(true), error);
        tasks.spawn("web.connection", serve(std::move(socket), from.address().to_string()));
    }
}

asio::awaitable<void> Server::Impl::serve(tcp::socket socket, std::string peer) {
    const Counted counted(std::shared_ptr<std::size_t>(shared_from_this(), &connections));
    Exchange exchange(shared_from_this(), std::move(socket), std::move(peer));
    try {
        co_await exchange.run();
    } catch (const boost::system::system_error& error) {
        // A client that is gone in the middle is nobody's failure.
        if (error.code() == asio::error::operation_aborted) throw;
        log::debug("web.connection_lost", {{"reason", error.what()}});
    }
}

Result<std::unique_ptr<Server>> Server::start(runtime::EventLoop& loop,
                                              ServerSettings settings,
                                              Gate& gate,
                                              const Router& router) {
    auto impl = std::make_shared<Impl>(loop, std::move(settings), gate, router);
    if (auto bound = impl->listen(); !bound) return std::unexpected(bound.error());
    impl->tasks.spawn("web.accept", impl->accept());
    return std::unique_ptr<Server>(new Server(std::move(impl)));
}

Server::Server(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

Server::~Server() {
    impl_->closing = true;
    beast::error_code ignored;
    impl_->acceptor.close(ignored);
    impl_->tasks.cancel();
    for (const auto& known : impl_->sockets) {
        if (const auto socket = known.lock()) socket->cut();
    }
}

std::uint16_t Server::port() const noexcept {
    beast::error_code ignored;
    return impl_->acceptor.local_endpoint(ignored).port();
}

void Server::set_tls(bus::MakeTransport make_tls) {
    impl_->settings.make_tls = std::move(make_tls);
}

std::size_t Server::connections() const noexcept {
    return impl_->connections;
}

void Server::begin_close() {
    impl_->closing = true;
    beast::error_code ignored;
    impl_->acceptor.close(ignored);
    for (const auto& known : impl_->sockets) {
        if (const auto socket = known.lock()) socket->close(close_going_away, "the server stops");
    }
}

}  // namespace utter::web
