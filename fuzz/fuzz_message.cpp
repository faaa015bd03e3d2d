// Frames from any client: whatever the bytes, a verdict, and what is accepted survives every
// derivation and a round trip.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <variant>

#include "same_json.hpp"
#include "utter/bus/frame.hpp"
#include "utter/bus/frame_scanner.hpp"
#include "utter/core/log.hpp"
#include "utter/core/message.hpp"
#include "utter/session/session.hpp"

namespace {

using utter::Message;

void require(bool condition) {
    if (!condition) std::abort();
}

// What a message is serialised as must read back as the same message.
void check_round_trip(const Message& message) {
    const auto again = Message::parse(*message.wire());
    require(again.has_value());
    require(again->type() == message.type());
    require(same_json(again->data(), message.data()));
    require(same_json(again->context(), message.context()));
}

void check_derivations(const Message& message) {
    check_round_trip(message.forward("a.b", message.data()));
    const auto reply = message.reply("a.b");
    check_round_trip(reply);
    for (const auto* key : {"source", "destination"}) {
        const auto* value = reply.context().if_contains(key);
        require(value == nullptr || !value->is_string() || !value->get_string().empty());
    }
    if (const auto response = message.response()) require(response->type().ends_with(".response"));
}

void check_session(const Message& message) {
    const auto session = utter::session::Session::read(message.context());
    require(!session.id().empty());
    utter::session::Session store;
    store.merge_intake(session.object());
    store.merge_completion(session, store);
    store.reimpose_overrides(session);
    store.push_handler("active_handlers", "x", {});
    require(!store.object().at("active_handlers").as_array().empty());
}

// The bus's quick look vouches only for what judging accepts, and names the same topic.
void check_scanner(std::string frame, const utter::bus::FrameVerdict& verdict) {
    static utter::bus::FrameScanner scanner;
    const auto size = frame.size();
    frame.append(utter::bus::scan_padding, '"');
    const auto look = scanner.look(std::string_view(frame).substr(0, size));
    if (!look) return;
    // A zero with a large exponent is a number to simdjson and to RFC 8259, not to Boost.JSON: the
    // network gets such a frame, our own parts do not.
    if (const auto* refused = std::get_if<utter::bus::Refused>(&verdict)) {
        require(refused->reason.find("exponent overflow") != std::string::npos ||
                refused->reason.find("too large for a double") != std::string::npos);
        return;
    }
    const auto* accepted = std::get_if<utter::bus::Accepted>(&verdict);
    require(accepted != nullptr);
    require(accepted->message.type() == look->topic);
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer calls
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const utter::log::Capture quiet;
    const std::string frame(reinterpret_cast<const char*>(bytes), size);
    const auto verdict = utter::bus::judge_frame(frame);
    check_scanner(frame, verdict);
    if (const auto* accepted = std::get_if<utter::bus::Accepted>(&verdict)) {
        require(utter::session::carrier_is_sound(accepted->message.context()));
        check_derivations(accepted->message);
        check_session(accepted->message);
    } else if (const auto* refused = std::get_if<utter::bus::Refused>(&verdict)) {
        require(!refused->reason.empty());
    } else if (const auto* rejected = std::get_if<utter::bus::CarrierRejected>(&verdict)) {
        check_round_trip(rejected->notice);
    }
    return 0;
}
