#include "places.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "place_aliases.hpp"
#include "support/zones.hpp"
#include "utter/intent/locale.hpp"
#include "utter/intent/template.hpp"

namespace utter::skills {
namespace {

std::string zone_of(const Places& places, const std::string& name) {
    const auto* place = places.find(name);
    return place == nullptr || place->zones.empty() ? "" : place->zones.front();
}

TEST(Places, FindsCitiesByTheirNameInTheLanguage) {
    EXPECT_EQ(zone_of(Places("en-US"), "tokyo"), "Asia/Tokyo");
    EXPECT_EQ(zone_of(Places("de-DE"), "Tokio"), "Asia/Tokyo");
    EXPECT_EQ(zone_of(Places("de-DE"), "Wien"), "Europe/Vienna");
    EXPECT_EQ(zone_of(Places("es-ES"), "Londres"), "Europe/London");
    EXPECT_EQ(zone_of(Places("es-ES"), "los ángeles"), "America/Los_Angeles");
}

TEST(Places, DoesNotCareForAccentsCaseOrArticles) {
    const Places german("de-DE");
    EXPECT_EQ(german.find("munchen"), german.find("München"));
    EXPECT_NE(german.find("munchen"), nullptr);
    EXPECT_EQ(german.find("der Schweiz")->name, "der Schweiz");
    EXPECT_EQ(german.find("schweiz")->name, "der Schweiz");
    const Places english("en-US");
    EXPECT_EQ(zone_of(english, "sao paulo"), "America/Sao_Paulo");
    EXPECT_EQ(zone_of(english, "SÃO PAULO"), "America/Sao_Paulo");
    EXPECT_EQ(zone_of(english, "st. john's"), "America/St_Johns");
    EXPECT_EQ(zone_of(english, "the uk"), "Europe/London");
}

TEST(Places, KnowsBigCitiesThatAreNoZonesAndFormerNames) {
    const Places english("en-US");
    EXPECT_EQ(zone_of(english, "New York City"), "America/New_York");
    EXPECT_EQ(zone_of(english, "san francisco"), "America/Los_Angeles");
    EXPECT_EQ(zone_of(english, "beijing"), "Asia/Shanghai");
    EXPECT_EQ(english.find("calcutta")->name, "Kolkata");
    EXPECT_EQ(english.find("kiev")->name, "Kyiv");
}

TEST(Places, AnEnglishNameWorksWhereTheLanguageHasAnother) {
    EXPECT_EQ(zone_of(Places("es-ES"), "new york"), "America/New_York");
    EXPECT_EQ(zone_of(Places("de-DE"), "moscow"), "Europe/Moscow");
}

TEST(Places, ACountryStandsForItsZonesOrTheOneThatIsMeant) {
    const Places english("en-US");
    EXPECT_EQ(english.find("japan")->zones, (std::vector<std::string>{"Asia/Tokyo"}));
    EXPECT_EQ(english.find("spain")->zones, (std::vector<std::string>{"Europe/Madrid"}));
    EXPECT_EQ(english.find("china")->zones, (std::vector<std::string>{"Asia/Shanghai"}));
    EXPECT_GT(english.find("australia")->zones.size(), 5U);
    EXPECT_EQ(zone_of(english, "myanmar"), zone_of(english, "burma"));
}

TEST(Places, ACityMayBeFollowedByWhereItIs) {
    const Places english("en-US");
    EXPECT_EQ(zone_of(english, "paris france"), "Europe/Paris");
    EXPECT_EQ(zone_of(english, "Los Angeles, California"), "America/Los_Angeles");
    EXPECT_EQ(english.find("paris narnia"), nullptr);
    EXPECT_EQ(english.find("narnia france"), nullptr);
}

TEST(Places, UnknownNamesAreUnknown) {
    const Places english("en-US");
    for (const char* name : {"narnia", "", "the", "?", "\xff"}) {
        EXPECT_EQ(english.find(name), nullptr) << name;
    }
    EXPECT_EQ(Places("xx").find("narnia"), nullptr);
}

TEST(Places, EveryAliasHasEveryLanguageAndATargetTheSystemKnows) {
    const Places places("en-US");
    for (const auto& alias : place_aliases()) {
        EXPECT_FALSE(alias.en.empty() || alias.es.empty() || alias.de.empty()) << alias.target;
        const auto* place = places.find(alias.en.substr(0, alias.en.find('|')));
        ASSERT_NE(place, nullptr) << alias.en;
        ASSERT_FALSE(place->zones.empty()) << alias.en;
        for (const auto& zone : place->zones) {
            EXPECT_TRUE(local_time(zone, {}).has_value()) << alias.en << " " << zone;
        }
    }
}

// What the speech grammar is taught must be answered.
TEST(Places, EveryCityOfTheLocaleIsFound) {
    intent::LocaleSources sources;
    sources.skill = UTTER_SOURCE_DIR "/skills/date-time.utter/locale";
    const auto locale = intent::load_locale("date-time.utter", sources);
    for (const auto& [tag, resources] : locale.languages) {
        const Places places(tag);
        ASSERT_EQ(resources.entities.size(), 1U);
        EXPECT_GE(resources.entities[0].samples.size(), 60U);
        for (const auto& sample : resources.entities[0].samples) {
            const auto expanded = intent::expand(sample, intent::Direction::input);
            ASSERT_TRUE(expanded.has_value());
            for (const auto& city : expanded->samples) {
                EXPECT_NE(places.find(city), nullptr) << tag << " " << city;
            }
        }
    }
}

TEST(Zones, ReadTheSystemsDatabase) {
    using namespace std::chrono;
    const sys_days winter{2026y / January / 15};
    const sys_days summer{2026y / July / 15};
    EXPECT_EQ(local_time("Europe/Berlin", winter)->time_since_epoch(),
              winter.time_since_epoch() + 1h);
    EXPECT_EQ(local_time("Europe/Berlin", summer)->time_since_epoch(),
              summer.time_since_epoch() + 2h);
    EXPECT_EQ(local_time("Asia/Calcutta", winter)->time_since_epoch(),
              winter.time_since_epoch() + 5h + 30min);
    EXPECT_EQ(local_time("Moon/Tranquility", winter).error().code, ErrorCode::not_found);
    EXPECT_EQ(local_time("", winter).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace utter::skills
