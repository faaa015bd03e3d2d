#include "utter/bus/tls.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <new>
#include <utility>

#include "utter/bus/bus_client.hpp"

namespace utter::bus {
namespace {

constexpr std::size_t record_bytes = std::size_t{16} * 1024;
// So much is encrypted for one send.
constexpr std::size_t burst_bytes = 4 * record_bytes;

std::string openssl_reason() {
    const auto code = ERR_get_error();
    ERR_clear_error();
    const char* reason = ERR_reason_error_string(code);
    return reason == nullptr ? "unknown TLS error" : reason;
}

Result<void> must_be_readable(const std::string& what, const std::string& path) {
    errno = 0;
    if (std::ifstream(path).get() != std::ifstream::traits_type::eof()) return {};
    return fail(ErrorCode::io,
                what + " '" + path + "': " + (errno == 0 ? "is empty" : std::strerror(errno)));
}

std::unexpected<Error> unusable(const std::string& what, const std::string& path) {
    return fail(ErrorCode::malformed, what + " '" + path + "': " + openssl_reason());
}

// A key with a password is refused rather than asked for on the terminal.
int no_password(char* /*room*/, int /*size*/, int /*writing*/, void* /*data*/) {
    return -1;
}

std::shared_ptr<SSL_CTX> make_context(const SSL_METHOD* method) {
    std::shared_ptr<SSL_CTX> made(SSL_CTX_new(method), SSL_CTX_free);
    if (!made) throw std::bad_alloc();
    SSL_CTX_set_min_proto_version(made.get(), TLS1_2_VERSION);
    // A WebSocket says goodbye itself, so an end without TLS's own cuts no message short.
    SSL_CTX_set_options(made.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_mode(made.get(),
                     SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                         SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_read_ahead(made.get(), 1);
    SSL_CTX_set_default_passwd_cb(made.get(), no_password);
    // Connections last for days; resuming one is not worth keeping its secrets.
    SSL_CTX_set_session_cache_mode(made.get(), SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(made.get(), 0);
    return made;
}

bool is_address(const std::string& name) {
    std::array<unsigned char, sizeof(in6_addr)> room{};
    return ::inet_pton(AF_INET, name.c_str(), room.data()) == 1 ||
           ::inet_pton(AF_INET6, name.c_str(), room.data()) == 1;
}

// Walks over pieces and copies them out.
class PieceReader {
  public:
    explicit PieceReader(std::span<const iovec> pieces) : pieces_(pieces) {}

    std::size_t fill(std::span<char> room) {
        std::size_t filled = 0;
        while (filled < room.size() && !pieces_.empty()) {
            const auto& piece = pieces_.front();
            const auto count = std::min(piece.iov_len - at_, room.size() - filled);
            if (count > 0) {
                std::memcpy(
                    room.data() + filled, static_cast<const char*>(piece.iov_base) + at_, count);
            }
            filled += count;
            at_ += count;
            if (at_ == piece.iov_len) {
                pieces_ = pieces_.subspan(1);
                at_ = 0;
            }
        }
        return filled;
    }

  private:
    std::span<const iovec> pieces_;
    std::size_t at_ = 0;  // in the first piece
};

// The library reads the socket itself, but writes into memory, from where this sends: so it never
// has to be called again with the very bytes it could not send, which may have been dropped by
// then, and the small pieces of a gathered write share records and system calls.
class TlsTransport final : public Transport {
  public:
    TlsTransport(SSL_CTX* context, int descriptor)
        : descriptor_(descriptor), ssl_(SSL_new(context), SSL_free) {
        ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK);
        BIO* from = BIO_new_socket(descriptor, BIO_NOCLOSE);
        BIO* to = BIO_new(BIO_s_mem());
        if (!ssl_ || from == nullptr || to == nullptr) {
            BIO_free(from);
            BIO_free(to);
            ::close(descriptor);
            throw std::bad_alloc();
        }
        SSL_set_bio(ssl_.get(), from, to);
    }
    ~TlsTransport() override { ::close(descriptor_); }
    TlsTransport(const TlsTransport&) = delete;
    TlsTransport& operator=(const TlsTransport&) = delete;
    TlsTransport(TlsTransport&&) = delete;
    TlsTransport& operator=(TlsTransport&&) = delete;

    void serve() { SSL_set_accept_state(ssl_.get()); }
    void expect(const std::string& server_name) {
        SSL_set_connect_state(ssl_.get());
        SSL_set_verify(ssl_.get(), SSL_VERIFY_PEER, nullptr);
        SSL_set_hostflags(ssl_.get(), X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
        const bool known = is_address(server_name)
                               ? X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl_.get()),
                                                               server_name.c_str()) == 1
                               : SSL_set1_host(ssl_.get(), server_name.c_str()) == 1 &&
                                     SSL_set_tlsext_host_name(ssl_.get(), server_name.c_str()) == 1;
        if (known && !server_name.empty()) return;
        end_ = Status::failed;
        failure_ = "'" + server_name + "' is no name a certificate can be for";
    }

    [[nodiscard]] int descriptor() const noexcept override { return descriptor_; }

    [[nodiscard]] Moved read(std::span<char> into) override {
        std::size_t total = 0;
        while (end_ == Status::done && total < into.size()) {
            ERR_clear_error();
            errno = 0;
            std::size_t count = 0;
            const int result =
                SSL_read_ex(ssl_.get(), into.data() + total, into.size() - total, &count);
            total += count;
            if (result != 1 && !can_go_on(result)) break;
        }
        send();
        if (total > 0) return {Status::done, total};
        return {end_ == Status::done ? Status::again : end_, 0};
    }

    [[nodiscard]] bool has_pending() const noexcept override {
        return end_ == Status::done && SSL_has_pending(ssl_.get()) == 1;
    }

    [[nodiscard]] Moved write(std::span<const iovec> pieces) override {
        send();
        if (end_ == Status::failed) return {Status::failed, 0};
        if (!unsent_.empty()) return {Status::again, 0};
        PieceReader reader(pieces);
        std::array<char, record_bytes> record;  // NOLINT(cppcoreguidelines-pro-type-member-init)
        std::size_t total = 0;
        bool stuck = false;
        while (total < burst_bytes && !stuck) {
            const auto size = reader.fill(record);
            if (size == 0) break;
            ERR_clear_error();
            errno = 0;
            std::size_t count = 0;
            const int result = SSL_write_ex(ssl_.get(), record.data(), size, &count);
            total += count;
            stuck = result != 1 || count < size;
            if (result != 1) can_go_on(result);
        }
        send();
        if (end_ == Status::failed) return {Status::failed, 0};
        if (total == 0 && stuck) return {Status::again, 0};
        return {Status::done, total};
    }

    [[nodiscard]] bool wants_write() const noexcept override { return !unsent_.empty(); }
    [[nodiscard]] std::string failure() const override { return failure_; }

    void shut_down() noexcept override {
        if (std::exchange(ending_, true)) return;
        if (end_ != Status::failed && SSL_is_init_finished(ssl_.get()) == 1) {
            SSL_shutdown(ssl_.get());
        }
        send();
    }

  private:
    // Judges a call that did not succeed. @return whether calling again now may do more.
    bool can_go_on(int result) {
        switch (SSL_get_error(ssl_.get(), result)) {
            case SSL_ERROR_WANT_READ:
            case SSL_ERROR_WANT_WRITE:
                return false;
            case SSL_ERROR_ZERO_RETURN:
                end_ = Status::closed;
                return false;
            case SSL_ERROR_SYSCALL:
                fail_with(errno == 0 ? "closed in the middle of TLS" : std::strerror(errno));
                return false;
            default:
                fail_with(words_of_failure());
                return false;
        }
    }

    [[nodiscard]] std::string words_of_failure() const {
        const auto verdict = SSL_get_verify_result(ssl_.get());
        if (verdict == X509_V_OK) return "TLS: " + openssl_reason();
        return std::string("the server's certificate: ") + X509_verify_cert_error_string(verdict);
    }

    void fail_with(std::string why) {
        end_ = Status::failed;
        failure_ = std::move(why);
    }

    // Sends what the library has made ready, as far as the socket takes it. A last alert goes out
    // too, so this goes on after a failure.
    void send() noexcept {
        BIO* made = SSL_get_wbio(ssl_.get());
        char* bytes = nullptr;
        const auto size = BIO_get_mem_data(made, &bytes);
        if (size > 0) {
            unsent_.append(bytes, static_cast<std::size_t>(size));
            (void)BIO_reset(made);
        }
        std::size_t sent = 0;
        while (sent < unsent_.size()) {
            const auto count =
                ::send(descriptor_, unsent_.data() + sent, unsent_.size() - sent, MSG_NOSIGNAL);
            if (count < 0) {
                if (errno == EINTR) continue;
                if (errno != EAGAIN && errno != EWOULDBLOCK) {
                    if (end_ == Status::done) fail_with(std::strerror(errno));
                    sent = unsent_.size();
                }
                break;
            }
            sent += static_cast<std::size_t>(count);
        }
        unsent_.erase(0, sent);
        if (ending_ && unsent_.empty()) ::shutdown(descriptor_, SHUT_WR);
    }

    const int descriptor_;
    const std::unique_ptr<SSL, decltype(&SSL_free)> ssl_;
    std::string unsent_;         // encrypted, not yet taken by the socket
    Status end_ = Status::done;  // closed or failed once reading is over
    std::string failure_;
    bool ending_ = false;
};

}  // namespace

TlsContext::TlsContext(Side side, std::shared_ptr<ssl_ctx_st> context)
    : side_(side), context_(std::move(context)) {}

Result<TlsContext> TlsContext::server(const std::string& certificate_file,
                                      const std::string& key_file) {
    if (auto read = must_be_readable("TLS certificate", certificate_file); !read) {
        return std::unexpected(read.error());
    }
    if (auto read = must_be_readable("TLS key", key_file); !read) {
        return std::unexpected(read.error());
    }
    auto context = make_context(TLS_server_method());
    ERR_clear_error();
    if (SSL_CTX_use_certificate_chain_file(context.get(), certificate_file.c_str()) != 1) {
        return unusable("TLS certificate", certificate_file);
    }
    if (SSL_CTX_use_PrivateKey_file(context.get(), key_file.c_str(), SSL_FILETYPE_PEM) != 1) {
        return unusable("TLS key", key_file);
    }
    return TlsContext(Side::server, std::move(context));
}

Result<TlsContext> TlsContext::client(const std::string& ca_file) {
    auto context = make_context(TLS_client_method());
    ERR_clear_error();
    if (ca_file.empty()) {
        SSL_CTX_set_default_verify_paths(context.get());
        return TlsContext(Side::client, std::move(context));
    }
    if (auto read = must_be_readable("CA file", ca_file); !read) {
        return std::unexpected(read.error());
    }
    if (SSL_CTX_load_verify_file(context.get(), ca_file.c_str()) != 1) {
        return unusable("CA file", ca_file);
    }
    return TlsContext(Side::client, std::move(context));
}

std::unique_ptr<Transport> TlsContext::wrap(int descriptor, const std::string& server_name) const {
    auto transport = std::make_unique<TlsTransport>(context_.get(), descriptor);
    if (side_ == Side::server) {
        transport->serve();
    } else {
        transport->expect(server_name);
    }
    return transport;
}

Result<void> add_tls(BusClientSettings& settings) {
    if (!settings.url.starts_with("wss://")) return {};
    auto context = TlsContext::client(settings.ca_file);
    if (!context) return std::unexpected(context.error());
    settings.make_tls = [context = std::move(*context)](int descriptor,
                                                        const std::string& server_name) {
        return context.wrap(descriptor, server_name);
    };
    return {};
}

}  // namespace utter::bus
