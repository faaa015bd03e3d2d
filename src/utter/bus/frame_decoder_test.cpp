#include "utter/bus/frame_decoder.hpp"

#include <gtest/gtest.h>

namespace utter::bus {
namespace {

using namespace std::string_literals;

constexpr std::size_t limit = 1000;

template <class Wanted>
Wanted next(FrameDecoder& decoder) {
    auto event = decoder.next();
    auto* found = std::get_if<Wanted>(&event);
    EXPECT_NE(found, nullptr) << "event " << event.index();
    return found == nullptr ? Wanted{} : *found;
}

bool needs_more(FrameDecoder& decoder) {
    return std::holds_alternative<websocket::NeedMore>(decoder.next());
}

TEST(FrameDecoder, TakesManyFramesOfOneReadAndOneFrameOfManyReads) {
    const auto bytes = "\x81\x03one\x82\x03two\x8A\x01p\x81\x00"s;
    FrameDecoder at_once(limit);
    at_once.append(bytes);
    FrameDecoder in_bytes(limit);
    std::vector<std::string> seen;
    for (const char byte : bytes) {
        in_bytes.append({&byte, 1});
        auto event = in_bytes.next();
        if (auto* data = std::get_if<FrameDecoder::Data>(&event)) seen.push_back(data->payload);
    }
    EXPECT_EQ(seen, (std::vector<std::string>{"one", "two", ""}));
    for (const auto& payload : seen) {
        EXPECT_EQ(next<FrameDecoder::Data>(at_once).payload, payload);
    }
    EXPECT_TRUE(needs_more(at_once));
}

TEST(FrameDecoder, PutsPiecesTogetherAroundControlFrames) {
    FrameDecoder decoder(limit);
    decoder.append(
        "\x01\x01"
        "a\x00\x01"
        "b\x89\x01?\x80\x01"
        "c\x81\x01z"s);
    EXPECT_EQ(next<FrameDecoder::Ping>(decoder).payload, "?");
    EXPECT_EQ(next<FrameDecoder::Data>(decoder).payload, "abc");
    EXPECT_EQ(next<FrameDecoder::Data>(decoder).payload, "z");
}

TEST(FrameDecoder, ReadsAGoodbyeWithAndWithoutWords) {
    FrameDecoder decoder(limit);
    decoder.append(
        "\x88\x05\x03\xE9"
        "off\x88\x00\x88\x01x"s);
    const auto full = next<FrameDecoder::Goodbye>(decoder);
    EXPECT_EQ(full.code, 1001);
    EXPECT_EQ(full.reason, "off");
    EXPECT_EQ(next<FrameDecoder::Goodbye>(decoder).code, 0);
    EXPECT_EQ(next<FrameDecoder::Goodbye>(decoder).code, 0) << "half a code";
}

TEST(FrameDecoder, RefusesWhatAServerMustNotSend) {
    for (const auto& bytes : {"\x81\x81mask_"s, "\x80\x00"s, "\x01\x00\x81\x00"s, "\xC1\x00"s}) {
        FrameDecoder decoder(limit);
        decoder.append(bytes);
        EXPECT_EQ(next<FrameDecoder::Violation>(decoder).code,
                  websocket::CloseCode::protocol_error);
    }
}

TEST(FrameDecoder, RefusesWhatIsTooLargeBeforeItHasCome) {
    FrameDecoder whole(limit);
    whole.append("\x81\x7E\x03\xE9"s);
    EXPECT_EQ(next<FrameDecoder::Violation>(whole).code, websocket::CloseCode::too_big);
    FrameDecoder pieces(limit);
    pieces.append("\x01\x7E\x03\xE8"s + std::string(limit, 'x') + "\x80\x01");
    EXPECT_EQ(next<FrameDecoder::Violation>(pieces).code, websocket::CloseCode::too_big);
    FrameDecoder exact(limit);
    exact.append("\x81\x7E\x03\xE8"s + std::string(limit, 'x'));
    EXPECT_EQ(next<FrameDecoder::Data>(exact).payload.size(), limit);
}

}  // namespace
}  // namespace utter::bus
