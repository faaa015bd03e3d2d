#pragma once

#include <algorithm>
#include <cmath>

#include "utter/core/json.hpp"

namespace json = utter::json;

/// Equal but for the last digits of numbers that are no integers: Boost.JSON 1.81 reads long
/// mantissas a few units in the last place off. Bytes that are only passed on are never touched.
inline bool same_json(const json::value& a, const json::value& b) {
    if (a.kind() != b.kind()) return false;
    if (a.is_double()) {
        const double x = a.get_double();
        const double y = b.get_double();
        return x == y || std::abs(x - y) <= 1e-14 * std::abs(x) + 1e-300;
    }
    if (a.is_array()) {
        return std::ranges::equal(a.get_array(), b.get_array(), same_json);
    }
    if (!a.is_object()) return a == b;
    if (a.get_object().size() != b.get_object().size()) return false;
    return std::ranges::all_of(a.get_object(), [&](const json::key_value_pair& member) {
        const auto* other = b.get_object().if_contains(member.key());
        return other != nullptr && same_json(member.value(), *other);
    });
}
