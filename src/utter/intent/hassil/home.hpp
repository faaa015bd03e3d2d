#pragma once

#include <filesystem>
#include <string>

#include "utter/core/json.hpp"
#include "utter/core/result.hpp"
#include "utter/intent/hassil/corpus.hpp"
#include "utter/intent/hassil/sentence_set.hpp"
#include "utter/intent/hassil/yaml.hpp"

namespace utter::intent::hassil {

/// What sentence files leave to the place they are used in.
struct Home {
    /// Areas, floors and devices: the lists `area`, `floor` and `name`, and what answers tell of.
    Fixtures things;
    SlotLists lists;       ///< further lists; hide those of the same name in the sentence files
    json::object context;  ///< what is known before anything is said
};

/// Reads a YAML or JSON file with `areas`, `floors` and `entities` as in a corpus' fixtures,
/// `lists` as in sentence files, and `context`, each optional.
/// @return io when it cannot be read; malformed with file and line.
[[nodiscard]] Result<Home> load_home(const std::filesystem::path& file);

/// The same of a document that has been read. @param name of the file, for errors
[[nodiscard]] Result<Home> read_home(const YamlNode& node, const std::string& name);

/// All lists of a home, those made of its things included.
[[nodiscard]] SlotLists lists_of(const Home& home);

}  // namespace utter::intent::hassil
