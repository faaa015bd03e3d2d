#include "utter/platform/storage/unnamed_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <utility>

#include "utter/platform/storage/durable_file.hpp"

namespace utter::platform {
namespace {

std::unexpected<Error> failure(const std::filesystem::path& folder) {
    return std::unexpected(
        Error{ErrorCode::io,
              "the folder " + folder.string() + " cannot be written: " + why_not_written(errno),
              true});
}

// For folders of a kind that has no files without names.
int open_and_unlink(const std::filesystem::path& folder) {
    auto name = (folder / ".upload-XXXXXX").string();
    const int descriptor = ::mkostemp(name.data(), O_CLOEXEC);
    if (descriptor >= 0) ::unlink(name.c_str());
    return descriptor;
}

}  // namespace

UnnamedFile::UnnamedFile(std::filesystem::path folder, int descriptor)
    : folder_(std::move(folder)), descriptor_(descriptor) {}

UnnamedFile::UnnamedFile(UnnamedFile&& other) noexcept
    : folder_(std::move(other.folder_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      size_(other.size_) {}

UnnamedFile::~UnnamedFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Result<UnnamedFile> UnnamedFile::make(const std::filesystem::path& folder) {
    int descriptor = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor < 0 && (errno == EOPNOTSUPP || errno == EISDIR)) {
        descriptor = open_and_unlink(folder);
    }
    if (descriptor < 0) return failure(folder);
    return UnnamedFile(folder, descriptor);
}

Result<void> UnnamedFile::append(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return failure(folder_);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
        size_ += static_cast<std::size_t>(written);
    }
    return {};
}

std::filesystem::path UnnamedFile::path() const {
    return "/proc/self/fd/" + std::to_string(descriptor_);
}

}  // namespace utter::platform
