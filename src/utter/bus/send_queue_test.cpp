#include "utter/bus/send_queue.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "utter/bus/websocket.hpp"

namespace utter::bus {
namespace {

// What the queue would write next, in the pieces it would write it in.
std::vector<std::string> pieces_of(const SendQueue& queue) {
    std::array<iovec, 8> room{};
    std::vector<std::string> pieces;
    for (const auto& piece : queue.gather(room)) {
        pieces.emplace_back(static_cast<const char*>(piece.iov_base), piece.iov_len);
    }
    return pieces;
}

std::string joined(const SendQueue& queue) {
    std::string all;
    for (const auto& piece : pieces_of(queue)) all += piece;
    return all;
}

TEST(SendQueue, GivesNeighbouringFramesAsOnePiece) {
    FrameLog log;
    SendQueue everything;
    SendQueue some;
    for (const auto* text : {"one", "two", "three"}) {
        const auto frame = log.append_text(text);
        everything.push(frame);
        if (std::string_view(text) != "two") some.push(frame);
    }
    EXPECT_EQ(pieces_of(everything),
              std::vector<std::string>{"\x81\x03one\x81\x03two\x81\x05three"});
    EXPECT_EQ(pieces_of(some), (std::vector<std::string>{"\x81\x03one", "\x81\x05three"}));
    EXPECT_EQ(some.bytes(), 12U);
}

TEST(SendQueue, TakesOffWhatWasWrittenByteByByte) {
    FrameLog log;
    SendQueue queue;
    std::string expected;
    for (int i = 0; i < 5; ++i) {
        const auto frame = log.append_text(std::to_string(i));
        if (i % 2 == 0) {
            queue.push(frame);
            expected += "\x81\x01" + std::to_string(i);
        }
    }
    while (!queue.empty()) {
        EXPECT_EQ(joined(queue), expected);
        EXPECT_EQ(queue.bytes(), expected.size());
        queue.consume(1);
        expected.erase(0, 1);
    }
    EXPECT_TRUE(expected.empty());
}

TEST(SendQueue, DroppingKeepsTheRestOfAFrameThatHasBegun) {
    FrameLog log;
    for (std::size_t written = 0; written <= 15; ++written) {
        SendQueue queue;
        for (const auto* text : {"abc", "def", "ghi"}) queue.push(log.append_text(text));
        queue.consume(written);
        queue.drop_unsent();
        EXPECT_EQ(queue.bytes(), (5 - written % 5) % 5) << written;
        EXPECT_EQ(joined(queue).size(), queue.bytes());
        EXPECT_EQ(queue.empty(), queue.bytes() == 0);
        queue.push(log.append_text("end"));
        EXPECT_TRUE(joined(queue).ends_with("end"));
    }
}

TEST(SendQueue, KnowsWhetherASingleFrameIsLeft) {
    FrameLog log;
    SendQueue queue;
    EXPECT_FALSE(queue.holds_one_frame());
    queue.push(log.append_text("abc"));
    EXPECT_TRUE(queue.holds_one_frame());
    queue.push(log.append_text("def"));
    for (int written = 0; written < 5; ++written) {
        EXPECT_FALSE(queue.holds_one_frame()) << written;
        queue.consume(1);
    }
    for (int written = 0; written < 5; ++written) {
        EXPECT_TRUE(queue.holds_one_frame()) << written;
        queue.consume(1);
    }
    EXPECT_FALSE(queue.holds_one_frame());
}

TEST(FrameLog, GivesALongFrameAChunkOfItsOwn) {
    FrameLog log;
    const auto small = log.append_text("small");
    const auto large = log.append_text(std::string(FrameLog::chunk_bytes * 3, 'x'));
    EXPECT_NE(small.chunk, large.chunk);
    EXPECT_EQ(large.size(), FrameLog::chunk_bytes * 3 + 10);
    EXPECT_EQ(large.chunk->capacity, large.size());
}

}  // namespace
}  // namespace utter::bus
