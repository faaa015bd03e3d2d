#include "utter/core/topic.hpp"

#include <algorithm>

namespace utter {
namespace {

bool is_segment_char(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
}

bool is_separator(char c) noexcept {
    return c == '.' || c == ':';
}

}  // namespace

bool is_topic(std::string_view text) noexcept {
    bool in_segment = false;
    for (const char c : text) {
        if (is_segment_char(c)) {
            in_segment = true;
        } else if (is_separator(c) && in_segment) {
            in_segment = false;
        } else {
            return false;
        }
    }
    return in_segment;
}

bool is_dispatch_topic(std::string_view topic) noexcept {
    return is_topic(topic) && std::ranges::count(topic, ':') == 1;
}

bool is_identifier(std::string_view text) noexcept {
    return is_topic(text) && text.find(':') == std::string_view::npos;
}

bool TopicFilter::matches(std::string_view topic) const noexcept {
    if (!glob_) return topic == pattern_;
    // Greedy with one backtrack point: linear in practice, and no recursion a pattern could deepen.
    std::size_t p = 0;
    std::size_t t = 0;
    std::size_t star = std::string::npos;
    std::size_t resume = 0;
    while (t < topic.size()) {
        if (p < pattern_.size() && pattern_[p] == '*') {
            star = p++;
            resume = t;
        } else if (p < pattern_.size() && pattern_[p] == topic[t]) {
            ++p;
            ++t;
        } else if (star != std::string::npos) {
            p = star + 1;
            t = ++resume;
        } else {
            return false;
        }
    }
    while (p < pattern_.size() && pattern_[p] == '*') ++p;
    return p == pattern_.size();
}

}  // namespace utter
