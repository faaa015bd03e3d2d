#include "meaning.hpp"

#include <algorithm>
#include <numeric>
#include <sstream>
#include <utility>

#include "utter/listener/grammar_builder.hpp"
#include "utter/listener/spoken_numbers.hpp"

namespace utter::bench {

std::vector<std::string> split_words(std::string_view text) {
    std::istringstream stream{std::string(text)};
    std::vector<std::string> words;
    for (std::string word; stream >> word;) words.push_back(word);
    return words;
}

std::size_t word_errors(std::string_view reference, std::string_view heard) {
    const auto a = split_words(reference);
    const auto b = split_words(heard);
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const auto changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row.back();
}

Meaning::Meaning(const Corpus& corpus) {
    for (const auto& definition : corpus.templates) {
        const auto grammar =
            listener::build_speech_grammar("en-US", {&definition, 1}, corpus.entities);
        auto graph = speech::compile_word_graph(grammar);
        if (graph) {
            intents_.push_back(
                {definition.skill_id + ":" + definition.intent_name, *std::move(graph)});
        }
    }
    for (const auto& entity : corpus.entities) {
        for (const auto& value : entity.samples) {
            for (auto& word : split_words(value)) slot_words_.insert(std::move(word));
        }
    }
    for (int n = 0; n <= 100; ++n) {
        for (const auto& text : listener::spell_number("en-US", n)) {
            for (auto& word : split_words(text)) slot_words_.insert(std::move(word));
        }
    }
    slot_words_.insert({"half", "second", "minute", "hour"});
    slot_words_.erase("and");
}

std::string Meaning::of(const std::string& sentence) const {
    std::string meaning;
    for (const auto& intent : intents_) {
        if (intent.graph.accepts(sentence)) meaning += intent.name + " ";
    }
    if (meaning.empty()) return meaning;
    auto words = split_words(sentence);
    for (std::size_t i = 0; i < words.size(); ++i) {
        auto& word = words[i];
        for (const char* unit : {"second", "minute", "hour"}) {
            if (word == std::string(unit) + "s") word = unit;
            if (i > 0 && word == unit && (words[i - 1] == "a" || words[i - 1] == "an") &&
                (i < 2 || words[i - 2] != "half")) {
                words[i - 1] = "one";
            }
        }
    }
    for (const auto& word : words) {
        if (slot_words_.contains(word)) meaning += word + " ";
    }
    return meaning;
}

}  // namespace utter::bench
