#include <string>

#include "utter/config/named_tables.hpp"
#include "utter/config/schema.hpp"
#include "utter/config/show.hpp"

namespace utter::config {
namespace {

constexpr std::string_view introduction = R"(# Configuration

<!-- Generated from src/utter/config/schema.cpp; a test keeps it in step. -->

Settings are layered; a later layer wins, setting by setting:

1. the defaults below,
2. `/etc/utter/utter.toml`,
3. `$XDG_CONFIG_HOME/utter/utter.toml` (normally `~/.config/utter/utter.toml`),
4. environment variables, `UTTER_BUS_PORT=8182`,
5. flags, `--set bus.port=8182`, which may be repeated.

`utter config show` prints every value with where it came from, `utter config check` reports
everything that is wrong. Unknown keys and variables are errors.

- A **duration** is text: a whole number and `ms`, `s`, `m` or `h`, such as `"500ms"`.
- A **size** is a whole number of bytes, or text with `B`, `KiB`, `MiB` or `GiB`, such as `"16MiB"`.
- A **list** in a variable or flag is written with commas: `UTTER_SKILLS_ENABLED=a.utter,b.utter`.
- Files are TOML 1.0, at most 1 MiB.

)";

constexpr std::string_view bus_roles_text = R"(
## `bus.roles`

What keys of a role may do on the bus, a table each. A list that is given allows only the topics it
names ('*' stands for anything); one that is left out allows all. Roles can only be set in a file.

```toml
[bus.roles.satellite]
publish = ["recognizer_loop:*", "ovos.utterance.handle"]
see = ["ovos.utterance.speak", "ovos.utterance.handled"]
```
)";

constexpr std::string_view skill_settings_text = R"(
## `skills.settings`

One table for each skill, passed to it as it is; what it accepts is in the skill's own
documentation. Skill ids contain dots, so they are quoted. These can only be set in a file; a later
file replaces single settings of an earlier one, and what the dashboard has written to
`skills.settings_dir` goes before all of them.

```toml
[skills.settings."timer.utter"]
sound = "bell"
```
)";

constexpr std::string_view llm_text = R"(
## `llm`

Language models that personas think with, a table each under a name of your own. They can only be
set in a file; [personas.md](personas.md) has examples.
)";

constexpr std::string_view persona_text = R"(
## `persona.NAME`

Personas, a table each; its name is the persona's id. They can only be set in a file.
)";

void append_named(std::string& out, std::string_view table) {
    const Settings defaults;
    for (const auto& row : named_rows(table)) {
        out += "\n### `" + std::string(row.key) + "`\n\n" + std::string(row.description) + "\n\n";
        out += "- Type: " + std::string(type_name(row)) + "\n";
        out += "- Accepted: " + range_text(row) + "\n";
        out += "- Default: `" + toml_value(row, defaults) + "`\n";
    }
}

void append_row(std::string& out, const Row& row, const Settings& defaults) {
    out += "\n### `" + std::string(row.key) + "`\n\n" + std::string(row.description) + "\n\n";
    out += "- Type: " + std::string(type_name(row)) + "\n";
    if (const auto range = range_text(row); !range.empty()) out += "- Accepted: " + range + "\n";
    out += "- Default: `" + toml_value(row, defaults) + "`\n";
    out += "- Variable: `" + environment_name(row) + "`\n";
}

}  // namespace

std::string reference_markdown() {
    const Settings defaults;
    std::string out(introduction);
    out += "Variables that start with `UTTER_` but are not settings:\n\n";
    for (const auto& variable : reserved_variables()) {
        out +=
            "- `" + std::string(variable.name) + "`: " + std::string(variable.description) + "\n";
    }
    std::string_view section;
    for (const auto& row : schema()) {
        const auto own = row.key.substr(0, row.key.find('.'));
        if (own != section) {
            out += "\n## `" + std::string(own) + "`\n";
            section = own;
        }
        append_row(out, row, defaults);
    }
    out += bus_roles_text;
    out += llm_text;
    append_named(out, llm_key);
    out += persona_text;
    append_named(out, persona_key);
    out += skill_settings_text;
    return out;
}

}  // namespace utter::config
