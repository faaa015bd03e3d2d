#pragma once

#include <CLI/App.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "completion.hpp"

/// The command line as plain data, which each shell's generator writes in its own language.
namespace utter::cli {

/// What follows an option, or stands as an argument.
struct Expected {
    enum class Kind : std::uint8_t { nothing, text, file, directory, words };

    Kind kind = Kind::nothing;
    std::vector<std::string> words;  ///< for Kind::words
};

struct OptionModel {
    std::vector<std::string> names;  ///< with their dashes: "-c", "--config"
    std::string description;         ///< one line
    Expected value;
};

struct VerbModel {
    std::string path;         ///< "", "bus", "bus watch"
    std::string name;         ///< last word of the path
    std::string description;  ///< one line
    std::vector<std::string> verbs;
    std::vector<OptionModel> options;
    std::vector<Expected> arguments;  ///< by position
    bool last_repeats = false;        ///< the last argument may be given many times
};

/// Every verb, parents before children; the first is the program itself.
[[nodiscard]] std::vector<VerbModel> model_of(const CLI::App& app);

/// Where an alias starts: the longest beginning of its verb that is a path of the model.
[[nodiscard]] std::string start_of(const ProgramAlias& alias, const std::vector<VerbModel>& model);

/// "flag", "text", "files", "dirs" or "words:a b c", as the bash and zsh scripts pass it around.
[[nodiscard]] std::string kind_word(const Expected& expected);

/// The program's name as the start of a shell function's name.
[[nodiscard]] std::string function_prefix(const std::string& program);

/// 'text' as one word of bash and zsh.
[[nodiscard]] std::string shell_quoted(std::string_view text);

[[nodiscard]] std::string bash_script(const std::vector<VerbModel>& model,
                                      const std::string& program,
                                      const std::vector<ProgramAlias>& aliases);
[[nodiscard]] std::string zsh_script(const std::vector<VerbModel>& model,
                                     const std::string& program,
                                     const std::vector<ProgramAlias>& aliases);
[[nodiscard]] std::string fish_script(const std::vector<VerbModel>& model,
                                      const std::string& program,
                                      const std::vector<ProgramAlias>& aliases);

/// Replaces every @NAME@ of a script's fixed part.
[[nodiscard]] std::string filled(std::string_view text,
                                 std::string_view name,
                                 std::string_view replacement);

/// The branches of a `case "$verb $option"` that set `kind` for each option that takes a value, as
/// bash and zsh both read them.
[[nodiscard]] std::string kind_table(const std::vector<VerbModel>& model);

}  // namespace utter::cli
