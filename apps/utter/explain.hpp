#pragma once

#include <string>

#include "environment.hpp"

namespace utter::app {

struct ExplainOptions {
    std::string text;     ///< an utterance to decide on; empty: `last`
    bool last = false;    ///< the newest utterance of the running assistant
    bool replay = false;  ///< decide on it again under this command's own configuration
    std::string lang;     ///< of the text, BCP-47; empty: not said
    std::string session;  ///< JSON object: the session to decide for; empty: a fresh one
};

/// Prints how an utterance is, or was, decided: `utter explain`. Nothing is carried out.
/// @return the exit code
[[nodiscard]] int explain(const Program& program, const ExplainOptions& options);

}  // namespace utter::app
