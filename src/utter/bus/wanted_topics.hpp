#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>

#include "utter/bus/subscribe_request.hpp"

namespace utter::bus {

/// The union of what a client's subscribers want, as the bus is told it. Not thread-safe.
class WantedTopics {
  public:
    /// @return whether the union changed; so does remove().
    bool add(const std::string& pattern) { return ++patterns_[pattern] == 1; }
    bool remove(const std::string& pattern);

    /// Everything when somebody wants that, or when the union does not fit a request.
    [[nodiscard]] TopicSelection selection() const;

  private:
    std::map<std::string, std::size_t> patterns_;  // and how many want each
};

}  // namespace utter::bus
