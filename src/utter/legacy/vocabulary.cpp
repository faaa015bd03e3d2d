#include "utter/legacy/vocabulary.hpp"

#include <algorithm>
#include <cctype>

namespace utter::legacy {
namespace {

std::string_view first_of(const Message& message, std::string_view name, std::string_view older) {
    const auto value = message.data_string(name);
    return value.empty() ? message.data_string(older) : value;
}

}  // namespace

std::string lowered(std::string_view text) {
    std::string out(text);
    std::ranges::transform(
        out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

std::string vocabulary_prefix(std::string_view skill_id) {
    std::string out(skill_id);
    for (auto& c : out) {
        if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
    }
    return out;
}

std::string_view bare_name(std::string_view type, std::string_view skill_id) {
    const auto prefix = vocabulary_prefix(skill_id);
    if (type.size() > prefix.size() && lowered(type.substr(0, prefix.size())) == lowered(prefix)) {
        type.remove_prefix(prefix.size());
    }
    return type;
}

std::optional<std::string> Vocabulary::add(const Message& message, std::string_view lang) {
    if (!message.data_string("regex").empty()) {
        return "regular expressions are no part of the specifications";
    }
    const auto word = first_of(message, "entity_value", "start");
    const auto type = first_of(message, "entity_type", "end");
    if (word.empty()) return "field 'entity_value' must be a non-empty string";
    if (type.empty()) return "field 'entity_type' must be a non-empty string";
    if (words_ >= words_max) return "too many words";
    auto& known = types_[{lowered(type), lowered(lang)}];
    known.skill_id = message.context_string("skill_id");
    spelling_.emplace(lowered(lang), lang);
    const auto alias_of = std::string(message.data_string("alias_of"));
    const auto it = std::ranges::find(known.words, word, &Word::text);
    if (it != known.words.end()) {
        it->alias_of = alias_of;
        return std::nullopt;
    }
    known.words.push_back({std::string(word), alias_of});
    ++words_;
    return std::nullopt;
}

void Vocabulary::forget(std::string_view skill_id) {
    std::erase_if(types_, [&](const auto& entry) {
        if (entry.second.skill_id != skill_id) return false;
        words_ -= entry.second.words.size();
        return true;
    });
}

std::set<std::string> Vocabulary::languages(std::string_view type) const {
    const auto folded = lowered(type);
    std::set<std::string> out;
    for (auto it = types_.lower_bound({folded, ""});
         it != types_.end() && it->first.first == folded;
         ++it) {
        out.insert(spelling_.at(it->first.second));
    }
    return out;
}

std::vector<std::string> Vocabulary::words(std::string_view type, std::string_view lang) const {
    std::vector<std::string> out;
    if (const auto* known = find(type, lang)) {
        for (const auto& word : known->words) out.push_back(word.text);
    }
    return out;
}

std::string Vocabulary::canonical(std::string_view type,
                                  std::string_view lang,
                                  std::string_view word) const {
    if (const auto* known = find(type, lang)) {
        const auto folded = lowered(word);
        for (const auto& candidate : known->words) {
            if (lowered(candidate.text) == folded && !candidate.alias_of.empty()) {
                return candidate.alias_of;
            }
        }
    }
    return std::string(word);
}

const Vocabulary::Type* Vocabulary::find(std::string_view type, std::string_view lang) const {
    const auto it = types_.find({lowered(type), lowered(lang)});
    return it == types_.end() ? nullptr : &it->second;
}

}  // namespace utter::legacy
