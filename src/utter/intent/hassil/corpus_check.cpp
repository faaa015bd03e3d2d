#include "utter/intent/hassil/corpus_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <optional>
#include <set>
#include <utility>

#include "utter/intent/hassil/answer.hpp"
#include "utter/intent/hassil/combinations.hpp"
#include "utter/intent/hassil/context.hpp"
#include "utter/intent/hassil/corpus.hpp"
#include "utter/intent/hassil/recognizer.hpp"

namespace utter::intent::hassil {
namespace {

using Clock = std::chrono::steady_clock;

bool among(const json::array& values, const json::value& wanted) {
    return std::ranges::any_of(values,
                               [&](const auto& value) { return same_value(value, wanted); });
}

// An expected list holds alternatives; both lists: all that is expected has to be there.
bool slot_matches(const json::value& expected, const json::value& got) {
    if (const auto* all = expected.if_array()) {
        if (const auto* values = got.if_array()) {
            return std::ranges::all_of(*all,
                                       [&](const auto& value) { return among(*values, value); });
        }
        return among(*all, got);
    }
    if (const auto* values = got.if_array()) return among(*values, expected);
    return same_value(expected, got);
}

json::object slots_of(const Recognition& result) {
    json::object out;
    for (const auto& slot : result.slots) out[slot.name] = slot.value;
    return out;
}

bool slots_match(const json::object& expected, const json::object& got) {
    if (expected.size() != got.size()) return false;
    return std::ranges::all_of(got, [&](const auto& slot) {
        const auto* wanted = expected.if_contains(slot.key());
        return wanted != nullptr && !wanted->is_null() && slot_matches(*wanted, slot.value());
    });
}

bool contexts_match(const json::object& expected, const json::object& got) {
    if (expected.size() != got.size()) return false;
    return std::ranges::all_of(expected, [&](const auto& member) {
        const auto* value = got.if_contains(member.key());
        return value != nullptr && same_value(*value, member.value());
    });
}

double percentile(const std::vector<double>& sorted, double share) {
    if (sorted.empty()) return 0;
    return sorted[std::min(sorted.size() - 1,
                           static_cast<std::size_t>(share * static_cast<double>(sorted.size())))];
}

class Run {
  public:
    Run(Recognizer& recognizer,
        const Fixtures& fixtures,
        const Responses& responses,
        CheckReport& report,
        std::vector<double>& times)
        : recognizer_(recognizer), answers_(fixtures, responses), report_(report), times_(times) {}

    /// @return the template that matched; empty: none
    std::string check(const TestGroup& group, const std::string& sentence, bool expected_to_fail) {
        ++report_.sentences;
        const auto start = Clock::now();
        const auto result = recognizer_.recognize(sentence, group.context);
        times_.push_back(std::chrono::duration<double, std::micro>(Clock::now() - start).count());
        const bool intent =
            result && result->intent == group.intent &&
            (group.combination.empty() ||
             string_or_empty(result->metadata, "slot_combination") == group.combination);
        const auto got_slots = result ? slots_of(*result) : json::object();
        const bool slots = intent && slots_match(group.slots, got_slots);
        const bool context = intent && (group.context.empty() || !group.is_context_tested ||
                                        contexts_match(group.context, result->context));
        const auto answer =
            intent && !group.responses.empty() ? answers_.render(*result) : Result<std::string>();
        const bool response =
            intent &&
            (group.responses.empty() ||
             (answer && std::ranges::find(group.responses, *answer) != group.responses.end()));
        const bool all = intent && slots && context && response;
        if (expected_to_fail) {
            ++report_.expected_failures;
            if (!all) ++report_.failed_as_expected;
        }
        report_.intent += intent || expected_to_fail ? 1 : 0;
        report_.slots += slots || expected_to_fail ? 1 : 0;
        report_.context += context || expected_to_fail ? 1 : 0;
        report_.response += response || expected_to_fail ? 1 : 0;
        std::string matched = result ? result->sentence : "";
        if (all || expected_to_fail) return matched;
        Miss miss{.file = group.file, .sentence = sentence, .sentence_template = matched};
        if (!intent) {
            miss.check = "intent";
            miss.expected = group.intent;
            miss.got = result ? result->intent : recognizer_.gave_up() ? "gave up" : "nothing";
        } else if (!slots) {
            miss.check = "slots";
            miss.expected = json::serialize(group.slots);
            miss.got = json::serialize(got_slots);
        } else if (!context) {
            miss.check = "context";
            miss.expected = json::serialize(group.context);
            miss.got = json::serialize(result->context);
        } else {
            miss.check = "response";
            miss.expected = fmt::format("{}", fmt::join(group.responses, " | "));
            miss.got = answer ? *answer : answer.error().detail;
        }
        report_.misses.push_back(std::move(miss));
        return matched;
    }

  private:
    Recognizer& recognizer_;
    AnswerRenderer answers_;
    CheckReport& report_;
    std::vector<double>& times_;
};

Result<Fixtures> load_fixtures(const std::filesystem::path& file, std::string_view name) {
    const auto node = load_yaml(file, name);
    if (!node) return std::unexpected(node.error());
    return read_fixtures(*node, name);
}

Result<void> set_lists(Recognizer& recognizer, const Fixtures& fixtures) {
    for (auto& [name, list] : {std::pair{"area", area_list(fixtures)},
                               std::pair{"floor", floor_list(fixtures)},
                               std::pair{"name", name_list(fixtures)}}) {
        if (auto done = recognizer.set_list(name, list); !done) return done;
    }
    return {};
}

// Of the block that a file's first sentence matched, every template has to match another.
void check_templates(const CombinationTests& tests,
                     const std::vector<Block>& blocks,
                     const std::vector<std::string>& matched,
                     CheckReport& report) {
    if (matched.empty()) return;
    const auto& name = tests.groups.front().tests;
    const auto block = std::ranges::find_if(blocks, [&](const Block& other) {
        return other.intent == name.intent &&
               string_or_empty(other.metadata, "slot_combination") == name.combination &&
               std::ranges::find(other.sentences, matched.front()) != other.sentences.end();
    });
    if (block == blocks.end()) return;
    for (const auto& sentence : block->sentences) {
        if (std::ranges::find(matched, sentence) != matched.end()) continue;
        report.problems.push_back(fmt::format("{}: nothing tests '{}'", tests.file, sentence));
    }
}

Result<void> check_combinations(const std::filesystem::path& corpus,
                                std::string_view language,
                                const YamlNode& schema,
                                const Responses& responses,
                                CheckReport& report,
                                std::vector<double>& times) {
    auto set = load_combinations(corpus, language, schema);
    if (!set) return std::unexpected(set.error());
    if (set->blocks.empty()) return {};
    const auto tests = load_combination_tests(corpus, language, schema);
    if (!tests) return std::unexpected(tests.error());
    const auto blocks = set->blocks;
    auto program = Program::compile(std::move(*set));
    if (!program) return std::unexpected(program.error());
    Recognizer recognizer(std::move(*program));
    for (const auto& file : *tests) {
        std::vector<std::string> matched;
        for (const auto& [fixtures, group] : file.groups) {
            if (auto done = set_lists(recognizer, fixtures); !done) return done;
            Run run(recognizer, fixtures, responses, report, times);
            for (const auto& sentence : group.sentences) {
                matched.push_back(run.check(group, sentence, false));
            }
        }
        check_templates(file, blocks, matched, report);
    }
    return {};
}

}  // namespace

Result<CheckReport> check_corpus(const std::filesystem::path& corpus, std::string_view language) {
    const auto start = Clock::now();
    CheckReport report{.language = std::string(language)};
    auto set = load_sentences(corpus / "sentences" / language);
    if (!set) return std::unexpected(set.error());
    auto program = Program::compile(std::move(*set));
    if (!program) return std::unexpected(program.error());
    const auto tests_folder = corpus / "tests" / language;
    const auto fixtures =
        load_fixtures(tests_folder / "_fixtures.yaml", fmt::format("{}/_fixtures.yaml", language));
    if (!fixtures) return std::unexpected(fixtures.error());
    const auto schema = load_yaml(corpus / "intents.yaml", "intents.yaml");
    if (!schema) return std::unexpected(schema.error());
    const auto tests = load_tests(tests_folder, *schema);
    if (!tests) return std::unexpected(tests.error());
    const auto responses = load_responses(corpus / "responses" / language);
    if (!responses) return std::unexpected(responses.error());
    report.problems = tests->problems;

    Recognizer recognizer(std::move(*program));
    if (auto done = set_lists(recognizer, *fixtures); !done) return std::unexpected(done.error());
    const std::set<std::string, std::less<>> failures(tests->expected_failures.begin(),
                                                      tests->expected_failures.end());
    std::vector<double> times;
    Run run(recognizer, *fixtures, *responses, report, times);
    for (const auto& group : tests->groups) {
        for (const auto& sentence : group.sentences)
            run.check(group, sentence, failures.contains(sentence));
    }
    if (auto done = check_combinations(corpus, language, *schema, *responses, report, times);
        !done) {
        return std::unexpected(done.error());
    }
    std::ranges::sort(times);
    report.p50_us = percentile(times, 0.5);
    report.p99_us = percentile(times, 0.99);
    report.seconds = std::chrono::duration<double>(Clock::now() - start).count();
    return report;
}

json::object to_json(const CheckReport& report) {
    json::array misses;
    for (const auto& miss : report.misses) {
        misses.push_back(json::object{{"file", miss.file},
                                      {"sentence", miss.sentence},
                                      {"check", miss.check},
                                      {"expected", miss.expected},
                                      {"got", miss.got},
                                      {"template", miss.sentence_template}});
    }
    return {{"language", report.language},
            {"sentences", report.sentences},
            {"intent", report.intent},
            {"slots", report.slots},
            {"context", report.context},
            {"response", report.response},
            {"expected_failures", report.expected_failures},
            {"failed_as_expected", report.failed_as_expected},
            {"seconds", report.seconds},
            {"p50_us", report.p50_us},
            {"p99_us", report.p99_us},
            {"misses", std::move(misses)},
            {"problems", json::array(report.problems.begin(), report.problems.end())}};
}

std::string to_text(const CheckReport& report) {
    auto out = fmt::format(
        "{:8} {:5} sentences  intent {:5}  slots {:5}  context {:5}  response {:5}  {:.2f} s  p50 "
        "{:.1f} us  p99 {:.1f} us\n",
        report.language,
        report.sentences,
        report.intent,
        report.slots,
        report.context,
        report.response,
        report.seconds,
        report.p50_us,
        report.p99_us);
    for (const auto& problem : report.problems) out += fmt::format("  {}\n", problem);
    for (const auto& miss : report.misses) {
        out += fmt::format(
            "  {}: '{}': {}: expected {}, got {}{}\n",
            miss.file,
            miss.sentence,
            miss.check,
            miss.expected,
            miss.got,
            miss.sentence_template.empty() ? "" : fmt::format(" ('{}')", miss.sentence_template));
    }
    return out;
}

}  // namespace utter::intent::hassil
