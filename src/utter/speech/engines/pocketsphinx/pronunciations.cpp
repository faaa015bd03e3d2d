#include "utter/speech/engines/pocketsphinx/pronunciations.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>
#include <utility>

namespace utter::speech::pocketsphinx {
namespace {

// The word a missing one is made of, when it ends in a plural or possessive s.
std::optional<std::string> stem_of(std::string_view word) {
    if (word.ends_with("'s")) return std::string(word.substr(0, word.size() - 2));
    if (word.size() > 3 && word.ends_with('s') && !word.ends_with("ss")) {
        return std::string(word.substr(0, word.size() - 1));
    }
    return std::nullopt;
}

// How English says that s after the last sound of the stem.
std::string with_s(const std::string& phones) {
    constexpr std::array<std::string_view, 6> hissing{"S", "Z", "SH", "ZH", "CH", "JH"};
    constexpr std::array<std::string_view, 5> voiceless{"P", "T", "K", "F", "TH"};
    const auto last = std::string_view(phones).substr(phones.rfind(' ') + 1);
    if (std::ranges::find(hissing, last) != hissing.end()) return phones + " IH Z";
    return phones + (std::ranges::find(voiceless, last) != voiceless.end() ? " S" : " Z");
}

}  // namespace

Result<Pronunciations> Pronunciations::read(const std::filesystem::path& dictionary,
                                            const std::set<std::string>& wanted) {
    std::set<std::string, std::less<>> needed(wanted.begin(), wanted.end());
    for (const auto& word : wanted) {
        if (auto stem = stem_of(word)) needed.insert(*std::move(stem));
    }
    std::ifstream file(dictionary);
    if (!file) {
        return fail(ErrorCode::unavailable,
                    "the pronunciation dictionary '" + dictionary.string() + "' cannot be read");
    }
    Pronunciations made;
    for (std::string line; std::getline(file, line);) {
        const auto gap = line.find_first_of(" \t");
        if (gap == std::string::npos) continue;
        auto word = std::string_view(line).substr(0, gap);
        // "read(2)" is a further pronunciation of "read".
        if (word.ends_with(')')) word = word.substr(0, word.find('('));
        if (!needed.contains(word)) continue;
        const auto start = line.find_first_not_of(" \t", gap);
        const auto end = line.find_last_not_of(" \t\r");
        if (start == std::string::npos) continue;
        made.phones_[std::string(word)].push_back(line.substr(start, end - start + 1));
    }
    for (const auto& word : wanted) {
        if (made.contains(word)) continue;
        const auto stem = stem_of(word);
        if (!stem || !made.contains(*stem)) continue;
        std::vector<std::string> derived;
        std::ranges::transform(made.of(*stem), std::back_inserter(derived), with_s);
        made.phones_[word] = std::move(derived);
    }
    return made;
}

const std::vector<std::string>& Pronunciations::of(std::string_view word) const {
    static const std::vector<std::string> none;
    const auto found = phones_.find(word);
    return found == phones_.end() ? none : found->second;
}

}  // namespace utter::speech::pocketsphinx
