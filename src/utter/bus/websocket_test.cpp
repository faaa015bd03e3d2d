#include "utter/bus/websocket.hpp"

#include <gtest/gtest.h>

namespace utter::bus::websocket {
namespace {

using namespace std::string_literals;

FrameHeader header_of(std::string_view bytes) {
    const auto read = read_header(bytes);
    const auto* header = std::get_if<FrameHeader>(&read);
    EXPECT_NE(header, nullptr);
    return header == nullptr ? FrameHeader{} : *header;
}

bool is_refused(std::string_view bytes) {
    return std::holds_alternative<ProtocolError>(read_header(bytes));
}

TEST(WebSocketFrame, ReadsEveryLengthForm) {
    const auto small = header_of("\x81\x85\x01\x02\x03\x04"s);
    EXPECT_TRUE(small.final);
    EXPECT_EQ(small.opcode, Opcode::text);
    EXPECT_EQ(small.payload_bytes, 5U);
    EXPECT_EQ(small.header_bytes, 6U);
    EXPECT_TRUE(small.masked);
    EXPECT_EQ(header_of("\x02\x7E\x01\x00"s).payload_bytes, 256U);
    EXPECT_FALSE(header_of("\x02\x7E\x01\x00"s).final);
    EXPECT_EQ(header_of("\x82\x7F\x00\x00\x00\x01\x00\x00\x00\x00"s).payload_bytes, 1ULL << 32U);
}

TEST(WebSocketFrame, WaitsForAWholeHeader) {
    const auto whole = "\x81\xFF\x00\x00\x00\x00\x00\x01\x00\x00\x01\x02\x03\x04"s;
    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_TRUE(std::holds_alternative<NeedMore>(read_header(whole.substr(0, size)))) << size;
    }
    EXPECT_EQ(header_of(whole).header_bytes, header_bytes_max);
}

TEST(WebSocketFrame, RefusesWhatRfc6455Forbids) {
    EXPECT_TRUE(is_refused("\xC1\x80"s)) << "a reserved bit";
    EXPECT_TRUE(is_refused("\x83\x80"s)) << "an unknown opcode";
    EXPECT_TRUE(is_refused("\x09\x80"s)) << "a ping in pieces";
    EXPECT_TRUE(is_refused("\x89\xFE"s)) << "a long ping";
    EXPECT_TRUE(is_refused("\x81\x7F\x80\x00\x00\x00\x00\x00\x00\x00"s)) << "a negative length";
}

TEST(WebSocketFrame, MasksAnyLengthAndUnmasksItAgain) {
    for (std::size_t size = 0; size < 20; ++size) {
        const std::string text(size, 'x');
        auto bytes = text;
        apply_mask(bytes.data(), bytes.size(), 0x04030201);
        for (std::size_t i = 0; i < size; ++i) {
            EXPECT_EQ(bytes[i], static_cast<char>('x' ^ static_cast<char>(i % 4 + 1)));
        }
        apply_mask(bytes.data(), bytes.size(), 0x04030201);
        EXPECT_EQ(bytes, text);
    }
}

TEST(WebSocketFrame, WritesHeadersThatItReads) {
    for (const std::size_t size : {0UL, 125UL, 126UL, 65535UL, 65536UL, 5'000'000'000UL}) {
        std::string bytes(header_bytes_for(size), '\0');
        write_header(bytes.data(), Opcode::text, size);
        EXPECT_EQ(header_of(bytes).payload_bytes, size);
        EXPECT_EQ(header_of(bytes).header_bytes, bytes.size());
    }
}

TEST(WebSocketFrame, CutsACloseReasonAtACharacter) {
    std::string reason;
    while (reason.size() < 200) reason += "ä";
    const auto frame = close_frame(CloseCode::policy_violation, reason);
    EXPECT_EQ(frame.substr(0, 4), "\x88\x7C\x03\xF0"s);
    EXPECT_EQ(frame.size(), 2U + 2 + 122);
}

// The example of RFC 6455 section 1.3.
TEST(WebSocketHandshake, AnswersTheKey) {
    EXPECT_EQ(accept_value("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    EXPECT_TRUE(is_key("dGhlIHNhbXBsZSBub25jZQ=="));
    for (const auto* bad : {"", "dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZSBub25j !=="}) {
        EXPECT_FALSE(is_key(bad)) << bad;
    }
}

}  // namespace
}  // namespace utter::bus::websocket
