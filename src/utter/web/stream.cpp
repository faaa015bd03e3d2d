#include "utter/web/stream.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/errc.hpp>

#include "utter/core/log.hpp"

namespace utter::web {

namespace asio = boost::asio;
using Status = bus::Transport::Status;

namespace {

boost::system::error_code error_of(Status status, const bus::Transport& tls) {
    if (status == Status::closed) return asio::error::eof;
    log::debug("web.tls_failed", {{"reason", tls.failure()}});
    return make_error_code(boost::system::errc::protocol_error);
}

}  // namespace

Stream::Link::Link(asio::ip::tcp::socket its_socket, const bus::MakeTransport& make_tls)
    : socket(std::move(its_socket)), limit(socket.get_executor()) {
    if (make_tls) tls = make_tls(socket.native_handle());
}

Stream::Link::~Link() {
    close();
}

void Stream::Link::close() {
    boost::system::error_code ignored;
    limit.cancel();
    if (tls) {
        socket.release(ignored);
        tls.reset();
    } else {
        socket.close(ignored);
    }
}

Stream::Stream(asio::ip::tcp::socket socket, const bus::MakeTransport& make_tls)
    : link_(std::make_shared<Link>(std::move(socket), make_tls)) {}

void Stream::expires_after(std::chrono::seconds patience) {
    link_->limit.expires_after(patience);
    link_->limit.async_wait([known = std::weak_ptr(link_)](boost::system::error_code error) {
        const auto link = known.lock();
        // It may have been moved on while this was on its way.
        if (error || !link || link->limit.expiry() > std::chrono::steady_clock::now()) return;
        link->close();
    });
}

void Stream::expires_never() {
    link_->limit.expires_at(asio::steady_timer::time_point::max());
}

void Stream::shut_down() {
    if (!link_) return;
    boost::system::error_code ignored;
    if (link_->tls) {
        link_->tls->shut_down();
    } else {
        link_->socket.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    }
}

void Stream::close() {
    link_->close();
}

// A read may make TLS answer something, which is sent here when no writer is there to do it.
Stream::Step Stream::Read::run() const {
    if (!link->tls) return {.error = asio::error::operation_aborted};
    if (room.empty()) return {};
    auto& tls = *link->tls;
    const bool may_write = !link->is_writing;
    if (may_write && tls.wants_write()) (void)tls.write({});
    const auto moved = tls.read(room);
    if (moved.status == Status::done) return {.bytes = moved.bytes};
    if (moved.status != Status::again) return {.error = error_of(moved.status, tls)};
    return {.next = may_write && tls.wants_write() ? Step::Next::wait_for_write
                                                   : Step::Next::wait_for_read};
}

// Complete once the socket has taken all that came of the bytes: TLS keeps none back.
Stream::Step Stream::Write::run() {
    if (!link->tls) return {.error = asio::error::operation_aborted};
    auto& tls = *link->tls;
    link->is_writing = true;
    const auto ends = [this](Step step) {
        if (step.next == Step::Next::complete) link->is_writing = false;
        return step;
    };
    const auto moved = tls.write(written > 0 ? std::span<const iovec>()
                                             : std::span<const iovec>(pieces).first(count));
    if (moved.status == Status::failed || moved.status == Status::closed) {
        return ends({.error = error_of(moved.status, tls)});
    }
    written += moved.bytes;
    if (tls.wants_write()) return {.next = Step::Next::wait_for_write};
    if (written == 0 && count > 0) return {.next = Step::Next::wait_for_read};
    return ends({.bytes = written});
}

}  // namespace utter::web
