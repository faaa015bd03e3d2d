#pragma once

#include <sys/uio.h>
#include <array>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/compose.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/role.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>

#include "utter/bus/transport.hpp"

namespace utter::web {

/// One accepted connection with or without TLS, as Beast reads and writes it; only the server's own
/// files include this. TLS is the bus's, so that no TLS library is loaded without a certificate.
/// What waits ends with operation_aborted when the connection is closed. A value, whose copies are
/// the same connection; one reader and one writer at a time; its executor's thread.
class Stream {
  public:
    using executor_type = boost::asio::any_io_executor;

    /// @param make_tls takes over the socket when it is not empty.
    Stream(boost::asio::ip::tcp::socket socket, const bus::MakeTransport& make_tls);

    [[nodiscard]] executor_type get_executor() { return link_->socket.get_executor(); }

    /// Closes the connection when so much time has passed; replaces an earlier limit.
    void expires_after(std::chrono::seconds patience);
    void expires_never();
    /// Ends our side; what was written still arrives. Nothing once it was moved from.
    void shut_down();
    void close();

    /// What an asynchronous operation returns to a caller with this completion token.
    template <class Token>
    using Returned = typename boost::asio::async_result<std::decay_t<Token>,
                                                        void(boost::system::error_code,
                                                             std::size_t)>::return_type;

    template <class Buffers, class Token>
    Returned<Token> async_read_some(const Buffers& into, Token&& token) {
        if (!link_->tls) {
            return link_->socket.async_read_some(into, std::forward<Token>(token));
        }
        std::span<char> room;
        const auto end = boost::asio::buffer_sequence_end(into);
        for (auto at = boost::asio::buffer_sequence_begin(into); at != end && room.empty(); ++at) {
            const boost::asio::mutable_buffer piece(*at);
            room = {static_cast<char*>(piece.data()), piece.size()};
        }
        return start(std::forward<Token>(token), Read{link_, room});
    }

    template <class Buffers, class Token>
    Returned<Token> async_write_some(const Buffers& from, Token&& token) {
        if (!link_->tls) {
            return link_->socket.async_write_some(from, std::forward<Token>(token));
        }
        Write write{link_};
        const auto end = boost::asio::buffer_sequence_end(from);
        for (auto at = boost::asio::buffer_sequence_begin(from);
             at != end && write.count < write.pieces.size();
             ++at) {
            const boost::asio::const_buffer piece(*at);
            if (piece.size() == 0) continue;
            // The call's old signature: nothing is written there.
            auto* const data = const_cast<void*>(piece.data());  // NOLINT
            write.pieces.at(write.count++) = {data, piece.size()};
        }
        return start(std::forward<Token>(token), std::move(write));
    }

    /// Beast's hooks: the end of a WebSocket, and of one that is out of time.
    template <class Handler>
    friend void async_teardown(boost::beast::role_type /*role*/,
                               Stream& stream,
                               Handler&& handler) {
        stream.shut_down();
        stream.start_teardown(std::forward<Handler>(handler));
    }
    friend void beast_close_socket(Stream& stream) { stream.close(); }

  private:
    struct Link {
        Link(boost::asio::ip::tcp::socket its_socket, const bus::MakeTransport& make_tls);
        ~Link();
        Link(const Link&) = delete;
        Link& operator=(const Link&) = delete;
        Link(Link&&) = delete;
        Link& operator=(Link&&) = delete;
        void close();

        boost::asio::ip::tcp::socket socket;
        std::unique_ptr<bus::Transport> tls;  // owns the socket's descriptor when there is one
        bool is_writing = false;
        boost::asio::steady_timer limit;
    };

    explicit Stream(std::shared_ptr<Link> link) : link_(std::move(link)) {}

    // How far TLS came without waiting.
    struct Step {
        enum class Next : std::uint8_t { complete, wait_for_read, wait_for_write };
        Next next = Next::complete;
        boost::system::error_code error;
        std::size_t bytes = 0;
    };

    struct Read {
        std::shared_ptr<Link> link;
        std::span<char> room;

        [[nodiscard]] Step run() const;
    };

    struct Write {
        std::shared_ptr<Link> link;
        std::array<iovec, 16> pieces{};
        std::size_t count = 0;
        std::size_t written = 0;

        [[nodiscard]] Step run();
    };

    // Runs a Read or a Write, waiting for the socket in between.
    template <class Work>
    struct Operation {
        Work work;
        Step step{};
        bool is_running = false;

        template <class Self>
        void operator()(Self& self, boost::system::error_code error = {}) {
            const bool first = !std::exchange(is_running, true);
            if (first || step.next != Step::Next::complete) {
                if (error) {
                    self.complete(error, 0);
                    return;
                }
                step = work.run();
                if (step.next != Step::Next::complete) {
                    using Socket = boost::asio::ip::tcp::socket;
                    const auto what = step.next == Step::Next::wait_for_read ? Socket::wait_read
                                                                             : Socket::wait_write;
                    auto link = work.link;  // `self`, and with it `work`, goes into the wait
                    link->socket.async_wait(what, std::move(self));
                    return;
                }
                if (first) {  // a caller is not called back before its call returns
                    auto link = work.link;
                    boost::asio::post(link->socket.get_executor(), std::move(self));
                    return;
                }
            }
            self.complete(step.error, step.bytes);
        }
    };

    template <class Token, class Work>
    auto start(Token&& token, Work work) {
        return boost::asio::async_compose<Token, void(boost::system::error_code, std::size_t)>(
            Operation<Work>{std::move(work)}, token, link_->socket);
    }

    // Reads what still comes until the other side ends too.
    struct Teardown {
        std::shared_ptr<Link> link;
        std::unique_ptr<std::array<char, 4096>> scrap = std::make_unique<std::array<char, 4096>>();

        template <class Self>
        void operator()(Self& self, boost::system::error_code error = {}, std::size_t = 0) {
            if (error) {
                link->close();
                self.complete(error == boost::asio::error::eof ? boost::system::error_code()
                                                               : error);
                return;
            }
            Stream from(link);  // the one here goes, with `self`, into the read
            const auto into = boost::asio::buffer(*scrap);
            from.async_read_some(into, std::move(self));
        }
    };

    template <class Handler>
    void start_teardown(Handler&& handler) {
        boost::asio::async_compose<Handler, void(boost::system::error_code)>(
            Teardown{link_}, handler, link_->socket);
    }

    std::shared_ptr<Link> link_;
};

}  // namespace utter::web
