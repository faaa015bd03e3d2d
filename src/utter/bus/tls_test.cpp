#include "utter/bus/tls.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/beast/websocket.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include "utter/bus/bus_client.hpp"
#include "utter/runtime/event_loop.hpp"

namespace utter::bus {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using namespace std::chrono_literals;
using Status = Transport::Status;

constexpr auto patience = 20s;

class Tls : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        std::filesystem::create_directories(folder());
        make_certificate("house");
        make_certificate("other");
    }
    static void TearDownTestSuite() { std::filesystem::remove_all(folder()); }

    static std::filesystem::path folder() {
        return std::filesystem::temp_directory_path() / ("utter-tls-" + std::to_string(::getpid()));
    }
    static std::string certificate(const std::string& name) { return folder() / (name + ".pem"); }
    static std::string key(const std::string& name) { return folder() / (name + ".key"); }

    static void make_certificate(const std::string& name) {
        const auto command =
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
            "-subj /CN=" +
            name + " -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout " + key(name) +
            " -out " + certificate(name) + " 2>/dev/null";
        ASSERT_EQ(std::system(command.c_str()), 0);
    }

    // Two ends of one connection, with little room in between.
    struct Pair {
        std::unique_ptr<Transport> client;
        std::unique_ptr<Transport> server;
    };
    static Pair connect(const std::string& trusted, const std::string& server_name) {
        std::array<int, 2> sockets{};
        EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, sockets.data()), 0);
        const int room = 4096;
        for (const int socket : sockets) {
            ::setsockopt(socket, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
        }
        return {
            TlsContext::client(trusted).value().wrap(sockets[0], server_name),
            TlsContext::server(certificate("house"), key("house")).value().wrap(sockets[1], {})};
    }
};

// Writes what is left of `out`; @return the last status.
Status write_some(Transport& to, std::string_view& out) {
    if (out.empty() && !to.wants_write()) return Status::again;
    const auto half = out.size() / 2;
    const std::array<iovec, 2> pieces{
        iovec{const_cast<char*>(out.data()), half},
        iovec{const_cast<char*>(out.data()) + half, out.size() - half}};
    const auto moved = to.write(pieces);
    out.remove_prefix(moved.bytes);
    return moved.status;
}

Status read_some(Transport& from, std::string& in) {
    std::array<char, 5000> room{};
    const auto moved = from.read(room);
    in.append(room.data(), moved.bytes);
    return moved.status;
}

std::string sample(std::size_t bytes, unsigned seed) {
    std::string text(bytes, '\0');
    for (auto& c : text) c = static_cast<char>((seed = seed * 1'103'515'245U + 12'345U) >> 16U);
    return text;
}

TEST_F(Tls, CarriesBothWaysThroughANarrowSocketAndEndsInOrder) {
    const auto [client, server] = connect(certificate("house"), "localhost");
    const auto there = sample(1'000'000, 1);
    const auto back = sample(300'000, 2);
    std::string_view to_server = there;
    std::string_view to_client = back;
    std::string at_server;
    std::string at_client;
    // As the bus does it: the server says nothing before it has heard something.
    while (at_server.size() < there.size() || at_client.size() < back.size()) {
        ASSERT_NE(write_some(*client, to_server), Status::failed) << client->failure();
        ASSERT_NE(read_some(*server, at_server), Status::failed) << server->failure();
        if (!at_server.empty()) {
            ASSERT_NE(write_some(*server, to_client), Status::failed) << server->failure();
        }
        ASSERT_NE(read_some(*client, at_client), Status::failed) << client->failure();
    }
    EXPECT_EQ(at_server, there);
    EXPECT_EQ(at_client, back);
    server->shut_down();
    EXPECT_EQ(read_some(*client, at_client), Status::closed);
    std::string_view last = "bye";
    EXPECT_EQ(write_some(*client, last), Status::done) << "our side is still open";
    EXPECT_EQ(read_some(*server, at_server), Status::done);
}

TEST_F(Tls, BytesDroppedWhileTheSocketIsFullLeaveTheStreamSound) {
    const auto [client, server] = connect(certificate("house"), "127.0.0.1");
    std::string_view hello = "hello";
    std::string at_server;
    std::string at_client;
    while (at_server.empty()) {
        write_some(*client, hello);
        ASSERT_NE(read_some(*server, at_server), Status::failed);
        ASSERT_NE(read_some(*client, at_client), Status::failed);
    }
    const auto much = sample(1'000'000, 3);
    std::string_view out = much;
    while (write_some(*server, out) == Status::done) {
    }
    ASSERT_TRUE(server->wants_write());
    const auto taken = much.size() - out.size();
    std::string_view goodbye = "goodbye";  // instead of the rest
    const auto all = much.substr(0, taken) + std::string(goodbye);
    while (at_client.size() < all.size()) {
        ASSERT_NE(write_some(*server, goodbye), Status::failed) << server->failure();
        ASSERT_NE(read_some(*client, at_client), Status::failed) << client->failure();
    }
    EXPECT_EQ(at_client, all);
}

// What the client says of a server it must not trust; the server hears of it too.
std::string refusal(Transport& client, Transport& server) {
    std::string_view out = "secret";
    std::string at_server;
    std::string at_client;
    for (int i = 0; i < 100; ++i) {
        write_some(client, out);
        read_some(client, at_client);
        if (read_some(server, at_server) == Status::failed) break;
    }
    EXPECT_EQ(at_server, "");
    EXPECT_NE(server.failure(), "");
    return client.failure();
}

TEST_F(Tls, AClientTrustsOnlyWhomItShould) {
    const auto untrusted = connect(certificate("other"), "localhost");
    EXPECT_NE(refusal(*untrusted.client, *untrusted.server).find("the server's certificate: self"),
              std::string::npos);
    const auto by_system = connect({}, "localhost");
    EXPECT_NE(refusal(*by_system.client, *by_system.server).find("the server's certificate: self"),
              std::string::npos);
    const auto wrong_name = connect(certificate("house"), "elsewhere");
    EXPECT_NE(refusal(*wrong_name.client, *wrong_name.server).find("hostname mismatch"),
              std::string::npos);
    const auto wrong_address = connect(certificate("house"), "127.0.0.2");
    EXPECT_NE(refusal(*wrong_address.client, *wrong_address.server).find("IP address mismatch"),
              std::string::npos);
    const auto no_name = connect(certificate("house"), "");
    std::string_view out = "secret";
    EXPECT_EQ(write_some(*no_name.client, out), Status::failed);
}

TEST_F(Tls, AFileThatCannotBeUsedIsNamed) {
    const auto says = [](const Result<TlsContext>& made, const std::string& words) {
        ASSERT_FALSE(made.has_value());
        EXPECT_NE(made.error().detail.find(words), std::string::npos) << made.error().detail;
    };
    const auto junk = (folder() / "junk").string();
    std::ofstream(junk) << "no PEM\n";
    says(TlsContext::server("/none", key("house")), "certificate '/none': No such file");
    says(TlsContext::server(certificate("house"), "/none"), "key '/none': No such file");
    says(TlsContext::server(junk, key("house")), "certificate '" + junk + "'");
    says(TlsContext::server(certificate("house"), junk), "key '" + junk + "'");
    says(TlsContext::server(certificate("house"), key("other")), "key values mismatch");
    says(TlsContext::client(junk), "CA file '" + junk + "'");
    says(TlsContext::client("/none"), "CA file '/none': No such file");
}

TEST_F(Tls, TheClientTalksToABusBehindIt) {
    asio::io_context context;
    asio::ssl::context server(asio::ssl::context::tls_server);
    server.use_certificate_chain_file(certificate("house"));
    server.use_private_key_file(key("house"), asio::ssl::context::pem);
    asio::ip::tcp::acceptor acceptor(context, {asio::ip::make_address("127.0.0.1"), 0});
    const auto url = "wss://localhost:" + std::to_string(acceptor.local_endpoint().port()) + "/";
    // Sends every message back.
    const std::jthread echo([&] {
        beast::websocket::stream<asio::ssl::stream<asio::ip::tcp::socket>> peer(acceptor.accept(),
                                                                                server);
        boost::system::error_code error;
        if (!peer.next_layer().handshake(asio::ssl::stream_base::server, error)) peer.accept(error);
        while (!error) {
            beast::flat_buffer message;
            peer.read(message, error);
            peer.text(true);
            if (!error) peer.write(message.data(), error);
        }
    });
    runtime::EventLoop loop;
    BusClientSettings settings;
    settings.url = url;
    settings.ca_file = certificate("house");
    ASSERT_TRUE(add_tls(settings).has_value());
    const auto client = BusClient::start(loop, settings).value();
    std::size_t heard = 0;
    const auto subscription = client->subscribe("large", loop, [&](const Message& message) {
        heard += message.data_string("text").size();
    });
    const std::string text(100'000, 'x');
    for (int i = 0; i < 20; ++i) client->publish(Message("large", {{"text", text}}));
    EXPECT_TRUE(loop.run_until([&] { return heard == 20 * text.size(); }, patience))
        << client->last_error();
}

}  // namespace
}  // namespace utter::bus
