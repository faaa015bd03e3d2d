#include "utter/runtime/clock_watch.hpp"

#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <utility>

namespace utter::runtime {

namespace asio = boost::asio;

std::chrono::microseconds uptime() {
    timespec now{};
    ::clock_gettime(CLOCK_BOOTTIME, &now);
    return std::chrono::seconds(now.tv_sec) + std::chrono::duration_cast<std::chrono::microseconds>(
                                                  std::chrono::nanoseconds(now.tv_nsec));
}

// A timer that is never due: the kernel ends the wait for it early when the clock is set.
struct ClockWatch::Impl : std::enable_shared_from_this<Impl> {
    Impl(asio::io_context& context, int timer, std::function<void()> on_change)
        : descriptor(context, timer), handler(std::move(on_change)) {}

    bool arm() {
        itimerspec never{};
        never.it_value.tv_sec = std::numeric_limits<std::int32_t>::max();
        return ::timerfd_settime(descriptor.native_handle(),
                                 TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET,
                                 &never,
                                 nullptr) == 0;
    }

    void wait() {
        descriptor.async_wait(asio::posix::stream_descriptor::wait_read,
                              [self = shared_from_this()](boost::system::error_code error) {
                                  if (error) return;
                                  self->read();
                              });
    }

    void read() {
        std::uint64_t times = 0;
        const auto got = ::read(descriptor.native_handle(), &times, sizeof(times));
        const bool was_set = got < 0 && errno == ECANCELED;
        if (!arm()) return;
        wait();
        if (was_set) handler();
    }

    asio::posix::stream_descriptor descriptor;
    std::function<void()> handler;
};

ClockWatch::ClockWatch(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

ClockWatch::~ClockWatch() {
    impl_->handler = [] {};
    boost::system::error_code ignored;
    static_cast<void>(impl_->descriptor.close(ignored));
}

Result<std::unique_ptr<ClockWatch>> ClockWatch::start(EventLoop& loop,
                                                      std::function<void()> handler) {
    const int timer = ::timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
    if (timer < 0) {
        return fail(ErrorCode::io,
                    std::string("the clock cannot be watched: ") + std::strerror(errno));
    }
    auto impl = std::make_shared<Impl>(loop.context(), timer, std::move(handler));
    if (!impl->arm()) {
        return fail(ErrorCode::io,
                    std::string("the clock cannot be watched: ") + std::strerror(errno));
    }
    impl->wait();
    return std::unique_ptr<ClockWatch>(new ClockWatch(std::move(impl)));
}

}  // namespace utter::runtime
