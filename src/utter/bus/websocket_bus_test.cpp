#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include "utter/bus/bus_client.hpp"
#include "utter/bus/bus_server.hpp"
#include "utter/bus/local_bus.hpp"
#include "utter/core/log.hpp"
#include "utter/runtime/event_loop.hpp"

namespace utter::bus {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using namespace std::chrono_literals;

constexpr auto patience = 20s;

// A client that is not ours: synchronous, on its own io_context, against the server's own thread.
class RawClient {
  public:
    explicit RawClient(std::uint16_t port, const std::string& origin = {}) : ws_(context_) {
        ws_.next_layer().connect({asio::ip::make_address("127.0.0.1"), port});
        ws_.next_layer().set_option(asio::ip::tcp::no_delay(true));
        if (!origin.empty()) {
            ws_.set_option(websocket::stream_base::decorator(
                [origin](websocket::request_type& r) { r.set(http::field::origin, origin); }));
        }
        ws_.handshake("127.0.0.1", "/core");
    }
    void send(const std::string& text) {
        ws_.text(true);
        ws_.write(asio::buffer(text));
    }
    void send_binary(const std::string& bytes) {
        ws_.binary(true);
        ws_.write(asio::buffer(bytes));
    }
    std::string receive() {
        beast::flat_buffer buffer;
        ws_.read(buffer);
        return beast::buffers_to_string(buffer.data());
    }
    // Reads until the server closes. @return its close frame.
    websocket::close_reason receive_close() {
        boost::system::error_code error;
        while (!error) {
            beast::flat_buffer buffer;
            ws_.read(buffer, error);
        }
        return ws_.reason();
    }

  private:
    asio::io_context context_;
    websocket::stream<asio::ip::tcp::socket> ws_;
};

class WebSocketBus : public testing::Test {
  protected:
    void SetUp() override { start_server({}); }

    void TearDown() override { stop_server(); }

    void start_server(BusServerSettings settings) {
        settings.port = settings.port == 8181 ? 0 : settings.port;
        loop_ = std::make_unique<runtime::EventLoop>();
        auto server = BusServer::start(*loop_, bus_, settings);
        ASSERT_TRUE(server.has_value()) << server.error().detail;
        server_ = std::move(*server);
        port_ = server_->port();
        thread_ = std::jthread([this] { loop_->run(); });
    }

    void stop_server() {
        if (!server_) return;
        loop_->stop();
        thread_.join();
        server_->begin_close();
        loop_->run_until([&] { return server_->clients() == 0; }, patience);
        server_.reset();
        loop_.reset();
    }

    http::response<http::string_body> get(const std::string& target) const {
        asio::io_context context;
        asio::ip::tcp::socket socket(context);
        socket.connect({asio::ip::make_address("127.0.0.1"), port_});
        http::request<http::empty_body> request(http::verb::get, target, 11);
        request.set(http::field::host, "127.0.0.1");
        http::write(socket, request);
        beast::flat_buffer buffer;
        http::response<http::string_body> response;
        http::read(socket, buffer, response);
        return response;
    }

    std::uint16_t port_ = 0;
    LocalBus bus_;
    std::unique_ptr<runtime::EventLoop> loop_;
    std::unique_ptr<BusServer> server_;
    std::jthread thread_;
};

TEST_F(WebSocketBus, SendsEveryTextFrameToEveryClientAndItsSender) {
    RawClient a(port_);
    RawClient b(port_);
    const std::string frame = R"( {"type":"a.b", "x":1} )";
    a.send(frame);
    EXPECT_EQ(a.receive(), frame);
    EXPECT_EQ(b.receive(), frame);
}

// MSG-043 MSG-045
TEST_F(WebSocketBus, ABadFrameCostsNobodyAnything) {
    RawClient client(port_);
    const log::Capture logs;
    for (const auto* bad : {"not json", "[1]", R"({"type":5})", R"({"data":{}})"}) client.send(bad);
    client.send(R"({"type":"ok"})");
    EXPECT_EQ(client.receive(), R"({"type":"ok"})");
    EXPECT_NE(logs.text().find("reason=\"field 'type' must be a string, got a number\""),
              std::string::npos);
}

// SES1-016 SES1-017
TEST_F(WebSocketBus, AMessageWithABrokenSessionReachesNobodyButItsNoticeDoes) {
    RawClient a(port_);
    RawClient b(port_);
    a.send(R"({"type":"ovos.utterance.handle","context":{"session":"x"}})");
    a.send(R"({"type":"next"})");
    for (auto* client : {&a, &b}) {
        EXPECT_NE(client->receive().find("ovos.session.rejected"), std::string::npos);
        EXPECT_EQ(client->receive(), R"({"type":"next"})");
    }
}

TEST_F(WebSocketBus, ABinaryFrameClosesItsConnectionWithAReason) {
    RawClient bad(port_);
    RawClient good(port_);
    bad.send_binary("\x01\x02");
    const auto reason = bad.receive_close();
    EXPECT_EQ(reason.code, websocket::close_code::unknown_data);
    EXPECT_NE(std::string_view(reason.reason.data(), reason.reason.size()).find("binary"),
              std::string::npos);
    good.send(R"({"type":"ok"})");
    EXPECT_EQ(good.receive(), R"({"type":"ok"})");
}

TEST_F(WebSocketBus, AFrameOverTheLimitClosesItsConnection) {
    RawClient bad(port_);
    RawClient good(port_);
    std::string huge = R"({"type":"a","data":{"t":")";
    huge.append(20'000'000, 'x').append("\"}}");
    bad.send(huge);
    EXPECT_EQ(bad.receive_close().code, websocket::close_code::too_big);
    good.send(R"({"type":"ok"})");
    EXPECT_EQ(good.receive(), R"({"type":"ok"})");
}

TEST_F(WebSocketBus, AMessageOfOursOverTheLimitClosesNobody) {
    stop_server();
    start_server({.frame_bytes_max = 1024});
    RawClient client(port_);
    client.send(R"({"type":"here"})");
    EXPECT_EQ(client.receive(), R"({"type":"here"})");
    const log::Capture logs;
    bus_.publish(Message("large", {{"values", std::string(2048, 'x')}}));
    bus_.publish(Message("small"));
    EXPECT_NE(client.receive().find(R"("small")"), std::string::npos);
    EXPECT_NE(logs.text().find("bus.message_too_large"), std::string::npos);
}

TEST_F(WebSocketBus, AClientThatDoesNotReadIsClosedAndSlowsNobody) {
    stop_server();
    BusServerSettings settings;
    settings.client_queue_bytes_max = std::size_t{256} * 1024;
    start_server(settings);
    const log::Capture logs;
    RawClient stalled(port_);
    RawClient sender(port_);
    const std::string frame = R"({"type":"a","data":{"t":")" + std::string(60'000, 'x') + "\"}}";
    // Far more than socket buffers and the queue hold together.
    for (int i = 0; i < 400; ++i) {
        sender.send(frame);
        ASSERT_EQ(sender.receive(), frame);
    }
    EXPECT_NE(logs.text().find("bus.client_too_slow"), std::string::npos);
}

TEST_F(WebSocketBus, AnswersHealthAndRefusesOtherPaths) {
    const auto health = get("/health");
    EXPECT_EQ(health.result(), http::status::ok);
    EXPECT_EQ(health[http::field::content_type], "application/json");
    EXPECT_NE(health.body().find(R"("status":"ok")"), std::string::npos);
    EXPECT_EQ(get("/nothing").result(), http::status::not_found);
    EXPECT_EQ(get("/core").result(), http::status::upgrade_required);
}

TEST_F(WebSocketBus, RefusesPagesFromOtherMachines) {
    EXPECT_THROW(RawClient(port_, "https://evil.example"), boost::system::system_error);
    EXPECT_THROW(RawClient(port_, "http://localhost.evil.example"), boost::system::system_error);
    RawClient local(port_, "http://localhost:8080");
    local.send(R"({"type":"ok"})");
    EXPECT_EQ(local.receive(), R"({"type":"ok"})");
}

TEST_F(WebSocketBus, KnowsWhetherAnyClientHearsATopic) {
    const auto heard = [this](const char* topic) {
        std::promise<bool> answer;
        loop_->post([&] { answer.set_value(bus_.is_heard_outside(topic)); });
        return answer.get_future().get();
    };
    EXPECT_FALSE(heard("a.b"));
    RawClient narrow(port_);
    narrow.send(R"({"type":"utter.bus.subscribe","data":{"topics":["a.*"]}})");
    EXPECT_NE(narrow.receive().find("utter.bus.subscribe.response"), std::string::npos);
    EXPECT_TRUE(heard("a.b"));
    EXPECT_FALSE(heard("b.a"));
    RawClient everything(port_);
    everything.send(R"({"type":"x"})");
    EXPECT_EQ(everything.receive(), R"({"type":"x"})");
    EXPECT_TRUE(heard("b.a"));
}

TEST_F(WebSocketBus, APortInUseIsNamed) {
    runtime::EventLoop other;
    LocalBus bus;
    BusServerSettings settings;
    settings.port = port_;
    const auto second = BusServer::start(other, bus, settings);
    ASSERT_FALSE(second.has_value());
    EXPECT_NE(second.error().detail.find(":" + std::to_string(port_)), std::string::npos);
}

TEST_F(WebSocketBus, ClientsOfOursTalkAndComeBackAfterARestart) {
    runtime::EventLoop loop;
    BusClientSettings settings;
    settings.url = "ws://127.0.0.1:" + std::to_string(port_) + "/core";
    settings.retry_min = 1ms;
    settings.retry_max = 20ms;
    auto client = BusClient::start(loop, settings).value();
    int connections = 0;
    client->on_connected([&] { ++connections; });
    std::vector<std::string> seen;
    const auto subscription = client->subscribe(
        "a.*", loop, [&](const Message& message) { seen.push_back(message.type()); });
    client->publish(Message("a.one"));  // before it is connected
    ASSERT_TRUE(loop.run_until([&] { return seen.size() == 1; }, patience));

    const auto port = port_;
    const log::Capture logs;
    stop_server();
    ASSERT_TRUE(loop.run_until([&] { return !client->connected(); }, patience));
    client->publish(Message("a.two"));  // while the bus is away
    BusServerSettings again;
    again.port = port;
    start_server(again);
    ASSERT_TRUE(loop.run_until([&] { return seen.size() == 2; }, patience));
    EXPECT_EQ(seen, (std::vector<std::string>{"a.one", "a.two"}));
    EXPECT_EQ(connections, 2);
    client->begin_close();
    EXPECT_TRUE(loop.run_until([&] { return !client->connected(); }, patience));
}

TEST(BusClient, RefusesAUrlItCannotUse) {
    runtime::EventLoop loop;
    for (const auto* bad :
         {"", "http://x:1/core", "ws://:1/", "ws://host:0/", "ws://h:99999/", "ws://h:x/"}) {
        BusClientSettings settings;
        settings.url = bad;
        const auto client = BusClient::start(loop, settings);
        ASSERT_FALSE(client.has_value()) << bad;
        EXPECT_EQ(client.error().code, ErrorCode::invalid_argument);
    }
}

}  // namespace
}  // namespace utter::bus
