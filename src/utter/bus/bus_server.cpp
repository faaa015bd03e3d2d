#include "utter/bus/bus_server.hpp"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/json/serialize.hpp>
#include <functional>
#include <map>
#include <mutex>
#include <utility>

#include "utter/bus/admission.hpp"
#include "utter/bus/bus_metrics.hpp"
#include "utter/bus/connection.hpp"
#include "utter/bus/frame.hpp"
#include "utter/bus/frame_gate.hpp"
#include "utter/bus/frame_scanner.hpp"
#include "utter/bus/http_door.hpp"
#include "utter/bus/listener.hpp"
#include "utter/bus/local_bus.hpp"
#include "utter/bus/poller.hpp"
#include "utter/bus/send_queue.hpp"
#include "utter/bus/subscribe_request.hpp"
#include "utter/core/log.hpp"
#include "utter/core/version.hpp"
#include "utter/runtime/event_loop.hpp"

namespace utter::bus {

namespace asio = boost::asio;
using boost::system::error_code;
using Clock = Connection::Clock;
using websocket::CloseCode;

namespace {

constexpr std::size_t read_bytes = std::size_t{256} * 1024;
// So much is laid out before it is sent, also when more can be read: it is still in the cache.
constexpr std::size_t burst_bytes = std::size_t{256} * 1024;
constexpr std::chrono::milliseconds tick_every{500};

// A reader that is behind holds up the writers, so that a burst does not cost it its connection;
// but only while it keeps reading, and not for long.
constexpr std::size_t behind_bytes = std::size_t{1024} * 1024;
constexpr std::size_t caught_up_bytes = std::size_t{256} * 1024;
constexpr std::chrono::milliseconds hold_check_every{5};
constexpr std::chrono::milliseconds hold_max{500};

// Who may read a page.
enum class Guard : std::uint8_t { none, key, key_or_local };

struct Page {
    std::string content_type;
    Guard guard;
    std::function<std::string()> make;
};

// A sound frame; it becomes a message when somebody needs one.
class Incoming {
  public:
    Incoming(std::string_view topic, bool marked, std::string_view payload)
        : topic_(topic), marked_(marked), payload_(payload) {}
    Incoming(Message message, std::string_view marker_ending, std::string_view payload)
        : payload_(payload), parsed_(std::move(message)) {
        topic_ = (*parsed_)->type();
        marked_ = !marker_ending.empty() &&
                  std::ranges::any_of((*parsed_)->context(), [&](const auto& member) {
                      return member.key().ends_with(marker_ending);
                  });
    }

    [[nodiscard]] std::string_view topic() const { return topic_; }
    [[nodiscard]] bool marked() const { return marked_; }
    [[nodiscard]] std::string_view payload() const { return payload_; }

    /// Nothing for the one number that only the quick look can read.
    [[nodiscard]] const Message* message() {
        if (!parsed_) parsed_ = Message::parse(std::string(payload_));
        return *parsed_ ? &**parsed_ : nullptr;
    }

  private:
    std::string_view topic_;
    bool marked_ = false;
    std::string_view payload_;
    std::optional<Result<Message>> parsed_;
};

}  // namespace

struct BusServer::Impl final : ConnectionOwner, std::enable_shared_from_this<BusServer::Impl> {
    Impl(runtime::EventLoop& l, LocalBus& b, BusServerSettings s)
        : loop(l),
          bus(b),
          settings(std::move(s)),
          poller(l, [this] { end_round(); }),
          tick_timer(l.context()),
          hold_timer(l.context()),
          room(std::make_unique_for_overwrite<char[]>(read_bytes + scan_padding)) {}

    runtime::EventLoop& loop;
    LocalBus& bus;
    BusServerSettings settings;
    Poller poller;
    asio::steady_timer tick_timer;
    asio::steady_timer hold_timer;
    std::unique_ptr<Listener> tcp;
    std::unique_ptr<Listener> local;
    Clock::time_point started = Clock::now();
    bool closing = false;

    std::unique_ptr<char[]> room;
    FrameScanner scanner{std::string(marker_ending())};
    FrameLog frames;
    std::map<std::string, Page, std::less<>> pages{
        {"/health", {"application/json", Guard::none, [this] { return health(); }}},
        {"/metrics", {"text/plain; version=0.0.4", Guard::key, [this] { return metrics_page(); }}}};
    std::vector<std::unique_ptr<Connection>> connections;  // some of them gone until the round ends
    std::vector<Connection*> open;                         // clients, in the order they came
    std::vector<Connection*> dirty;                        // have frames since the last flush
    std::vector<Connection*> limited;    // those of `open` that do not see everything
    std::size_t burst = 0;               // bytes laid out since the last flush
    std::vector<FrameSpan> burst_spans;  // since the last share_burst(), for those who see it all
    std::uint64_t burst_frames = 0;      // in them
    bool some_gone = false;
    bool holding = false;
    BusMetrics metrics;
    std::function<std::string()> more_metrics;
    Admission admission{settings, metrics};

    std::mutex pending_mutex;
    std::vector<Message> pending;  // guarded by pending_mutex: published here, not yet sent
    bool flush_posted = false;     // guarded by pending_mutex

    // ---- start and end

    Result<void> listen() {
        if (auto loaded = admission.load_keys(); !loaded) return loaded;
        const auto take_peer = [this](NewPeer peer) { on_peer(std::move(peer)); };
        auto made = Listener::tcp(poller, settings.host, settings.port, take_peer);
        if (!made) return std::unexpected(made.error());
        tcp = std::move(*made);
        if (!settings.socket.empty()) {
            auto made_local = Listener::local(poller, settings.socket, take_peer);
            if (!made_local) return std::unexpected(made_local.error());
            local = std::move(*made_local);
        }
        bus.set_uplink({.send =
                            [weak = weak_from_this()](const Message& message) {
                                if (const auto self = weak.lock()) self->send_published(message);
                            },
                        .hears =
                            [weak = weak_from_this()](std::string_view topic) {
                                const auto self = weak.lock();
                                return self && self->is_seen(topic);
                            }});
        tick();
        return {};
    }

    void stop() {
        closing = true;
        bus.set_uplink({});
        tick_timer.cancel();
        hold_timer.cancel();
        tcp.reset();
        local.reset();
        for (const auto& connection : connections) connection->cut();
        end_round();
    }

    void tick() {
        tick_timer.expires_after(tick_every);
        tick_timer.async_wait([weak = weak_from_this()](error_code error) {
            const auto self = weak.lock();
            if (error || !self) return;
            const auto now = Clock::now();
            for (const auto& connection : self->connections) {
                connection->tick(now, self->settings.handshake_time_max, self->settings.ping_after);
            }
            if (self->tcp) self->tcp->wake();
            if (self->local) self->local->wake();
            self->end_round();
            self->tick();
        });
    }

    // ---- who comes in

    void on_peer(NewPeer peer) {
        ++metrics.connections;
        auto transport = settings.make_tls && !peer.user ? settings.make_tls(peer.descriptor)
                                                         : make_socket_transport(peer.descriptor);
        if (peer.user && !admission.admits_user(*peer.user)) {
            ++metrics.authentication_failures;
            log::warning("bus.client_refused",
                         {{"address", peer.address},
                          {"reason", "user is not in bus.socket_users"},
                          {"uid", *peer.user}});
            return;
        }
        // Clients that are still shaking hands count double: they have a small share of the room.
        if (connections.size() >= 2 * settings.clients_max) {
            ++metrics.drops["handshakes_max"];
            return;
        }
        auto connection = std::make_unique<Connection>(metrics.connections,
                                                       std::move(transport),
                                                       peer.address,
                                                       settings.frame_bytes_max,
                                                       poller,
                                                       *this);
        if (connection->state() == Connection::State::gone) return;
        connection->principal.name =
            peer.user ? "uid:" + std::to_string(*peer.user) : std::string("anonymous");
        connection->is_local_user = peer.user.has_value();
        connections.push_back(std::move(connection));
    }

    void on_request(Connection& connection, const Result<HttpRequest>& request) override {
        if (!request) {
            connection.respond(text_response(400, request.error().detail), false);
            return;
        }
        if (auto refusal = refuse(connection, *request)) {
            connection.respond(*refusal, request->method == "HEAD");
            return;
        }
        const auto& offered = request->subprotocols;
        const bool browser = std::ranges::find(offered, browser_subprotocol) != offered.end();
        share_burst();  // not for this one
        open.push_back(&connection);
        sort_clients();
        connection.accept(*request, browser ? browser_subprotocol : std::string_view{});
        log::info("bus.client_connected",
                  {{"client", connection.number()},
                   {"name", connection.principal.name},
                   {"clients", open.size()}});
    }

    // The answer to whatever is not a good wish to become a client; nothing to let it in.
    std::optional<HttpResponse> refuse(Connection& connection, const HttpRequest& request) {
        const auto page = pages.find(request.path);
        if (page == pages.end()) {
            return admission.refuse_upgrade(connection, request, open.size(), closing);
        }
        if (request.method != "GET" && request.method != "HEAD") {
            return text_response(405, "use GET");
        }
        const auto& [content_type, guard, make] = page->second;
        if (guard != Guard::none) {
            if (auto locked = admission.refuse_key(connection, request)) return locked;
        }
        if (guard == Guard::key_or_local && settings.keys_file.empty() &&
            !connection.is_local_user && !host_is_local(request.host)) {
            return text_response(403, "this page is for this machine: ask 127.0.0.1 or localhost");
        }
        HttpResponse response;
        response.content_type = content_type;
        response.body = make();
        return response;
    }

    Result<void> reload_keys() {
        if (auto loaded = admission.load_keys(); !loaded) return loaded;
        share_burst();  // by the old rules
        for (auto* connection : std::vector(open)) {
            if (connection->key.empty()) continue;
            if (auto found = admission.holder(connection->key)) {
                connection->principal = std::move(*found);
            } else {
                log::info("bus.key_revoked", {{"client", connection->number()}});
                connection->close(CloseCode::policy_violation, "the key was revoked", false);
            }
        }
        sort_clients();
        log::info("bus.keys_loaded", {{"keys", admission.keys()}});
        end_round();
        return {};
    }

    // ---- frames in

    [[nodiscard]] std::string_view marker_ending() const {
        return settings.gate == nullptr ? std::string_view{} : settings.gate->marker_ending();
    }

    [[nodiscard]] std::span<char> read_room() noexcept override { return {room.get(), read_bytes}; }

    void on_text(Connection& from, std::string_view payload) override {
        ++metrics.frames_in;
        metrics.bytes_in += payload.size();
        if (const auto look = scanner.look(payload)) {
            take(from, Incoming(look->topic, look->marked, payload));
        } else {
            take_doubtful(from, payload);
        }
        if (burst >= burst_bytes) flush();
    }

    void take(Connection& from, Incoming frame) {
        if (frame.topic() == subscribe_topic) {
            on_subscribe(from, frame);
            return;
        }
        if (from.principal.role && !from.principal.role->may_publish(frame.topic())) {
            deny(from, frame);
            return;
        }
        if (settings.gate != nullptr && !passes_gate(from, frame)) return;
        send(frame.topic(), frame.payload());
        if (!bus.wants(frame.topic())) return;
        if (const auto* message = frame.message()) bus.deliver(*message);
    }

    // @return whether the frame goes on as it is.
    bool passes_gate(const Connection& from, Incoming& frame) {
        const auto interest = settings.gate->interest(frame.topic(), frame.marked());
        if (interest == FrameGate::Interest::remember) {
            settings.gate->remember(from.number(), frame.payload());
        }
        if (interest != FrameGate::Interest::judge) return true;
        const auto* message = frame.message();
        if (message == nullptr) return false;
        const auto verdict = settings.gate->judge(from.number(), *message);
        if (const auto* changed = std::get_if<Message>(&verdict)) pass_on(*changed);
        return std::holds_alternative<FrameGate::Pass>(verdict);
    }

    // A message of our own making, at this place in the order of frames.
    void pass_on(const Message& message) {
        send_own(message);
        bus.deliver(message);
    }

    // Clients bound what they take as we do, so a frame above that would part them from the bus.
    [[nodiscard]] bool fits_in_frame(const Message& message) {
        const auto bytes = message.wire()->size();
        if (bytes <= settings.frame_bytes_max) return true;
        ++metrics.drops["too_large"];
        log::warning(
            "bus.message_too_large",
            {{"type", message.type()}, {"bytes", bytes}, {"max_bytes", settings.frame_bytes_max}});
        return false;
    }

    void send_own(const Message& message) {
        if (fits_in_frame(message)) send(message.type(), *message.wire());
    }

    // What the quick look would not vouch for.
    void take_doubtful(Connection& from, std::string_view payload) {
        auto verdict = judge_frame(std::string(payload));
        if (auto* accepted = std::get_if<Accepted>(&verdict)) {
            take(from, Incoming(std::move(accepted->message), marker_ending(), payload));
        } else if (const auto* relayed = std::get_if<Relayed>(&verdict)) {
            // Nobody with a role may publish what has no proper topic.
            if (from.principal.role) {
                refused(from, "topic", relayed->reason);
                return;
            }
            log::debug("bus.frame_relayed_only",
                       {{"client", from.number()}, {"reason", relayed->reason}});
            send({}, payload);
        } else if (const auto* rejected = std::get_if<CarrierRejected>(&verdict)) {
            log::warning("bus.frame_refused",
                         {{"client", from.number()},
                          {"reason", "field 'context.session' must be an object"},
                          {"type", rejected->notice.data_string("msg_type")}});
            ++metrics.drops["session"];
            pass_on(rejected->notice);
        } else {
            refused(from, "malformed", std::get<Refused>(verdict).reason);
        }
    }

    void refused(const Connection& from, std::string_view kind, std::string_view reason) {
        ++metrics.drops[kind];
        log::warning("bus.frame_refused", {{"client", from.number()}, {"reason", reason}});
    }

    void deny(Connection& from, Incoming& frame) {
        ++metrics.drops["role"];
        log::warning(
            "bus.frame_denied",
            {{"client", from.number()}, {"name", from.principal.name}, {"type", frame.topic()}});
        const auto* message = frame.message();
        if (message == nullptr) return;
        answer(from,
               message->reply("utter.bus.denied",
                              {{"type", frame.topic()},
                               {"reason", "the role of this key may not publish this topic"}}));
    }

    void on_subscribe(Connection& from, Incoming& frame) {
        const auto* message = frame.message();
        if (message == nullptr) return;
        share_burst();  // by the old rule
        auto wanted = read_subscribe_request(*message);
        if (wanted) {
            from.subscription = std::move(*wanted);
            sort_clients();
        }
        answer(from, subscribe_answer(*message, from.subscription, wanted));
    }

    // To this client alone.
    void answer(Connection& to, const Message& message) {
        if (to.state() != Connection::State::open || !fits_in_frame(message)) return;
        share_burst();  // what came before goes before
        FrameLog own;
        to.queue(own.append_text(*message.wire()));
        mark_dirty(to);
    }

    void on_refused(Connection& connection, std::string_view reason) override {
        ++metrics.drops["protocol"];
        log::warning("bus.frame_refused", {{"client", connection.number()}, {"reason", reason}});
    }

    // ---- frames out

    // From any thread. Messages wait in one list, so that those of one publisher stay in order.
    void send_published(const Message& message) {
        const std::lock_guard lock(pending_mutex);
        pending.push_back(message);
        if (std::exchange(flush_posted, true)) return;
        loop.post([self = shared_from_this()] { self->send_pending(); });
    }

    void send_pending() {
        std::vector<Message> messages;
        {
            const std::lock_guard lock(pending_mutex);
            messages.swap(pending);
            flush_posted = false;
        }
        for (const auto& message : messages) send_own(message);
        end_round();
    }

    // To everybody who may and wants to see the topic; one without a name only by no limits.
    void send(std::string_view topic, std::string_view payload) {
        if (open.empty()) return;
        const auto frame = frames.append_text(payload);
        burst += frame.size();
        append_span(burst_spans, frame);
        ++burst_frames;
        for (auto* client : limited) {
            if (!sees(*client, topic)) continue;
            ++metrics.frames_out;
            client->queue(frame);
            mark_dirty(*client);
        }
    }

    // Most clients see everything, so they are given a burst as a whole.
    void share_burst() {
        if (burst_frames == 0) return;
        for (auto* client : open) {
            if (client->is_limited() || client->state() != Connection::State::open) continue;
            metrics.frames_out += burst_frames;
            for (const auto& span : burst_spans) client->queue(span);
            mark_dirty(*client);
        }
        burst_spans.clear();
        burst_frames = 0;
    }

    // After anything that changes who is in `open`, or what one of them sees.
    void sort_clients() {
        limited.clear();
        std::ranges::copy_if(open, std::back_inserter(limited), &Connection::is_limited);
    }

    static bool sees(const Connection& client, std::string_view topic) {
        if (client.state() != Connection::State::open) return false;
        if (client.principal.role && !client.principal.role->may_see(topic)) return false;
        return !client.subscription ||
               std::ranges::any_of(*client.subscription, [topic](const TopicFilter& filter) {
                   return filter.matches(topic);
               });
    }

    [[nodiscard]] bool is_seen(std::string_view topic) const {
        return std::ranges::any_of(
            open, [topic](const Connection* client) { return sees(*client, topic); });
    }

    void mark_dirty(Connection& client) {
        if (std::exchange(client.dirty, true)) return;
        if (!client.queued_since) client.queued_since = Clock::now();
        dirty.push_back(&client);
    }

    void flush() {
        share_burst();
        burst = 0;
        bool some_behind = false;
        bool some_over = false;
        // A client that is closed while it is written to leaves this list to the end of the round.
        for (auto* client : dirty) {
            client->dirty = false;
            if (!client->blocked()) client->flush();
            some_behind |= client->queued_bytes() > behind_bytes && client->may_hold;
            some_over |= is_too_slow(*client);
        }
        dirty.clear();
        if (some_behind && !holding) hold_or_go_on();
        if (some_over) close_too_slow();
    }

    void on_written(Connection& client, std::size_t bytes) override {
        metrics.bytes_out += bytes;
        client.written_since_check += bytes;
        if (client.queued_bytes() == 0 && client.queued_since) {
            metrics.observe_delivery(Clock::now() - *client.queued_since);
            client.queued_since.reset();
        }
        if (!client.may_hold && client.queued_bytes() < caught_up_bytes) {
            client.may_hold = true;
            client.held_others = {};
        }
        if (holding && client.queued_bytes() < caught_up_bytes) hold_or_go_on();
    }

    // ---- slow readers

    // One frame alone always fits, whatever its size.
    [[nodiscard]] bool is_too_slow(const Connection& client) const {
        return client.queued_bytes() > settings.client_queue_bytes_max &&
               !client.queues_one_frame();
    }

    void close_too_slow() {
        for (auto* client : std::vector(open)) {
            if (!is_too_slow(*client)) continue;
            ++metrics.drops["too_slow"];
            log::warning("bus.client_too_slow",
                         {{"client", client->number()},
                          {"name", client->principal.name},
                          {"queued_bytes", client->queued_bytes()}});
            client->close(CloseCode::policy_violation, "too slow: outbound queue is full", false);
            leave(*client);
        }
    }

    [[nodiscard]] bool may_read(Connection& connection) override {
        if (!holding || connection.state() != Connection::State::open) return true;
        connection.held_reading = true;
        return false;
    }

    [[nodiscard]] bool is_waited_for(const Connection& client) const {
        return client.may_hold &&
               client.queued_bytes() > (holding ? caught_up_bytes : behind_bytes);
    }

    void hold_or_go_on() {
        const bool hold = std::ranges::any_of(
            open, [this](const Connection* client) { return is_waited_for(*client); });
        if (hold == holding) return;
        holding = hold;
        if (holding) {
            for (auto* client : open) client->written_since_check = 0;
            watch_holders();
            return;
        }
        hold_timer.cancel();
        for (const auto& connection : connections) {
            if (std::exchange(connection->held_reading, false)) connection->resume_reading();
        }
    }

    void watch_holders() {
        hold_timer.expires_after(hold_check_every);
        hold_timer.async_wait([weak = weak_from_this()](error_code error) {
            const auto self = weak.lock();
            if (error || !self || !self->holding) return;
            for (auto* client : self->open) {
                if (!self->is_waited_for(*client)) continue;
                client->held_others += hold_check_every;
                const bool stalled = std::exchange(client->written_since_check, 0) == 0;
                if (stalled || client->held_others >= hold_max) client->may_hold = false;
            }
            self->hold_or_go_on();
            if (self->holding) self->watch_holders();
        });
    }

    // ---- the end of connections and of rounds

    void on_gone(Connection& connection) override {
        some_gone = true;
        leave(connection);
    }

    // From here on it gets nothing more.
    void leave(Connection& connection) {
        const auto found = std::ranges::find(open, &connection);
        if (found == open.end()) return;
        open.erase(found);
        sort_clients();
        if (settings.gate != nullptr) settings.gate->connection_left(connection.number());
        log::info("bus.client_left", {{"client", connection.number()}, {"clients", open.size()}});
    }

    void end_round() {
        flush();
        if (!std::exchange(some_gone, false)) return;
        std::erase_if(connections, [](const auto& connection) {
            return connection->state() == Connection::State::gone;
        });
        if (holding) hold_or_go_on();
    }

    // ---- what it says of itself

    [[nodiscard]] std::string health() const {
        const auto uptime =
            std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - started);
        return json::serialize(json::object{{"status", closing ? "closing" : "ok"},
                                            {"service", "bus"},
                                            {"version", version},
                                            {"uptime_s", uptime.count()},
                                            {"clients", open.size()}});
    }

    [[nodiscard]] std::string metrics_page() {
        metrics.clients = open.size();
        metrics.queued_bytes = 0;
        metrics.queued_bytes_largest = 0;
        for (const auto* client : open) {
            metrics.queued_bytes += client->queued_bytes();
            metrics.queued_bytes_largest =
                std::max(metrics.queued_bytes_largest, client->queued_bytes());
        }
        return to_prometheus(metrics) + (more_metrics ? more_metrics() : std::string());
    }
};

Result<std::unique_ptr<BusServer>> BusServer::start(runtime::EventLoop& loop,
                                                    LocalBus& bus,
                                                    BusServerSettings settings) {
    auto impl = std::make_shared<Impl>(loop, bus, std::move(settings));
    if (auto listening = impl->listen(); !listening) return std::unexpected(listening.error());
    return std::unique_ptr<BusServer>(new BusServer(std::move(impl)));
}

BusServer::BusServer(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
BusServer::~BusServer() {
    impl_->stop();
}

std::uint16_t BusServer::port() const noexcept {
    return impl_->tcp ? impl_->tcp->port() : impl_->settings.port;
}

std::size_t BusServer::clients() const noexcept {
    return impl_->open.size();
}

json::array BusServer::describe_clients() const {
    json::array all;
    const auto now = Clock::now();
    for (const auto* client : impl_->open) {
        json::value topics;
        if (client->subscription) {
            auto& patterns = topics.emplace_array();
            for (const auto& filter : *client->subscription)
                patterns.emplace_back(filter.pattern());
        }
        const auto connected = now - client->connected_at();
        all.push_back(json::object{
            {"client", client->number()},
            {"name", client->principal.name},
            {"limited", client->principal.role != nullptr},
            {"address", client->address()},
            {"seconds", std::chrono::duration_cast<std::chrono::seconds>(connected).count()},
            {"topics", std::move(topics)}});
    }
    return all;
}

void BusServer::serve_page(std::string path, std::function<std::string()> page) {
    impl_->pages.insert_or_assign(std::move(path),
                                  Page{"application/json", Guard::key_or_local, std::move(page)});
}

void BusServer::add_metrics(std::function<std::string()> metrics) {
    impl_->more_metrics = std::move(metrics);
}

void BusServer::set_tls(MakeTransport make_tls) {
    impl_->settings.make_tls = std::move(make_tls);
}

Result<void> BusServer::reload_keys() {
    return impl_->reload_keys();
}

void BusServer::begin_close() {
    impl_->closing = true;
    impl_->send_pending();
    impl_->tcp.reset();
    impl_->local.reset();
    for (auto* client : std::vector(impl_->open)) {
        client->close(CloseCode::going_away, "the bus is shutting down", true);
    }
    impl_->end_round();
}

}  // namespace utter::bus
