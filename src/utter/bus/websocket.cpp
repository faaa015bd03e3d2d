#include "utter/bus/websocket.hpp"

#include <algorithm>
#include <array>
#include <boost/beast/core/detail/base64.hpp>
#include <boost/beast/core/detail/sha1.hpp>
#include <cstring>

namespace utter::bus::websocket {
namespace {

constexpr unsigned char final_bit = 0x80;
constexpr unsigned char reserved_bits = 0x70;
constexpr unsigned char opcode_bits = 0x0F;
constexpr unsigned char mask_bit = 0x80;
constexpr unsigned char length_bits = 0x7F;
constexpr unsigned char length_is_16_bit = 126;
constexpr unsigned char length_is_64_bit = 127;
constexpr std::string_view handshake_guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

bool is_known(unsigned char opcode) noexcept {
    return opcode <= 0x2 || (opcode >= 0x8 && opcode <= 0xA);
}

std::uint64_t big_endian(const unsigned char* bytes, std::size_t count) noexcept {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < count; ++i) value = (value << 8U) | bytes[i];
    return value;
}

// The longest prefix of at most `limit` bytes that does not cut a UTF-8 character.
std::string_view cut_at_character(std::string_view text, std::size_t limit) {
    if (text.size() <= limit) return text;
    while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0U) == 0x80U) --limit;
    return text.substr(0, limit);
}

}  // namespace

std::variant<FrameHeader, NeedMore, ProtocolError> read_header(std::string_view bytes) noexcept {
    if (bytes.size() < 2) return NeedMore{};
    const auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
    const unsigned char first = at[0];
    const unsigned char second = at[1];
    const unsigned char opcode = first & opcode_bits;
    if ((first & reserved_bits) != 0) return ProtocolError{"reserved bits are set"};
    if (!is_known(opcode)) return ProtocolError{"unknown opcode"};
    FrameHeader header;
    header.final = (first & final_bit) != 0;
    header.opcode = static_cast<Opcode>(opcode);
    header.masked = (second & mask_bit) != 0;
    header.payload_bytes = second & length_bits;
    if (opcode >= 0x8) {
        if (!header.final) return ProtocolError{"control frame in pieces"};
        if (header.payload_bytes > control_payload_max) {
            return ProtocolError{"control frame longer than 125 bytes"};
        }
    }
    header.header_bytes = 2;
    std::size_t length_bytes = 0;
    if (header.payload_bytes == length_is_16_bit) length_bytes = 2;
    if (header.payload_bytes == length_is_64_bit) length_bytes = 8;
    const std::size_t wanted = 2 + length_bytes + (header.masked ? 4 : 0);
    if (bytes.size() < wanted) return NeedMore{};
    if (length_bytes > 0) {
        header.payload_bytes = big_endian(at + 2, length_bytes);
        if (header.payload_bytes >> 63U != 0) return ProtocolError{"length over 2^63"};
    }
    if (header.masked) std::memcpy(&header.mask, at + 2 + length_bytes, sizeof header.mask);
    header.header_bytes = wanted;
    return header;
}

std::string_view fragment_problem(Opcode opcode, bool in_fragments) noexcept {
    if (opcode >= Opcode::close) return {};
    if (opcode == Opcode::continuation && !in_fragments) return "continuation of nothing";
    if (opcode != Opcode::continuation && in_fragments) {
        return "a new message inside a fragmented one";
    }
    return {};
}

void apply_mask(char* payload, std::size_t size, std::uint32_t mask) noexcept {
    const std::uint64_t wide = (std::uint64_t{mask} << 32U) | mask;
    std::size_t at = 0;
    for (; at + sizeof wide <= size; at += sizeof wide) {
        std::uint64_t word = 0;
        std::memcpy(&word, payload + at, sizeof word);
        word ^= wide;
        std::memcpy(payload + at, &word, sizeof word);
    }
    std::array<char, sizeof mask> bytes{};
    std::memcpy(bytes.data(), &mask, sizeof mask);
    for (std::size_t i = 0; at < size; ++at, ++i) {
        payload[at] = static_cast<char>(payload[at] ^ bytes[i % sizeof mask]);
    }
}

void write_header(char* out, Opcode opcode, std::size_t payload_bytes) noexcept {
    *out++ = static_cast<char>(final_bit | static_cast<unsigned char>(opcode));
    if (payload_bytes < length_is_16_bit) {
        *out = static_cast<char>(payload_bytes);
        return;
    }
    const unsigned length_bytes = payload_bytes <= 0xFFFF ? 2 : 8;
    *out++ = static_cast<char>(length_bytes == 2 ? length_is_16_bit : length_is_64_bit);
    for (unsigned i = length_bytes; i-- > 0;) {
        *out++ = static_cast<char>(static_cast<std::uint64_t>(payload_bytes) >> (8U * i));
    }
}

std::size_t write_masked_header(char* out,
                                Opcode opcode,
                                std::size_t payload_bytes,
                                std::uint32_t mask) noexcept {
    write_header(out, opcode, payload_bytes);
    out[1] = static_cast<char>(static_cast<unsigned char>(out[1]) | mask_bit);
    const auto unmasked = header_bytes_for(payload_bytes);
    std::memcpy(out + unmasked, &mask, sizeof mask);
    return unmasked + sizeof mask;
}

std::string control_frame(Opcode opcode, std::string_view payload) {
    payload = payload.substr(0, control_payload_max);
    std::string frame(2, '\0');
    write_header(frame.data(), opcode, payload.size());
    return frame.append(payload);
}

std::string close_payload(CloseCode code, std::string_view reason) {
    const auto number = static_cast<std::uint16_t>(code);
    std::string payload{static_cast<char>(number >> 8U), static_cast<char>(number & 0xFFU)};
    return payload += cut_at_character(reason, control_payload_max - payload.size());
}

std::string close_frame(CloseCode code, std::string_view reason) {
    return control_frame(Opcode::close, close_payload(code, reason));
}

// What Beast itself answers a handshake with; a whole cryptography library for this one hash would
// be most of the bus's memory.
std::string accept_value(std::string_view key) {
    namespace detail = boost::beast::detail;
    detail::sha1_context hash;
    detail::init(hash);
    detail::update(hash, key.data(), key.size());
    detail::update(hash, handshake_guid.data(), handshake_guid.size());
    std::array<char, detail::sha1_context::digest_size> digest{};
    detail::finish(hash, digest.data());
    std::string encoded(detail::base64::encoded_size(digest.size()), '\0');
    encoded.resize(detail::base64::encode(encoded.data(), digest.data(), digest.size()));
    return encoded;
}

bool is_key(std::string_view key) noexcept {
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    return key.size() == 24 && key.ends_with("==") &&
           key.substr(0, 22).find_first_not_of(alphabet) == std::string_view::npos;
}

}  // namespace utter::bus::websocket
