#include "utter/intent/hassil/answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "utter/intent/hassil/context.hpp"
#include "utter/intent/hassil/names.hpp"
#include "utter/intent/hassil/text.hpp"

namespace utter::intent::hassil {
namespace {

using jinja::Dict;
using jinja::List;
using jinja::Value;

// As Python's date and time: the week begins on Monday, which is 0.
Value date_of(std::chrono::local_seconds now) {
    const auto day = std::chrono::floor<std::chrono::days>(now);
    const std::chrono::year_month_day date(day);
    const std::int64_t weekday = std::chrono::weekday(day).iso_encoding() - 1;
    return Dict{
        {"year", std::int64_t{static_cast<int>(date.year())}},
        {"month", std::int64_t{static_cast<unsigned>(date.month())}},
        {"day", std::int64_t{static_cast<unsigned>(date.day())}},
        {"weekday", jinja::Callable([weekday](const jinja::Args&) { return Value(weekday); })}};
}
Value time_of(std::chrono::local_seconds now) {
    const std::chrono::hh_mm_ss time(now - std::chrono::floor<std::chrono::days>(now));
    return Dict{{"hour", std::int64_t{time.hours().count()}},
                {"minute", std::int64_t{time.minutes().count()}},
                {"second", std::int64_t{time.seconds().count()}}};
}

std::optional<std::string> folded_slot(const Recognition& recognition, std::string_view name) {
    const auto* slot = recognition.slot(name);
    if (slot == nullptr || !slot->value.is_string()) return std::nullopt;
    return fold_name(slot->value.get_string());
}

bool has_name(const std::vector<std::string>& names, const std::string& folded) {
    return std::ranges::any_of(names, [&](const auto& name) { return fold_name(name) == folded; });
}

// The id of the place of this name; of several the last.
std::optional<std::string> id_of(const std::vector<Place>& places, const std::string& folded) {
    std::optional<std::string> out;
    for (const auto& place : places) {
        if (has_name(place.names, folded)) out = place.id;
    }
    return out;
}

struct Wanted {
    std::optional<std::string> name, area, floor, domain;
    const RecognizedSlot* device_class = nullptr;
};

bool is_wanted(const Device& device, const Wanted& wanted, const Fixtures& fixtures) {
    if (wanted.name && !has_name(device.names, *wanted.name)) return false;
    if (wanted.floor) {
        const auto area = std::ranges::find(fixtures.areas, device.area, &Place::id);
        const auto floor = area == fixtures.areas.end() ? std::string() : area->floor;
        if (floor != id_of(fixtures.floors, *wanted.floor).value_or("")) return false;
    }
    if (wanted.area && device.area != id_of(fixtures.areas, *wanted.area).value_or(""))
        return false;
    if (wanted.domain && *wanted.domain != device.domain()) return false;
    if (wanted.device_class != nullptr) {
        const auto* own = device.attributes.if_contains("device_class");
        if (own == nullptr || !same_value(*own, wanted.device_class->value)) return false;
    }
    return true;
}

Value describe(const Device& device) {
    const auto* unit = device.attributes.if_contains("unit_of_measurement");
    std::string with_unit = device.spoken_state;
    if (unit != nullptr && unit->is_string() && !unit->get_string().empty()) {
        with_unit += " " + std::string(unit->get_string());
    }
    return Dict{{"entity_id", device.id},
                {"name", device.names.front()},
                {"state", device.spoken_state},
                {"hass_state", device.state},
                {"state_with_unit", with_unit},
                {"domain", std::string(device.domain())},
                {"attributes", jinja::from_json(device.attributes)}};
}

struct Devices {
    std::vector<const Device*> matched;
    List matched_values;
    List unmatched_values;
};

Devices find_devices(const Recognition& recognition, const Fixtures& fixtures) {
    Devices out;
    const Wanted wanted{.name = folded_slot(recognition, "name"),
                        .area = folded_slot(recognition, "area"),
                        .floor = folded_slot(recognition, "floor"),
                        .domain = folded_slot(recognition, "domain"),
                        .device_class = recognition.slot("device_class")};
    const auto* state = recognition.slot("state");
    std::string_view only;
    if (recognition.intent.starts_with("HassClimate")) only = "climate";
    if (recognition.intent == "HassGetWeather") only = "weather";
    for (const auto& device : fixtures.devices) {
        if (!only.empty() && device.domain() != only) continue;
        if (!is_wanted(device, wanted, fixtures)) continue;
        if (state != nullptr && !same_value(state->value, json::string(device.state))) {
            out.unmatched_values.push_back(describe(device));
        } else {
            out.matched.push_back(&device);
            out.matched_values.push_back(describe(device));
        }
    }
    return out;
}

bool is_timer_intent(std::string_view intent) {
    static const std::set<std::string_view> intents{"HassTimerStatus",
                                                    "HassCancelTimer",
                                                    "HassCancelAllTimers",
                                                    "HassIncreaseTimer",
                                                    "HassDecreaseTimer",
                                                    "HassPauseTimer",
                                                    "HassUnpauseTimer"};
    return intents.contains(intent);
}

List find_timers(const Recognition& recognition, const Fixtures& fixtures) {
    static constexpr std::array starts{"start_hours", "start_minutes", "start_seconds"};
    List out;
    if (!is_timer_intent(recognition.intent)) return out;
    const bool by_start = std::ranges::any_of(
        starts, [&](const auto* key) { return recognition.slot(key) != nullptr; });
    for (auto timer : fixtures.timers) {
        const bool starts_so = std::ranges::all_of(starts, [&](const auto* key) {
            const auto* said = recognition.slot(key);
            const auto* own = timer.if_contains(key);
            return said == nullptr ? own == nullptr
                                   : own != nullptr && same_value(*own, said->value);
        });
        if (by_start && !starts_so) continue;
        if (const auto name = folded_slot(recognition, "name");
            name && !name->empty() && string_or_empty(timer, "name") != *name)
            continue;
        if (const auto area = folded_slot(recognition, "area");
            area && !area->empty() && string_or_empty(timer, "area") != *area)
            continue;
        for (const auto* key : starts) timer.emplace(key, 0);
        out.push_back(jinja::from_json(timer));
    }
    return out;
}

}  // namespace

std::chrono::local_seconds test_clock() {
    using namespace std::chrono_literals;
    return std::chrono::local_days(2013y / std::chrono::September / 17) + 1h + 2min;
}

Value AnswerRenderer::values_for(const Recognition& recognition) const {
    Value slots = Dict{};
    for (const auto& slot : recognition.slots) {
        const auto said = encode(trim(remove_punctuation(decode(slot.text))));
        jinja::set_member(
            slots, slot.name, said.empty() ? jinja::from_json(slot.value) : Value(said));
    }
    auto timers = find_timers(recognition, fixtures_);
    jinja::set_member(slots, "canceled", static_cast<std::int64_t>(timers.size()));
    jinja::set_member(slots, "timers", std::move(timers));
    const auto now = clock_();
    jinja::set_member(slots, "date", date_of(now));
    jinja::set_member(slots, "time", time_of(now));
    const auto* query = recognition.slot("search_query");
    if (recognition.intent == "HassMediaSearchAndPlay" && query != nullptr &&
        query->value.is_string()) {
        for (const auto& media : fixtures_.media) {
            if (string_or_empty(media, "title") != query->value.get_string()) continue;
            jinja::set_member(slots, "media", jinja::from_json(media));
            break;
        }
    }
    auto devices = find_devices(recognition, fixtures_);
    Value state = jinja::None{};
    if (!devices.matched_values.empty()) {
        state = devices.matched_values.front();
    } else if (!devices.unmatched_values.empty()) {
        state = devices.unmatched_values.front();
    }
    const auto total =
        static_cast<std::int64_t>(devices.matched_values.size() + devices.unmatched_values.size());
    auto state_attr = [matched = devices.matched](const jinja::Args& args) {
        if (args.size() != 2) throw jinja::JinjaFailure("state_attr takes a device and a name");
        for (const auto* device : matched) {
            if (device->id != jinja::to_text(args[0])) continue;
            const auto* value = device->attributes.if_contains(jinja::to_text(args[1]));
            return value == nullptr ? Value(jinja::None{}) : jinja::from_json(*value);
        }
        return Value(jinja::None{});
    };
    return Dict{{"slots", slots},
                {"state", state},
                {"query",
                 Dict{{"matched", std::move(devices.matched_values)},
                      {"unmatched", std::move(devices.unmatched_values)},
                      {"total_results", total}}},
                {"state_attr", jinja::Callable(std::move(state_attr))},
                {"metadata", jinja::from_json(recognition.metadata)}};
}

Result<std::string> AnswerRenderer::render(const Recognition& recognition) {
    // This intent carries its answer itself.
    if (const auto* slot = recognition.slot("response");
        recognition.intent == "HassRespond" && slot != nullptr && slot->value.is_string()) {
        return std::string(slot->value.get_string());
    }
    const auto key = fmt::format("{}.{}", recognition.intent, recognition.response);
    auto known = parsed_.find(key);
    if (known == parsed_.end()) {
        const auto intent = responses_.find(recognition.intent);
        if (intent == responses_.end() || !intent->second.contains(recognition.response)) {
            return fail(ErrorCode::not_found, fmt::format("there is no answer '{}'", key));
        }
        auto parsed = jinja::Template::parse(intent->second.find(recognition.response)->second);
        if (!parsed)
            return fail(parsed.error().code, fmt::format("{}: {}", key, parsed.error().detail));
        known = parsed_.emplace(key, std::move(*parsed)).first;
    }
    auto text = known->second.render(values_for(recognition));
    if (!text) return fail(text.error().code, fmt::format("{}: {}", key, text.error().detail));
    return encode(trim(normalize(decode(*text))));
}

}  // namespace utter::intent::hassil
