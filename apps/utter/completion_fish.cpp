#include "completion_model.hpp"

namespace utter::cli {
namespace {

// Fish asks each completion's condition; they all ask where in the tree of verbs the line is.
constexpr std::string_view fixed_part = R"sh(
function _@F@_path
    set -l tokens (commandline -opc)
    set -l path ''
    switch (string replace -r '.*/' '' -- $tokens[1])@ALIASES@
    end
    set -l skip 0
    for token in $tokens[2..-1]
        if test $skip = 1
            set skip 0
        else if contains -- "$path $token" $_@F@_valued
            set skip 1
        else if not string match -q -- '-*' $token
            set -l next (string trim -- "$path $token")
            contains -- $next $_@F@_paths; and set path $next
        end
    end
    printf '%s\n' $path
end

function _@F@_at
    set -l path (_@F@_path)
    test "$path" = "$argv[1]"
end

for program in @PROGRAMS@
    complete -c $program -f
)sh";

std::string fish_quoted(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'' || c == '\\') out += '\\';
        out += c;
    }
    return out + "'";
}

std::string value_flags(const Expected& expected) {
    switch (expected.kind) {
        case Expected::Kind::nothing:
            return "";
        case Expected::Kind::text:
            return " -x";
        case Expected::Kind::file:
            return " -r -F";
        case Expected::Kind::directory:
            return " -x -a '(__fish_complete_directories)'";
        case Expected::Kind::words:
            break;
    }
    return " -x -a " + fish_quoted(kind_word(expected).substr(std::string_view("words:").size()));
}

std::string argument_line(const std::string& start, const Expected& argument) {
    switch (argument.kind) {
        case Expected::Kind::file:
            return start + " -F\n";
        case Expected::Kind::directory:
        case Expected::Kind::words:
            return start + value_flags(argument) + "\n";
        case Expected::Kind::nothing:
        case Expected::Kind::text:
            break;
    }
    return {};
}

std::string verb_lines(const std::vector<VerbModel>& model, const std::string& prefix) {
    std::string out;
    for (const auto& verb : model) {
        const auto start = "    complete -c $program -n " +
                           fish_quoted("_" + prefix + "_at " + fish_quoted(verb.path));
        for (const auto& child : model) {
            const auto own = verb.path.empty() ? child.name : verb.path + " " + child.name;
            if (child.path.empty() || child.path != own) continue;
            out += start + " -a " + fish_quoted(child.name) + " -d " +
                   fish_quoted(child.description) + "\n";
        }
        for (const auto& option : verb.options) {
            out += start;
            for (const auto& name : option.names) {
                out += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
            }
            out += value_flags(option.value) + " -d " + fish_quoted(option.description) + "\n";
        }
        for (const auto& argument : verb.arguments) out += argument_line(start, argument);
    }
    return out;
}

}  // namespace

std::string fish_script(const std::vector<VerbModel>& model,
                        const std::string& program,
                        const std::vector<ProgramAlias>& aliases) {
    const auto prefix = function_prefix(program);
    std::string starts;
    std::string programs = program;
    for (const auto& alias : aliases) {
        starts += "\n        case " + alias.program + "\n            set path " +
                  fish_quoted(start_of(alias, model));
        programs += " " + alias.program;
    }
    std::string paths;
    std::string valued;
    for (const auto& verb : model) {
        if (!verb.path.empty()) paths += " " + fish_quoted(verb.path);
        for (const auto& option : verb.options) {
            if (option.value.kind == Expected::Kind::nothing) continue;
            for (const auto& name : option.names) {
                valued += " " + fish_quoted(verb.path + " " + name);
            }
        }
    }
    auto script = "# Completion of " + program + " for fish.\n\nset -g _" + prefix + "_paths" +
                  paths + "\nset -g _" + prefix + "_valued" + valued + "\n";
    script +=
        filled(filled(filled(fixed_part, "F", prefix), "ALIASES", starts), "PROGRAMS", programs);
    return script + verb_lines(model, prefix) + "end\n";
}

}  // namespace utter::cli
