#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "utter/intent/normalizer.hpp"

namespace utter::skills {

/// A city, country or region whose time can be asked for.
struct Place {
    std::string name;                ///< as the language says it after "in"
    std::vector<std::string> zones;  ///< IANA names; several for a country with several
};

/// The places of the world by their names in one language: the cities of the time zones, the
/// countries, and a table of big cities that are neither. Names are compared without regard to
/// case, accents and a leading article. Immutable; const calls may run on any thread.
class Places {
  public:
    /// Builds the table, some 10 ms. @param lang BCP-47.
    explicit Places(std::string_view lang);

    /// @return the place, or null when there is none of that name. Lives as long as this.
    /// "Paris France" is Paris: a place with another after it.
    [[nodiscard]] const Place* find(std::string_view spoken) const;

  private:
    using Regions = std::map<std::string, std::vector<std::string>>;

    void add_aliases(std::string_view language, const Regions& regions);
    void add_names(std::string_view target, std::string_view names_list, const Regions& regions);
    void add_cities(std::string_view lang);
    void add_countries(std::string_view lang, const Regions& regions);
    void add(std::string_view spoken, const Place& place);
    [[nodiscard]] const Place* find_key(const std::string& key) const;
    [[nodiscard]] std::string key_of(std::string_view name) const;
    [[nodiscard]] std::string without_article(const std::string& key) const;

    std::string lang_;
    intent::Normalizer normalizer_;
    std::map<std::string, Place, std::less<>> places_;  // by key; the first to claim one has it
};

}  // namespace utter::skills
