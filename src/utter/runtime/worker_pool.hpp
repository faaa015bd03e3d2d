#pragma once

#include <cstddef>
#include <memory>

#include "utter/core/executor.hpp"

namespace utter::runtime {

/// A fixed number of threads for work that burns CPU or may block: decoding, synthesis, skill
/// handlers. Work starts in the order posted; pieces of it run at the same time unless they go
/// through one strand.
class WorkerPool final : public Executor {
  public:
    explicit WorkerPool(std::size_t threads);
    /// Waits for the pieces that are running; those not yet started are dropped.
    ~WorkerPool() override;
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;
    WorkerPool(WorkerPool&&) = delete;
    WorkerPool& operator=(WorkerPool&&) = delete;

    void post(Work work) override;

    /// An executor on this pool that never runs two pieces at once. The pool must outlive it.
    [[nodiscard]] std::unique_ptr<Executor> make_strand();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace utter::runtime
