// Loads a message bus with one publisher and many subscribers and prints what came through.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <functional>
#include <map>

#include "load.hpp"

namespace {

using namespace bus_bench;

const std::map<std::string, Protocol> protocols{{"ovos", Protocol::ovos},
                                                {"raw", Protocol::raw},
                                                {"nats", Protocol::nats},
                                                {"nats-ws", Protocol::nats_ws},
                                                {"mqtt", Protocol::mqtt},
                                                {"mqtt-ws", Protocol::mqtt_ws}};
const std::map<std::string, std::function<Figures(const LoadSettings&)>> modes{
    {"throughput", run_throughput}, {"latency", run_latency}, {"ping-pong", run_ping_pong}};

template <typename Map>
std::vector<std::string> names_of(const Map& map) {
    std::vector<std::string> names;
    names.reserve(map.size());
    for (const auto& [name, ignored] : map) names.push_back(name);
    return names;
}

std::chrono::nanoseconds from_seconds(double seconds) {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
        std::chrono::duration<double>(seconds));
}

void print_json(const Figures& figures) {
    std::string fields;
    for (const auto& [name, value] : figures) {
        fields += fmt::format("{}\"{}\":{:.3f}", fields.empty() ? "" : ",", name, value);
    }
    fmt::print("{{{}}}\n", fields);
}

int run(int argc, char** argv) {
    CLI::App app{
        "Loads a message bus with one publisher and many subscribers.\n"
        "Modes: throughput (as fast as the slowest subscriber lets the publisher), latency (a "
        "fixed "
        "rate, clock from when a message is handed over), ping-pong (one client, one message, its "
        "echo, "
        "the "
        "next)"};
    LoadSettings settings;
    std::string protocol = "ovos";
    std::string mode = "throughput";
    double seconds = 3;
    double warm_up_seconds = 0.3;
    bool json = false;
    app.add_option("target", settings.target.address, "tcp:host:port or unix:/path")->required();
    app.add_option("--protocol", protocol, "What the server speaks")
        ->check(CLI::IsMember(names_of(protocols)))
        ->capture_default_str();
    app.add_option("--mode", mode, "Kind of load")
        ->check(CLI::IsMember(names_of(modes)))
        ->capture_default_str();
    app.add_option("--path", settings.target.path, "Path of the WebSocket")->capture_default_str();
    app.add_option("--header", settings.target.headers, "Further line of the upgrade request");
    app.add_option("-n,--subscribers", settings.subscribers, "Subscribers that read")
        ->capture_default_str();
    app.add_option("--stalled", settings.stalled, "Further subscribers that never read")
        ->capture_default_str();
    app.add_option("--seconds", seconds, "Time to measure")->capture_default_str();
    app.add_option("--warm-up", warm_up_seconds, "Seconds before that")->capture_default_str();
    app.add_option("--topic", settings.topic, "Type of the message")->capture_default_str();
    app.add_option("--message-bytes", settings.message_bytes, "Its size, 500 and more")
        ->capture_default_str();
    app.add_option("--window-bytes",
                   settings.window_bytes,
                   "How far the publisher may be ahead of the slowest subscriber (throughput)")
        ->capture_default_str();
    app.add_option("--write-bytes",
                   settings.write_bytes,
                   "Handed to the publisher's socket at once, 0: one message (throughput)")
        ->capture_default_str();
    app.add_option("--rate", settings.rate_hz, "Messages a second (latency)")
        ->capture_default_str();
    app.add_option("--pid", settings.pid, "Process of the server, for its time and memory");
    app.add_flag("--json", json, "Print one line of JSON");
    CLI11_PARSE(app, argc, argv);

    settings.target.protocol = protocols.at(protocol);
    settings.duration = from_seconds(seconds);
    settings.warm_up = from_seconds(warm_up_seconds);
    const auto figures = modes.at(mode)(settings);
    if (json) {
        print_json(figures);
    } else {
        for (const auto& [name, value] : figures) fmt::print("{:22} {:16.2f}\n", name, value);
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const std::exception& error) {
        fmt::print(stderr, "bus_load: {}\n", error.what());
        return 1;
    }
}
