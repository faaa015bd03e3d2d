#pragma once

#include <span>
#include <string_view>

namespace utter::skills {

/// Names people use for a place that are no names of time zones or countries, or that need an
/// article where the standard name has none.
struct PlaceAlias {
    std::string_view target;  ///< IANA zone, or the two letters of a country
    /// Names in one language separated by `|`; the first is the one to say after "in".
    std::string_view en;
    std::string_view es;
    std::string_view de;

    /// The names in the language with this primary subtag; empty when the table has none.
    [[nodiscard]] constexpr std::string_view names(std::string_view language) const {
        if (language == "en") return en;
        if (language == "es") return es;
        if (language == "de") return de;
        return {};
    }
};

[[nodiscard]] std::span<const PlaceAlias> place_aliases();

/// A place as one language calls it.
struct PlaceName {
    std::string_view target;  ///< as PlaceAlias::target
    std::string_view names;   ///< as PlaceAlias has them
};

/// Further names, in the language with this primary subtag.
[[nodiscard]] std::span<const PlaceName> place_names(std::string_view language);

/// The zone that is meant by a country with several, as CLDR has it; empty when none is.
[[nodiscard]] std::string_view primary_zone(std::string_view country);

/// Articles that may precede a place's name, in the language with this primary subtag.
[[nodiscard]] std::span<const std::string_view> articles(std::string_view language);

}  // namespace utter::skills
