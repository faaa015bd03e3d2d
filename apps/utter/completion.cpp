#include "completion.hpp"

#include "completion_model.hpp"

namespace utter::cli {

std::optional<Shell> parse_shell(std::string_view name) {
    if (name == "bash") return Shell::bash;
    if (name == "zsh") return Shell::zsh;
    if (name == "fish") return Shell::fish;
    return std::nullopt;
}

std::string completion_script(const CLI::App& app,
                              Shell shell,
                              const std::string& program,
                              const std::vector<ProgramAlias>& aliases) {
    const auto model = model_of(app);
    switch (shell) {
        case Shell::bash:
            return bash_script(model, program, aliases);
        case Shell::zsh:
            return zsh_script(model, program, aliases);
        case Shell::fish:
            return fish_script(model, program, aliases);
    }
    return {};
}

}  // namespace utter::cli
