#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>

namespace utter::runtime {
class EventLoop;
}

namespace utter::bus {

/// Somebody whose descriptor became ready.
class PollSource {
  public:
    PollSource() = default;
    virtual ~PollSource() = default;
    PollSource(const PollSource&) = delete;
    PollSource& operator=(const PollSource&) = delete;
    PollSource(PollSource&&) = delete;
    PollSource& operator=(PollSource&&) = delete;

    /// `events` as epoll_wait(2) gives them.
    virtual void on_ready(std::uint32_t events) = 0;
};

/// Watches many sockets, level-triggered, as one descriptor of the event loop: a busy socket then
/// costs no system call but its own reads and writes. All calls on the loop's thread.
class Poller {
  public:
    /// `after_round` runs when every source that was ready together has been called; only there
    /// may a source be destroyed.
    Poller(runtime::EventLoop& loop, std::function<void()> after_round);
    ~Poller();
    Poller(const Poller&) = delete;
    Poller& operator=(const Poller&) = delete;
    Poller(Poller&&) = delete;
    Poller& operator=(Poller&&) = delete;

    /// @return false, with errno set, when the system refuses.
    bool add(int descriptor, std::uint32_t events, PollSource& source);
    void modify(int descriptor, std::uint32_t events, PollSource& source);
    void remove(int descriptor);

  private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace utter::bus
