#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "utter/core/result.hpp"

namespace utter::platform {

/// A file that is there wholly, and on the disk, or not at all: it is written beside its place,
/// under its name with ".part" behind. For one thread at a time; calls block.
class DurableFile {
  public:
    /// @return io naming the file
    [[nodiscard]] static Result<DurableFile> open(const std::filesystem::path& path);
    /// What was not committed is removed.
    ~DurableFile();
    DurableFile(DurableFile&&) noexcept;
    DurableFile& operator=(DurableFile&&) = delete;
    DurableFile(const DurableFile&) = delete;
    DurableFile& operator=(const DurableFile&) = delete;

    /// @return false when it could not be written: written() says why
    bool write_at(std::size_t offset, std::span<const std::byte> bytes);
    /// @return io naming the file when something could not be written
    [[nodiscard]] Result<void> written() const;
    /// The last call. @return as written()
    [[nodiscard]] Result<void> commit();

  private:
    class Part;
    explicit DurableFile(std::unique_ptr<Part> part);
    std::unique_ptr<Part> part_;
};

/// "the disk is full" where that is it, else in the system's words. @param error an errno
[[nodiscard]] std::string why_not_written(int error);

/// The same for a file that is at hand as a whole.
[[nodiscard]] Result<void> write_durably(const std::filesystem::path& path,
                                         std::span<const std::byte> bytes);

}  // namespace utter::platform
