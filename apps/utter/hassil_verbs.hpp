#pragma once

#include <string>

#include "environment.hpp"

namespace utter::app {

struct HassilOptions {
    std::string folder;
    std::string lang;
    std::string output;
    bool all = false;  ///< every language
};

/// `utter intents check`: runs the tests of Home Assistant sentence files. @return exit code: 1
/// when a sentence does not come out as its test wants it.
int check_hassil(const Program& program, const HassilOptions& options);

/// `utter intents import`: writes the sentences of one language as an OVOS-INTENT-2 locale and
/// prints what that cannot say. @return exit code.
int import_hassil(const Program& program, const HassilOptions& options);

}  // namespace utter::app
