#include "completion_model.hpp"

namespace utter::cli {
namespace {

constexpr std::string_view fixed_part = R"sh(
@F@_offer() {
    case $1 in
        files) _files ;;
        dirs) _files -/ ;;
        words:*) compadd -- ${=1#words:} ;;
    esac
}

@F@() {
    local at='' kind='' word literal='' current=${words[CURRENT]}
    local -i position=0 i
    local -a verbs options arguments
    local repeats
    case ${words[1]:t} in@ALIASES@
    esac
    @F@_at "$at"
    for ((i = 2; i < CURRENT; i++)); do
        word=${words[i]}
        if [[ -n $kind ]]; then
            kind=''
        elif [[ -n $literal ]]; then
            ((position += 1))
        elif [[ $word == -- ]]; then
            literal=yes
        elif [[ $word == --*=* ]]; then
            :
        elif [[ $word == -* ]]; then
            @F@_kind "$at" "$word"
        elif ((${verbs[(I)${(b)word}:*]})); then
            at=${at:+$at }$word
            @F@_at "$at"
        else
            ((position += 1))
        fi
    done
    if [[ -n $kind ]]; then
        @F@_offer "$kind"
    elif [[ -z $literal && $current == --*=* ]]; then
        @F@_kind "$at" "${current%%=*}"
        compset -P '*='
        @F@_offer "$kind"
    elif [[ -z $literal && $current == -* ]]; then
        _describe -o option options
    elif ((${#verbs} && position == 0)); then
        _describe command verbs
    else
        [[ -n $repeats ]] && ((position >= ${#arguments})) && ((position = ${#arguments} - 1))
        @F@_offer "${arguments[position + 1]}"
    fi
}

# Autoloaded from $fpath this file is the function's body; sourced, it registers itself.
if [[ ${funcstack[1]} == @F@ ]]; then
    @F@ "$@"
else
    compdef @F@ @PROGRAMS@
fi
)sh";

// name:description, as _describe takes it.
std::string described(const std::string& name, const std::string& description) {
    std::string escaped;
    for (const char c : name) {
        if (c == ':') escaped += '\\';
        escaped += c;
    }
    return shell_quoted(escaped + ":" + description);
}

std::string description_of(const std::vector<VerbModel>& model, const std::string& path) {
    for (const auto& verb : model) {
        if (verb.path == path) return verb.description;
    }
    return {};
}

std::string verb_table(const std::vector<VerbModel>& model) {
    std::string out;
    for (const auto& verb : model) {
        out += "        " + shell_quoted(verb.path) + ")\n            verbs=(";
        for (const auto& name : verb.verbs) {
            const auto path = verb.path.empty() ? name : verb.path + " " + name;
            out += "\n                " + described(name, description_of(model, path));
        }
        out += ")\n            options=(";
        for (const auto& option : verb.options) {
            for (const auto& name : option.names) {
                out += "\n                " + described(name, option.description);
            }
        }
        out += ")\n            arguments=(";
        for (const auto& argument : verb.arguments) out += shell_quoted(kind_word(argument)) + " ";
        out +=
            std::string(")\n            repeats=") + (verb.last_repeats ? "yes" : "''") + " ;;\n";
    }
    return out;
}

}  // namespace

std::string zsh_script(const std::vector<VerbModel>& model,
                       const std::string& program,
                       const std::vector<ProgramAlias>& aliases) {
    const auto prefix = function_prefix(program);
    std::string starts;
    std::string programs = program;
    for (const auto& alias : aliases) {
        starts +=
            "\n        " + alias.program + ") at=" + shell_quoted(start_of(alias, model)) + " ;;";
        programs += " " + alias.program;
    }
    auto script = "#compdef " + programs + "\n# Completion of " + program + " for zsh.\n\n" +
                  prefix + "_at() {\n    case $1 in\n" + verb_table(model) + "    esac\n}\n\n" +
                  prefix + "_kind() {\n    kind=''\n    case \"$1 $2\" in\n" + kind_table(model) +
                  "    esac\n}\n";
    script +=
        filled(filled(filled(fixed_part, "F", prefix), "ALIASES", starts), "PROGRAMS", programs);
    return script;
}

}  // namespace utter::cli
