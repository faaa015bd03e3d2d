#include "utter/platform/door/openai_chat.hpp"

#include <boost/json/serialize.hpp>
#include <memory>
#include <utility>

#include "utter/platform/door/openai_error.hpp"
#include "utter/platform/door/routing.hpp"
#include "utter/platform/door/text_turn.hpp"
#include "utter/runtime/offload.hpp"

namespace utter::platform {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using web::Request;
using web::Response;

constexpr auto patience = 300s;
constexpr std::size_t messages_max = 1'000;

struct ChatRequest {
    std::string model;
    bool stream = false;
    bool include_usage = false;
    TextTurn::Question question;
};

std::unexpected<Error> wrong(std::string_view param, std::string_view problem) {
    return fail(ErrorCode::invalid_argument,
                '\'' + std::string(param) + "' " + std::string(problem));
}

// The words of a message: a string, or an array of which the text parts count.
Result<std::string> words_of(const json::object& message, const std::string& param) {
    const auto* content = message.if_contains("content");
    if (content == nullptr || content->is_null()) return std::string();
    if (content->is_string()) return std::string(content->get_string());
    if (!content->is_array()) return wrong(param + ".content", "must be a string or an array");
    std::string words;
    for (const auto& part : content->get_array()) {
        const auto* object = part.if_object();
        const auto type = object == nullptr ? std::string_view() : string_or_empty(*object, "type");
        if (type != "text" && type != "input_text") {
            return wrong(param + ".content", "may only have parts of text");
        }
        words += string_or_empty(*object, "text");
    }
    return words;
}

Result<ChatRequest> read_chat(const Request& request, const std::string& lang) {
    const auto body = request.json_body();
    if (!body) return std::unexpected(body.error());
    ChatRequest chat;
    chat.model = string_or_empty(*body, "model");
    if (chat.model.empty()) return wrong("model", "is missing");
    if (const auto* stream = body->if_contains("stream"); stream != nullptr && !stream->is_null()) {
        if (!stream->is_bool()) return wrong("stream", "must be true or false");
        chat.stream = stream->get_bool();
    }
    if (const auto* options = body->if_contains("stream_options");
        options != nullptr && options->is_object()) {
        const auto* usage = options->get_object().if_contains("include_usage");
        chat.include_usage = usage != nullptr && usage->is_bool() && usage->get_bool();
    }
    if (const auto* count = body->if_contains("n");
        count != nullptr && !count->is_null() && *count != 1) {
        return wrong("n", "must be 1: an assistant has one answer");
    }
    const auto* messages = body->if_contains("messages");
    if (messages == nullptr || !messages->is_array() || messages->get_array().empty()) {
        return wrong("messages", "must be an array of at least one message");
    }
    const auto& list = messages->get_array();
    if (list.size() > messages_max) return wrong("messages", "has more than 1000 messages");
    auto& question = chat.question;
    question.lang = lang;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const auto param = "messages[" + std::to_string(i) + ']';
        const auto* message = list[i].if_object();
        if (message == nullptr) return wrong(param, "must be an object");
        const auto role = string_or_empty(*message, "role");
        auto words = words_of(*message, param);
        if (!words) return std::unexpected(words.error());
        if (role == "system" || role == "developer") {
            question.system += (question.system.empty() ? "" : "\n\n") + *words;
        } else if (role != "user" && role != "assistant") {
            return wrong(param + ".role", "must be system, developer, user or assistant");
        } else if (i + 1 < list.size()) {
            question.history.push_back(json::object{{"role", role}, {"content", *words}});
        } else if (role == "user") {
            question.text = std::move(*words);
        }
    }
    if (question.text.empty()) return wrong("messages", "must end with a user's words");
    return chat;
}

json::object chunk_of(const std::string& id,
                      const std::string& model,
                      std::int64_t created,
                      json::object delta,
                      json::value finish_reason) {
    return {{"id", id},
            {"object", "chat.completion.chunk"},
            {"created", created},
            {"model", model},
            {"choices",
             json::array{json::object{{"index", 0},
                                      {"delta", std::move(delta)},
                                      {"logprobs", nullptr},
                                      {"finish_reason", std::move(finish_reason)}}}}};
}

json::object no_usage() {
    return {{"prompt_tokens", 0}, {"completion_tokens", 0}, {"total_tokens", 0}};
}

std::string event_of(const json::object& data) {
    return "data: " + json::serialize(data) + "\n\n";
}

asio::awaitable<void> stream_chat(Services& services, ChatRequest chat, web::BodyWriter& out) {
    const auto id = "chatcmpl-" + make_uuid();
    const auto created =
        std::chrono::floor<std::chrono::seconds>(services.clock.now()).time_since_epoch().count();
    const auto executor = co_await asio::this_coro::executor;
    TextTurn turn(services, executor, std::move(chat.question));
    auto event = event_of(
        chunk_of(id, chat.model, created, {{"role", "assistant"}, {"content", ""}}, nullptr));
    co_await out.write(event);
    std::string space;
    bool goes_on = true;
    while (goes_on) {
        auto sentence = co_await turn.next(patience);
        goes_on = sentence.has_value();
        if (!goes_on) continue;
        event =
            event_of(chunk_of(id, chat.model, created, {{"content", space + *sentence}}, nullptr));
        co_await out.write(event);
        space = " ";
    }
    event = event_of(chunk_of(id, chat.model, created, {}, "stop"));
    if (chat.include_usage) {
        auto usage = chunk_of(id, chat.model, created, {}, nullptr);
        usage["choices"] = json::array{};
        usage["usage"] = no_usage();
        event += event_of(usage);
    }
    event += "data: [DONE]\n\n";
    co_await out.write(event);
}

asio::awaitable<Response> complete_chat(Services& services, Request request) {
    auto read = read_chat(request, services.lang);
    if (!read) co_return openai_error(read.error());
    auto& chat = *read;
    if (chat.model != assistant_model) {
        const auto model = chat.model;
        auto look_up = [&services, model] { return services.personas.get(model); };
        const auto persona = co_await runtime::offload(services.store, look_up);
        if (!persona) {
            co_return openai_error(404,
                                   "there is no persona " + model + "; \"utter\" is the assistant",
                                   "model",
                                   "model_not_found");
        }
        chat.question.persona_id = model;
    }
    if (chat.stream) {
        Response response;
        response.content_type = "text/event-stream";
        response.headers.emplace_back("Cache-Control", "no-cache");
        const auto shared = std::make_shared<ChatRequest>(std::move(chat));
        response.stream = [&services, shared](web::BodyWriter& out) {
            return stream_chat(services, *shared, out);
        };
        co_return response;
    }
    const auto executor = co_await asio::this_coro::executor;
    const auto model = chat.model;
    TextTurn turn(services, executor, std::move(chat.question));
    std::string text;
    bool goes_on = true;
    while (goes_on) {
        const auto sentence = co_await turn.next(patience);
        goes_on = sentence.has_value();
        if (goes_on) text += (text.empty() ? "" : " ") + *sentence;
    }
    const auto created =
        std::chrono::floor<std::chrono::seconds>(services.clock.now()).time_since_epoch().count();
    json::object message{{"role", "assistant"}, {"content", text}, {"refusal", nullptr}};
    json::object body{{"id", "chatcmpl-" + make_uuid()},
                      {"object", "chat.completion"},
                      {"created", created},
                      {"model", model},
                      {"choices",
                       json::array{json::object{{"index", 0},
                                                {"message", std::move(message)},
                                                {"logprobs", nullptr},
                                                {"finish_reason", "stop"}}}},
                      {"usage", no_usage()}};
    co_return web::json_response(body);
}

}  // namespace

void add_openai_chat_routes(web::Router& router, Services& services) {
    router.add(
        {.method = "POST",
         .pattern = "/v1/chat/completions",
         .handler =
             [&services](Request request) { return complete_chat(services, std::move(request)); },
         .check = allows("sessions"),
         .body_bytes_max = std::size_t{8} * 1024 * 1024});
}

}  // namespace utter::platform
