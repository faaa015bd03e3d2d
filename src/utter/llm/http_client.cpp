#include "utter/llm/http_client.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <deque>
#include <utility>

#include "utter/runtime/async.hpp"

namespace utter::llm {
namespace {

namespace asio = boost::asio;

// What has arrived for one exchange and waits to be taken. Lives on the event loop.
class Inbox {
  public:
    explicit Inbox(asio::io_context& context) : timer_(context) {}

    void push(HttpEvent event) {
        if (closed_) return;
        closed_ =
            std::holds_alternative<HttpEnd>(event) || std::holds_alternative<HttpError>(event);
        events_.push_back(std::move(event));
        timer_.cancel();
    }

    void replace(HttpEvent last) {
        events_.clear();
        closed_ = false;
        push(std::move(last));
    }

    static asio::awaitable<std::optional<HttpEvent>> next(
        std::shared_ptr<Inbox> inbox, std::chrono::steady_clock::time_point deadline) {
        while (inbox->events_.empty()) {
            if (std::chrono::steady_clock::now() >= deadline) co_return std::nullopt;
            inbox->timer_.expires_at(deadline);
            boost::system::error_code ignored;
            co_await inbox->timer_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
            co_await runtime::throw_if_cancelled();
        }
        auto event = std::move(inbox->events_.front());
        inbox->events_.pop_front();
        co_return event;
    }

  private:
    asio::steady_timer timer_;
    std::deque<HttpEvent> events_;  // bounded by response_bytes_max
    bool closed_ = false;
};

class Exchange final : public HttpExchange {
  public:
    Exchange(HttpTransport& transport, std::uint64_t id, std::shared_ptr<Inbox> inbox)
        : transport_(transport), id_(id), inbox_(std::move(inbox)) {}
    ~Exchange() override { transport_.end(id_); }
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;
    Exchange(Exchange&&) = delete;
    Exchange& operator=(Exchange&&) = delete;

    [[nodiscard]] asio::awaitable<std::optional<HttpEvent>> next(
        std::chrono::steady_clock::time_point deadline) override {
        return Inbox::next(inbox_, deadline);
    }

    void cancel() override {
        transport_.end(id_);
        inbox_->replace(HttpError{HttpFault::cancelled, "it was cancelled"});
    }

  private:
    HttpTransport& transport_;
    std::uint64_t id_;
    std::shared_ptr<Inbox> inbox_;
};

class LoopHttpClient final : public HttpClient {
  public:
    LoopHttpClient(runtime::EventLoop& loop, std::unique_ptr<HttpTransport> transport)
        : loop_(loop), transport_(std::move(transport)) {}

    [[nodiscard]] std::unique_ptr<HttpExchange> post(HttpRequest request) override {
        auto inbox = std::make_shared<Inbox>(loop_.context());
        const auto id = next_id_++;
        // An inbox belongs to the loop to its end, so other threads hold it weakly.
        const auto deliver = [&loop = loop_, weak = std::weak_ptr(inbox)](HttpEvent event) {
            loop.post([weak, event = std::move(event)]() mutable {
                if (const auto receiver = weak.lock()) receiver->push(std::move(event));
            });
        };
        transport_->start(id, std::move(request), deliver);
        return std::make_unique<Exchange>(*transport_, id, std::move(inbox));
    }

  private:
    runtime::EventLoop& loop_;
    std::uint64_t next_id_ = 1;
    std::unique_ptr<HttpTransport> transport_;
};

}  // namespace

std::unique_ptr<HttpClient> make_http_client(runtime::EventLoop& loop,
                                             std::unique_ptr<HttpTransport> transport) {
    return std::make_unique<LoopHttpClient>(loop, std::move(transport));
}

}  // namespace utter::llm
