#include "utter/models/store.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <limits>
#include <optional>
#include <system_error>

#include "utter/core/log.hpp"
#include "utter/http/blocking.hpp"
#include "utter/models/sha256.hpp"

namespace utter::models {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr http::Timeouts timeouts{.connect = 10s, .idle = 30s, .total = 24h};
constexpr std::uint32_t redirects_max = 5;
// How soon somebody who wants it to stop is heard while nothing comes.
constexpr auto stop_patience = 100ms;
// A connection that breaks is tried again as long as each brings something.
constexpr int fruitless_tries_max = 2;

fs::path part_of(const fs::path& file) {
    return file.string() + ".part";
}

std::uint64_t size_of(const fs::path& file) {
    std::error_code error;
    const auto size = fs::file_size(file, error);
    return error ? 0 : size;
}

std::unexpected<Error> system_failure(const fs::path& file, std::string_view what, int error) {
    const bool full = error == ENOSPC || error == EDQUOT;
    return fail(
        full ? ErrorCode::limit : ErrorCode::io,
        fmt::format("{} {}: {}", file.string(), what, std::generic_category().message(error)));
}

// A file being downloaded, which nobody else downloads meanwhile.
class PartFile {
  public:
    static Result<PartFile> open(const fs::path& path) {
        std::error_code error;
        fs::create_directories(path.parent_path(), error);
        if (error) return system_failure(path.parent_path(), "cannot be made", error.value());
        const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
        if (descriptor < 0) return system_failure(path, "cannot be written", errno);
        PartFile part(path, descriptor);
        if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
            return fail(ErrorCode::unavailable,
                        path.string() + " is being downloaded by another program");
        }
        return part;
    }
    ~PartFile() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    PartFile(PartFile&& other) noexcept
        : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)) {}
    PartFile(const PartFile&) = delete;
    PartFile& operator=(const PartFile&) = delete;
    PartFile& operator=(PartFile&&) = delete;

    // Adds what is there to the digest. @return how much that is
    Result<std::uint64_t> read_into(Sha256& digest) const {
        std::array<char, 65536> buffer;
        std::uint64_t size = 0;
        while (true) {
            const auto got =
                ::pread(descriptor_, buffer.data(), buffer.size(), static_cast<off_t>(size));
            if (got < 0) return system_failure(path_, "cannot be read", errno);
            if (got == 0) return size;
            digest.add(std::string_view(buffer.data(), static_cast<std::size_t>(got)));
            size += static_cast<std::uint64_t>(got);
        }
    }

    Result<void> append(std::string_view bytes, std::uint64_t at) const {
        while (!bytes.empty()) {
            const auto written =
                ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(at));
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) return system_failure(path_, "cannot be written", errno);
            bytes.remove_prefix(static_cast<std::size_t>(written));
            at += static_cast<std::uint64_t>(written);
        }
        return {};
    }

    Result<void> clear() const {
        if (::ftruncate(descriptor_, 0) != 0)
            return system_failure(path_, "cannot be written", errno);
        return {};
    }

    // There is room on its disk for so much more.
    [[nodiscard]] Result<void> check_room(std::uint64_t bytes) const {
        struct statvfs disk{};
        if (::fstatvfs(descriptor_, &disk) != 0) return {};  // it will show
        const auto room = static_cast<std::uint64_t>(disk.f_bavail) * disk.f_frsize;
        if (room >= bytes) return {};
        return fail(ErrorCode::limit,
                    fmt::format("{} needs {} bytes more, and its disk has room for {}",
                                path_.string(),
                                bytes,
                                room));
    }

    // Gives it its name, once it is on the disk.
    Result<void> finish(const fs::path& name) const {
        if (::fsync(descriptor_) != 0) return system_failure(path_, "cannot be written", errno);
        std::error_code error;
        fs::rename(path_, name, error);
        if (error) return system_failure(name, "cannot be written", error.value());
        return {};
    }

    void remove() const {
        std::error_code ignored;
        fs::remove(path_, ignored);
    }

  private:
    PartFile(fs::path path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}

    fs::path path_;
    int descriptor_;
};

// One file's way onto the disk.
class Download {
  public:
    Download(const ModelFile& file,
             http::Transport& transport,
             const PartFile& part,
             std::function<bool(std::uint64_t)> go_on)
        : file_(file), transport_(transport), part_(part), go_on_(std::move(go_on)) {}

    Result<void> run() {
        auto have = part_.read_into(digest_);
        if (!have) return std::unexpected(have.error());
        have_ = *have;
        if (have_ > file_.bytes) {
            if (auto begun = begin_anew(); !begun) return begun;
        }
        if (auto room = part_.check_room(file_.bytes - have_); !room) return room;
        for (int fruitless = 0; have_ < file_.bytes;) {
            const auto before = have_;
            auto got = request();
            if (got && have_ == file_.bytes) break;
            if (!got && !worth_another_try_) return got;
            fruitless = have_ > before ? 0 : fruitless + 1;
            if (fruitless < fruitless_tries_max) continue;
            return got ? failure(ErrorCode::unavailable, "ended too early") : got;
        }
        if (digest_.finish() == file_.sha256) return {};
        part_.remove();
        return failure(ErrorCode::malformed,
                       "sent a file with another checksum than the registry has; it was removed");
    }

  private:
    [[nodiscard]] std::unexpected<Error> failure(ErrorCode code, std::string_view text) const {
        return fail(code, file_.url + " " + std::string(text));
    }

    Result<void> begin_anew() {
        have_ = 0;
        std::ignore = digest_.finish();
        return part_.clear();
    }

    // Asks for what is missing, and writes what comes of it.
    Result<void> request() {
        worth_another_try_ = false;
        // take() knows how long it may be.
        http::Request asked{.url = file_.url,
                            .response_bytes_max = std::numeric_limits<std::uint64_t>::max(),
                            .redirects_max = redirects_max};
        if (have_ > 0) asked.headers.push_back(fmt::format("Range: bytes={}-", have_));
        http::BlockingExchange exchange(transport_, std::move(asked), timeouts);
        while (true) {
            auto arrived = exchange.next_within(stop_patience);
            if (!arrived) {
                worth_another_try_ = true;
                return failure(arrived.error().code, arrived.error().detail);
            }
            const auto& came = *arrived;
            if (!came) {
                if (!go_on_(have_)) return stopped();
                continue;
            }
            const auto& part = *came;
            if (std::holds_alternative<http::End>(part)) return {};
            const auto* head = std::get_if<http::Head>(&part);
            auto taken = head != nullptr ? take(*head) : take(std::get<std::string>(part));
            if (!taken) return taken;
        }
    }

    Result<void> take(const http::Head& head) {
        if (head.status == 206 && head.content_range.starts_with(fmt::format("bytes {}-", have_))) {
            return {};
        }
        if (head.status == 200) {
            // A server that cannot go on sends all of it.
            if (have_ > 0) log::info("models.begun_anew", {{"url", file_.url}});
            return begin_anew();
        }
        if (head.status == 416) {
            // What is there is no part of what the server has now.
            if (auto begun = begin_anew(); !begun) return begun;
            worth_another_try_ = true;
        }
        return failure(ErrorCode::unavailable, "answered HTTP " + std::to_string(head.status));
    }

    Result<void> take(std::string_view bytes) {
        if (bytes.size() > file_.bytes - have_) {
            part_.remove();
            return failure(ErrorCode::malformed,
                           "sent a longer file than the registry has; it was removed");
        }
        if (auto written = part_.append(bytes, have_); !written) return written;
        digest_.add(bytes);
        have_ += bytes.size();
        if (!go_on_(have_)) return stopped();
        return {};
    }

    [[nodiscard]] static std::unexpected<Error> stopped() {
        return fail(ErrorCode::unavailable,
                    "stopped; what has come is kept, and the next fetch goes on from there");
    }

    const ModelFile& file_;
    http::Transport& transport_;
    const PartFile& part_;
    std::function<bool(std::uint64_t)> go_on_;
    Sha256 digest_;
    std::uint64_t have_ = 0;
    bool worth_another_try_ = false;
};

}  // namespace

Presence Store::presence(const Model& model) const {
    bool all = true;
    bool any = false;
    for (const auto& file : model.files) {
        const auto path = folder_of(model) / file.path;
        const bool there = size_of(path) == file.bytes;
        all = all && there;
        any = any || there || size_of(part_of(path)) > 0;
    }
    if (all) return Presence::present;
    return any ? Presence::partial : Presence::absent;
}

Result<void> Store::verify(const Model& model) const {
    for (const auto& file : model.files) {
        const auto path = folder_of(model) / file.path;
        const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
        if (descriptor < 0) {
            return errno == ENOENT ? fail(ErrorCode::not_found, path.string() + " is not there")
                                   : Result<void>(system_failure(path, "cannot be read", errno));
        }
        Sha256 digest;
        std::array<char, 65536> buffer;
        ssize_t got = 0;
        while ((got = ::read(descriptor, buffer.data(), buffer.size())) > 0) {
            digest.add(std::string_view(buffer.data(), static_cast<std::size_t>(got)));
        }
        const int error = errno;
        ::close(descriptor);
        if (got < 0) return system_failure(path, "cannot be read", error);
        if (digest.finish() != file.sha256) {
            return fail(ErrorCode::malformed,
                        path.string() +
                            " has another checksum than the registry; remove it and "
                            "fetch the model again");
        }
    }
    return {};
}

Result<void> Store::fetch(const Model& model,
                          http::Transport& transport,
                          const std::function<bool(const Progress&)>& go_on) const {
    std::uint64_t done = 0;
    for (const auto& file : model.files) {
        const auto path = folder_of(model) / file.path;
        if (size_of(path) != file.bytes) {
            const auto part = PartFile::open(part_of(path));
            if (!part) return std::unexpected(part.error());
            Download download(file, transport, *part, [&](std::uint64_t bytes) {
                return go_on({model, file, bytes, done + bytes});
            });
            if (auto got = download.run(); !got) return got;
            if (auto named = part->finish(path); !named) return named;
        }
        done += file.bytes;
        if (!go_on({model, file, file.bytes, done}) && done < model.bytes()) {
            return fail(ErrorCode::unavailable, "stopped; the files that have come are kept");
        }
    }
    return {};
}

}  // namespace utter::models
