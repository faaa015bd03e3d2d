#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>

#include "utter/core/result.hpp"
#include "utter/http/transport.hpp"
#include "utter/models/registry.hpp"

namespace utter::models {

enum class Presence : std::uint8_t {
    absent,   ///< nothing is there
    partial,  ///< a download was begun
    present,  ///< every file is there, as long as it should be
};

/// How far a download is.
struct Progress {
    const Model& model;
    const ModelFile& file;
    std::uint64_t file_bytes = 0;   ///< of the file
    std::uint64_t model_bytes = 0;  ///< of all the model's files
};

/// The models that have been downloaded, each in a folder of its name.
class Store {
  public:
    explicit Store(std::filesystem::path folder) : folder_(std::move(folder)) {}

    [[nodiscard]] std::filesystem::path folder_of(const Model& model) const {
        return folder_ / model.name;
    }

    [[nodiscard]] Presence presence(const Model& model) const;

    /// Reads every file and compares its checksum. @return not_found for a file that is not there,
    /// malformed for one that is another; naming it. Any other is io.
    [[nodiscard]] Result<void> verify(const Model& model) const;

    /// Downloads the files that are not there. One whose download was broken off goes on where it
    /// was, when the server can; a file takes its name only once its checksum is right.
    /// @param go_on called after each piece, and often while none comes; false stops, and what has
    ///        come is kept
    /// @return unavailable or timeout, naming the URL, when the server cannot be had; malformed for
    ///         a wrong checksum or length, of which nothing is kept; limit when the disk has no
    ///         room; io; unavailable, saying that it was stopped, when go_on said no
    [[nodiscard]] Result<void> fetch(const Model& model,
                                     http::Transport& transport,
                                     const std::function<bool(const Progress&)>& go_on) const;

  private:
    std::filesystem::path folder_;
};

}  // namespace utter::models
