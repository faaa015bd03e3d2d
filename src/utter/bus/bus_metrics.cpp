#include "utter/bus/bus_metrics.hpp"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace utter::bus {
namespace {

using prometheus::MetricFamily;
using prometheus::MetricType;

MetricFamily family(std::string name, std::string help, MetricType type) {
    MetricFamily made;
    made.name = std::move(name);
    made.help = std::move(help);
    made.type = type;
    return made;
}

MetricFamily gauge(std::string name, std::string help, std::size_t value) {
    auto made = family(std::move(name), std::move(help), MetricType::Gauge);
    made.metric.emplace_back().gauge.value = static_cast<double>(value);
    return made;
}

MetricFamily counter(std::string name, std::string help, std::uint64_t value) {
    auto made = family(std::move(name), std::move(help), MetricType::Counter);
    made.metric.emplace_back().counter.value = static_cast<double>(value);
    return made;
}

MetricFamily drops(const BusMetrics& metrics) {
    auto made = family("utter_bus_drops_total",
                       "Frames that reached nobody and clients that were closed, by reason",
                       MetricType::Counter);
    for (const auto& [reason, count] : metrics.drops) {
        auto& metric = made.metric.emplace_back();
        metric.label.push_back({"reason", std::string(reason)});
        metric.counter.value = static_cast<double>(count);
    }
    return made;
}

MetricFamily delivery(const BusMetrics& metrics) {
    auto made = family("utter_bus_delivery_seconds",
                       "Time from a frame's arrival until a receiver's socket had taken it",
                       MetricType::Histogram);
    auto& histogram = made.metric.emplace_back().histogram;
    histogram.sample_sum = metrics.delivery_seconds;
    for (std::size_t i = 0; i < metrics.delivery_counts.size(); ++i) {
        histogram.sample_count += metrics.delivery_counts.at(i);
        if (i < BusMetrics::delivery_bounds.size()) {
            histogram.bucket.push_back({histogram.sample_count, BusMetrics::delivery_bounds.at(i)});
        }
    }
    return made;
}

}  // namespace

void BusMetrics::observe_delivery(std::chrono::nanoseconds waited) noexcept {
    const double seconds = std::chrono::duration<double>(waited).count();
    const auto bucket = std::ranges::lower_bound(delivery_bounds, seconds);
    ++delivery_counts.at(static_cast<std::size_t>(bucket - delivery_bounds.begin()));
    delivery_seconds += seconds;
}

std::string to_prometheus(const BusMetrics& metrics) {
    const std::vector<MetricFamily> families{
        gauge("utter_bus_clients", "Clients connected now", metrics.clients),
        gauge("utter_bus_queued_bytes", "Bytes waiting for all clients", metrics.queued_bytes),
        gauge("utter_bus_queued_bytes_largest",
              "Bytes waiting for the slowest client",
              metrics.queued_bytes_largest),
        counter("utter_bus_connections_total", "Connections accepted", metrics.connections),
        counter("utter_bus_frames_in_total", "Frames received", metrics.frames_in),
        counter("utter_bus_frames_out_total", "Frames queued for receivers", metrics.frames_out),
        counter("utter_bus_bytes_in_total", "Payload bytes received", metrics.bytes_in),
        counter("utter_bus_bytes_out_total", "Bytes sent", metrics.bytes_out),
        counter("utter_bus_authentication_failures_total",
                "Connections refused for want of a good key",
                metrics.authentication_failures),
        drops(metrics),
        delivery(metrics),
    };
    return prometheus::TextSerializer().Serialize(families);
}

}  // namespace utter::bus
