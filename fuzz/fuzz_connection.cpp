// A client's bytes, cut anywhere: HTTP, then WebSocket frames. Whatever they are, the connection
// stays in a known state, hands on only whole text messages within the limit, and what it answers
// are sound frames.
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>

#include "utter/bus/connection.hpp"
#include "utter/core/log.hpp"
#include "utter/runtime/event_loop.hpp"

namespace {

using namespace utter::bus;

constexpr std::size_t frame_bytes_max = 1000;
constexpr std::size_t read_bytes = 512;

void require(bool condition) {
    if (!condition) std::abort();
}

// Gives the input in pieces, the size of each being its first byte, and collects what is written.
class FakeTransport final : public Transport {
  public:
    FakeTransport(std::string_view input, std::string& written)
        : descriptor_(::eventfd(0, EFD_CLOEXEC)), input_(input), written_(written) {}
    ~FakeTransport() override { ::close(descriptor_); }
    FakeTransport(const FakeTransport&) = delete;
    FakeTransport& operator=(const FakeTransport&) = delete;
    FakeTransport(FakeTransport&&) = delete;
    FakeTransport& operator=(FakeTransport&&) = delete;

    [[nodiscard]] int descriptor() const noexcept override { return descriptor_; }
    [[nodiscard]] Moved read(std::span<char> into) override {
        if (input_.size() < 2) return {Status::closed, 0};
        const std::size_t piece = static_cast<unsigned char>(input_.front()) + 1U;
        input_.remove_prefix(1);
        const auto count = std::min({piece, into.size(), input_.size()});
        std::memcpy(into.data(), input_.data(), count);
        input_.remove_prefix(count);
        return {Status::done, count};
    }
    [[nodiscard]] Moved write(std::span<const iovec> pieces) override {
        std::size_t count = 0;
        for (const auto& piece : pieces) {
            written_.append(static_cast<const char*>(piece.iov_base), piece.iov_len);
            count += piece.iov_len;
        }
        return {Status::done, count};
    }
    [[nodiscard]] bool wants_write() const noexcept override { return false; }
    [[nodiscard]] std::string failure() const override { return {}; }
    void shut_down() noexcept override {}

  private:
    int descriptor_;
    std::string_view input_;
    std::string& written_;
};

class Owner final : public ConnectionOwner {
  public:
    [[nodiscard]] std::span<char> read_room() noexcept override {
        return {room_.data(), read_bytes};
    }
    [[nodiscard]] bool may_read(Connection& /*connection*/) override { return true; }
    void on_request(Connection& connection, const utter::Result<HttpRequest>& request) override {
        if (request && request->upgrade && websocket::is_key(request->websocket_key)) {
            connection.accept(*request, {});
        } else {
            connection.respond({}, request && request->method == "HEAD");
        }
    }
    void on_text(Connection& connection, std::string_view payload) override {
        require(connection.state() == Connection::State::open);
        require(payload.size() <= frame_bytes_max);
        FrameLog log;
        connection.queue(log.append_text(payload));
        connection.flush();
    }
    void on_refused(Connection& /*connection*/, std::string_view reason) override {
        require(!reason.empty());
    }
    void on_written(Connection& /*connection*/, std::size_t /*bytes*/) override {}
    void on_gone(Connection& connection) override {
        require(connection.state() == Connection::State::gone);
    }

  private:
    std::array<char, read_bytes + scan_padding> room_{};
};

// Everything after the response's head is whole unmasked frames.
void check_written(std::string_view written) {
    const auto head = request_end(written);
    if (!head) {
        require(written.empty());
        return;
    }
    if (!written.starts_with("HTTP/1.1 101")) return;
    written.remove_prefix(*head);
    while (!written.empty()) {
        const auto read = websocket::read_header(written);
        const auto* header = std::get_if<websocket::FrameHeader>(&read);
        require(header != nullptr && !header->masked && header->final);
        const auto whole = header->header_bytes + header->payload_bytes;
        require(whole <= written.size());
        written.remove_prefix(whole);
    }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer calls
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static utter::runtime::EventLoop loop;
    static Poller poller(loop, [] {});
    const utter::log::Capture quiet;
    std::string written;
    Owner owner;
    Connection connection(
        1,
        std::make_unique<FakeTransport>(
            std::string_view(reinterpret_cast<const char*>(bytes), size), written),
        "fuzz",
        frame_bytes_max,
        poller,
        owner);
    while (connection.state() != Connection::State::gone) connection.on_ready(EPOLLIN);
    check_written(written);
    return 0;
}
