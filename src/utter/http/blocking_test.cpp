#include "utter/http/blocking.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "utter/http/curl_transport.hpp"
#include "utter/http/fake_endpoint.hpp"
#include "utter/http/key_file.hpp"

namespace utter::http {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::StartsWith;
using Peer = FakeEndpoint::Peer;

class BlockingExchangeTest : public testing::Test {
  protected:
    Result<Answer> get(const std::string& url, Request request = {}) {
        request.url = url;
        return ask(*transport_, std::move(request), timeouts_);
    }

    std::unique_ptr<Transport> transport_ = make_curl_transport();
    Timeouts timeouts_{.connect = 5s, .idle = 10s, .total = 20s};
};

TEST_F(BlockingExchangeTest, GetsAndPosts) {
    std::string request;
    const FakeEndpoint endpoint([&request](Peer& peer) {
        request = peer.read_request();
        peer.send(response(200, "hello", "Content-Type: Audio/WAV; rate=1\r\n"));
    });
    const auto got = get(endpoint.url() + "/a");
    ASSERT_TRUE(got) << got.error().detail;
    EXPECT_THAT(request, StartsWith("GET /a HTTP/1.1\r\n"));
    EXPECT_EQ(got->head.status, 200);
    EXPECT_EQ(got->head.content_type, "audio/wav");
    EXPECT_EQ(got->head.content_bytes, 5U);
    EXPECT_EQ(got->body, "hello");
    ASSERT_TRUE(get(endpoint.url() + "/b", {.url = {}, .headers = {"X: y"}, .body = "sent"}));
    EXPECT_THAT(request, StartsWith("POST /b HTTP/1.1\r\n"));
    EXPECT_THAT(request, HasSubstr("X: y\r\n"));
    EXPECT_THAT(request, testing::EndsWith("\r\n\r\nsent"));
}

TEST_F(BlockingExchangeTest, ServesSeveralThreadsAtATime) {
    const FakeEndpoint endpoint([](Peer& peer) {
        peer.read_request();
        peer.send(response(200, std::string(200'000, 'a')));
    });
    std::vector<std::size_t> sizes(4);
    {
        std::vector<std::jthread> threads;
        threads.reserve(sizes.size());
        for (auto& size : sizes) {
            threads.emplace_back(
                [&] { size = get(endpoint.url()).value_or(Answer{}).body.size(); });
        }
    }
    EXPECT_THAT(sizes, testing::Each(200'000U));
}

TEST_F(BlockingExchangeTest, MakesASenderWaitThatNobodyListensTo) {
    constexpr auto piece_bytes = std::size_t{1024} * 1024;
    std::atomic<int> sent = 0;
    const FakeEndpoint endpoint([&sent](Peer& peer) {
        peer.read_request();
        peer.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
        const std::string piece(piece_bytes, 'a');
        for (; sent < 100; ++sent) peer.send(piece);
    });
    BlockingExchange exchange(
        *transport_, {.url = endpoint.url(), .response_bytes_max = 200 * piece_bytes}, timeouts_);
    std::size_t bytes = 0;
    while (true) {
        const auto part = exchange.next();
        ASSERT_TRUE(part) << part.error().detail;
        if (std::holds_alternative<End>(*part)) break;
        const auto* piece = std::get_if<std::string>(&*part);
        if (piece == nullptr) continue;
        // What the system's and libcurl's buffers hold, and ours.
        EXPECT_LT(static_cast<std::size_t>(sent) * piece_bytes, bytes + 20 * piece_bytes);
        bytes += piece->size();
    }
    EXPECT_EQ(bytes, 100 * piece_bytes);
}

TEST_F(BlockingExchangeTest, EndsAtOnceInTheMiddle) {
    const FakeEndpoint endpoint([](Peer& peer) {
        peer.read_request();
        peer.send("HTTP/1.1 200 OK\r\n\r\n");
        for (;;) peer.send(std::string(100'000, 'a'));  // until the client hangs up
    });
    BlockingExchange exchange(
        *transport_, {.url = endpoint.url(), .response_bytes_max = 1'000'000'000'000}, timeouts_);
    ASSERT_TRUE(exchange.next());
    ASSERT_TRUE(exchange.next());
}

TEST_F(BlockingExchangeTest, FollowsARedirectWhenItMay) {
    const FakeEndpoint endpoint([](Peer& peer) {
        const bool first = peer.read_request().starts_with("GET /old ");
        peer.send(first ? response(302, "moved", "Location: /new\r\n") : response(200, "here"));
    });
    EXPECT_EQ(get(endpoint.url() + "/old")->head.status, 302);
    const auto followed = get(endpoint.url() + "/old", {.url = {}, .redirects_max = 3});
    ASSERT_TRUE(followed) << followed.error().detail;
    EXPECT_EQ(followed->head.status, 200);
    EXPECT_EQ(followed->body, "here");
}

TEST_F(BlockingExchangeTest, SaysWhatWentWrong) {
    const auto failure = [this](const FakeEndpoint::Script& script) {
        const FakeEndpoint endpoint(script);
        return get(endpoint.url(), {.url = {}, .response_bytes_max = 1000}).error();
    };
    timeouts_.idle = 50ms;
    timeouts_.connect = 100ms;
    const auto silent = failure([](Peer& peer) {
        peer.read_request();
        peer.wait_for_close();
    });
    EXPECT_EQ(silent.code, ErrorCode::timeout);
    EXPECT_EQ(silent.detail, "was silent for 50ms");
    const auto stalled = failure([](Peer& peer) {
        peer.read_request();
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsome");
        peer.wait_for_close();
    });
    EXPECT_EQ(stalled.code, ErrorCode::timeout);
    EXPECT_EQ(stalled.detail, "was silent for 50ms");
    timeouts_ = {.connect = 5s, .idle = 10s, .total = 20s};
    const auto large = failure([](Peer& peer) {
        peer.read_request();
        peer.send(response(200, std::string(2000, 'a')));
    });
    EXPECT_EQ(large.detail, "sent more than is allowed");
    const auto cut = failure([](Peer& peer) {
        peer.read_request();
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsome");
    });
    EXPECT_EQ(cut.code, ErrorCode::unavailable);
    EXPECT_THAT(cut.detail, StartsWith("broke off: "));
    const auto garbage = failure([](Peer& peer) {
        peer.read_request();
        peer.send("SSH-2.0-OpenSSH\r\n\r\n");
    });
    EXPECT_EQ(garbage.code, ErrorCode::unavailable);
    timeouts_.total = 100ms;
    const auto slow = failure([](Peer& peer) {
        peer.read_request();
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
        peer.wait_for_close();
    });
    EXPECT_EQ(slow.detail, "was not done after 100ms");
    std::string nobody;
    {
        const FakeEndpoint gone([](Peer&) {});
        nobody = gone.url();
    }
    timeouts_.total = 20s;
    EXPECT_THAT(get(nobody).error().detail, StartsWith("cannot be reached: "));
    EXPECT_THAT(get("ftp://localhost/").error().detail,
                StartsWith("has no URL that can be used: "));
}

TEST(KeyFile, IsReadToItsFirstSpace) {
    const auto path =
        (std::filesystem::temp_directory_path() / ("utter_key_" + std::to_string(getpid())))
            .string();
    std::ofstream(path) << "\n  sk-secret and a remark\n";
    EXPECT_EQ(read_key_file(path), "sk-secret");
    std::ofstream(path) << "\n";
    EXPECT_EQ(read_key_file(path).error().code, ErrorCode::malformed);
    std::filesystem::remove(path);
    EXPECT_EQ(read_key_file(path).error().code, ErrorCode::io);
    EXPECT_EQ(read_key_file(""), "");
}

}  // namespace
}  // namespace utter::http
