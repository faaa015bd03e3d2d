#pragma once

#include <cstddef>

/// What /proc tells of the server under load.
namespace bus_bench {

struct ProcessUsage {
    double cpu_s = 0;  ///< user and system time of all its threads since its start
    double rss_mb = 0;
};

/// All zero for pid 0 or a process that is gone.
[[nodiscard]] ProcessUsage usage_of(int pid);

}  // namespace bus_bench
