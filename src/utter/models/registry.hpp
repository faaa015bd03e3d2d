#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "utter/core/result.hpp"

/// Models that engines need and distribution packages do not bring: what there is, and what has
/// been downloaded. Functions block; files are the callers' own, one program at a time.
namespace utter::models {

/// One file of a model.
struct ModelFile {
    std::filesystem::path path;  ///< below the model's folder
    std::string url;             ///< http or https
    std::uint64_t bytes = 0;
    std::string sha256;  ///< 64 lowercase hexadecimal digits
};

/// A model as the registry describes it.
struct Model {
    std::string name;     ///< letters, digits, '-', '_' and '.'; its folder's name too
    std::string kind;     ///< the port it is for: "stt", "tts" or "wake"
    std::string engine;   ///< what can load it: "pocketsphinx", "piper" ...
    std::string licence;  ///< an SPDX identifier, or words where there is none
    std::vector<std::string> languages;  ///< BCP-47; empty: any
    std::vector<ModelFile> files;

    [[nodiscard]] std::uint64_t bytes() const;
};

/// Reads share/models.json, `{"version": 1, "models": [...]}`; unknown members are passed over, as
/// Nix may have its own.
/// @return io when it cannot be read; malformed, naming the file and the member, for anything else
[[nodiscard]] Result<std::vector<Model>> read_registry(const std::filesystem::path& file);

/// The same for its text. @param name for the errors
[[nodiscard]] Result<std::vector<Model>> parse_registry(std::string_view text,
                                                        std::string_view name);

}  // namespace utter::models
