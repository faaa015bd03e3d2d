#include "utter/bus/bus_client.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "utter/bus/bus_server.hpp"
#include "utter/bus/fake_bus.hpp"
#include "utter/bus/local_bus.hpp"
#include "utter/core/log.hpp"
#include "utter/runtime/event_loop.hpp"

namespace utter::bus {
namespace {

using namespace std::chrono_literals;
using websocket::Opcode;

constexpr auto patience = 20s;
const std::string key(32, 'k');

BusClientSettings quick(const std::string& url) {
    BusClientSettings settings;
    settings.url = url;
    settings.retry_min = 1ms;
    settings.retry_max = 10ms;
    return settings;
}

std::unique_ptr<BusServer> serve(runtime::EventLoop& loop,
                                 LocalBus& bus,
                                 BusServerSettings settings) {
    auto made = BusServer::start(loop, bus, std::move(settings));
    EXPECT_TRUE(made.has_value()) << made.error().detail;
    return std::move(*made);
}

std::string url_of(const BusServer& server) {
    return "ws://127.0.0.1:" + std::to_string(server.port()) + "/core";
}

// Tells whoever runs the loop until the flag is set; from any thread.
void raise(std::atomic<bool>& flag, runtime::EventLoop& loop) {
    flag = true;
    loop.post([] {});
}

// Connects to a fake bus. @return last_error after it has failed.
std::string failure_with(std::function<void(FakeBus::Peer&)> script, std::string secret = {}) {
    FakeBus bus(std::move(script));
    runtime::EventLoop loop;
    auto settings = quick(bus.url());
    settings.retry_min = settings.retry_max = settings.retry_refused = 1h;
    settings.key = std::move(secret);
    const auto client = BusClient::start(loop, settings).value();
    EXPECT_TRUE(loop.run_until([&] { return !client->last_error().empty(); }, patience));
    EXPECT_FALSE(client->connected());
    return client->last_error();
}

TEST(BusClient, ARefusalIsToldInTheBusesOwnWordsAndTheKeyInNone) {
    const log::Capture logs;
    std::atomic<bool> key_came = false;
    const auto error = failure_with(
        [&](FakeBus::Peer& peer) {
            key_came = peer.read_head().find("Authorization: Bearer " + key) != std::string::npos;
            peer.send(
                "HTTP/1.1 401 Unauthorized\r\nContent-Type: text/plain\r\n"
                "Content-Length: 12\r\n\r\nunknown key\n");
        },
        key);
    EXPECT_TRUE(key_came);
    EXPECT_NE(error.find("the bus refused: 401 unknown key"), std::string::npos) << error;
    EXPECT_EQ(error.find(key), std::string::npos);
    EXPECT_EQ(logs.text().find(key), std::string::npos);
    EXPECT_NE(logs.text().find("bus.connect_refused"), std::string::npos);
}

TEST(BusClient, WhatIsNoBusIsNamed) {
    const auto answers = [](std::string answer) {
        return failure_with([answer = std::move(answer)](FakeBus::Peer& peer) {
            peer.read_head();
            peer.send(answer);
        });
    };
    EXPECT_NE(answers("SSH-2.0-OpenSSH_9.2\r\n\r\n").find("not a WebSocket server"),
              std::string::npos);
    EXPECT_NE(answers("HTTP/1.1 503 Busy\r\nContent-Type: text/html\r\n\r\n<html>")
                  .find("the bus refused: 503 Busy"),
              std::string::npos);
    EXPECT_NE(answers("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: "
                      "Upgrade\r\nSec-WebSocket-Accept: wrong\r\n\r\n")
                  .find("its answer to the key is wrong"),
              std::string::npos);
    EXPECT_NE(answers("").find("closed without an answer"), std::string::npos);
    EXPECT_NE(answers(std::string(100'000, 'x')).find("head is too long"), std::string::npos);
}

TEST(BusClient, ABusThatTakesTooLongIsGivenUp) {
    std::atomic<bool> done = false;
    FakeBus bus([&](FakeBus::Peer& peer) {
        peer.read_head();
        done.wait(false);
    });
    runtime::EventLoop loop;
    auto settings = quick(bus.url());
    settings.connect_time_max = 20ms;
    settings.retry_min = settings.retry_max = 1h;
    const auto client = BusClient::start(loop, settings).value();
    EXPECT_TRUE(loop.run_until([&] { return !client->last_error().empty(); }, patience));
    EXPECT_NE(client->last_error().find("no answer within 20 ms"), std::string::npos);
    done = true;
    done.notify_all();
}

TEST(BusClient, AsksForWhatItWantsFirstAndForEachChangeBeforeWhatFollows) {
    runtime::EventLoop loop;
    std::vector<std::string> said;
    std::atomic<bool> first_read = false;
    std::atomic<bool> second_read = false;
    FakeBus bus([&](FakeBus::Peer& peer) {
        peer.let_in();
        for (int i = 0; i < 2; ++i) said.push_back(peer.read_frame().second);
        raise(first_read, loop);
        for (int i = 0; i < 2; ++i) said.push_back(peer.read_frame().second);
        raise(second_read, loop);
        said.push_back(peer.read_frame().second);
        peer.send_frame(0x81, R"({"type":"utter.bus.subscribe.response"})");
        peer.send_frame(0x81, R"({"type":"the.end"})");
        peer.read_frame();
    });
    const auto client = BusClient::start(loop, quick(bus.url())).value();
    client->publish(Message("early"));
    std::vector<std::string> seen;
    const auto see = [&](const Message& message) { seen.push_back(message.type()); };
    auto first = client->subscribe("b.*", loop, see);
    const auto again = client->subscribe("b.*", loop, see);
    ASSERT_TRUE(loop.run_until([&] { return first_read.load(); }, patience));
    const auto second = client->subscribe("a", loop, see);
    client->publish(Message("question"));
    first.reset();  // the union stays what it is: somebody else wants it too
    ASSERT_TRUE(loop.run_until([&] { return second_read.load(); }, patience));
    const auto all = client->subscribe("*", loop, see);
    ASSERT_TRUE(loop.run_until([&] { return !seen.empty(); }, patience));
    EXPECT_EQ(seen, std::vector<std::string>{"the.end"});
    ASSERT_EQ(said.size(), 5U);
    const auto topics = [&](std::size_t i) {
        const auto message = Message::parse(said.at(i)).value();
        EXPECT_EQ(message.type(), "utter.bus.subscribe");
        return strings_under(message.data(), "topics");
    };
    EXPECT_EQ(topics(0), std::vector<std::string>{"b.*"});
    EXPECT_EQ(Message::parse(said[1]).value().type(), "early");
    EXPECT_EQ(topics(2), (std::vector<std::string>{"a", "b.*"}));
    EXPECT_EQ(Message::parse(said[3]).value().type(), "question");
    EXPECT_EQ(topics(4), std::vector<std::string>{"*"});
}

TEST(BusClient, TakesPiecesAndAnswersPingsAndNoBrokenSession) {
    std::pair<Opcode, std::string> pong;
    FakeBus bus([&](FakeBus::Peer& peer) {
        peer.let_in();
        EXPECT_EQ(peer.read_frame().second.find(R"({"type":"utter.bus.subscribe")"), 0U);
        peer.send_frame(0x81, R"({"type":"broken.session","context":{"session":"x"}})");
        peer.send_frame(0x01, R"({"type":)");
        peer.send_frame(0x89, "are you there");
        pong = peer.read_frame();
        peer.send_frame(0x00, R"("a.)");
        peer.send_frame(0x80, R"(b"})");
        peer.send_frame(0x88, std::string("\x03\xE9") + "that was all");
        EXPECT_EQ(peer.read_frame().first, Opcode::close);
    });
    runtime::EventLoop loop;
    auto settings = quick(bus.url());
    settings.retry_min = settings.retry_max = 1h;
    const auto client = BusClient::start(loop, settings).value();
    std::vector<std::string> seen;
    const auto subscription =
        client->subscribe("*", loop, [&](const Message& m) { seen.push_back(m.type()); });
    ASSERT_TRUE(loop.run_until(
        [&] { return !client->connected() && !client->last_error().empty() && !seen.empty(); },
        patience));
    EXPECT_EQ(seen, std::vector<std::string>{"a.b"});
    EXPECT_EQ(pong, std::pair(Opcode::pong, std::string("are you there")));
    EXPECT_NE(client->last_error().find("1001 that was all"), std::string::npos)
        << client->last_error();
}

TEST(BusClient, ABusThatBreaksTheProtocolIsLeft) {
    std::pair<Opcode, std::string> said;
    FakeBus bus([&](FakeBus::Peer& peer) {
        peer.let_in();
        peer.read_frame();
        peer.send_frame(0x80, "continues nothing");
        said = peer.read_frame();
    });
    runtime::EventLoop loop;
    auto settings = quick(bus.url());
    settings.retry_min = settings.retry_max = 1h;
    const auto client = BusClient::start(loop, settings).value();
    ASSERT_TRUE(loop.run_until([&] { return !client->last_error().empty(); }, patience));
    EXPECT_NE(client->last_error().find("continuation of nothing"), std::string::npos);
}

TEST(BusClient, ASilentBusIsPingedThenLeft) {
    runtime::EventLoop loop;
    std::atomic<bool> pinged = false;
    std::atomic<bool> left = false;
    FakeBus bus([&](FakeBus::Peer& peer) {
        peer.let_in();
        peer.read_frame();
        pinged = peer.read_frame().first == Opcode::ping;
        try {
            peer.read_frame();
        } catch (const boost::system::system_error&) {
            raise(left, loop);
        }
    });
    auto settings = quick(bus.url());
    settings.retry_min = settings.retry_max = 1h;
    settings.ping_after = 20ms;
    const auto client = BusClient::start(loop, settings).value();
    ASSERT_TRUE(loop.run_until([&] { return left.load(); }, patience));
    EXPECT_TRUE(pinged);
    EXPECT_FALSE(client->connected());
    EXPECT_NE(client->last_error().find("silent"), std::string::npos);
}

// A bus, and one client that hears itself count.
class CountingBus : public testing::Test {
  protected:
    void SetUp() override {
        settings_.port = 0;
        server_ = serve(loop_, bus_, settings_);
        settings_.port = server_->port();
        client_ = BusClient::start(loop_, quick(url_of(*server_))).value();
        subscription_ = client_->subscribe("count", loop_, [this](const Message& message) {
            seen_.push_back(message.data().at("n").as_int64());
        });
    }
    void count(std::int64_t from, std::int64_t to) {
        for (auto n = from; n < to; ++n) client_->publish(Message("count", {{"n", n}}));
    }
    bool hears(std::int64_t number) {
        return loop_.run_until([&] { return !seen_.empty() && seen_.back() == number; }, patience);
    }
    bool restart() {
        server_.reset();
        const bool left = loop_.run_until([&] { return !client_->connected(); }, patience);
        server_ = serve(loop_, bus_, settings_);
        return left;
    }

    const log::Capture quiet_;
    runtime::EventLoop loop_;
    LocalBus bus_;
    BusServerSettings settings_;
    std::unique_ptr<BusServer> server_;
    std::unique_ptr<BusClient> client_;
    std::vector<std::int64_t> seen_;
    Subscription subscription_;
};

TEST_F(CountingBus, WhatIsSaidWhileItIsAwayFollowsInOrder) {
    constexpr std::int64_t all = 50'000;
    count(0, all / 2);
    ASSERT_TRUE(hears(all / 2 - 1));
    server_.reset();
    ASSERT_TRUE(loop_.run_until([&] { return !client_->connected(); }, patience));
    count(all / 2, all);
    server_ = serve(loop_, bus_, settings_);
    ASSERT_TRUE(hears(all - 1));
    ASSERT_EQ(seen_.size(), static_cast<std::size_t>(all));
    for (std::int64_t n = 0; n < all; ++n) ASSERT_EQ(seen_[static_cast<std::size_t>(n)], n);
}

TEST_F(CountingBus, ABreakInTheMiddleMixesAndRepeatsNothing) {
    constexpr std::int64_t all = 50'000;
    count(0, all);
    ASSERT_TRUE(loop_.run_until([&] { return seen_.size() > 1000; }, patience));
    ASSERT_TRUE(restart());
    count(all, all + 1);
    ASSERT_TRUE(hears(all));
    for (std::size_t i = 1; i < seen_.size(); ++i) ASSERT_LT(seen_[i - 1], seen_[i]);
}

TEST(BusClient, DropsTheOldestWhenTheBusIsAwayTooLong) {
    const log::Capture logs;
    runtime::EventLoop loop;
    LocalBus bus;
    BusServerSettings server_settings;
    server_settings.port = 0;
    auto server = serve(loop, bus, server_settings);
    auto settings = quick(url_of(*server));
    server_settings.port = server->port();
    server.reset();
    settings.queue_bytes_max = 10'000;
    const auto client = BusClient::start(loop, settings).value();
    std::vector<std::int64_t> seen;
    const auto subscription = client->subscribe("count", loop, [&](const Message& message) {
        seen.push_back(message.data().at("n").as_int64());
    });
    for (int n = 0; n < 1000; ++n) client->publish(Message("count", {{"n", n}}));
    ASSERT_TRUE(loop.run_until([&] { return !client->last_error().empty(); }, patience));
    server = serve(loop, bus, server_settings);
    ASSERT_TRUE(loop.run_until([&] { return !seen.empty() && seen.back() == 999; }, patience));
    EXPECT_GT(seen.front(), 500);
    EXPECT_EQ(seen.back() - seen.front() + 1, static_cast<std::int64_t>(seen.size()));
    EXPECT_NE(logs.text().find("bus.client_queue_full"), std::string::npos);
    EXPECT_NE(logs.text().find("bus.client_queue_dropped"), std::string::npos);
}

class LockedBus : public testing::Test {
  protected:
    void SetUp() override {
        std::filesystem::create_directories(folder_);
        std::ofstream(folder_ / "keys") << key << " house\n";
        std::filesystem::permissions(folder_ / "keys", std::filesystem::perms::owner_all);
        BusServerSettings settings;
        settings.port = 0;
        settings.keys_file = folder_ / "keys";
        settings.socket = folder_ / "bus";
        server_ = serve(loop_, bus_, settings);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    // Whether a client with these settings hears itself.
    bool works(const BusClientSettings& settings) {
        const auto client = BusClient::start(loop_, settings).value();
        bool heard = false;
        const auto subscription =
            client->subscribe("echo", loop_, [&](const Message&) { heard = true; });
        client->publish(Message("echo"));
        loop_.run_until([&] { return heard || !client->last_error().empty(); }, patience);
        last_error_ = client->last_error();
        if (!heard) return false;
        client->begin_close();
        return loop_.run_until([&] { return !client->connected() && server_->clients() == 0; },
                               patience);
    }

    const std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("utter-client-" + std::to_string(::getpid()));
    runtime::EventLoop loop_;
    LocalBus bus_;
    std::unique_ptr<BusServer> server_;
    std::string last_error_;
};

TEST_F(LockedBus, OpensToTheKeyAlone) {
    auto settings = quick(url_of(*server_));
    EXPECT_FALSE(works(settings));
    EXPECT_NE(last_error_.find("the bus refused: 401 this bus wants an API key"), std::string::npos)
        << last_error_;
    settings.key = key;
    EXPECT_TRUE(works(settings)) << last_error_;
}

TEST_F(LockedBus, LocalUsersNeedNoKeyOnItsSocket) {
    EXPECT_TRUE(works(quick("unix:" + (folder_ / "bus").string()))) << last_error_;
}

TEST_F(LockedBus, ASocketThatIsNotThereIsNamed) {
    EXPECT_FALSE(works(quick("unix:" + (folder_ / "none").string())));
    EXPECT_NE(last_error_.find("none: No such file"), std::string::npos) << last_error_;
}

TEST(BusClient, RefusesSettingsItCannotUse) {
    runtime::EventLoop loop;
    auto settings = quick("wss://house.example/core");
    auto made = BusClient::start(loop, settings);
    ASSERT_FALSE(made.has_value());
    EXPECT_NE(made.error().detail.find("TLS"), std::string::npos);
    settings.url = "ws://127.0.0.1/core";
    settings.key = "two\r\nlines";
    made = BusClient::start(loop, settings);
    ASSERT_FALSE(made.has_value());
    EXPECT_EQ(made.error().detail.find("lines"), std::string::npos);
}

}  // namespace
}  // namespace utter::bus
