#include "message.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace bus_bench {

namespace {

constexpr std::string_view stamp_key = R"("sent_ns":")";
constexpr std::size_t stamp_digits = 20;
constexpr std::string_view subject = "ovos";
constexpr std::array<char, 4> mask_key{'\x5a', '\x13', '\x77', '\x2e'};

void append_be(std::string& out, std::uint64_t value, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
        out.push_back(static_cast<char>(value >> shift));
    }
}

std::string mqtt_string(std::string_view text) {
    std::string out;
    append_be(out, text.size(), 2);
    return out.append(text);
}

std::string mqtt_packet(std::uint8_t type, std::string_view body) {
    std::string out(1, static_cast<char>(type));
    auto length = body.size();
    do {
        out.push_back(static_cast<char>((length % 128) | (length >= 128 ? 128 : 0)));
        length /= 128;
    } while (length > 0);
    return out.append(body);
}

std::string mqtt_greeting(std::size_t client, bool subscribe) {
    using namespace std::literals;
    const auto connect =
        "\x00\x04MQTT\x04\x02\x00\x00"s + mqtt_string(fmt::format("bench-{}", client));
    auto out = mqtt_packet(0x10, connect);
    if (subscribe) out += mqtt_packet(0x82, "\x00\x01"s + mqtt_string(subject) + '\0');
    return out;
}

std::string in_carrier(Protocol protocol, const std::string& frame) {
    return over_websocket(protocol) ? websocket_frame(0x2, frame, true) : frame;
}

}  // namespace

std::string ovos_message(std::string_view topic, std::size_t bytes) {
    auto make = [&](std::size_t padding) {
        return fmt::format(
            R"({{"type":"{}","data":{{"utterances":["what time is it in Amsterdam right now"],)"
            R"("lang":"en-US",{}{:020}"}},"context":{{"source":"audio","destination":["skills"],)"
            R"("client_name":"bench","session":{{"session_id":"kitchen-4f1c","lang":"en-US",)"
            R"("site_id":"kitchen","active_skills":[["ovos-skill-date-time.openvoiceos",1765000000.5]],)"
            R"("pipeline":["stop_high","converse","padatious_high","adapt_high","fallback_low"],)"
            R"("note":"{}"}}}}}})",
            topic,
            stamp_key,
            0,
            std::string(padding, '.'));
    };
    const auto bare = make(0).size();
    return make(bytes > bare ? bytes - bare : 0);
}

void stamp(std::string& message, std::uint64_t sent_ns) {
    const auto at = message.find(stamp_key) + stamp_key.size();
    message.replace(at, stamp_digits, fmt::format("{:020}", sent_ns));
}

std::optional<std::uint64_t> stamp_of(std::string_view message) {
    const auto at = message.find(stamp_key);
    if (at == std::string_view::npos) return std::nullopt;
    const auto digits = message.substr(at + stamp_key.size(), stamp_digits);
    std::uint64_t sent_ns = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), sent_ns);
    return sent_ns;
}

std::string websocket_frame(std::uint8_t opcode, std::string_view payload, bool mask) {
    const unsigned mask_bit = mask ? 0x80 : 0;
    std::string out;
    append_be(out, 0x80U | opcode, 1);
    if (payload.size() < 126) {
        append_be(out, mask_bit | payload.size(), 1);
    } else if (payload.size() < 65536) {
        append_be(out, mask_bit | 126, 1);
        append_be(out, payload.size(), 2);
    } else {
        append_be(out, mask_bit | 127, 1);
        append_be(out, payload.size(), 8);
    }
    if (!mask) return out.append(payload);
    out.append(mask_key.data(), mask_key.size());
    for (std::size_t i = 0; i < payload.size(); ++i) {
        out.push_back(static_cast<char>(payload[i] ^ mask_key[i % 4]));
    }
    return out;
}

std::string publish_frame(Protocol protocol, std::string_view payload) {
    switch (protocol) {
        case Protocol::ovos:
            return websocket_frame(0x1, payload, true);
        case Protocol::raw:
            return websocket_frame(0x1, payload, false);
        case Protocol::nats:
        case Protocol::nats_ws:
            return in_carrier(protocol,
                              fmt::format("PUB {} {}\r\n{}\r\n", subject, payload.size(), payload));
        case Protocol::mqtt:
        case Protocol::mqtt_ws:
            return in_carrier(protocol, mqtt_packet(0x30, mqtt_string(subject).append(payload)));
    }
    return {};
}

std::string greeting(Protocol protocol, std::size_t client, bool subscribe) {
    switch (protocol) {
        case Protocol::ovos:
        case Protocol::raw:
            return {};
        case Protocol::nats:
        case Protocol::nats_ws:
            return in_carrier(
                protocol,
                fmt::format("CONNECT {{\"verbose\":false,\"pedantic\":false,\"echo\":true}}\r\n"
                            "{}PING\r\n",
                            subscribe ? fmt::format("SUB {} 1\r\n", subject) : ""));
        case Protocol::mqtt:
        case Protocol::mqtt_ws:
            return in_carrier(protocol, mqtt_greeting(client, subscribe));
    }
    return {};
}

}  // namespace bus_bench
