#include "utter/session/intent_context.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <tuple>
#include <vector>

#include "utter/core/clock.hpp"
#include "utter/core/log.hpp"

namespace utter::session {
namespace {

// A whole number, however it is written; else it does not limit.
std::optional<std::int64_t> turns_of(const json::object& entry) {
    const auto* turns = entry.if_contains("turns_remaining");
    if (turns == nullptr || !turns->is_number()) return std::nullopt;
    const auto number = turns->to_number<double>();
    if (number != std::floor(number) || std::abs(number) > 1e15) return std::nullopt;
    return static_cast<std::int64_t>(number);
}

std::optional<double> expiry_of(const json::object& entry) {
    const auto* expires = entry.if_contains("expires_at");
    if (expires == nullptr || !expires->is_number()) return std::nullopt;
    return expires->to_number<double>();
}

bool is_entry(const json::value& value) {
    const auto* entry = value.if_object();
    const auto* text = entry == nullptr ? nullptr : entry->if_contains("value");
    return text != nullptr && (text->is_string() || text->is_null());
}

const json::object* entry_of(const json::object& map, std::string_view key) {
    const auto* value = map.if_contains(key);
    return value == nullptr || !is_entry(*value) ? nullptr : &value->get_object();
}

// Fewest turns first, then the earliest end; by key where these say nothing.
void evict(json::object& map) {
    if (map.size() <= context_entries_max) return;
    using Rank = std::tuple<std::int64_t, double, std::string>;
    std::vector<Rank> ranks;
    ranks.reserve(map.size());
    for (const auto& member : map) {
        const auto& entry = member.value().get_object();
        ranks.emplace_back(turns_of(entry).value_or(std::numeric_limits<std::int64_t>::max()),
                           expiry_of(entry).value_or(std::numeric_limits<double>::infinity()),
                           member.key());
    }
    const auto excess = map.size() - context_entries_max;
    std::ranges::nth_element(ranks, ranks.begin() + static_cast<std::ptrdiff_t>(excess));
    for (std::size_t i = 0; i < excess; ++i) map.erase(std::get<std::string>(ranks[i]));
    log::warning("session.context_full", {{"limit", context_entries_max}, {"dropped", excess}});
}

}  // namespace

bool is_live(const json::object& entry, std::chrono::system_clock::time_point now) {
    if (const auto turns = turns_of(entry); turns && *turns <= 0) return false;
    const auto expires = expiry_of(entry);
    return !expires || *expires > seconds_since_epoch(now);
}

void prune_context(json::object& map, std::chrono::system_clock::time_point now) {
    for (auto it = map.begin(); it != map.end();) {
        const bool entry = is_entry(it->value());
        if (!entry) {
            log::warning("session.context_entry_ignored",
                         {{"key", std::string_view(it->key())},
                          {"reason", "must be an object whose field 'value' is a string or null"}});
        }
        it = entry && is_live(it->value().get_object(), now) ? std::next(it) : map.erase(it);
    }
    evict(map);
}

void spend_turn(json::object& map, const json::object& before) {
    for (auto& member : map) {
        const auto* earlier = before.if_contains(member.key());
        if (earlier == nullptr || *earlier != member.value() || !is_entry(member.value())) continue;
        auto& entry = member.value().get_object();
        if (const auto turns = turns_of(entry)) entry["turns_remaining"] = *turns - 1;
    }
}

std::optional<std::string> private_context_key(std::string_view owner, std::string_view key) {
    if (owner.empty() || key.empty() || owner.find(':') != std::string_view::npos ||
        key.find(':') != std::string_view::npos) {
        return std::nullopt;
    }
    return std::string(owner) + ':' + std::string(key);
}

bool has_shared_context(const json::object& map, std::string_view key) {
    return key.find(':') == std::string_view::npos && entry_of(map, key) != nullptr;
}

bool has_private_context(const json::object& map, std::string_view owner, std::string_view key) {
    const auto full = private_context_key(owner, key);
    return full && entry_of(map, *full) != nullptr;
}

std::optional<std::string> context_value(const json::object& map,
                                         std::string_view owner,
                                         std::string_view name) {
    const auto text_of = [&](std::string_view key) -> std::optional<std::string> {
        const auto* entry = entry_of(map, key);
        if (entry == nullptr || !entry->at("value").is_string()) return std::nullopt;
        return std::string(entry->at("value").get_string());
    };
    if (const auto full = private_context_key(owner, name)) {
        if (auto own = text_of(*full)) return own;
    }
    return name.find(':') == std::string_view::npos ? text_of(name) : std::nullopt;
}

}  // namespace utter::session
