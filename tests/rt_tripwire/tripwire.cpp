// Preloaded into a test, counts what must not happen on an audio thread: allocation, locks and
// calls that may block, between utter_rt_enter() and utter_rt_leave() of one thread
// (utter/audio/rt.hpp). It replaces the functions of the C library that everything of the kind goes
// through, C++'s new and std::mutex included, and calls the real ones.

#include <dlfcn.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cstdarg>
#include <cstddef>
#include <cstdint>

// The C library's own names for its allocator, which need no look-up (that would allocate).
extern "C" void* __libc_malloc(std::size_t);                 // NOLINT(bugprone-reserved-identifier)
extern "C" void* __libc_calloc(std::size_t, std::size_t);    // NOLINT(bugprone-reserved-identifier)
extern "C" void* __libc_realloc(void*, std::size_t);         // NOLINT(bugprone-reserved-identifier)
extern "C" void* __libc_memalign(std::size_t, std::size_t);  // NOLINT(bugprone-reserved-identifier)
extern "C" void __libc_free(void*);                          // NOLINT(bugprone-reserved-identifier)

namespace {

// Reserved with the thread: a thread-local that is made on first use would allocate.
__attribute__((tls_model("initial-exec"))) thread_local int depth = 0;
std::atomic<std::uint64_t> sections{0};
std::atomic<std::uint64_t> violations{0};
std::atomic<const char*> latest{""};

void note(const char* what) noexcept {
    if (depth == 0) return;
    latest.store(what, std::memory_order_relaxed);
    violations.fetch_add(1, std::memory_order_relaxed);
}

template <class Function>
Function* real(const char* name) noexcept {
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

void utter_rt_enter() {
    ++depth;
    sections.fetch_add(1, std::memory_order_relaxed);
}
void utter_rt_leave() {
    --depth;
}
std::uint64_t utter_rt_sections() {
    return sections.load();
}
std::uint64_t utter_rt_violations() {
    return violations.load();
}
const char* utter_rt_latest() {
    return latest.load();
}

void* malloc(std::size_t size) {
    note("malloc");
    return __libc_malloc(size);
}
void* calloc(std::size_t count, std::size_t size) {
    note("calloc");
    return __libc_calloc(count, size);
}
void* realloc(void* old, std::size_t size) {
    note("realloc");
    return __libc_realloc(old, size);
}
void free(void* old) {
    note("free");
    __libc_free(old);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) {
    note("aligned_alloc");
    return __libc_memalign(alignment, size);
}
int posix_memalign(void** out, std::size_t alignment, std::size_t size) {
    note("posix_memalign");
    *out = __libc_memalign(alignment, size);
    return *out == nullptr ? 12 /* ENOMEM */ : 0;
}

// The real function, looked up when the library is loaded, and what stands in its place.
#define UTTER_WATCH(result, name, parameters, arguments)                                          \
    static auto* const real_##name = real<result parameters>(#name);                              \
    result name parameters {                                                                      \
        note(#name);                                                                              \
        auto* const call = real_##name != nullptr ? real_##name : real<result parameters>(#name); \
        return call arguments;                                                                    \
    }

UTTER_WATCH(int, pthread_mutex_lock, (pthread_mutex_t * mutex), (mutex))
UTTER_WATCH(int, pthread_rwlock_rdlock, (pthread_rwlock_t * lock), (lock))
UTTER_WATCH(int, pthread_rwlock_wrlock, (pthread_rwlock_t * lock), (lock))
UTTER_WATCH(int, sem_wait, (sem_t * semaphore), (semaphore))
UTTER_WATCH(ssize_t, read, (int fd, void* to, std::size_t size), (fd, to, size))
UTTER_WATCH(ssize_t, write, (int fd, const void* from, std::size_t size), (fd, from, size))
UTTER_WATCH(ssize_t, writev, (int fd, const iovec* from, int count), (fd, from, count))
UTTER_WATCH(ssize_t,
            send,
            (int fd, const void* from, std::size_t size, int flags),
            (fd, from, size, flags))
UTTER_WATCH(ssize_t, recv, (int fd, void* to, std::size_t size, int flags), (fd, to, size, flags))
UTTER_WATCH(int, poll, (pollfd * fds, nfds_t count, int timeout), (fds, count, timeout))
UTTER_WATCH(int, nanosleep, (const timespec* time, timespec* left), (time, left))
UTTER_WATCH(int,
            clock_nanosleep,
            (clockid_t clock, int flags, const timespec* time, timespec* left),
            (clock, flags, time, left))
UTTER_WATCH(int, usleep, (useconds_t time), (time))
UTTER_WATCH(int, sched_yield, (), ())

// Condition variables have two versions in the C library, of which dlsym would give the older.
int pthread_cond_wait(pthread_cond_t* condition, pthread_mutex_t* mutex) {
    note("pthread_cond_wait");
    using Wait = int(pthread_cond_t*, pthread_mutex_t*);
    static auto* const call =
        reinterpret_cast<Wait*>(::dlvsym(RTLD_NEXT, "pthread_cond_wait", "GLIBC_2.3.2"));
    return call(condition, mutex);
}
int pthread_cond_timedwait(pthread_cond_t* condition,
                           pthread_mutex_t* mutex,
                           const timespec* until) {
    note("pthread_cond_timedwait");
    using Wait = int(pthread_cond_t*, pthread_mutex_t*, const timespec*);
    static auto* const call =
        reinterpret_cast<Wait*>(::dlvsym(RTLD_NEXT, "pthread_cond_timedwait", "GLIBC_2.3.2"));
    return call(condition, mutex, until);
}

// What std::atomic's wait() and others reach the kernel by, futexes for example.
long syscall(long number, ...) {
    note("syscall");
    static auto* const call = real<long(long, long, long, long, long, long, long)>("syscall");
    std::va_list list;
    va_start(list, number);
    long arguments[6];
    for (auto& argument : arguments) argument = va_arg(list, long);
    va_end(list);
    return call(
        number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5]);
}

}  // extern "C"
