// Live sessions at once: a platform with engines and an assistant that answer at once, and as many
// clients in a process of their own, each sending a microphone and taking answers in real time.
// Measured by the clients: from the frame that ends a question to the first frame of its answer.
// How late their own timers were is told beside it: they share the processor with what they
// measure.
//   platform_sessions [SESSIONS [SECONDS]]
#include <sys/prctl.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <numbers>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "utter/bus/local_bus.hpp"
#include "utter/platform/door/routes.hpp"
#include "utter/platform/door/skill_settings.hpp"
#include "utter/platform/storage/sql_storage.hpp"
#include "utter/runtime/event_loop.hpp"
#include "utter/runtime/worker_pool.hpp"
#include "utter/web/server.hpp"

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace platform = utter::platform;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr std::uint32_t rate_hz = 24'000;
constexpr std::size_t frame_samples = rate_hz / 50;
constexpr auto question_time = 1s;
constexpr auto answer_time = 1s;

// Runs until it is killed; tells its port first.
[[noreturn]] void serve(int tell) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const auto folder = std::filesystem::temp_directory_path() /
                        ("utter-bench-platform-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder);
    utter::SystemClock clock;
    utter::bus::LocalBus bus;
    auto storage =
        platform::SqlStorage::open({.database = (folder / "platform.db").string()}, clock);
    auto samples =
        platform::SampleStore::open({.folder = folder / "samples"}, (*storage)->voices(), clock);
    utter::runtime::EventLoop loop;
    utter::runtime::WorkerPool store(1);
    utter::runtime::WorkerPool workers(2);
    const utter::config::SkillsSettings no_skills;
    platform::SkillSettings skills(
        {.configured = no_skills, .folder = folder / "skills", .own = {}});
    const std::vector<float> answer(rate_hz * answer_time.count(), 0.25F);
    const platform::SpeechPorts speech{
        .transcribe = [](const auto&, const auto&) -> utter::Result<utter::speech::Transcript> {
            return utter::speech::Transcript{.text = "hello"};
        },
        .speak = [&](const auto&, const auto& on_sound) -> utter::Result<void> {
            on_sound({answer, rate_hz});
            return {};
        },
        .open_voice_activity = {}};
    platform::SessionManager sessions(
        {.bus = bus,
         .executor = loop,
         .timers = loop,
         .worker = workers,
         .clock = clock,
         .speech = speech,
         .remember = [](const auto&) {}},
        {.sessions_max = 100'000, .limits = {.partial_after = std::chrono::hours(1)}});
    platform::Services services{.loop = loop,
                                .store = store,
                                .worker = workers,
                                .uploads = workers,
                                .voices = (*storage)->voices(),
                                .personas = (*storage)->personas(),
                                .conversations = (*storage)->conversations(),
                                .jobs = (*storage)->jobs(),
                                .samples = *samples,
                                .skills = skills,
                                .sessions = sessions,
                                .bus = bus,
                                .timers = loop,
                                .clock = clock,
                                .speech = speech,
                                .lang = "en-US",
                                .providers = {},
                                .wake_trainer = [] {},
                                .forget_voice = {},
                                .engines = [] { return utter::json::array(); },
                                .devices = [] { return utter::json::array(); },
                                .began = Clock::now()};
    utter::web::Router router;
    add_session_routes(router, services);
    utter::web::Gate gate({});
    const auto assistant = bus.subscribe("ovos.utterance.handle", loop, [&](const auto& message) {
        bus.publish(message.reply("ovos.utterance.speak", {{"utterance", "hello to you"}}));
        bus.publish(message.forward("ovos.utterance.handled"));
    });
    auto server =
        utter::web::Server::start(loop, {.port = 0, .connections_max = 100'000}, gate, router);
    const std::uint16_t port = (*server)->port();
    if (write(tell, &port, sizeof port) != sizeof port) std::abort();
    loop.run();
    std::abort();
}

std::size_t resident_kb(pid_t process) {
    std::ifstream status("/proc/" + std::to_string(process) + "/status");
    std::string word;
    while (status >> word) {
        if (word == "VmRSS:") {
            std::size_t kb = 0;
            status >> kb;
            return kb;
        }
    }
    return 0;
}

double cpu_seconds(pid_t process) {
    std::ifstream stat("/proc/" + std::to_string(process) + "/stat");
    std::string word;
    double ticks = 0;
    for (int i = 1; i <= 15 && stat >> word; ++i) {
        if (i >= 14) ticks += std::stod(word);
    }
    return ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

struct Figures {
    std::vector<double> answer_ms;
    std::map<std::string, std::vector<double>> event_ms;  // what comes before the answer's sound
    std::vector<double> late_ms;                          // the clients' own timers
    std::size_t turns = 0;
    std::size_t frames_taken = 0;
    std::size_t lost = 0;
};

class Talker {
  public:
    Talker(asio::io_context& context, int number, std::uint16_t port, Figures& figures)
        : stream_(context),
          tick_(context),
          number_(number),
          port_(port),
          figures_(figures),
          voice_(frame_samples * 4, '\0') {
        for (std::size_t i = 0; i < frame_samples; ++i) {
            const float sample = i % 2 == 0 ? 0.25F : -0.25F;
            std::memcpy(voice_.data() + i * 4, &sample, 4);
        }
    }

    asio::awaitable<void> run(Clock::time_point end) {
        co_await beast::get_lowest_layer(stream_).async_connect(
            {asio::ip::address_v4::loopback(), port_}, asio::use_awaitable);
        beast::get_lowest_layer(stream_).socket().set_option(asio::ip::tcp::no_delay(true));
        const auto path = "/ws/session/talker-" + std::to_string(number_);
        co_await stream_.async_handshake("localhost", path, asio::use_awaitable);
        const std::string configure =
            R"({"type":"configure","input":{"rate":24000,"format":"f32le"},)"
            R"("output":{"rate":24000,"format":"f32le"}})";
        co_await send(configure, false);
        asio::co_spawn(stream_.get_executor(), listen(), asio::detached);
        auto next = Clock::now();
        bool goes_on = true;
        while (goes_on) {
            co_await talk(next);
            goes_on = Clock::now() < end && !over_;
        }
        over_ = true;
    }

  private:
    asio::awaitable<void> send(const std::string& bytes, bool binary) {
        stream_.binary(binary);
        beast::error_code error;
        co_await stream_.async_write(asio::buffer(bytes),
                                     asio::redirect_error(asio::use_awaitable, error));
        if (error) over_ = true;
    }

    // One question, and a microphone that is sent on while it is answered.
    asio::awaitable<void> talk(Clock::time_point& next) {
        const std::string start = R"({"type":"start_recording"})";
        const std::string stop = R"({"type":"stop_recording"})";
        co_await send(start, false);
        const auto frames = question_time / 20ms;
        for (int i = 0; i < frames; ++i) co_await one_frame(next);
        asked_ = Clock::now();
        idle_ = false;
        co_await send(stop, false);
        bool waits = true;
        while (waits) {
            co_await one_frame(next);
            waits = !idle_ && !over_;
        }
    }

    asio::awaitable<void> one_frame(Clock::time_point& next) {
        next = std::max(next + 20ms, Clock::now() - 200ms);
        tick_.expires_at(next);
        beast::error_code ignored;
        co_await tick_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        figures_.late_ms.push_back(
            std::chrono::duration<double, std::milli>(Clock::now() - tick_.expiry()).count());
        co_await send(voice_, true);
    }

    asio::awaitable<void> listen() {
        beast::flat_buffer buffer;
        bool goes_on = true;
        while (goes_on) {
            beast::error_code error;
            buffer.clear();
            co_await stream_.async_read(buffer, asio::redirect_error(asio::use_awaitable, error));
            goes_on = !error;
            if (error) {
                if (!over_) ++figures_.lost;
                over_ = true;
            } else if (stream_.got_binary()) {
                ++figures_.frames_taken;
                if (asked_) figures_.answer_ms.push_back(since_asked_ms());
                asked_.reset();
            } else {
                const std::string_view text(static_cast<const char*>(buffer.data().data()),
                                            buffer.size());
                if (asked_) figures_.event_ms[name_of(text)].push_back(since_asked_ms());
                if (text.find(R"("state":"idle")") != std::string_view::npos) {
                    idle_ = true;
                    ++figures_.turns;
                }
            }
        }
    }

    [[nodiscard]] double since_asked_ms() const {
        return std::chrono::duration<double, std::milli>(Clock::now() - *asked_).count();
    }

    // The type of an event; of a state, which.
    static std::string name_of(std::string_view text) {
        const auto value = [text](std::string_view key) {
            const auto at = text.find(key);
            if (at == std::string_view::npos) return std::string();
            const auto rest = text.substr(at + key.size());
            return std::string(rest.substr(0, rest.find('"')));
        };
        const auto type = value(R"("type":")");
        return type == "state" ? value(R"("state":")") : type;
    }

    beast::websocket::stream<beast::tcp_stream, false> stream_;
    asio::steady_timer tick_;
    const int number_;
    const std::uint16_t port_;
    Figures& figures_;
    std::string voice_;
    std::optional<Clock::time_point> asked_;
    bool idle_ = true;
    bool over_ = false;
};

double percentile(std::vector<double>& values, double share) {
    if (values.empty()) return 0;
    std::ranges::sort(values);
    return values[std::min(values.size() - 1,
                           static_cast<std::size_t>(share * static_cast<double>(values.size())))];
}

}  // namespace

int main(int argc, char** argv) {
    const int sessions = argc > 1 ? std::atoi(argv[1]) : 500;
    const auto time = std::chrono::seconds(argc > 2 ? std::atoi(argv[2]) : 20);
    std::array<int, 2> pipe_ends{};
    if (pipe(pipe_ends.data()) != 0) return 1;
    const auto server = fork();
    if (server == 0) serve(pipe_ends[1]);
    std::uint16_t port = 0;
    if (read(pipe_ends[0], &port, sizeof port) != sizeof port) return 1;
    const auto before_kb = resident_kb(server);
    const auto cpu_before = cpu_seconds(server);

    asio::io_context context;
    Figures figures;
    std::vector<std::unique_ptr<Talker>> talkers;
    const auto end = Clock::now() + time;
    for (int i = 0; i < sessions; ++i) {
        talkers.push_back(std::make_unique<Talker>(context, i, port, figures));
        // Spread over two seconds, and over the 20 ms of a frame: microphones do not tick together.
        const auto share = std::fmod(i * std::numbers::phi, 1.0);
        auto later = std::make_shared<asio::steady_timer>(
            context, std::chrono::duration_cast<Clock::duration>(2s * share));
        later->async_wait([later, end, talker = talkers.back().get(), &context](auto) {
            asio::co_spawn(context, talker->run(end), asio::detached);
        });
    }
    context.run_until(end - 1s);
    const auto after_kb = resident_kb(server);
    const auto cpu = cpu_seconds(server) - cpu_before;
    const auto own_cpu = cpu_seconds(getpid());
    context.run_until(end);
    kill(server, SIGKILL);
    waitpid(server, nullptr, 0);
    std::cout << sessions << " sessions, " << time.count() << " s: " << figures.answer_ms.size()
              << " answers, from the end of the question to the first sound p50 "
              << percentile(figures.answer_ms, 0.5) << " ms, p99 "
              << percentile(figures.answer_ms, 0.99) << " ms, max "
              << percentile(figures.answer_ms, 1.0) << " ms; " << figures.lost << " lost; server "
              << cpu / static_cast<double>(time.count()) << " cores, clients "
              << own_cpu / static_cast<double>(time.count()) << " cores and late by p50 "
              << percentile(figures.late_ms, 0.5) << " ms, p99 "
              << percentile(figures.late_ms, 0.99) << " ms; " << before_kb << " kB before, "
              << (after_kb - before_kb) / static_cast<std::size_t>(sessions) << " kB a session\n";
    for (auto& [event, ms] : figures.event_ms) {
        std::cout << "  " << event << ": p50 " << percentile(ms, 0.5) << " ms, p99 "
                  << percentile(ms, 0.99) << " ms\n";
    }
    return figures.lost == 0 && !figures.answer_ms.empty() ? 0 : 1;
}
