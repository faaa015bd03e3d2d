#include "utter/http/fake_endpoint.hpp"

#include <fmt/format.h>

#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <tuple>
#include <utility>

#include "utter/core/log.hpp"

namespace utter::http {

namespace asio = boost::asio;

std::string FakeEndpoint::Peer::read_request() {
    const auto head = asio::read_until(socket_, asio::dynamic_buffer(buffer_), "\r\n\r\n");
    constexpr std::string_view field = "Content-Length: ";
    const auto at = buffer_.find(field);
    const auto length = at < head ? std::stoul(buffer_.substr(at + field.size())) : 0;
    if (buffer_.size() < head + length) {
        asio::read(socket_,
                   asio::dynamic_buffer(buffer_),
                   asio::transfer_exactly(head + length - buffer_.size()));
    }
    return std::exchange(buffer_, {});
}

void FakeEndpoint::Peer::send(std::string_view bytes) {
    asio::write(socket_, asio::buffer(bytes));
}

void FakeEndpoint::Peer::send_chunk(std::string_view bytes) {
    send(fmt::format("{:x}\r\n{}\r\n", bytes.size(), bytes));
}

void FakeEndpoint::Peer::wait_for_close() {
    char byte = 0;
    boost::system::error_code ignored;
    socket_.read_some(asio::buffer(&byte, 1), ignored);
}

void FakeEndpoint::Peer::reset() {
    socket_.set_option(asio::socket_base::linger(true, 0));
}

FakeEndpoint::FakeEndpoint(Script script)
    : acceptor_(context_, {asio::ip::make_address("127.0.0.1"), 0}),
      script_(std::move(script)),
      thread_([this] { accept_all(); }) {}

FakeEndpoint::~FakeEndpoint() {
    stopping_ = true;
    Socket wake(context_);
    wake.connect(acceptor_.local_endpoint());
    thread_.join();
    {
        const std::lock_guard lock(mutex_);
        boost::system::error_code ignored;
        for (const auto& socket : open_)
            std::ignore = socket->shutdown(Socket::shutdown_both, ignored);
    }
    for (auto& script : scripts_) script.join();
}

std::string FakeEndpoint::url() const {
    return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port());
}

void FakeEndpoint::accept_all() {
    while (true) {
        auto socket = std::make_shared<Socket>(acceptor_.accept());
        if (stopping_) return;
        const std::lock_guard lock(mutex_);
        open_.push_back(socket);
        scripts_.emplace_back([this, socket, number = ++connections_] {
            Peer peer(*socket, number);
            try {
                script_(peer);
            } catch (const boost::system::system_error& gone) {
                log::debug("endpoint.client_gone", {{"what", gone.what()}});
            }
            const std::lock_guard closing(mutex_);
            open_.remove(socket);
            boost::system::error_code ignored;
            std::ignore = socket->close(ignored);
        });
    }
}

std::string response(int status, std::string_view body, const std::string& headers) {
    return fmt::format("HTTP/1.1 {} X\r\n{}Content-Length: {}\r\nConnection: close\r\n\r\n{}",
                       status,
                       headers,
                       body.size(),
                       body);
}

}  // namespace utter::http
