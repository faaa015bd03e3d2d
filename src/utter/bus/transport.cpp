#include "utter/bus/transport.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace utter::bus {
namespace {

class SocketTransport final : public Transport {
  public:
    explicit SocketTransport(int descriptor) : descriptor_(descriptor) {
        ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK);
    }
    ~SocketTransport() override { ::close(descriptor_); }
    SocketTransport(const SocketTransport&) = delete;
    SocketTransport& operator=(const SocketTransport&) = delete;
    SocketTransport(SocketTransport&&) = delete;
    SocketTransport& operator=(SocketTransport&&) = delete;

    [[nodiscard]] int descriptor() const noexcept override { return descriptor_; }

    [[nodiscard]] Moved read(std::span<char> into) override {
        const auto count = ::recv(descriptor_, into.data(), into.size(), 0);
        if (count < 0) return not_moved();
        if (count == 0) return {Status::closed, 0};
        return {Status::done, static_cast<std::size_t>(count)};
    }

    [[nodiscard]] Moved write(std::span<const iovec> pieces) override {
        msghdr message{};
        message.msg_iov = const_cast<iovec*>(pieces.data());  // NOLINT: the call's old signature
        message.msg_iovlen = pieces.size();
        const auto count = ::sendmsg(descriptor_, &message, MSG_NOSIGNAL);
        blocked_ = count < 0 && is_later(errno);
        if (count < 0) return not_moved();
        return {Status::done, static_cast<std::size_t>(count)};
    }

    [[nodiscard]] bool wants_write() const noexcept override { return blocked_; }
    [[nodiscard]] std::string failure() const override { return std::strerror(error_); }

    void shut_down() noexcept override { ::shutdown(descriptor_, SHUT_WR); }

  private:
    static bool is_later(int error) noexcept {
        return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
    }
    Moved not_moved() noexcept {
        if (is_later(errno)) return {Status::again, 0};
        error_ = errno;
        return {Status::failed, 0};
    }

    const int descriptor_;
    bool blocked_ = false;
    int error_ = 0;
};

}  // namespace

std::unique_ptr<Transport> make_socket_transport(int descriptor) {
    return std::make_unique<SocketTransport>(descriptor);
}

}  // namespace utter::bus
