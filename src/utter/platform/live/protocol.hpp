#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "utter/core/json.hpp"
#include "utter/core/result.hpp"
#include "utter/platform/domain/session_state.hpp"
#include "utter/platform/live/pcm.hpp"

/// The text messages of a session's WebSocket, both ways. JSON Schemas of them are in
/// share/platform/. Pure; any thread. Spec: seed "nobody" section 8, "WebSocket Protocol".
namespace utter::platform {

/// Who says when a recording begins and ends.
enum class TurnDetection : std::uint8_t {
    manual,  ///< the client, by start_recording and stop_recording
    voice,   ///< the server, from a microphone that is always sent
};

[[nodiscard]] std::string_view to_string(TurnDetection detection) noexcept;

namespace client_message {
/// What changes stays; what is absent stays as it is.
struct Configure {
    std::optional<PcmFormat> input;
    std::optional<PcmFormat> output;
    std::optional<std::string> lang;
    std::optional<TurnDetection> turn_detection;
};
struct StartRecording {};
struct StopRecording {};
struct Cancel {};
/// Ends what is being said; nothing when nothing is.
struct Interrupt {};
/// An utterance in writing.
struct Text {
    std::string text;
};
/// An empty id: nobody.
struct SetPersona {
    std::string persona_id;
};
/// An empty id: the engine's own voice.
struct SetVoice {
    std::string voice_id;
};
}  // namespace client_message

using ClientMessage = std::variant<client_message::Configure,
                                   client_message::StartRecording,
                                   client_message::StopRecording,
                                   client_message::Cancel,
                                   client_message::Interrupt,
                                   client_message::Text,
                                   client_message::SetPersona,
                                   client_message::SetVoice>;

inline constexpr std::size_t text_bytes_max = 8'000;

/// Reads a text frame. @return malformed or invalid_argument naming the field
[[nodiscard]] Result<ClientMessage> parse_client_message(std::string_view frame);

/// Whether `text` can name a session: [A-Za-z0-9_-]{1,64}, but not "default", which is the
/// device's own.
[[nodiscard]] bool is_session_id(std::string_view text) noexcept;

/// {"rate", "format"}.
[[nodiscard]] json::object to_json(const PcmFormat& format);

}  // namespace utter::platform
