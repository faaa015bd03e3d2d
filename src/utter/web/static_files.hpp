#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "utter/web/response.hpp"

namespace utter::web {

/// The files of a folder, read once, served by their names below it. Pages get a policy that lets
/// them load nothing from elsewhere. Built once, then only read.
class StaticFiles {
  public:
    static constexpr std::size_t file_bytes_max = std::size_t{4} * 1024 * 1024;
    static constexpr std::size_t files_max = 512;

    /// Reads the folder; without one there is nothing to serve. A file `x.gz` beside `x` is what
    /// clients get that take gzip.
    explicit StaticFiles(const std::filesystem::path& folder);

    [[nodiscard]] bool empty() const noexcept { return files_.empty(); }
    /// @param name below the folder, without a slash in front; empty is `index.html`
    [[nodiscard]] Response serve(const std::string& name, const Request& request) const;

  private:
    struct File {
        std::string bytes;
        std::string gzip;  ///< empty: there is none
        std::string etag;
    };
    std::map<std::string, File> files_;
};

}  // namespace utter::web
