#include "utter/platform/door/openai_realtime.hpp"

#include <optional>
#include <utility>

#include "utter/core/base64.hpp"
#include "utter/platform/door/openai_speech.hpp"
#include "utter/platform/door/realtime_events.hpp"
#include "utter/platform/door/routing.hpp"
#include "utter/runtime/offload.hpp"

namespace utter::platform {
namespace {

namespace asio = boost::asio;
using web::Request;

constexpr std::uint16_t close_refused = 4004;
constexpr PcmFormat realtime_pcm{.rate_hz = 24'000, .format = SampleFormat::s16le};

const json::object* object_in(const json::object& object, std::string_view key) {
    const auto* value = object.if_contains(key);
    return value == nullptr ? nullptr : value->if_object();
}

class RealtimeSocket {
  public:
    RealtimeSocket(Services& services,
                   std::shared_ptr<web::WebSocket> socket,
                   std::shared_ptr<LiveSession> session,
                   std::string model)
        : services_(services),
          socket_(std::move(socket)),
          session_(std::move(session)),
          client_(socket_, std::move(model)) {
        session_->attach(client_, false);
        session_->configure({.input = realtime_pcm,
                             .output = realtime_pcm,
                             .lang = {},
                             .turn_detection = TurnDetection::voice});
        if (session_->finds_turns()) return;
        // Nothing here finds them, and the client has been told; it can still say them itself.
        session_->configure(
            {.input = realtime_pcm, .output = realtime_pcm, .lang = {}, .turn_detection = {}});
    }
    ~RealtimeSocket() {
        session_->detach(client_);
        services_.sessions.remove(session_->id());
    }
    RealtimeSocket(const RealtimeSocket&) = delete;
    RealtimeSocket& operator=(const RealtimeSocket&) = delete;
    RealtimeSocket(RealtimeSocket&&) = delete;
    RealtimeSocket& operator=(RealtimeSocket&&) = delete;

    [[nodiscard]] asio::awaitable<void> serve() {
        bool goes_on = true;
        while (goes_on) {
            auto frame = co_await socket_->read();
            goes_on = frame.has_value();
            if (!goes_on) continue;
            const auto parsed = parse_json(frame->bytes);
            const auto* event = parsed ? parsed->if_object() : nullptr;
            if (event == nullptr) {
                client_.tell_error("an event must be a JSON object", {}, {});
                continue;
            }
            co_await handle(*event);
        }
    }

  private:
    [[nodiscard]] asio::awaitable<void> handle(const json::object& event) {
        const auto type = string_or_empty(event, "type");
        if (type == "session.update") {
            co_await update(event);
        } else if (type == "input_audio_buffer.append") {
            append(event);
        } else if (type == "input_audio_buffer.commit") {
            client_.tell_committed();
        } else if (type == "input_audio_buffer.clear") {
            if (session_->state() == SessionState::recording) session_->cancel();
            client_.tell_cleared();
        } else if (type == "conversation.item.create") {
            create_item(event);
        } else if (type == "response.create") {
            create_response(event);
        } else if (type == "response.cancel") {
            session_->cancel();
        } else {
            refuse(event, "'type' is not known, or not served here", "type");
        }
    }

    void refuse(const json::object& event, std::string_view message, std::string_view param) {
        client_.tell_error(message, param, string_or_empty(event, "event_id"));
    }

    [[nodiscard]] asio::awaitable<void> update(const json::object& event) {
        const auto* session = object_in(event, "session");
        if (session == nullptr) {
            refuse(event, "'session' must be an object", "session");
            co_return;
        }
        // As it is today, and as it was before "audio" had a member of its own.
        const auto* audio = object_in(*session, "audio");
        const auto* input = audio == nullptr ? session : object_in(*audio, "input");
        const auto* output = audio == nullptr ? session : object_in(*audio, "output");
        const auto voice =
            std::string(output == nullptr ? std::string_view() : string_or_empty(*output, "voice"));
        if (!voice.empty()) {
            auto look_up = [this, voice] { return find_openai_voice(services_, voice); };
            auto found = co_await runtime::offload(services_.store, look_up);
            if (!found) {
                refuse(event, found.error().detail, "session.audio.output.voice");
                co_return;
            }
            session_->set_voice(std::move(*found));
        }
        client_message::Configure wanted;
        if (input != nullptr) {
            if (const auto* turns = input->if_contains("turn_detection"); turns != nullptr) {
                wanted.turn_detection =
                    turns->is_null() ? TurnDetection::manual : TurnDetection::voice;
            }
        }
        session_->configure(wanted);
    }

    void append(const json::object& event) {
        const auto sound = from_base64(string_or_empty(event, "audio"));
        if (!sound) {
            refuse(event, "'audio' is no base64", "audio");
            return;
        }
        if (!session_->finds_turns() && session_->state() != SessionState::recording) {
            session_->start_recording();
        }
        session_->hear(*sound);
    }

    void create_item(const json::object& event) {
        const auto* item = object_in(event, "item");
        const auto* content = item == nullptr ? nullptr : item->if_contains("content");
        if (content == nullptr || !content->is_array() ||
            string_or_empty(*item, "type") != "message") {
            refuse(event, "'item' must be a message with content", "item");
            return;
        }
        std::string text;
        for (const auto& part : content->get_array()) {
            if (const auto* object = part.if_object()) text += string_or_empty(*object, "text");
        }
        if (string_or_empty(*item, "role") == "user") written_ = text;
        auto told = *item;
        told["object"] = "realtime.item";
        told["status"] = "completed";
        client_.tell_item(std::move(told));
    }

    void create_response(const json::object& event) {
        client_.expect_response();
        if (session_->state() == SessionState::recording && !session_->finds_turns()) {
            session_->stop_recording();
        } else if (!written_.empty()) {
            session_->say(std::exchange(written_, {}));
        } else {
            refuse(event, "there is nothing to respond to", "response");
        }
    }

    Services& services_;
    std::shared_ptr<web::WebSocket> socket_;
    std::shared_ptr<LiveSession> session_;
    RealtimeEvents client_;
    std::string written_;  // a user's words that wait for response.create
};

asio::awaitable<void> serve_realtime(Services& services,
                                     Request request,
                                     std::shared_ptr<web::WebSocket> socket) {
    const std::string model(request.query_value("model"));
    auto made = services.sessions.create("rt-" + make_uuid(), request.principal.name);
    if (!made) {
        socket->close(close_refused, made.error().detail);
        co_return;
    }
    auto look_up = [&services, model] { return services.personas.get(model); };
    const auto persona = co_await runtime::offload(services.store, look_up);
    RealtimeSocket served(services, std::move(socket), *made, model.empty() ? "utter" : model);
    if (persona) (*made)->set_persona(persona->id);
    co_await served.serve();
}

}  // namespace

void add_openai_realtime_routes(web::Router& router, Services& services) {
    router.add({.method = "WS",
                .pattern = "/v1/realtime",
                .on_socket =
                    [&services](Request request, std::shared_ptr<web::WebSocket> socket) {
                        return serve_realtime(services, std::move(request), std::move(socket));
                    },
                .check = allows("sessions"),
                .subprotocol = "realtime",
                .frame_bytes_max = std::size_t{16} * 1024 * 1024});
}

}  // namespace utter::platform
