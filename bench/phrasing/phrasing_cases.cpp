// Decides the sentences of a case file as the pipeline does, templates first and phrasing then, and
// prints one JSON object a sentence: {"text", "intent", "slots", "stage", "confidence", "closest",
// "traits", "us"}; then one with the time it took to learn, "learn_ms", and the names of the
// traits. usage: phrasing_cases FILE LANG [CONFIDENCE_MIN]

#include <boost/json.hpp>
#include <chrono>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "utter/intent/phrasing/phrasing_matcher.hpp"
#include "utter/intent/template_matcher.hpp"

namespace {

using namespace utter;
using Clock = std::chrono::steady_clock;

double since(Clock::time_point begin) {
    return std::chrono::duration<double, std::micro>(Clock::now() - begin).count();
}

struct Cases {
    std::vector<intent::TemplateDefinition> intents;
    std::vector<std::string> sentences;
};

Cases read(const std::string& path, const std::string& lang) {
    Cases cases;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("intent ")) {
            cases.intents.push_back({"cases.bench", line.substr(7), lang, {}, {}, {}, {}, {}});
        } else if (line.starts_with("= ")) {
            cases.intents.back().samples.push_back(line.substr(2));
        } else if (line.starts_with("? ") || line.starts_with("! ")) {
            cases.sentences.push_back(line.substr(2, line.find(" | ") - 2));
        }
    }
    return cases;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        std::cerr << "usage: phrasing_cases FILE LANG [CONFIDENCE_MIN]\n";
        return 2;
    }
    const std::string lang = argv[2];
    const Cases cases = read(argv[1], lang);
    intent::TemplateMatcher templates;
    intent::phrasing::PhrasingSettings settings;
    if (argc > 3) settings.confidence_min = std::stod(argv[3]);
    intent::phrasing::PhrasingMatcher phrasing(settings);
    for (const auto& definition : cases.intents) {
        for (const auto& added : {templates.add(definition), phrasing.add(definition)}) {
            if (!added) std::cerr << definition.intent_name << ": " << added.error().detail << '\n';
        }
    }
    auto begin = Clock::now();
    std::ignore = phrasing.match(std::vector<std::string>{"warm up"}, lang);
    const double learn_us = since(begin);
    for (const auto& sentence : cases.sentences) {
        const std::vector<std::string> candidates{sentence};
        begin = Clock::now();
        auto match = templates.match(candidates, lang);
        boost::json::object row{{"text", sentence}, {"stage", match ? "template" : ""}};
        if (!match) {
            auto verdict = phrasing.match(candidates, lang);
            row["confidence"] = verdict.confidence;
            row["closest"] = verdict.closest;
            row["reason"] = verdict.reason;
            row["traits"] = boost::json::value_from(verdict.traits);
            if (verdict.match) row["stage"] = "phrasing";
            match = std::move(verdict.match);
        }
        row["us"] = since(begin);
        row["intent"] = match ? boost::json::value(match->intent_name) : nullptr;
        boost::json::object slots;
        if (match) {
            for (const auto& [name, value] : match->slots) slots[name] = value;
        }
        row["slots"] = std::move(slots);
        std::cout << boost::json::serialize(row) << '\n';
    }
    boost::json::array names;
    for (const auto& trait : intent::phrasing::traits) names.emplace_back(trait.name);
    std::cout << boost::json::serialize(boost::json::object{{"learn_ms", learn_us / 1000},
                                                            {"traits", std::move(names)}})
              << '\n';
}
