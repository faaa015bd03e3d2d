// A peer for the benchmark: the broadcast server one writes first with Boost.Beast, which sends
// every text frame to all clients, one async_write for each message and client.

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>
#include <cstdlib>
#include <deque>
#include <iostream>
#include <memory>
#include <set>
#include <string>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using boost::system::error_code;

class Client;
std::set<std::shared_ptr<Client>>& clients() {
    static std::set<std::shared_ptr<Client>> all;
    return all;
}

class Client : public std::enable_shared_from_this<Client> {
  public:
    explicit Client(tcp::socket socket) : ws_(std::move(socket)) {
        ws_.next_layer().set_option(tcp::no_delay(true));
        ws_.text(true);
    }

    void start() {
        ws_.async_accept([self = shared_from_this()](error_code error) {
            if (error) return;
            clients().insert(self);
            self->read();
        });
    }

    void send(const std::shared_ptr<const std::string>& message) {
        queue_.push_back(message);
        if (queue_.size() == 1) write();
    }

  private:
    void read() {
        ws_.async_read(buffer_, [self = shared_from_this()](error_code error, std::size_t) {
            if (error) {
                clients().erase(self);
                return;
            }
            const auto message =
                std::make_shared<const std::string>(beast::buffers_to_string(self->buffer_.data()));
            self->buffer_.clear();
            for (const auto& client : clients()) client->send(message);
            self->read();
        });
    }

    void write() {
        ws_.async_write(asio::buffer(*queue_.front()),
                        [self = shared_from_this()](error_code error, std::size_t) {
                            if (error) return;
                            self->queue_.pop_front();
                            if (!self->queue_.empty()) self->write();
                        });
    }

    beast::websocket::stream<tcp::socket> ws_;
    beast::flat_buffer buffer_;
    std::deque<std::shared_ptr<const std::string>> queue_;
};

void accept(tcp::acceptor& acceptor) {
    acceptor.async_accept([&acceptor](error_code error, tcp::socket socket) {
        if (!error) std::make_shared<Client>(std::move(socket))->start();
        accept(acceptor);
    });
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: beast_broadcast PORT\n";
        return 2;
    }
    const auto port = static_cast<std::uint16_t>(std::atoi(argv[1]));
    asio::io_context context(1);
    tcp::acceptor acceptor(context, {asio::ip::make_address("127.0.0.1"), port});
    accept(acceptor);
    context.run();
}
