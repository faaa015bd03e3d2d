#include "utter/bus/client_queue.hpp"

#include <algorithm>
#include <array>
#include <ranges>
#include <utility>

namespace utter::bus {

using websocket::Opcode;

namespace {

// So much is laid out for one write: it is still in the cache when the system reads it.
constexpr std::size_t burst_bytes = std::size_t{64} * 1024;

}  // namespace

std::size_t ClientQueue::push(Payload payload) {
    std::size_t dropped = 0;
    while (!waiting_.empty() && waiting_bytes_ + payload->size() > bytes_max_) {
        waiting_bytes_ -= waiting_.front()->size();
        waiting_.pop_front();
        ++dropped;
    }
    waiting_bytes_ += payload->size();
    waiting_.push_back(std::move(payload));
    return dropped;
}

void ClientQueue::push_urgent(Opcode opcode, std::string payload) {
    const auto same = std::ranges::find(urgent_, opcode, &Urgent::opcode);
    if (same != urgent_.end()) {
        same->payload = std::move(payload);
    } else {
        urgent_.push_back({opcode, std::move(payload)});
    }
}

std::string_view ClientQueue::next() {
    if (laid_out_.empty()) {
        for (const auto& frame : std::exchange(urgent_, {})) {
            if (closed_) break;
            lay_out(frame.opcode, frame.payload, nullptr);
            closed_ = frame.opcode == Opcode::close;
        }
        while (!closed_ && !waiting_.empty() && laid_out_.size() < burst_bytes) {
            auto payload = std::move(waiting_.front());
            waiting_.pop_front();
            waiting_bytes_ -= payload->size();
            const std::string_view bytes = *payload;
            lay_out(Opcode::text, bytes, std::move(payload));
        }
    }
    return std::string_view(laid_out_).substr(sent_);
}

void ClientQueue::lay_out(Opcode opcode, std::string_view payload, Payload keep) {
    std::array<char, websocket::header_bytes_max> header{};
    const auto mask = masks_.next();
    const auto header_bytes =
        websocket::write_masked_header(header.data(), opcode, payload.size(), mask);
    laid_out_.append(header.data(), header_bytes);
    const auto begin = laid_out_.size();
    laid_out_.append(payload);
    websocket::apply_mask(laid_out_.data() + begin, payload.size(), mask);
    on_its_way_.push_back({std::move(keep), laid_out_.size()});
}

void ClientQueue::written(std::size_t bytes) {
    sent_ += bytes;
    while (!on_its_way_.empty() && on_its_way_.front().end <= sent_) on_its_way_.pop_front();
    if (sent_ < laid_out_.size()) return;
    sent_ = 0;
    // A long frame's room is given back.
    if (laid_out_.capacity() > 4 * burst_bytes) laid_out_ = {};
    laid_out_.clear();
}

void ClientQueue::rewind() {
    urgent_.clear();
    for (auto& frame : on_its_way_ | std::views::reverse) {
        if (!frame.payload) continue;
        waiting_bytes_ += frame.payload->size();
        waiting_.push_front(std::move(frame.payload));
    }
    on_its_way_.clear();
    laid_out_.clear();
    sent_ = 0;
    closed_ = false;
}

}  // namespace utter::bus
