#include "place_aliases.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace utter::skills {
namespace {

constexpr auto aliases = std::to_array<PlaceAlias>({
    // Cities of the Americas
    {"America/New_York",
     "New York City|NYC|Manhattan",
     "la ciudad de Nueva York|Nueva York",
     "New York City|NYC"},
    {"America/New_York", "Washington|Washington D C|Washington DC", "Washington", "Washington"},
    {"America/New_York", "Boston", "Boston", "Boston"},
    {"America/New_York", "Miami", "Miami", "Miami"},
    {"America/New_York", "Atlanta", "Atlanta", "Atlanta"},
    {"America/New_York", "Philadelphia", "Filadelfia", "Philadelphia"},
    {"America/New_York", "Orlando", "Orlando", "Orlando"},
    {"America/New_York", "Florida", "Florida", "Florida"},
    {"America/Chicago", "Dallas", "Dallas", "Dallas"},
    {"America/Chicago", "Houston", "Houston", "Houston"},
    {"America/Chicago", "Austin", "Austin", "Austin"},
    {"America/Chicago", "New Orleans", "Nueva Orleans", "New Orleans"},
    {"America/Chicago", "Minneapolis", "Mineápolis|Minneapolis", "Minneapolis"},
    {"America/Chicago", "Texas", "Texas|Tejas", "Texas"},
    {"America/Denver", "Salt Lake City", "Salt Lake City", "Salt Lake City"},
    {"America/Los_Angeles", "San Francisco", "San Francisco", "San Francisco"},
    {"America/Los_Angeles", "San Diego", "San Diego", "San Diego"},
    {"America/Los_Angeles", "Seattle", "Seattle", "Seattle"},
    {"America/Los_Angeles", "Las Vegas|Vegas", "Las Vegas", "Las Vegas"},
    {"America/Los_Angeles", "Portland", "Portland", "Portland"},
    {"America/Los_Angeles", "Silicon Valley", "Silicon Valley", "Silicon Valley"},
    {"America/Los_Angeles", "California", "California", "Kalifornien"},
    {"America/Anchorage", "Alaska", "Alaska", "Alaska"},
    {"Pacific/Honolulu", "Hawaii", "Hawái|Hawaii", "Hawaii"},
    {"America/Toronto", "Ottawa", "Ottawa", "Ottawa"},
    {"America/Toronto", "Montreal", "Montreal", "Montreal"},
    {"America/Edmonton", "Calgary", "Calgary", "Calgary"},
    {"America/Sao_Paulo", "Rio de Janeiro|Rio", "Río de Janeiro", "Rio de Janeiro|Rio"},
    {"America/Sao_Paulo", "Brasilia", "Brasilia", "Brasilia"},
    {"America/Costa_Rica", "San Jose", "San José", "San José"},
    {"America/Guayaquil", "Quito", "Quito", "Quito"},
    {"America/Santiago", "Santiago de Chile", "Santiago de Chile", "Santiago de Chile"},
    {"America/Bogota", "Medellin", "Medellín", "Medellín"},
    // Cities of Europe
    {"Europe/London", "Manchester", "Mánchester", "Manchester"},
    {"Europe/London", "Liverpool", "Liverpool", "Liverpool"},
    {"Europe/London", "Birmingham", "Birmingham", "Birmingham"},
    {"Europe/London", "Edinburgh", "Edimburgo", "Edinburgh"},
    {"Europe/London", "Glasgow", "Glasgow", "Glasgow"},
    {"Europe/London", "Belfast", "Belfast", "Belfast"},
    {"Europe/London", "England", "Inglaterra", "England"},
    {"Europe/London", "Scotland", "Escocia", "Schottland"},
    {"Europe/London", "Wales", "Gales", "Wales"},
    {"Europe/Berlin", "Munich", "Múnich", "München"},
    {"Europe/Berlin", "Hamburg", "Hamburgo", "Hamburg"},
    {"Europe/Berlin", "Cologne", "Colonia", "Köln"},
    {"Europe/Berlin", "Frankfurt", "Fráncfort", "Frankfurt|Frankfurt am Main"},
    {"Europe/Berlin", "Stuttgart", "Stuttgart", "Stuttgart"},
    {"Europe/Berlin", "Dusseldorf", "Düsseldorf", "Düsseldorf"},
    {"Europe/Berlin", "Leipzig", "Leipzig", "Leipzig"},
    {"Europe/Vienna", "Salzburg", "Salzburgo", "Salzburg"},
    {"Europe/Zurich", "Geneva", "Ginebra", "Genf"},
    {"Europe/Zurich", "Bern", "Berna", "Bern"},
    {"Europe/Zurich", "Basel", "Basilea", "Basel"},
    {"Europe/Rome", "Milan", "Milán", "Mailand"},
    {"Europe/Rome", "Venice", "Venecia", "Venedig"},
    {"Europe/Rome", "Florence", "Florencia", "Florenz"},
    {"Europe/Rome", "Naples", "Nápoles", "Neapel"},
    {"Europe/Madrid", "Barcelona", "Barcelona", "Barcelona"},
    {"Europe/Madrid", "Valencia", "Valencia", "Valencia"},
    {"Europe/Madrid", "Seville", "Sevilla", "Sevilla"},
    {"Europe/Madrid", "Bilbao", "Bilbao", "Bilbao"},
    {"Europe/Madrid", "Malaga", "Málaga", "Málaga"},
    {"Atlantic/Canary",
     "the Canary Islands",
     "las Islas Canarias|Canarias",
     "den Kanarischen Inseln|Kanaren|Teneriffa|Gran Canaria"},
    {"Europe/Lisbon", "Porto", "Oporto", "Porto"},
    {"Europe/Paris", "Lyon", "Lyon", "Lyon"},
    {"Europe/Paris", "Marseille", "Marsella", "Marseille"},
    {"Europe/Paris", "Nice", "Niza", "Nizza"},
    {"Europe/Amsterdam", "Rotterdam", "Róterdam", "Rotterdam"},
    {"Europe/Amsterdam", "The Hague", "La Haya", "Den Haag"},
    {"Europe/Brussels", "Antwerp", "Amberes", "Antwerpen"},
    {"Europe/Warsaw", "Krakow", "Cracovia", "Krakau"},
    {"Europe/Moscow",
     "Saint Petersburg|St Petersburg",
     "San Petersburgo",
     "Sankt Petersburg|St Petersburg"},
    // Cities of Africa, Asia and Oceania
    {"Africa/Johannesburg", "Cape Town", "Ciudad del Cabo", "Kapstadt"},
    {"Africa/Casablanca", "Marrakesh", "Marrakech", "Marrakesch"},
    {"Africa/Casablanca", "Rabat", "Rabat", "Rabat"},
    {"Europe/Istanbul", "Ankara", "Ankara", "Ankara"},
    {"Asia/Dubai", "Abu Dhabi", "Abu Dabi", "Abu Dhabi"},
    {"Asia/Jerusalem", "Tel Aviv", "Tel Aviv", "Tel Aviv"},
    {"Asia/Riyadh", "Mecca", "La Meca", "Mekka"},
    {"Asia/Calcutta", "Delhi|New Delhi", "Nueva Delhi|Delhi", "Neu Delhi|Delhi"},
    {"Asia/Calcutta", "Mumbai|Bombay", "Bombay|Mumbai", "Mumbai|Bombay"},
    {"Asia/Calcutta", "Bangalore|Bengaluru", "Bangalore", "Bangalore"},
    {"Asia/Calcutta", "Chennai", "Chennai", "Chennai"},
    {"Asia/Shanghai", "Beijing|Peking", "Pekín", "Peking|Beijing"},
    {"Asia/Shanghai", "Guangzhou", "Cantón", "Guangzhou|Kanton"},
    {"Asia/Shanghai", "Shenzhen", "Shenzhen", "Shenzhen"},
    {"Asia/Saigon", "Hanoi", "Hanói", "Hanoi"},
    {"Asia/Tokyo", "Osaka", "Osaka", "Osaka"},
    {"Asia/Tokyo", "Kyoto", "Kioto", "Kyoto"},
    {"Asia/Makassar", "Bali", "Bali", "Bali"},
    {"Australia/Sydney", "Canberra", "Canberra", "Canberra"},
    {"Pacific/Auckland", "Wellington", "Wellington", "Wellington"},
    // Countries
    {"US",
     "the United States|US|USA|U S|U S A|United States of America|America|States",
     "Estados Unidos|EE UU|EEUU|USA",
     "den USA|US|Vereinigte Staaten|Vereinigten Staaten|Amerika"},
    {"GB",
     "the United Kingdom|UK|U K|Britain|Great Britain",
     "el Reino Unido|Gran Bretaña",
     "Großbritannien|Vereinigtes Königreich|Vereinigten Königreich"},
    {"AE",
     "the United Arab Emirates|Emirates|UAE",
     "los Emiratos Árabes Unidos|Emiratos",
     "den Vereinigten Arabischen Emiraten|Vereinigte Arabische Emirate|Emiraten"},
    {"NL",
     "the Netherlands|Holland",
     "los Países Bajos|Holanda",
     "den Niederlanden|Niederlande|Holland"},
    {"PH", "the Philippines", "Filipinas", "den Philippinen|Philippinen"},
    {"CZ", "the Czech Republic|Czechia", "la República Checa|Chequia", "Tschechien|Tschechei"},
    {"DO",
     "the Dominican Republic",
     "la República Dominicana",
     "der Dominikanischen Republik|Dominikanische Republik"},
    {"MV", "the Maldives", "las Maldivas", "den Malediven|Malediven"},
    {"BS", "the Bahamas", "las Bahamas", "den Bahamas"},
    {"CH", "Switzerland", "Suiza", "der Schweiz|Schweiz"},
    {"TR", "Turkey", "Turquía", "der Türkei|Türkei"},
    {"UA", "Ukraine", "Ucrania", "der Ukraine|Ukraine"},
    {"SK", "Slovakia", "Eslovaquia", "der Slowakei|Slowakei"},
    {"MN", "Mongolia", "Mongolia", "der Mongolei|Mongolei"},
    {"KR", "South Korea|Korea", "Corea del Sur|Corea", "Südkorea|Korea"},
});

constexpr auto primary_zones = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"CL", "America/Santiago"},
    {"CN", "Asia/Shanghai"},
    {"DE", "Europe/Berlin"},
    {"EC", "America/Guayaquil"},
    {"ES", "Europe/Madrid"},
    {"MH", "Pacific/Majuro"},
    {"MY", "Asia/Kuala_Lumpur"},
    {"NZ", "Pacific/Auckland"},
    {"PT", "Europe/Lisbon"},
    {"UA", "Europe/Kiev"},
    {"UZ", "Asia/Tashkent"},
});

constexpr std::array<std::string_view, 1> english_articles{"the"};
constexpr std::array<std::string_view, 4> spanish_articles{"el", "la", "los", "las"};
constexpr std::array<std::string_view, 6> german_articles{"der", "die", "das", "den", "dem", "im"};

}  // namespace

std::span<const PlaceAlias> place_aliases() {
    return aliases;
}

std::string_view primary_zone(std::string_view country) {
    const auto* found =
        std::ranges::find(primary_zones, country, &decltype(primary_zones)::value_type::first);
    return found != primary_zones.end() ? found->second : std::string_view{};
}

std::span<const std::string_view> articles(std::string_view language) {
    if (language == "en") return english_articles;
    if (language == "es") return spanish_articles;
    if (language == "de") return german_articles;
    return {};
}

}  // namespace utter::skills
