#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace utter::bus {

/// The system's random numbers, fit for masks and nonces, many for one call. Not thread-safe.
class RandomSource {
  public:
    [[nodiscard]] std::uint32_t next();

  private:
    static constexpr std::size_t stock = 256;
    std::array<std::uint32_t, stock> numbers_{};
    std::size_t used_ = stock;
};

}  // namespace utter::bus
