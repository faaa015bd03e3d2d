#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <stdexcept>
#include <thread>

#include "utter/bus/tls.hpp"
#include "utter/runtime/event_loop.hpp"
#include "utter/web/server.hpp"

namespace utter::web {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;
using testing::HasSubstr;

using Tls = asio::ssl::stream<tcp::socket>;

std::string certificate_of(const std::string& name) {
    const auto folder =
        std::filesystem::temp_directory_path() / ("utter-web-tls-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    return (folder / name).string();
}

bus::MakeTransport make_tls(const std::string& name) {
    const auto base = certificate_of(name);
    const auto command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
        "-subj /CN=" +
        name + " -addext subjectAltName=DNS:localhost -keyout " + base + ".key -out " + base +
        ".pem 2>/dev/null";
    if (std::system(command.c_str()) != 0) throw std::runtime_error("openssl failed");
    auto context = bus::TlsContext::server(base + ".pem", base + ".key");
    if (!context) throw std::runtime_error(context.error().detail);
    return [made = std::move(*context)](int descriptor) { return made.wrap(descriptor, {}); };
}

class WebServerTls : public testing::Test {
  protected:
    WebServerTls() {
        router_.add({.method = "POST",
                     .pattern = "/echo",
                     .handler = [](Request request) -> asio::awaitable<Response> {
                         Response response;
                         response.body = request.body;
                         co_return response;
                     },
                     .body_bytes_max = 10'000'000});
        router_.add(
            {.method = "WS",
             .pattern = "/ws",
             .on_socket = [](Request, std::shared_ptr<WebSocket> socket) -> asio::awaitable<void> {
                 while (auto frame = co_await socket->read()) {
                     socket->send_binary(std::move(frame->bytes));
                 }
             },
             .frame_bytes_max = 3'000'000});
        auto server =
            Server::start(loop_, {.port = 0, .make_tls = make_tls("first")}, gate_, router_);
        if (!server) throw std::runtime_error(server.error().detail);
        server_ = std::move(*server);
        thread_ = std::jthread([this] { loop_.run(); });
    }
    ~WebServerTls() override {
        on_loop([&] { server_.reset(); });
        loop_.stop();
        thread_.join();
        std::filesystem::remove_all(std::filesystem::path(certificate_of("x")).parent_path());
    }

    void on_loop(const std::function<void()>& work) {
        std::promise<void> done;
        loop_.post([&] {
            work();
            done.set_value();
        });
        done.get_future().wait();
    }

    // A client that trusts one certificate.
    struct Client {
        explicit Client(const std::string& trusted) : tls(asio::ssl::context::tls_client) {
            tls.set_verify_mode(asio::ssl::verify_peer);
            tls.load_verify_file(certificate_of(trusted) + ".pem");
        }
        asio::io_context context;
        asio::ssl::context tls;
        template <class Stream>
        void connect(Stream& stream, std::uint16_t port) {
            beast::get_lowest_layer(stream).connect({asio::ip::address_v4::loopback(), port});
        }
    };

    runtime::EventLoop loop_;
    Gate gate_{{}};
    Router router_;
    std::unique_ptr<Server> server_;
    std::jthread thread_;
};

TEST_F(WebServerTls, AnswersRequestsOfOneConnectionInTurn) {
    Client client("first");
    Tls stream(client.context, client.tls);
    client.connect(stream, server_->port());
    stream.handshake(Tls::client);
    beast::flat_buffer buffer;
    for (const bool last : {false, true}) {
        http::request<http::string_body> request(http::verb::post, "/echo", 11);
        request.set(http::field::host, "localhost");
        request.keep_alive(!last);
        request.body().assign(5'000'000, last ? 'y' : 'x');  // more than a socket takes at once
        request.prepare_payload();
        http::write(stream, request);
        http::response<http::string_body> response;
        http::read(stream, buffer, response);
        EXPECT_EQ(response.result_int(), 200U);
        EXPECT_EQ(response.body(), request.body());
    }
    std::array<char, 1> more{};
    beast::error_code error;
    stream.read_some(asio::buffer(more), error);
    EXPECT_EQ(error, asio::error::eof) << "TLS ends in order: " << error.message();
}

TEST_F(WebServerTls, AWebSocketCarriesBothWaysAtOnceAndSaysGoodbye) {
    Client client("first");
    beast::websocket::stream<Tls> stream(client.context, client.tls);
    client.connect(stream, server_->port());
    stream.next_layer().handshake(Tls::client);
    stream.handshake("localhost", "/ws");
    stream.binary(true);
    const std::string large(700'000, 'y');  // five of them fit into what may wait for a client
    std::size_t heard = 0;
    for (int i = 0; i < 5; ++i) {
        stream.write(asio::buffer(large));
        stream.write(asio::buffer(std::string("small")));
    }
    while (heard < 5 * (large.size() + 5)) {
        beast::flat_buffer message;
        heard += stream.read(message);
    }
    on_loop([&] { server_->begin_close(); });
    beast::flat_buffer message;
    beast::error_code error;
    stream.read(message, error);
    EXPECT_EQ(error, beast::websocket::error::closed);
    EXPECT_EQ(stream.reason().code, 1001);
}

TEST_F(WebServerTls, WhoSpeaksNoTlsCostsNobodyElseAnything) {
    asio::io_context context;
    tcp::socket plain(context);
    plain.connect({asio::ip::address_v4::loopback(), server_->port()});
    asio::write(plain, asio::buffer(std::string_view("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")));
    std::string answer;
    beast::error_code error;
    asio::read(plain, asio::dynamic_buffer(answer), error);
    EXPECT_THAT(answer, testing::Not(HasSubstr("HTTP")));
    {
        // Leaves in the middle of the handshake.
        Client client("first");
        Tls half(client.context, client.tls);
        client.connect(half, server_->port());
        const std::string hello("\x16\x03\x01\x02\x00\x01", 6);
        asio::write(half.next_layer(), asio::buffer(hello));
    }
    Client client("first");
    Tls stream(client.context, client.tls);
    client.connect(stream, server_->port());
    stream.handshake(Tls::client);
    asio::write(stream,
                asio::buffer(std::string_view("POST /echo HTTP/1.0\r\nHost: localhost\r\n"
                                              "Content-Length: 2\r\n\r\nok")));
    asio::read(stream, asio::dynamic_buffer(answer), error);
    EXPECT_THAT(answer, testing::EndsWith("ok"));
}

TEST_F(WebServerTls, ANewCertificateIsForThoseWhoConnectFromThenOn) {
    Client early("first");
    Tls open(early.context, early.tls);
    early.connect(open, server_->port());
    open.handshake(Tls::client);
    auto renewed = make_tls("second");
    on_loop([&] { server_->set_tls(std::move(renewed)); });
    Client late("second");
    Tls stream(late.context, late.tls);
    late.connect(stream, server_->port());
    EXPECT_NO_THROW(stream.handshake(Tls::client));
    asio::write(open,
                asio::buffer(std::string_view("POST /echo HTTP/1.0\r\nHost: localhost\r\n"
                                              "Content-Length: 2\r\n\r\nok")));
    std::string answer;
    beast::error_code error;
    asio::read(open, asio::dynamic_buffer(answer), error);
    EXPECT_THAT(answer, testing::EndsWith("ok"));
}

}  // namespace
}  // namespace utter::web
