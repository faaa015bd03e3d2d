// Both providers against a real HTTP server that misbehaves as it is told to.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <thread>

#include "utter/core/log.hpp"
#include "utter/http/curl_transport.hpp"
#include "utter/http/fake_endpoint.hpp"
#include "utter/llm/providers/ollama/ollama_provider.hpp"
#include "utter/llm/providers/openai/openai_provider.hpp"
#include "utter/runtime/task_scope.hpp"

namespace utter::llm {
namespace {

using namespace std::chrono_literals;
using http::FakeEndpoint;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr auto patience = 20s;

constexpr std::string_view stream_head =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";

std::string text_event(const std::string& text) {
    return "data: {\"choices\":[{\"delta\":{\"content\":\"" + text + "\"}}]}\n\n";
}

constexpr std::string_view last_event =
    "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

std::string whole_answer(const std::string& text) {
    return std::string(stream_head) + text_event(text) + std::string(last_event);
}

class ProviderTest : public testing::Test {
  protected:
    struct Outcome {
        std::string text;
        std::optional<ChatEnd> end;
        std::optional<LlmError> error;
        [[nodiscard]] bool done() const { return end || error; }
    };

    static boost::asio::awaitable<void> listen(ChatStream& stream, Outcome& outcome) {
        while (!outcome.done()) {
            auto piece = co_await stream.next();
            if (!piece) {
                outcome.error = piece.error();
            } else if (const auto* text = std::get_if<std::string>(&*piece)) {
                outcome.text += *text;
            } else if (const auto* end = std::get_if<ChatEnd>(&*piece)) {
                outcome.end = *end;
            }
        }
    }

    Outcome ask(const std::string& url) {
        const auto provider = make_openai_provider(loop_, http_, {url, "sk-secret", limits_});
        const auto stream = provider->chat({"m", {{Role::user, "hi"}}});
        Outcome outcome;
        runtime::TaskScope scope(loop_.context().get_executor());
        scope.spawn("listen", listen(*stream, outcome));
        EXPECT_TRUE(loop_.run_until([&] { return outcome.done(); }, patience));
        return outcome;
    }

    static ChatLimits quick() {
        ChatLimits limits;
        limits.connect_timeout = 5s;
        limits.first_timeout = 10s;
        limits.stall_timeout = 10s;
        limits.total_timeout = 15s;
        limits.backoff = 1ms;
        return limits;
    }

    runtime::EventLoop loop_;
    std::shared_ptr<http::Client> http_ = http::make_client(loop_, http::make_curl_transport());
    ChatLimits limits_ = quick();
};

TEST_F(ProviderTest, StreamsAnAnswer) {
    std::string request;
    FakeEndpoint endpoint([&](FakeEndpoint::Peer& peer) {
        request = peer.read_request();
        peer.send(whole_answer("Hello"));
    });
    const auto outcome = ask(endpoint.url() + "/v1/");
    EXPECT_EQ(outcome.text, "Hello");
    EXPECT_EQ(outcome.end, ChatEnd{});
    EXPECT_THAT(request, HasSubstr("POST /v1/chat/completions HTTP/1.1\r\n"));
    EXPECT_THAT(request, HasSubstr("Authorization: Bearer sk-secret\r\n"));
    EXPECT_THAT(request, HasSubstr(R"("messages":[{"role":"user","content":"hi"}])"));
}

TEST_F(ProviderTest, StreamsFromOllama) {
    FakeEndpoint endpoint([](FakeEndpoint::Peer& peer) {
        EXPECT_THAT(peer.read_request(), HasSubstr("POST /api/chat HTTP/1.1\r\n"));
        peer.send(
            "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n"
            "Transfer-Encoding: chunked\r\n\r\n");
        // The pieces end in the middle of a character.
        peer.send_chunk("{\"message\":{\"content\":\"Gr\xC3\xBC\xC3");
        peer.send_chunk("\x9F\"},\"done\":false}\n{\"message\":{\"content\":\"e\"},\"do");
        peer.send_chunk("ne\":true}\n");
        peer.send_chunk("");
    });
    const auto provider = make_ollama_provider(loop_, http_, {endpoint.url(), {}, limits_});
    const auto stream = provider->chat({"m", {{Role::user, "hi"}}});
    Outcome outcome;
    runtime::TaskScope scope(loop_.context().get_executor());
    scope.spawn("listen", listen(*stream, outcome));
    ASSERT_TRUE(loop_.run_until([&] { return outcome.done(); }, patience));
    EXPECT_EQ(outcome.text, "Grüße") << (outcome.error ? outcome.error->detail : "");
    EXPECT_TRUE(outcome.end);
}

TEST_F(ProviderTest, SaysWhenNobodyListens) {
    std::string url;
    {
        const FakeEndpoint gone([](FakeEndpoint::Peer&) {});
        url = gone.url();
    }
    const auto outcome = ask(url);
    ASSERT_TRUE(outcome.error);
    EXPECT_EQ(outcome.error->code, LlmErrorCode::refused);
}

TEST_F(ProviderTest, SaysWhenTheUrlIsNone) {
    EXPECT_EQ(ask("file:///etc/passwd").error->code, LlmErrorCode::refused);
    EXPECT_EQ(ask("http://").error->code, LlmErrorCode::refused);
}

TEST_F(ProviderTest, NamesTheStatusAndNeverTheKey) {
    for (const auto& [code, expected] : {std::pair{401, LlmErrorCode::unauthorised},
                                         std::pair{403, LlmErrorCode::unauthorised},
                                         std::pair{404, LlmErrorCode::refused}}) {
        const log::Capture capture;
        const FakeEndpoint endpoint([code = code](FakeEndpoint::Peer& peer) {
            peer.read_request();
            peer.send(http::response(code));
        });
        const auto outcome = ask(endpoint.url());
        ASSERT_TRUE(outcome.error);
        EXPECT_EQ(outcome.error->code, expected);
        EXPECT_THAT(outcome.error->detail, HasSubstr(std::to_string(code)));
        EXPECT_THAT(outcome.error->detail + capture.text(), Not(HasSubstr("sk-secret")));
        EXPECT_EQ(endpoint.connections(), 1);
    }
}

TEST_F(ProviderTest, TriesAgainWhenThatMayHelp) {
    for (const int code : {500, 502, 503, 504}) {
        const FakeEndpoint endpoint([code](FakeEndpoint::Peer& peer) {
            peer.read_request();
            peer.send(peer.number == 1 ? http::response(code) : whole_answer("late"));
        });
        EXPECT_EQ(ask(endpoint.url()).text, "late") << code;
    }
    const FakeEndpoint resets([](FakeEndpoint::Peer& peer) {
        peer.read_request();
        if (peer.number == 1) return peer.reset();
        peer.send(whole_answer("late"));
    });
    EXPECT_EQ(ask(resets.url()).text, "late");
}

TEST_F(ProviderTest, GivesUpAfterTheConfiguredTries) {
    const FakeEndpoint endpoint([](FakeEndpoint::Peer& peer) {
        peer.read_request();
        peer.send(http::response(503));
    });
    EXPECT_EQ(ask(endpoint.url()).error->code, LlmErrorCode::refused);
    EXPECT_EQ(endpoint.connections(), 3);
}

TEST_F(ProviderTest, WaitsAsLongAsItIsAskedTo) {
    const FakeEndpoint endpoint([](FakeEndpoint::Peer& peer) {
        peer.read_request();
        peer.send(peer.number == 1 ? http::response(429, {}, "Retry-After: 1\r\n")
                                   : whole_answer("late"));
    });
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(ask(endpoint.url()).text, "late");
    EXPECT_GE(std::chrono::steady_clock::now() - start, 900ms);
}

TEST_F(ProviderTest, DoesNotWaitLongerThanItsBound) {
    const FakeEndpoint endpoint([](FakeEndpoint::Peer& peer) {
        peer.read_request();
        peer.send(http::response(429, {}, "Retry-After: 3600\r\n"));
    });
    EXPECT_EQ(ask(endpoint.url()).error->code, LlmErrorCode::rate_limited);
    EXPECT_EQ(endpoint.connections(), 1);
}

TEST_F(ProviderTest, BoundsTheWaitForTheFirstSign) {
    limits_.first_timeout = 50ms;
    const FakeEndpoint endpoint([](FakeEndpoint::Peer& peer) {
        peer.read_request();
        peer.send(std::string(stream_head) + ": still loading the model\n\n");
        peer.wait_for_close();
    });
    EXPECT_EQ(ask(endpoint.url()).error->code, LlmErrorCode::timed_out);
}

TEST_F(ProviderTest, NoticesAStall) {
    limits_.stall_timeout = 50ms;
    const FakeEndpoint endpoint([](FakeEndpoint::Peer& peer) {
        peer.read_request();
        peer.send(std::string(stream_head) + text_event("Once upon"));
        peer.wait_for_close();  // the client hangs up, or this test does not end
    });
    const auto outcome = ask(endpoint.url());
    EXPECT_EQ(outcome.text, "Once upon");
    EXPECT_EQ(outcome.error->code, LlmErrorCode::stalled);
}

TEST_F(ProviderTest, NoticesAnAnswerThatBreaksOff) {
    const FakeEndpoint endpoint([](FakeEndpoint::Peer& peer) {
        peer.read_request();
        peer.send(std::string(stream_head) + text_event("Once upon") + "data: {\"cho");
    });
    const auto outcome = ask(endpoint.url());
    EXPECT_EQ(outcome.text, "Once upon");
    EXPECT_EQ(outcome.error->code, LlmErrorCode::bad_answer);
    EXPECT_EQ(endpoint.connections(), 1);  // what has been spoken cannot be taken back
}

TEST_F(ProviderTest, RefusesInvalidJson) {
    const FakeEndpoint endpoint([](FakeEndpoint::Peer& peer) {
        peer.read_request();
        peer.send(std::string(stream_head) + text_event("a") + "data: {nonsense}\n\n");
        peer.wait_for_close();
    });
    EXPECT_EQ(ask(endpoint.url()).error->code, LlmErrorCode::bad_answer);
}

TEST_F(ProviderTest, BoundsTheTimeOfAnAnswerThatDrips) {
    limits_.total_timeout = 300ms;
    const FakeEndpoint endpoint([](FakeEndpoint::Peer& peer) {
        peer.read_request();
        peer.send(std::string(stream_head));
        for (;;) {  // until the client hangs up
            peer.send(text_event("a"));
            std::this_thread::sleep_for(5ms);
        }
    });
    EXPECT_EQ(ask(endpoint.url()).error->code, LlmErrorCode::timed_out);
}

TEST_F(ProviderTest, BoundsTheSizeOfAnAnswerThatNeverEnds) {
    limits_.response_bytes_max = 100'000;
    const FakeEndpoint endpoint([](FakeEndpoint::Peer& peer) {
        peer.read_request();
        peer.send(std::string(stream_head));
        for (;;) peer.send(text_event(std::string(1000, 'a')));
    });
    const auto outcome = ask(endpoint.url());
    EXPECT_EQ(outcome.error->code, LlmErrorCode::bad_answer);
    EXPECT_LE(outcome.text.size(), 100'000U);
}

TEST_F(ProviderTest, HangsUpAtOnceWhenCancelled) {
    std::atomic<bool> closed = false;
    const FakeEndpoint endpoint([&](FakeEndpoint::Peer& peer) {
        peer.read_request();
        peer.send(std::string(stream_head) + text_event("Once"));
        peer.wait_for_close();
        closed = true;
        loop_.post([] {});  // so that the loop looks again
    });
    const auto provider = make_openai_provider(loop_, http_, {endpoint.url(), {}, limits_});
    const auto stream = provider->chat({"m", {{Role::user, "hi"}}});
    Outcome outcome;
    runtime::TaskScope scope(loop_.context().get_executor());
    scope.spawn("listen", listen(*stream, outcome));
    ASSERT_TRUE(loop_.run_until([&] { return outcome.text == "Once"; }, patience));
    stream->cancel();
    ASSERT_TRUE(loop_.run_until([&] { return outcome.done() && closed; }, patience));
    EXPECT_EQ(outcome.error->code, LlmErrorCode::cancelled);
}

TEST_F(ProviderTest, CanBeCancelledWhileItWaitsToTryAgain) {
    limits_.backoff = 10s;
    limits_.total_timeout = 100s;
    const FakeEndpoint endpoint([](FakeEndpoint::Peer& peer) {
        peer.read_request();
        peer.send(http::response(500));
    });
    const auto provider = make_openai_provider(loop_, http_, {endpoint.url(), {}, limits_});
    const auto stream = provider->chat({"m", {{Role::user, "hi"}}});
    Outcome outcome;
    runtime::TaskScope scope(loop_.context().get_executor());
    scope.spawn("listen", listen(*stream, outcome));
    const log::Capture capture;
    ASSERT_TRUE(loop_.run_until(
        [&] { return capture.text().find("llm.trying_again") != std::string::npos; }, patience));
    stream->cancel();
    ASSERT_TRUE(loop_.run_until([&] { return outcome.done(); }, 5s));
    EXPECT_EQ(outcome.error->code, LlmErrorCode::cancelled);
}

}  // namespace
}  // namespace utter::llm
