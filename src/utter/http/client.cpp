#include "utter/http/client.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <deque>
#include <utility>

#include "utter/runtime/async.hpp"

namespace utter::http {
namespace {

namespace asio = boost::asio;

// What has arrived for one exchange and waits to be taken. Lives on the event loop.
class Inbox {
  public:
    explicit Inbox(asio::io_context& context) : timer_(context) {}

    void push(Event event) {
        if (closed_) return;
        closed_ = std::holds_alternative<End>(event) || std::holds_alternative<Failure>(event);
        events_.push_back(std::move(event));
        timer_.cancel();
    }

    void replace(Event last) {
        events_.clear();
        closed_ = false;
        push(std::move(last));
    }

    static asio::awaitable<std::optional<Event>> next(
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
    std::deque<Event> events_;  // bounded by response_bytes_max
    bool closed_ = false;
};

class LoopExchange final : public Exchange {
  public:
    LoopExchange(Transport& transport, std::uint64_t id, std::shared_ptr<Inbox> inbox)
        : transport_(transport), id_(id), inbox_(std::move(inbox)) {}
    ~LoopExchange() override { transport_.end(id_); }
    LoopExchange(const LoopExchange&) = delete;
    LoopExchange& operator=(const LoopExchange&) = delete;
    LoopExchange(LoopExchange&&) = delete;
    LoopExchange& operator=(LoopExchange&&) = delete;

    [[nodiscard]] asio::awaitable<std::optional<Event>> next(
        std::chrono::steady_clock::time_point deadline) override {
        return Inbox::next(inbox_, deadline);
    }

    void cancel() override {
        transport_.end(id_);
        inbox_->replace(Failure{Fault::cancelled, "it was cancelled"});
    }

  private:
    Transport& transport_;
    std::uint64_t id_;
    std::shared_ptr<Inbox> inbox_;
};

class LoopClient final : public Client {
  public:
    LoopClient(runtime::EventLoop& loop, std::unique_ptr<Transport> transport)
        : loop_(loop), transport_(std::move(transport)) {}

    [[nodiscard]] std::unique_ptr<Exchange> post(Request request) override {
        auto inbox = std::make_shared<Inbox>(loop_.context());
        // An inbox belongs to the loop to its end, so other threads hold it weakly.
        const auto deliver = [&loop = loop_, weak = std::weak_ptr(inbox)](Event event) {
            loop.post([weak, event = std::move(event)]() mutable {
                if (const auto receiver = weak.lock()) receiver->push(std::move(event));
            });
        };
        const auto id = transport_->start(std::move(request), deliver);
        return std::make_unique<LoopExchange>(*transport_, id, std::move(inbox));
    }

  private:
    runtime::EventLoop& loop_;
    std::unique_ptr<Transport> transport_;
};

}  // namespace

std::unique_ptr<Client> make_client(runtime::EventLoop& loop,
                                    std::unique_ptr<Transport> transport) {
    return std::make_unique<LoopClient>(loop, std::move(transport));
}

}  // namespace utter::http
