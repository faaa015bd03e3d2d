#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "utter/core/result.hpp"
#include "utter/intent/definitions.hpp"

namespace utter::bench {

/// What the skills registered and what people said, read from the text files of `corpus/`.
struct Corpus {
    std::vector<intent::TemplateDefinition> templates;
    std::vector<intent::EntityDefinition> entities;
    std::vector<std::string> commands;  ///< sentences a skill knows
    std::vector<std::string> others;    ///< sentences nobody meant as a command
};

/// @param set "calibration" or "heldout"
[[nodiscard]] Result<Corpus> read_corpus(const std::filesystem::path& folder,
                                         const std::string& set);

}  // namespace utter::bench
