#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace utter::intent::detail {

/// A set of hashes that is emptied in no time and keeps its room.
class KeySet {
  public:
    /// False when `key` was there already.
    bool insert(std::uint64_t key) {
        if ((size_ + 1) * 2 > cells_.size()) grow();
        Cell& cell = find(key);
        if (cell.round == round_) return false;
        cell = {key, round_};
        ++size_;
        return true;
    }

    void clear() {
        size_ = 0;
        if (cells_.size() > kept_cells_max) cells_ = {};
        if (++round_ == 0) {  // after four thousand million
            cells_ = {};
            round_ = 1;
        }
    }

  private:
    struct Cell {
        std::uint64_t key = 0;
        std::uint32_t round = 0;  // in use when it is the set's
    };
    static constexpr std::size_t kept_cells_max = 65'536;

    Cell& find(std::uint64_t key) {
        const std::size_t mask = cells_.size() - 1;
        std::size_t at = (key * 0x9E3779B97F4A7C15ULL >> 20U) & mask;
        while (cells_[at].round == round_ && cells_[at].key != key) at = (at + 1) & mask;
        return cells_[at];
    }

    void grow() {
        const auto old =
            std::exchange(cells_, std::vector<Cell>(cells_.empty() ? 64 : cells_.size() * 2));
        for (const Cell& cell : old) {
            if (cell.round == round_) find(cell.key) = cell;
        }
    }

    std::vector<Cell> cells_;  // a power of two
    std::size_t size_ = 0;
    std::uint32_t round_ = 1;
};

}  // namespace utter::intent::detail
