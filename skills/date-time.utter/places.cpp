#include "places.hpp"

#include <unicode/locdspnm.h>
#include <unicode/normalizer2.h>
#include <unicode/strenum.h>
#include <unicode/timezone.h>
#include <unicode/tznames.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "place_aliases.hpp"
#include "support/icu_text.hpp"
#include "utter/intent/language.hpp"

namespace utter::skills {
namespace {

// Keyboards and recognisers leave accents out: "sao paulo", "munchen".
std::string without_accents(const std::string& text) {
    UErrorCode status = U_ZERO_ERROR;
    const auto* nfd = icu::Normalizer2::getNFDInstance(status);
    if (U_FAILURE(status)) return text;
    const auto parts = nfd->normalize(icu::UnicodeString::fromUTF8(text), status);
    if (U_FAILURE(status)) return text;
    icu::UnicodeString kept;
    for (int32_t i = 0; i < parts.length(); i = parts.moveIndex32(i, 1)) {
        const auto c = parts.char32At(i);
        if (u_charType(c) != U_NON_SPACING_MARK) kept.append(c);
    }
    std::string out;
    kept.toUTF8String(out);
    return out;
}

std::vector<std::string> all_zones() {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::StringEnumeration> ids(icu::TimeZone::createTimeZoneIDEnumeration(
        UCAL_ZONE_TYPE_CANONICAL_LOCATION, nullptr, nullptr, status));
    std::vector<std::string> zones;
    if (U_FAILURE(status)) return zones;
    while (const char* id = ids->next(nullptr, status)) zones.emplace_back(id);
    return zones;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (std::size_t begin = 0; begin <= text.size();) {
        const auto end = std::min(text.find(separator, begin), text.size());
        if (end > begin) parts.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

}  // namespace

Places::Places(std::string_view lang) : lang_(intent::primary_subtag(lang)), normalizer_(lang) {
    Regions regions;
    for (auto& zone : all_zones()) {
        UErrorCode status = U_ZERO_ERROR;
        char country[4] = {};
        icu::TimeZone::getRegion(
            icu::UnicodeString::fromUTF8(zone), country, sizeof country, status);
        if (U_SUCCESS(status)) regions[country].push_back(std::move(zone));
    }
    for (auto& [country, zones] : regions) {
        if (const auto primary = primary_zone(country); !primary.empty())
            zones = {std::string(primary)};
    }
    // Who comes first has the name; English ones last, for names the language has no own word for.
    add_aliases(lang_, regions);
    add_cities(lang);
    add_countries(lang, regions);
    if (lang_ == "en") return;
    add_aliases("en", regions);
    add_cities("en");
}

const Place* Places::find(std::string_view spoken) const {
    const auto key = key_of(spoken);
    if (const auto* place = find_key(key)) return place;
    for (auto at = key.rfind(' '); at != std::string::npos && at > 0; at = key.rfind(' ', at - 1)) {
        const auto* city = find_key(key.substr(0, at));
        if (city != nullptr && find_key(key.substr(at + 1)) != nullptr) return city;
    }
    return nullptr;
}

const Place* Places::find_key(const std::string& key) const {
    auto found = places_.find(key);
    if (found == places_.end()) found = places_.find(without_article(key));
    return found != places_.end() ? &found->second : nullptr;
}

void Places::add_names(std::string_view target,
                       std::string_view names_list,
                       const Regions& regions) {
    const auto names = split(names_list, '|');
    if (names.empty()) return;
    Place place{std::string(names.front()), {std::string(target)}};
    if (const auto region = regions.find(place.zones.front()); region != regions.end()) {
        place.zones = region->second;
    }
    for (const auto name : names) add(name, place);
}

void Places::add_aliases(std::string_view language, const Regions& regions) {
    for (const auto& name : place_names(language)) add_names(name.target, name.names, regions);
    for (const auto& alias : place_aliases()) {
        add_names(alias.target, alias.names(language), regions);
    }
}

void Places::add_cities(std::string_view lang) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::TimeZoneNames> names(
        icu::TimeZoneNames::createInstance(icu_locale(lang), status));
    if (U_FAILURE(status)) return;
    std::vector<std::pair<std::string, Place>> old_names;
    for (const auto& zone : all_zones()) {
        icu::UnicodeString name;
        names->getExemplarLocationName(icu::UnicodeString::fromUTF8(zone), name);
        if (name.isBogus() || name.isEmpty()) continue;
        const Place place{to_speech(name), {zone}};
        add(place.name, place);
        // The database's own name may be the one still in use: Kiev, Calcutta.
        old_names.emplace_back(zone.substr(zone.rfind('/') + 1), place);
    }
    for (const auto& [name, place] : old_names) add(name, place);
}

void Places::add_countries(std::string_view lang, const Regions& regions) {
    const auto locale = icu_locale(lang);
    UDisplayContext brief[] = {UDISPCTX_LENGTH_SHORT};
    const std::unique_ptr<icu::LocaleDisplayNames> full(
        icu::LocaleDisplayNames::createInstance(locale));
    const std::unique_ptr<icu::LocaleDisplayNames> short_form(
        icu::LocaleDisplayNames::createInstance(locale, brief, 1));
    for (const auto& [country, zones] : regions) {
        for (const auto* names : {full.get(), short_form.get()}) {
            icu::UnicodeString name;
            names->regionDisplayName(country.c_str(), name);
            if (name.isBogus() || name.isEmpty()) continue;
            // "Myanmar (Burma)" is two names.
            const auto both = to_speech(name);
            const auto bracket = both.find(" (");
            const Place place{both.substr(0, bracket), zones};
            add(place.name, place);
            if (bracket != std::string::npos) add(both.substr(bracket), place);
        }
    }
}

void Places::add(std::string_view spoken, const Place& place) {
    if (auto key = without_article(key_of(spoken)); !key.empty()) {
        places_.try_emplace(std::move(key), place);
    }
    if (auto key = key_of(spoken); !key.empty()) places_.try_emplace(std::move(key), place);
}

std::string Places::key_of(std::string_view name) const {
    std::string spaced(name);
    std::ranges::replace(spaced, '_', ' ');
    const auto text = normalizer_.text(spaced);
    return text ? without_accents(*text) : std::string();
}

std::string Places::without_article(const std::string& key) const {
    for (const auto article : articles(lang_)) {
        if (key.size() > article.size() && key.starts_with(article) && key[article.size()] == ' ') {
            return key.substr(article.size() + 1);
        }
    }
    return key;
}

}  // namespace utter::skills
