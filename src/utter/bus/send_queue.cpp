#include "utter/bus/send_queue.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "utter/bus/websocket.hpp"

namespace utter::bus {

FrameSpan FrameLog::append_text(std::string_view payload) {
    const auto header = websocket::header_bytes_for(payload.size());
    const auto total = header + payload.size();
    if (!chunk_ || chunk_->capacity - chunk_->size < total) {
        chunk_ = std::make_shared<Chunk>(std::max(chunk_bytes, total));
    }
    const auto begin = chunk_->size;
    char* out = chunk_->bytes.get() + begin;
    websocket::write_header(out, websocket::Opcode::text, payload.size());
    std::memcpy(out + header, payload.data(), payload.size());
    chunk_->size += total;
    return {chunk_, begin, begin + total};
}

void append_span(std::vector<FrameSpan>& spans, const FrameSpan& frames) {
    if (!spans.empty() && spans.back().chunk == frames.chunk && spans.back().end == frames.begin) {
        spans.back().end = frames.end;
    } else {
        spans.push_back(frames);
    }
}

void SendQueue::push(const FrameSpan& frames) {
    bytes_ += frames.size();
    append_span(spans_, frames);
}

std::span<iovec> SendQueue::gather(std::span<iovec> out) const {
    std::size_t count = 0;
    auto skip = sent_;
    for (auto i = head_; i < spans_.size() && count < out.size(); ++i) {
        const auto& span = spans_[i];
        out[count++] = {span.chunk->bytes.get() + span.begin + skip, span.size() - skip};
        skip = 0;
    }
    return out.first(count);
}

void SendQueue::consume(std::size_t bytes) {
    bytes_ -= bytes;
    sent_ += bytes;
    while (!empty() && sent_ >= spans_[head_].size()) {
        sent_ -= spans_[head_].size();
        spans_[head_].chunk.reset();
        ++head_;
    }
    if (empty()) {
        spans_.clear();
        head_ = 0;
    } else if (head_ > spans_.size() / 2) {
        spans_.erase(spans_.begin(), spans_.begin() + static_cast<std::ptrdiff_t>(head_));
        head_ = 0;
    }
}

// A span holds whole frames: walk them.
std::size_t SendQueue::frame_end(std::size_t at) const {
    const auto& first = spans_[head_];
    std::size_t end = 0;
    do {
        const std::string_view rest(first.chunk->bytes.get() + first.begin + end,
                                    first.size() - end);
        const auto header = websocket::read_header(rest);
        const auto* frame = std::get_if<websocket::FrameHeader>(&header);
        if (frame == nullptr) return first.size();  // the answer to the upgrade
        end += frame->header_bytes + frame->payload_bytes;
    } while (end <= at);
    return end;
}

bool SendQueue::holds_one_frame() const {
    return spans_.size() - head_ == 1 && frame_end(sent_) == spans_[head_].size();
}

void SendQueue::drop_unsent() {
    if (empty()) return;
    auto& first = spans_[head_];
    const auto boundary = sent_ == 0 ? 0 : frame_end(sent_ - 1);
    first.end = first.begin + boundary;
    spans_.resize(head_ + (boundary > sent_ ? 1 : 0));
    bytes_ = boundary - sent_;
    if (bytes_ == 0) {
        spans_.clear();
        head_ = 0;
        sent_ = 0;
    }
}

}  // namespace utter::bus
