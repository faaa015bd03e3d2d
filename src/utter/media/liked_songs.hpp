#pragma once

#include <cstddef>
#include <filesystem>
#include <string_view>

#include "utter/core/json.hpp"

namespace utter::media {

/// The collection "liked songs", kept in a file that is replaced as a whole with each change. A
/// file that cannot be read or written is logged, and costs only what is not remembered.
/// Spec: OVOS-OCP-1 section 4.4.2.
class LikedSongs {
  public:
    static constexpr std::size_t songs_max = 10'000;  ///< a further one is not added, and logged

    /// @param file empty: nothing outlives the process
    explicit LikedSongs(std::filesystem::path file);

    /// Adds the entry under its `uri`, or puts it in the place of an older one.
    void add(const json::object& entry);
    void remove(std::string_view uri);
    [[nodiscard]] const json::array& entries() const noexcept { return entries_; }

  private:
    void save() const;

    std::filesystem::path file_;
    json::array entries_;
};

}  // namespace utter::media
