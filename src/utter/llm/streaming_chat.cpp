#include "utter/llm/streaming_chat.hpp"

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <deque>
#include <random>
#include <utility>

#include "utter/core/log.hpp"
#include "utter/runtime/async.hpp"

namespace utter::llm {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds backoff_longest{10};
constexpr std::chrono::seconds retry_after_longest{30};

bool worth_another_try(int status) {
    return status == 429 || status == 500 || status == 502 || status == 503 || status == 504;
}

LlmErrorCode code_of(int status) {
    if (status == 401 || status == 403) return LlmErrorCode::unauthorised;
    if (status == 429) return LlmErrorCode::rate_limited;
    return LlmErrorCode::refused;
}

LlmErrorCode code_of(http::Fault fault) {
    switch (fault) {
        case http::Fault::connect_timed_out:
            return LlmErrorCode::timed_out;
        case http::Fault::broken_off:
        case http::Fault::too_large:
            return LlmErrorCode::bad_answer;
        case http::Fault::cancelled:
            return LlmErrorCode::cancelled;
        case http::Fault::not_reached:
        case http::Fault::not_trusted:
        case http::Fault::unusable:
            break;
    }
    return LlmErrorCode::refused;
}

// A stream that is destroyed while its next() runs leaves that call its state.
struct State {
    State(const asio::any_io_executor& executor, http::Client& client, const ChatLimits& bounds)
        : http(client), limits(bounds), pause(executor) {}

    http::Client& http;
    ChatLimits limits;
    ChatExchange what;
    Clock::time_point give_up;
    std::uint32_t tries = 0;
    std::unique_ptr<http::Exchange> exchange;
    std::unique_ptr<ChatDecoder> decoder;
    std::deque<ChatPiece> ready;
    std::optional<LlmError> error;
    bool answering = false;  // the head said so
    Clock::time_point last_sign;
    asio::steady_timer pause;
    std::minstd_rand random{std::random_device{}()};

    void start() {
        ++tries;
        decoder = what.make_decoder();
        answering = false;
        exchange = http.post(
            {what.url, what.headers, what.body, limits.connect_timeout, limits.response_bytes_max});
        last_sign = Clock::now();
    }

    void end(LlmErrorCode code, std::string detail) {
        exchange.reset();
        error = LlmError{code, std::move(detail)};
    }

    // Of what the decoder made of some bytes, or of their end.
    void take(const Result<void>& read, std::vector<ChatPiece> pieces) {
        std::ranges::move(pieces, std::back_inserter(ready));
        if (!ready.empty() && std::holds_alternative<ChatEnd>(ready.back())) {
            exchange.reset();
        } else if (!read) {
            end(LlmErrorCode::bad_answer, read.error().detail);
        }
    }

    [[nodiscard]] Clock::time_point deadline() const {
        const auto patience = decoder->events() == 0 ? limits.first_timeout : limits.stall_timeout;
        return std::min(give_up, last_sign + patience);
    }

    void time_is_up() {
        if (Clock::now() >= give_up) {
            end(LlmErrorCode::timed_out,
                "the answer did not end within " + std::to_string(limits.total_timeout.count()) +
                    " ms");
        } else if (decoder->events() == 0) {
            end(LlmErrorCode::timed_out,
                "nothing came within " + std::to_string(limits.first_timeout.count()) + " ms");
        } else {
            end(LlmErrorCode::stalled,
                "nothing more came within " + std::to_string(limits.stall_timeout.count()) + " ms");
        }
    }

    [[nodiscard]] Clock::duration next_pause(std::optional<std::chrono::seconds> asked) {
        if (asked) return *asked;
        const auto doubled = limits.backoff * (1U << std::min(tries - 1, 10U));
        std::uniform_real_distribution<double> jitter(0.5, 1.0);
        return std::chrono::duration_cast<Clock::duration>(
            std::min<std::chrono::milliseconds>(doubled, backoff_longest) * jitter(random));
    }
};

// Waits and starts again, or ends with this error when that is no use.
asio::awaitable<void> try_again(std::shared_ptr<State> state,
                                LlmError why,
                                std::optional<std::chrono::seconds> asked) {
    const auto pause = state->next_pause(asked);
    if (state->tries > state->limits.retries || pause > retry_after_longest ||
        Clock::now() + pause >= state->give_up) {
        state->end(why.code, std::move(why.detail));
        co_return;
    }
    log::info("llm.trying_again",
              {{"reason", why.detail},
               {"pause_ms", std::chrono::duration_cast<std::chrono::milliseconds>(pause).count()}});
    state->exchange.reset();
    state->pause.expires_after(pause);
    boost::system::error_code ignored;
    co_await state->pause.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    co_await runtime::throw_if_cancelled();
    if (!state->error) state->start();
}

asio::awaitable<void> take_event(std::shared_ptr<State> state, http::Event event) {
    if (const auto* head = std::get_if<http::Head>(&event)) {
        state->answering = head->status >= 200 && head->status < 300;
        if (state->answering) co_return;
        LlmError error{code_of(head->status),
                       "the endpoint answered HTTP " + std::to_string(head->status)};
        if (worth_another_try(head->status)) {
            co_await try_again(state, std::move(error), head->retry_after);
        } else {
            state->end(error.code, std::move(error.detail));
        }
        co_return;
    }
    if (const auto* failed = std::get_if<http::Failure>(&event)) {
        LlmError error{code_of(failed->fault), failed->detail};
        const bool refused_or_reset =
            failed->fault == http::Fault::not_reached || failed->fault == http::Fault::broken_off;
        if (refused_or_reset && state->decoder->events() == 0) {
            error.code = LlmErrorCode::refused;
            co_await try_again(state, std::move(error), std::nullopt);
        } else {
            state->end(error.code, std::move(error.detail));
        }
        co_return;
    }
    std::vector<ChatPiece> pieces;
    const auto events = state->decoder->events();
    if (const auto* bytes = std::get_if<std::string>(&event)) {
        const auto read = state->decoder->feed(*bytes, pieces);
        if (state->decoder->events() != events) state->last_sign = Clock::now();
        state->take(read, std::move(pieces));
        co_return;
    }
    const auto read = state->decoder->finish(pieces);
    state->take(read, std::move(pieces));
    if (state->exchange) state->end(LlmErrorCode::bad_answer, "the answer broke off");
}

asio::awaitable<LlmResult<ChatPiece>> next_piece(std::shared_ptr<State> state) {
    for (;;) {
        if (!state->ready.empty()) {
            auto piece = std::move(state->ready.front());
            state->ready.pop_front();
            co_return piece;
        }
        if (auto error = state->error) co_return std::unexpected(*std::move(error));
        if (!state->exchange) {
            if (state->tries > 0) {
                state->end(LlmErrorCode::bad_answer, "the answer has ended");
                continue;
            }
            state->give_up = Clock::now() + state->limits.total_timeout;
            state->start();
        }
        auto event = co_await state->exchange->next(state->deadline());
        if (state->error) continue;  // cancelled meanwhile
        if (!event) {
            state->time_is_up();
            continue;
        }
        co_await take_event(state, std::move(*event));
    }
}

class StreamingChat final : public ChatStream {
  public:
    explicit StreamingChat(std::shared_ptr<State> state) : state_(std::move(state)) {}
    ~StreamingChat() override { cancel(); }
    StreamingChat(const StreamingChat&) = delete;
    StreamingChat& operator=(const StreamingChat&) = delete;
    StreamingChat(StreamingChat&&) = delete;
    StreamingChat& operator=(StreamingChat&&) = delete;

    [[nodiscard]] asio::awaitable<LlmResult<ChatPiece>> next() override {
        return next_piece(state_);
    }

    void cancel() override {
        if (state_->error) return;
        state_->error = LlmError{LlmErrorCode::cancelled, "the answer was cancelled"};
        state_->ready.clear();
        if (state_->exchange) state_->exchange->cancel();
        state_->pause.cancel();
    }

  private:
    std::shared_ptr<State> state_;
};

}  // namespace

std::unique_ptr<ChatStream> make_streaming_chat(const asio::any_io_executor& executor,
                                                http::Client& http,
                                                const ChatLimits& limits,
                                                ChatExchange exchange) {
    auto state = std::make_shared<State>(executor, http, limits);
    state->what = std::move(exchange);
    return std::make_unique<StreamingChat>(std::move(state));
}

}  // namespace utter::llm
