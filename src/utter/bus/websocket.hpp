#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

/// The WebSocket protocol's bytes, without any socket. Spec: RFC 6455. Pure functions, any thread.
namespace utter::bus::websocket {

enum class Opcode : std::uint8_t {
    continuation = 0x0,
    text = 0x1,
    binary = 0x2,
    close = 0x8,
    ping = 0x9,
    pong = 0xA,
};

/// Close codes this bus sends (RFC 6455 section 7.4.1).
enum class CloseCode : std::uint16_t {
    normal = 1000,
    going_away = 1001,
    protocol_error = 1002,
    unsupported_data = 1003,
    invalid_payload = 1007,
    policy_violation = 1008,
    too_big = 1009,
    try_again_later = 1013,
};

/// Most bytes the payload of a control frame may have.
inline constexpr std::size_t control_payload_max = 125;
/// Most bytes a frame header has, mask included.
inline constexpr std::size_t header_bytes_max = 14;

struct FrameHeader {
    bool final = true;
    Opcode opcode = Opcode::text;
    std::size_t header_bytes = 0;
    std::uint64_t payload_bytes = 0;
    bool masked = false;
    std::uint32_t mask = 0;  ///< as it stood in memory
};

/// The header is not complete yet.
struct NeedMore {};
/// What a peer did wrong, in words for its close frame.
struct ProtocolError {
    std::string_view reason;
};

/// Reads the header at the start of `bytes`. Refuses reserved bits and opcodes, fragmented or long
/// control frames and lengths over 2^63.
[[nodiscard]] std::variant<FrameHeader, NeedMore, ProtocolError> read_header(
    std::string_view bytes) noexcept;

/// What is wrong with a frame's place among fragments; empty when nothing is. Control frames may
/// stand anywhere. @param in_fragments a message has begun and not ended
[[nodiscard]] std::string_view fragment_problem(Opcode opcode, bool in_fragments) noexcept;

/// Takes a mask off, or puts it on: both are the same. `mask` as in FrameHeader.
void apply_mask(char* payload, std::size_t size, std::uint32_t mask) noexcept;

/// Bytes of an unmasked header for a payload of this size: 2, 4 or 10.
[[nodiscard]] constexpr std::size_t header_bytes_for(std::size_t payload_bytes) noexcept {
    if (payload_bytes < 126) return 2;
    return payload_bytes <= 0xFFFF ? 4 : 10;
}

/// Writes an unmasked header of one whole frame; `out` has room for header_bytes_for().
void write_header(char* out, Opcode opcode, std::size_t payload_bytes) noexcept;

/// Writes a client's header of one whole frame; `out` has room for header_bytes_max.
/// @return its size.
std::size_t write_masked_header(char* out,
                                Opcode opcode,
                                std::size_t payload_bytes,
                                std::uint32_t mask) noexcept;

/// One whole control frame, unmasked; `payload` is cut at control_payload_max.
[[nodiscard]] std::string control_frame(Opcode opcode, std::string_view payload);

/// A close frame's payload; the reason is cut, at a character, so that it fits.
[[nodiscard]] std::string close_payload(CloseCode code, std::string_view reason);

/// A close frame; the reason is cut, at a character, so that it fits.
[[nodiscard]] std::string close_frame(CloseCode code, std::string_view reason);

/// The answer to Sec-WebSocket-Key (RFC 6455 section 4.2.2).
[[nodiscard]] std::string accept_value(std::string_view key);

/// Whether a Sec-WebSocket-Key is the base64 of 16 bytes.
[[nodiscard]] bool is_key(std::string_view key) noexcept;

}  // namespace utter::bus::websocket
