#include "completion_model.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

namespace utter::cli {
namespace {

std::string one_line(std::string text) {
    std::ranges::replace_if(text, [](unsigned char c) { return c < ' '; }, ' ');
    return text;
}

// Words with other characters would need quoting in three languages; nobody has any.
bool is_plain_word(std::string_view word) {
    return !word.empty() && std::ranges::all_of(word, [](unsigned char c) {
        return std::isalnum(c) != 0 || std::string_view("._+-").contains(static_cast<char>(c));
    });
}

// "{a,b,c}" anywhere in the type name, as CLI::IsMember writes it.
std::vector<std::string> words_in(std::string_view type) {
    const auto open = type.find('{');
    const auto close = type.find('}', open);
    if (open == std::string_view::npos || close == std::string_view::npos) return {};
    std::vector<std::string> words;
    auto list = type.substr(open + 1, close - open - 1);
    while (!list.empty()) {
        const auto comma = std::min(list.find(','), list.size());
        const auto word = list.substr(0, comma);
        if (!is_plain_word(word)) return {};
        words.emplace_back(word);
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return words;
}

Expected expected_of(const CLI::Option& option) {
    if (option.get_items_expected_max() == 0) return {};
    const auto type = option.get_type_name();
    if (auto words = words_in(type); !words.empty())
        return {Expected::Kind::words, std::move(words)};
    if (type.contains("DIR")) return {Expected::Kind::directory, {}};
    if (type.contains("FILE") || type.contains("PATH")) return {Expected::Kind::file, {}};
    return {Expected::Kind::text, {}};
}

void add_option(VerbModel& verb, const CLI::Option& option) {
    if (option.get_positional() && !option.nonpositional()) {
        verb.arguments.push_back(expected_of(option));
        verb.last_repeats = option.get_items_expected_max() > 1;
        return;
    }
    OptionModel model{{}, one_line(option.get_description()), expected_of(option)};
    for (const auto& name : option.get_snames()) model.names.push_back("-" + name);
    for (const auto& name : option.get_lnames()) model.names.push_back("--" + name);
    // An empty group is how CLI11 hides an option from its help.
    if (!model.names.empty() && !option.get_group().empty())
        verb.options.push_back(std::move(model));
}

// Options of the app and of its option groups, which CLI11 keeps as children without a name.
void add_options(VerbModel& verb, const CLI::App& app) {
    for (const auto* option : app.get_options()) add_option(verb, *option);
    for (const auto* child : app.get_subcommands([](const CLI::App*) { return true; })) {
        if (child->get_name().empty()) add_options(verb, *child);
    }
}

void add_verb(std::vector<VerbModel>& model,
              const CLI::App& app,
              const std::string& path,
              const std::vector<OptionModel>& inherited) {
    VerbModel verb;
    verb.name = path.empty() ? "" : app.get_name();
    verb.description = one_line(app.get_description());
    add_options(verb, app);
    const auto own = verb.options;
    if (app.get_fallthrough()) {
        for (const auto& option : inherited) {
            const bool hidden = std::ranges::any_of(
                own, [&option](const OptionModel& mine) { return mine.names == option.names; });
            if (!hidden) verb.options.push_back(option);
        }
    }
    const auto children = app.get_subcommands([](const CLI::App* child) {
        return !child->get_name().empty() && !child->get_group().empty();
    });
    for (const auto* child : children) verb.verbs.push_back(child->get_name());
    verb.path = path;
    const auto passed_down = verb.options;
    model.push_back(std::move(verb));
    for (const auto* child : children) {
        add_verb(model,
                 *child,
                 path.empty() ? child->get_name() : path + " " + child->get_name(),
                 passed_down);
    }
}

}  // namespace

std::vector<VerbModel> model_of(const CLI::App& app) {
    std::vector<VerbModel> model;
    add_verb(model, app, "", {});
    return model;
}

std::string start_of(const ProgramAlias& alias, const std::vector<VerbModel>& model) {
    std::string start;
    for (const auto& word : alias.verb) {
        auto next = start;
        if (!next.empty()) next += ' ';
        next += word;
        if (std::ranges::count(model, next, &VerbModel::path) == 0) break;
        start = std::move(next);
    }
    return start;
}

std::string kind_word(const Expected& expected) {
    std::string words;
    switch (expected.kind) {
        case Expected::Kind::nothing:
            return "flag";
        case Expected::Kind::text:
            return "text";
        case Expected::Kind::file:
            return "files";
        case Expected::Kind::directory:
            return "dirs";
        case Expected::Kind::words:
            break;
    }
    for (const auto& word : expected.words) words += (words.empty() ? "words:" : " ") + word;
    return words;
}

std::string function_prefix(const std::string& program) {
    std::string name = "_";
    for (const unsigned char c : program) {
        name += std::isalnum(c) != 0 ? static_cast<char>(c) : '_';
    }
    return name;
}

std::string shell_quoted(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'') {
            out += "'\\''";
        } else {
            out += c;
        }
    }
    return out + "'";
}

std::string filled(std::string_view text, std::string_view name, std::string_view replacement) {
    std::string out;
    const auto mark = "@" + std::string(name) + "@";
    for (auto at = text.find(mark); at != std::string_view::npos; at = text.find(mark)) {
        out += text.substr(0, at);
        out += replacement;
        text.remove_prefix(at + mark.size());
    }
    return out.append(text);
}

std::string kind_table(const std::vector<VerbModel>& model) {
    std::string out;
    for (const auto& verb : model) {
        for (const auto& option : verb.options) {
            if (option.value.kind == Expected::Kind::nothing) continue;
            for (const auto& name : option.names) {
                out += "        " + shell_quoted(verb.path + " " + name) +
                       ") kind=" + shell_quoted(kind_word(option.value)) + " ;;\n";
            }
        }
    }
    return out;
}

}  // namespace utter::cli
