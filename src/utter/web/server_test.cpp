#include "utter/web/server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <future>
#include <stdexcept>
#include <thread>

#include "utter/core/json.hpp"
#include "utter/core/log.hpp"
#include "utter/runtime/event_loop.hpp"

namespace utter::web {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using tcp = asio::ip::tcp;
using testing::HasSubstr;
using testing::StartsWith;

// Keeps the lengths of what it takes, and takes no 'x'.
class CountingSink final : public BodySink {
  public:
    asio::awaitable<Result<void>> write(std::string piece) override {
        const bool unfit = piece.find('x') != std::string::npos;
        pieces.push_back(piece.size());
        if (unfit) co_return fail(ErrorCode::io, "the disk is full");
        co_return Result<void>{};
    }
    std::vector<std::size_t> pieces;
};

class WebServerTest : public testing::Test {
  protected:
    WebServerTest() {
        router_.add({.method = "GET",
                     .pattern = "/hello/{name}",
                     .handler = [](Request request) -> asio::awaitable<Response> {
                         co_return json_response({{"hello", request.param("name")}});
                     }});
        router_.add({.method = "POST",
                     .pattern = "/echo",
                     .handler = [](Request request) -> asio::awaitable<Response> {
                         Response response;
                         response.body = request.body;
                         co_return response;
                     },
                     .body_bytes_max = 1000});
        router_.add({.method = "POST",
                     .pattern = "/upload",
                     .handler = [](Request request) -> asio::awaitable<Response> {
                         json::array pieces;
                         const auto& sink = dynamic_cast<const CountingSink&>(*request.sink);
                         for (const auto bytes : sink.pieces) pieces.emplace_back(bytes);
                         co_return json_response(
                             {{"pieces", std::move(pieces)}, {"body", request.body}});
                     },
                     .body_bytes_max = std::size_t{2} * 1024 * 1024,
                     .make_sink = [] { return std::make_shared<CountingSink>(); }});
        router_.add({.method = "GET",
                     .pattern = "/throws",
                     .handler = [](Request) -> asio::awaitable<Response> {
                         throw std::runtime_error("a bug");
                         co_return Response();
                     }});
        router_.add({.method = "GET",
                     .pattern = "/stream",
                     .handler = [](Request) -> asio::awaitable<Response> {
                         Response response;
                         response.stream = [](BodyWriter& out) -> asio::awaitable<void> {
                             for (const auto* piece : {"one ", "two ", "three"}) {
                                 co_await out.write(piece);
                             }
                         };
                         co_return response;
                     }});
        router_.add(
            {.method = "WS",
             .pattern = "/ws",
             .on_socket = [](Request, std::shared_ptr<WebSocket> socket) -> asio::awaitable<void> {
                 while (auto frame = co_await socket->read()) {
                     if (frame->bytes == "flood") {
                         for (int i = 0; i < 100; ++i) {
                             socket->send_binary(std::string(100'000, 'x'));
                         }
                     }
                     if (frame->is_binary) {
                         socket->send_binary(std::move(frame->bytes));
                     } else {
                         socket->send_text(std::move(frame->bytes));
                     }
                 }
             },
             .frame_bytes_max = 2000});
        auto server = Server::start(loop_, {.port = 0}, gate_, router_);
        if (!server) throw std::runtime_error(server.error().detail);
        server_ = std::move(*server);
        thread_ = std::jthread([this] { loop_.run(); });
    }
    ~WebServerTest() override {
        std::promise<void> gone;
        loop_.post([&] {
            server_.reset();
            gone.set_value();
        });
        gone.get_future().wait();
        loop_.stop();
    }

    tcp::socket connect() {
        tcp::socket socket(context_);
        socket.connect({asio::ip::address_v4::loopback(), server_->port()});
        return socket;
    }
    // What the server says to these bytes until it closes.
    std::string ask(std::string_view bytes) {
        auto socket = connect();
        asio::write(socket, asio::buffer(bytes));
        std::string answer;
        beast::error_code error;
        asio::read(socket, asio::dynamic_buffer(answer), error);
        return answer;
    }

    runtime::EventLoop loop_;
    Gate gate_{{}};
    Router router_;
    std::unique_ptr<Server> server_;
    asio::io_context context_;
    std::jthread thread_;
};

TEST_F(WebServerTest, AnswersRequestsOfOneConnectionInTurn) {
    const auto answer =
        ask("GET /hello/you HTTP/1.1\r\nHost: localhost\r\n\r\n"
            "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nConnection: "
            "close\r\n\r\nok");
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(answer, HasSubstr(R"({"hello":"you"})"));
    EXPECT_THAT(answer, HasSubstr("\r\n\r\nok"));
}

TEST_F(WebServerTest, StreamsInChunks) {
    const auto answer = ask("GET /stream HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    EXPECT_THAT(answer, HasSubstr("Transfer-Encoding: chunked"));
    EXPECT_THAT(answer, HasSubstr("\r\n4\r\none \r\n4\r\ntwo \r\n5\r\nthree\r\n0\r\n\r\n"));
}

TEST_F(WebServerTest, HandsABodyOnInPieces) {
    const auto upload = [this](const std::string& body) {
        return ask(
            "POST /upload HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            "Content-Length: " +
            std::to_string(body.size()) + "\r\n\r\n" + body);
    };
    EXPECT_THAT(upload(""), HasSubstr(R"({"pieces":[],"body":""})"));
    EXPECT_THAT(upload("abc"), HasSubstr(R"({"pieces":[3],"body":""})"));
    const auto answer = upload(std::string(1'000'000, 'a'));
    const auto read = parse_json(answer.substr(answer.find("\r\n\r\n") + 4));
    ASSERT_TRUE(read) << answer;
    std::int64_t sum = 0;
    const auto& pieces = read->at("pieces").as_array();
    for (const auto& bytes : pieces) sum += bytes.as_int64();
    EXPECT_EQ(sum, 1'000'000);
    EXPECT_GT(pieces.size(), 1U);
    const auto refused = upload("x");
    EXPECT_THAT(refused, StartsWith("HTTP/1.1 507"));
    EXPECT_THAT(refused, HasSubstr("the disk is full"));
}

TEST_F(WebServerTest, ASoundAnswerToEachKindOfNonsense) {
    const std::pair<const char*, const char*> cases[] = {
        {"nonsense\r\n\r\n", "HTTP/1.1 400"},
        {"GET /%zz HTTP/1.0\r\nHost: localhost\r\n\r\n", "HTTP/1.0 400"},
        {"GET /nowhere HTTP/1.0\r\nHost: localhost\r\n\r\n", "HTTP/1.0 404"},
        {"DELETE /echo HTTP/1.0\r\nHost: localhost\r\n\r\n", "HTTP/1.0 405"},
        {"GET /ws HTTP/1.0\r\nHost: localhost\r\n\r\n", "HTTP/1.0 426"},
        {"GET /hello/x HTTP/1.0\r\nHost: evil.example\r\n\r\n", "HTTP/1.0 403"},
        {"POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1001\r\n\r\n", "HTTP/1.1 413"},
    };
    for (const auto& [bytes, status] : cases) {
        const auto answer = ask(bytes);
        EXPECT_THAT(answer, StartsWith(status)) << bytes;
        EXPECT_THAT(answer, HasSubstr("application/problem+json")) << bytes;
    }
    const auto chunked =
        ask("POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked"
            "\r\n\r\n800\r\n" +
            std::string(0x800, 'x') + "\r\n0\r\n\r\n");
    EXPECT_THAT(chunked, StartsWith("HTTP/1.1 413"));
    const auto long_head = ask(
        "GET /hello/x HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n");
    EXPECT_THAT(long_head, StartsWith("HTTP/1.1 431"));
}

TEST_F(WebServerTest, AHandlerThatThrowsCostsA500) {
    const log::Capture quiet;
    EXPECT_THAT(ask("GET /throws HTTP/1.0\r\nHost: localhost\r\n\r\n"), StartsWith("HTTP/1.0 500"));
    EXPECT_THAT(ask("GET /hello/x HTTP/1.0\r\nHost: localhost\r\n\r\n"),
                StartsWith("HTTP/1.0 200"));
}

TEST_F(WebServerTest, TellsABrowserWhatItMaySend) {
    const auto answer =
        ask("OPTIONS /echo HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost:5173\r\n"
            "Access-Control-Request-Method: POST\r\nConnection: close\r\n\r\n");
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 204"));
    EXPECT_THAT(answer, HasSubstr("Access-Control-Allow-Methods: OPTIONS, POST"));
    EXPECT_THAT(answer, HasSubstr("Access-Control-Allow-Origin: http://localhost:5173"));
}

class WebSocketClient {
  public:
    WebSocketClient(asio::io_context& context, std::uint16_t port) : stream_(context) {
        stream_.next_layer().connect({asio::ip::address_v4::loopback(), port});
        stream_.handshake("localhost", "/ws");
    }
    void send(std::string_view text, bool binary = false) {
        stream_.binary(binary);
        stream_.write(asio::buffer(text));
    }
    std::string read() {
        beast::flat_buffer buffer;
        stream_.read(buffer);
        return beast::buffers_to_string(buffer.data());
    }
    // The code the server closes with.
    std::uint16_t closed() {
        beast::flat_buffer buffer;
        beast::error_code error;
        while (!error) stream_.read(buffer, error);
        return stream_.reason().code;
    }

  private:
    beast::websocket::stream<tcp::socket> stream_;
};

TEST_F(WebServerTest, CarriesWebSocketMessages) {
    WebSocketClient client(context_, server_->port());
    client.send("hello");
    EXPECT_EQ(client.read(), "hello");
    client.send(std::string("\0\xff", 2), true);
    EXPECT_EQ(client.read(), std::string("\0\xff", 2));
}

TEST_F(WebServerTest, ClosesForAMessageThatIsTooLong) {
    WebSocketClient client(context_, server_->port());
    client.send(std::string(2001, 'x'));
    EXPECT_EQ(client.closed(), 1009);
}

TEST_F(WebServerTest, SaysGoodbyeWhenItStops) {
    WebSocketClient client(context_, server_->port());
    client.send("hello");
    EXPECT_EQ(client.read(), "hello");
    loop_.post([this] { server_->begin_close(); });
    EXPECT_EQ(client.closed(), 1001);
}

TEST_F(WebServerTest, LetsGoOfAClientThatDoesNotRead) {
    const log::Capture capture;
    WebSocketClient client(context_, server_->port());
    client.send("flood");
    EXPECT_EQ(client.closed(), 0);  // cut, not closed
    EXPECT_THAT(capture.text(), HasSubstr("web.slow_client"));
}

}  // namespace
}  // namespace utter::web
