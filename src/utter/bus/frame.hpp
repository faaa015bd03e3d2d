#pragma once

#include <string>
#include <variant>

#include "utter/core/message.hpp"

/// What a bus does with one text frame from outside, decided without any socket.
namespace utter::bus {

/// A sound message: everybody gets it.
struct Accepted {
    Message message;
};
/// Not a message by OVOS-MSG-1, yet a JSON object with a name: older programs put odd characters
/// into topics, so a bus passes it on to its network clients; our own parts never see it.
struct Relayed {
    std::string frame;
    std::string reason;
};
/// Its session carrier cannot be read: nobody gets it, and this notice goes out in its place.
/// Spec: OVOS-SESSION-1 section 2.5.
struct CarrierRejected {
    Message notice;
};
/// Not a message in any reading: dropped. `reason` names the field.
struct Refused {
    std::string reason;
};

using FrameVerdict = std::variant<Accepted, Relayed, CarrierRejected, Refused>;

[[nodiscard]] FrameVerdict judge_frame(std::string frame);

/// The notice for a message whose session carrier is malformed.
[[nodiscard]] Message carrier_rejection(std::string_view type, const json::object* context);

}  // namespace utter::bus
