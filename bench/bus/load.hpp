#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "clients.hpp"

/// The kinds of load, each a function that returns its figures by name, in the order of printing.
namespace bus_bench {

struct LoadSettings {
    Target target;
    std::size_t subscribers = 50;
    std::size_t stalled = 0;  ///< further subscribers that never read
    std::string topic = "ovos.utterance.handle";
    std::size_t message_bytes = 600;
    std::chrono::nanoseconds warm_up{0};
    std::chrono::nanoseconds duration{0};
    /// How far the publisher may be ahead of the slowest client that reads.
    std::size_t window_bytes = 1'048'576;
    /// Handed to the publisher's socket in one write; 0: one message.
    std::size_t write_bytes = 65'536;
    double rate_hz = 10'000;  ///< of the latency mode
    int pid = 0;              ///< of the server; 0: no figures about it
};

using Figures = std::vector<std::pair<std::string, double>>;

/// As fast as the slowest reading client lets the publisher.
[[nodiscard]] Figures run_throughput(const LoadSettings& settings);

/// At a fixed rate, whatever becomes of the messages; the clock of each starts when it is due.
[[nodiscard]] Figures run_latency(const LoadSettings& settings);

/// One client sends a message, waits for its echo, and sends the next.
[[nodiscard]] Figures run_ping_pong(const LoadSettings& settings);

}  // namespace bus_bench
