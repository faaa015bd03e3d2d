#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "utter/config/settings.hpp"
#include "utter/core/json.hpp"
#include "utter/core/result.hpp"

namespace utter::platform {

/// The settings of skills, ours and Python's: the configuration's, and over them the
/// `settings.json` that OVOS keeps for a skill. Blocks; on the store's executor.
class SkillSettings {
  public:
    /// A skill that is part of the program.
    struct OwnSkill {
        std::string skill_id;
        bool enabled = false;               ///< by `skills.enabled`
        std::filesystem::path description;  ///< its settingsmeta.json; need not exist
    };
    struct Places {
        const config::SkillsSettings& configured;
        std::filesystem::path folder;  ///< config::skill_settings_dir(); empty: there is none
        std::vector<OwnSkill> own;
    };
    /// What is in force for one skill.
    struct Values {
        json::object settings;
        json::array sections;       ///< of its settingsmeta.json, as OVOS has them; may be empty
        std::int64_t revision = 0;  ///< another one whenever the settings are others
    };

    explicit SkillSettings(Places places) : places_(std::move(places)) {}

    [[nodiscard]] const std::vector<OwnSkill>& own() const noexcept { return places_.own; }
    [[nodiscard]] const OwnSkill* find_own(std::string_view skill_id) const;

    /// @return malformed or io naming the file
    [[nodiscard]] Result<Values> get(std::string_view skill_id) const;
    /// Writes all of a skill's settings. @param revision the one they were made from, if given.
    /// @return conflict for another revision; invalid_argument naming the setting that is not what
    /// its description says; unavailable without a folder; io
    [[nodiscard]] Result<Values> put(std::string_view skill_id,
                                     const json::object& settings,
                                     std::optional<std::int64_t> revision) const;
    /// Takes a put() back, unless somebody else has put since.
    void restore(std::string_view skill_id, const json::object& before, std::int64_t put) const;

  private:
    [[nodiscard]] Result<void> write(std::string_view skill_id, const json::object& settings) const;
    [[nodiscard]] json::array sections_of(std::string_view skill_id) const;

    Places places_;
};

/// Holds settings against their description. @return invalid_argument naming the first at fault
[[nodiscard]] Result<void> check_settings(const json::object& settings,
                                          const json::array& sections);

}  // namespace utter::platform
