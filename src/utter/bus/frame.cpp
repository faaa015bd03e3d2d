#include "utter/bus/frame.hpp"

#include <utility>

#include "utter/core/json.hpp"
#include "utter/session/session.hpp"

namespace utter::bus {

Message carrier_rejection(std::string_view type, const json::object* context) {
    json::object notice_context;
    if (context != nullptr) {
        if (const auto* id = context->if_contains("utterance_id");
            id != nullptr && id->is_string()) {
            notice_context["utterance_id"] = *id;
        }
    }
    return Message("ovos.session.rejected",
                   {{"msg_type", type}, {"reason", "malformed_carrier"}},
                   std::move(notice_context));
}

FrameVerdict judge_frame(std::string frame) {
    auto value = parse_json(frame);
    if (!value) return Refused{value.error().detail};
    auto* object = value->if_object();
    if (object == nullptr) {
        return Refused{"a message must be a JSON object, got " +
                       std::string(describe_type(*value))};
    }
    const std::string type(string_or_empty(*object, "type"));
    const auto* context_value = object->if_contains("context");
    const auto* context = context_value == nullptr ? nullptr : context_value->if_object();
    if (!type.empty() && context != nullptr && !session::carrier_is_sound(*context)) {
        return CarrierRejected{carrier_rejection(type, context)};
    }
    auto message = Message::from_json(std::move(*object), frame);
    if (message) return Accepted{std::move(*message)};
    if (type.empty()) return Refused{message.error().detail};
    return Relayed{std::move(frame), message.error().detail};
}

}  // namespace utter::bus
