#pragma once

#include <string>
#include <vector>

namespace utter::platform {

inline constexpr int page_limit_max = 200;

/// Which part of a list is wanted.
struct PageRequest {
    int limit = 50;       ///< 1 .. page_limit_max
    std::string after{};  ///< Page::next of the part before; empty: from the beginning
};

/// A part of a list. What is added or removed meanwhile moves nothing else: no item is met twice,
/// none that was there all the time is missed.
template <class T>
struct Page {
    std::vector<T> items;
    std::string next{};  ///< opaque; empty: this was the last part
};

}  // namespace utter::platform
