#include "utter/media/play_queue.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace utter::media {

void PlayQueue::assign(std::vector<MediaEntry> leaves, std::size_t position) {
    leaves_ = std::move(leaves);
    order_.resize(leaves_.size());
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    at_ = position;
    if (shuffled_) shuffle(true);
}

const MediaEntry* PlayQueue::current() const noexcept {
    return at_ < order_.size() ? &leaves_[order_[at_]] : nullptr;
}

bool PlayQueue::draws_next(bool wraps) const noexcept {
    return wraps && shuffled_ && order_.size() > 1 && at_ + 1 >= order_.size();
}

bool PlayQueue::advance(bool wraps) {
    if (at_ + 1 < order_.size()) {
        ++at_;
        return true;
    }
    if (!wraps || order_.empty()) return false;
    if (draws_next(wraps)) draw(0);
    at_ = 0;
    return true;
}

bool PlayQueue::retreat(bool wraps) {
    if (at_ > 0) {
        --at_;
        return true;
    }
    if (!wraps || order_.empty()) return false;
    at_ = order_.size() - 1;
    return true;
}

const MediaEntry* PlayQueue::upcoming(bool wraps) const noexcept {
    if (at_ + 1 < order_.size()) return &leaves_[order_[at_ + 1]];
    if (!wraps || order_.empty() || draws_next(wraps)) return nullptr;
    return &leaves_[order_.front()];
}

void PlayQueue::shuffle(bool on) {
    shuffled_ = on;
    if (order_.empty()) return;
    const auto current = order_[at_];
    if (on) {
        std::swap(order_.front(), order_[at_]);
        at_ = 0;
        draw(1);
    } else {
        std::ranges::sort(order_);
        at_ = current;
    }
}

void PlayQueue::draw(std::size_t from) {
    for (auto left = order_.size(); left > from + 1; --left) {
        const auto drawn = from + random_(left - from);
        std::swap(order_[drawn], order_[left - 1]);
    }
}

}  // namespace utter::media
