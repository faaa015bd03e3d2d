#include "process.hpp"

#include <unistd.h>

#include <fstream>
#include <sstream>
#include <string>

namespace bus_bench {

ProcessUsage usage_of(int pid) {
    ProcessUsage usage;
    if (pid == 0) return usage;
    const auto folder = "/proc/" + std::to_string(pid);
    std::ifstream stat(folder + "/stat");
    std::string line;
    std::getline(stat, line);
    // The second field is the program's name in brackets and may hold blanks; utime and stime are
    // the 14th and 15th.
    std::istringstream fields(line.substr(std::min(line.size(), line.rfind(')') + 1)));
    std::string skipped;
    for (int field = 3; field < 14; ++field) fields >> skipped;
    double user = 0;
    double system = 0;
    fields >> user >> system;
    usage.cpu_s = (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));

    std::ifstream statm(folder + "/statm");
    double total_pages = 0;
    double resident_pages = 0;
    statm >> total_pages >> resident_pages;
    usage.rss_mb = resident_pages * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1024 * 1024);
    return usage;
}

}  // namespace bus_bench
