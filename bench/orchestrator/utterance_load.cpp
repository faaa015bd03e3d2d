// Asks an assistant questions over its bus, at a fixed rate or one after the other, and prints how
// long each took from being handed to the socket until `ovos.utterance.handled` was read.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "../bus/clients.hpp"

namespace {

using namespace bus_bench;
using Clock = std::chrono::steady_clock;
using std::chrono::nanoseconds;

constexpr nanoseconds patience{10'000'000'000};  // for an answer before it is lost
constexpr nanoseconds retry_time{500'000'000};   // between first questions to one that still starts
constexpr nanoseconds poll_time{5'000'000};

struct Settings {
    Target target;
    std::string topic = "ovos.utterance.handle";
    std::string question = "who are you";
    double rate_hz = 200;  ///< 0: one after the other
    std::size_t sessions = 100;
    std::size_t count = 2'000;  ///< questions that are measured
    std::size_t warm_up = 200;  ///< questions before those
    nanoseconds pause{};        ///< between one and the next, one after the other
    nanoseconds start_max{};    ///< until the first is answered
};

struct Question {
    Clock::time_point sent;
    std::optional<nanoseconds> took;
    bool spoke = false;
};

// Where `"number":` stands in a frame, whoever serialised it.
std::optional<std::size_t> number_of(std::string_view frame) {
    constexpr std::string_view key = R"("number":)";
    auto at = frame.find(key);
    if (at == std::string_view::npos) return std::nullopt;
    at = frame.find_first_not_of(' ', at + key.size());
    std::size_t number = 0;
    const auto* end = frame.data() + frame.size();
    if (std::from_chars(frame.data() + at, end, number).ec != std::errc{}) return std::nullopt;
    return number;
}

bool is_of_type(std::string_view frame, std::string_view type) {
    return frame.find(fmt::format(R"("type":"{}")", type)) != std::string_view::npos ||
           frame.find(fmt::format(R"("type": "{}")", type)) != std::string_view::npos;
}

class Asker {
  public:
    explicit Asker(const Settings& settings)
        : settings_(settings), client_(settings.target, 0, true) {
        poll_.add(client_, 0);
    }

    // Asks one and lets it travel.
    void ask() {
        const auto number = questions_.size();
        const auto message = fmt::format(
            R"({{"type":"{}","data":{{"utterances":["{}"],"lang":"en-US"}},"context":{{)"
            R"("source":"bench","number":{},"session":{{"session_id":"bench-{}","lang":"en-US"}}}}}})",
            settings_.topic,
            settings_.question,
            number,
            number % settings_.sessions);
        unsent_ += publish_frame(Protocol::ovos, message);
        questions_.push_back({Clock::now(), {}, false});
        flush();
    }

    // Waits for at most `time` and takes what came.
    void read(nanoseconds time) {
        flush();
        for ([[maybe_unused]] const auto& event :
             poll_.wait(std::max<std::int64_t>(0, time.count()))) {
            client_.receive([&](std::string_view frame) { take(frame); });
        }
        if (!client_.open()) throw SetupError("the server closed the connection");
    }

    void read_until_handled(std::size_t number, nanoseconds limit) {
        for (const auto end = Clock::now() + limit;
             !questions_[number].took && Clock::now() < end;) {
            read(poll_time);
        }
    }

    [[nodiscard]] const std::vector<Question>& questions() const { return questions_; }

  private:
    void flush() {
        if (!unsent_.empty()) unsent_.erase(0, client_.send(unsent_));
    }

    void take(std::string_view frame) {
        const auto handled = is_of_type(frame, "ovos.utterance.handled");
        if (!handled && !is_of_type(frame, "ovos.utterance.speak") && !is_of_type(frame, "speak")) {
            return;
        }
        const auto number = number_of(frame);
        if (!number || *number >= questions_.size()) return;
        auto& question = questions_[*number];
        if (!handled) {
            question.spoke = true;
        } else if (!question.took) {
            question.took = Clock::now() - question.sent;
        }
    }

    const Settings& settings_;
    Client client_;
    Poll poll_;
    std::string unsent_;
    std::vector<Question> questions_;
};

// Until the skill has been loaded and speaks.
void wait_for_answer(Asker& asker, const Settings& settings) {
    for (const auto end = Clock::now() + settings.start_max; Clock::now() < end;) {
        asker.ask();
        const auto number = asker.questions().size() - 1;
        asker.read_until_handled(number, patience);
        if (asker.questions()[number].spoke) return;
        for (const auto next = Clock::now() + retry_time; Clock::now() < next;)
            asker.read(poll_time);
    }
    throw SetupError("nobody answered the question");
}

// The lateness of the questions: how long after they were due they were asked.
std::vector<nanoseconds> ask_at_rate(Asker& asker, const Settings& settings, std::size_t count) {
    const nanoseconds interval(static_cast<std::int64_t>(1e9 / settings.rate_hz));
    std::vector<nanoseconds> late;
    const auto start = Clock::now();
    for (std::size_t asked = 0; asked < count; ++asked) {
        const auto due = start + interval * static_cast<std::int64_t>(asked);
        for (auto now = Clock::now(); now < due; now = Clock::now()) asker.read(due - now);
        late.push_back(Clock::now() - due);
        asker.ask();
    }
    for (auto number = asker.questions().size() - count; number < asker.questions().size();
         ++number) {
        asker.read_until_handled(number, patience);
    }
    return late;
}

std::vector<nanoseconds> ask_one_by_one(Asker& asker, const Settings& settings, std::size_t count) {
    for (std::size_t asked = 0; asked < count; ++asked) {
        for (const auto next = Clock::now() + settings.pause; Clock::now() < next;) {
            asker.read(next - Clock::now());
        }
        asker.ask();
        asker.read_until_handled(asker.questions().size() - 1, patience);
    }
    return {};
}

double milliseconds_at(std::vector<nanoseconds> times, double share) {
    if (times.empty()) return 0;
    std::ranges::sort(times);
    const auto last = static_cast<double>(times.size() - 1);
    const auto time = times[static_cast<std::size_t>(std::llround(share * last))];
    return std::chrono::duration<double, std::milli>(time).count();
}

void run(const Settings& settings) {
    Asker asker(settings);
    wait_for_answer(asker, settings);
    const auto ask = settings.rate_hz > 0 ? ask_at_rate : ask_one_by_one;
    ask(asker, settings, settings.warm_up);
    const auto first = asker.questions().size();
    const auto late = ask(asker, settings, settings.count);
    std::vector<nanoseconds> times;
    std::size_t unanswered = 0;
    for (auto number = first; number < asker.questions().size(); ++number) {
        const auto& question = asker.questions()[number];
        if (question.took) times.push_back(*question.took);
        unanswered += question.took && question.spoke ? 0 : 1;
    }
    fmt::print(
        R"({{"p50_ms":{:.3f},"p99_ms":{:.3f},"max_ms":{:.3f},"late_p99_ms":{:.3f},"asked":{},"unanswered":{}}})"
        "\n",
        milliseconds_at(times, 0.5),
        milliseconds_at(times, 0.99),
        milliseconds_at(times, 1),
        milliseconds_at(late, 0.99),
        settings.count,
        unanswered);
}

}  // namespace

int main(int argc, char** argv) {
    try {
        CLI::App app{"Asks an assistant over its bus and prints, as JSON, how long that took."};
        Settings settings;
        double pause_s = 0;
        double start_s = 60;
        app.add_option("target", settings.target.address, "tcp:host:port")->required();
        app.add_option("--topic", settings.topic, "Type of the question's message");
        app.add_option("--question", settings.question, "What is asked, as JSON text");
        app.add_option("--rate", settings.rate_hz, "Questions a second; 0: one after the other");
        app.add_option("--sessions", settings.sessions, "That they are asked in by turns");
        app.add_option("--count", settings.count, "Questions measured");
        app.add_option("--warm-up", settings.warm_up, "Questions before that");
        app.add_option("--pause", pause_s, "Seconds between an answer and the next question");
        app.add_option("--start", start_s, "Seconds until the first must be answered");
        CLI11_PARSE(app, argc, argv);
        const auto nanoseconds_of = [](double seconds) {
            return std::chrono::duration_cast<nanoseconds>(std::chrono::duration<double>(seconds));
        };
        settings.pause = nanoseconds_of(pause_s);
        settings.start_max = nanoseconds_of(start_s);
        run(settings);
        return 0;
    } catch (const std::exception& error) {
        fmt::print(stderr, "utterance_load: {}\n", error.what());
        return 1;
    }
}
