#pragma once

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <functional>
#include <string>
#include <thread>
#include <utility>
#include <variant>

#include "utter/bus/http_door.hpp"
#include "utter/bus/websocket.hpp"
#include "utter/core/log.hpp"

namespace utter::bus {

/// A server that plays one script with the next client that comes, on a thread of its own.
class FakeBus {
  public:
    class Peer {
      public:
        explicit Peer(boost::asio::ip::tcp::socket& socket) : socket_(socket) {}

        std::string read_head() {
            const auto size =
                boost::asio::read_until(socket_, boost::asio::dynamic_buffer(buffer_), "\r\n\r\n");
            return take(size);
        }
        /// Reads the request and lets the client in; @return the request's head.
        std::string let_in() {
            auto head = read_head();
            send(upgrade_response(parse_request(head).value().websocket_key, {}));
            return head;
        }
        void send(const std::string& bytes) {
            boost::asio::write(socket_, boost::asio::buffer(bytes));
        }
        void send_frame(unsigned char first_byte, const std::string& payload) {
            std::string frame(websocket::header_bytes_for(payload.size()), '\0');
            websocket::write_header(frame.data(), websocket::Opcode::text, payload.size());
            frame[0] = static_cast<char>(first_byte);
            send(frame + payload);
        }
        /// The next frame's opcode and payload, unmasked; it has to be masked.
        std::pair<websocket::Opcode, std::string> read_frame() {
            for (;;) {
                const auto read = websocket::read_header(buffer_);
                const auto* header = std::get_if<websocket::FrameHeader>(&read);
                if (header != nullptr) {
                    EXPECT_TRUE(header->masked);
                    const auto whole = header->header_bytes + header->payload_bytes;
                    if (buffer_.size() >= whole) {
                        auto payload = take(whole).substr(header->header_bytes);
                        websocket::apply_mask(payload.data(), payload.size(), header->mask);
                        return {header->opcode, std::move(payload)};
                    }
                }
                boost::asio::read(socket_,
                                  boost::asio::dynamic_buffer(buffer_),
                                  boost::asio::transfer_at_least(1));
            }
        }

      private:
        std::string take(std::size_t size) {
            auto taken = buffer_.substr(0, size);
            buffer_.erase(0, size);
            return taken;
        }

        boost::asio::ip::tcp::socket& socket_;
        std::string buffer_;
    };

    explicit FakeBus(std::function<void(Peer&)> script)
        : acceptor_(context_, {boost::asio::ip::make_address("127.0.0.1"), 0}),
          url_("ws://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + "/core"),
          thread_([this, script = std::move(script)] {
              auto socket = acceptor_.accept();
              Peer peer(socket);
              try {
                  script(peer);
              } catch (const boost::system::system_error& gone) {
                  // What the client was to do before it went is expected of the script.
                  log::debug("fake_bus.client_gone", {{"what", gone.what()}});
              }
          }) {}

    [[nodiscard]] const std::string& url() const noexcept { return url_; }

  private:
    boost::asio::io_context context_;
    boost::asio::ip::tcp::acceptor acceptor_;
    const std::string url_;
    std::jthread thread_;
};

}  // namespace utter::bus
