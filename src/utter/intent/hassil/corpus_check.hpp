#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/json.hpp"
#include "utter/core/result.hpp"

namespace utter::intent::hassil {

/// One sentence that did not come out as its test wants it.
struct Miss {
    std::string file;
    std::string sentence;
    std::string check;  ///< "intent", "slots", "context" or "response": the first that failed
    std::string expected;
    std::string got;
    std::string sentence_template;  ///< what matched
};

/// How a language fares against its own tests. A sentence counts in `slots`, `context` and
/// `response` when that is right or the test does not ask for it, and never when its intent is
/// wrong.
struct CheckReport {
    std::string language;
    std::size_t sentences = 0;
    std::size_t intent = 0;
    std::size_t slots = 0;
    std::size_t context = 0;
    std::size_t response = 0;
    std::size_t expected_failures =
        0;  ///< sentences the corpus knows not to work; right when one check fails
    std::size_t failed_as_expected = 0;
    double seconds = 0;  ///< everything, reading the files included
    double p50_us = 0;   ///< recognising one sentence, without rendering its answer
    double p99_us = 0;
    std::vector<Miss> misses;
    std::vector<std::string> problems;  ///< where the corpus breaks its own rules

    [[nodiscard]] bool passed() const noexcept { return misses.empty() && problems.empty(); }
};

/// Runs the tests of one language. `corpus` holds `sentences/`, `tests/` and `responses/`.
/// @return not_found or malformed when files are missing or broken.
[[nodiscard]] Result<CheckReport> check_corpus(const std::filesystem::path& corpus,
                                               std::string_view language);

[[nodiscard]] json::object to_json(const CheckReport& report);

/// The report as a person reads it.
[[nodiscard]] std::string to_text(const CheckReport& report);

}  // namespace utter::intent::hassil
