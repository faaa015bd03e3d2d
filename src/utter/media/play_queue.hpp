#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "utter/media/media_entry.hpp"
#include "utter/media/states.hpp"

namespace utter::media {

/// The leaves that play one after the other, and which of them is on. Shuffling draws the whole
/// order beforehand, so that everything is heard once and `previous` goes back.
/// Spec: OVOS-OCP-1 section 4.5.2.
class PlayQueue {
  public:
    /// A number below its argument.
    using RandomIndex = std::function<std::size_t(std::size_t)>;

    explicit PlayQueue(RandomIndex random) : random_(std::move(random)) {}

    /// @pre position < leaves.size()
    void assign(std::vector<MediaEntry> leaves, std::size_t position);

    /// What is on; null when the queue is empty.
    [[nodiscard]] const MediaEntry* current() const noexcept;
    [[nodiscard]] std::size_t position() const noexcept { return at_; }
    [[nodiscard]] std::size_t size() const noexcept { return order_.size(); }
    [[nodiscard]] const std::vector<MediaEntry>& entries() const noexcept { return leaves_; }
    [[nodiscard]] bool shuffled() const noexcept { return shuffled_; }

    /// Goes one further. @param wraps begins anew behind the last. @return false: there is none.
    bool advance(bool wraps);
    /// Goes one back. @param wraps goes to the last from the first. @return false: there is none.
    bool retreat(bool wraps);
    /// What advance() would come to; null when it would come to nothing, or when that is drawn
    /// only then.
    [[nodiscard]] const MediaEntry* upcoming(bool wraps) const noexcept;
    /// Whether advance() would draw a new order.
    [[nodiscard]] bool draws_next(bool wraps) const noexcept;

    /// What is on stays on, as the first of the new order, or at its own place again.
    void shuffle(bool on);

  private:
    void draw(std::size_t from);

    RandomIndex random_;
    std::vector<MediaEntry> leaves_;
    std::vector<std::size_t> order_;  // of leaves_
    std::size_t at_ = 0;              // in order_
    bool shuffled_ = false;
};

}  // namespace utter::media
