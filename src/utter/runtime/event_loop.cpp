#include "utter/runtime/event_loop.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <utility>
#include <vector>

#include "utter/core/log.hpp"

namespace utter::runtime {
namespace {

// Whether the process still has the terminal it was started from.
bool has_terminal() {
    const int terminal = ::open("/dev/tty", O_RDONLY | O_NOCTTY | O_CLOEXEC);
    if (terminal >= 0) ::close(terminal);
    return terminal >= 0;
}

}  // namespace

namespace asio = boost::asio;

struct EventLoop::Impl {
    asio::io_context context;
    asio::executor_work_guard<asio::io_context::executor_type> guard{context.get_executor()};
    asio::signal_set signals{context};
    std::function<void(int)> on_signal;
    asio::signal_set reload_signal{context};
    std::vector<std::weak_ptr<std::function<void()>>> on_reload;
    bool waits_for_reload = false;
    bool from_terminal = false;
    // Shared with the timers, which may be cancelled after the loop is gone.
    std::shared_ptr<std::atomic<std::size_t>> pending_timers =
        std::make_shared<std::atomic<std::size_t>>(0);

    void wait_for_reload() {
        reload_signal.async_wait([this](boost::system::error_code error, int) {
            if (error) return;
            if (from_terminal && !has_terminal()) {
                // Not a wish to read files again: the window it ran in was closed.
                if (auto handler = std::exchange(on_signal, nullptr)) handler(SIGHUP);
                return;
            }
            std::erase_if(on_reload, [](const auto& handler) { return handler.expired(); });
            for (const auto& handler : std::vector(on_reload)) {
                if (const auto alive = handler.lock()) (*alive)();
            }
            wait_for_reload();
        });
    }

    void wait_for_signal() {
        signals.async_wait([this](boost::system::error_code error, int signal) {
            if (error) return;
            if (auto handler = std::exchange(on_signal, nullptr)) {
                handler(signal);
                wait_for_signal();
            } else {
                std::_Exit(128 + signal);
            }
        });
    }
};

EventLoop::EventLoop() : impl_(std::make_unique<Impl>()) {}
EventLoop::~EventLoop() = default;

void EventLoop::post(Work work) {
    asio::post(impl_->context, std::move(work));
}

TimerHandle EventLoop::after(std::chrono::milliseconds delay, Executor& executor, Work work) {
    // The flag, not the asio timer, decides: a timer that has already expired cannot be cancelled,
    // yet its work may still be waiting in the executor's queue.
    auto active = std::make_shared<std::atomic<bool>>(true);
    auto timer = std::make_shared<asio::steady_timer>(impl_->context, delay);
    const auto end = [active, pending = impl_->pending_timers] {
        const bool ended = active->exchange(false);
        if (ended) --*pending;
        return ended;
    };
    ++*impl_->pending_timers;
    post([timer, active, end, &executor, work = std::move(work)]() mutable {
        timer->async_wait([timer, active, end, &executor, work = std::move(work)](
                              boost::system::error_code error) mutable {
            if (error || !*active) return;
            executor.post([end, work = std::move(work)]() mutable {
                if (end()) work();
            });
        });
    });
    return TimerHandle([this, end, timer] {
        if (end()) post([timer] { timer->cancel(); });
    });
}

std::size_t EventLoop::pending_timers() const noexcept {
    return *impl_->pending_timers;
}

void EventLoop::run() {
    for (;;) {
        try {
            impl_->context.run();
            impl_->context.restart();
            return;
        } catch (const std::exception& error) {
            log::error("runtime.unhandled_exception", {{"what", error.what()}});
        }
    }
}

bool EventLoop::run_until(const std::function<bool()>& done, std::chrono::milliseconds limit) {
    const auto end = std::chrono::steady_clock::now() + limit;
    if (impl_->context.stopped()) impl_->context.restart();
    while (!done()) {
        if (std::chrono::steady_clock::now() >= end) return false;
        try {
            impl_->context.run_one_until(end);
        } catch (const std::exception& error) {
            log::error("runtime.unhandled_exception", {{"what", error.what()}});
        }
    }
    return true;
}

void EventLoop::stop() {
    impl_->context.stop();
}

void EventLoop::on_stop_signal(std::function<void(int)> handler) {
    impl_->on_signal = std::move(handler);
    impl_->signals.add(SIGINT);
    impl_->signals.add(SIGTERM);
    impl_->wait_for_signal();
}

std::shared_ptr<void> EventLoop::on_reload_signal(std::function<void()> handler) {
    auto kept = std::make_shared<std::function<void()>>(std::move(handler));
    impl_->on_reload.push_back(kept);
    if (std::exchange(impl_->waits_for_reload, true)) return kept;
    // Who starts it with `nohup` wants it to outlive the terminal.
    struct sigaction current{};
    ::sigaction(SIGHUP, nullptr, &current);
    impl_->from_terminal = current.sa_handler != SIG_IGN && has_terminal();
    impl_->reload_signal.add(SIGHUP);
    impl_->wait_for_reload();
    return kept;
}

asio::io_context& EventLoop::context() noexcept {
    return impl_->context;
}

}  // namespace utter::runtime
