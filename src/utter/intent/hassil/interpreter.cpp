#include "utter/intent/hassil/interpreter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <utility>
#include <vector>

#include "utter/intent/language.hpp"

namespace utter::intent::hassil {
namespace {

namespace fs = std::filesystem;

// Of a folder of language folders, the one closest to `lang`.
std::optional<std::string> closest_in(const fs::path& folder, std::string_view lang) {
    std::vector<std::string> names;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        if (entry.is_directory(error)) names.push_back(entry.path().filename().string());
    }
    std::ranges::sort(names);
    const auto closest = closest_language(lang, names);
    return closest ? std::optional(names[*closest]) : std::nullopt;
}

void merge(Responses& into, Responses more) {
    for (auto& [intent, texts] : more) {
        for (auto& [key, text] : texts) into[intent][key] = std::move(text);
    }
}

}  // namespace

Interpreter::Interpreter(std::shared_ptr<const Program> program,
                         Responses responses,
                         std::shared_ptr<const Home> home,
                         LocalClock clock)
    : home_(std::move(home)),
      responses_(std::move(responses)),
      recognizer_(std::move(program)),
      answers_(home_->things, responses_, std::move(clock)) {}

Result<std::unique_ptr<Interpreter>> Interpreter::load(std::span<const fs::path> folders,
                                                       std::string_view lang,
                                                       std::shared_ptr<const Home> home,
                                                       LocalClock clock) {
    SentenceSet set;
    Responses responses;
    bool found = false;
    for (const auto& folder : folders) {
        std::error_code error;
        if (!fs::is_directory(folder, error)) {
            return fail(ErrorCode::io, fmt::format("{} is no folder", folder.string()));
        }
        const bool is_corpus = fs::is_directory(folder / "sentences", error);
        const auto sentences = is_corpus ? folder / "sentences" : folder;
        const auto language = closest_in(sentences, lang);
        if (!language) continue;
        found = true;
        const auto here = sentences / *language;
        if (auto added = add_folder(set, here, here.string()); !added) {
            return std::unexpected(added.error());
        }
        for (const auto& texts : {here, folder / "responses" / *language}) {
            auto read = load_responses(texts);
            if (!read) return std::unexpected(read.error());
            merge(responses, std::move(*read));
        }
    }
    if (!found) {
        return fail(ErrorCode::not_found, fmt::format("no folder has sentences in {}", lang));
    }
    for (auto& [name, list] : lists_of(*home)) set.lists.insert_or_assign(name, std::move(list));
    auto program = Program::compile(std::move(set));
    if (!program) return std::unexpected(program.error());
    return std::unique_ptr<Interpreter>(new Interpreter(
        std::move(*program), std::move(responses), std::move(home), std::move(clock)));
}

std::optional<Recognition> Interpreter::recognize(std::string_view text,
                                                  const json::object& context,
                                                  std::function<bool(std::string_view)> admits) {
    auto all = home_->context;
    for (const auto& member : context) all[member.key()] = member.value();
    RecognizeOptions options;
    options.admits = std::move(admits);
    return recognizer_.recognize(text, all, options);
}

std::set<std::string> Interpreter::intents() const {
    std::set<std::string> names;
    for (const auto& block : recognizer_.program().set.blocks) names.insert(block.intent);
    return names;
}

}  // namespace utter::intent::hassil
