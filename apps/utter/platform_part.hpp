#pragma once

#include <memory>
#include <string>

#include "environment.hpp"
#include "utter/bus/bus.hpp"
#include "utter/core/result.hpp"

namespace utter::app {

/// The platform on a thread of its own: its door, its sessions, its store and its trainer. All it
/// has to do with the rest goes over the bus.
class PlatformPart {
  public:
    /// Opens the store and listens. All arguments outlive it.
    /// @return io for an address that is taken, and what SqlStorage::open() says
    [[nodiscard]] static Result<std::unique_ptr<PlatformPart>> start(bus::Bus& bus,
                                                                     const Program& program);
    /// Says goodbye to its clients.
    ~PlatformPart();
    PlatformPart(const PlatformPart&) = delete;
    PlatformPart& operator=(const PlatformPart&) = delete;
    PlatformPart(PlatformPart&&) = delete;
    PlatformPart& operator=(PlatformPart&&) = delete;

    /// Where it is found: "http://127.0.0.1:8080".
    [[nodiscard]] std::string address() const;
    /// Reads the keys and the certificate again; what cannot be used stays as it was. Any thread.
    void reload();

  private:
    struct Impl;
    explicit PlatformPart(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace utter::app
