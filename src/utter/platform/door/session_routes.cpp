#include <boost/json/serialize.hpp>
#include <utility>
#include <variant>

#include "utter/platform/door/routes.hpp"
#include "utter/platform/door/routing.hpp"
#include "utter/platform/door/socket_client.hpp"
#include "utter/runtime/offload.hpp"

namespace utter::platform {

void SocketClient::on_event(const json::object& message) {
    socket_->send_text(json::serialize(message));
}

void SocketClient::on_replaced() {
    constexpr std::uint16_t close_taken_over = 4001;
    socket_->close(close_taken_over, "another client has taken the session");
}

namespace {

namespace asio = boost::asio;
using web::problem;
using web::Request;
using web::Response;

constexpr std::string_view resource = "sessions";
constexpr std::uint16_t close_refused = 4004;

json::object to_json(const SessionSummary& session) {
    return {{"session_id", session.id},
            {"state", to_string(session.state)},
            {"persona_id", or_null(session.persona_id)},
            {"voice_id", or_null(session.voice_id)},
            {"lang", session.lang},
            {"connected", session.connected},
            {"created_at", text_of(session.created_at)}};
}

// What a session needs to know of a persona and of a voice; looked up on the store.
Result<SessionVoice> find_voice(Services& services, const std::string& id) {
    if (id.empty()) return SessionVoice{};
    const auto voice = services.voices.get(id);
    if (!voice)
        return fail(voice.error().code, "'voice_id' names no voice: " + voice.error().detail);
    const auto& trained = voice->trained;
    if (!trained) {
        return fail(ErrorCode::conflict, "'voice_id' names a voice that has not been trained yet");
    }
    return SessionVoice{voice->id, trained->profile};
}

struct Character {
    std::string persona_id;
    std::optional<SessionVoice> voice;  // the persona's own
};

Result<Character> find_persona(Services& services, const std::string& id) {
    Character found{id, std::nullopt};
    if (id.empty()) return found;
    const auto persona = services.personas.get(id);
    if (!persona) {
        return fail(persona.error().code,
                    "'persona_id' names no persona: " + persona.error().detail);
    }
    if (!persona->fields.voice_id.empty()) {
        if (auto voice = find_voice(services, persona->fields.voice_id)) {
            found.voice = std::move(*voice);
        }
    }
    return found;
}

class SessionSocket {
  public:
    SessionSocket(Services& services,
                  std::shared_ptr<web::WebSocket> socket,
                  SessionManager::Opened opened)
        : services_(services),
          socket_(std::move(socket)),
          session_(std::move(opened.session)),
          client_(socket_) {
        session_->attach(client_, opened.resumed);
    }
    ~SessionSocket() { services_.sessions.leave(session_, client_); }
    SessionSocket(const SessionSocket&) = delete;
    SessionSocket& operator=(const SessionSocket&) = delete;
    SessionSocket(SessionSocket&&) = delete;
    SessionSocket& operator=(SessionSocket&&) = delete;

    [[nodiscard]] asio::awaitable<void> serve() {
        bool goes_on = true;
        while (goes_on) {
            auto frame = co_await socket_->read();
            goes_on = frame.has_value();
            if (!goes_on) continue;
            if (frame->is_binary) {
                session_->hear(frame->bytes);
                continue;
            }
            auto message = parse_client_message(frame->bytes);
            if (!message) {
                session_->tell_error(message.error());
                continue;
            }
            co_await handle(std::move(*message));
        }
    }

  private:
    [[nodiscard]] asio::awaitable<void> handle(ClientMessage message) {
        namespace from = client_message;
        if (const auto* wanted = std::get_if<from::SetPersona>(&message)) {
            const auto id = wanted->persona_id;
            auto look_up = [this, id] { return find_persona(services_, id); };
            auto found = co_await runtime::offload(services_.store, look_up);
            if (!found) {
                session_->tell_error(found.error());
                co_return;
            }
            session_->set_persona(found->persona_id);
            if (const auto& own = found->voice) session_->set_voice(*own);
        } else if (const auto* voice = std::get_if<from::SetVoice>(&message)) {
            const auto id = voice->voice_id;
            auto look_up = [this, id] { return find_voice(services_, id); };
            auto found = co_await runtime::offload(services_.store, look_up);
            if (!found) {
                session_->tell_error(found.error());
                co_return;
            }
            session_->set_voice(std::move(*found));
        } else if (const auto* configure = std::get_if<from::Configure>(&message)) {
            session_->configure(*configure);
        } else if (std::holds_alternative<from::StartRecording>(message)) {
            session_->start_recording();
        } else if (std::holds_alternative<from::StopRecording>(message)) {
            session_->stop_recording();
        } else if (std::holds_alternative<from::Cancel>(message)) {
            session_->cancel();
        } else if (std::holds_alternative<from::Interrupt>(message)) {
            session_->interrupt();
        } else if (auto* text = std::get_if<from::Text>(&message)) {
            session_->say(std::move(text->text));
        }
    }

    Services& services_;
    std::shared_ptr<web::WebSocket> socket_;
    std::shared_ptr<LiveSession> session_;
    SocketClient client_;
};

asio::awaitable<void> serve_session(Services& services,
                                    Request request,
                                    std::shared_ptr<web::WebSocket> socket) {
    auto opened = services.sessions.open(request.param("session_id"), request.principal.name);
    if (!opened) {
        socket->send_text(json::serialize(json::object{{"type", "error"},
                                                       {"code", to_string(opened.error().code)},
                                                       {"message", opened.error().detail}}));
        socket->close(close_refused, opened.error().detail);
        co_return;
    }
    SessionSocket served(services, std::move(socket), std::move(*opened));
    co_await served.serve();
}

// Why a name cannot be a session's.
std::optional<Response> refuse_name(const std::string& session_id) {
    if (is_session_id(session_id)) return std::nullopt;
    return problem(422, "'session_id' must be 1 to 64 letters, digits, '-' or '_'", "session_id");
}

// A new session, with whom and how it shall speak.
asio::awaitable<Response> create_session(Services& services, Request request) {
    std::string session_id;
    std::string persona_id;
    std::string voice_id;
    std::string lang;
    json::object body;
    if (!request.body.empty()) {
        auto read = request.json_body();
        if (!read) co_return problem(read.error());
        body = std::move(*read);
    }
    BodyReader reader(body);
    reader.text("session_id", session_id);
    reader.text_or_null("persona_id", persona_id);
    reader.text_or_null("voice_id", voice_id);
    reader.text("lang", lang);
    if (auto read = reader.finish(); !read) co_return problem(read.error());
    if (body.contains("session_id")) {
        if (auto refused = refuse_name(session_id)) co_return std::move(*refused);
    }
    if (!lang.empty() && !is_language_tag(lang)) {
        co_return problem(422, "'lang' is no BCP-47 language tag", "lang");
    }
    using Found = Result<std::pair<Character, SessionVoice>>;
    auto look_up = [&services, persona_id, voice_id]() -> Found {
        auto character = find_persona(services, persona_id);
        if (!character) return std::unexpected(character.error());
        auto voice = find_voice(services, voice_id);
        if (!voice) return std::unexpected(voice.error());
        return std::pair(std::move(*character), std::move(*voice));
    };
    const auto found = co_await runtime::offload(services.store, look_up);
    if (!found) {
        auto error = found.error();
        if (error.code == ErrorCode::not_found) error.code = ErrorCode::invalid_argument;
        co_return problem(error);
    }
    auto made = services.sessions.create(session_id, request.principal.name);
    if (!made) co_return problem(made.error());
    auto& session = **made;
    if (!lang.empty())
        session.configure({.input = {}, .output = {}, .lang = lang, .turn_detection = {}});
    if (!persona_id.empty()) session.set_persona(persona_id);
    const auto& [character, voice] = *found;
    if (!voice.id.empty()) {
        session.set_voice(voice);
    } else if (character.voice) {
        session.set_voice(*character.voice);
    }
    auto response = web::json_response({{"session_id", session.id()}}, 201);
    response.headers.emplace_back("Location", "/sessions/" + session.id());
    co_return response;
}

asio::awaitable<Response> list_sessions(Services& services, Request request) {
    json::array items;
    for (const auto& session : services.sessions.list(request.principal.name)) {
        items.push_back(to_json(session));
    }
    co_return web::json_response({{"items", std::move(items)}, {"next", nullptr}});
}

asio::awaitable<Response> get_session(Services& services, Request request) {
    for (const auto& session : services.sessions.list(request.principal.name)) {
        if (session.id == request.param("session_id")) {
            co_return web::json_response(to_json(session));
        }
    }
    co_return problem(404, "there is no session " + request.param("session_id"));
}

asio::awaitable<Response> end_session(Services& services, Request request) {
    const auto& id = request.param("session_id");
    if (!services.sessions.find(id, request.principal.name)) {
        co_return problem(404, "there is no session " + id);
    }
    services.sessions.remove(id);
    co_return web::no_content();
}

// Whose turns somebody may see and forget: their own, and everybody's with a key that has no role,
// which may everything.
std::optional<std::string> whose_turns(const Request& request) {
    if (!request.principal.role) return std::nullopt;
    return request.principal.name;
}

Response list_history(Services& services, const Request& request) {
    if (auto refused = refuse_name(request.param("session_id"))) return std::move(*refused);
    const auto page = page_of(request);
    if (!page) return problem(page.error());
    const auto turns =
        services.conversations.list(request.param("session_id"), whose_turns(request), *page);
    if (!turns) return problem(turns.error());
    return page_response(*turns, [](const ConversationTurn& turn) {
        return json::object{{"role", to_string(turn.role)},
                            {"text", turn.text},
                            {"persona_id", or_null(turn.persona_id)},
                            {"owner", or_null(turn.owner)},
                            {"at", text_of(turn.at)}};
    });
}

Response forget_history(Services& services, const Request& request) {
    if (auto refused = refuse_name(request.param("session_id"))) return std::move(*refused);
    const auto removed =
        services.conversations.remove(request.param("session_id"), whose_turns(request));
    if (!removed) return problem(removed.error());
    return web::no_content();
}

}  // namespace

void add_session_routes(web::Router& router, Services& services) {
    const auto add = [&](const char* method, const char* pattern, LoopHandler handler) {
        add_loop_route(router, services, method, pattern, resource, handler);
    };
    add("GET", "/sessions", &list_sessions);
    add("POST", "/sessions", &create_session);
    add("GET", "/sessions/{session_id}", &get_session);
    add("DELETE", "/sessions/{session_id}", &end_session);
    add_store_route(
        router, services, "GET", "/sessions/{session_id}/history", resource, &list_history);
    add_store_route(
        router, services, "DELETE", "/sessions/{session_id}/history", resource, &forget_history);
    router.add({.method = "WS",
                .pattern = "/ws/session/{session_id}",
                .on_socket =
                    [&services](Request request, std::shared_ptr<web::WebSocket> socket) {
                        return serve_session(services, std::move(request), std::move(socket));
                    },
                .check = [](const Request& request) -> std::optional<Response> {
                    if (!is_session_id(request.param("session_id"))) {
                        return problem(404,
                                       "a session's id is 1 to 64 letters, digits, '-' or '_'");
                    }
                    const auto& role = request.principal.role;
                    if (role && !role->may_publish(topic_of_resource(resource))) {
                        return problem(403, "the role of this key may not hold sessions");
                    }
                    return std::nullopt;
                },
                .subprotocol = "utter"});
}

}  // namespace utter::platform
