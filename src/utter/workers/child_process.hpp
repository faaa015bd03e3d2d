#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "utter/core/result.hpp"

namespace utter::workers {

/// Makes a wait return early, from any thread.
class WakeUp {
  public:
    WakeUp();
    ~WakeUp();
    WakeUp(const WakeUp&) = delete;
    WakeUp& operator=(const WakeUp&) = delete;
    WakeUp(WakeUp&&) = delete;
    WakeUp& operator=(WakeUp&&) = delete;

    /// Every wait from now on returns at once.
    void wake() const;
    [[nodiscard]] int descriptor() const { return descriptor_; }
    /// Waits for that time. @return whether it was woken
    [[nodiscard]] bool wait(std::chrono::milliseconds time) const;

  private:
    int descriptor_;
};

/// A program in a process group of its own. It reads nothing, writes to our standard error, and is
/// killed when this process ends, whatever ends it: the kernel does that when the thread that
/// started it has ended, so that thread has to outlive it. The destructor kills the whole group.
/// One thread at a time.
class ChildProcess {
  public:
    enum class Event : std::uint8_t { ended, woken, nothing };

    /// @param command the program, looked for in $PATH unless it has a slash, and its arguments
    /// @param variables "NAME=value", besides ours
    /// @return not_found or io, with the system's reason, when it cannot be executed
    [[nodiscard]] static Result<ChildProcess> start(const std::vector<std::string>& command,
                                                    const std::vector<std::string>& variables);
    ~ChildProcess();
    ChildProcess(ChildProcess&& other) noexcept;
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;
    ChildProcess& operator=(ChildProcess&&) = delete;

    [[nodiscard]] pid_t pid() const { return pid_; }

    /// Waits until it has ended, somebody wakes us, or that time has passed.
    [[nodiscard]] Event wait(const WakeUp& wake_up, std::chrono::milliseconds time);

    /// How it ended, once it has: "status 1", "signal 9".
    [[nodiscard]] const std::string& ending() const { return ending_; }

    /// Asks the group to end (SIGTERM), waits that long, and kills what is left of it.
    void stop(std::chrono::milliseconds patience);

  private:
    ChildProcess(pid_t pid, int descriptor) : pid_(pid), descriptor_(descriptor) {}
    [[nodiscard]] bool ended_within(std::chrono::milliseconds time) const;
    void kill_group();
    void reap();

    pid_t pid_;       // 0: moved from, or reaped
    int descriptor_;  // a pidfd; -1: moved from
    std::string ending_;
};

}  // namespace utter::workers
