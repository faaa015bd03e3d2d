#include "utter/workers/child_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <system_error>
#include <tuple>
#include <utility>

extern char** environ;  // NOLINT(readability-redundant-declaration): not in every unistd.h

namespace utter::workers {
namespace {

using Clock = std::chrono::steady_clock;

std::string system_text(int error) {
    return std::generic_category().message(error);
}

// Until one of them can be read. @return which can
template <std::size_t count>
std::array<bool, count> readable(const std::array<int, count>& descriptors,
                                 std::chrono::milliseconds time) {
    std::array<pollfd, count> watched{};
    for (std::size_t i = 0; i < count; ++i) watched[i] = {descriptors[i], POLLIN, 0};
    const auto deadline = Clock::now() + time;
    int ready = 0;
    do {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
        ready = ::poll(
            watched.data(),
            count,
            static_cast<int>(std::clamp<std::int64_t>(left, 0, std::numeric_limits<int>::max())));
    } while (ready < 0 && errno == EINTR);
    std::array<bool, count> out{};
    for (std::size_t i = 0; i < count; ++i) out[i] = ready > 0 && watched[i].revents != 0;
    return out;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> out;
    out.reserve(texts.size() + 1);
    for (auto& text : texts) out.push_back(text.data());
    out.push_back(nullptr);
    return out;
}

// In the child, between fork and exec: a copy of one thread of a process with several, in which
// only what is safe in a signal handler may be called.
[[noreturn]] void become(char* const* arguments,
                         char* const* environment,
                         pid_t parent,
                         int null_descriptor,
                         int report_descriptor) {
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(127);  // which had ended before the line above
    for (int number = 1; number < NSIG; ++number) ::signal(number, SIG_DFL);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::dup2(null_descriptor, STDIN_FILENO);
    ::dup2(STDERR_FILENO, STDOUT_FILENO);  // ours may be sound
    ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    ::execvpe(arguments[0], arguments, environment);
    const int error = errno;
    std::ignore = ::write(report_descriptor, &error, sizeof error);
    ::_exit(127);
}

}  // namespace

WakeUp::WakeUp() : descriptor_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
}

WakeUp::~WakeUp() {
    ::close(descriptor_);
}

void WakeUp::wake() const {
    const std::uint64_t one = 1;
    std::ignore = ::write(descriptor_, &one, sizeof one);
}

bool WakeUp::wait(std::chrono::milliseconds time) const {
    return readable<1>({descriptor_}, time)[0];
}

Result<ChildProcess> ChildProcess::start(const std::vector<std::string>& command,
                                         const std::vector<std::string>& variables) {
    if (command.empty() || command.front().empty()) {
        return fail(ErrorCode::invalid_argument, "the command names no program");
    }
    auto arguments = command;
    auto environment = variables;
    for (char** one = environ; *one != nullptr; ++one) environment.emplace_back(*one);
    const auto argument_pointers = pointers(arguments);
    const auto environment_pointers = pointers(environment);
    const int null_descriptor = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    std::array<int, 2> report{-1, -1};
    if (null_descriptor < 0 || ::pipe2(report.data(), O_CLOEXEC) != 0) {
        const int error = errno;
        if (null_descriptor >= 0) ::close(null_descriptor);
        return fail(ErrorCode::io, "no process can be made: " + system_text(error));
    }
    // No handler of ours may run in the child.
    sigset_t all;
    sigset_t before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    const auto parent = ::getpid();
    const auto pid = ::fork();
    if (pid == 0) {
        become(argument_pointers.data(),
               environment_pointers.data(),
               parent,
               null_descriptor,
               report[1]);
    }
    const int fork_error = errno;
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    ::close(null_descriptor);
    ::close(report[1]);
    if (pid < 0) {
        ::close(report[0]);
        return fail(ErrorCode::io, "no process can be made: " + system_text(fork_error));
    }
    ::setpgid(pid, pid);  // here as well: whichever comes first
    // By its number: glibc 2.36 declares the function without C linkage.
    ChildProcess child(pid, static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
    int error = 0;
    ssize_t got = 0;
    do {
        got = ::read(report[0], &error, sizeof error);
    } while (got < 0 && errno == EINTR);
    ::close(report[0]);
    if (got == sizeof error) {
        return fail(error == ENOENT ? ErrorCode::not_found : ErrorCode::io,
                    "'" + command.front() + "' cannot be executed: " + system_text(error));
    }
    if (child.descriptor_ < 0) {
        return fail(ErrorCode::unsupported, "this kernel has no pidfd_open (Linux 5.3)");
    }
    return child;
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, 0)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      ending_(std::move(other.ending_)) {}

ChildProcess::~ChildProcess() {
    if (pid_ != 0) {
        kill_group();
        reap();
    }
    if (descriptor_ >= 0) ::close(descriptor_);
}

bool ChildProcess::ended_within(std::chrono::milliseconds time) const {
    return readable<1>({descriptor_}, time)[0];
}

ChildProcess::Event ChildProcess::wait(const WakeUp& wake_up, std::chrono::milliseconds time) {
    if (pid_ == 0) return Event::ended;
    const auto ready = readable<2>({descriptor_, wake_up.descriptor()}, time);
    if (ready[0]) {
        kill_group();
        reap();
        return Event::ended;
    }
    return ready[1] ? Event::woken : Event::nothing;
}

void ChildProcess::stop(std::chrono::milliseconds patience) {
    if (pid_ == 0) return;
    ::kill(-pid_, SIGTERM);
    std::ignore = ended_within(patience);
    kill_group();
    reap();
}

// Its number is not given to another group before it is reaped.
void ChildProcess::kill_group() {
    ::kill(-pid_, SIGKILL);
    ::kill(pid_, SIGKILL);  // should setpgid have failed
}

void ChildProcess::reap() {
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    ending_ = WIFSIGNALED(status) ? "signal " + std::to_string(WTERMSIG(status))
                                  : "status " + std::to_string(WEXITSTATUS(status));
    pid_ = 0;
}

}  // namespace utter::workers
