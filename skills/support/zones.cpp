#include "support/zones.hpp"

#include <date/tz.h>
#include <unicode/timezone.h>

#include <exception>
#include <stdexcept>

namespace utter::skills {
namespace {

const date::time_zone* find_zone(const std::string& name) {
    try {
        return date::locate_zone(name);
    } catch (const std::runtime_error&) {
        return nullptr;
    }
}

// ICU keeps to names as they were ("Asia/Calcutta"), which a system without the backward links
// knows only by the new one.
const date::time_zone* find_zone_by_any_name(const std::string& name) {
    if (const auto* zone = find_zone(name)) return zone;
    const auto id = icu::UnicodeString::fromUTF8(name);
    const auto count = icu::TimeZone::countEquivalentIDs(id);
    for (int32_t i = 0; i < count; ++i) {
        std::string other;
        icu::TimeZone::getEquivalentID(id, i).toUTF8String(other);
        if (const auto* zone = find_zone(other)) return zone;
    }
    return nullptr;
}

Result<const date::time_zone*> zone_of(const std::string& name) {
    try {
        static_cast<void>(date::get_tzdb());
    } catch (const std::exception& error) {
        return fail(ErrorCode::unavailable,
                    std::string("The system's time zone database cannot be read: ") + error.what());
    }
    const auto* found = find_zone_by_any_name(name);
    if (found == nullptr) {
        return fail(ErrorCode::not_found,
                    "The system's time zone database has no zone '" + name + "'.");
    }
    return found;
}

}  // namespace

Result<std::chrono::local_seconds> local_time(const std::string& zone,
                                              std::chrono::system_clock::time_point now) {
    const auto found = zone_of(zone);
    if (!found) return std::unexpected(found.error());
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now);
    return std::chrono::local_seconds((*found)->to_local(seconds).time_since_epoch());
}

Result<std::chrono::system_clock::time_point> moment_of(const std::string& zone,
                                                        std::chrono::local_seconds time) {
    const auto found = zone_of(zone);
    if (!found) return std::unexpected(found.error());
    const date::local_seconds local(time.time_since_epoch());
    return std::chrono::system_clock::time_point((*found)->to_sys(local, date::choose::earliest));
}

}  // namespace utter::skills
