#include "utter/audio/spsc_ring.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <thread>

namespace utter::audio {
namespace {

TEST(SpscRing, GivesBackWhatWasWrittenInOrder) {
    SpscRing<int> ring(4);
    std::array<int, 4> out{};
    EXPECT_EQ(ring.read(out), 0U);
    EXPECT_EQ(ring.write(std::array{1, 2, 3}), 3U);
    EXPECT_EQ(ring.readable(), 3U);
    EXPECT_EQ(ring.read(std::span(out).first(2)), 2U);
    EXPECT_EQ(out[1], 2);
    EXPECT_EQ(ring.write(std::array{4, 5}), 2U);  // across the end of the storage
    EXPECT_EQ(ring.read(out), 3U);
    EXPECT_EQ(out, (std::array{3, 4, 5, 0}));
}

TEST(SpscRing, TakesNoMoreThanItHolds) {
    SpscRing<int> ring(3);
    EXPECT_EQ(ring.capacity(), 4U);
    EXPECT_EQ(ring.write(std::array{1, 2, 3, 4, 5, 6}), 4U);
    EXPECT_EQ(ring.writable(), 0U);
    EXPECT_EQ(ring.write(std::array{7}), 0U);
    std::array<int, 8> out{};
    EXPECT_EQ(ring.read(out), 4U);
    EXPECT_EQ(out[3], 4);
}

TEST(SpscRing, SkipsToAPositionAndNotBack) {
    SpscRing<int> ring(8);
    ring.write(std::array{1, 2, 3});
    const auto position = ring.written();
    ring.write(std::array{4, 5});
    ring.skip_to(position);
    std::array<int, 1> out{};
    EXPECT_EQ(ring.read(out), 1U);
    EXPECT_EQ(out[0], 4);
    ring.skip_to(position);
    EXPECT_EQ(ring.readable(), 1U);
}

// Two threads, blocks of sizes that do not divide the ring's, so that each boundary is crossed at
// each offset. Under TSan this shows that acquire and release suffice.
TEST(SpscRing, KeepsEachSampleAcrossManyWraps) {
    constexpr std::uint32_t total = 200'000;
    SpscRing<std::uint32_t> ring(1'024);
    std::jthread writer([&ring] {
        std::array<std::uint32_t, 17> block{};
        for (std::uint32_t next = 0; next < total;) {
            const auto count = std::min<std::size_t>(block.size(), total - next);
            for (std::size_t i = 0; i < count; ++i) block[i] = next + static_cast<std::uint32_t>(i);
            const auto taken = ring.write(std::span(block).first(count));
            next += static_cast<std::uint32_t>(taken);
            if (taken == 0) std::this_thread::yield();
        }
    });
    std::array<std::uint32_t, 23> block{};
    std::uint32_t expected = 0;
    std::uint32_t wrong = 0;
    while (expected < total) {
        const auto count = ring.read(block);
        for (std::size_t i = 0; i < count; ++i) wrong += block[i] == expected++ ? 0 : 1;
        if (count == 0) std::this_thread::yield();
    }
    EXPECT_EQ(wrong, 0U);
    EXPECT_EQ(ring.readable(), 0U);
}

}  // namespace
}  // namespace utter::audio
