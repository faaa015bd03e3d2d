#pragma once

#include <cstddef>
#include <filesystem>
#include <string_view>
#include <vector>

#include "utter/core/json.hpp"

namespace utter::media {

/// The sound files below some folders, found by the words of their names and of the folders they
/// are in: ARTIST/ALBUM/01 - TITLE.ext. Looks at the disk with every search, so it may take its
/// time and is never out of date.
class MusicLibrary {
  public:
    static constexpr std::size_t results_max = 500;
    static constexpr std::size_t files_max = 100'000;  ///< looked at in one search

    explicit MusicLibrary(std::vector<std::filesystem::path> folders)
        : folders_(std::move(folders)) {}

    /// Media entries with `match_confidence`, the best first, else in the order of their paths:
    /// 100 for the title itself, 90 for a folder's name, 60 when all words are somewhere.
    /// @param phrase empty: everything, at 50
    [[nodiscard]] json::array search(std::string_view phrase, std::string_view lang) const;

  private:
    std::vector<std::filesystem::path> folders_;
};

}  // namespace utter::media
