#pragma once

#include <sys/uio.h>

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

/// Outgoing frames: every frame's bytes exist once, whoever receives it. Not thread-safe.
namespace utter::bus {

/// A stretch of bytes that many queues may share.
struct Chunk {
    explicit Chunk(std::size_t bytes)
        : bytes(std::make_unique_for_overwrite<char[]>(bytes)), capacity(bytes) {}
    std::unique_ptr<char[]> bytes;
    std::size_t capacity;
    std::size_t size = 0;
};

/// Whole frames, one after the other, inside one chunk.
struct FrameSpan {
    std::shared_ptr<const Chunk> chunk;
    std::size_t begin = 0;
    std::size_t end = 0;

    [[nodiscard]] std::size_t size() const noexcept { return end - begin; }
};

/// Lays outgoing frames one behind the other in chunks, so that a receiver of many neighbouring
/// frames holds a single span and gets them in a single write.
class FrameLog {
  public:
    /// A chunk takes a few cache-sized bursts; a longer frame gets a chunk of its own size.
    static constexpr std::size_t chunk_bytes = std::size_t{64} * 1024;

    /// Adds a text frame with this payload.
    [[nodiscard]] FrameSpan append_text(std::string_view payload);

  private:
    std::shared_ptr<Chunk> chunk_;
};

/// Adds frames to the end of a list, as one span with the last where they are neighbours.
void append_span(std::vector<FrameSpan>& spans, const FrameSpan& frames);

/// What waits for one receiver, in order.
class SendQueue {
  public:
    void push(const FrameSpan& frames);

    [[nodiscard]] bool empty() const noexcept { return head_ == spans_.size(); }
    [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }
    /// Whether nothing but (the rest of) a single frame waits.
    [[nodiscard]] bool holds_one_frame() const;

    /// Fills `out` with the next pieces to write. @return those filled.
    [[nodiscard]] std::span<iovec> gather(std::span<iovec> out) const;
    /// Takes off the first `bytes` bytes, which have been written.
    void consume(std::size_t bytes);

    /// Drops all that has not begun to go out; the rest of a frame already begun stays, because
    /// its receiver could not find the next frame without it.
    void drop_unsent();

  private:
    /// Where the first frame ends that begins at or goes beyond `at`; both within the first span.
    [[nodiscard]] std::size_t frame_end(std::size_t at) const;

    std::vector<FrameSpan> spans_;
    std::size_t head_ = 0;  // spans before it are done
    std::size_t sent_ = 0;  // bytes of spans_[head_] already written
    std::size_t bytes_ = 0;
};

}  // namespace utter::bus
