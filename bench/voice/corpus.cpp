#include "corpus.hpp"

#include <fstream>
#include <map>
#include <sstream>
#include <utility>

namespace utter::bench {
namespace {

Result<std::vector<std::string>> read_lines(const std::filesystem::path& path) {
    std::ifstream file(path);
    if (!file) return fail(ErrorCode::not_found, "'" + path.string() + "' cannot be read");
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) {
        if (!line.empty() && line.front() != '#') lines.push_back(line);
    }
    return lines;
}

// Calls `take(first, second, third)` for the three tab-separated columns of every line.
template <class Take>
Result<void> read_columns(const std::filesystem::path& path, Take take) {
    const auto lines = read_lines(path);
    if (!lines) return std::unexpected(lines.error());
    for (const auto& line : *lines) {
        std::istringstream columns(line);
        std::string first;
        std::string second;
        std::string third;
        std::getline(columns, first, '\t');
        std::getline(columns, second, '\t');
        std::getline(columns, third);
        if (third.empty()) {
            return fail(ErrorCode::malformed,
                        "'" + path.string() + "' has a line without three columns: " + line);
        }
        take(first, second, third);
    }
    return {};
}

}  // namespace

Result<Corpus> read_corpus(const std::filesystem::path& folder, const std::string& set) {
    Corpus corpus;
    std::map<std::pair<std::string, std::string>, intent::TemplateDefinition> templates;
    auto done = read_columns(folder / "templates.txt", [&](auto& skill, auto& name, auto& sample) {
        auto& definition = templates[{skill, name}];
        definition.skill_id = skill;
        definition.intent_name = name;
        definition.lang = "en-US";
        definition.samples.push_back(sample);
    });
    if (!done) return std::unexpected(done.error());
    for (auto& [key, definition] : templates) corpus.templates.push_back(std::move(definition));

    done = read_columns(folder / "entities.txt", [&](auto& skill, auto& slot, auto& value) {
        corpus.entities.push_back({skill, slot, "en-US", {value}});
    });
    if (!done) return std::unexpected(done.error());

    auto commands = read_lines(folder / (set + "_commands.txt"));
    if (!commands) return std::unexpected(commands.error());
    auto others = read_lines(folder / (set + "_other.txt"));
    if (!others) return std::unexpected(others.error());
    corpus.commands = *std::move(commands);
    corpus.others = *std::move(others);
    return corpus;
}

}  // namespace utter::bench
