#include "utter/bus/random_source.hpp"

#include <sys/random.h>

#include <cerrno>
#include <system_error>

namespace utter::bus {

std::uint32_t RandomSource::next() {
    if (used_ == stock) {
        auto* at = reinterpret_cast<char*>(numbers_.data());
        auto left = sizeof numbers_;
        while (left > 0) {
            const auto got = ::getrandom(at, left, 0);
            if (got < 0) {
                if (errno == EINTR) continue;
                throw std::system_error(errno, std::generic_category(), "getrandom");
            }
            at += got;
            left -= static_cast<std::size_t>(got);
        }
        used_ = 0;
    }
    return numbers_.at(used_++);
}

}  // namespace utter::bus
