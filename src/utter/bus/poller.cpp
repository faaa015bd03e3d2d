#include "utter/bus/poller.hpp"

#include <sys/epoll.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "utter/runtime/event_loop.hpp"

namespace utter::bus {
namespace {

namespace asio = boost::asio;

constexpr int events_a_round = 256;
// The loop's other work gets its turn after so many rounds.
constexpr int rounds_in_a_row = 16;

int make_epoll() {
    const int descriptor = epoll_create1(EPOLL_CLOEXEC);
    if (descriptor < 0) throw std::system_error(errno, std::generic_category(), "epoll_create1");
    return descriptor;
}

}  // namespace

struct Poller::Impl : std::enable_shared_from_this<Poller::Impl> {
    Impl(runtime::EventLoop& loop, std::function<void()> round_end)
        : epoll(loop.context(), make_epoll()), after_round(std::move(round_end)) {}

    asio::posix::stream_descriptor epoll;
    std::function<void()> after_round;
    std::array<epoll_event, events_a_round> events{};
    bool stopped = false;

    void wait() {
        epoll.async_wait(asio::posix::stream_descriptor::wait_read,
                         [self = shared_from_this()](boost::system::error_code error) {
                             if (error || self->stopped) return;
                             self->run();
                             if (!self->stopped) self->wait();
                         });
    }

    void run() {
        for (int round = 0; round < rounds_in_a_row; ++round) {
            const int count = epoll_wait(epoll.native_handle(), events.data(), events_a_round, 0);
            if (count <= 0) return;
            for (int i = 0; i < count; ++i) {
                const auto& event = events.at(static_cast<std::size_t>(i));
                static_cast<PollSource*>(event.data.ptr)->on_ready(event.events);
            }
            after_round();
            if (stopped) return;
        }
    }

    bool control(int operation, int descriptor, std::uint32_t wanted, PollSource* source) {
        epoll_event event{};
        event.events = wanted;
        event.data.ptr = source;
        return epoll_ctl(epoll.native_handle(), operation, descriptor, &event) == 0;
    }
};

Poller::Poller(runtime::EventLoop& loop, std::function<void()> after_round)
    : impl_(std::make_shared<Impl>(loop, std::move(after_round))) {
    impl_->wait();
}

Poller::~Poller() {
    impl_->stopped = true;
    boost::system::error_code ignored;
    impl_->epoll.close(ignored);  // NOLINT(bugprone-unused-return-value): nothing is left to do
}

bool Poller::add(int descriptor, std::uint32_t events, PollSource& source) {
    return impl_->control(EPOLL_CTL_ADD, descriptor, events, &source);
}

void Poller::modify(int descriptor, std::uint32_t events, PollSource& source) {
    impl_->control(EPOLL_CTL_MOD, descriptor, events, &source);
}

void Poller::remove(int descriptor) {
    impl_->control(EPOLL_CTL_DEL, descriptor, 0, nullptr);
}

}  // namespace utter::bus
