#pragma once

#include <memory>
#include <string>

#include "utter/platform/live/live_session.hpp"
#include "utter/web/websocket.hpp"

namespace utter::platform {

/// A session's client at the end of a WebSocket that speaks the seed's protocol.
class SocketClient final : public SessionClient {
  public:
    explicit SocketClient(std::shared_ptr<web::WebSocket> socket) : socket_(std::move(socket)) {}

    void on_event(const json::object& message) override;
    void on_sound(std::string frame) override { socket_->send_binary(std::move(frame)); }
    void on_replaced() override;

  private:
    std::shared_ptr<web::WebSocket> socket_;
};

}  // namespace utter::platform
