#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "environment.hpp"

namespace utter::app {

/// `utter intents test`.
struct IntentTestOptions {
    std::string text;
    std::string lang;                            ///< BCP-47; empty: the configuration's first
    std::vector<std::filesystem::path> folders;  ///< skill folders
    /// Files with the messages that register intents. Neither these nor folders: the assistant's.
    std::vector<std::filesystem::path> registrations;
    std::string expect;  ///< `skill:intent` or `intent`; empty: any
};

/// Says which intent takes a sentence, which stage found it and why, and what nearly takes it, by
/// the assistant's own stages. @return 0 matched as expected, 1 not, 2 a folder, file or language
/// that cannot be used, 4 no answer
[[nodiscard]] int test_intent(const Program& program, const IntentTestOptions& options);

/// `utter intents lint`.
struct IntentLintOptions {
    std::vector<std::filesystem::path> folders;  ///< skill folders; empty: the enabled skills
    bool strict = false;                         ///< warnings fail too
};

/// Prints what is wrong with skills' locale folders. @return 0 clean, 1 errors, or with `strict`
/// warnings, 2 a folder that is none
[[nodiscard]] int lint_intents(const Program& program, const IntentLintOptions& options);

}  // namespace utter::app
