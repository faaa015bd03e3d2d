#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// The message that every target carries, and the frames of the protocols that carry it.
namespace bus_bench {

enum class Protocol {
    ovos,     ///< WebSocket, path /core, text frames
    raw,      ///< unmasked WebSocket frames without any handshake: bus_floor
    nats,     ///< NATS over a stream socket
    nats_ws,  ///< NATS in binary WebSocket frames
    mqtt,     ///< MQTT 3.1.1, QoS 0
    mqtt_ws,  ///< MQTT in binary WebSocket frames
};

[[nodiscard]] constexpr bool over_websocket(Protocol protocol) {
    return protocol == Protocol::ovos || protocol == Protocol::nats_ws ||
           protocol == Protocol::mqtt_ws;
}

/// A JSON message of OVOS-MSG-1 shape, padded to `bytes` (400 and more), with room for a time
/// stamp.
[[nodiscard]] std::string ovos_message(std::string_view topic, std::size_t bytes);

/// The time stamp's place inside a message, wherever the server's serialiser put it.
void stamp(std::string& message, std::uint64_t sent_ns);
[[nodiscard]] std::optional<std::uint64_t> stamp_of(std::string_view message);

/// A WebSocket frame with everything in it; clients mask.
[[nodiscard]] std::string websocket_frame(std::uint8_t opcode, std::string_view payload, bool mask);

/// `payload` published on the benchmark's subject, as a client sends it.
[[nodiscard]] std::string publish_frame(Protocol protocol, std::string_view payload);

/// What a client says once the transport stands; the answer that ends it is an Item::ready.
[[nodiscard]] std::string greeting(Protocol protocol, std::size_t client, bool subscribe);

}  // namespace bus_bench
