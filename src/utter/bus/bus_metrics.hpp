#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace utter::bus {

/// What a bus server has counted since it started; plain numbers, kept on its one thread.
struct BusMetrics {
    /// Upper bounds of the delivery time's buckets, in seconds.
    static constexpr std::array<double, 10> delivery_bounds{
        0.000'05, 0.000'1, 0.000'25, 0.000'5, 0.001, 0.0025, 0.01, 0.05, 0.25, 1.0};

    std::size_t clients = 0;
    std::size_t queued_bytes = 0;
    std::size_t queued_bytes_largest = 0;  ///< of one client
    std::uint64_t connections = 0;
    std::uint64_t frames_in = 0;
    std::uint64_t frames_out = 0;
    std::uint64_t bytes_in = 0;
    std::uint64_t bytes_out = 0;
    /// Frames that reached nobody and clients that were closed, by reason (constant words).
    std::map<std::string_view, std::uint64_t> drops;
    std::uint64_t authentication_failures = 0;

    std::array<std::uint64_t, delivery_bounds.size() + 1> delivery_counts{};
    double delivery_seconds = 0;

    /// Notes how long the oldest frame of a burst had waited when its receiver's socket had taken
    /// the whole burst.
    void observe_delivery(std::chrono::nanoseconds waited) noexcept;
};

/// The metrics as a Prometheus text page.
[[nodiscard]] std::string to_prometheus(const BusMetrics& metrics);

}  // namespace utter::bus
