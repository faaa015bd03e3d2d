#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "utter/platform/live/live_session.hpp"
#include "utter/web/websocket.hpp"

namespace utter::platform {

/// Tells a client of OpenAI's Realtime API what happens in a session, in that API's events. On the
/// loop.
class RealtimeEvents final : public SessionClient {
  public:
    RealtimeEvents(std::shared_ptr<web::WebSocket> socket, std::string model);

    void on_event(const json::object& message) override;
    void on_sound(std::string frame) override;
    void on_replaced() override {}

    /// The client asked for a response; one is told of even when nothing comes of it.
    void expect_response() { expected_ = true; }
    /// An item of the conversation, as the client made it.
    void tell_item(json::object item);
    void tell_committed();
    void tell_cleared() { send({{"type", "input_audio_buffer.cleared"}}); }
    void tell_error(std::string_view message, std::string_view param, std::string_view event_id);

  private:
    void send(json::object event);
    void on_state(std::string_view state);
    void begin_response();
    void end_response(std::string_view status);
    [[nodiscard]] json::object response(std::string_view status) const;
    [[nodiscard]] json::object spoken_item(std::string_view status) const;
    [[nodiscard]] json::object session(const json::object& message) const;
    [[nodiscard]] std::string next_id(std::string_view kind);

    std::shared_ptr<web::WebSocket> socket_;
    const std::string model_;
    std::string session_id_;
    bool created_ = false;  // the client knows the session
    bool by_voice_ = false;
    bool expected_ = false;
    std::uint64_t ids_ = 0;
    std::string heard_item_;   // the user's, while it is recorded and transcribed
    std::string response_id_;  // empty: none is in the making
    std::string spoken_item_;
    std::string transcript_;
};

}  // namespace utter::platform
