#include "bus_verbs.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <iostream>
#include <utility>

#include "assistant_link.hpp"
#include "exit_code.hpp"
#include "utter/core/topic.hpp"

namespace utter::app {
namespace {

using namespace std::chrono_literals;

constexpr auto bus_patience = 1000ms;
constexpr auto forever = std::chrono::hours(24 * 365);

int complain(const std::string& what, int code) {
    std::cerr << "utter: " << what << '\n';
    return code;
}

void print(const Program& program, const Message& message) {
    if (program.json) {
        std::cout << *message.wire() << '\n';
    } else {
        std::cout << message.type() << ' ' << json::serialize(message.data()) << '\n';
    }
    std::cout.flush();
}

Result<json::object> parse_object(std::string_view what, const std::string& text) {
    auto value = parse_json(text);
    if (!value) {
        return fail(ErrorCode::invalid_argument, std::string(what) + ": " + value.error().detail);
    }
    if (!value->is_object()) {
        return fail(ErrorCode::invalid_argument,
                    std::string(what) + " must be a JSON object, got " +
                        std::string(describe_type(*value)));
    }
    return std::move(value->get_object());
}

}  // namespace

int watch_bus(const Program& program, const WatchOptions& options) {
    auto link = AssistantLink::open_bus(program, bus_patience);
    if (!link) return complain(link.error().detail, exit_no_answer);
    auto& loop = (*link)->loop();
    std::vector<TopicFilter> filters(options.topics.begin(), options.topics.end());
    std::size_t seen = 0;
    bool stopped = false;
    const auto subscription = (*link)->bus().subscribe("*", loop, [&](const Message& message) {
        const bool wanted =
            filters.empty() || std::ranges::any_of(filters, [&](const TopicFilter& filter) {
                return filter.matches(message.type());
            });
        if (!wanted || stopped) return;
        print(program, message);
        stopped = ++seen == options.count || !std::cout;
    });
    loop.on_stop_signal([&](int) { stopped = true; });
    loop.run_until([&] { return stopped; },
                   options.timeout > 0ms ? options.timeout : std::chrono::milliseconds(forever));
    return options.count > 0 && seen < options.count ? exit_no_answer : exit_ok;
}

int send_to_bus(const Program& program, const SendOptions& options) {
    if (!is_topic(options.type)) {
        return complain("'" + options.type +
                            "' is no message type: words of A-Z a-z 0-9 _ - joined by '.' or ':'",
                        exit_usage);
    }
    auto data = parse_object("the message's data", options.data);
    if (!data) return complain(data.error().detail, exit_usage);
    auto context = parse_object("the message's context", options.context);
    if (!context) return complain(context.error().detail, exit_usage);
    auto link = AssistantLink::open_bus(program, bus_patience);
    if (!link) return complain(link.error().detail, exit_no_answer);
    auto& loop = (*link)->loop();

    const Message message(options.type, std::move(*data), std::move(*context));
    // The bus sends a message back to whoever sent it: that it came back means that it was taken.
    bool taken = false;
    bool answered = false;
    const auto echo = (*link)->bus().subscribe(options.type, loop, [&](const Message& seen) {
        taken = taken || *seen.wire() == *message.wire();
    });
    bus::Subscription answer;
    if (options.wait) {
        answer = (*link)->bus().subscribe(*options.wait, loop, [&](const Message& seen) {
            if (!std::exchange(answered, true)) print(program, seen);
        });
    }
    (*link)->bus().publish(message);
    const bool done =
        loop.run_until([&] { return taken && (answered || !options.wait); }, options.timeout);
    if (done) return exit_ok;
    return complain(taken ? "no message on '" + *options.wait + "' within " +
                                std::to_string(options.timeout.count()) + " ms"
                          : "the bus did not take the message; is its session an object?",
                    exit_no_answer);
}

}  // namespace utter::app
