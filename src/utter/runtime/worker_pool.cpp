#include "utter/runtime/worker_pool.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <exception>
#include <utility>

#include "utter/core/log.hpp"

namespace utter::runtime {
namespace {

namespace asio = boost::asio;

// An exception must not take the pool's thread with it: the piece of work that threw has failed,
// the others have not.
void run_guarded(Executor::Work& work) noexcept {
    try {
        work();
    } catch (const std::exception& error) {
        log::error("runtime.unhandled_exception", {{"what", error.what()}});
    } catch (...) {
        log::error("runtime.unhandled_exception", {{"what", "not a std::exception"}});
    }
}

class StrandExecutor final : public Executor {
  public:
    explicit StrandExecutor(asio::thread_pool& pool) : strand_(asio::make_strand(pool)) {}

    void post(Work work) override {
        asio::post(strand_, [work = std::move(work)]() mutable { run_guarded(work); });
    }

  private:
    asio::strand<asio::thread_pool::executor_type> strand_;
};

}  // namespace

struct WorkerPool::Impl {
    explicit Impl(std::size_t threads) : pool(threads) {}
    asio::thread_pool pool;
};

WorkerPool::WorkerPool(std::size_t threads) : impl_(std::make_unique<Impl>(threads)) {}

WorkerPool::~WorkerPool() {
    impl_->pool.stop();
    impl_->pool.join();
}

void WorkerPool::post(Work work) {
    asio::post(impl_->pool, [work = std::move(work)]() mutable { run_guarded(work); });
}

std::unique_ptr<Executor> WorkerPool::make_strand() {
    return std::make_unique<StrandExecutor>(impl_->pool);
}

}  // namespace utter::runtime
