#include "utter/bus/client_queue.hpp"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace utter::bus {
namespace {

using websocket::Opcode;
using Frames = std::vector<std::pair<Opcode, std::string>>;

ClientQueue::Payload text(std::string bytes) {
    return std::make_shared<const std::string>(std::move(bytes));
}

// The frames in these bytes, unmasked; a rest that is no whole frame is left out.
Frames frames_in(std::string_view bytes) {
    Frames found;
    for (;;) {
        const auto read = websocket::read_header(bytes);
        const auto* header = std::get_if<websocket::FrameHeader>(&read);
        if (header == nullptr || bytes.size() < header->header_bytes + header->payload_bytes) {
            return found;
        }
        EXPECT_TRUE(header->masked);
        std::string payload(bytes.substr(header->header_bytes, header->payload_bytes));
        websocket::apply_mask(payload.data(), payload.size(), header->mask);
        found.emplace_back(header->opcode, std::move(payload));
        bytes.remove_prefix(header->header_bytes + header->payload_bytes);
    }
}

Frames all_of(ClientQueue& queue) {
    Frames found;
    for (auto bytes = queue.next(); !bytes.empty(); bytes = queue.next()) {
        for (auto& frame : frames_in(bytes)) found.push_back(std::move(frame));
        queue.written(bytes.size());
    }
    return found;
}

TEST(ClientQueue, LaysManyFramesOutForOneWrite) {
    ClientQueue queue(1000);
    const Frames sent{{Opcode::text, "a"}, {Opcode::text, std::string(300, 'b')}};
    for (const auto& [opcode, payload] : sent) queue.push(text(payload));
    EXPECT_EQ(frames_in(queue.next()), sent);
    EXPECT_EQ(all_of(queue), sent);
    EXPECT_TRUE(queue.empty());
}

TEST(ClientQueue, MasksEveryFrameAnew) {
    ClientQueue queue(1000);
    const std::string payload(100, 'x');
    queue.push(text(payload));
    queue.push(text(payload));
    const std::string bytes(queue.next());
    EXPECT_NE(bytes.substr(0, bytes.size() / 2), bytes.substr(bytes.size() / 2));
}

TEST(ClientQueue, DropsTheOldestThatWaits) {
    ClientQueue queue(10);
    EXPECT_EQ(queue.push(text(std::string(50, 'x'))), 0U) << "one alone always fits";
    EXPECT_EQ(queue.push(text("12345")), 1U);
    EXPECT_EQ(queue.push(text("67890")), 0U);
    EXPECT_EQ(queue.push(text("!")), 1U);
    EXPECT_EQ(queue.waiting_bytes(), 6U);
    EXPECT_EQ(all_of(queue), (Frames{{Opcode::text, "67890"}, {Opcode::text, "!"}}));
}

TEST(ClientQueue, SendsAgainWhatHasNotGoneOutWholeButNothingUrgent) {
    ClientQueue queue(1000);
    for (const auto* payload : {"one", "two", "three"}) queue.push(text(payload));
    queue.push_urgent(Opcode::text, "wish");
    const auto bytes = queue.next();
    ASSERT_EQ(frames_in(bytes).front().second, "wish");
    // The wish, the first message, and the header of the second.
    queue.written((6 + 4) + (6 + 3) + 6);
    queue.push(text("four"));
    queue.rewind();
    EXPECT_EQ(queue.waiting_bytes(), 3U + 5U + 4U);
    EXPECT_EQ(all_of(queue),
              (Frames{{Opcode::text, "two"}, {Opcode::text, "three"}, {Opcode::text, "four"}}));
}

TEST(ClientQueue, OfUrgentFramesTheNewestCounts) {
    ClientQueue queue(1000);
    queue.push(text("message"));
    queue.push_urgent(Opcode::pong, "1");
    queue.push_urgent(Opcode::text, "wish");
    queue.push_urgent(Opcode::pong, "2");
    EXPECT_EQ(all_of(queue),
              (Frames{{Opcode::pong, "2"}, {Opcode::text, "wish"}, {Opcode::text, "message"}}));
}

TEST(ClientQueue, NothingFollowsAGoodbye) {
    ClientQueue queue(1000);
    queue.push(text("later"));
    queue.push_urgent(Opcode::close, "");
    EXPECT_EQ(all_of(queue), (Frames{{Opcode::close, ""}}));
    queue.rewind();
    EXPECT_EQ(all_of(queue), (Frames{{Opcode::text, "later"}}));
}

TEST(ClientQueue, TakesAFrameOfAnySize) {
    ClientQueue queue(1000);
    for (const std::size_t size : {125U, 126U, 65'535U, 65'536U, 1'000'000U}) {
        const std::string payload(size, 'x');
        queue.push(text(payload));
        EXPECT_EQ(all_of(queue), (Frames{{Opcode::text, payload}}));
    }
}

}  // namespace
}  // namespace utter::bus
