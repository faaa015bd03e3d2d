#include "utter/platform/storage/durable_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

namespace utter::platform {
namespace {

class Descriptor {
  public:
    Descriptor(const std::filesystem::path& path, int flags)
        : value_(::open(path.c_str(), flags | O_CLOEXEC, S_IRUSR | S_IWUSR)) {}
    ~Descriptor() {
        if (value_ >= 0) ::close(value_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    Descriptor(Descriptor&&) = delete;
    Descriptor& operator=(Descriptor&&) = delete;

    [[nodiscard]] bool is_open() const { return value_ >= 0; }
    [[nodiscard]] bool write_at(std::size_t offset, std::span<const std::byte> bytes) const {
        while (is_open() && !bytes.empty()) {
            const auto written =
                ::pwrite(value_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) return false;
            bytes = bytes.subspan(static_cast<std::size_t>(written));
            offset += static_cast<std::size_t>(written);
        }
        return is_open();
    }
    [[nodiscard]] bool sync() const { return is_open() && ::fsync(value_) == 0; }

  private:
    int value_;
};

}  // namespace

std::string why_not_written(int error) {
    const bool full = error == ENOSPC || error == EDQUOT || error == EFBIG;
    return full ? "the disk is full" : std::generic_category().message(error);
}

class DurableFile::Part {
  public:
    explicit Part(std::filesystem::path place)
        : place_(std::move(place)), part_(place_.string() + ".part"), file_(part_, flags) {
        if (!file_.is_open()) failure_ = errno;
    }
    ~Part() {
        if (!part_.empty()) ::unlink(part_.c_str());
    }
    Part(const Part&) = delete;
    Part& operator=(const Part&) = delete;
    Part(Part&&) = delete;
    Part& operator=(Part&&) = delete;

    // Remembers the first thing that fails.
    bool tried(bool succeeded) {
        if (!succeeded && failure_ == 0) failure_ = errno;
        return failure_ == 0;
    }
    bool write_at(std::size_t offset, std::span<const std::byte> bytes) {
        return failure_ == 0 && tried(file_.write_at(offset, bytes));
    }
    void commit() {
        if (failure_ != 0 || !tried(file_.sync())) return;
        if (!tried(::rename(part_.c_str(), place_.c_str()) == 0)) return;
        part_.clear();
        // The folder holds the new name.
        const Descriptor folder(place_.parent_path(), O_RDONLY | O_DIRECTORY);
        tried(folder.sync());
    }
    [[nodiscard]] Result<void> outcome() const {
        if (failure_ == 0) return {};
        return std::unexpected(Error{
            ErrorCode::io,
            "the file " + place_.string() + " cannot be written: " + why_not_written(failure_),
            true});
    }

  private:
    static constexpr int flags = O_WRONLY | O_CREAT | O_TRUNC;

    std::filesystem::path place_;
    std::filesystem::path part_;  // empty once it is in its place
    Descriptor file_;
    int failure_ = 0;  // errno
};

DurableFile::DurableFile(std::unique_ptr<Part> part) : part_(std::move(part)) {}
DurableFile::~DurableFile() = default;
DurableFile::DurableFile(DurableFile&&) noexcept = default;

Result<DurableFile> DurableFile::open(const std::filesystem::path& path) {
    DurableFile file(std::make_unique<Part>(path));
    if (auto opened = file.part_->outcome(); !opened) return std::unexpected(opened.error());
    return file;
}

bool DurableFile::write_at(std::size_t offset, std::span<const std::byte> bytes) {
    return part_->write_at(offset, bytes);
}

Result<void> DurableFile::written() const {
    return part_->outcome();
}

Result<void> DurableFile::commit() {
    part_->commit();
    return part_->outcome();
}

Result<void> write_durably(const std::filesystem::path& path, std::span<const std::byte> bytes) {
    auto file = DurableFile::open(path);
    if (!file) return std::unexpected(file.error());
    file->write_at(0, bytes);
    return file->commit();
}

}  // namespace utter::platform
