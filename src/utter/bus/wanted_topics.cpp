#include "utter/bus/wanted_topics.hpp"

#include <vector>

namespace utter::bus {

bool WantedTopics::remove(const std::string& pattern) {
    const auto found = patterns_.find(pattern);
    if (found == patterns_.end() || --found->second > 0) return false;
    patterns_.erase(found);
    return true;
}

TopicSelection WantedTopics::selection() const {
    if (patterns_.size() > subscription_patterns_max) return std::nullopt;
    std::vector<TopicFilter> filters;
    filters.reserve(patterns_.size());
    for (const auto& [pattern, count] : patterns_) {
        const bool fits = !pattern.empty() && pattern.size() <= subscription_pattern_bytes_max;
        if (pattern == "*" || !fits) return std::nullopt;
        filters.emplace_back(pattern);
    }
    return filters;
}

}  // namespace utter::bus
