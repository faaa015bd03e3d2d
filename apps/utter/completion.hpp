#pragma once

#include <CLI/App.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Completion scripts for the command line, generated from the parser itself so that they cannot
/// miss a verb or option.
namespace utter::cli {

enum class Shell : std::uint8_t { bash, zsh, fish };

/// "bash", "zsh" or "fish".
[[nodiscard]] std::optional<Shell> parse_shell(std::string_view name);

/// A program name that stands for a verb: `ovos-messagebus` for `utter service messagebus`.
struct ProgramAlias {
    std::string program;
    std::vector<std::string> verb;  ///< path of subcommands; a word that is none is an argument
};

/// The script to be sourced by (or installed for) `shell`. Verbs, nested verbs and options with
/// their descriptions are offered; options and arguments whose type is FILE, PATH or DIR complete
/// files, and those with a set of values ("{bash,zsh,fish}") complete these.
/// @param program the name the parser is installed under.
[[nodiscard]] std::string completion_script(const CLI::App& app,
                                            Shell shell,
                                            const std::string& program,
                                            const std::vector<ProgramAlias>& aliases);

}  // namespace utter::cli
