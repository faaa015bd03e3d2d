// Loads the synthetic intents that intents.py wrote into one of the matchers, asks it every
// utterance, and prints one line of JSON. Normalisation is part of what is timed.
//
//     intent_load template|keyword FILE
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <fstream>
#include <functional>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "utter/intent/keyword_matcher.hpp"
#include "utter/intent/template_matcher.hpp"

namespace {

using utter::intent::KeywordDefinition;
using utter::intent::KeywordMatcher;
using utter::intent::TemplateDefinition;
using utter::intent::TemplateMatcher;
using Clock = std::chrono::steady_clock;

constexpr const char* lang = "en-US";
constexpr const char* skill_id = "bench.skill";

struct Asked {
    std::string expected;  // empty when nothing is meant
    std::vector<std::string> text;
};

struct Task {
    std::vector<std::vector<std::string>> intents;  // name, verb, thing, templates
    std::vector<Asked> asked;
};

Task read(const char* path) {
    Task task;
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) {
        std::vector<std::string> fields;
        std::istringstream row(line);
        for (std::string field; std::getline(row, field, '\t');) fields.push_back(field);
        if (fields.size() < 3) continue;
        if (fields.front() == "intent") {
            task.intents.emplace_back(fields.begin() + 1, fields.end());
        } else {
            task.asked.push_back({fields[1], {fields[2]}});
        }
    }
    return task;
}

double resident_mb() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmRSS:")) return std::stod(line.substr(6)) / 1024;
    }
    return 0;
}

double seconds_since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

bool load(TemplateMatcher& matcher, const Task& task) {
    return std::ranges::all_of(task.intents, [&](const auto& fields) {
        TemplateDefinition definition;
        definition.skill_id = skill_id;
        definition.intent_name = fields[0];
        definition.lang = lang;
        definition.samples.assign(fields.begin() + 3, fields.end());
        return matcher.add(std::move(definition)).has_value();
    });
}

bool load(KeywordMatcher& matcher, const Task& task) {
    return std::ranges::all_of(task.intents, [&](const auto& fields) {
        KeywordDefinition definition;
        definition.skill_id = skill_id;
        definition.intent_name = fields[0];
        definition.lang = lang;
        definition.required = {{"verb", {fields[1]}}, {"thing", {fields[2]}}};
        return matcher.add(definition).has_value();
    });
}

template <class Matcher>
int measure(const Task& task) {
    const double before_mb = resident_mb();
    const auto begin = Clock::now();
    Matcher matcher;
    if (!load(matcher, task)) {
        std::cerr << "An intent was refused.\n";
        return 1;
    }
    const double load_s = seconds_since(begin);
    const double memory_mb = resident_mb() - before_mb;

    std::vector<double> took;
    took.reserve(task.asked.size());
    std::size_t right = 0;
    std::size_t wrong = 0;
    for (const auto& [expected, text] : task.asked) {
        const auto start = Clock::now();
        const auto found = matcher.match(text, lang);
        took.push_back(seconds_since(start));
        const bool is_right = found ? found->intent_name == expected : expected.empty();
        right += is_right ? 1 : 0;
        wrong += found && !is_right ? 1 : 0;
    }
    std::ranges::sort(took);
    const auto percentile = [&](std::size_t percent) {
        return took[std::min(took.size() - 1, took.size() * percent / 100)] * 1e6;
    };
    std::cout << "{\"load_s\": " << load_s << ", \"memory_mb\": " << memory_mb
              << ", \"asked\": " << took.size() << ", \"right\": " << right
              << ", \"wrong\": " << wrong << ", \"p50_us\": " << percentile(50)
              << ", \"p99_us\": " << percentile(99) << "}\n";
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const std::string_view method = argc == 3 ? argv[1] : "";
    if (method != "template" && method != "keyword") {
        std::cerr << "usage: intent_load template|keyword FILE\n";
        return 2;
    }
    const Task task = read(argv[2]);
    if (task.intents.empty() || task.asked.empty()) {
        std::cerr << "The file holds no intents or no utterances.\n";
        return 1;
    }
    return method == "template" ? measure<TemplateMatcher>(task) : measure<KeywordMatcher>(task);
}
