#include "utter/bus/frame_decoder.hpp"

#include <utility>

namespace utter::bus {

using websocket::CloseCode;
using websocket::Opcode;

namespace {

constexpr std::size_t keep_bytes = std::size_t{256} * 1024;

FrameDecoder::Goodbye goodbye(std::string_view payload) {
    FrameDecoder::Goodbye read;
    if (payload.size() < 2) return read;
    read.code = static_cast<std::uint16_t>(static_cast<unsigned char>(payload[0]) << 8U |
                                           static_cast<unsigned char>(payload[1]));
    read.reason = payload.substr(2);
    return read;
}

}  // namespace

void FrameDecoder::append(std::string_view received) {
    if (taken_ == bytes_.size()) {
        if (bytes_.capacity() > keep_bytes) bytes_ = {};
        bytes_.clear();
    } else {
        bytes_.erase(0, taken_);
    }
    taken_ = 0;
    bytes_ += received;
}

// What is wrong with a frame, seen from its header alone.
std::string_view FrameDecoder::problem_of(const websocket::FrameHeader& header) const {
    if (header.masked) return "a server must not mask its frames";
    return websocket::fragment_problem(header.opcode, in_fragments_);
}

FrameDecoder::Event FrameDecoder::next() {
    for (;;) {
        const auto rest = std::string_view(bytes_).substr(taken_);
        const auto read = websocket::read_header(rest);
        if (std::holds_alternative<websocket::NeedMore>(read)) return websocket::NeedMore{};
        if (const auto* error = std::get_if<websocket::ProtocolError>(&read)) {
            return Violation{CloseCode::protocol_error, std::string(error->reason)};
        }
        const auto& header = std::get<websocket::FrameHeader>(read);
        if (const auto problem = problem_of(header); !problem.empty()) {
            return Violation{CloseCode::protocol_error, std::string(problem)};
        }
        if (header.opcode < Opcode::close &&
            header.payload_bytes > message_bytes_max_ - fragments_.size()) {
            return Violation{
                CloseCode::too_big,
                "message is larger than " + std::to_string(message_bytes_max_) + " bytes"};
        }
        const auto payload_bytes = static_cast<std::size_t>(header.payload_bytes);
        if (rest.size() < header.header_bytes + payload_bytes) return websocket::NeedMore{};
        const auto payload = rest.substr(header.header_bytes, payload_bytes);
        taken_ += header.header_bytes + payload_bytes;
        if (header.opcode == Opcode::pong) continue;
        if (header.opcode == Opcode::ping) return Ping{std::string(payload)};
        if (header.opcode == Opcode::close) return goodbye(payload);
        if (header.final && !in_fragments_) return Data{std::string(payload)};
        fragments_ += payload;
        in_fragments_ = !header.final;
        if (!in_fragments_) return Data{std::exchange(fragments_, {})};
    }
}

}  // namespace utter::bus
