#include "utter/http/blocking.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

#include "utter/core/duration_text.hpp"

namespace utter::http {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t waiting_bytes_max = std::size_t{1024} * 1024;

Error error_of(const Failure& failure, const Timeouts& timeouts) {
    switch (failure.fault) {
        case Fault::connect_timed_out:
            return {ErrorCode::timeout,
                    "did not accept the connection within " + duration_text(timeouts.connect)};
        case Fault::not_reached:
            return {ErrorCode::unavailable, "cannot be reached: " + failure.detail};
        case Fault::not_trusted:
            return {ErrorCode::unavailable, "cannot be trusted: " + failure.detail};
        case Fault::unusable:
            return {ErrorCode::unavailable, "has no URL that can be used: " + failure.detail};
        case Fault::too_large:
            return {ErrorCode::unavailable, "sent more than is allowed"};
        case Fault::broken_off:
        case Fault::cancelled:
            break;
    }
    return {ErrorCode::unavailable, "broke off: " + failure.detail};
}

}  // namespace

// Shared with the transport's thread, which may be in a call when the exchange ends.
struct BlockingExchange::Inbox {
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<Event> events;       // guarded
    std::size_t waiting_bytes = 0;  // guarded; of body pieces among them
    bool abandoned = false;         // guarded

    void push(Event event) {
        std::unique_lock lock(mutex);
        if (const auto* piece = std::get_if<std::string>(&event)) {
            changed.wait(lock, [this] { return abandoned || waiting_bytes < waiting_bytes_max; });
            waiting_bytes += piece->size();
        }
        if (abandoned) return;
        events.push_back(std::move(event));
        changed.notify_all();
    }

    std::optional<Event> take(Clock::time_point deadline) {
        std::unique_lock lock(mutex);
        if (!changed.wait_until(lock, deadline, [this] { return !events.empty(); })) return {};
        auto event = std::move(events.front());
        events.pop_front();
        if (const auto* piece = std::get_if<std::string>(&event)) waiting_bytes -= piece->size();
        changed.notify_all();
        return event;
    }

    void abandon() {
        const std::lock_guard lock(mutex);
        abandoned = true;
        changed.notify_all();
    }
};

BlockingExchange::BlockingExchange(Transport& transport, Request request, Timeouts timeouts)
    : transport_(transport),
      timeouts_(timeouts),
      started_(Clock::now()),
      last_sign_(started_),
      inbox_(std::make_shared<Inbox>()) {
    request.connect_timeout = std::min(timeouts.connect, timeouts.total);
    id_ = transport_.start(std::move(request),
                           [inbox = inbox_](Event event) { inbox->push(std::move(event)); });
}

BlockingExchange::~BlockingExchange() {
    inbox_->abandon();
    transport_.end(id_);
}

Result<Part> BlockingExchange::next() {
    // Both bounds of next_within() come before this one.
    while (true) {
        auto part = next_within(timeouts_.total);
        if (!part) return std::unexpected(part.error());
        if (auto& came = *part) return *std::move(came);
    }
}

Result<std::optional<Part>> BlockingExchange::next_within(std::chrono::milliseconds patience) {
    // Connecting has a limit of its own, after which the peer still has its time to answer.
    const auto idle =
        timeouts_.idle + (answering_ ? std::chrono::milliseconds(0) : timeouts_.connect);
    const auto give_up = started_ + timeouts_.total;
    auto event = inbox_->take(std::min({last_sign_ + idle, give_up, Clock::now() + patience}));
    if (!event) {
        const auto now = Clock::now();
        if (now >= give_up) {
            return fail(ErrorCode::timeout, "was not done after " + duration_text(timeouts_.total));
        }
        if (now >= last_sign_ + idle) {
            return fail(ErrorCode::timeout, "was silent for " + duration_text(timeouts_.idle));
        }
        return std::nullopt;
    }
    answering_ = true;
    last_sign_ = Clock::now();
    if (const auto* failure = std::get_if<Failure>(&*event)) {
        return std::unexpected(error_of(*failure, timeouts_));
    }
    if (auto* head = std::get_if<Head>(&*event)) return Part(std::move(*head));
    if (auto* piece = std::get_if<std::string>(&*event)) return Part(std::move(*piece));
    return Part(End{});
}

Result<Answer> ask(Transport& transport, Request request, Timeouts timeouts) {
    BlockingExchange exchange(transport, std::move(request), timeouts);
    Answer answer;
    while (true) {
        auto part = exchange.next();
        if (!part) return std::unexpected(part.error());
        if (auto* head = std::get_if<Head>(&*part)) answer.head = std::move(*head);
        if (const auto* piece = std::get_if<std::string>(&*part)) answer.body += *piece;
        if (std::holds_alternative<End>(*part)) return answer;
    }
}

}  // namespace utter::http
