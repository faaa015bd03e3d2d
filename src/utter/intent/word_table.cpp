#include "utter/intent/word_table.hpp"

namespace utter::intent::detail {

Label WordTable::acquire(std::string_view word) {
    const auto found = labels_.find(word);
    if (found != labels_.end()) {
        ++held_[found->second].count;
        return found->second;
    }
    auto label = static_cast<Label>(held_.size());
    if (free_.empty()) {
        held_.emplace_back();
    } else {
        label = free_.back();
        free_.pop_back();
    }
    held_[label] = {std::make_unique<const std::string>(word), 1};
    labels_.emplace(word, label);
    return label;
}

void WordTable::release(Label label) {
    Held& held = held_[label];
    if (--held.count > 0) return;
    labels_.erase(*held.text);
    held.text.reset();
    free_.push_back(label);
}

}  // namespace utter::intent::detail
