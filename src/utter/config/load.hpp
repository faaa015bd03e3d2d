#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "utter/config/settings.hpp"

namespace utter::config {

/// Variables by name, as a value, so that tests need no real environment.
using Environment = std::map<std::string, std::string>;

/// Where a value or a problem comes from.
struct Origin {
    enum class Kind : std::uint8_t { built_in, file, environment, flag };

    Kind kind = Kind::built_in;
    std::string name;        ///< path, variable or key; empty for a default
    std::size_t line = 0;    ///< from 1; 0: the whole file, or not a file
    std::size_t column = 0;  ///< from 1, in code points
};

/// "default", "/etc/utter/utter.toml:3", "environment variable UTTER_BUS_PORT" or "--set bus.port".
[[nodiscard]] std::string to_string(const Origin& origin);

/// One thing wrong with the configuration.
struct Problem {
    Origin where;
    std::string key;      ///< full key; empty when the problem is not about one key
    std::string message;  ///< what is wrong and what was expected
};

/// "file:line:column: message", or the variable or flag instead of the file.
[[nodiscard]] std::string to_string(const Problem& problem);

/// A file to read. Missing is fine unless it was asked for by name.
struct SourceFile {
    std::filesystem::path path;
    bool required = false;
    std::optional<std::string> content{};  ///< taken instead of reading `path`
};

/// Everything that is layered over the defaults; later files win, then environment, then flags.
struct Sources {
    std::vector<SourceFile> files{};
    Environment environment{};
    std::vector<std::string> flags{};  ///< "KEY=VALUE", the arguments of --set
};

/// What came out. With problems, the settings hold whatever was right, for `config show`; do not
/// run on them.
struct ConfigLoad {
    Settings settings;
    std::map<std::string, Origin> origins;  ///< by full key; a key that is absent has its default
    std::vector<Problem> problems;          ///< at most 100, in the order of the sources
    std::vector<std::filesystem::path> files_read;

    [[nodiscard]] bool ok() const { return problems.empty(); }
};

/// The sources of a normal start: /etc/utter/utter.toml and $XDG_CONFIG_HOME/utter/utter.toml, or
/// only the file that UTTER_CONFIG names, which must then exist.
[[nodiscard]] Sources standard_sources(Environment environment, std::vector<std::string> flags);

/// Layers all sources over the defaults. Never fails: every problem found is in the result.
/// Reads at most 1 MiB of each file.
[[nodiscard]] ConfigLoad load_settings(const Sources& sources);

/// The process's environment. Call before threads exist.
[[nodiscard]] Environment current_environment();

/// `skills.locale_dir`, or $XDG_DATA_HOME/utter/skills (~/.local/share/utter/skills); empty when
/// neither it nor a home directory is known.
[[nodiscard]] std::filesystem::path skill_locale_dir(const SkillsSettings& skills,
                                                     const Environment& environment);

/// `skills.settings_dir`, or of a service `skills` in its state directory, or
/// $XDG_CONFIG_HOME/mycroft/skills (~/.config/mycroft/skills), where OVOS has them; empty as above.
[[nodiscard]] std::filesystem::path skill_settings_dir(const SkillsSettings& skills,
                                                       const Environment& environment);

/// `skills.state_dir`, or $XDG_STATE_HOME/utter (~/.local/state/utter); empty as above.
[[nodiscard]] std::filesystem::path skill_state_dir(const SkillsSettings& skills,
                                                    const Environment& environment);

/// `scheduler.database`, or scheduler.db in $STATE_DIRECTORY (which systemd sets) or
/// $XDG_STATE_HOME/utter (~/.local/state/utter); empty when none of them is known.
[[nodiscard]] std::filesystem::path scheduler_database(const SchedulerSettings& scheduler,
                                                       const Environment& environment);

/// `platform.database`, or platform.db in the same folder; empty as above.
[[nodiscard]] std::string platform_database(const PlatformSettings& platform,
                                            const Environment& environment);

/// `platform.samples_dir`, or samples in the same folder; empty as above.
[[nodiscard]] std::filesystem::path samples_dir(const PlatformSettings& platform,
                                                const Environment& environment);

/// `media.likes`, or likes.json beside the scheduler's; empty as there.
[[nodiscard]] std::filesystem::path liked_songs(const MediaSettings& media,
                                                const Environment& environment);

/// `trainer.voices_dir`, or voices in the same folder; empty as above.
[[nodiscard]] std::filesystem::path voices_dir(const TrainerSettings& trainer,
                                               const Environment& environment);

/// `models.dir`, or models in the same folder; empty as above.
[[nodiscard]] std::filesystem::path models_dir(const ModelsSettings& models,
                                               const Environment& environment);

/// What a setting that names a directory or a model means: a name without any '/' is a model's, and
/// its folder is in models_dir().
[[nodiscard]] std::filesystem::path model_path(const std::string& setting,
                                               const ModelsSettings& models,
                                               const Environment& environment);

}  // namespace utter::config
