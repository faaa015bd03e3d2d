#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

#include "utter/core/result.hpp"

namespace utter::platform {

/// A file without a name, for what is on its way: it is gone with the object, and with the process.
/// For one thread at a time; calls block.
class UnnamedFile {
  public:
    /// @return io naming the folder
    [[nodiscard]] static Result<UnnamedFile> make(const std::filesystem::path& folder);
    ~UnnamedFile();
    UnnamedFile(UnnamedFile&& other) noexcept;
    UnnamedFile& operator=(UnnamedFile&&) = delete;
    UnnamedFile(const UnnamedFile&) = delete;
    UnnamedFile& operator=(const UnnamedFile&) = delete;

    /// @return io naming the folder
    [[nodiscard]] Result<void> append(std::span<const std::byte> bytes);
    /// Where this process can read it.
    [[nodiscard]] std::filesystem::path path() const;
    [[nodiscard]] std::size_t size() const noexcept { return size_; }

  private:
    UnnamedFile(std::filesystem::path folder, int descriptor);

    std::filesystem::path folder_;
    int descriptor_;
    std::size_t size_ = 0;
};

}  // namespace utter::platform
