#include "utter/bus/bus_client.hpp"

#include <algorithm>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <mutex>
#include <random>
#include <utility>
#include <variant>
#include <vector>

#include "utter/bus/client_link.hpp"
#include "utter/bus/client_queue.hpp"
#include "utter/bus/local_bus.hpp"
#include "utter/bus/wanted_topics.hpp"
#include "utter/core/log.hpp"
#include "utter/runtime/async.hpp"
#include "utter/runtime/event_loop.hpp"
#include "utter/runtime/task_scope.hpp"
#include "utter/session/session.hpp"

namespace utter::bus {

namespace asio = boost::asio;
using boost::system::error_code;
using Clock = ClientLink::Clock;
using Status = Transport::Status;
using websocket::CloseCode;
using websocket::Opcode;

namespace {

constexpr std::size_t read_bytes = std::size_t{64} * 1024;
// The loop's other work gets its turn after so many reads.
constexpr int reads_in_a_row = 16;
const std::string subscribe_response = std::string(subscribe_topic) + ".response";

bool fits_a_header(std::string_view key) {
    return std::ranges::all_of(key, [](char c) { return c > ' ' && c < '\x7f'; });
}

}  // namespace

struct BusClient::Impl : std::enable_shared_from_this<BusClient::Impl> {
    Impl(runtime::EventLoop& l, BusClientSettings s, BusUrl u)
        : loop(l),
          settings(std::move(s)),
          url(std::move(u)),
          queue(settings.queue_bytes_max),
          room(std::make_unique_for_overwrite<char[]>(read_bytes)),
          silence(l.context()),
          retry_pause(l.context().get_executor()),
          scope(l.context().get_executor()) {}

    runtime::EventLoop& loop;
    const BusClientSettings settings;
    const BusUrl url;
    LocalBus inbound;
    std::atomic<bool> connected = false;
    std::vector<std::function<void()>> connected_handlers;
    std::string last_error;

    ClientQueue queue;
    std::size_t dropped = 0;
    bool closing = false;
    std::shared_ptr<ClientLink> link;  // set while connected
    std::unique_ptr<char[]> room;
    asio::steady_timer silence;
    runtime::AsyncEvent retry_pause;
    std::mt19937 jitter{std::random_device{}()};

    std::mutex pending_mutex;
    std::vector<ClientQueue::Payload> pending;  // guarded by pending_mutex
    WantedTopics wanted;                        // guarded by pending_mutex
    bool wanted_changed = false;                // guarded by pending_mutex
    bool flush_posted = false;                  // guarded by pending_mutex

    runtime::TaskScope scope;  // last: ends before what its tasks use

    // ---- from any thread

    // Call with pending_mutex held.
    void post_flush() {
        if (std::exchange(flush_posted, true)) return;
        loop.post([self = shared_from_this()] { self->flush(); });
    }

    void publish(const Message& message) {
        auto payload = message.wire();
        const std::lock_guard lock(pending_mutex);
        pending.push_back(std::move(payload));
        post_flush();
    }

    void want(const std::string& pattern) {
        const std::lock_guard lock(pending_mutex);
        if (!wanted.add(pattern)) return;
        wanted_changed = true;
        post_flush();
    }

    void want_no_more(const std::string& pattern) {
        const std::lock_guard lock(pending_mutex);
        if (!wanted.remove(pattern)) return;
        wanted_changed = true;
        post_flush();
    }

    // ---- frames out

    void flush() {
        std::vector<ClientQueue::Payload> payloads;
        bool ask = false;
        {
            const std::lock_guard lock(pending_mutex);
            payloads.swap(pending);
            ask = std::exchange(wanted_changed, false);
            flush_posted = false;
        }
        if (ask && link) ask_for_wanted();
        for (auto& payload : payloads) enqueue(std::move(payload));
        write_queued();
    }

    void enqueue(ClientQueue::Payload payload) {
        if (closing) return;
        const auto lost = queue.push(std::move(payload));
        if (lost > 0 && dropped == 0) {
            log::warning("bus.client_queue_full",
                         {{"url", settings.url}, {"queued_bytes", queue.waiting_bytes()}});
        }
        dropped += lost;
    }

    // Goes before all that waits: what is published after a subscription is answered to it, and
    // what was published before it may be too.
    void ask_for_wanted() {
        TopicSelection selection;
        {
            const std::lock_guard lock(pending_mutex);
            selection = wanted.selection();
        }
        queue.push_urgent(Opcode::text, *make_subscribe_request(selection).wire());
    }

    void write_queued() {
        const auto to = link;
        if (!to || to->waits_to_write || to->broken) return;
        auto& transport = *to->transport;
        auto moved = Transport::Moved{};
        while (moved.status == Status::done) {
            if (closing && queue.empty()) say_goodbye(*to, CloseCode::normal, {});
            const auto bytes = queue.next();
            if (bytes.empty() && !transport.wants_write()) return;
            const iovec piece{const_cast<char*>(bytes.data()), bytes.size()};
            moved = transport.write({&piece, bytes.empty() ? 0U : 1U});
            queue.written(moved.bytes);
        }
        if (moved.status != Status::again) {
            give_up(*to, transport.failure());
        } else if (transport.wants_write()) {
            to->waits_to_write = true;
            to->readiness.async_wait(asio::posix::stream_descriptor::wait_write,
                                     [self = shared_from_this(), to](error_code error) {
                                         to->waits_to_write = false;
                                         if (!error && self->link == to) self->write_queued();
                                     });
        }
    }

    void say_goodbye(ClientLink& to, CloseCode code, std::string_view reason) {
        if (std::exchange(to.close_sent, true)) return;
        queue.push_urgent(Opcode::close, websocket::close_payload(code, reason));
    }

    // ---- frames in

    void lost(const std::string& why) { last_error = settings.url + ": " + why; }

    // Lets the reader take what has arrived, the bus's last words perhaps, and end.
    void give_up(ClientLink& from, const std::string& why) {
        lost(why);
        from.broken = true;
        from.readiness.cancel();
    }

    // Ends with the connection; last_error says why.
    asio::awaitable<void> read_messages(std::shared_ptr<ClientLink> from) {
        auto& transport = *from->transport;
        if (!take_messages(*from)) co_return;
        for (;;) {
            bool more = true;
            for (int i = 0; i < reads_in_a_row && more; ++i) {
                const auto moved = transport.read({room.get(), read_bytes});
                if (moved.status == Status::done) {
                    from->heard = Clock::now();
                    from->pinged = false;
                    from->decoder.append({room.get(), moved.bytes});
                    if (!take_messages(*from)) co_return;
                    more = moved.bytes == read_bytes || transport.has_pending();
                } else if (moved.status == Status::again) {
                    if (from->broken) co_return;
                    more = false;
                } else {
                    if (!from->broken) {
                        lost(moved.status == Status::closed ? "the bus closed the connection"
                                                            : transport.failure());
                    }
                    co_return;
                }
            }
            write_queued();
            if (more || from->broken) {
                co_await asio::post(loop.context(), asio::use_awaitable);
            } else {
                error_code ignored;  // the next read says what is wrong
                co_await from->readiness.async_wait(
                    asio::posix::stream_descriptor::wait_read,
                    asio::redirect_error(asio::use_awaitable, ignored));
            }
            if (link != from) co_return;
        }
    }

    // @return false when the connection has ended.
    bool take_messages(ClientLink& from) {
        for (;;) {
            auto event = from.decoder.next();
            if (auto* data = std::get_if<FrameDecoder::Data>(&event)) {
                take_message(std::move(data->payload));
            } else if (auto* ping = std::get_if<FrameDecoder::Ping>(&event)) {
                if (!from.close_sent) queue.push_urgent(Opcode::pong, std::move(ping->payload));
            } else if (const auto* goodbye = std::get_if<FrameDecoder::Goodbye>(&event)) {
                lost("the bus closed the connection" +
                     (goodbye->code == 0 ? "" : ": " + std::to_string(goodbye->code)) +
                     (goodbye->reason.empty() ? "" : " " + goodbye->reason));
                end(from, CloseCode::normal, {});
                return false;
            } else if (const auto* violation = std::get_if<FrameDecoder::Violation>(&event)) {
                lost("the bus breaks the protocol: " + violation->reason);
                end(from, violation->code, violation->reason);
                return false;
            } else {
                return true;
            }
        }
    }

    void end(ClientLink& from, CloseCode code, std::string_view reason) {
        say_goodbye(from, code, reason);
        write_queued();
        from.transport->shut_down();
    }

    void take_message(std::string frame) {
        const auto message = Message::parse(std::move(frame));
        if (!message) {
            log::debug("bus.frame_ignored", {{"reason", message.error().detail}});
        } else if (!session::carrier_is_sound(message->context())) {
            // Our own bus lets none of these pass; others do.
            log::warning("bus.frame_ignored",
                         {{"reason", "field 'context.session' must be an object"},
                          {"type", message->type()}});
        } else if (message->type() != subscribe_response) {
            inbound.deliver(*message);
        }
    }

    void watch_silence() {
        silence.expires_at(link->heard + (link->pinged ? 2 : 1) * settings.ping_after);
        silence.async_wait([self = shared_from_this(), watched = link](error_code error) {
            if (error || self->link != watched) return;
            const auto silent = Clock::now() - watched->heard;
            if (silent >= 2 * self->settings.ping_after) {
                self->give_up(*watched, "silent: no answer to a ping");
                return;
            }
            if (silent >= self->settings.ping_after && !std::exchange(watched->pinged, true)) {
                self->queue.push_urgent(Opcode::ping, {});
                self->write_queued();
            }
            self->watch_silence();
        });
    }

    // ---- connections

    asio::awaitable<void> use(std::shared_ptr<ClientLink> made) {
        link = made;
        {
            const std::lock_guard lock(pending_mutex);
            wanted_changed = false;
        }
        ask_for_wanted();
        connected = true;
        log::debug("bus.connected", {{"url", settings.url}});
        if (const auto count = std::exchange(dropped, 0); count > 0) {
            log::warning("bus.client_queue_dropped", {{"url", settings.url}, {"messages", count}});
        }
        for (const auto& handler : connected_handlers) handler();
        write_queued();
        watch_silence();
        auto reading = read_messages(std::move(made));
        co_await std::move(reading);
        leave();
    }

    void leave() {
        connected = false;
        silence.cancel();
        link.reset();
        queue.rewind();
    }

    static asio::awaitable<void> run(std::shared_ptr<Impl> self) {
        const auto& settings = self->settings;
        auto pause = settings.retry_min;
        while (!self->closing) {
            auto connecting = connect_link(self->loop.context(), settings, self->url);
            auto attempt = runtime::with_deadline(settings.connect_time_max, std::move(connecting));
            auto made = co_await std::move(attempt);
            if (self->closing) co_return;
            auto wait = pause;
            if (made && *made) {
                const auto since = Clock::now();
                auto using_it = self->use(std::move(**made));
                co_await std::move(using_it);
                if (self->closing) co_return;
                log::warning("bus.connection_lost", {{"what", self->last_error}});
                // A bus that lets us in only to throw us out is not one that has come back.
                if (Clock::now() - since > settings.retry_max) pause = settings.retry_min;
                wait = pause;
            } else if (!made) {
                self->lost("no answer within " + std::to_string(settings.connect_time_max.count()) +
                           " ms");
                log::debug("bus.connect_failed", {{"what", self->last_error}});
            } else {
                const auto& error = made->error();
                self->lost(error.detail);
                if (error.retryable) {
                    log::debug("bus.connect_failed", {{"what", self->last_error}});
                } else {
                    log::warning("bus.connect_refused", {{"what", self->last_error}});
                    wait = settings.retry_refused;
                }
            }
            // Jitter, so that all the parts of a house do not come back in the same millisecond.
            std::uniform_int_distribution<std::int64_t> jitter(wait.count() / 2, wait.count());
            co_await self->retry_pause.wait_for(std::chrono::milliseconds(jitter(self->jitter)));
            pause = std::min(pause * 2, settings.retry_max);
        }
    }

    void stop() {
        closing = true;
        scope.cancel();
        retry_pause.set();
        if (!link) return;
        link->cut();
        leave();
    }
};

Result<std::unique_ptr<BusClient>> BusClient::start(runtime::EventLoop& loop,
                                                    BusClientSettings settings) {
    auto url = parse_bus_url(settings.url);
    if (!url) return std::unexpected(url.error());
    if (url->kind == BusUrl::Kind::tls && !settings.make_tls) {
        return fail(ErrorCode::invalid_argument,
                    "bus.url '" + settings.url + "' asks for TLS, which this program has not");
    }
    if (!fits_a_header(settings.key)) {
        return fail(ErrorCode::invalid_argument,
                    "the bus key has spaces or other characters that no key has");
    }
    auto impl = std::make_shared<Impl>(loop, std::move(settings), std::move(*url));
    impl->scope.spawn("bus.client", Impl::run(impl));
    return std::unique_ptr<BusClient>(new BusClient(std::move(impl)));
}

BusClient::BusClient(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
BusClient::~BusClient() {
    impl_->stop();
}

void BusClient::publish(Message message) {
    impl_->publish(message);
}

Subscription BusClient::subscribe(TopicFilter filter, Executor& executor, Handler handler) {
    const auto pattern = filter.pattern();
    auto here = std::make_shared<Subscription>(
        impl_->inbound.subscribe(std::move(filter), executor, std::move(handler)));
    impl_->want(pattern);
    return Subscription([weak = std::weak_ptr(impl_), pattern, here = std::move(here)] {
        here->reset();
        if (const auto impl = weak.lock()) impl->want_no_more(pattern);
    });
}

void BusClient::on_connected(std::function<void()> handler) {
    if (impl_->connected) handler();
    impl_->connected_handlers.push_back(std::move(handler));
}

bool BusClient::connected() const noexcept {
    return impl_->connected;
}
std::string BusClient::last_error() const {
    return impl_->last_error;
}

void BusClient::begin_close() {
    impl_->flush();
    impl_->closing = true;
    impl_->retry_pause.set();
    impl_->write_queued();
}

}  // namespace utter::bus
