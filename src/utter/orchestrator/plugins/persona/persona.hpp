#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "utter/llm/llm_provider.hpp"

namespace utter::orchestrator {

/// Who answers: a character on top of a language model.
struct Persona {
    std::string id;    ///< what `session.persona_id` says: [A-Za-z0-9_-]+
    std::string name;  ///< what people call it
    std::string system_prompt;
    std::shared_ptr<llm::LlmProvider> provider;
    std::string model;
    std::string voice;                 ///< for the engine that speaks; empty: its own choice
    std::uint32_t memory = 10;         ///< question-answer pairs it remembers of a session
    std::vector<std::string> tools{};  ///< "toolbox", "toolbox/tool" or "*"; empty: none
    std::optional<std::uint32_t> max_tokens{};
    std::optional<double> temperature{};
};

}  // namespace utter::orchestrator
