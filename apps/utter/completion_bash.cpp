#include "completion_model.hpp"

namespace utter::cli {
namespace {

// Bash splits words at '=' before we see them, so --option=value arrives as three words. Bash
// shows no descriptions, so there are none.
constexpr std::string_view fixed_part = R"sh(
@F@_offer() {
    case $1 in
        files) compopt -o filenames 2>/dev/null
               mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
        dirs) compopt -o filenames 2>/dev/null
              mapfile -t COMPREPLY < <(compgen -d -- "$current") ;;
        words:*) mapfile -t COMPREPLY < <(compgen -W "${1#words:}" -- "$current") ;;
    esac
}

@F@() {
    local current=${COMP_WORDS[COMP_CWORD]} path='' kind='' word position=0 literal='' i
    local verbs options repeats
    local -a arguments
    COMPREPLY=()
    case ${COMP_WORDS[0]##*/} in@ALIASES@
    esac
    @F@_at "$path"
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [[ $word == '=' ]]; then
            # After KEY=, which was already taken, its value is no argument of its own.
            [[ $kind ]] || ((i++))
        elif [[ $kind ]]; then
            kind=''
        elif [[ $literal ]]; then
            ((position++))
        elif [[ $word == -- ]]; then
            literal=yes
        elif [[ $word == -* ]]; then
            @F@_kind "$path" "$word"
        elif [[ " $verbs " == *" $word "* ]]; then
            path=${path:+$path }$word
            @F@_at "$path"
        else
            ((position++))
        fi
    done
    [[ $current == '=' ]] && current=''
    if [[ $kind ]]; then
        @F@_offer "$kind"
    elif [[ $current == -* && ! $literal ]]; then
        @F@_offer "words:$options"
    elif [[ $verbs && $position == 0 ]]; then
        @F@_offer "words:$verbs"
    else
        [[ $repeats ]] && ((position >= ${#arguments[@]})) && position=$((${#arguments[@]} - 1))
        @F@_offer "${arguments[position]}"
    fi
}

complete -F @F@ @PROGRAMS@
)sh";

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const auto& word : words) out += (out.empty() ? "" : " ") + word;
    return out;
}

std::string verb_table(const std::vector<VerbModel>& model) {
    std::string out;
    for (const auto& verb : model) {
        std::vector<std::string> options;
        for (const auto& option : verb.options) {
            options.insert(options.end(), option.names.begin(), option.names.end());
        }
        std::vector<std::string> arguments;
        arguments.reserve(verb.arguments.size());
        for (const auto& argument : verb.arguments) {
            arguments.push_back(shell_quoted(kind_word(argument)));
        }
        out += "        " + shell_quoted(verb.path) + ")\n";
        out += "            verbs=" + shell_quoted(joined(verb.verbs)) + "\n";
        out += "            options=" + shell_quoted(joined(options)) + "\n";
        out += "            arguments=(" + joined(arguments) + ")\n";
        out += std::string("            repeats=") + (verb.last_repeats ? "yes" : "''") + " ;;\n";
    }
    return out;
}

}  // namespace

std::string bash_script(const std::vector<VerbModel>& model,
                        const std::string& program,
                        const std::vector<ProgramAlias>& aliases) {
    const auto prefix = function_prefix(program);
    std::string starts;
    std::string programs = program;
    for (const auto& alias : aliases) {
        starts +=
            "\n        " + alias.program + ") path=" + shell_quoted(start_of(alias, model)) + " ;;";
        programs += " " + alias.program;
    }
    auto script = "# Completion of " + program + " for bash.\n\n" + prefix +
                  "_at() {\n    case $1 in\n" + verb_table(model) + "    esac\n}\n\n" + prefix +
                  "_kind() {\n    kind=''\n    case \"$1 $2\" in\n" + kind_table(model) +
                  "        *) ;;\n    esac\n}\n";
    script +=
        filled(filled(filled(fixed_part, "F", prefix), "ALIASES", starts), "PROGRAMS", programs);
    return script;
}

}  // namespace utter::cli
