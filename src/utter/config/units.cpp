#include "utter/config/units.hpp"

#include <array>
#include <charconv>
#include <limits>
#include <ranges>

namespace utter::config {
namespace {

struct Unit {
    std::string_view name;
    std::int64_t factor;
};

// Smallest first.
constexpr std::array<Unit, 4> duration_units{
    {{"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}}};
constexpr std::array<Unit, 4> size_units{
    {{"B", 1}, {"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}}};

std::string_view trim(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

std::optional<std::int64_t> parse(std::string_view text,
                                  const std::array<Unit, 4>& units,
                                  bool unit_required) {
    text = trim(text);
    std::int64_t count = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc{} || count < 0) return std::nullopt;
    const auto name = trim(text.substr(static_cast<std::size_t>(rest - text.data())));
    if (name.empty() && !unit_required) return count;
    for (const auto& unit : units) {
        if (name != unit.name) continue;
        if (count > std::numeric_limits<std::int64_t>::max() / unit.factor) return std::nullopt;
        return count * unit.factor;
    }
    return std::nullopt;
}

std::string format(std::int64_t count, const std::array<Unit, 4>& units) {
    for (const auto& unit : units | std::views::reverse) {
        if (count % unit.factor == 0) {
            return std::to_string(count / unit.factor) + std::string(unit.name);
        }
    }
    return {};
}

}  // namespace

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
    const auto count = parse(text, duration_units, true);
    if (!count) return std::nullopt;
    return std::chrono::milliseconds(*count);
}

std::string format_duration(std::chrono::milliseconds duration) {
    if (duration.count() == 0) return "0s";
    return format(duration.count(), duration_units);
}

std::optional<std::uint64_t> parse_size(std::string_view text) {
    const auto count = parse(text, size_units, false);
    if (!count) return std::nullopt;
    return static_cast<std::uint64_t>(*count);
}

std::string format_size(std::uint64_t bytes) {
    if (bytes == 0) return "0B";
    return format(static_cast<std::int64_t>(bytes), size_units);
}

}  // namespace utter::config
