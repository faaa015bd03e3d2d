#include "utter/core/message.hpp"

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <stdexcept>
#include <utility>

#include "utter/core/topic.hpp"

namespace utter {
namespace {

constexpr std::string_view response_suffix = ".response";

// The routing value under `key`; an old peer's array counts by its first non-empty member.
std::string routing_value(const json::object& context, std::string_view key) {
    const auto* value = context.if_contains(key);
    if (value == nullptr) return {};
    if (const auto* text = value->if_string()) return std::string(*text);
    if (const auto* list = value->if_array()) {
        for (const auto& member : *list) {
            if (member.is_string() && !member.get_string().empty()) {
                return std::string(member.get_string());
            }
        }
    }
    return {};
}

constexpr std::array<std::string_view, 2> routing_keys{"source", "destination"};

bool is_empty_string(const json::value& value) {
    return value.is_string() && value.get_string().empty();
}

bool says_empty(const json::value& value) {
    if (const auto* list = value.if_array()) return std::ranges::any_of(*list, is_empty_string);
    return is_empty_string(value);
}

// Takes the empty strings, which mean absent and are never said, out of the routing pair.
void drop_empty_routing(json::object& context) {
    for (const auto key : routing_keys) {
        auto* value = context.if_contains(key);
        if (value == nullptr || !says_empty(*value)) continue;
        if (auto* list = value->if_array()) {
            list->erase(std::ranges::remove_if(*list, is_empty_string).begin(), list->end());
            if (!list->empty()) continue;
        }
        context.erase(key);
    }
}

// Puts one string, or nothing, where a string or an old peer's array was.
void settle_routing(json::object& context, std::string_view key, const std::string& value) {
    const auto* old = context.if_contains(key);
    if (old == nullptr || !(old->is_string() || old->is_array())) return;
    if (value.empty()) {
        context.erase(key);
    } else {
        context[key] = value;
    }
}

Result<json::object> take_object(json::object& from, std::string_view key) {
    auto* value = from.if_contains(key);
    if (value == nullptr) return json::object{};
    if (auto* object = value->if_object()) return std::move(*object);
    return fail(ErrorCode::malformed,
                "field '" + std::string(key) + "' must be an object, got " +
                    std::string(describe_type(*value)));
}

}  // namespace

std::shared_ptr<const Message::Body> Message::make_body(
    std::string type, json::object data, std::shared_ptr<const json::object> context) {
    if (!is_topic(type)) throw std::logic_error("not a message type: '" + type + "'");
    auto body = std::make_shared<Body>();
    body->type = std::move(type);
    body->data = std::move(data);
    body->context = std::move(context);
    return body;
}

Message::Message(std::string type, json::object data, json::object context)
    : body_(make_body(std::move(type),
                      std::move(data),
                      std::make_shared<const json::object>(std::move(context)))) {}

Result<Message> Message::parse(std::string frame) {
    auto value = parse_json(frame);
    if (!value) return std::unexpected(value.error());
    auto* object = value->if_object();
    if (object == nullptr) {
        return fail(ErrorCode::malformed,
                    "a message must be a JSON object, got " + std::string(describe_type(*value)));
    }
    return from_json(std::move(*object), std::move(frame));
}

Result<Message> Message::from_json(json::object object, std::string frame) {
    const auto* type = object.if_contains("type");
    if (type == nullptr) return fail(ErrorCode::malformed, "field 'type' is missing");
    const auto* text = type->if_string();
    if (text == nullptr) {
        return fail(ErrorCode::malformed,
                    "field 'type' must be a string, got " + std::string(describe_type(*type)));
    }
    if (!is_topic(*text)) {
        return fail(ErrorCode::malformed,
                    "field 'type' is not a topic (words of A-Z a-z 0-9 _ - joined by '.' or ':')");
    }
    std::string topic(*text);
    auto data = take_object(object, "data");
    if (!data) return std::unexpected(data.error());
    auto context = take_object(object, "context");
    if (!context) return std::unexpected(context.error());
    auto body = std::make_shared<Body>();
    body->type = std::move(topic);
    body->data = std::move(*data);
    body->context = std::make_shared<const json::object>(std::move(*context));
    body->wire = std::make_shared<const std::string>(std::move(frame));
    return Message(std::shared_ptr<const Body>(std::move(body)));
}

std::shared_ptr<const std::string> Message::wire() const {
    std::call_once(body_->serialised, [this] {
        if (body_->wire) return;
        std::string out = R"({"type":)";
        out += json::serialize(json::string(body_->type));
        out += R"(,"data":)";
        out += json::serialize(body_->data);
        out += R"(,"context":)";
        out += json::serialize(*body_->context);
        out += '}';
        body_->wire = std::make_shared<const std::string>(std::move(out));
    });
    return body_->wire;
}

Message Message::forward(std::string type, json::object data) const {
    auto context = body_->context;
    const auto speaks_empty = [&context](std::string_view key) {
        const auto* value = context->if_contains(key);
        return value != nullptr && says_empty(*value);
    };
    if (std::ranges::any_of(routing_keys, speaks_empty)) {
        auto copy = *context;
        drop_empty_routing(copy);
        context = std::make_shared<const json::object>(std::move(copy));
    }
    return Message(make_body(std::move(type), std::move(data), std::move(context)));
}

Message Message::reply(std::string type, json::object data) const {
    const auto source = routing_value(context(), "source");
    const auto destination = routing_value(context(), "destination");
    json::object context = *body_->context;
    settle_routing(context, "source", source);
    settle_routing(context, "destination", destination);
    if (!destination.empty()) context["source"] = destination;
    if (!source.empty()) context["destination"] = source;
    return Message(make_body(std::move(type),
                             std::move(data),
                             std::make_shared<const json::object>(std::move(context))));
}

Result<Message> Message::response(json::object data) const {
    if (type().ends_with(response_suffix) || type().find(':') != std::string::npos) {
        return fail(ErrorCode::invalid_argument,
                    "'" + type() + "' has no '.response'; name the answer's topic instead");
    }
    return reply(type() + std::string(response_suffix), std::move(data));
}

Message Message::with_context(json::object context) const {
    return Message(make_body(
        body_->type, body_->data, std::make_shared<const json::object>(std::move(context))));
}

Message Message::with_context_value(std::string_view key, json::value value) const {
    json::object context = *body_->context;
    context[key] = std::move(value);
    return with_context(std::move(context));
}

}  // namespace utter
