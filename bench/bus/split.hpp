#pragma once

#include <charconv>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

/// Cuts received bytes into frames. Each function calls `on_item(item, payload)` for every complete
/// frame and returns how many bytes those took; the rest waits for more. They trust the server:
/// this is a benchmark.
namespace bus_bench {

enum class Item {
    message,  ///< a published message, or a piece of the protocol that a WebSocket carries
    ping,     ///< wants a pong with the same payload
    ready,    ///< the server has taken the greeting
    closed,   ///< the server says good-bye
    other,
};

struct WebSocketHead {
    Item item = Item::other;
    std::size_t bytes = 0;    ///< of the head
    std::size_t payload = 0;  ///< bytes
};

/// Nothing until all of it is there. Servers do not mask.
inline std::optional<WebSocketHead> websocket_head(std::string_view bytes) {
    if (bytes.size() < 2) return std::nullopt;
    const auto* const head = reinterpret_cast<const unsigned char*>(bytes.data());
    std::size_t header = 2;
    std::size_t length = head[1] & 0x7fU;
    if (length >= 126) {
        const std::size_t wide = length == 126 ? 2 : 8;
        header += wide;
        if (bytes.size() < header) return std::nullopt;
        length = 0;
        for (std::size_t i = 0; i < wide; ++i) length = length << 8U | head[2 + i];
    }
    const auto opcode = head[0] & 0x0fU;
    const auto item = opcode <= 2   ? Item::message
                      : opcode == 8 ? Item::closed
                      : opcode == 9 ? Item::ping
                                    : Item::other;
    return WebSocketHead{item, header, length};
}

template <typename OnItem>
std::size_t split_websocket(std::string_view bytes, OnItem&& on_item) {
    std::size_t at = 0;
    for (;;) {
        const auto rest = bytes.substr(at);
        const auto head = websocket_head(rest);
        if (!head || rest.size() < head->bytes + head->payload) return at;
        on_item(head->item, rest.substr(head->bytes, head->payload));
        at += head->bytes + head->payload;
    }
}

/// For frames that carry another protocol's stream: hands on their payload as it comes, since one
/// frame may be larger than any buffer. `frame_rest` is kept between calls, 0 at first.
template <typename OnItem>
std::size_t unwrap_websocket(std::string_view bytes, std::size_t& frame_rest, OnItem&& on_item) {
    std::size_t at = 0;
    for (;;) {
        const auto piece = bytes.substr(at, frame_rest);
        if (!piece.empty()) on_item(Item::message, piece);
        at += piece.size();
        frame_rest -= piece.size();
        const auto rest = bytes.substr(at);
        const auto head = websocket_head(rest);
        if (frame_rest > 0 || !head) return at;
        if (head->item == Item::message) {
            frame_rest = head->payload;
            at += head->bytes;
            continue;
        }
        if (rest.size() < head->bytes + head->payload) return at;
        on_item(head->item, rest.substr(head->bytes, head->payload));
        at += head->bytes + head->payload;
    }
}

template <typename OnItem>
std::size_t split_nats(std::string_view bytes, OnItem&& on_item) {
    std::size_t at = 0;
    for (;;) {
        const auto rest = bytes.substr(at);
        const auto* const end = static_cast<const char*>(
            rest.empty() ? nullptr : std::memchr(rest.data(), '\n', rest.size()));
        if (end == nullptr || end == rest.data()) return at;
        const std::string_view line(rest.data(), static_cast<std::size_t>(end - rest.data() - 1));
        std::size_t taken = line.size() + 2;
        if (line.starts_with("MSG ")) {
            std::size_t length = 0;
            std::from_chars(line.data() + line.rfind(' ') + 1, line.data() + line.size(), length);
            if (rest.size() < taken + length + 2) return at;
            on_item(Item::message, rest.substr(taken, length));
            taken += length + 2;
        } else if (line == "PING") {
            on_item(Item::ping, {});
        } else if (line == "PONG") {
            on_item(Item::ready, {});
        } else if (line.starts_with("-ERR")) {
            on_item(Item::closed, line);
        }
        at += taken;
    }
}

/// @param subscribing the answer to a greeting with a subscription is SUBACK, otherwise CONNACK.
template <typename OnItem>
std::size_t split_mqtt(std::string_view bytes, bool subscribing, OnItem&& on_item) {
    std::size_t at = 0;
    while (bytes.size() - at >= 2) {
        const auto* const head = reinterpret_cast<const unsigned char*>(bytes.data() + at);
        std::size_t header = 1;
        std::size_t length = 0;
        for (unsigned shift = 0;; shift += 7) {
            if (at + header >= bytes.size()) return at;
            length |= static_cast<std::size_t>(head[header] & 0x7fU) << shift;
            if ((head[header++] & 0x80U) == 0) break;
        }
        if (bytes.size() - at < header + length) break;
        const auto body = bytes.substr(at + header, length);
        const unsigned type = head[0] >> 4U;
        if (type == 3) {
            const auto topic = static_cast<std::size_t>(static_cast<unsigned char>(body[0]) << 8U |
                                                        static_cast<unsigned char>(body[1]));
            on_item(Item::message, body.substr(2 + topic));
        } else if (type == (subscribing ? 9U : 2U)) {
            on_item(Item::ready, body);
        }
        at += header + length;
    }
    return at;
}

}  // namespace bus_bench
