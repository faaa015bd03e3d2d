#include "load.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "process.hpp"

namespace bus_bench {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::nanoseconds;

constexpr nanoseconds quiet_time{150'000'000};      // after which a new client's welcome is over
constexpr nanoseconds give_up_time{3'000'000'000};  // without a delivery: the rest is lost
constexpr nanoseconds poll_time{10'000'000};
constexpr nanoseconds connect_time_max{10'000'000'000};
constexpr nanoseconds sample_time{250'000'000};

double seconds(nanoseconds time) {
    return std::chrono::duration<double>(time).count();
}

std::uint64_t now_ns() {
    return static_cast<std::uint64_t>(Clock::now().time_since_epoch().count());
}

// The readers: subscribers, and after them the publisher when it exists.
class Group {
  public:
    explicit Group(const LoadSettings& settings) : counted_from_(settings.message_bytes / 2) {
        for (std::size_t i = 0; i < settings.subscribers; ++i) add(settings.target, i, true);
        for (std::size_t i = 0; i < settings.stalled; ++i) {
            stalled_.push_back(
                std::make_unique<Client>(settings.target, settings.subscribers + i, true));
        }
        subscribers_ = clients_.size();
        if (settings.target.protocol == Protocol::raw) return;
        add(settings.target, subscribers_ + stalled_.size(), false);
        publisher_ = clients_.back().get();
        publisher_->replies_at_once = false;
        hears_itself_ = settings.target.protocol == Protocol::ovos;
        settle();
    }

    [[nodiscard]] Client* publisher() { return publisher_; }
    [[nodiscard]] std::size_t subscribers() const { return subscribers_; }
    [[nodiscard]] std::int64_t own_echo() const { return publisher_ ? publisher_->received : 0; }

    void want_write(bool on) {
        if (on != wants_write_) poll_.want_write(*publisher_, subscribers_, on);
        wants_write_ = on;
    }

    // Waits once and reads whoever has something. `on_message(index, payload)`.
    template <typename OnMessage>
    bool read(nanoseconds timeout, OnMessage&& on_message) {
        bool any = false;
        for (const auto& event : poll_.wait(timeout.count())) {
            if ((event.events & ~static_cast<std::uint32_t>(EPOLLOUT)) == 0) continue;
            auto& client = *clients_[event.data.u64];
            client.receive([&](std::string_view payload) {
                if (payload.size() < counted_from_) return;  // the server's own small talk
                ++client.received;
                client.received_bytes += static_cast<std::int64_t>(payload.size());
                any = true;
                on_message(event.data.u64, payload);
            });
            if (!client.open()) poll_.remove(client);
        }
        return any;
    }

    // What the client that is furthest behind has, of those that are still there.
    [[nodiscard]] std::int64_t slowest() const {
        auto least = std::numeric_limits<std::int64_t>::max();
        for (const auto& client : listeners()) {
            if (client->open()) least = std::min(least, client->received + client->lost);
        }
        if (least == std::numeric_limits<std::int64_t>::max()) {
            throw SetupError("the server closed every subscriber's connection");
        }
        return least;
    }
    [[nodiscard]] std::int64_t deliveries() const {
        std::int64_t sum = 0;
        for (const auto& client : subscriber_span()) sum += client->received;
        return sum;
    }
    // Tells a server that shortens messages from one that passes them on.
    [[nodiscard]] double mean_payload_bytes() const {
        std::int64_t bytes = 0;
        for (const auto& client : subscriber_span()) bytes += client->received_bytes;
        return static_cast<double>(bytes) / static_cast<double>(deliveries());
    }
    void give_up_until(std::int64_t published) {
        for (const auto& client : listeners()) client->lost = published - client->received;
    }
    [[nodiscard]] std::int64_t lost_of_subscribers(std::int64_t published) const {
        std::int64_t sum = 0;
        for (const auto& client : subscriber_span()) sum += published - client->received;
        return sum;
    }
    [[nodiscard]] std::size_t disconnected() const {
        return static_cast<std::size_t>(
            std::ranges::count_if(clients_, [](const auto& client) { return !client->open(); }));
    }
    void reset_counts() {
        for (const auto& client : clients_)
            client->received = client->received_bytes = client->lost = 0;
    }

    // How many of the stalled ones the server has let go: they find an end behind what was sent.
    [[nodiscard]] std::size_t stalled_let_go() {
        for (const auto& client : stalled_) {
            make_non_blocking(client->socket());
            for (std::size_t pieces = 0; client->open() && pieces < 1000; ++pieces) {
                client->receive([](std::string_view) {});
            }
        }
        return static_cast<std::size_t>(
            std::ranges::count_if(stalled_, [](const auto& client) { return !client->open(); }));
    }

  private:
    void add(const Target& target, std::size_t number, bool subscribe) {
        clients_.push_back(std::make_unique<Client>(target, number, subscribe));
        poll_.add(*clients_.back(), clients_.size() - 1);
    }
    // Some servers greet every client, or tell all clients of each new one.
    void settle() {
        const auto end = Clock::now() + connect_time_max;
        auto quiet_since = Clock::now();
        while (Clock::now() - quiet_since < quiet_time) {
            if (read(poll_time, [](std::size_t, std::string_view) {})) quiet_since = Clock::now();
            if (Clock::now() > end) throw SetupError("the server does not stop talking");
        }
        reset_counts();
    }
    [[nodiscard]] std::span<const std::unique_ptr<Client>> subscriber_span() const {
        return {clients_.data(), subscribers_};
    }
    [[nodiscard]] std::span<const std::unique_ptr<Client>> listeners() const {
        return {clients_.data(), subscribers_ + (hears_itself_ ? 1 : 0)};
    }

    std::size_t counted_from_;
    std::vector<std::unique_ptr<Client>> clients_;
    std::vector<std::unique_ptr<Client>> stalled_;
    std::size_t subscribers_ = 0;
    Client* publisher_ = nullptr;
    bool hears_itself_ = false;
    bool wants_write_ = false;
    Poll poll_;
};

// Sends the same frame over and over, from one prepared piece of memory.
class Publisher {
  public:
    Publisher(Client& client, std::string_view frame, std::size_t write_bytes)
        : client_(client),
          frame_bytes_(static_cast<std::int64_t>(frame.size())),
          write_bytes_(write_bytes == 0 ? frame.size() : write_bytes) {
        const auto frames = std::max<std::size_t>(1, write_bytes_ / frame.size());
        for (std::size_t i = 0; i < frames; ++i) frames_.append(frame);
    }

    // Sends until `goal` frames have gone altogether. @return false when the socket is full
    bool send_until(std::int64_t goal) {
        while (sent_bytes_ < goal * frame_bytes_ && client_.open()) {
            const auto at = static_cast<std::size_t>(sent_bytes_) % frames_.size();
            const auto wanted = static_cast<std::size_t>(goal * frame_bytes_ - sent_bytes_);
            const auto piece = std::min({frames_.size() - at, wanted, write_bytes_});
            const auto sent = client_.send(std::string_view(frames_).substr(at, piece));
            sent_bytes_ += static_cast<std::int64_t>(sent);
            if (sent_bytes_ % frame_bytes_ == 0) client_.send_replies();
            if (sent < piece) return false;
        }
        return true;
    }

    // The last one may not have gone as a whole.
    [[nodiscard]] std::int64_t begun() const {
        return (sent_bytes_ + frame_bytes_ - 1) / frame_bytes_;
    }

  private:
    Client& client_;
    std::int64_t frame_bytes_;
    std::size_t write_bytes_;
    std::string frames_;
    std::int64_t sent_bytes_ = 0;
};

// Memory over time, looked at every so often.
class MemorySamples {
  public:
    explicit MemorySamples(int pid) : pid_(pid) {}
    void look(Clock::time_point now) {
        if (pid_ == 0 || now < next_) return;
        next_ = now + sample_time;
        peak_mb_ = std::max(peak_mb_, usage_of(pid_).rss_mb);
    }
    [[nodiscard]] double peak_mb() const { return peak_mb_; }

  private:
    int pid_;
    Clock::time_point next_;
    double peak_mb_ = 0;
};

void append_usage(Figures& figures,
                  const ProcessUsage& before,
                  const ProcessUsage& after,
                  double rss_peak_mb) {
    figures.emplace_back("server_cpu_s", after.cpu_s - before.cpu_s);
    figures.emplace_back("server_rss_mb", after.rss_mb);
    figures.emplace_back("server_rss_peak_mb", std::max(rss_peak_mb, after.rss_mb));
}

double percentile(const std::vector<std::uint64_t>& sorted, double share) {
    if (sorted.empty()) return 0;
    const auto last = static_cast<double>(sorted.size() - 1);
    return static_cast<double>(sorted[static_cast<std::size_t>(std::llround(share * last))]);
}

// Reads until `done()`, or until nothing has come for a while.
template <typename Done, typename OnMessage>
void read_until(Group& group, Done&& done, OnMessage&& on_message) {
    auto last_delivery = Clock::now();
    while (!done() && Clock::now() - last_delivery < give_up_time) {
        if (group.read(poll_time, on_message)) last_delivery = Clock::now();
    }
}

void ignore(std::size_t /*client*/, std::string_view /*payload*/) {}

}  // namespace

Figures run_throughput(const LoadSettings& settings) {
    Group group(settings);
    const auto frame = publish_frame(settings.target.protocol,
                                     ovos_message(settings.topic, settings.message_bytes));
    std::unique_ptr<Publisher> publisher;
    if (auto* client = group.publisher()) {
        publisher = std::make_unique<Publisher>(*client, frame, settings.write_bytes);
    }
    const auto window = std::max<std::int64_t>(
        1, static_cast<std::int64_t>(settings.window_bytes / settings.message_bytes));
    MemorySamples memory(settings.pid);

    // One message first: every subscription works before the clock starts.
    if (publisher) {
        publisher->send_until(1);
        read_until(group, [&] { return group.slowest() >= 1; }, ignore);
        if (group.slowest() < 1) throw SetupError("the first message did not reach everybody");
    }

    std::int64_t limit = 0;
    auto last_delivery = Clock::now();
    const auto run_until = [&](Clock::time_point end) {
        for (auto now = Clock::now(); now < end; now = Clock::now()) {
            bool may_send = false;
            if (publisher) {
                // The window opens in quarters, so that a fast server gets whole pieces, not drops.
                const auto slowest = group.slowest();
                if (slowest + window >= limit + (window + 3) / 4) limit = slowest + window;
                may_send = publisher->begun() < limit;
                const bool blocked = may_send && !publisher->send_until(limit);
                group.want_write(blocked);
            }
            if (group.read(poll_time, ignore)) last_delivery = now;
            if (publisher && now - last_delivery > give_up_time) {
                group.give_up_until(publisher->begun());
                last_delivery = now;
            }
            if (group.publisher() && !group.publisher()->open()) {
                throw SetupError("the server closed the publisher's connection");
            }
            memory.look(now);
        }
    };

    run_until(Clock::now() + settings.warm_up);
    const auto before = usage_of(settings.pid);
    const auto delivered_before = group.deliveries();
    const auto echo_before = group.own_echo();
    const auto start = Clock::now();
    run_until(start + settings.duration);
    const auto took_s = seconds(Clock::now() - start);
    const auto delivered = group.deliveries() - delivered_before;
    const auto after = usage_of(settings.pid);

    Figures figures{
        {"subscribers", static_cast<double>(group.subscribers())},
        {"deliveries_per_s", static_cast<double>(delivered) / took_s},
        {"published_per_s",
         static_cast<double>(delivered) / took_s / static_cast<double>(group.subscribers())},
        {"deliveries_per_server_cpu_s",
         settings.pid == 0 ? 0 : static_cast<double>(delivered) / (after.cpu_s - before.cpu_s)},
        {"own_echo_per_s", static_cast<double>(group.own_echo() - echo_before) / took_s},
        {"mean_payload_bytes", group.mean_payload_bytes()},
        {"seconds", took_s}};
    if (publisher) {
        const auto published = publisher->begun();
        const auto all_sent = [&] {
            const bool sent = publisher->send_until(published);
            group.want_write(!sent);
            return sent;
        };
        read_until(group, all_sent, ignore);
        read_until(group, [&] { return group.slowest() >= published; }, ignore);
        figures.emplace_back("lost", static_cast<double>(group.lost_of_subscribers(published)));
    }
    figures.emplace_back("disconnected", static_cast<double>(group.disconnected()));
    if (settings.pid != 0) append_usage(figures, before, after, memory.peak_mb());
    return figures;
}

Figures run_latency(const LoadSettings& settings) {
    Group group(settings);
    auto* const publisher = group.publisher();
    if (publisher == nullptr) throw SetupError("the latency mode needs a server that distributes");
    auto message = ovos_message(settings.topic, settings.message_bytes);
    const auto interval_ns = 1e9 / settings.rate_hz;
    const auto warm_up_ns = static_cast<std::uint64_t>(settings.warm_up.count());
    const auto total = static_cast<std::int64_t>(
        static_cast<double>((settings.warm_up + settings.duration).count()) / interval_ns);
    MemorySamples memory(settings.pid);

    std::vector<std::uint64_t> delivery_ns;
    delivery_ns.reserve(static_cast<std::size_t>(total) * settings.subscribers);
    std::vector<std::uint64_t> lateness_ns;
    std::string unsent;
    std::int64_t published = 0;
    const auto before = usage_of(settings.pid);
    const auto start_ns = now_ns();
    const auto due_ns = [&](std::int64_t number) {
        return start_ns + static_cast<std::uint64_t>(static_cast<double>(number) * interval_ns);
    };
    const auto on_message = [&](std::size_t client, std::string_view payload) {
        if (client >= settings.subscribers) return;
        const auto sent_ns = stamp_of(payload);
        if (!sent_ns || *sent_ns < start_ns + warm_up_ns) return;
        delivery_ns.push_back(now_ns() - *sent_ns);
    };

    while (published < total && publisher->open()) {
        auto now = now_ns();
        for (; published < total && due_ns(published) <= now; ++published) {
            const auto due = due_ns(published);
            stamp(message, now);
            unsent += publish_frame(settings.target.protocol, message);
            if (due >= start_ns + warm_up_ns) lateness_ns.push_back(now - due);
        }
        if (!unsent.empty()) unsent.erase(0, publisher->send(unsent));
        if (unsent.empty()) publisher->send_replies();
        group.want_write(!unsent.empty());
        now = now_ns();
        const auto next = due_ns(published);
        group.read(nanoseconds(next > now ? next - now : 0), on_message);
        memory.look(Clock::now());
    }
    const auto all_sent = [&] {
        unsent.erase(0, publisher->send(unsent));
        group.want_write(!unsent.empty());
        return unsent.empty();
    };
    read_until(group, all_sent, on_message);
    read_until(group, [&] { return group.slowest() >= published; }, on_message);
    const auto after = usage_of(settings.pid);

    std::ranges::sort(delivery_ns);
    std::ranges::sort(lateness_ns);
    constexpr double ns_per_us = 1000;
    Figures figures{{"subscribers", static_cast<double>(group.subscribers())},
                    {"published", static_cast<double>(published)},
                    {"p50_us", percentile(delivery_ns, 0.5) / ns_per_us},
                    {"p99_us", percentile(delivery_ns, 0.99) / ns_per_us},
                    {"p999_us", percentile(delivery_ns, 0.999) / ns_per_us},
                    {"max_us", percentile(delivery_ns, 1) / ns_per_us},
                    {"send_lateness_p99_us", percentile(lateness_ns, 0.99) / ns_per_us},
                    {"lost", static_cast<double>(group.lost_of_subscribers(published))},
                    {"disconnected", static_cast<double>(group.disconnected())}};
    if (settings.stalled > 0) {
        figures.emplace_back("stalled_let_go", static_cast<double>(group.stalled_let_go()));
    }
    if (settings.pid != 0) append_usage(figures, before, after, memory.peak_mb());
    return figures;
}

Figures run_ping_pong(const LoadSettings& settings) {
    Client client(settings.target, 0, true);
    const auto frame = publish_frame(settings.target.protocol,
                                     ovos_message(settings.topic, settings.message_bytes));
    const auto turn = [&] {
        const auto wanted = client.received + 1;
        const auto patience_end = Clock::now() + connect_time_max;
        send_all(client.socket(), frame);
        while (client.received < wanted) {
            client.receive([&](std::string_view payload) {
                if (payload.size() * 2 >= settings.message_bytes) ++client.received;
            });
            if (!client.open() || Clock::now() > patience_end) {
                throw SetupError("the echo of a message did not come");
            }
        }
    };
    for (const auto end = Clock::now() + settings.warm_up; Clock::now() < end;) turn();
    const auto before = usage_of(settings.pid);
    const auto turns_before = client.received;
    std::vector<std::uint64_t> turn_ns;
    const auto start = Clock::now();
    for (auto now = start; now < start + settings.duration;) {
        turn();
        const auto then = std::exchange(now, Clock::now());
        turn_ns.push_back(static_cast<std::uint64_t>((now - then).count()));
    }
    const auto took_s = seconds(Clock::now() - start);
    const auto after = usage_of(settings.pid);

    std::ranges::sort(turn_ns);
    constexpr double ns_per_us = 1000;
    Figures figures{{"turns_per_s", static_cast<double>(client.received - turns_before) / took_s},
                    {"p50_us", percentile(turn_ns, 0.5) / ns_per_us},
                    {"p99_us", percentile(turn_ns, 0.99) / ns_per_us}};
    if (settings.pid != 0) append_usage(figures, before, after, 0);
    return figures;
}

}  // namespace bus_bench
